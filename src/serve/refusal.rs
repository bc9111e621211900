//! Why a request has no answer.

use std::borrow::Cow;

/// A code of the API and a message, with the HTTP status they come under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    pub code: &'static str,
    pub message: Cow<'static, str>,
}

impl Refusal {
    /// The API answers all mistakes with 400.
    pub(super) fn new(code: &'static str, message: impl Into<Cow<'static, str>>) -> Refusal {
        Refusal { status: 400, code, message: message.into() }
    }

    pub(super) fn with_status(status: u16, code: &'static str, message: &'static str) -> Refusal {
        Refusal { status, code, message: Cow::Borrowed(message) }
    }

    pub(super) fn query(message: impl Into<Cow<'static, str>>) -> Refusal {
        Refusal::new("InvalidQuery", message)
    }

    pub(super) fn options(message: impl Into<Cow<'static, str>>) -> Refusal {
        Refusal::new("InvalidOptions", message)
    }

    pub(super) fn value(message: impl Into<Cow<'static, str>>) -> Refusal {
        Refusal::new("InvalidValue", message)
    }

    /// The document that says so.
    #[must_use]
    pub fn document(&self) -> String {
        crate::wire::osrm::failure(self.code, &self.message)
    }
}
