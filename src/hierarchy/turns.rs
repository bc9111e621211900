//! Turns: hierarchies whose nodes are arcs, so that going from one road into
//! another costs time, and turning back is only done where the road ends.
//!
//! A node is "at the end of an arc". An input arc is a turn, and takes the
//! time of turning and of the arc that is turned into. What a path drives
//! before its first turn, and leaves out of its last arc, are its entries.

mod bearings;
mod memory;
mod numbers;
mod price;
mod signs;

pub use bearings::bearings;
pub use numbers::TurnNumbers;

use super::metric::NEVER;
use super::roads::{ends, plane};
use super::{Entry, Skeleton, order};
use crate::county::Running;
use crate::network::{ArcWeight, Network, Weights};
use memory::Memory;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use price::{Place, Price, Prices};
use rayon::prelude::*;
use signs::{Numbering, Signs};

/// One way to go on from a node.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Turn {
    place: Place,
    /// Degrees, to the right positive.
    angle: i16,
    /// The set of signs that forbid it.
    signs: u16,
}

/// All turns of a network that some vehicle may make.
#[derive(Clone, Debug, PartialEq)]
pub struct Turns {
    /// By turn: the node before it and the node after it.
    nodes: Vec<[u32; 2]>,
    turns: Vec<Turn>,
    signs: Signs,
    /// How many arcs there are: the first nodes.
    count: u32,
    /// The arcs of the nodes after them, which remember how one came to their ends.
    shadows: Vec<u32>,
    /// The same nodes by their arcs: arc, then node.
    by_arc: Vec<[u32; 2]>,
}

impl Turns {
    /// Cost: linear in the turns.
    #[must_use]
    pub fn new(network: &Network) -> Turns {
        let graph = network.graph();
        let count = graph.edge_count() as u32;
        let bearings: Vec<[f64; 2]> =
            graph.raw_edges().par_iter().map(|edge| bearings(&edge.weight.geometry)).collect();
        let of_arc = |arc: u32| onward(network, EdgeIndex::new(arc as usize));
        let found: Vec<(u32, u32, Place)> = (0..count).into_par_iter().flat_map_iter(of_arc).collect();
        let memory = Memory::new(network.bans());
        let mut numbering = Numbering::default();
        let (mut nodes, mut turns) = (Vec::with_capacity(found.len()), Vec::with_capacity(found.len()));
        let mut add = |node: u32, row: &[u32], place: Place| {
            let [before, after] = [row[row.len() - 2], row[row.len() - 1]];
            let angle = bearings[after as usize][0] - bearings[before as usize][1];
            let angle = (angle + 540.0).rem_euclid(360.0) as i16 - 180;
            nodes.push([node, memory.shadow(row).map_or(after, |shadow| count + shadow)]);
            turns.push(Turn { place, angle, signs: numbering.number(memory.signs(row)) });
        };
        for &(before, after, place) in &found {
            add(before, &[before, after], place);
        }
        for (row, node) in memory.rows().iter().zip(count..) {
            let arc = row[row.len() - 1];
            let first = found.partition_point(|turn| turn.0 < arc);
            for &(_, after, place) in found[first..].iter().take_while(|turn| turn.0 == arc) {
                add(node, &[row.as_slice(), &[after]].concat(), place);
            }
        }
        let shadows: Vec<u32> = memory.rows().iter().map(|row| row[row.len() - 1]).collect();
        Turns { nodes, turns, signs: numbering.done(), count, by_arc: by_arc(&shadows, count), shadows }
    }

    /// How many turns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The arcs before and after a turn.
    #[must_use]
    pub fn arcs(&self, turn: u32) -> [EdgeIndex; 2] {
        self.nodes[turn as usize].map(|node| self.arc(node))
    }

    /// The nodes before and after a turn: the ends of arcs, some of which are several nodes.
    #[must_use]
    pub fn nodes(&self, turn: u32) -> [u32; 2] {
        self.nodes[turn as usize]
    }

