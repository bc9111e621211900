//! Who may use what.

use crate::source::{Source, heads, lines_with, sources};
use crate::{PURE, RANKS};

fn rank(module: &str) -> Option<u8> {
    RANKS.iter().find(|(_, names)| names.contains(&module)).map(|(rank, _)| *rank)
}

/// Own module, line and name of each module of the crate that a file uses.
fn uses(source: &Source) -> Vec<(usize, String)> {
    let mut found = heads(&source.product, "crate");
    // `super` as often as the file lies deep is the crate as well.
    let depth = source.modules().len();
    if depth > 0 {
        found.extend(heads(&source.product, &vec!["super"; depth].join("::")));
    }
    found.retain(|(_, name)| name != "super");
    found
}

fn upward(source: &Source) -> Vec<String> {
    let modules = source.modules();
    let Some(own) = modules.first() else { return Vec::new() };
    let Some(rank_here) = rank(own) else { return vec![format!("{}: no rank", source.path)] };
    uses(source)
        .into_iter()
        .filter(|(_, name)| name != own)
        .filter_map(|(line, name)| match rank(&name) {
            Some(lower) if lower < rank_here => None,
            Some(other) => {
                Some(format!("{}:{line}: `{own}` ({rank_here}) uses `{name}` ({other})", source.path))
            }
            None => Some(format!("{}:{line}: `{name}` has no rank", source.path)),
        })
        .collect()
}

const IMPURE_STD: &[&str] = &["fs", "net", "env", "process", "os"];
const IMPURE: &[&str] = &[
    "Instant",
    "SystemTime",
    "thread::sleep",
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "stdin",
    "stdout",
    "stderr",
    "File",
    "serde",
    "serde_json",
    "Serialize",
    "Deserialize",
    "async",
    "await",
    "tokio",
    "Zoned::now",
    "Timestamp::now",
    "rand::rng",
    "thread_rng",
    "from_os_rng",
    "option_env!",
];

fn impure(source: &Source) -> Vec<String> {
    if source.modules().first().and_then(|name| rank(name)).is_none_or(|rank| rank > PURE) {
        return Vec::new();
    }
    let from_std = heads(&source.product, "std").into_iter().filter(|it| IMPURE_STD.contains(&it.1.as_str()));
    let words = IMPURE.iter().flat_map(|word| {
        lines_with(&source.product, word).into_iter().map(|line| (line, (*word).to_owned()))
    });
    from_std.chain(words).map(|(line, word)| format!("{}:{line}: `{word}`", source.path)).collect()
}

/// A word, and the files or folders that may have it.
const ONE_PLACE: &[(&str, &[&str])] = &[
    ("good_lp", &["src/lp/write.rs", "src/lp/highs.rs", "src/lp/microlp.rs"]),
    ("highs_sys", &["src/lp/highs.rs"]),
    // `lp/mod.rs` is the switch between the two.
    ("highs", &["src/lp/highs.rs", "src/lp/mod.rs"]),
    ("microlp", &["src/lp/microlp.rs", "src/lp/mod.rs"]),
    ("Serialize", &["src/wire/", "src/read/"]),
    ("Deserialize", &["src/wire/", "src/read/"]),
];

fn misplaced(source: &Source) -> Vec<String> {
    let strays = ONE_PLACE.iter().filter(|(_, places)| !places.iter().any(|it| source.path.starts_with(it)));
    strays
        .flat_map(|(word, _)| {
            let lines = lines_with(&source.product, word);
            lines.into_iter().map(move |line| format!("{}:{line}: `{word}`", source.path))
        })
        .collect()
}

/// Code that judges must not share mistakes with code that acts.
fn judge_who_acts(source: &Source) -> Vec<String> {
    if source.modules().first() != Some(&"check") {
        return Vec::new();
    }
    let acting = ["model", "route", "solve"];
    let uses = uses(source).into_iter().filter(|(_, name)| acting.contains(&name.as_str()));
    uses.map(|(line, name)| format!("{}:{line}: `check` uses `{name}`", source.path)).collect()
}

