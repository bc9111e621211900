//! Turn restrictions: relations of a way, a node and another way.

use super::Broken;
use super::block::{Member, Members};
use crate::county::{Restriction, Rule, Subjects};
use crate::read::roads::tags::Tags;
use crate::read::roads::tags::restriction::{Sign, restriction};
use crate::read::roads::tally::Unkept;

/// A restriction whose node is not looked up yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    from: i64,
    pub via: i64,
    to: i64,
    rule: Rule,
    whom: Subjects,
}

impl Turn {
    pub fn restriction(&self, via: u32) -> Restriction {
        let Turn { from, to, rule, whom, .. } = *self;
        Restriction { from, via, to, rule, whom }
    }
}

/// What a relation comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Turn(Turn),
    /// It holds for others than our vehicles.
    Nothing,
    /// It is not kept, and why.
    Left(Unkept),
}

/// What a relation forbids: kept are those of one way, one node and one way.
pub fn read(tags: &Tags, mut members: Members<'_>) -> Result<Found, Broken> {
    let (mut from, mut via, mut to) = (None, None, None);
    let (mut strange, mut over_ways) = (false, false);
    while let Some((member, role)) = members.next()? {
        match (role, member) {
            (b"from", Member::Way(id)) => strange |= from.replace(id).is_some(),
            (b"to", Member::Way(id)) => strange |= to.replace(id).is_some(),
            (b"via", Member::Node(id)) => strange |= via.replace(id).is_some(),
            (b"via", Member::Way(_)) => over_ways = true,
            (b"via" | b"from" | b"to", _) => strange = true,
            _ => {}
        }
    }
    let (rule, whom) = match restriction(tags) {
        Sign::Holds(rule, whom) => (rule, whom),
        Sign::Sometimes => return Ok(Found::Left(Unkept::Sometimes)),
        Sign::Others => return Ok(Found::Nothing),
        Sign::Strange => return Ok(Found::Left(Unkept::Strange)),
    };
    if over_ways {
        return Ok(Found::Left(Unkept::OverWays));
    }
    let ends = from.zip(via).zip(to).filter(|_| !strange);
    let turn = |((from, via), to)| Found::Turn(Turn { from, via, to, rule, whom });
    Ok(ends.map_or(Found::Left(Unkept::Strange), turn))
}
