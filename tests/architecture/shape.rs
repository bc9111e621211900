//! How long files and functions are, and what no product code may contain.

use crate::source::{Source, is_word, lines_with, sources};
use crate::{FILE, FUNCTION};

const EVERYWHERE: &[&str] = &["src", "tests", "benches"];

fn too_long(source: &Source) -> Vec<String> {
    let lines = source.text.lines().count();
    if lines > FILE { vec![format!("{}: {lines} lines", source.path)] } else { Vec::new() }
}

fn without_header(source: &Source) -> Vec<String> {
    let is_of_tests = source.product.is_empty();
    if is_of_tests || source.text.starts_with("//!") {
        Vec::new()
    } else {
        vec![format!("{}: no header", source.path)]
    }
}

fn long_functions(source: &Source) -> Vec<String> {
    functions(&source.code)
        .into_iter()
        .filter(|(_, _, lines)| *lines > FUNCTION)
        .map(|(line, name, lines)| format!("{}:{line}: `{name}` has {lines} lines", source.path))
        .collect()
}

/// Line, name and lines (signature to closing brace) of each function with a body.
fn functions(code: &str) -> Vec<(usize, String, usize)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        if code[..at].chars().next_back().is_some_and(is_word) {
            continue;
        }
        let name: String = code[at + 3..].trim_start().chars().take_while(|it| is_word(*it)).collect();
        let Some(length) = body_end(&code[at..]).filter(|_| !name.is_empty()) else { continue };
        let line = code[..at].matches('\n').count() + 1;
        found.push((line, name, code[at..at + length].matches('\n').count() + 1));
    }
    found
}

/// Length up to the brace that closes the body; `None` for a declaration.
fn body_end(code: &str) -> Option<usize> {
    let (mut braces, mut others) = (0_i32, 0_i32);
    for (at, letter) in code.char_indices() {
        match letter {
            '(' | '[' => others += 1,
            ')' | ']' => others -= 1,
            ';' if braces == 0 && others == 0 => return None,
            '{' => braces += 1,
            '}' => {
                braces -= 1;
                if braces == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

const UNFINISHED: &[&str] = &["todo!", "unimplemented!", "dbg!", ".unwrap()", "#[ignore"];

fn unfinished(source: &Source) -> Vec<String> {
    UNFINISHED
        .iter()
        .flat_map(|word| {
            let lines = lines_with(&source.product, word);
            lines.into_iter().map(move |line| format!("{}:{line}: `{word}`", source.path))
        })
        .collect()
}

fn none(folders: &[&str], rule: fn(&Source) -> Vec<String>) {
    let broken: Vec<String> = sources(folders).iter().flat_map(rule).collect();
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

fn fires(rule: fn(&Source) -> Vec<String>, text: &str) -> usize {
    rule(&Source::new("src/x.rs", text)).len()
}

#[test]
fn files_have_one_subject_and_at_most_four_hundred_lines() {
    none(EVERYWHERE, too_long);
}

#[test]
fn files_say_first_what_they_answer() {
    none(&["src"], without_header);
}

#[test]
fn functions_have_at_most_sixty_lines() {
    none(EVERYWHERE, long_functions);
}

#[test]
fn product_code_is_finished_and_does_not_unwrap() {
    none(&["src"], unfinished);
}

#[test]
fn a_file_of_more_lines_is_seen() {
    assert_eq!(fires(too_long, &"//\n".repeat(FILE)), 0);
    assert_eq!(fires(too_long, &"//\n".repeat(FILE + 1)), 1);
}

#[test]
fn a_file_without_a_header_is_seen() {
    assert_eq!(fires(without_header, "use std::fmt;"), 1);
    assert_eq!(fires(without_header, "//! What it answers."), 0);
}

#[test]
fn a_function_of_more_lines_is_seen_and_braces_in_strings_are_not() {
    let function =
        |lines: usize| format!("impl X {{ fn f(a: [u8; 2]) {{\n{}}}\n}}", "let a = \"}\";\n".repeat(lines));
    assert_eq!(fires(long_functions, &function(FUNCTION - 2)), 0);
    assert_eq!(fires(long_functions, &function(FUNCTION)), 1);
    assert_eq!(fires(long_functions, &format!("trait X {{ fn f(); }}{}", "\n".repeat(99))), 0);
}

#[test]
fn unfinished_code_and_unwrap_are_seen_outside_of_tests() {
    for bad in ["todo!()", "unimplemented!()", "dbg!(x)", "x.unwrap()"] {
        assert_eq!(fires(unfinished, bad), 1, "{bad}");
        assert_eq!(fires(unfinished, &format!("#[cfg(test)]\nmod tests {{ {bad} }}")), 0, "{bad}");
    }
    assert_eq!(fires(unfinished, "x.unwrap_or(1); y.expect(\"why\")"), 0);
}
