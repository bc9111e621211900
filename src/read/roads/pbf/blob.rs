//! The outer layer of a PBF file: blobs, their sizes, their compression.
//!
//! Limits are those of the format: 64 KiB for a blob's header, 32 MiB for a
//! blob, packed or unpacked. Nothing is unpacked beyond what was declared.

use super::Broken;
use super::wire::{Fields, once};
use crate::finding::Code;
use flate2::{Decompress, FlushDecompress, Status};
use std::io::Read;

const HEADER_LIMIT: usize = 64 << 10;
const BLOB_LIMIT: usize = 32 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `OSMHeader`
    Header,
    /// `OSMData`
    Data,
    /// Anything else; readers have to skip it.
    Other,
}

/// The blobs of a file, one after the other.
pub struct Blobs<R> {
    source: R,
    /// Blobs read, for findings.
    pub number: u64,
    /// Where the current blob begins.
    pub offset: u64,
    position: u64,
    packed: Vec<u8>,
    /// The current blob, unpacked.
    pub bytes: Vec<u8>,
}

impl<R: Read> Blobs<R> {
    pub fn of(source: R) -> Blobs<R> {
        Blobs { source, number: 0, offset: 0, position: 0, packed: Vec::new(), bytes: Vec::new() }
    }

    /// Reads the next blob into `bytes`; `None` at the end of the file.
    pub fn next(&mut self) -> Result<Option<Kind>, Broken> {
        self.offset = self.position;
        let mut length = [0; 4];
        match fill(&mut self.source, &mut length)? {
            0 => return Ok(None),
            4 => {}
            _ => return Err(Broken::file("the file ends within a blob's length")),
        }
        self.number += 1;
        let length = u32::from_be_bytes(length) as usize;
        if length == 0 || length > HEADER_LIMIT {
            return Err(Broken::file("a blob header that is empty or larger than 64 KiB"));
        }
        read_into(&mut self.source, &mut self.packed, length)?;
        let (kind, size) = header(&self.packed)?;
        read_into(&mut self.source, &mut self.packed, size)?;
        self.position += 4 + (length + size) as u64;
        if kind == Kind::Other {
            self.bytes.clear();
        } else {
            unpack(&self.packed, &mut self.bytes)?;
        }
        Ok(Some(kind))
    }
}

fn fill(source: &mut impl Read, buffer: &mut [u8]) -> Result<usize, Broken> {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return Err(Broken { code: Code::E104, problem: "it cannot be read".into() }),
        }
    }
    Ok(filled)
}

/// Grows with what is there, not with what is promised.
fn read_into(source: &mut impl Read, buffer: &mut Vec<u8>, length: usize) -> Result<(), Broken> {
    buffer.clear();
    let read = source.take(length as u64).read_to_end(buffer);
    match read {
        Ok(read) if read == length => Ok(()),
        Ok(_) => Err(Broken::file("the file ends within a blob")),
        Err(_) => Err(Broken { code: Code::E104, problem: "it cannot be read".into() }),
    }
}

fn header(bytes: &[u8]) -> Result<(Kind, usize), Broken> {
    let (mut kind, mut size) = (None, None);
    let mut fields = Fields::of(bytes);
    while let Some((number, content)) = fields.next()? {
        match number {
            1 => once(&mut kind, content.bytes()?)?,
            3 => once(&mut size, content.number()?)?,
            _ => {}
        }
    }
    let kind = match kind.ok_or(Broken::file("a blob without a type"))? {
        b"OSMHeader" => Kind::Header,
        b"OSMData" => Kind::Data,
        _ => Kind::Other,
    };
    let size = size.ok_or(Broken::file("a blob without a size"))?;
    let size = usize::try_from(size).ok().filter(|size| *size <= BLOB_LIMIT);
    size.map(|size| (kind, size)).ok_or(Broken::file("a blob larger than 32 MiB"))
}

fn unpack(blob: &[u8], to: &mut Vec<u8>) -> Result<(), Broken> {
    let (mut data, mut declared) = (None, None);
    let mut fields = Fields::of(blob);
    while let Some((number, content)) = fields.next()? {
        match number {
            1 | 3 => once(&mut data, (number, content.bytes()?))?,
            2 => once(&mut declared, content.number()?)?,
            4 => return Err(Broken::feature("LZMA")),
            5 => return Err(Broken::feature("bzip2")),
            6 => return Err(Broken::feature("LZ4")),
            7 => return Err(Broken::feature("Zstandard")),
            _ => {}
        }
    }
    let declared = declared.map(|size| usize::try_from(size).unwrap_or(usize::MAX));
    if declared.is_some_and(|size| size > BLOB_LIMIT) {
        return Err(Broken::file("a blob that unpacks to more than 32 MiB"));
    }
    match (data, declared) {
        (Some((1, raw)), declared) => {
            if declared.is_some_and(|size| size != raw.len()) {
                return Err(Broken::file("a blob of another size than it says"));
            }
            to.clear();
            to.extend_from_slice(raw);
            Ok(())
        }
        (Some((_, packed)), Some(size)) => inflate(packed, size, to),
        (Some(_), None) => Err(Broken::file("a packed blob without its size")),
        (None, _) => Err(Broken::file("a blob without data")),
    }
}

fn inflate(packed: &[u8], size: usize, to: &mut Vec<u8>) -> Result<(), Broken> {
    to.clear();
    // One byte more than declared, so that too much is noticed.
    to.resize(size + 1, 0);
    let mut zlib = Decompress::new(true);
    let status = zlib
        .decompress(packed, to, FlushDecompress::Finish)
        .map_err(|_| Broken::file("packed data that does not unpack"))?;
    let whole = status == Status::StreamEnd
        && zlib.total_out() == size as u64
        && zlib.total_in() == packed.len() as u64;
    to.truncate(size);
    whole.then_some(()).ok_or(Broken::file("a blob of another size than it says"))
}
