//! One request over HTTP: who may ask, what is read, what is answered.

use super::desk::Desk;
use super::refusal::Refusal;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Requests that wait for a thread; more are turned away.
const WAITING: usize = 512;

/// Who may ask for what, and how long it may take.
#[derive(Clone, Debug)]
pub struct Access {
    /// Names that the server goes by, beside `localhost` and addresses: other names in `Host` are
    /// refused, so that no web page can reach it under a name of its own (DNS rebinding).
    pub hosts: Vec<String>,
    /// Bytes of a body.
    pub body: usize,
    /// For a body to arrive.
    pub patience: Duration,
}

/// What every connection has a hand on.
pub(super) struct Shared {
    pub(super) desk: Arc<Desk>,
    pub(super) access: Access,
    /// As many requests are computed at the same time.
    threads: Semaphore,
    waiting: Semaphore,
}

impl Shared {
    pub(super) fn new(desk: Arc<Desk>, access: Access, threads: usize) -> Shared {
        let (threads, waiting) = (Semaphore::new(threads.max(1)), Semaphore::new(WAITING));
        Shared { desk, access, threads, waiting }
    }
}

/// Answers one request; whatever is wrong becomes an answer too.
pub(super) async fn handle(
    shared: Arc<Shared>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let head = request.method() == Method::HEAD;
    let mut response = match checked(&shared, request).await {
        Ok(text) => json(StatusCode::OK, text),
        Err(refusal) => {
            let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST);
            let mut response = json(status, refusal.document());
            if status == StatusCode::SERVICE_UNAVAILABLE {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            response
        }
    };
    if head {
        *response.body_mut() = Full::default();
    }
    Ok(response)
}

fn json(status: StatusCode, text: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(text)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let mut put = |name, value| headers.insert(name, HeaderValue::from_static(value));
    put(header::CONTENT_TYPE, "application/json; charset=UTF-8");
    put(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    put(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, OPTIONS");
    put(header::ACCESS_CONTROL_ALLOW_HEADERS, "X-Requested-With, Content-Type");
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    response
}

async fn checked(shared: &Arc<Shared>, request: Request<Incoming>) -> Result<String, Refusal> {
    if !is_known(&request, &shared.access.hosts) {
        return Err(Refusal::with_status(403, "InvalidHost", "This server does not go by that name"));
    }
    match *request.method() {
        Method::OPTIONS => return Ok("{}".to_owned()),
        Method::GET | Method::HEAD | Method::POST => {}
        _ => {
            return Err(Refusal::with_status(
                405,
                "InvalidUrl",
                "GET, HEAD, POST and OPTIONS are understood",
            ));
        }
    }
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str()).to_owned();
    if target == "/health" {
        let profiles: Vec<&str> = shared.desk.profiles().collect();
        return Ok(serde_json::json!({ "status": "ok", "profiles": profiles }).to_string());
    }
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
    let body =
        if request.method() == Method::POST { body(&shared.access, request).await? } else { Bytes::new() };
    compute(shared, target, kind, body).await
}

async fn body(access: &Access, request: Request<Incoming>) -> Result<Bytes, Refusal> {
    let collected = Limited::new(request.into_body(), access.body).collect();
    match tokio::time::timeout(access.patience, collected).await {
        Err(_) => Err(Refusal::with_status(408, "InvalidQuery", "The body did not arrive in time")),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            Err(Refusal::with_status(413, "TooBig", "The body is larger than this server takes"))
        }
        Ok(Err(_)) => Err(Refusal::with_status(400, "InvalidQuery", "The body broke off")),
        Ok(Ok(body)) => Ok(body.to_bytes()),
    }
}

/// On a thread of its own, so that connections go on being served.
async fn compute(shared: &Arc<Shared>, target: String, kind: String, body: Bytes) -> Result<String, Refusal> {
    let busy = || Refusal::with_status(503, "TooBig", "Too many requests are waiting");
    let _place = shared.waiting.try_acquire().map_err(|_| busy())?;
    let _thread = shared.threads.acquire().await.map_err(|_| busy())?;
    let desk = Arc::clone(&shared.desk);
    let work = move || super::answer(&desk, &target, Some((kind.as_str(), &body)));
    // A request that makes us fall is our mistake; the server goes on.
    let fell = || Refusal::with_status(500, "InternalError", "This request could not be computed");
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(fell()))
}

/// True if the request was sent to this server by a name or address it goes by.
fn is_known(request: &Request<Incoming>, hosts: &[String]) -> bool {
    let named = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let Some(host) = named.or_else(|| request.uri().host()) else {
        // HTTP/1.0 has none; a browser always sends one.
        return request.version() < hyper::Version::HTTP_11;
    };
    let name = without_port(host);
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok();
    address
        || name.eq_ignore_ascii_case("localhost")
        || hosts.iter().any(|host| host.eq_ignore_ascii_case(name))
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.ends_with(':') => name,
        _ => host,
    }
}
