//! `docs/ERRORS.md` shows each code once, with the sentences that users see.

use mabang::finding::Code;
use std::collections::BTreeMap;

/// The text below each heading of a code; each code once.
fn sections() -> BTreeMap<&'static str, &'static str> {
    let mut sections = BTreeMap::new();
    for part in include_str!("../docs/ERRORS.md").split("\n### ").skip(1) {
        let (code, text) = part.split_once('\n').unwrap();
        assert!(sections.insert(code.trim(), text).is_none(), "{code} stands twice");
    }
    sections
}

#[test]
fn each_section_has_the_sentences_that_users_see() {
    let sentences: toml::Table = include_str!("../src/report/text/findings.toml").parse().unwrap();
    let sections = sections();
    for code in Code::ALL {
        for key in ["en", "en_fix", "zh", "zh_fix"] {
            let sentence = sentences[code.name()][key].as_str().unwrap().replace(['[', ']'], "");
            assert!(sections[code.name()].contains(&sentence), "{code:?} lacks its {key}: {sentence}");
        }
    }
}
