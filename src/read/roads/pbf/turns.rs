//! Turn restrictions: relations of a way, a node and another way.

use super::Broken;
use super::block::{Member, Members};
use crate::county::{Restriction, Rule, Subjects};
use crate::read::roads::tags::{Tags, restriction::restriction};

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

/// What a relation forbids. `None` if it is not understood: other members than one way, one node
/// and one way, or tags that say nothing for any of our vehicles.
pub fn read(tags: &Tags, mut members: Members<'_>) -> Result<Option<Turn>, Broken> {
    let (mut from, mut via, mut to, mut strange) = (None, None, None, false);
    while let Some((member, role)) = members.next()? {
        match (role, member) {
            (b"from", Member::Way(id)) => strange |= from.replace(id).is_some(),
            (b"to", Member::Way(id)) => strange |= to.replace(id).is_some(),
            (b"via", Member::Node(id)) => strange |= via.replace(id).is_some(),
            (b"via" | b"from" | b"to", _) => strange = true,
            _ => {}
        }
    }
    let turn = restriction(tags).zip(from).zip(via).zip(to);
    let turn = turn.map(|((((rule, whom), from), via), to)| Turn { from, via, to, rule, whom });
    Ok(turn.filter(|_| !strange))
}
