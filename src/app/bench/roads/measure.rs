//! The measurements, on starts and ends drawn with the seed.

use super::{Roads, RoadsRequest, RoadsResult, plain_costs};
use crate::app::clock::Spent;
use crate::county::{Season, Weather};
use crate::hierarchy::{Carried, Entry, Metric, On, Query, Side, Skeleton, table, table_with};
use crate::network::{ArcWeight, Network, State, Weights};
use petgraph::graph::EdgeIndex;
use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{Rng, SeedableRng};
use std::hint::black_box;

/// Each table is computed so often; the middle time counts.
const TIMES: usize = 3;
/// Starts and ends of the small table.
const SMALL: usize = 100;
/// Distances and routes that are averaged.
const ROUTES: usize = 2_000;
/// Roads that are closed at once.
const CLOSED: usize = 50;

/// Arcs drawn at random among those that can be reached and left.
pub(super) struct Sample {
    pub starts: Vec<EdgeIndex>,
    pub ends: Vec<EdgeIndex>,
    pub closed: Vec<EdgeIndex>,
}

impl Sample {
    pub fn new(network: &Network, weights: &Weights, request: &RoadsRequest) -> Sample {
        let open: Vec<EdgeIndex> =
            network.graph().edge_indices().filter(|arc| weights.arcs[arc.index()].is_some()).collect();
        let mut dice = Pcg64Mcg::seed_from_u64(request.seed);
        let mut draw = |count: usize| -> Vec<EdgeIndex> {
            let count = if open.is_empty() { 0 } else { count };
            (0..count).map(|_| open[(dice.next_u64() % open.len() as u64) as usize]).collect()
        };
        Sample { starts: draw(request.size), ends: draw(request.size), closed: draw(CLOSED) }
    }

    /// The ends of these arcs, as nodes of the hierarchy over turns.
    pub fn nodes(arcs: &[EdgeIndex]) -> Vec<Vec<Entry>> {
        arcs.iter().map(|arc| vec![Entry::at(arc.index() as u32)]).collect()
    }

    /// The same places as junctions.
    pub fn junctions(network: &Network, arcs: &[EdgeIndex]) -> Vec<Vec<Entry>> {
        let head = |arc: &EdgeIndex| {
            let (_, head) = network.graph().edge_endpoints(*arc).expect("an arc of this network");
            vec![Entry::at(head.index() as u32)]
        };
        arcs.iter().map(head).collect()
    }
}

/// Length and energies.
pub(super) const QUANTITIES: usize = 3;

pub(super) fn carried(roads: &Roads, on: On, arc_of: impl Fn(u32) -> u32) -> Carried {
    Carried::new(on.metric, QUANTITIES, |input, row| {
        let weight = roads.weights.arcs[arc_of(input) as usize];
        let ArcWeight { decimetres, empty, per_tonne, .. } = weight.expect("a path uses open arcs");
        row[0] += i64::from(decimetres);
        row[1] += i64::from(empty);
        row[2] += i64::from(per_tonne);
    })
}

/// The arc after each turn.
pub(super) fn after(roads: &Roads) -> impl Fn(u32) -> u32 + Copy + '_ {
    |turn| roads.turns.arcs(turn)[1].index() as u32
}

