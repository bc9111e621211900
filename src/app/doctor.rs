//! Is everything there that mabang needs, to run and to be built?
//!
//! Looks and tries, and returns what it found; it mends nothing. Only what
//! running cannot do without counts as missing.

pub use crate::report::text::doctor::{State, Subject};

use crate::lp::{self, Column, Limits, Program, Row, Status};
use crate::units::Never;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What to look at beside the machine.
#[derive(Clone, Debug)]
pub struct DoctorRequest {
    pub county: Option<PathBuf>,
    pub out: PathBuf,
}

/// One thing, and how it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    pub subject: Subject,
    pub state: State,
    /// What was found: a version, a size, a path; `None` if nothing was.
    pub found: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Health {
    pub to_run: Vec<Check>,
    pub to_build: Vec<Check>,
}

impl Health {
    /// True if nothing essential is missing.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.to_run.iter().chain(&self.to_build).all(|check| check.state != State::Missing)
    }
}

#[must_use]
pub fn doctor(request: &DoctorRequest) -> Health {
    let mut to_run = vec![solver(), memory(), cores(), locale(), out(&request.out)];
    to_run.extend(request.county.as_deref().map(county));
    let pip = [("python3", &["-m", "pip", "--version"] as &[&str]), ("pip3", &["--version"])];
    let to_build = vec![
        tool(Subject::Rust, &[("cargo", &["--version"])]),
        tool(
            Subject::Compiler,
            &[("c++", &["--version"]), ("g++", &["--version"]), ("clang++", &["--version"])],
        ),
        tool(Subject::Python, &[("python3", &["--version"])]),
        tool(Subject::Pip, &pip),
        tool(
            Subject::PkgConfig,
            &[(".deps/py/pkgconf/.bin/pkgconf", &["--version"]), ("pkg-config", &["--version"])],
        ),
        clang(),
        tool(Subject::Cmake, &[(".deps/py/cmake/data/bin/cmake", &["--version"]), ("cmake", &["--version"])]),
    ];
    Health { to_run, to_build }
}

/// Two orders, three routes: apart they cost 11, together 8. The solver has to find the 8.
fn solver() -> Check {
    let column = |cost: f64| Column { cost, lower: 0.0, upper: 1.0, integer: true };
    let row = |entries: &[(usize, f64)]| Row { lower: 1.0, upper: 1.0, entries: entries.to_vec() };
    let program = Program {
        columns: vec![column(5.0), column(6.0), column(8.0)],
        rows: vec![row(&[(0, 1.0), (2, 1.0)]), row(&[(1, 1.0), (2, 1.0)])],
    };
    let limits = Limits { seconds: Some(10.0), gap: 0.0, stop: &Never };
    let name = lp::solver_name();
    let state = match lp::solve(&program, &limits, None) {
        Ok(answer) if answer.status == Status::Optimal && answer.objective == Some(8.0) => {
            if is_recent(&name) { State::Good } else { State::Weak }
        }
        _ => State::Missing,
    };
    Check { subject: Subject::Solver, state, found: Some(name) }
}

/// HiGHS 1.15 or later; anything else works, but not as well.
fn is_recent(name: &str) -> bool {
    let Some(version) = name.strip_prefix("HiGHS ") else { return false };
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) >= (1, 15)
}

fn memory() -> Check {
    let free = std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| free_kib(&text));
    let state = if free.is_some_and(|kib| kib < 1 << 20) { State::Weak } else { State::Good };
    let found = free.map(|kib| format!("{:.1} GB", kib as f64 / (1 << 20) as f64));
    Check { subject: Subject::Memory, state, found }
}

