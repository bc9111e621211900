//! What reading left out or did not understand, counted by reason.

use crate::finding::{Code, Finding, Spot};
use std::collections::BTreeMap;

/// Distinct odd values that are remembered; a file can hold any number of them.
const ODD_VALUES: usize = 1_000;
/// Odd values that are reported one by one, the most frequent first.
const ODD_SHOWN: usize = 20;
/// Turn restrictions whose ids are shown.
const SIGNS_SHOWN: usize = 20;
/// Letters of an odd value that are kept.
const ODD_LETTERS: usize = 40;

/// How often something happened, and the first way where it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    pub times: usize,
    pub first: i64,
}

/// Why a turn restriction is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unkept {
    /// It holds under a condition that is not understood.
    Sometimes,
    /// Its node or ways are on no road of the file.
    Nowhere,
    /// Its words or members are not understood.
    Strange,
}

/// Counts that become warnings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Ways left out, by the tag that was the reason, for example `highway=steps`.
    pub out: BTreeMap<String, Count>,
    /// Tag values that were not understood and not used.
    pub odd: BTreeMap<(String, String), Count>,
    /// Ways cut or dropped because some of their nodes are not in the file.
    pub gaps: Option<Count>,
    /// Turn restrictions that are not kept, by [`Unkept`].
    pub turns: [usize; 3],
    /// Relations or features of the first of these.
    pub signs: Vec<i64>,
}

impl Tally {
    pub fn leave_out(&mut self, reason: &str, way: i64) {
        count(self.out.entry(reason.to_owned()).or_insert(Count { times: 0, first: way }));
    }

    pub fn odd(&mut self, key: &str, value: &str, way: i64) {
        let value = value.chars().take(ODD_LETTERS).filter(|letter| !letter.is_control()).collect();
        let entry = (key.to_owned(), value);
        if self.odd.len() < ODD_VALUES || self.odd.contains_key(&entry) {
            count(self.odd.entry(entry).or_insert(Count { times: 0, first: way }));
        }
    }

    pub fn gap(&mut self, way: i64) {
        count(self.gaps.get_or_insert(Count { times: 0, first: way }));
    }

    pub fn leave_turn(&mut self, why: Unkept, id: i64) {
        self.turns[why as usize] += 1;
        if self.signs.len() < SIGNS_SHOWN {
            self.signs.push(id);
        }
    }

    /// The counts as warnings about `file`.
    #[must_use]
    pub fn findings(&self, file: &str) -> Vec<Finding> {
        let spot = |count: &Count| Spot::file(file).feature(format!("way {}", count.first));
        let out = self.out.iter().map(|(reason, count)| {
            Finding::new(Code::W501, spot(count)).with("count", count.times).with("reason", reason.as_str())
        });
        let gaps = self.gaps.iter().map(|count| {
            Finding::new(Code::W501, spot(count)).with("count", count.times).with("reason", "node=missing")
        });
        let mut odd: Vec<_> = self.odd.iter().collect();
        odd.sort_by_key(|(_, count)| std::cmp::Reverse(count.times));
        let odd = odd.into_iter().take(ODD_SHOWN).map(|((key, value), count)| {
            Finding::new(Code::W505, spot(count))
                .with("count", count.times)
                .with("key", key.as_str())
                .with("value", value.as_str())
        });
        let [sometimes, nowhere, strange] = self.turns;
        let all = self.turns.iter().sum::<usize>();
        let turns = (all > 0).then(|| {
            let mut ids = self.signs.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
            if self.signs.len() < all {
                ids.push_str(", …");
            }
            let finding = Finding::new(Code::W506, Spot::file(file)).with("count", all);
            let finding = finding.with("sometimes", sometimes).with("nowhere", nowhere);
            finding.with("strange", strange).with("ids", ids)
        });
        out.chain(gaps).chain(odd).chain(turns).collect()
    }
}

fn count(entry: &mut Count) {
    entry.times += 1;
}
