//! Paths of least time by a contraction hierarchy, turns included.
//!
//! Its nodes are "at the end of an arc" (see `crate::hierarchy`). A way from
//! the end of one arc to the start of another is one to the end of the other,
//! less the whole of it. Only a way that ends on the arc where it began has to
//! be kept from going nowhere: it begins after the first turn.

use super::Atlas;
use super::Profile;
use super::departing::{Departing, Departure};
use super::engine::{Cost, Engine, Run, Seed};
use super::others::{Other, Ways};
use super::vehicle::NEVER as SHUT;
use crate::county::Running;
use crate::hierarchy::{
    Carried, Entry, Metric, NEVER, On, Path, Query, Side, Skeleton, Tables, Turns, UNREACHABLE,
};
use crate::network::{Hours, Network, Step};
use petgraph::graph::EdgeIndex;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Turns of this cost or more are not made.
pub(super) const NOT_TURNED: u32 = NEVER;

/// What does not depend on any vehicle.
#[derive(Clone, Debug)]
pub struct Ground {
    turns: Turns,
    skeleton: Skeleton,
    /// By node: where the turns from it begin, the turns being in their order; one more at the end.
    first: Vec<u32>,
    /// The same by the arc that turns lead into, and these turns. Only other ways need it.
    into: OnceLock<(Vec<u32>, Vec<u32>)>,
}

impl Ground {
    /// Orders the roads. The slow part: seconds for a province.
    #[must_use]
    pub fn new(network: &Network) -> Ground {
        let turns = Turns::new(network);
        let skeleton = turns.hierarchy(network).slim();
        Ground::of(turns, skeleton)
    }

    /// Of turns and the hierarchy over them; they must fit together.
    #[must_use]
    pub fn of(turns: Turns, skeleton: Skeleton) -> Ground {
        let mut first = vec![0_u32; skeleton.nodes() + 1];
        for turn in 0..turns.len() as u32 {
            first[turns.nodes(turn)[0] as usize + 1] += 1;
        }
        for node in 1..first.len() {
            first[node] += first[node - 1];
        }
        Ground { turns, skeleton, first, into: OnceLock::new() }
    }

    /// By node where the turns into it begin, and these turns.
    fn turns_into(&self) -> (&[u32], &[u32]) {
        let (first, into) = self.into.get_or_init(|| {
            let after = |turn: u32| self.turns.nodes(turn)[1] as usize;
            let mut into: Vec<u32> = (0..self.turns.len() as u32).collect();
            into.sort_by_key(|&turn| after(turn));
            let nodes = 0..self.first.len();
            let first = nodes.map(|node| into.partition_point(|&turn| after(turn) < node) as u32);
            (first.collect(), into)
        });
        (first, into)
    }

    /// The turns from a node.
    pub(super) fn turns_from(&self, node: u32) -> std::ops::Range<u32> {
        self.first[node as usize]..self.first[node as usize + 1]
    }

    #[must_use]
    pub fn turns(&self) -> &Turns {
        &self.turns
    }

    #[must_use]
    pub fn skeleton(&self) -> &Skeleton {
        &self.skeleton
    }
}

/// A vehicle's weights laid over the ground.
pub struct Hierarchy {
    ground: Arc<Ground>,
    metric: Metric,
    /// Milliseconds of each turn with the arc after it.
    costs: Vec<u32>,
    /// By arc: milliseconds, or `SHUT`, and decimetres.
    arcs: Arc<[[u32; 2]]>,
    /// Only tables of distances need it.
    carried: OnceLock<Carried>,
    /// Arrays of searches that are not running.
    idle: Mutex<Vec<Query>>,
    /// Arrays of tables that are not being made.
    tables: Tables,
}

impl Hierarchy {
    /// Over the arcs of `profile`; `running` says how long turns take, `None`: no time.
    #[must_use]
    pub fn new(ground: Arc<Ground>, running: Option<&Running>, profile: &Profile) -> Hierarchy {
        let arcs = profile.arcs();
        let open = |arc: u32| Some(arcs[arc as usize][0]).filter(|&millis| millis != SHUT);
        let costs = match running {
            Some(running) => ground.turns.costs_by(open, running, None),
            None => ground.turns.costs_free(open),
        };
        // Nothing is closed here afterwards: other weights are another one of these.
        let metric = Metric::new(&ground.skeleton, &costs).slim();
        let (carried, idle, tables) = (OnceLock::new(), Mutex::default(), Tables::default());
        Hierarchy { ground, metric, costs, arcs, carried, idle, tables }
    }

