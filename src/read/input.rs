//! Files as bytes: how large they may be, and what they hash to.

use crate::finding::{Code, Finding, Spot};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

const MEGABYTE: u64 = 1024 * 1024;

/// The largest file of a kind that is read, in bytes.
#[must_use]
pub fn limit(name: &str) -> u64 {
    let megabytes = match name.rsplit('.').next() {
        Some("toml") => 4,
        Some("xlsx") => 32,
        Some("csv") => 128,
        _ => 64,
    };
    megabytes * MEGABYTE
}

/// The bytes of `folder/name`. `None` without a finding if there is no such file; with one if
/// it is too large, empty, or cannot be read.
pub fn open(folder: &Path, name: &str, findings: &mut Vec<Finding>) -> Option<Vec<u8>> {
    match bytes(&folder.join(name), limit(name)) {
        Ok(Content::Bytes(bytes)) if bytes.iter().all(u8::is_ascii_whitespace) => {
            findings.push(Finding::new(Code::E102, Spot::file(name)));
            None
        }
        Ok(Content::Bytes(bytes)) => Some(bytes),
        Ok(Content::Larger) => {
            let megabytes = (limit(name) / MEGABYTE) as i64;
            findings
                .push(Finding::new(Code::E105, Spot::file(name)).with("limit", format!("{megabytes} MB")));
            None
        }
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => {
            let cause = error.kind().to_string();
            findings.push(Finding::new(Code::E104, Spot::file(name)).with("cause", cause));
            None
        }
    }
}

enum Content {
    Bytes(Vec<u8>),
    Larger,
}

fn bytes(path: &Path, limit: u64) -> std::io::Result<Content> {
    let file = File::open(path)?;
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() as u64 > limit { Content::Larger } else { Content::Bytes(bytes) })
}

/// FNV-1a with 128 bits: the same on every machine and release, good against accidents.
pub struct Hash(u128);

impl Default for Hash {
    fn default() -> Hash {
        Hash(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Hash {
    pub fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013B);
        }
    }

    #[must_use]
    pub fn hex(&self) -> String {
        format!("{:032x}", self.0)
    }
}

/// One hash over the named files and folders below `folder`, names included. What is not there
/// does not count.
#[must_use]
pub fn hash(folder: &Path, names: &[String]) -> String {
    let mut hash = Hash::default();
    let mut files = Vec::new();
    for name in names {
        collect(folder, name, &mut files, 0);
    }
    files.sort();
    for name in files {
        let Ok(mut file) = File::open(folder.join(&name)) else { continue };
        hash.add(name.as_bytes());
        hash.add(&[0]);
        let mut block = vec![0; 1 << 16];
        while let Ok(read @ 1..) = file.read(&mut block) {
            hash.add(&block[..read]);
        }
        hash.add(&[0xff]);
    }
    hash.hex()
}

fn collect(folder: &Path, name: &str, files: &mut Vec<String>, depth: u32) {
    let path = folder.join(name);
    if path.is_file() {
        files.push(name.to_owned());
    } else if depth < 3 {
        for child in names_in(&path) {
            collect(folder, &format!("{name}/{child}"), files, depth + 1);
        }
    }
}

/// Names in a folder, sorted; none if it is not a readable folder.
#[must_use]
pub fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        let mut hash = Hash::default();
        assert_eq!(hash.hex(), "6c62272e07bb014262b821756295c58d");
        hash.add(b"a");
        assert_eq!(hash.hex(), "d228cb696f1a8caf78912b704e4a8964");
    }
}
