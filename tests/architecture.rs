//! What keeps the house livable: ranks, purity, one place for each thing, and size.
//!
//! A new module is entered here first. Each rule is a plain reader of source
//! text; beside it stands a test that shows it a bad sample, so that a rule
//! that has gone blind is found out. Code under `#[cfg(test)]` is free of the
//! rules about what may be used, not of those about size.

#[path = "architecture/layers.rs"]
mod layers;
#[path = "architecture/shape.rs"]
mod shape;
#[path = "architecture/source.rs"]
mod source;

/// A module uses modules of lower rank only, never an equal one.
pub const RANKS: &[(u8, &[&str])] = &[
    (0, &["units"]),
    (1, &["facts", "finding", "lp"]),
    (2, &["cold", "energy"]),
    (3, &["county", "instance"]),
    (4, &["network", "terrain"]),
    (5, &["corridor", "generate", "hierarchy"]),
    (6, &["matrix"]),
    (7, &["airlift", "guide", "model", "relay", "reliability"]),
    (8, &["route"]),
    (9, &["bound", "site", "solve", "sortie"]),
    (10, &["compare", "echelon", "plan"]),
    (11, &["check"]),
    (12, &["wire"]),
    (13, &["read", "report", "store"]),
    (14, &["app"]),
    (15, &["serve"]),
    (16, &["cli"]),
];

/// Up to this rank: values in, values out.
pub const PURE: u8 = 11;

/// Lines of a file, and of a function.
pub const FILE: usize = 400;
pub const FUNCTION: usize = 60;
