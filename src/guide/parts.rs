//! What an atlas is made of, for writing it down and for taking it up again.
//!
//! What is taken up is checked as if it came from a stranger: whatever the
//! numbers are, nothing that is asked of it leaves its arrays.

use super::atlas::meet;
use super::ids::Ids;
use super::{Atlas, Kind, Road};
use crate::county::{Limits, RoadClass};
use crate::network::lines::{LineId, Lines};
use crate::network::nearest::Nearest;

/// An atlas as lists of numbers, without what follows from the rest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AtlasParts {
    /// By line: its first point; one more at the end.
    pub first: Vec<u32>,
    pub points: Vec<[i32; 2]>,
    /// By line: the arcs along and against it.
    pub arcs: Vec<[u32; 2]>,
    /// First points of the leaves of the index.
    pub leaves: Vec<u32>,
    /// By line: the junctions at its ends.
    pub ends: Vec<[u32; 2]>,
    pub junctions: u32,
    /// How many arcs there are.
    pub count: u32,
    /// By line: bits.
    pub kinds: Vec<u8>,
    /// Line, then halves of three numbers: kilograms, metres of height and of width; `NaN` where
    /// not limited.
    pub limits: Vec<[u32; 7]>,
    pub first_road: Vec<u32>,
    pub follows: Vec<[u32; 2]>,
    /// Id in two halves, name, number, class and flags.
    pub roads: Vec<[u32; 5]>,
    pub names: Vec<String>,
    /// By line: where the ids of its nodes begin; one more at the end.
    pub first_id: Vec<u32>,
    pub ids: Vec<u8>,
}

impl Atlas {
    #[must_use]
    pub fn parts(&self) -> AtlasParts {
        let (first, points, arcs) = self.lines.parts();
        let (first_id, ids) = self.nodes.parts();
        let mut limits: Vec<[u32; 7]> =
            self.limits.iter().map(|(line, &limits)| limit_numbers(line.0, limits)).collect();
        limits.sort_unstable();
        AtlasParts {
            first: first.to_vec(),
            points: points.to_vec(),
            arcs: arcs.to_vec(),
            leaves: self.index.leaves().to_vec(),
            ends: self.ends.clone(),
            junctions: self.junctions() as u32,
            count: self.arcs as u32,
            kinds: self.kinds.iter().map(|&kind| bits(kind)).collect(),
            limits,
            first_road: self.first_road.clone(),
            follows: self.follows.iter().map(|&(start, road)| [start, road]).collect(),
            roads: self.roads.iter().map(road_numbers).collect(),
            names: self.names.clone(),
            first_id: first_id.to_vec(),
            ids: ids.to_vec(),
        }
    }

    /// The atlas with these parts; `None` if they are those of none.
    #[must_use]
    pub fn from_parts(parts: AtlasParts) -> Option<Atlas> {
        let arcs = parts.count as usize;
        let lines = Lines::from_parts(parts.first, parts.points, parts.arcs, arcs)?;
        let index = Nearest::from_leaves(&lines, parts.leaves)?;
        let count = lines.len();
        let junctions = parts.junctions as usize;
        let joined = parts.ends.iter().flatten().all(|&end| (end as usize) < junctions);
        let named =
            |road: &[u32; 5]| [road[2], road[3]].iter().all(|&name| (name as usize) < parts.names.len());
        let roads_fit = parts.follows.iter().all(|&[_, road]| (road as usize) < parts.roads.len());
        let starts = &parts.first_road;
        let each_has_one = starts.len() == count + 1
            && starts[0] == 0
            && starts.is_sorted_by(|one, other| one < other)
            && starts[count] as usize == parts.follows.len();
        // A junction has an arm or a line of its own to stand at, so there are not more of them than ends.
        let sound = joined
            && junctions <= 2 * count
            && parts.ends.len() == count
            && parts.kinds.len() == count
            && parts.limits.iter().all(|limits| (limits[0] as usize) < count)
            && each_has_one
            && roads_fit
            && parts.roads.iter().all(named);
        if !sound {
            return None;
        }
        let (first_arm, arms) = meet(&parts.ends, junctions);
        let mut roads: Vec<Road> = parts.roads.iter().map(road).collect::<Option<_>>()?;
        roads.shrink_to_fit();
        Some(Atlas {
            nodes: Ids::from_parts(parts.first_id, parts.ids, count)?,
            lines,
            index,
            first_arm,
            arms,
            ends: parts.ends,
            kinds: parts.kinds.iter().map(|&bits| kind(bits)).collect(),
            limits: parts.limits.iter().map(limits).collect(),
            first_road: parts.first_road,
            follows: parts.follows.into_iter().map(|[start, road]| (start, road)).collect(),
            roads,
            names: parts.names,
            arcs,
        })
    }
}

fn bits(kind: Kind) -> u8 {
    let flags = [kind.motorway, kind.toll, kind.ferry, kind.tunnel, kind.gate];
    flags.iter().enumerate().map(|(bit, &flag)| u8::from(flag) << bit).sum()
}

fn kind(bits: u8) -> Kind {
    let flag = |bit: u32| bits >> bit & 1 != 0;
    Kind { motorway: flag(0), toll: flag(1), ferry: flag(2), tunnel: flag(3), gate: flag(4) }
}

fn limit_numbers(line: u32, limits: Limits) -> [u32; 7] {
    let [mass, height, width] =
        [limits.mass, limits.height, limits.width].map(|limit| halves(limit.unwrap_or(f64::NAN).to_bits()));
    [line, mass[0], mass[1], height[0], height[1], width[0], width[1]]
}

fn limits(numbers: &[u32; 7]) -> (LineId, Limits) {
    let limit = |at: usize| {
        Some(f64::from_bits(whole([numbers[at], numbers[at + 1]]))).filter(|limit| !limit.is_nan())
    };
    (LineId(numbers[0]), Limits { mass: limit(1), height: limit(3), width: limit(5) })
}

fn halves(number: u64) -> [u32; 2] {
    [number as u32, (number >> 32) as u32]
}

fn whole([low, high]: [u32; 2]) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

/// All classes but tracks, whose grade is added to their number.
const CLASSES: [RoadClass; 11] = [
    RoadClass::Motorway,
    RoadClass::Trunk,
    RoadClass::Primary,
    RoadClass::Secondary,
    RoadClass::Tertiary,
    RoadClass::Unclassified,
    RoadClass::Residential,
    RoadClass::LivingStreet,
    RoadClass::Service,
    RoadClass::Path,
    RoadClass::Ferry,
];
const TRACK: u32 = 100;

fn road_numbers(road: &Road) -> [u32; 5] {
    let class = match road.class {
        RoadClass::Track(grade) => TRACK + u32::from(grade),
        class => CLASSES.iter().position(|&known| known == class).expect("all other classes") as u32,
    };
    let [low, high] = halves(road.way.cast_unsigned());
    let flags = u32::from(road.link) << 16 | u32::from(road.roundabout) << 17;
    [low, high, road.name, road.number, class | flags]
}

fn road(&[low, high, name, number, rest]: &[u32; 5]) -> Option<Road> {
    let class = match rest & 0xffff {
        track @ TRACK..=0x163 => RoadClass::Track((track - TRACK) as u8),
        class => *CLASSES.get(class as usize)?,
    };
    Some(Road {
        way: whole([low, high]).cast_signed(),
        name,
        number,
        class,
        link: rest >> 16 & 1 != 0,
        roundabout: rest >> 17 & 1 != 0,
    })
}
