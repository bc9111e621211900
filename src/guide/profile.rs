//! What each arc costs one kind of vehicle, and which roads it can come back from.

use super::phantom::HEADINGS;
use super::vehicle::NEVER;
use super::{Atlas, Cost};
use crate::network::lines::LineId;
use crate::network::nearest::{Hit, Mask};
use crate::units::Point;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, EdgeIndex};
use std::sync::Arc;

/// Parts with at least so many arcs are large enough to snap to. OSRM's limit for "tiny" is the same.
const LARGE: u32 = 1_000;

/// How heavy, high and wide a vehicle is, in kg and metres.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sizes {
    pub mass: f64,
    pub height: f64,
    pub width: f64,
}

/// What a driver wants to keep off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Barred {
    pub motorways: bool,
    pub tolls: bool,
    pub ferries: bool,
    pub tunnels: bool,
}

/// Costs by arc, and the parts of the network that hang together on them.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Milliseconds and decimetres; `NEVER` where the vehicle may not go.
    arcs: Arc<[[u32; 2]]>,
    /// By junction: number of its part.
    part: Vec<u32>,
    /// By part: whether one can be sent there.
    large: Vec<bool>,
    /// Where its roads are in the index: found without passing all that lies nearer.
    reach: Mask,
}

impl Profile {
    /// `free` are milliseconds and decimetres by arc as if no road had a limit of size, see
    /// [`super::Vehicle`]; the limits of `atlas` and `barred` are laid over them.
    #[must_use]
    pub fn new(atlas: &Atlas, free: &[[u32; 2]], sizes: Sizes, barred: Barred) -> Profile {
        assert!(free.len() == atlas.arcs(), "weights are by arc");
        let lines = (0..atlas.lines().len() as u32).map(LineId);
        let open: Vec<bool> = lines.map(|line| opens(atlas, line, sizes, barred)).collect();
        let of = |(arc, &free): (usize, &[u32; 2])| {
            let line = atlas.lines().of(EdgeIndex::new(arc)).0;
            if open[line.index()] { free } else { [NEVER, 0] }
        };
        let arcs: Arc<[[u32; 2]]> = free.iter().enumerate().map(of).collect();
        let (part, large) = parts(atlas, &arcs);
        let costs = &arcs;
        let is_large = |line: LineId| {
            let arcs = HEADINGS.into_iter().filter_map(|heading| atlas.lines().arc(line, heading));
            let mut usable = arcs.filter(|arc| costs[arc.index()][0] != NEVER);
            let [from, to] = atlas.ends[line.index()].map(|end| part[end as usize]);
            usable.next().is_some() && from == to && large[from as usize]
        };
        let reach = atlas.index.mask(&atlas.lines, is_large);
        Profile { arcs, part, large, reach }
    }

    /// What an arc costs; `None` if it may not be used.
    #[must_use]
    pub fn cost(&self, arc: EdgeIndex) -> Option<Cost> {
        let [millis, decimetres] = self.arcs[arc.index()];
        let cost = Cost { millis: i64::from(millis), decimetres: i64::from(decimetres) };
        (millis != NEVER).then_some(cost)
    }

    /// Milliseconds, `u32::MAX` where it may not be used, and decimetres by arc.
    pub(super) fn arcs(&self) -> Arc<[[u32; 2]]> {
        Arc::clone(&self.arcs)
    }

    /// The part of the network that an arc belongs to: those arcs that can all be reached from each
    /// other. `None` for arcs that lead from one part to another.
    #[must_use]
    pub fn part(&self, atlas: &Atlas, arc: EdgeIndex) -> Option<u32> {
        let (from, to) = atlas.ends(arc);
        let (from, to) = (self.part[from as usize], self.part[to as usize]);
        (from == to).then_some(from)
    }

    /// Places on roads in large parts, in the order of their distance.
    pub(super) fn near_large<'a>(
        &'a self,
        atlas: &'a Atlas,
        point: Point,
        within: f64,
    ) -> impl Iterator<Item = Hit> + 'a {
        atlas.index.near_in(&atlas.lines, &self.reach, point, within)
    }

    /// Whether a part is the largest, or large by itself.
    #[must_use]
    pub fn is_large(&self, part: u32) -> bool {
        self.large[part as usize]
    }
}

fn opens(atlas: &Atlas, line: LineId, sizes: Sizes, barred: Barred) -> bool {
    let (kind, limits) = (atlas.kind(line), atlas.limits(line));
    let within = |limit: Option<f64>, size: f64| limit.is_none_or(|limit| size <= limit);
    let kept_off = barred.motorways && kind.motorway
        || barred.tolls && kind.toll
        || barred.ferries && kind.ferry
        || barred.tunnels && kind.tunnel;
    !kept_off
        && within(limits.mass, sizes.mass)
        && within(limits.height, sizes.height)
        && within(limits.width, sizes.width)
}

/// By junction its part, and by part whether it is large.
fn parts(atlas: &Atlas, arcs: &[[u32; 2]]) -> (Vec<u32>, Vec<bool>) {
    let usable = |arc: &usize| arcs[*arc][0] != NEVER;
    let ends = (0..arcs.len()).filter(usable).map(|arc| atlas.ends(EdgeIndex::new(arc)));
    let mut graph = DiGraph::<(), (), u32>::with_capacity(atlas.junctions(), arcs.len());
    for _ in 0..atlas.junctions() {
        graph.add_node(());
    }
    for (from, to) in ends {
        graph.add_edge(from.into(), to.into(), ());
    }
    let mut part = vec![0; atlas.junctions()];
    let found = kosaraju_scc(&graph);
    for (number, junctions) in found.iter().enumerate() {
        junctions.iter().for_each(|junction| part[junction.index()] = number as u32);
    }
    let mut count = vec![0_u32; found.len()];
    for edge in graph.raw_edges() {
        let (from, to) = (part[edge.source().index()], part[edge.target().index()]);
        count[from as usize] += u32::from(from == to);
    }
    // Of parts of the same size the first counts as the largest.
    let largest = (0..count.len()).rev().max_by_key(|&part| count[part]);
    let is_large = |(number, &count): (usize, &u32)| count >= LARGE || Some(number) == largest && count > 0;
    (part, count.iter().enumerate().map(is_large).collect())
}
