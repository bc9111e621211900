//! What each closure would cost today (M43).
//!
//! Every road that a way of today's orders uses is closed once, both
//! directions together; only what hung on it is searched again. Roads that no
//! order uses cost nothing, so nothing is sampled and nothing is left out.

use super::bridges;
use super::hazard::Rates;
use super::tree::{Scratch, Tree};
use super::web::{Way, Web, marked, stretches};
use crate::network::{Network, Weights};
use crate::units::Fen;
use petgraph::graph::{EdgeIndex, NodeIndex};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// An order's way, driven there and back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    pub from: NodeIndex,
    pub to: NodeIndex,
    /// Share of a vehicle that it takes, 0 to 1.
    pub share: f64,
    /// Of leaving it out.
    pub price_out: Fen,
}

/// What driving costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prices {
    pub per_hour: Fen,
    pub per_km: Fen,
    /// Per MWh.
    pub energy: Fen,
}

/// A road between places where something else begins, and what its closure does today.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// Both directions.
    pub edges: Vec<EdgeIndex>,
    /// Some place on the road network hangs on it alone.
    pub bridge: bool,
    /// That it is closed on the day.
    pub chance: f64,
    /// Orders that go another way, and orders that nobody reaches.
    pub detours: usize,
    pub cut_off: usize,
    /// Summed over the orders that go another way, there and back.
    pub added_millis: i64,
    pub added_decimetres: i64,
    /// Of the closure, if it happens.
    pub cost: Fen,
}

/// A county's roads by what their closures cost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Criticality {
    /// Dearest first; only those whose closure changes anything today.
    pub stretches: Vec<Stretch>,
    /// Of the road network: all stretches, those that are bridges, those that are weak, and those
    /// that orders use. All used ones have been closed, and so all that cost anything.
    pub roads: usize,
    pub bridges: usize,
    pub weak: usize,
    pub used: usize,
    /// Orders whose place is not reached even on a good day.
    pub unreachable: usize,
}

/// All demands from one junction, as places in the walks of its two trees.
struct Origin<'a> {
    there: Tree<'a>,
    back: Tree<'a>,
    /// Place in the walk and demand, sorted.
    to: Vec<(u32, u32)>,
    home: Vec<(u32, u32)>,
}

/// Closes each road that the demands use. `weak`: closures a day from which on a road is weak.
#[must_use]
pub fn critical(
    network: &Network,
    weights: &Weights,
    rates: &Rates,
    (demands, prices): (&[Demand], &Prices),
    weak: f64,
) -> Criticality {
    let (web, back) = (Web::new(network, weights, false), Web::new(network, weights, true));
    let ends = demands.iter().flat_map(|demand| [demand.from, demand.to]);
    let keep = marked(network.graph().node_count(), ends);
    let (of, members) = stretches(network, &keep);
    let origins: Vec<Origin> = {
        let from: BTreeSet<NodeIndex> = demands.iter().map(|demand| demand.from).collect();
        from.into_iter().map(|from| Origin::new(from, demands, (&web, &back), weights)).collect()
    };
    let used: BTreeSet<u32> = origins.iter().flat_map(|origin| origin.used(network, demands, &of)).collect();
    let bridge = match demands.first() {
        Some(demand) => bridges::bridges(network, weights, demand.from),
        None => vec![false; network.graph().edge_count()],
    };
    let chance =
        |edges: &[EdgeIndex]| rates.any(edges.iter().copied().filter(|edge| one_way(network, *edge)));
    let is_bridge = |edges: &[EdgeIndex]| edges.iter().any(|edge| bridge[edge.index()]);
    let close = |scratch: &mut Scratch, stretch: u32| {
        let edges = &members[stretch as usize];
        let mut closed =
            Closing { network, of: &of, stretch, edges, demands, prices, added: BTreeMap::new() };
        origins.iter().for_each(|origin| closed.close(origin, scratch));
        closed.sum(is_bridge(edges), chance(edges))
    };
    let used: Vec<u32> = used.into_iter().collect();
    let mut found: Vec<Stretch> =
        used.par_iter().map_init(Scratch::default, |scratch, &stretch| close(scratch, stretch)).collect();
    found.retain(|stretch| stretch.detours + stretch.cut_off > 0);
    found.sort_by_key(|stretch| (std::cmp::Reverse(stretch.cost), stretch.edges[0]));
    Criticality {
        roads: members.len(),
        bridges: members.iter().filter(|edges| is_bridge(edges)).count(),
        weak: members.iter().filter(|edges| chance(edges) >= weak).count(),
        used: used.len(),
        unreachable: demands.len() - origins.iter().map(|origin| origin.served()).sum::<usize>(),
        stretches: found,
    }
}

/// True for one of an arc and its twin.
fn one_way(network: &Network, edge: EdgeIndex) -> bool {
    network.twin(edge).is_none_or(|twin| edge < twin)
}

