//! Sections of numbers behind a header with version, key and checksum.

use std::collections::BTreeMap;

const HEADER: usize = 24;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    pub magic: [u8; 8],
    pub version: u32,
}

/// Why a file is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("it is no file of prepared roads")]
    Foreign,
    #[error("it was written by another version of the program")]
    Version,
    #[error("it was made of other roads")]
    Stale,
    #[error("it ends too early or was changed")]
    Broken,
}

/// Appends sections.
#[derive(Debug)]
pub struct Writer(Vec<u8>);

impl Default for Writer {
    fn default() -> Writer {
        Writer(vec![0; HEADER])
    }
}

impl Writer {
    pub fn bytes(&mut self, tag: u32, content: &[u8]) {
        self.section(tag, |bytes| bytes.extend_from_slice(content));
    }

    pub fn list(&mut self, tag: u32, numbers: impl IntoIterator<Item = u32>) {
        self.section(tag, |bytes| put(bytes, numbers));
    }

    /// Numbers behind a name.
    pub fn named(&mut self, tag: u32, name: &str, numbers: impl IntoIterator<Item = u32>) {
        self.section(tag, |bytes| {
            put(bytes, [name.len() as u32]);
            bytes.extend_from_slice(name.as_bytes());
            put(bytes, numbers);
        });
    }

    fn section(&mut self, tag: u32, fill: impl FnOnce(&mut Vec<u8>)) {
        put(&mut self.0, [tag, 0, 0]);
        let begin = self.0.len();
        fill(&mut self.0);
        let length = (self.0.len() - begin) as u64;
        self.0[begin - 8..begin].copy_from_slice(&length.to_le_bytes());
    }

    /// The whole file.
    pub fn seal(mut self, kind: Kind, key: u64) -> Vec<u8> {
        let bytes = &mut self.0;
        bytes[..8].copy_from_slice(&kind.magic);
        bytes[8..12].copy_from_slice(&kind.version.to_le_bytes());
        bytes[16..24].copy_from_slice(&key.to_le_bytes());
        let sum = crc32fast::hash(&bytes[16..]);
        bytes[12..16].copy_from_slice(&sum.to_le_bytes());
        self.0
    }
}

/// The sections of a file, by tag.
#[derive(Debug)]
pub struct Sections<'a>(BTreeMap<u32, &'a [u8]>);

impl<'a> Sections<'a> {
    /// # Errors
    /// If the file is of another kind or version, was changed, or made of something else.
    pub fn open(bytes: &'a [u8], kind: Kind, key: u64) -> Result<Sections<'a>, Refused> {
        if !bytes.starts_with(&kind.magic) {
            return Err(Refused::Foreign);
        }
        let (header, mut rest) = bytes.split_at_checked(HEADER).ok_or(Refused::Broken)?;
        if word(&header[8..]) != Some(kind.version) {
            return Err(Refused::Version);
        }
        if word(&header[12..]) != Some(crc32fast::hash(&bytes[16..])) {
            return Err(Refused::Broken);
        }
        if header[16..24] != key.to_le_bytes() {
            return Err(Refused::Stale);
        }
        let mut sections = BTreeMap::new();
        while !rest.is_empty() {
            let (tag, content, after) = next(rest).ok_or(Refused::Broken)?;
            sections.insert(tag, content);
            rest = after;
        }
        Ok(Sections(sections))
    }

    pub fn bytes(&self, tag: u32) -> Option<&'a [u8]> {
        self.0.get(&tag).copied()
    }

    pub fn list(&self, tag: u32) -> Option<Vec<u32>> {
        words(self.bytes(tag)?)
    }

    /// Numbers in rows of `N`; `None` if they do not come out even.
    pub fn rows<const N: usize>(&self, tag: u32) -> Option<Vec<[u32; N]>> {
        rows(self.bytes(tag)?)
    }

    /// Everything from a tag on.
    pub fn from(&self, tag: u32) -> impl Iterator<Item = &'a [u8]> + '_ {
        self.0.range(tag..).map(|(_, content)| *content)
    }
}

fn next(bytes: &[u8]) -> Option<(u32, &[u8], &[u8])> {
    let (head, after) = bytes.split_at_checked(12)?;
    let length = u64::from_le_bytes(head[4..].try_into().ok()?);
    let (content, after) = after.split_at_checked(usize::try_from(length).ok()?)?;
    Some((word(head)?, content, after))
}

fn put(bytes: &mut Vec<u8>, numbers: impl IntoIterator<Item = u32>) {
    let numbers = numbers.into_iter();
    bytes.reserve(4 * numbers.size_hint().0);
    numbers.for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
}

pub fn word(bytes: &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.first_chunk()?))
}

/// All of some bytes as numbers; `None` if they do not come out even.
pub fn words(bytes: &[u8]) -> Option<Vec<u32>> {
    let (chunks, rest) = bytes.as_chunks::<4>();
    rest.is_empty().then(|| chunks.iter().map(|chunk| u32::from_le_bytes(*chunk)).collect())
}

/// All of some bytes as rows of numbers; `None` if they do not come out even.
pub fn rows<const N: usize>(bytes: &[u8]) -> Option<Vec<[u32; N]>> {
    let (chunks, rest) = bytes.as_chunks::<4>();
    let (rows, left) = chunks.as_chunks::<N>();
    let row = |row: &[[u8; 4]; N]| row.map(u32::from_le_bytes);
    (rest.is_empty() && left.is_empty()).then(|| rows.iter().map(row).collect())
}

/// A name, and what follows it.
pub fn text(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (length, rest) = bytes.split_at_checked(4)?;
    let (name, rest) = rest.split_at_checked(word(length)? as usize)?;
    Some((std::str::from_utf8(name).ok()?, rest))
}
