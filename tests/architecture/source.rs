//! Reading Rust text: comments and strings taken out, tests set apart, paths found.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// One file of the project.
pub struct Source {
    /// From the top folder, with `/`: `src/lp/mod.rs`.
    pub path: String,
    /// Without comments and the insides of strings; line by line as written.
    pub code: String,
    /// As `code`, without what is only compiled for tests.
    pub product: String,
    pub text: String,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Source {
        let code = code_only(text);
        let product = without_tests(&code);
        Source { path: path.to_owned(), code, product, text: text.to_owned() }
    }

    /// The names of its modules from the top: `lp`, `checks` for `src/lp/checks.rs`.
    pub fn modules(&self) -> Vec<&str> {
        let inner = self.path.strip_prefix("src/").unwrap_or(&self.path).trim_end_matches(".rs");
        inner.split('/').filter(|name| !matches!(*name, "mod" | "lib" | "main")).collect()
    }
}

/// All files of these folders; modules that only tests see have an empty `product`.
pub fn sources(folders: &[&str]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    folders.iter().for_each(|folder| collect(&root.join(folder), &mut files));
    files.sort();
    let mut sources: Vec<Source> = files
        .iter()
        .map(|file| {
            let path = file.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
            Source::new(&path, &std::fs::read_to_string(file).expect("a source file"))
        })
        .collect();
    let only_tests: BTreeSet<String> = sources.iter().flat_map(test_modules).collect();
    for source in &mut sources {
        let of_tests = |module: &String| {
            source.path.starts_with(&format!("{module}.")) || source.path.starts_with(&format!("{module}/"))
        };
        if only_tests.iter().any(of_tests) {
            source.product.clear();
        }
    }
    sources
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("a folder entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
}

/// What stands before an item that only tests have, alone or with a feature.
const ONLY_TESTS: [&str; 2] = ["#[cfg(test)]", "#[cfg(all(test,"];

/// Files named by `#[cfg(test)] mod name;`, without their ending: `src/lp/tests`.
fn test_modules(source: &Source) -> Vec<String> {
    let folder = match source.path.rsplit_once('/') {
        Some((folder, "mod.rs" | "lib.rs" | "main.rs")) => folder.to_owned(),
        _ => source.path.trim_end_matches(".rs").to_owned(),
    };
    let after =
        ONLY_TESTS.iter().flat_map(|mark| source.code.split(mark).skip(1).map(move |rest| (*mark, rest)));
    after
        .filter_map(|(mark, rest)| {
            let rest = if mark.ends_with(']') { rest } else { rest.split_once(']')?.1 };
            let rest = rest.trim_start();
            let rest = rest.strip_prefix("pub ").unwrap_or(rest);
            let (name, _) = rest.strip_prefix("mod ")?.split_once([';', '{'])?;
            Some(format!("{folder}/{}", name.trim()))
        })
        .collect()
}

/// The text with comments, and the insides of strings and characters, blanked.
pub fn code_only(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let end = skipped(&letters, at);
        if end > at {
            let breaks = letters[at..end].iter().filter(|it| **it == '\n').count();
            out.push(' ');
            out.extend(std::iter::repeat_n('\n', breaks));
            at = end;
        } else {
            out.push(letters[at]);
            at += 1;
        }
    }
    out
}

/// Where a comment, string or character that begins here ends; `at` itself where none begins.
fn skipped(letters: &[char], at: usize) -> usize {
    let next = letters.get(at + 1).copied();
    let in_word = at > 0 && is_word(letters[at - 1]);
    match (letters[at], next) {
        ('/', Some('/')) => find(letters, at, |it| it == '\n'),
        ('/', Some('*')) => block_end(letters, at),
        ('"', _) => string_end(letters, at + 1),
        ('r', Some('"' | '#')) if !in_word => raw_end(letters, at + 1).unwrap_or(at),
        ('b', Some('r')) if !in_word => raw_end(letters, at + 2).unwrap_or(at),
        ('\'', Some('\\')) => find(letters, at + 3, |it| it == '\'') + 1,
        ('\'', Some(_)) if letters.get(at + 2) == Some(&'\'') => at + 3,
        _ => at,
    }
}

fn find(letters: &[char], from: usize, is_it: impl Fn(char) -> bool) -> usize {
    (from..letters.len()).find(|&at| is_it(letters[at])).unwrap_or(letters.len())
}