impl<'a> Origin<'a> {
    fn new(
        from: NodeIndex,
        demands: &[Demand],
        (web, back): (&'a Web, &'a Web),
        weights: &'a Weights,
    ) -> Origin<'a> {
        let root = from.index() as u32;
        let (there, home) = (Tree::new(web, back, weights, root), Tree::new(back, web, weights, root));
        let places = |tree: &Tree| {
            let mut places: Vec<(u32, u32)> = (0..)
                .zip(demands)
                .filter(|(_, demand)| demand.from == from)
                .filter(|(_, demand)| there.way(demand.to.index() as u32).is_some())
                .filter(|(_, demand)| home.way(demand.to.index() as u32).is_some())
                .filter_map(|(index, demand)| Some((tree.place(demand.to.index() as u32)?, index)))
                .collect();
            places.sort_unstable();
            places
        };
        let (to, from) = (places(&there), places(&home));
        Origin { to, home: from, there, back: home }
    }

    fn served(&self) -> usize {
        self.to.len()
    }

    /// Stretches that lie on the way of any demand.
    fn used(&self, network: &Network, demands: &[Demand], of: &[u32]) -> BTreeSet<u32> {
        let mut used = BTreeSet::new();
        for (tree, forward) in [(&self.there, true), (&self.back, false)] {
            let mut seen = vec![false; network.graph().node_count()];
            for &(_, demand) in &self.to {
                let mut at = demands[demand as usize].to.index() as u32;
                while let Some(edge) = tree.parent(at) {
                    if std::mem::replace(&mut seen[at as usize], true) {
                        break;
                    }
                    used.insert(of[edge as usize]);
                    let ends = network.graph().edge_endpoints(EdgeIndex::new(edge as usize));
                    let Some((tail, head)) = ends else { break };
                    at = if forward { tail } else { head }.index() as u32;
                }
            }
        }
        used
    }
}

/// What one closure adds, by demand; `None`: cut off.
struct Closing<'a> {
    network: &'a Network,
    of: &'a [u32],
    stretch: u32,
    edges: &'a [EdgeIndex],
    demands: &'a [Demand],
    prices: &'a Prices,
    added: BTreeMap<u32, Option<Added>>,
}

#[derive(Clone, Copy, Default)]
struct Added {
    millis: i64,
    decimetres: i64,
    joules: i64,
}

impl Closing<'_> {
    fn close(&mut self, origin: &Origin, scratch: &mut Scratch) {
        for (tree, places, forward) in
            [(&origin.there, &origin.to, true), (&origin.back, &origin.home, false)]
        {
            let heads = self.edges.iter().filter_map(|&edge| {
                let (tail, head) = self.network.graph().edge_endpoints(edge)?;
                Some((edge.index() as u32, if forward { head } else { tail }.index() as u32))
            });
            let ranges = tree.hanging(heads);
            let within = |&(low, high): &(u32, u32)| {
                let from = places.partition_point(|(place, _)| *place < low);
                &places[from..from + places[from..].partition_point(|(place, _)| *place < high)]
            };
            if ranges.iter().all(|range| within(range).is_empty()) {
                continue;
            }
            let (of, stretch) = (self.of, self.stretch);
            tree.mended(&ranges, |edge| of[edge as usize] == stretch, scratch);
            for &(_, demand) in ranges.iter().flat_map(within) {
                let to = self.demands[demand as usize].to.index() as u32;
                let (before, after) = (tree.way(to), scratch.way(to));
                self.add(demand, before.zip(after));
            }
        }
    }

    fn add(&mut self, demand: u32, ways: Option<(Way, Way)>) {
        let known = self.added.entry(demand).or_insert(Some(Added::default()));
        *known = known.zip(ways).map(|(known, (before, after))| Added {
            millis: known.millis + after.millis as i64 - before.millis as i64,
            decimetres: known.decimetres + after.decimetres as i64 - before.decimetres as i64,
            joules: known.joules + after.joules - before.joules,
        });
    }

    fn sum(self, bridge: bool, chance: f64) -> Stretch {
        let mut sum = Stretch {
            edges: self.edges.to_vec(),
            bridge,
            chance,
            detours: 0,
            cut_off: 0,
            added_millis: 0,
            added_decimetres: 0,
            cost: Fen(0),
        };
        for (demand, added) in self.added {
            let demand = &self.demands[demand as usize];
            let Some(added) = added else {
                sum.cut_off += 1;
                sum.cost = Fen(sum.cost.0 + demand.price_out.0);
                continue;
            };
            sum.detours += 1;
            sum.added_millis += added.millis;
            sum.added_decimetres += added.decimetres;
            let money = self.prices.per_hour.0 as f64 * added.millis as f64 / 3.6e6
                + self.prices.per_km.0 as f64 * added.decimetres as f64 / 1e4
                + self.prices.energy.0 as f64 * added.joules as f64 / 3.6e9;
            // A longer way may need less energy; no closure is worth money, though.
            sum.cost = Fen(sum.cost.0 + Fen::rounded((demand.share * money).max(0.0)).0);
        }
        sum
    }
}
