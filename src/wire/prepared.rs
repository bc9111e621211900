//! Prepared roads as a file: little-endian numbers behind a header with
//! version, key and checksum.
//!
//! ```text
//! 8 bytes   "MABANGRD"
//! u32       version of this layout
//! u32       CRC-32 of everything that follows
//! u64       key: what the file was made of
//! then sections: u32 tag, u64 length in bytes, the bytes
//! ```
//!
//! A file that was cut off, changed, written by another version or made of
//! other roads is refused. What the checksum lets through is still checked
//! number by number before it is used.

use crate::hierarchy::{Skeleton, Turns};
use crate::network::ArcWeight;
use std::collections::BTreeMap;

const MAGIC: &[u8; 8] = b"MABANGRD";
/// Of the layout; raise it whenever an older program would misread the file.
pub const VERSION: u32 = 1;
const HEADER: usize = 24;

/// What a hierarchy needs to answer without the map it was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// `None` for a hierarchy of junctions.
    pub turns: Option<Turns>,
    pub skeleton: Skeleton,
    /// What each arc costs, by name of the vehicle.
    pub weights: BTreeMap<String, Vec<Option<ArcWeight>>>,
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

/// The tags of sections.
const PLACE: u32 = 1;
const FIRST: u32 = 2;
const HEADS: u32 = 3;
const HALVES: u32 = 4;
const LABELS: u32 = 5;
const TURN_ARCS: u32 = 6;
const TURN_KINDS: u32 = 7;
/// And the vehicles after it, by name.
const WEIGHTS: u32 = 100;

/// The bytes of a file. `key` says what the roads were made of.
#[must_use]
pub fn encode(prepared: &Prepared, key: u64) -> Vec<u8> {
    let mut bytes = vec![0; HEADER];
    let parts = prepared.skeleton.parts();
    let skeleton = [
        (PLACE, parts.place),
        (FIRST, parts.first),
        (HEADS, parts.heads),
        (HALVES, parts.halves),
        (LABELS, parts.labels),
    ];
    for (tag, numbers) in skeleton {
        section(&mut bytes, tag, 4 * numbers.len(), |bytes| put(bytes, numbers.iter().copied()));
    }
    if let Some(turns) = &prepared.turns {
        let (arcs, kinds) = turns.numbers();
        section(&mut bytes, TURN_ARCS, 8 * arcs.len(), |bytes| put(bytes, arcs.iter().flatten().copied()));
        section(&mut bytes, TURN_KINDS, 4 * arcs.len(), |bytes| put(bytes, kinds));
    }
    for (number, (name, weights)) in prepared.weights.iter().enumerate() {
        let length = 4 + name.len() + 16 * weights.len();
        section(&mut bytes, WEIGHTS + number as u32, length, |bytes| {
            bytes.extend((name.len() as u32).to_le_bytes());
            bytes.extend(name.as_bytes());
            put(bytes, weights.iter().flat_map(|weight| numbers(*weight)));
        });
    }
    bytes[..8].copy_from_slice(MAGIC);
    bytes[8..12].copy_from_slice(&VERSION.to_le_bytes());
    bytes[16..24].copy_from_slice(&key.to_le_bytes());
    let sum = crc32fast::hash(&bytes[16..]);
    bytes[12..16].copy_from_slice(&sum.to_le_bytes());
    bytes
}

/// What a file holds.
///
/// # Errors
/// If it is not one, or was made of something else than `key` says.
pub fn decode(bytes: &[u8], key: u64) -> Result<Prepared, Refused> {
    let is_ours = bytes.len() >= 8 && &bytes[..8] == MAGIC;
    if !is_ours {
        return Err(Refused::Foreign);
    }
    let (header, rest) = bytes.split_at_checked(HEADER).ok_or(Refused::Broken)?;
    if word(&header[8..]) != Some(VERSION) {
        return Err(Refused::Version);
    }
    if word(&header[12..]) != Some(crc32fast::hash(&bytes[16..])) {
        return Err(Refused::Broken);
    }
    if header[16..24] != key.to_le_bytes() {
        return Err(Refused::Stale);
    }
    read(rest).ok_or(Refused::Broken)
}

fn read(mut rest: &[u8]) -> Option<Prepared> {
    let mut sections: BTreeMap<u32, &[u8]> = BTreeMap::new();
    while !rest.is_empty() {
        let (head, after) = rest.split_at_checked(12)?;
        let length = u64::from_le_bytes(head[4..].try_into().ok()?);
        let (content, after) = after.split_at_checked(usize::try_from(length).ok()?)?;
        sections.insert(word(head)?, content);
        rest = after;
    }
    let list = |tag: u32| words(sections.get(&tag)?);
    let [place, first, heads, halves, labels] =
        [list(PLACE)?, list(FIRST)?, list(HEADS)?, list(HALVES)?, list(LABELS)?];
    let skeleton = Skeleton::from_parts([place, first, heads, halves, labels])?;
    let turns = match list(TURN_ARCS) {
        Some(arcs) => Some(Turns::from_numbers(arcs.as_chunks().0.to_vec(), &list(TURN_KINDS)?)?),
        None => None,
    };
    // The arcs are nodes of a hierarchy of turns, and the input of one of junctions.
    let arcs = if turns.is_some() { skeleton.nodes() } else { skeleton.parts().halves.len() };
    let mut weights = BTreeMap::new();
    for content in sections.range(WEIGHTS..).map(|(_, content)| content) {
        let (name, content) = content.split_at_checked(4)?;
        let (name, content) = content.split_at_checked(word(name)? as usize)?;
        let by_arc: Vec<Option<ArcWeight>> = words(content)?.as_chunks().0.iter().map(weight).collect();
        if by_arc.len() != arcs {
            return None;
        }
        weights.insert(std::str::from_utf8(name).ok()?.to_owned(), by_arc);
    }
    let fit = turns.as_ref().is_none_or(|turns| turns.fit(&skeleton, arcs));
    fit.then_some(Prepared { turns, skeleton, weights })
}

fn section(bytes: &mut Vec<u8>, tag: u32, length: usize, fill: impl FnOnce(&mut Vec<u8>)) {
    bytes.reserve(length + 12);
    bytes.extend(tag.to_le_bytes());
    bytes.extend((length as u64).to_le_bytes());
    fill(bytes);
}

fn put(bytes: &mut Vec<u8>, numbers: impl IntoIterator<Item = u32>) {
    numbers.into_iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
}

fn word(bytes: &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.first_chunk()?))
}

/// All of some bytes as numbers; `None` if they do not come out even.
fn words(bytes: &[u8]) -> Option<Vec<u32>> {
    let (chunks, rest) = bytes.as_chunks::<4>();
    rest.is_empty().then(|| chunks.iter().map(|chunk| u32::from_le_bytes(*chunk)).collect())
}

/// An arc's weight as four numbers; a closed arc has the highest first.
fn numbers(weight: Option<ArcWeight>) -> [u32; 4] {
    weight.map_or([u32::MAX; 4], |weight| {
        let millis = weight.millis.min(u32::MAX - 1);
        [millis, weight.decimetres, weight.empty.cast_unsigned(), weight.per_tonne.cast_unsigned()]
    })
}

fn weight(&[millis, decimetres, empty, per_tonne]: &[u32; 4]) -> Option<ArcWeight> {
    let (empty, per_tonne) = (empty.cast_signed(), per_tonne.cast_signed());
    (millis != u32::MAX).then_some(ArcWeight { millis, decimetres, empty, per_tonne })
}

#[cfg(test)]
mod tests;