    fn on(&self) -> On<'_> {
        On { skeleton: &self.ground.skeleton, metric: &self.metric }
    }

    fn carried(&self) -> &Carried {
        self.carried.get_or_init(|| {
            let add = |turn: u32, row: &mut [i64]| {
                row[0] += i64::from(self.arcs[self.ground.turns.arcs(turn)[1].index()][1]);
            };
            Carried::new(&self.metric, 1, add)
        })
    }

    fn with_query<T>(&self, work: impl FnOnce(&mut Query) -> T) -> T {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = idle().pop();
        let mut query = taken.unwrap_or_else(|| Query::new(&self.ground.skeleton));
        let value = work(&mut query);
        idle().push(query);
        value
    }

    /// To be at the end of a seed's arc, where a way begins.
    fn leave(seed: &Seed) -> Entry {
        Entry { node: seed.arc.index() as u32, millis: small(seed.cost.millis) }
    }

    /// From the ends of seeds' arcs back to where the way ends on them, and the number of the seed
    /// of each.
    fn arrive(&self, seeds: &[Seed]) -> (Vec<Entry>, Vec<usize>) {
        let back = |(number, seed): (usize, &Seed)| {
            let whole = i64::from(self.arcs[seed.arc.index()][0]);
            let millis = small(seed.cost.millis - whole);
            let ends = self.ground.turns.ends_of(seed.arc);
            ends.map(move |node| (Entry { node, millis }, number)).collect::<Vec<_>>()
        };
        seeds.iter().enumerate().flat_map(back).unzip()
    }

    /// To be at the end of the arcs after a seed's arc, with the turns that lead there.
    fn leave_by_turns(&self, seed: &Seed) -> Vec<(Entry, u32)> {
        let arc = seed.arc.index();
        let turns = self.ground.first[arc]..self.ground.first[arc + 1];
        let open = turns.filter(|&turn| self.costs[turn as usize] < NEVER);
        open.map(|turn| {
            let next = self.ground.turns.nodes(turn)[1];
            let millis = seed.cost.millis + i64::from(self.costs[turn as usize]);
            (Entry { node: next, millis: small(millis) }, turn)
        })
        .collect()
    }

    /// The path between two groups of seeds of which some are on the same arc.
    fn path_around(&self, sources: &[Seed], targets: &[Seed]) -> Option<Run> {
        let begun: Vec<(usize, Entry, u32)> = sources
            .iter()
            .enumerate()
            .flat_map(|(number, seed)| {
                self.leave_by_turns(seed).into_iter().map(move |(entry, turn)| (number, entry, turn))
            })
            .collect();
        let from: Vec<Entry> = begun.iter().map(|&(_, entry, _)| entry).collect();
        let (to, ends) = self.arrive(targets);
        let path = self.with_query(|query| query.path(self.on(), &from, &to))?;
        let (source, _, turn) = begun[path.from];
        Some(self.run(sources, targets, (source, ends[path.to]), Some(turn), &path))
    }

    /// A path of turns as arcs between two seeds.
    fn run(
        &self,
        sources: &[Seed],
        targets: &[Seed],
        (source, target): (usize, usize),
        first: Option<u32>,
        path: &Path,
    ) -> Run {
        let turns = first.into_iter().chain(path.arcs.iter().copied());
        let mut arcs: Vec<EdgeIndex> = turns.map(|turn| self.ground.turns.arcs(turn)[1]).collect();
        // The last turn is into the arc where the way ends.
        arcs.pop();
        let between: i64 = arcs.iter().map(|arc| i64::from(self.arcs[arc.index()][1])).sum();
        let ends = sources[source].cost.decimetres + targets[target].cost.decimetres;
        let cost = Cost { millis: path.millis, decimetres: between + ends };
        Run { cost, source, target, arcs }
    }
}

/// Twelve days are enough for any arc; what takes longer takes that.
fn small(millis: i64) -> i32 {
    const MOST: i64 = 12 * 24 * 3_600_000 - 1;
    millis.clamp(-MOST, MOST) as i32
}

fn share_an_arc(sources: &[Seed], targets: &[Seed]) -> bool {
    sources.iter().any(|source| targets.iter().any(|target| source.arc == target.arc))
}