fn middle(clock: impl Fn() -> Spent, mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..TIMES)
        .map(|_| {
            let step = clock();
            work();
            step.seconds()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[TIMES / 2]
}

type Cell = Option<[i64; QUANTITIES + 1]>;

pub(super) fn all_quantities(on: On, carried: &Carried, from: &[Vec<Entry>], to: &[Vec<Entry>]) -> Vec<Cell> {
    table_with(on, carried, Side::bare(from), Side::bare(to), |cell| {
        cell.map(|(millis, sums)| [millis, sums[0], sums[1], sums[2]])
    })
}

pub(super) fn tables(
    roads: &Roads,
    metric: &Metric,
    sample: &Sample,
    result: &mut RoadsResult,
    clock: impl Fn() -> Spent,
) {
    let on = On { skeleton: &roads.skeleton, metric };
    let (from, to) = (Sample::nodes(&sample.starts), Sample::nodes(&sample.ends));
    result.durations = middle(&clock, || drop(black_box(table(on, &from, &to))));
    let sums = carried(roads, on, after(roads));
    result.quantities = middle(&clock, || drop(black_box(all_quantities(on, &sums, &from, &to))));
    let small = SMALL.min(from.len());
    result.small = middle(&clock, || drop(black_box(table(on, &from[..small], &to[..small]))));

    let plain: &Skeleton = &roads.plain;
    let metric = Metric::new(plain, &plain_costs(roads));
    let on = On { skeleton: plain, metric: &metric };
    let from = Sample::junctions(&roads.network, &sample.starts);
    let to = Sample::junctions(&roads.network, &sample.ends);
    result.durations_plain = middle(&clock, || drop(black_box(table(on, &from, &to))));
    let sums = carried(roads, on, |arc| arc);
    result.quantities_plain = middle(&clock, || drop(black_box(all_quantities(on, &sums, &from, &to))));
}

pub(super) fn routes(
    roads: &Roads,
    metric: &Metric,
    sample: &Sample,
    result: &mut RoadsResult,
    clock: impl Fn() -> Spent,
) {
    let on = On { skeleton: &roads.skeleton, metric };
    let mut query = Query::new(&roads.skeleton);
    let pairs: Vec<[[Entry; 1]; 2]> = sample
        .starts
        .iter()
        .cycle()
        .zip(sample.ends.iter().rev().cycle())
        .take(ROUTES)
        .map(|(from, to)| [from, to].map(|arc| [Entry::at(arc.index() as u32)]))
        .collect();
    let count = pairs.len().max(1) as f64;
    let step = clock();
    for [from, to] in &pairs {
        black_box(query.millis(on, from, to));
    }
    result.distance = step.seconds() / count;
    let step = clock();
    for [from, to] in &pairs {
        black_box(query.path(on, from, to));
    }
    result.route = step.seconds() / count;
}

/// Closed roads and rain in winter on all of them, each until a distance is known again.
pub(super) fn changes(
    roads: &Roads,
    metric: &Metric,
    sample: &Sample,
    request: &RoadsRequest,
    result: &mut RoadsResult,
    clock: impl Fn() -> Spent,
) {
    let (Some(from), Some(to)) = (sample.starts.first(), sample.ends.last()) else { return };
    let [from, to] = [from, to].map(|arc| [Entry::at(arc.index() as u32)]);
    let mut query = Query::new(&roads.skeleton);
    let mut closed = metric.clone();
    let mut weights = roads.weights.clone();
    let step = clock();
    let both = sample.closed.iter().flat_map(|&arc| [Some(arc), roads.network.twin(arc)]).flatten();
    let arcs: Vec<EdgeIndex> = both.collect();
    arcs.iter().for_each(|arc| weights.arcs[arc.index()] = None);
    closed.change(&roads.skeleton, &roads.turns.costs(&weights), &roads.turns.at(&arcs));
    black_box(query.millis(On { skeleton: &roads.skeleton, metric: &closed }, &from, &to));
    result.close = step.seconds();
    let anew = Metric::new(&roads.skeleton, &roads.turns.costs(&weights));
    result.checked += 1;
    result.wrong += usize::from(anew != closed);
    drop((anew, closed));

    let Ok(running) = super::running(&request.vehicle) else { return };
    let rain = State { weather: Weather::Rain, ..State::from(Season::Winter) };
    let mut renewed = metric.clone();
    let step = clock();
    let times = roads.network.times(&running, rain);
    let open = |arc: u32| Some(times[arc as usize]).filter(|&millis| millis != u32::MAX);
    let fresh = renewed.lay(&roads.skeleton, &roads.turns.costs_by(open, &running, None));
    let first = black_box(fresh.millis(&mut query, &from, &to));
    result.season = step.seconds();
    drop(fresh);
    result.season_whole = step.seconds();
    result.checked += 1;
    let on = On { skeleton: &roads.skeleton, metric: &renewed };
    result.wrong += usize::from(first != query.millis(on, &from, &to));
    let weighed = roads.network.weigh(&running, rain);
    result.checked += 1;
    result.wrong += usize::from(renewed != Metric::new(&roads.skeleton, &roads.turns.costs(&weighed)));
}

/// What two threads take, on the clock.
pub(super) fn on_two(
    roads: &Roads,
    metric: &Metric,
    sample: &Sample,
    request: &RoadsRequest,
) -> Option<RoadsResult> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().ok()?;
    let clock = || Spent::start(false);
    let mut result = RoadsResult::default();
    pool.install(|| {
        let costs = roads.turns.costs(&roads.weights);
        let step = clock();
        black_box(Metric::new(&roads.skeleton, &costs));
        result.customize = step.seconds();
        tables(roads, metric, sample, &mut result, clock);
        changes(roads, metric, sample, request, &mut result, clock);
    });
    Some(result)
}
