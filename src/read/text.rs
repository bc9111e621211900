//! Bytes to text: a byte order mark decides, then strict UTF-8, then GB18030,
//! which is what spreadsheets on Chinese computers write.

use encoding_rs::{Encoding, GB18030};

/// `None` if the bytes are none of these, or hold NUL characters as only binary files do.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<String> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, skip)) => strict(encoding, &bytes[skip..])?,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => strict(GB18030, bytes)?,
        },
    };
    (!text.contains('\0')).then_some(text)
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
}

/// Full-width digits, letters and punctuation as half-width ones, trimmed. Typing Chinese leaves
/// `１２：３０` and `，` behind.
#[must_use]
pub fn half_width(text: &str) -> String {
    let half = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        '\u{3000}' | '\u{a0}' => ' ',
        '。' => '.',
        '、' => ',',
        '–' | '—' | '−' => '-',
        other => other,
    };
    let text: String = text.chars().filter(|c| !matches!(c, '\u{feff}' | '\u{200b}')).map(half).collect();
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_then_utf8_then_gb18030() {
        assert_eq!(decode("\u{feff}巫山".as_bytes()).as_deref(), Some("巫山"));
        assert_eq!(decode("巫山".as_bytes()).as_deref(), Some("巫山"));
        let (gb, _, _) = GB18030.encode("巫山");
        assert_eq!(decode(&gb).as_deref(), Some("巫山"));
        assert_eq!(decode(&[0xff, 0xff, 0xff]), None);
        assert_eq!(decode(b"PK\0\0"), None);
    }

    #[test]
    fn full_width_typing_is_understood() {
        assert_eq!(half_width("　１２：３０－１４：００；"), "12:30-14:00;");
    }
}
