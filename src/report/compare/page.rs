//! Stub.
use super::Comparison;
use crate::report::Lang;
pub(super) fn page(input: &Comparison, lang: Lang) -> String { String::new() }
