//! Prepared roads on disk.

use crate::finding::{Code, Finding, Found, Spot};
use crate::wire::prepared::guide::{self, Guide};
use crate::wire::prepared::{Prepared, Refused, decode, encode};
use std::fs;
use std::io::Write;
use std::path::Path;

/// Larger files are not read.
const LIMIT: u64 = 8 << 30;

/// What a file holds, if it was made of what `key` says. One that is foreign, stale or broken is
/// not used (`W508`); one that is not there is no fault.
#[must_use]
pub fn read(path: &Path, key: u64) -> Found<Option<Prepared>> {
    read_by(path, |bytes| decode(bytes, key))
}

/// The same for what `serve` needs, with those vehicles that are wanted.
#[must_use]
pub fn read_guide(path: &Path, key: u64, wanted: &[String]) -> Found<Option<Guide>> {
    read_by(path, |bytes| guide::decode(bytes, key, wanted))
}

fn read_by<T>(path: &Path, decode: impl Fn(&[u8]) -> Result<T, Refused>) -> Found<Option<T>> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let refuse = |cause: &str| {
        let finding = Finding::new(Code::W508, Spot::file(&*name)).with("cause", cause.to_owned());
        Found { value: None, findings: vec![finding] }
    };
    match fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Found { value: None, findings: Vec::new() };
        }
        Ok(file) if file.len() > LIMIT || !file.is_file() => {
            return refuse("it is no file of prepared roads");
        }
        _ => {}
    }
    match fs::read(path) {
        Err(_) => refuse("it cannot be read"),
        Ok(bytes) => match decode(&bytes) {
            Ok(prepared) => Found { value: Some(prepared), findings: Vec::new() },
            Err(refused) => refuse(&refused.to_string()),
        },
    }
}

/// Writes a file beside its place, then puts it there: nobody ever sees half of it.
///
/// # Errors
/// What the disk says.
pub fn write(path: &Path, prepared: &Prepared, key: u64) -> std::io::Result<()> {
    write_bytes(path, &encode(prepared, key))
}

/// The same for what `serve` needs.
///
/// # Errors
/// What the disk says.
pub fn write_guide(path: &Path, guide: &Guide, key: u64) -> std::io::Result<()> {
    write_bytes(path, &guide::encode(guide, key))
}

fn write_bytes(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let beside = path.with_file_name(name);
    let write = || {
        let mut file = fs::File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().inspect_err(|_| {
        // The part is of no use to anybody; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&beside);
    })
}
