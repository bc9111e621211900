//! Signs at turns: for whom and when a turn is forbidden.

use crate::county::times::Times;
use crate::county::{Running, Subjects};
use rustc_hash::FxHashMap;

/// For whom and when one sign forbids a turn.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Scope {
    pub whom: Subjects,
    pub times: Times,
}

/// Sets of signs, each once; a turn has the number of its set, 0 if there is no sign.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Signs(Vec<Vec<Scope>>);

/// Sets of signs that a network can have; more are taken for the strictest, the last.
pub(super) const MOST: usize = 1 << 14;

/// Numbers sets of signs while turns are collected.
#[derive(Default)]
pub(super) struct Numbering {
    signs: Signs,
    known: FxHashMap<Vec<Scope>, u16>,
}

impl Numbering {
    pub fn number(&mut self, mut set: Vec<Scope>) -> u16 {
        if set.is_empty() {
            return 0;
        }
        if self.signs.0.len() + 1 >= MOST && !self.known.contains_key(&set) {
            set = vec![Scope { whom: Subjects::EVERYBODY, times: Times::default() }];
        }
        let next = self.signs.0.len() as u16;
        *self.known.entry(set).or_insert_with_key(|set| {
            self.signs.0.push(set.clone());
            next
        })
    }

    pub fn done(self) -> Signs {
        self.signs
    }
}

impl Default for Signs {
    fn default() -> Signs {
        Signs(vec![Vec::new()])
    }
}

impl Signs {
    pub fn sets(&self) -> &[Vec<Scope>] {
        &self.0
    }

    pub fn from_sets(sets: Vec<Vec<Scope>>) -> Option<Signs> {
        (sets.len() <= MOST && sets.first().is_some_and(Vec::is_empty)).then_some(Signs(sets))
    }

    /// By set: whether a vehicle is forbidden something on this day of the week (0 is Monday), at
    /// whatever hour. Without a day signs of some hours say nothing.
    pub fn held(&self, running: &Running, day: Option<u8>) -> Vec<bool> {
        let holds = |scope: &Scope| {
            scope.whom.has(running) && (scope.times.is_always() || day.is_some_and(|day| scope.times.on(day)))
        };
        self.0.iter().map(|set| set.iter().any(holds)).collect()
    }

    /// The first moment from one on (milliseconds after the midnight that begins `day`) at which
    /// a vehicle may pass a set; `None`: never.
    pub fn free_from(&self, set: u16, running: &Running, day: u8, moment: u64) -> Option<u64> {
        let set = self.0[usize::from(set)].iter().filter(|scope| scope.whom.has(running));
        let scopes: Vec<&Scope> = set.collect();
        let mut now = moment;
        // Until all agree; each may send on to the end of each of its hours in a week.
        for _ in 0..1_000 {
            let mut next = now;
            for scope in &scopes {
                next = scope.times.free_from(day, next)?;
            }
            if next == now {
                return Some(now);
            }
            now = next;
        }
        None
    }
}
