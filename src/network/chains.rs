//! Links in a row that are alike become one: fewer junctions to search.
//!
//! Only where exactly two links meet, with the same attributes and the same
//! directions. A ring without any other junction keeps one.

use super::links::{Link, Links};
use crate::county::{RoadClass, RoadMap, Way};
use std::collections::VecDeque;

/// An end of a link: twice its index, plus one for the last point.
type End = u32;

pub(super) fn join(cut: Links, map: &RoadMap) -> Links {
    let ends = Ends::new(&cut, map);
    let mut used = vec![false; cut.links.len()];
    let mut joined = Vec::new();
    for link in 0..cut.links.len() as u32 {
        if !used[link as usize] {
            joined.push(merged(&chain(link, &ends, &mut used), &cut));
        }
    }
    renumbered(cut.junctions, joined, cut.unusable)
}

/// Which link goes on at an end.
struct Ends {
    /// By end: the end of the one other link there, if it is alike.
    next: Vec<Option<End>>,
}

impl Ends {
    fn new(cut: &Links, map: &RoadMap) -> Ends {
        let mut at: Vec<(u32, [End; 2])> = vec![(0, [0; 2]); cut.junctions.len()];
        for (index, link) in cut.links.iter().enumerate() {
            for (junction, end) in [(link.from, 2 * index), (link.to, 2 * index + 1)] {
                let (count, two) = &mut at[junction as usize];
                if *count < 2 {
                    two[*count as usize] = end as End;
                }
                *count += 1;
            }
        }
        let mut next = vec![None; 2 * cut.links.len()];
        for (count, [one, other]) in at {
            if count == 2 && goes_on(cut, map, one, other) {
                next[one as usize] = Some(other);
                next[other as usize] = Some(one);
            }
        }
        Ends { next }
    }
}

fn goes_on(cut: &Links, map: &RoadMap, one: End, other: End) -> bool {
    let (left, right) = (&cut.links[one as usize / 2], &cut.links[other as usize / 2]);
    if one / 2 == other / 2 || left.gate || right.gate {
        return false;
    }
    // The first arrives at its last point, the second leaves from its first, or they are turned.
    let arriving = if one % 2 == 1 { (left.forward, left.backward) } else { (left.backward, left.forward) };
    let leaving = if other.is_multiple_of(2) {
        (right.forward, right.backward)
    } else {
        (right.backward, right.forward)
    };
    let way = |link: &Link| &map.ways[link.way as usize];
    arriving == leaving && (left.way == right.way || alike(way(left), way(right)))
}

fn alike(one: &Way, other: &Way) -> bool {
    // Numbers and names may change on the way.
    let signs = |way: &Way| [way.sign.link, way.sign.roundabout, way.sign.toll];
    // A ferry's duration belongs to its whole way.
    one.class != RoadClass::Ferry
        && one.class == other.class
        && one.surface == other.surface
        && one.structure == other.structure
        && one.maxspeed == other.maxspeed
        && one.limits == other.limits
        && one.closure == other.closure
        && one.timed == other.timed
        && one.destination_only == other.destination_only
        && one.urban == other.urban
        && signs(one) == signs(other)
        && one.breadth == other.breadth
}

/// Links in order, and whether each is turned. The first seen keeps its direction.
fn chain(start: u32, ends: &Ends, used: &mut [bool]) -> VecDeque<(u32, bool)> {
    let mut chain = VecDeque::from([(start, false)]);
    used[start as usize] = true;
    let mut at = 2 * start + 1;
    while let Some(next) = ends.next[at as usize].filter(|&end| !used[end as usize / 2]) {
        used[next as usize / 2] = true;
        chain.push_back((next / 2, next % 2 == 1));
        at = next ^ 1;
    }
    let mut at = 2 * start;
    while let Some(next) = ends.next[at as usize].filter(|&end| !used[end as usize / 2]) {
        used[next as usize / 2] = true;
        chain.push_front((next / 2, next % 2 == 0));
        at = next ^ 1;
    }
    chain
}

fn merged(chain: &VecDeque<(u32, bool)>, cut: &Links) -> Link {
    let ends = |&(link, turned): &(u32, bool)| {
        let link = &cut.links[link as usize];
        if turned { (link.to, link.from) } else { (link.from, link.to) }
    };
    let one_that_is_not_turned =
        chain.iter().find(|(_, turned)| !turned).expect("the first seen is not turned");
    let pattern = &cut.links[one_that_is_not_turned.0 as usize];
    let count = chain.iter().map(|&(link, _)| cut.links[link as usize].points.len() - 1).sum::<usize>() + 1;
    let (mut points, mut nodes) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let mut ways: Vec<(u32, u32)> = Vec::new();
    for &(link, turned) in chain {
        let part = &cut.links[link as usize];
        if ways.last().is_none_or(|&(_, way)| way != part.way) {
            ways.push((points.len().saturating_sub(1) as u32, part.way));
        }
        let skip = usize::from(!points.is_empty());
        if turned {
            points.extend(part.points.iter().rev().skip(skip));
            nodes.extend(part.nodes.iter().rev().skip(skip));
        } else {
            points.extend(part.points.iter().skip(skip));
            nodes.extend(part.nodes.iter().skip(skip));
        }
    }
    Link {
        from: chain.front().map(ends).expect("a chain has links").0,
        to: chain.back().map(ends).expect("a chain has links").1,
        points,
        nodes,
        ways,
        ..*pattern
    }
}

/// Drops junctions that no link ends at.
fn renumbered(junctions: Vec<crate::units::Point>, mut links: Vec<Link>, unusable: usize) -> Links {
    let mut number = vec![u32::MAX; junctions.len()];
    let mut kept = Vec::new();
    for link in &mut links {
        for end in [&mut link.from, &mut link.to] {
            let number = &mut number[*end as usize];
            if *number == u32::MAX {
                *number = kept.len() as u32;
                kept.push(junctions[*end as usize]);
            }
            *end = *number;
        }
    }
    Links { junctions: kept, links, unusable }
}
