//! Hints: where a point was snapped to, so that it need not be searched again.
//!
//! Opaque to clients. They name the map they belong to; those of another map,
//! or of another server, say nothing.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;

/// What a hint remembers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hint {
    /// Of the map.
    pub mark: u32,
    pub line: u32,
    pub stretch: u32,
    pub share: f32,
    /// The point that was asked about, in 1e-7 degrees.
    pub point: [i32; 2],
}

const LENGTH: usize = 24;

/// Writes a hint in letters that need no escaping in URLs.
#[must_use]
pub fn write_hint(hint: &Hint) -> String {
    let words = [
        hint.mark,
        hint.line,
        hint.stretch,
        hint.share.to_bits(),
        hint.point[0] as u32,
        hint.point[1] as u32,
    ];
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    URL_SAFE.encode(bytes)
}

/// Reads a hint; `None` if it is none of ours.
#[must_use]
pub fn read_hint(text: &str) -> Option<Hint> {
    let bytes = URL_SAFE.decode(text).ok().filter(|bytes| bytes.len() == LENGTH)?;
    let words: Vec<u32> = bytes
        .chunks_exact(4)
        .map(|four| four.iter().rev().fold(0, |word, &byte| word << 8 | u32::from(byte)))
        .collect();
    let share = f32::from_bits(words[3]);
    let point = [words[4] as i32, words[5] as i32];
    Some(Hint { mark: words[0], line: words[1], stretch: words[2], share, point })
}
