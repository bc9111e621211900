//! The server over the network: limits, manners, and how it begins and ends.

use mabang::app::Quiet;
use mabang::app::serve::{GuideRequest, guide};
use mabang::serve::{Desk, Limits, Listen, ServeError, serve};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const PAIR: &str = "105.0,29.0;105.03,29.0";

fn tiny() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/tiny")
}

/// A server of the tiny county in this process.
struct Running {
    address: SocketAddr,
    ends: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<(), ServeError>>>,
}

impl Running {
    fn with(change: impl FnOnce(&mut Listen)) -> Running {
        let request = GuideRequest {
            source: tiny(),
            dem: Vec::new(),
            season: None,
            weather: None,
            profiles: vec!["car".to_owned(), "etrike".to_owned()],
            prepared: None,
        };
        let guide = guide(&request, &Quiet).unwrap_or_else(|error| panic!("the county is sound: {error}"));
        let roads = guide.roads;
        let desk = Arc::new(Desk::new(roads.atlas, roads.ground, roads.vehicles, Limits::default()));
        let mut listen = Listen::on_loopback();
        change(&mut listen);
        let ends = Arc::new(AtomicBool::new(false));
        let (told, address) = mpsc::channel();
        let asked = Arc::clone(&ends);
        let thread = std::thread::spawn(move || {
            let ready = move |address| told.send(address).expect("the test waits for it");
            serve(desk, &listen, ready, move || asked.load(Ordering::Relaxed))
        });
        let address = address.recv().expect("the server listens");
        Running { address, ends, thread: Some(thread) }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("the server accepts");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time to wait");
        stream
    }

    /// Sends a whole request and reads until the server closes.
    fn ask(&self, request: &str) -> String {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("the server reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the server answers");
        answer
    }