    /// The arc at whose end a node is.
    #[must_use]
    pub fn arc(&self, node: u32) -> EdgeIndex {
        EdgeIndex::new(self.road(node) as usize)
    }

    fn road(&self, node: u32) -> u32 {
        if node < self.count { node } else { self.shadows[(node - self.count) as usize] }
    }

    #[must_use]
    pub fn arc_count(&self) -> usize {
        self.count as usize
    }

    /// How many nodes there are: one for each arc, and more where signs lead over whole ways.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.count as usize + self.shadows.len()
    }

    /// The nodes at the end of an arc, the arc's own number first. A path may end at any of them;
    /// it begins at the first.
    pub fn ends_of(&self, arc: EdgeIndex) -> impl Iterator<Item = u32> + '_ {
        let arc = arc.index() as u32;
        let first = self.by_arc.partition_point(|one| one[0] < arc);
        let more = self.by_arc[first..].iter().take_while(move |one| one[0] == arc);
        [arc].into_iter().chain(more.map(|one| one[1]))
    }

    /// All turns from or into some arcs: what [`super::Metric::change`] has to be told where these
    /// arcs are closed or take another time.
    #[must_use]
    pub fn at(&self, arcs: &[EdgeIndex]) -> Vec<u32> {
        let mut is_one = vec![false; arcs.iter().map(|arc| arc.index() + 1).max().unwrap_or(0)];
        arcs.iter().for_each(|arc| is_one[arc.index()] = true);
        let touched = |arc: &u32| is_one.get(*arc as usize).is_some_and(|&is_one| is_one);
        let touches = |turn: &u32| self.nodes[*turn as usize].iter().any(|&node| touched(&self.road(node)));
        (0..self.len() as u32).filter(touches).collect()
    }

    /// A hierarchy whose nodes are arcs and whose input arcs are these turns.
    #[must_use]
    pub fn hierarchy(&self, network: &Network) -> Skeleton {
        let mut ends = ends(network);
        ends.extend(self.shadows.iter().map(|&arc| ends[arc as usize]).collect::<Vec<_>>());
        let order = order::by_arcs(&plane(network), &ends);
        Skeleton::new(&order, &self.nodes, self.nodes.iter().map(|nodes| self.road(nodes[1])).collect())
    }

    /// Milliseconds of each turn together with the arc after it, [`NEVER`] where the vehicle that
    /// was weighed may not make it or may not use one of its arcs. (M36)
    #[must_use]
    pub fn costs(&self, weights: &Weights) -> Vec<u32> {
        let millis = |arc: u32| weights.arcs[arc as usize].map(|weight| weight.millis);
        self.costs_by(millis, weights.running(), weights.state().day)
    }

    /// The same from the weight of each arc, as if no sign held at some hours only.
    #[must_use]
    pub fn costs_of(&self, weights: &[Option<ArcWeight>], running: &Running) -> Vec<u32> {
        self.costs_by(|arc| weights[arc as usize].map(|weight| weight.millis), running, None)
    }

    /// The same from the milliseconds of each arc, `None` where it is closed. What a sign forbids
    /// at some hours of `day` (0 is Monday) is not done at all.
    pub fn costs_by(
        &self,
        open: impl Fn(u32) -> Option<u32> + Sync,
        running: &Running,
        day: Option<u8>,
    ) -> Vec<u32> {
        let prices = Prices::new(&Price::of(running));
        let held = self.signs.held(running, day);
        let cost = |(&nodes, turn): (&[u32; 2], &Turn)| {
            let [before, after] = nodes.map(|node| open(self.road(node)));
            let (Some(_), Some(millis)) = (before, after) else { return NEVER };
            if held[usize::from(turn.signs)] {
                return NEVER;
            }
            millis.saturating_add(prices.millis(turn.place, turn.angle)).min(NEVER)
        };
        self.nodes.par_iter().zip(&self.turns).map(cost).collect()
    }

    /// The same for somebody who turns as he likes, in no time.
    pub fn costs_free(&self, open: impl Fn(u32) -> Option<u32> + Sync) -> Vec<u32> {
        let cost = |&nodes: &[u32; 2]| {
            let [before, after] = nodes.map(|node| open(self.road(node)));
            before.and(after).unwrap_or(NEVER).min(NEVER)
        };
        self.nodes.par_iter().map(cost).collect()
    }

    /// Milliseconds of one turn itself, without the arc after it.
    #[must_use]
    pub fn millis(&self, turn: u32, running: &Running) -> u32 {
        let Turn { place, angle, .. } = self.turns[turn as usize];
        Price::of(running).millis(place, angle)
    }

    /// True if some sign holds at some hours only.
    #[must_use]
    pub fn has_times(&self) -> bool {
        self.signs.sets().iter().flatten().any(|scope| !scope.times.is_always())
    }

    /// The first moment from one on at which a vehicle may make a turn, in milliseconds after the
    /// midnight that begins `day` (0 is Monday); `None`: never.
    #[must_use]
    pub fn free_from(&self, turn: u32, running: &Running, day: u8, moment: u64) -> Option<u64> {
        match self.turns[turn as usize].signs {
            0 => Some(moment),
            signs => self.signs.free_from(signs, running, day, moment),
        }
    }

    /// Where a path from a junction may begin: each arc that leaves it, driven to its end.
    #[must_use]
    pub fn leaving(network: &Network, weights: &Weights, junction: NodeIndex) -> Vec<Entry> {
        let arcs = network.graph().edges(junction).map(|edge| edge.id());
        let entry = |arc: EdgeIndex| {
            let millis = i32::try_from(weights.arcs[arc.index()]?.millis).ok()?;
            Some(Entry { node: arc.index() as u32, millis })
        };
        arcs.filter_map(entry).collect()
    }

    /// Where a path to a junction may end: each arc that leads to it, however one came to it.
    #[must_use]
    pub fn arriving(&self, network: &Network, weights: &Weights, junction: NodeIndex) -> Vec<Entry> {
        let arcs = network.graph().edges_directed(junction, petgraph::Direction::Incoming);
        let open = arcs.map(|edge| edge.id()).filter(|arc| weights.arcs[arc.index()].is_some());
        open.flat_map(|arc| self.ends_of(arc)).map(Entry::at).collect()
    }
}