impl Engine for Hierarchy {
    fn table(&self, sources: &[Vec<Seed>], targets: &[Vec<Seed>], distances: bool) -> Vec<Option<Cost>> {
        let from: Vec<Vec<Entry>> =
            sources.iter().map(|seeds| seeds.iter().map(Self::leave).collect()).collect();
        let (to, ends): (Vec<Vec<Entry>>, Vec<Vec<usize>>) =
            targets.iter().map(|seeds| self.arrive(seeds)).unzip();
        let mut costs: Vec<Option<Cost>> = if distances {
            // Beside the decimetres stands the mark that decides ties; ends have none.
            let row = |seed: &Seed, whole: u32| [seed.cost.decimetres - i64::from(whole), 0];
            let out: Vec<i64> = sources.iter().flatten().flat_map(|seed| row(seed, 0)).collect();
            let seeds =
                targets.iter().zip(&ends).flat_map(|(seeds, ends)| ends.iter().map(|&end| &seeds[end]));
            let back: Vec<i64> = seeds.flat_map(|seed| row(seed, self.arcs[seed.arc.index()][1])).collect();
            let make = |found: Option<(i64, &[i64])>| {
                found.map(|(millis, sums)| Cost { millis, decimetres: sums[0] })
            };
            let (from, to) = (Side { entries: &from, sums: &out }, Side { entries: &to, sums: &back });
            self.tables.with(self.on(), self.carried(), from, to, make)
        } else {
            let cost = |millis: i64| (millis != UNREACHABLE).then_some(Cost { millis, decimetres: 0 });
            self.tables.times(self.on(), &from, &to).into_iter().map(cost).collect()
        };
        for (row, column) in pairs_on_one_arc(sources, targets) {
            let run = self.path_around(&sources[row], &targets[column]);
            costs[row * targets.len() + column] = run.map(|run| run.cost);
        }
        costs
    }

    fn path(&self, sources: &[Seed], targets: &[Seed]) -> Option<Run> {
        if share_an_arc(sources, targets) {
            return self.path_around(sources, targets);
        }
        let from: Vec<Entry> = sources.iter().map(Self::leave).collect();
        let (to, ends) = self.arrive(targets);
        let path = self.with_query(|query| query.path(self.on(), &from, &to))?;
        Some(self.run(sources, targets, (path.from, ends[path.to]), None, &path))
    }

    fn others(&self, atlas: &Atlas, sources: &[Seed], targets: &[Seed], most: usize) -> Vec<Run> {
        // On one road there is only that road.
        if most == 0 || share_an_arc(sources, targets) {
            return Vec::new();
        }
        let from: Vec<Entry> = sources.iter().map(Self::leave).collect();
        let (to, ends) = self.arrive(targets);
        let best = self.with_query(|query| query.path(self.on(), &from, &to));
        let Some(best) = best else { return Vec::new() };
        let (first_into, into) = self.ground.turns_into();
        let ways = Ways {
            first: &self.ground.first,
            first_into,
            into,
            arcs: &|turn| self.ground.turns.nodes(turn),
            costs: &self.costs,
            millis: &|node| i64::from(self.arcs[self.ground.turns.arc(node).index()][0]),
            head: &|node| atlas.ends(self.ground.turns.arc(node)).1,
        };
        let seed = |entry: &Entry| (entry.node, i64::from(entry.millis));
        let [from, to]: [Vec<_>; 2] = [&from, &to].map(|entries| entries.iter().map(seed).collect());
        let found = ways.others([&from, &to], (best.millis, &best.arcs), most);
        let path = |Other { millis, from, to, turns }| Path { millis, from, to, arcs: turns };
        let run = |path: Path| self.run(sources, targets, (path.from, ends[path.to]), None, &path);
        found.into_iter().map(path).map(run).collect()
    }

    fn departing<'a>(
        &'a self,
        running: &'a Running,
        steps: &[Step],
        departure: Departure,
    ) -> Option<Box<dyn Engine + 'a>> {
        let hours = Hours::of(steps, Some(departure.day));
        let matters = !hours.is_empty() || self.ground.turns.has_times();
        let (ground, costs, arcs) = (&*self.ground, self.costs.as_slice(), &*self.arcs);
        matters.then(|| {
            Box::new(Departing { ground, running, costs, arcs, hours, departure }) as Box<dyn Engine + 'a>
        })
    }

    fn turning(&self, from: EdgeIndex, to: EdgeIndex) -> i64 {
        let turns = self.ground.first[from.index()]..self.ground.first[from.index() + 1];
        let turn = turns.into_iter().find(|&turn| self.ground.turns.arcs(turn)[1] == to);
        let turn = turn.map(|turn| self.costs[turn as usize]).filter(|&millis| millis < NEVER);
        turn.map_or(0, |millis| i64::from(millis) - i64::from(self.arcs[to.index()][0]))
    }
}

/// Rows and columns whose seeds share an arc.
fn pairs_on_one_arc(sources: &[Vec<Seed>], targets: &[Vec<Seed>]) -> Vec<(usize, usize)> {
    let mut by_arc: Vec<(usize, usize)> = targets
        .iter()
        .enumerate()
        .flat_map(|(column, seeds)| seeds.iter().map(move |seed| (seed.arc.index(), column)))
        .collect();
    by_arc.sort_unstable();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (row, seeds) in sources.iter().enumerate() {
        for seed in seeds {
            let first = by_arc.partition_point(|&(arc, _)| arc < seed.arc.index());
            let same = by_arc[first..].iter().take_while(|(arc, _)| *arc == seed.arc.index());
            pairs.extend(same.map(|&(_, column)| (row, column)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
