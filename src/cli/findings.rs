//! Findings on stderr.

use crate::finding::Finding;
use crate::report::text::{Lang, findings};

/// Prints all of them, errors last so that they are what is seen.
pub fn print(list: &[Finding], lang: Lang) {
    let (errors, warnings): (Vec<_>, Vec<_>) = list.iter().partition(|finding| finding.is_error());
    for finding in warnings.iter().chain(&errors) {
        eprintln!("{}\n", findings::phrase(finding, lang));
    }
    if !list.is_empty() {
        eprintln!("{}", findings::count(errors.len(), warnings.len(), lang));
    }
}
