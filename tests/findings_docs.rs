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

/// The words that readers of files put into findings: literals that follow one of these.
const OPENINGS: [&str; 13] = [
    "Broken::file(\"",
    "Wrong::format(1, \"",
    "Wrong::format(row, \"",
    "Wrong::format(head.row, \"",
    "Wrong::format(line.row, \"",
    "problem: \"",
    "with(\"cause\", \"",
    "Fault::new(Code::E104, \"",
    "Fault::new(Code::E303, \"",
    "Fault::new(Code::E504, \"",
    "invalid(\"",
    "(Code::E502, \"",
    "self.wrong(key, \"",
];

#[test]
fn the_words_of_readers_are_known_in_chinese() {
    let known: toml::Table = include_str!("../src/report/text/causes.toml").parse().unwrap();
    let (mut seen, mut missing) = (0, Vec::new());
    for path in sources(std::path::Path::new("src/read")) {
        let text = std::fs::read_to_string(&path).unwrap();
        for opening in OPENINGS {
            for part in text.split(opening).skip(1) {
                let words = part.split('"').next().unwrap();
                let mut pattern = String::new();
                for letter in words.chars() {
                    match letter.is_ascii_digit() {
                        true if pattern.ends_with('#') => {}
                        true => pattern.push('#'),
                        false => pattern.push(letter),
                    }
                }
                seen += 1;
                if !known.contains_key(&pattern) {
                    missing.push(format!("{}: `{words}`", path.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "no Chinese in causes.toml for {missing:#?}");
    assert!(seen > 50, "only {seen} words found: do the openings still fit the code?");
}

fn sources(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}
