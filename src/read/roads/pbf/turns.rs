//! Turn restrictions: relations of a way, a node or other ways, and another way.

use super::Broken;
use super::block::{Member, Members};
use crate::county::{Restriction, Rule, Via};
use crate::read::roads::tags::Tags;
use crate::read::roads::tags::restriction::{Held, Sign, restriction};
use crate::read::roads::tally::Unkept;

/// Members of one relation; more are no sign at a road.
const MOST: usize = 60;

/// A restriction whose nodes and ways are not looked up yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The relation.
    pub id: i64,
    from: i64,
    to: i64,
    over: Over,
    held: Held,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Over {
    Node(i64),
    Ways(Vec<i64>),
}

impl Turn {
    /// With the index of each node by its id; `None` if it stands at no road.
    pub fn restriction(
        self,
        node: impl Fn(i64) -> Option<u32>,
        is_road: impl Fn(i64) -> bool,
    ) -> Option<Restriction> {
        let Turn { from, to, over, held: Held { rule, whom, times }, .. } = self;
        let via = match over {
            Over::Node(id) => Via::Node(node(id)?),
            Over::Ways(ways) => {
                let known = ways.iter().chain([&from, &to]).copied().all(is_road);
                known.then_some(Via::Ways(ways))?
            }
        };
        Some(Restriction { from, to, via, rule, whom, times })
    }
}

/// What a relation comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    Turns(Vec<Turn>),
    /// It holds for others than our vehicles.
    Nothing,
    /// It is not kept, and why.
    Left(Unkept),
}

/// The members of a relation by their roles.
#[derive(Default)]
struct Roles {
    from: Vec<i64>,
    to: Vec<i64>,
    nodes: Vec<i64>,
    ways: Vec<i64>,
    strange: bool,
}

impl Roles {
    fn of(mut members: Members<'_>) -> Result<Roles, Broken> {
        let mut roles = Roles::default();
        let mut count = 0;
        while let Some((member, role)) = members.next()? {
            let list = match (role, member) {
                (b"from", Member::Way(_)) => &mut roles.from,
                (b"to", Member::Way(_)) => &mut roles.to,
                (b"via", Member::Node(_)) => &mut roles.nodes,
                (b"via", Member::Way(_)) => &mut roles.ways,
                (b"via" | b"from" | b"to", Member::Other) | (b"from" | b"to", Member::Node(_)) => {
                    roles.strange = true;
                    continue;
                }
                _ => continue,
            };
            count += 1;
            if count > MOST {
                roles.strange = true;
                continue;
            }
            list.extend(match member {
                Member::Node(id) | Member::Way(id) => Some(id),
                Member::Other => None,
            });
        }
        Ok(roles)
    }

    fn over(&self) -> Option<Over> {
        match (self.nodes.as_slice(), self.ways.as_slice()) {
            ([node], []) => Some(Over::Node(*node)),
            ([], [_, ..]) => Some(Over::Ways(self.ways.clone())),
            _ => None,
        }
    }
}

/// What a relation forbids. Several ways to come from or to go to are understood where none of
/// them may be taken (`no_entry`, `no_exit`).
pub fn read(id: i64, tags: &Tags, members: Members<'_>) -> Result<Found, Broken> {
    let roles = Roles::of(members)?;
    let held = match restriction(tags) {
        Sign::Holds(held) => held,
        Sign::Sometimes => return Ok(Found::Left(Unkept::Sometimes)),
        Sign::Others => return Ok(Found::Nothing),
        Sign::Strange => return Ok(Found::Left(Unkept::Strange)),
    };
    let several = roles.from.len() > 1 || roles.to.len() > 1;
    let forbids = held.iter().all(|held| held.rule == Rule::No);
    let Some(over) = roles.over().filter(|_| !roles.strange && (!several || forbids)) else {
        return Ok(Found::Left(Unkept::Strange));
    };
    let pairs = roles.from.iter().flat_map(|&from| roles.to.iter().map(move |&to| (from, to)));
    let turns: Vec<Turn> = pairs
        .flat_map(|(from, to)| held.iter().map(move |held| (from, to, held.clone())))
        .map(|(from, to, held)| Turn { id, from, to, over: over.clone(), held })
        .collect();
    Ok(if turns.is_empty() { Found::Left(Unkept::Strange) } else { Found::Turns(turns) })
}
