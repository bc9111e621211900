//! A server that answers the OSRM HTTP API v1 over the roads of a county or an extract.
//!
//! `url` and `options` read requests, `desk` holds what is prepared for each
//! kind of vehicle, one file for each service answers, `http` and `listen`
//! carry it over the network. Requests are computed on threads of their own;
//! one that falls is answered with 500 and nothing else happens.
//!
//! docs/SERVE.md says what is answered.

mod desk;
mod form;
mod http;
mod listen;
mod nearest;
mod options;
mod patient;
mod refusal;
mod request;
mod route;
mod snapped;
mod table;
#[cfg(test)]
mod tests;
mod trip;
mod url;

pub use desk::{Desk, Limits};
pub use http::Access;
pub use listen::{Listen, ServeError, serve};
pub use refusal::Refusal;

use request::{Request, Service};

/// The answer to one request: JSON, or why there is none.
///
/// # Errors
/// Whatever the API refuses, with its code and HTTP status.
pub fn answer(desk: &Desk, target: &str, body: Option<(&str, &[u8])>) -> Result<String, Refusal> {
    let request = Request::read(target, body)?;
    let desk = desk.of(&request.profile);
    match request.service {
        Service::Route => route::answer(desk, &request),
        Service::Table => table::answer(desk, &request),
        Service::Nearest => nearest::answer(desk, &request),
        Service::Trip => trip::answer(desk, &request),
    }
}
