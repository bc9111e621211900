//! Use cases: each takes a request, runs the line from files to plan, and
//! returns what a front door shows. The command line, a server or a test call
//! the same functions.

pub mod again;
pub mod air;
pub mod bench;
pub mod check;
pub mod clock;
pub mod compare;
pub mod corridor;
pub mod doctor;
pub mod drone;
pub mod generate;
pub mod import;
pub mod inspect;
pub mod load;
pub mod output;
pub mod plan;
pub mod prepared;
pub mod price;
mod relays;
pub mod serve;
pub mod site;

use crate::finding::Finding;
pub use crate::report::text::steps::Step;
use std::path::PathBuf;

/// Why a use case ended without an answer.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The user's data has to be mended first; every finding is here.
    #[error("the data has {} error(s)", .0.iter().filter(|finding| finding.is_error()).count())]
    Findings(Vec<Finding>),
    #[error("cannot write `{path}`")]
    Write { path: PathBuf, source: std::io::Error },
    /// What a plan leaves behind would be read as part of the county.
    #[error("`{0}` holds a county; choose another folder for the outputs")]
    IntoCounty(PathBuf),
    #[error("cannot write the outputs")]
    Report(#[from] crate::report::ReportError),
    #[error("cannot print")]
    Print(#[from] std::io::Error),
    #[error("cannot start {count} threads")]
    Threads { count: usize, source: rayon::ThreadPoolBuildError },
}

/// Told what a use case is doing. All methods may come from any thread.
pub trait Follow: Sync {
    fn begin(&self, _step: Step) {}
    /// `seconds` of wall time; `peak` bytes of memory so far, where the system tells.
    fn end(&self, _step: Step, _seconds: f64, _peak: Option<u64>) {}
    fn search(&self, _progress: crate::units::Progress) {}
    /// So many of all parts of a step are finished.
    fn part(&self, _done: usize, _of: usize) {}
}

/// Follows nothing.
pub struct Quiet;

impl Follow for Quiet {}

/// Runs a step and tells its time and the memory peak.
pub(crate) fn timed<T>(follow: &dyn Follow, step: Step, work: impl FnOnce() -> T) -> T {
    follow.begin(step);
    let start = std::time::Instant::now();
    let value = work();
    follow.end(step, start.elapsed().as_secs_f64(), clock::peak_memory());
    value
}