    fn get(&self, target: &str) -> String {
        self.ask(&format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        let ended = self.thread.take().map(JoinHandle::join);
        assert!(matches!(ended, Some(Ok(Ok(())))), "the server ends in good order");
    }
}

#[test]
fn a_client_finds_routes_health_and_the_headers_that_web_pages_need() {
    let server = Running::with(|_| {});

    let route = server.get(&format!("/route/v1/etrike/{}?overview=false", PAIR.replace(';', "%3B")));
    assert!(route.starts_with("HTTP/1.1 200 OK"), "{route}");
    assert!(route.contains("access-control-allow-origin: *") && route.contains("\"code\":\"Ok\""));
    assert!(server.get("/health").contains("\"profiles\":[\"car\",\"etrike\"]"));
    let refused = server.get("/route/v1/car/1,2");
    assert!(refused.starts_with("HTTP/1.1 400") && refused.contains("InvalidOptions"), "{refused}");
    let preflight =
        server.ask("OPTIONS /table/v1/car HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert!(
        preflight.starts_with("HTTP/1.1 200")
            && preflight.contains("allow-methods: GET, HEAD, POST, OPTIONS")
    );
    let deleted = server.ask("DELETE /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert!(deleted.starts_with("HTTP/1.1 405"), "{deleted}");
    let head = server.ask("HEAD /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"), "{head}");
}

#[test]
fn one_connection_serves_many_requests() {
    let server = Running::with(|_| {});
    let mut stream = server.connect();
    let mut reader = BufReader::new(stream.try_clone().expect("two hands on one connection"));

    for _ in 0..20 {
        write!(stream, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("the server reads");
        let (mut line, mut length) = (String::new(), 0);
        while line != "\r\n" {
            line.clear();
            reader.read_line(&mut line).expect("a line of the head");
            length =
                line.strip_prefix("content-length: ").map_or(length, |text| text.trim().parse().unwrap());
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("the body");
        assert!(String::from_utf8(body).unwrap().contains("\"status\":\"ok\""));
    }
}

#[test]
fn names_that_are_not_the_servers_own_are_refused() {
    let server = Running::with(|listen| listen.access.hosts = vec!["roads.example".to_owned()]);
    let status = |host: &str| {
        let answer = server.ask(&format!("GET /health HTTP/1.1\r\n{host}Connection: close\r\n\r\n"));
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    };

    for good in ["localhost", "LOCALHOST:5000", "127.0.0.1:80", "[::1]:5000", "192.168.1.7", "roads.example"]
    {
        assert_eq!(status(&format!("Host: {good}\r\n")), "200", "{good}");
    }
    for bad in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", ""] {
        assert_eq!(status(&format!("Host: {bad}\r\n")), "403", "{bad}");
    }
    assert_eq!(status(""), "403");
}

#[test]
fn who_dribbles_a_head_is_cut_off_while_others_are_served() {
    let server = Running::with(|listen| listen.head = Duration::from_millis(700));
    let mut slow = server.connect();
    let begun = Instant::now();
    slow.write_all(b"GET /health HTTP/1.1\r\nHost: local").expect("the server reads");

    // A byte now and then does not buy more time.
    let mut cut = false;
    while begun.elapsed() < Duration::from_secs(15) && !cut {
        assert!(server.get("/health").starts_with("HTTP/1.1 200"));
        std::thread::sleep(Duration::from_millis(100));
        slow.set_read_timeout(Some(Duration::from_millis(1))).expect("a time to wait");
        let ended = slow.read(&mut [0; 64]).is_ok();
        cut = ended || slow.write_all(b"h").is_err();
    }

    assert!(cut, "the connection is still open");
}

#[test]
fn bodies_that_are_slow_or_large_are_refused() {
    let server = Running::with(|listen| {
        listen.access.patience = Duration::from_millis(300);
        listen.access.body = 1_000;
    });
    let post = |length: usize, body: &str| {
        server.ask(&format!(
            "POST /table/v1/car HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{body}"
        ))
    };

    assert!(post(PAIR.len(), PAIR).starts_with("HTTP/1.1 200"));
    assert!(post(900, "105,29;").starts_with("HTTP/1.1 408"));
    assert!(post(2_000, &"1,1;".repeat(500)).starts_with("HTTP/1.1 413"));
}

#[test]
fn a_url_longer_than_any_is_refused_and_the_server_goes_on() {
    let server = Running::with(|_| {});

    let long = server.get(&format!("/table/v1/car/{}", "105.000001,29.000001;".repeat(4_000)));

    assert!(long.starts_with("HTTP/1.1 414") || long.starts_with("HTTP/1.1 431"), "{:.80}", long);
    assert!(server.get("/health").starts_with("HTTP/1.1 200"));
}

#[test]
fn what_is_no_http_is_refused_and_the_server_goes_on() {
    let server = Running::with(|_| {});

    for noise in
        ["\u{0}\u{1}\u{2}\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\r\n\r\n\r\nhello\r\n\r\n"]
    {
        let mut stream = server.connect();
        stream.write_all(noise.as_bytes()).expect("the server reads");
        let mut answer = Vec::new();
        // An answer or a closed connection, as long as it comes.
        let _ = stream.read_to_end(&mut answer);
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"), "{noise:?}");
    }
    assert!(server.get("/health").starts_with("HTTP/1.1 200"));
}

/// The program itself, and the address it says it listens on.
fn started(extra: &[&str]) -> (Child, SocketAddr) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mabang"))
        .args(["--lang", "en", "serve", "--osrm"])
        .arg(tiny())
        .args(["--port", "0", "--profiles", "car", "--quiet"])
        .args(extra)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(child.stderr.take().expect("its errors are piped")).lines();
    let address = loop {
        let line = lines.next().expect("it says where it listens").expect("a line of text");
        if let Some(rest) = line.strip_prefix("Listening on http://") {
            break rest.split(' ').next().unwrap_or_default().parse().expect("an address");
        }
    };
    // Whatever else it says is read, so that it never waits for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    (child, address)
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_within_five_seconds_with_a_client_still_connected() {
    for signal in ["-TERM", "-INT"] {
        let (mut child, address) = started(&[]);
        let mut idle = TcpStream::connect(address).expect("the server accepts");
        idle.write_all(b"GET /hea").expect("the server reads");

        let status = Command::new("kill").args([signal, &child.id().to_string()]).status();

        assert!(status.expect("kill runs").success());
        let asked = Instant::now();
        let ended = loop {
            if let Some(status) = child.try_wait().expect("a child of ours") {
                break status;
            }
            assert!(asked.elapsed() < Duration::from_secs(8), "it goes on after {signal}");
            std::thread::sleep(Duration::from_millis(50));
        };
        assert!(ended.success(), "{signal}: {ended}");
    }
}

#[test]
fn a_port_that_is_taken_and_roads_that_are_not_there_are_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("it is bound").port().to_string();
    let run = |source: &Path, port: &str| {
        let program = assert_cmd::Command::new(env!("CARGO_BIN_EXE_mabang"))
            .args(["--lang", "en", "serve", "--quiet", "--profiles", "car", "--port", port, "--osrm"])
            .arg(source)
            .timeout(Duration::from_secs(60))
            .assert();
        let output = program.get_output();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };

    let (code, text) = run(&tiny(), &port);
    assert_eq!(code, Some(3));
    assert!(text.contains("cannot listen on"), "{text}");
    let (code, text) = run(Path::new("nowhere.osm.pbf"), "0");
    assert_eq!(code, Some(1));
    assert!(text.contains("E101"), "{text}");
}