fn none(rule: fn(&Source) -> Vec<String>) {
    let broken: Vec<String> = sources(&["src"]).iter().flat_map(rule).collect();
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

fn fires(rule: fn(&Source) -> Vec<String>, path: &str, text: &str) -> usize {
    rule(&Source::new(path, text)).len()
}

#[test]
fn modules_use_lower_ranks_only() {
    none(upward);
}

#[test]
fn the_core_takes_values_and_returns_values() {
    none(impure);
}

#[test]
fn solvers_and_serialising_have_one_place_each() {
    none(misplaced);
}

#[test]
fn check_shares_nothing_with_the_search() {
    none(judge_who_acts);
}

#[test]
fn the_ranks_are_those_that_the_library_states() {
    let library =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs")).expect("lib.rs");
    let stated: Vec<(u8, String)> = library
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.split_once("; // "))
        .map(|(name, rank)| (rank.trim().parse().expect("a rank"), name.to_owned()))
        .collect();
    for (number, names) in RANKS {
        for name in *names {
            assert!(stated.contains(&(*number, (*name).to_owned())), "`{name}` is not in lib.rs as {number}");
        }
    }
    assert_eq!(stated.len(), RANKS.iter().map(|(_, names)| names.len()).sum::<usize>());
}

#[test]
fn a_use_of_an_equal_or_higher_rank_is_seen_however_it_is_written() {
    assert_eq!(fires(upward, "src/cold/decay.rs", "use crate::energy::x;"), 1);
    assert_eq!(fires(upward, "src/cold/mod.rs", "use crate::{units::Fen, county::Goods};"), 1);
    assert_eq!(fires(upward, "src/cold/mod.rs", "fn f() { crate::plan::x() }"), 1);
    assert_eq!(fires(upward, "src/cold/decay.rs", "use super::super::plan::X;"), 1);
    assert_eq!(fires(upward, "src/cold/mod.rs", "use super::plan::X;"), 1);
    assert_eq!(fires(upward, "src/newcomer/mod.rs", ""), 1);
    assert_eq!(fires(upward, "src/cold/mod.rs", "use crate::newcomer::X;"), 1);
}

#[test]
fn a_use_of_a_lower_rank_its_own_module_or_a_test_is_fine() {
    assert_eq!(
        fires(upward, "src/cold/decay.rs", "use crate::units::Fen; use crate::cold::X; use super::Y;"),
        0
    );
    assert_eq!(fires(upward, "src/cold/mod.rs", "#[cfg(test)]\nmod tests { use crate::plan::Plan; }"), 0);
    assert_eq!(
        fires(upward, "src/cold/mod.rs", "//! See [`crate::plan`].\nconst X: &str = \"crate::plan\";"),
        0
    );
}

#[test]
fn files_clocks_printing_and_serde_in_the_core_are_seen() {
    for bad in [
        "use std::fs;",
        "use std::{fmt, env};",
        "std::net::TcpStream::connect(x)",
        "use std::time::Instant;",
        "println!(\"x\")",
        "#[derive(serde::Serialize)]",
        "async fn f() {}",
        "std::thread::sleep(x)",
    ] {
        assert!(fires(impure, "src/matrix/mod.rs", bad) >= 1, "{bad}");
        assert_eq!(fires(impure, "src/read/mod.rs", bad), 0, "{bad}");
    }
    assert_eq!(fires(impure, "src/matrix/mod.rs", "use std::{fmt, sync::Arc}; // println! in std::fs"), 0);
    assert_eq!(fires(impure, "src/facts/mod.rs", "include_str!(\"cold.csv\")"), 0);
}

#[test]
fn a_solver_or_a_serialisable_type_in_the_wrong_place_is_seen() {
    assert_eq!(fires(misplaced, "src/solve/pool.rs", "use good_lp::variable;"), 1);
    assert_eq!(fires(misplaced, "src/lp/trust.rs", "highs::Model::new()"), 1);
    assert_eq!(fires(misplaced, "src/plan/mod.rs", "#[derive(Serialize)]"), 1);
    assert_eq!(fires(misplaced, "src/wire/plan.rs", "#[derive(Serialize, Deserialize)]"), 0);
    assert_eq!(fires(misplaced, "src/lp/highs.rs", "use highs::Model;"), 0);
}

#[test]
fn a_judge_that_asks_the_actor_is_seen() {
    assert_eq!(fires(judge_who_acts, "src/check/load.rs", "use crate::route::walk;"), 1);
    assert_eq!(fires(judge_who_acts, "src/check/load.rs", "use crate::plan::Plan;"), 0);
}