fn block_end(letters: &[char], from: usize) -> usize {
    let (mut depth, mut at) = (0, from);
    while at + 1 < letters.len() {
        match (letters[at], letters[at + 1]) {
            ('/', '*') => (depth, at) = (depth + 1, at + 2),
            ('*', '/') => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    letters.len()
}

fn string_end(letters: &[char], from: usize) -> usize {
    let mut at = from;
    while at < letters.len() && letters[at] != '"' {
        at += if letters[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(letters.len())
}

fn raw_end(letters: &[char], from: usize) -> Option<usize> {
    let fences = letters[from..].iter().take_while(|it| **it == '#').count();
    if letters.get(from + fences) != Some(&'"') {
        return None;
    }
    let closes = |at: &usize| {
        letters[*at] == '"'
            && letters[at + 1..].iter().take(fences).filter(|it| **it == '#').count() == fences
    };
    let close = (from + fences + 1..letters.len()).find(closes)?;
    Some(close + 1 + fences)
}

pub fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The code with each item under `#[cfg(test)]` or `#[test]` blanked.
fn without_tests(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    loop {
        let marks = ONLY_TESTS.iter().chain(&["#[test]"]);
        let Some(at) = marks.filter_map(|mark| rest.find(mark)).min() else { break };
        out.push_str(&rest[..at]);
        let length = item_length(&rest[at..]);
        out.extend(rest[at..at + length].chars().filter(|it| *it == '\n'));
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    out
}

/// Up to the `;`, or the brace that closes the first one opened.
fn item_length(code: &str) -> usize {
    let mut depth = 0;
    for (at, letter) in code.char_indices() {
        match letter {
            ';' if depth == 0 => return at + 1,
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => {
                depth -= 1;
                if depth == 0 && letter == '}' {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    code.len()
}

/// What follows `root::` directly, groups taken apart, with the line: `crate::{a::b, c}` gives `a`, `c`.
pub fn heads(code: &str, root: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let start = format!("{root}::");
    for (at, _) in code.match_indices(&start) {
        if code[..at].chars().next_back().is_some_and(|it| is_word(it) || it == ':' || it == '$') {
            continue;
        }
        let line = code[..at].matches('\n').count() + 1;
        let rest = code[at + start.len()..].trim_start();
        let names = if rest.starts_with('{') { grouped(rest) } else { vec![first_word(rest)] };
        found.extend(names.into_iter().map(|name| (line, name)));
    }
    found
}

fn first_word(text: &str) -> String {
    text.trim_start().chars().take_while(|it| is_word(*it)).collect()
}

fn grouped(text: &str) -> Vec<String> {
    let inside = &text[1..item_length(text).max(2) - 1];
    let (mut depth, mut names, mut begins) = (0, Vec::new(), 0);
    for (at, letter) in inside.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(first_word(&inside[begins..]));
                begins = at + 1;
            }
            _ => {}
        }
    }
    names.push(first_word(&inside[begins..]));
    names.retain(|name| !name.is_empty());
    names
}

/// Lines on which a whole word (or path, or macro) stands.
pub fn lines_with(code: &str, word: &str) -> Vec<usize> {
    let stands_alone = |&(at, _): &(usize, &str)| {
        let before = code[..at].chars().next_back().is_none_or(|it| !is_word(it));
        let after = code[at + word.len()..].chars().next().is_none_or(|it| !is_word(it));
        (before || !word.starts_with(is_word)) && (after || !word.ends_with(is_word))
    };
    code.match_indices(word)
        .filter(stands_alone)
        .map(|(at, _)| code[..at].matches('\n').count() + 1)
        .collect()
}

#[test]
fn comments_strings_and_characters_are_not_code() {
    let text = "a // println!\n/* b /* c */ d */ e \"f \\\" g\" 'h' '\\'' r#\"i \" j\"# k<'l>(b\"m\")\n\"two\nlines\" n";
    let code = code_only(text);

    let words: String = code.chars().filter(|it| it.is_alphanumeric()).collect();
    // `b` is what is left of a byte string's beginning.
    assert_eq!(words, "aeklbn");
    assert_eq!(code.matches('\n').count(), text.matches('\n').count());
}

#[test]
fn code_for_tests_is_set_apart() {
    let source =
        Source::new("src/x.rs", "one\n#[cfg(test)]\nmod tests { two { } }\n#[cfg(test)]\nuse four;\nthree");
    assert_eq!(source.product.split_whitespace().collect::<Vec<_>>(), ["one", "three"]);
    assert_eq!(source.product.matches('\n').count(), 5);
    assert_eq!(test_modules(&Source::new("src/a/mod.rs", "#[cfg(test)]\nmod tests;")), ["src/a/tests"]);
    assert_eq!(test_modules(&Source::new("src/a.rs", "#[cfg(test)]\nmod tests;")), ["src/a/tests"]);
    let with_feature = "one\n#[cfg(all(test, feature = \"highs\"))]\nmod tests;\ntwo";
    assert_eq!(test_modules(&Source::new("src/a.rs", with_feature)), ["src/a/tests"]);
    let product = Source::new("src/a.rs", with_feature).product;
    assert_eq!(product.split_whitespace().collect::<Vec<_>>(), ["one", "two"]);
}

#[test]
fn paths_and_groups_are_found() {
    let code = "use crate::{a::{b, c}, d, e as f};\nx(crate::g::h); $crate::i; mycrate::j";
    let names: Vec<String> = heads(code, "crate").into_iter().map(|it| it.1).collect();
    assert_eq!(names, ["a", "d", "e", "g"]);
}