/// Shadows by their arcs.
fn by_arc(shadows: &[u32], count: u32) -> Vec<[u32; 2]> {
    let mut by_arc: Vec<[u32; 2]> = shadows.iter().zip(count..).map(|(&arc, node)| [arc, node]).collect();
    by_arc.sort_unstable();
    by_arc
}

/// The arcs that one may go on into from another, as far as no sign says otherwise.
fn onward(network: &Network, arc: EdgeIndex) -> Vec<(u32, u32, Place)> {
    let graph = network.graph();
    let (_, junction) = graph.edge_endpoints(arc).expect("an arc of this network");
    let leaving: Vec<EdgeIndex> = graph.edges(junction).map(|edge| edge.id()).collect();
    let place = place(network, junction, arc, &leaving);
    let back = network.twin(arc);
    let goes_on = |next: &EdgeIndex| place == Place::End || back != Some(*next);
    let next = leaving.into_iter().filter(goes_on);
    next.map(|next| (arc.index() as u32, next.index() as u32, place)).collect()
}

fn place(network: &Network, junction: NodeIndex, arc: EdgeIndex, leaving: &[EdgeIndex]) -> Place {
    if leaving.len() == 1 && network.twin(arc) == Some(leaving[0]) {
        return Place::End;
    }
    let entering = network.graph().edges_directed(junction, petgraph::Direction::Incoming);
    let oneway = entering.filter(|edge| network.twin(edge.id()).is_none()).count();
    if leaving.len() + oneway > 2 { Place::Crossing } else { Place::Joint }
}

#[cfg(test)]
mod tests;
