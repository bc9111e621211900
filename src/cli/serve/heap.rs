//! Little memory while serving: the server starts itself again, in the same process.
//!
//! What was read and built leaves holes in memory that the C library does not
//! give back to the system. So `serve` replaces its own program once before it
//! reads anything, with limits for the allocator, and, where it had to prepare
//! a map, once more when what it prepared is in a file. Number of the process,
//! arguments and open terminals stay; where it cannot be done nothing is lost
//! but memory.

use crate::app::serve::beside;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Says how often the program has replaced itself.
const STAGE: &str = "MABANG_SERVE_STAGE";
/// Road files below so many bytes are not worth it.
const LARGE: u64 = 5 << 20;

/// Limits of the GNU C library's allocator: one pool for all threads, blocks of 1 MiB and more
/// given back when they are free, and what is free at the end of the pool from 4 MiB on.
const LIMITS: [(&str, &str); 3] =
    [("MALLOC_ARENA_MAX", "1"), ("MALLOC_MMAP_THRESHOLD_", "1048576"), ("MALLOC_TRIM_THRESHOLD_", "4194304")];

/// How far the program has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// As it was called.
    First,
    /// Started again with limits.
    Limited,
    /// Started again after preparing.
    Prepared,
}

pub fn stage() -> Stage {
    match std::env::var(STAGE).as_deref() {
        Ok("1") => Stage::Limited,
        Ok(_) => Stage::Prepared,
        Err(_) => Stage::First,
    }
}

/// Where the roads of a large file are kept between two stages if the user names no place for them.
pub fn between(source: &Path) -> Option<PathBuf> {
    let size = std::fs::metadata(source).ok().filter(std::fs::Metadata::is_file)?.len();
    let name = format!("mabang-{}.prepared", std::process::id());
    (cfg!(target_os = "linux") && size >= LARGE).then(|| std::env::temp_dir().join(name))
}

/// Removes what was kept between two stages.
pub fn forget(path: &Path) {
    for path in [path.to_path_buf(), beside(path)] {
        // What is not there need not go.
        let _ = std::fs::remove_file(path);
    }
}

/// Replaces the program by itself at the next stage. Returns only if that cannot be done.
#[cfg(target_os = "linux")]
pub fn again(next: Stage) {
    use std::os::unix::process::CommandExt;
    let Ok(program) = std::env::current_exe() else { return };
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let stage = if next == Stage::Limited { "1" } else { "2" };
    // What the user set for the allocator stays.
    let limits = LIMITS.into_iter().filter(|(name, _)| std::env::var_os(name).is_none());
    let _ = std::process::Command::new(program).args(arguments).env(STAGE, stage).envs(limits).exec();
}

#[cfg(not(target_os = "linux"))]
pub fn again(_next: Stage) {}
