//! What has to be remembered of the roads driven, for signs that lead over whole ways.
//!
//! Such a sign forbids three arcs in a row or more. Whoever has driven the
//! first of them stands at the end of a *shadow* of the last: a node of its
//! own, at which the turn that would complete the way is signed. The shadow
//! after each turn is the longest beginning of a forbidden way that was just
//! driven.
//!
//! Source: Aho and Corasick (1975), Efficient string matching, Comm. ACM
//! 18(6), doi:10.1145/360825.360855; for roads Villeneuve and Desaulniers
//! (2005), The shortest path problem with forbidden paths, Eur. J. Oper. Res.
//! 165(1), doi:10.1016/j.ejor.2004.01.032.

use super::signs::Scope;
use crate::network::Ban;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Arcs in a row.
type Row = Vec<u32>;

pub(super) struct Memory {
    /// Rows of two arcs or more that begin a forbidden one, by number of the shadow.
    rows: Vec<Row>,
    number: FxHashMap<Row, u32>,
    forbidden: FxHashMap<Row, Vec<Scope>>,
}

impl Memory {
    pub fn new(bans: &[Ban]) -> Memory {
        let mut begun: BTreeSet<Row> = BTreeSet::new();
        let mut forbidden: FxHashMap<Row, Vec<Scope>> = FxHashMap::default();
        for ban in bans.iter().filter(|ban| ban.arcs.len() > 1 && !ban.whom.is_nobody()) {
            let row: Row = ban.arcs.iter().map(|arc| arc.index() as u32).collect();
            begun.extend((2..row.len()).map(|end| row[..end].to_vec()));
            let scopes = forbidden.entry(row).or_default();
            let scope = Scope { whom: ban.whom, times: ban.times.clone() };
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        let rows: Vec<Row> = begun.into_iter().collect();
        let number = rows.iter().cloned().zip(0..).collect();
        Memory { rows, number, forbidden }
    }

    /// By shadow: the arcs that it remembers, the last of them its own.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The shadow at which one is after a row of arcs; `None` at the end of an arc itself.
    pub fn shadow(&self, row: &[u32]) -> Option<u32> {
        if self.rows.is_empty() {
            return None;
        }
        (0..row.len().saturating_sub(1)).find_map(|from| self.number.get(&row[from..]).copied())
    }

    /// The signs at the last turn of a row.
    pub fn signs(&self, row: &[u32]) -> Vec<Scope> {
        let ends = 0..row.len().saturating_sub(1);
        let mut signs: Vec<Scope> = Vec::new();
        for scope in ends.filter_map(|from| self.forbidden.get(&row[from..])).flatten() {
            if !signs.contains(scope) {
                signs.push(scope.clone());
            }
        }
        signs
    }
}