fn free_kib(text: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn cores() -> Check {
    let count = std::thread::available_parallelism().map_or(1, usize::from);
    let state = if count < 2 { State::Weak } else { State::Good };
    Check { subject: Subject::Cores, state, found: Some(count.to_string()) }
}

fn locale() -> Check {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"];
    let set = names.iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let state = if set.as_deref().is_some_and(is_utf8) { State::Good } else { State::Weak };
    Check { subject: Subject::Locale, state, found: set }
}

fn is_utf8(locale: &str) -> bool {
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

/// Tries to write where the folder is, or would be made.
fn out(folder: &Path) -> Check {
    let here = Path::new(".");
    let existing = folder.ancestors().find(|it| it.exists()).filter(|it| !it.as_os_str().is_empty());
    let place = existing.unwrap_or(here);
    let trial = place.join(format!(".mabang-doctor-{}", std::process::id()));
    let is_writable = place.is_dir() && std::fs::write(&trial, b"").is_ok();
    let _ = std::fs::remove_file(&trial);
    let state = if is_writable { State::Good } else { State::Missing };
    Check { subject: Subject::Out, state, found: Some(folder.display().to_string()) }
}

fn county(folder: &Path) -> Check {
    let is_readable = std::fs::read_to_string(folder.join("county.toml"))
        .is_ok_and(|text| text.trim_start_matches('\u{feff}').parse::<toml::Table>().is_ok());
    let state = if is_readable { State::Good } else { State::Missing };
    Check { subject: Subject::County, state, found: Some(folder.display().to_string()) }
}

/// The first of some commands that runs, with the first line it says.
fn tool(subject: Subject, commands: &[(&str, &[&str])]) -> Check {
    let found = commands.iter().find_map(|(command, arguments)| says(command, arguments));
    let state = if found.is_some() { State::Good } else { State::Weak };
    Check { subject, state, found }
}

fn says(command: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(command).args(arguments).stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    output.status.success().then(|| text.lines().next().unwrap_or_default().trim().to_owned())
}

/// Libclang is a library: it is looked for where setup puts it and where systems keep it.
fn clang() -> Check {
    let named = std::env::var_os("LIBCLANG_PATH").map(PathBuf::from);
    let places =
        [".deps/py/clang/native", "/usr/lib", "/usr/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/local/lib"];
    let versions = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let versions = versions.map(|entry| entry.path()).filter(|path| path.to_string_lossy().contains("llvm"));
    let folders = named.into_iter().chain(places.iter().map(PathBuf::from));
    let found = folders.chain(versions.map(|path| path.join("lib"))).find_map(|folder| library(&folder));
    let state = if found.is_some() { State::Good } else { State::Weak };
    Check { subject: Subject::Clang, state, found: found.map(|path| path.display().to_string()) }
}

fn library(folder: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    entries
        .filter(|path| {
            path.file_name().is_some_and(|name| {
                let name = name.to_string_lossy();
                name.starts_with("libclang.so") || name.starts_with("libclang-") || name == "libclang.dylib"
            })
        })
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_solver_that_is_built_in_finds_the_cheaper_route() {
        let check = solver();
        let expected = if cfg!(feature = "highs") { State::Good } else { State::Weak };
        assert_eq!(check.state, expected, "{:?}", check.found);
    }

    #[test]
    fn highs_has_to_be_of_1_15_or_later() {
        assert!(is_recent("HiGHS 1.15.1") && is_recent("HiGHS 2.0.0"));
        assert!(!is_recent("HiGHS 1.9.0") && !is_recent("microlp 0.6") && !is_recent("HiGHS ?"));
    }

    #[test]
    fn a_folder_that_is_not_there_yet_is_fine_and_a_file_in_its_place_is_not() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("file");
        std::fs::write(&file, "x").unwrap();

        assert_eq!(out(&place.path().join("a/b")).state, State::Good);
        assert_eq!(out(&file.join("b")).state, State::Missing);
        assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_county_needs_a_readable_county_toml_and_is_essential_once_named() {
        let place = tempfile::tempdir().unwrap();
        let request = DoctorRequest { county: Some(place.path().into()), out: place.path().into() };
        assert!(!doctor(&request).is_well());

        std::fs::write(place.path().join("county.toml"), "name = [").unwrap();
        assert_eq!(county(place.path()).state, State::Missing);
        std::fs::write(place.path().join("county.toml"), "\u{feff}[name]\nzh = \"巫山\"\n").unwrap();
        assert!(doctor(&request).is_well());
    }

    #[test]
    fn a_tool_that_is_not_there_weakens_but_does_not_stop() {
        let check = tool(Subject::Cmake, &[("no-such-tool-of-mabang", &["--version"])]);
        assert_eq!((check.state, check.found), (State::Weak, None));
    }

    #[test]
    fn memory_is_read_from_what_the_system_says() {
        assert_eq!(free_kib("MemTotal: 9 kB\nMemAvailable:    1234 kB\n"), Some(1234));
        assert_eq!(free_kib("nonsense"), None);
        assert!(is_utf8("zh_CN.UTF-8") && is_utf8("C.utf8") && !is_utf8("C"));
    }
}
