//! Listening: connections, their limits, and an end in good order.

use super::desk::Desk;
use super::http::{Access, Shared, handle};
use super::patient::Patient;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// Connections at the same time; more wait to be accepted.
const CONNECTIONS: usize = 1_024;
/// Bytes of a request's head. URLs end at 64 KB.
const HEAD: usize = 128 * 1024;
/// For requests that are being answered when the server ends.
const FAREWELL: Duration = Duration::from_secs(5);
/// How often it is asked whether to end.
const LOOK: Duration = Duration::from_millis(100);

/// Where to listen and with how much patience.
#[derive(Clone, Debug)]
pub struct Listen {
    pub address: SocketAddr,
    /// Requests that are computed at the same time.
    pub threads: usize,
    /// For a head to arrive whole, from the first byte or the last answer on.
    pub head: Duration,
    /// For the other side to take what is written.
    pub write: Duration,
    pub access: Access,
}

impl Listen {
    /// On any free port of this machine, with ten seconds of patience.
    #[must_use]
    pub fn on_loopback() -> Listen {
        let patience = Duration::from_secs(10);
        Listen {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            threads: 2,
            head: patience,
            write: patience,
            access: Access { hosts: Vec::new(), body: 1 << 20, patience },
        }
    }
}

/// Why a server ended, or did not begin.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("cannot listen on `{address}`")]
    Listen { address: SocketAddr, source: std::io::Error },
    #[error("cannot start the server's threads")]
    Threads(#[source] std::io::Error),
}

/// Serves until `ends` says so or the process is told to terminate; then open requests have five
/// seconds. `ready` is told where it listens.
///
/// # Errors
/// If the address cannot be had, or no threads.
pub fn serve(
    desk: Arc<Desk>,
    listen: &Listen,
    ready: impl FnOnce(SocketAddr),
    ends: impl Fn() -> bool,
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(listen.threads.clamp(1, 4))
        .max_blocking_threads(listen.threads.max(1))
        .enable_all()
        .build()
        .map_err(ServeError::Threads)?;
    let served = runtime.block_on(async {
        let failed = |source| ServeError::Listen { address: listen.address, source };
        let socket = TcpListener::bind(listen.address).await.map_err(failed)?;
        ready(socket.local_addr().map_err(failed)?);
        let shared = Arc::new(Shared::new(desk, listen.access.clone(), listen.threads));
        accept(socket, shared, listen, ends).await;
        Ok(())
    });
    // What is still being computed is not waited for.
    runtime.shutdown_background();
    served
}

async fn accept(socket: TcpListener, shared: Arc<Shared>, listen: &Listen, ends: impl Fn() -> bool) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let end = told_to_end(ends);
    tokio::pin!(end);
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place,
            () = &mut end => break,
        };
        let Ok(place) = place else { break };
        let stream = tokio::select! {
            accepted = socket.accept() => accepted,
            () = &mut end => break,
        };
        match stream {
            Ok((stream, _)) => {
                let connection = graceful.watch(connection(stream, Arc::clone(&shared), listen));
                tokio::spawn(async move {
                    // A client that goes away or breaks the protocol is its own affair.
                    let _ = connection.await;
                    drop(place);
                });
            }
            // Out of handles, for example: let some end.
            Err(_) => tokio::time::sleep(LOOK).await,
        }
    }
    drop(socket);
    let _ = tokio::time::timeout(FAREWELL, graceful.shutdown()).await;
}

fn connection(
    stream: TcpStream,
    shared: Arc<Shared>,
    listen: &Listen,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> + use<> {
    // Small answers leave at once; if the system refuses, they leave a little later.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| handle(Arc::clone(&shared), request));
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(listen.head)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(Patient::new(stream, listen.write)), service)
}

/// Ends when asked to: by the caller, or by the system.
async fn told_to_end(ends: impl Fn() -> bool) {
    let asked = async {
        while !ends() {
            tokio::time::sleep(LOOK).await;
        }
    };
    tokio::select! {
        () = asked => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
