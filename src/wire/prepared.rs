//! Prepared roads as a file: little-endian numbers behind a header with
//! version, key and checksum.
//!
//! ```text
//! 8 bytes   "MABANGRD", or "MABANGGD" for what `serve` needs beside it (`guide`)
//! u32       version of this layout
//! u32       CRC-32 of everything that follows
//! u64       key: what the file was made of
//! then sections: u32 tag, u64 length in bytes, the bytes
//! ```
//!
//! A file that was cut off, changed, written by another version or made of
//! other roads is refused. What the checksum lets through is still checked
//! number by number before it is used.

pub mod guide;
mod sections;

use crate::hierarchy::{Skeleton, TurnNumbers, Turns};
use crate::network::ArcWeight;
pub use sections::Refused;
use sections::{Kind, Sections, Writer, text, words};
use std::collections::BTreeMap;

/// Raise the version whenever an older program would misread the file.
const KIND: Kind = Kind { magic: *b"MABANGRD", version: 2 };

/// What a hierarchy needs to answer without the map it was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// `None` for a hierarchy of junctions.
    pub turns: Option<Turns>,
    pub skeleton: Skeleton,
    /// What each arc costs, by name of the vehicle.
    pub weights: BTreeMap<String, Vec<Option<ArcWeight>>>,
}

/// The tags of sections.
const PLACE: u32 = 1;
const FIRST: u32 = 2;
const HEADS: u32 = 3;
const HALVES: u32 = 4;
const LABELS: u32 = 5;
const TURN_NODES: u32 = 6;
const TURN_KINDS: u32 = 7;
const TURN_SHADOWS: u32 = 8;
const TURN_SIGNS: u32 = 9;
/// And the vehicles after it, by name.
const WEIGHTS: u32 = 100;

/// The bytes of a file. `key` says what the roads were made of.
#[must_use]
pub fn encode(prepared: &Prepared, key: u64) -> Vec<u8> {
    let mut writer = Writer::default();
    put_skeleton(&mut writer, &prepared.skeleton);
    if let Some(turns) = &prepared.turns {
        put_turns(&mut writer, turns);
    }
    for (number, (name, weights)) in prepared.weights.iter().enumerate() {
        writer.named(WEIGHTS + number as u32, name, weights.iter().flat_map(|weight| numbers(*weight)));
    }
    writer.seal(KIND, key)
}

/// What a file holds.
///
/// # Errors
/// If it is not one, or was made of something else than `key` says.
pub fn decode(bytes: &[u8], key: u64) -> Result<Prepared, Refused> {
    read(&Sections::open(bytes, KIND, key)?).ok_or(Refused::Broken)
}

fn read(sections: &Sections) -> Option<Prepared> {
    let skeleton = take_skeleton(sections)?.whole();
    let turns = match sections.list(TURN_NODES) {
        Some(_) => Some(take_turns(sections)?),
        None => None,
    };
    // The arcs are nodes of a hierarchy of turns, and the input of one of junctions.
    let arcs = turns.as_ref().map_or_else(|| skeleton.parts().halves.len(), Turns::arc_count);
    let mut weights = BTreeMap::new();
    for content in sections.from(WEIGHTS) {
        let (name, content) = text(content)?;
        let by_arc: Vec<Option<ArcWeight>> = words(content)?.as_chunks().0.iter().map(weight).collect();
        if by_arc.len() != arcs {
            return None;
        }
        weights.insert(name.to_owned(), by_arc);
    }
    let fit = turns.as_ref().is_none_or(|turns| turns.fit(&skeleton, arcs));
    fit.then_some(Prepared { turns, skeleton, weights })
}

fn put_skeleton(writer: &mut Writer, skeleton: &Skeleton) {
    let parts = skeleton.parts();
    let lists = [
        (PLACE, parts.place),
        (FIRST, parts.first),
        (HEADS, parts.heads),
        (HALVES, parts.halves),
        (LABELS, parts.labels),
    ];
    lists.into_iter().for_each(|(tag, list)| writer.list(tag, list.iter().copied()));
}

fn take_skeleton(sections: &Sections) -> Option<Skeleton> {
    let list = |tag| sections.list(tag);
    Skeleton::from_parts([list(PLACE)?, list(FIRST)?, list(HEADS)?, list(HALVES)?, list(LABELS)?])
}

fn put_turns(writer: &mut Writer, turns: &Turns) {
    let numbers = turns.numbers();
    writer.list(TURN_NODES, numbers.nodes.iter().flatten().copied());
    writer.list(TURN_KINDS, numbers.kinds);
    writer.list(TURN_SHADOWS, numbers.shadows);
    writer.list(TURN_SIGNS, numbers.signs);
}

fn take_turns(sections: &Sections) -> Option<Turns> {
    Turns::from_numbers(TurnNumbers {
        nodes: sections.rows(TURN_NODES)?,
        kinds: sections.list(TURN_KINDS)?,
        shadows: sections.list(TURN_SHADOWS)?,
        signs: sections.list(TURN_SIGNS)?,
    })
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
