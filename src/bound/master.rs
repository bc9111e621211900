//! The LP over the trips found so far, and the prices of its rows.

use super::cuts::{Cut, Used};
use super::graph::Graph;
use super::inflow::Flow;
use super::pricing::Trip;
use crate::county::VehicleTypeId;
use crate::lp::{self, Column, Limits, Master, Row, Status, master};
use crate::model::{Job, Problem, TaskId};
use crate::route::Route;
use crate::units::Stop;
use std::collections::{BTreeMap, HashSet};

/// Leaving an order out costs at most so many times the dearest trip for one order alone: prices
/// beyond that only disturb the solver's arithmetic. A lower price keeps the bound a bound.
const DEAR: f64 = 20.0;
/// A trip is used by the LP from here on.
const USED: f64 = 1e-6;

/// What the rows are worth, all of it 0 or more.
#[derive(Clone, Debug)]
pub struct Prices {
    /// By task.
    pub(super) orders: Vec<f64>,
    /// By vehicle type: of a trip, and of a second.
    pub(super) trips: Vec<f64>,
    pub(super) hours: Vec<f64>,
    /// By pool of drivers.
    pub(super) drivers: Vec<f64>,
    /// By cut: what a triple's limit costs, or an inflow's need is worth.
    pub(super) cuts: Vec<f64>,
}

impl Prices {
    pub fn of_row(&self, row: usize) -> f64 {
        self.orders[row]
    }

    pub fn of_order(&self, job: &Job) -> f64 {
        job.tasks().map(|task| self.orders[task.index()]).sum()
    }

    pub fn per_second(&self, kind: usize) -> f64 {
        self.hours[kind]
    }

    pub fn per_trip(&self, kind: usize) -> f64 {
        self.trips[kind]
    }

    pub fn of_cuts(&self) -> &[f64] {
        &self.cuts
    }

    /// A share of the way from these prices to others. Cuts that have no price yet cost nothing.
    pub fn towards(&self, others: &Prices, share: f64) -> Prices {
        let go = |own: &[f64], others: &[f64]| mix(own, others, share);
        Prices {
            orders: go(&self.orders, &others.orders),
            trips: go(&self.trips, &others.trips),
            hours: go(&self.hours, &others.hours),
            drivers: go(&self.drivers, &others.drivers),
            cuts: go(&self.cuts, &others.cuts),
        }
    }
}

/// An answer of the LP.
pub struct Solved {
    pub objective: f64,
    pub prices: Prices,
    /// By order: how much of it is left out.
    pub out: Vec<f64>,
    /// By trip.
    pub values: Vec<f64>,
}

/// A trip's vehicle type and tasks.
pub type Kind = (usize, Vec<TaskId>);

/// Whole trips.
pub struct Chosen {
    /// No choice costs less.
    pub bound: f64,
    /// By trip.
    pub values: Vec<f64>,
}

/// By order: its tasks, and the price of leaving it out.
pub fn left_out(problem: &Problem, graphs: &[Graph]) -> Vec<(Vec<usize>, f64)> {
    let dearest = |graph: &Graph| {
        let alone = (0..graph.nodes.len() as u32).map(|node| graph.measure(&[node]).0);
        alone.fold(0.0, f64::max) + graph.fixed
    };
    let dear = DEAR * graphs.iter().map(dearest).fold(1.0, f64::max);
    let out = |job: &Job| (job.tasks().map(TaskId::index).collect(), (job.price_out as f64).min(dear));
    problem.jobs.iter().map(out).collect()
}

/// Numbers a share of the way from some to others; those that are new go from 0.
pub fn mix(own: &[f64], others: &[f64], share: f64) -> Vec<f64> {
    let own = own.iter().copied().chain(std::iter::repeat(0.0));
    own.zip(others).map(|(own, other)| own + share * (other - own)).collect()
}

/// The LP.
pub struct Relaxed {
    pub(super) lp: Box<dyn Master>,
    pub(super) trips: Vec<Kind>,
    pub(super) known: HashSet<(usize, Vec<u32>)>,
    /// Columns before the first trip.
    pub(super) first: usize,
    pub(super) tasks: usize,
    /// By vehicle type.
    pub(super) counts: Vec<f64>,
    pub(super) most_trips: Vec<f64>,
    /// Seconds, 0 where they limit nothing.
    pub(super) days: Vec<f64>,
    pub(super) fixed: Vec<f64>,
    /// By vehicle type: trips that any plan has at most.
    pub(super) limits: Vec<f64>,
    pub(super) pools: Vec<(Vec<usize>, usize)>,
    pub(super) cuts: Vec<Cut>,
    /// By order: its tasks, and the price of leaving it out.
    pub(super) left_out: Vec<(Vec<usize>, f64)>,
}

impl Relaxed {
    /// `None` if the solver refuses the first rows.
    pub fn new(problem: &Problem, graphs: &[Graph]) -> Option<Relaxed> {
        let trips = |graph: &Graph| ((graph.count * graph.max_trips).min(graph.nodes.len())) as f64;
        let mut relaxed = Relaxed {
            lp: master(),
            trips: Vec::new(),
            known: HashSet::new(),
            first: 0,
            tasks: problem.tasks.len(),
            counts: graphs.iter().map(|graph| graph.count as f64).collect(),
            most_trips: graphs.iter().map(|graph| graph.max_trips as f64).collect(),
            days: graphs.iter().map(Graph::day).collect(),
            fixed: graphs.iter().map(|graph| graph.fixed).collect(),
            limits: graphs.iter().map(trips).collect(),
            pools: problem.pools.clone(),
            cuts: Vec::new(),
            left_out: left_out(problem, graphs),
        };
        relaxed.lay_out().map(|()| relaxed)
    }

    /// Rows by task, trips by type, hours by type, drivers by pool; then columns.
    fn lay_out(&mut self) -> Option<()> {
        let kinds = self.counts.len();
        let row = |lower: f64, upper: f64| Row { lower, upper, entries: Vec::new() };
        for _ in 0..self.tasks {
            self.lp.add_row(row(1.0, f64::INFINITY)).ok()?;
        }
        for _ in 0..2 * kinds {
            self.lp.add_row(row(f64::NEG_INFINITY, 0.0)).ok()?;
        }
        for pool in 0..self.pools.len() {
            self.lp.add_row(row(f64::NEG_INFINITY, self.pools[pool].1 as f64)).ok()?;
        }
        for (tasks, price) in &self.left_out {
            let entries: Vec<(usize, f64)> = tasks.iter().map(|&task| (task, 1.0)).collect();
            let column = Column { cost: *price, lower: 0.0, upper: 1.0, integer: false };
            self.lp.add_column(column, &entries).ok()?;
        }
        for kind in 0..kinds {
            let mut entries = vec![(self.tasks + kind, -self.most_trips[kind])];
            if self.days[kind] > 0.0 {
                entries.push((self.tasks + kinds + kind, -self.days[kind]));
            }
            let pools = self.pools.iter().enumerate().filter(|(_, (members, _))| members.contains(&kind));
            entries.extend(pools.map(|(pool, _)| (self.tasks + 2 * kinds + pool, 1.0)));
            let column =
                Column { cost: self.fixed[kind], lower: 0.0, upper: self.counts[kind], integer: false };
            self.lp.add_column(column, &entries).ok()?;
        }
        self.first = self.left_out.len() + kinds;
        Some(())
    }

    /// Adds trips, those of routes, and cuts.
    pub fn fill(&mut self, graphs: &[Graph], trips: Vec<Kind>, routes: &[Route], cuts: &[Cut]) {
        let driven = routes
            .iter()
            .flat_map(|route| route.trips.iter().map(|trip| (route.vehicle_type.index(), trip.clone())));
        for (kind, tasks) in trips.into_iter().chain(driven) {
            if let Some(trip) = graphs[kind].trip(&tasks) {
                self.add(&graphs[kind], kind, &trip);
            }
        }
        self.add_cuts(cuts.iter().cloned());
    }

    fn before_cuts(&self) -> usize {
        self.tasks + 2 * self.counts.len() + self.pools.len()
    }

    pub fn cuts(&self) -> &[Cut] {
        &self.cuts
    }

    /// Adds a row that every plan obeys; false if it is there or the solver refuses it.
    pub fn add_cut(&mut self, cut: Cut) -> bool {
        if self.cuts.contains(&cut) {
            return false;
        }
        let rows_of = |tasks: &[TaskId]| tasks.iter().map(|task| task.index()).collect::<Vec<usize>>();
        let trips = self.trips.iter().map(|(_, tasks)| cut.count(&rows_of(tasks)));
        let mut entries: Vec<(usize, f64)> = (self.first..).zip(trips.map(|count| count as f64)).collect();
        let (lower, upper) = match &cut {
            Cut::Triple { .. } => (f64::NEG_INFINITY, 1.0),
            Cut::Inflow { rows, least } => {
                let out = self.left_out.iter().map(|(tasks, _)| rows.count(tasks));
                entries.extend((0..).zip(out));
                (*least as f64, f64::INFINITY)
            }
        };
        entries.retain(|entry| entry.1 > 0.0);
        if self.lp.add_row(Row { lower, upper, entries }).is_err() {
            return false;
        }
        self.cuts.push(cut);
        true
    }

    /// Adds rows; whether any of them is new.
    pub fn add_cuts(&mut self, cuts: impl IntoIterator<Item = Cut>) -> bool {
        let before = self.cuts.len();
        for cut in cuts {
            self.add_cut(cut);
        }
        self.cuts.len() > before
    }

    /// Trips that the LP uses.
    pub fn used(&self, values: &[f64]) -> Used {
        let used = self.trips.iter().zip(values).filter(|(_, value)| **value > USED);
        used.map(|((_, tasks), &value)| (tasks.iter().map(|task| task.index()).collect(), value)).collect()
    }

    /// The same with their vehicle types.
    pub fn used_trips(&self, values: &[f64]) -> impl Iterator<Item = Kind> {
        let used = self.trips.iter().zip(values).filter(|(_, value)| **value > USED);
        used.map(|(trip, _)| trip.clone())
    }

    /// How the LP goes from stop to stop.
    pub fn flow(&self, used: &Used, out: &[f64]) -> Flow {
        let mut legs: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); self.tasks];
        let mut entering = vec![0.0; self.tasks];
        for (trip, value) in used {
            for (place, &row) in trip.iter().enumerate() {
                entering[row] += value;
                if place > 0 {
                    *legs[trip[place - 1]].entry(row).or_default() += value;
                }
            }
        }
        let mut left_out = vec![0.0; self.tasks];
        for ((tasks, _), value) in self.left_out.iter().zip(out) {
            tasks.iter().for_each(|&task| left_out[task] = *value);
        }
        let legs = legs.into_iter().map(|legs| legs.into_iter().collect());
        Flow { legs: legs.collect(), entering, left_out }
    }

    pub fn trips(&self) -> usize {
        self.trips.len()
    }

    /// Adds a trip; false if it is there already or the solver refuses it.
    pub fn add(&mut self, graph: &Graph, kind: usize, trip: &Trip) -> bool {
        if !self.known.insert((kind, trip.nodes.clone())) {
            return false;
        }
        let (cost, seconds) = graph.measure(&trip.nodes);
        let rows: Vec<usize> = trip.nodes.iter().map(|&node| graph.nodes[node as usize].row).collect();
        let mut entries: Vec<(usize, f64)> = Vec::with_capacity(trip.nodes.len() + 2);
        for &row in &rows {
            match entries.iter_mut().find(|entry| entry.0 == row) {
                Some(entry) => entry.1 += 1.0,
                None => entries.push((row, 1.0)),
            }
        }
        entries.push((self.tasks + kind, 1.0));
        if graph.day() > 0.0 {
            entries.push((self.tasks + self.counts.len() + kind, seconds as f64));
        }
        for (cut, row) in self.cuts.iter().zip(self.before_cuts()..) {
            let count = cut.count(&rows);
            if count > 0 {
                entries.push((row, count as f64));
            }
        }
        let column = Column { cost, lower: 0.0, upper: f64::INFINITY, integer: false };
        if self.lp.add_column(column, &entries).is_err() {
            return false;
        }
        let tasks = trip.nodes.iter().map(|&node| graph.nodes[node as usize].task).collect();
        self.trips.push((kind, tasks));
        true
    }

    /// `None` if it was stopped or failed, or gives no prices.
    pub fn solve(&mut self, stop: &dyn Stop) -> Option<Solved> {
        let answer = self.lp.solve(&Limits { seconds: None, gap: 0.0, stop }).ok()?;
        if answer.status != Status::Optimal {
            return None;
        }
        let duals = answer.duals?;
        let kinds = self.counts.len();
        // Noise of the wrong sign would break the proof.
        let worth = |range: std::ops::Range<usize>| duals[range].iter().map(|dual| dual.max(0.0)).collect();
        let price =
            |range: std::ops::Range<usize>| duals[range].iter().map(|dual| (-dual).max(0.0)).collect();
        let (trips, hours) = (self.tasks..self.tasks + kinds, self.tasks + kinds..self.tasks + 2 * kinds);
        Some(Solved {
            objective: answer.objective?,
            prices: Prices {
                orders: worth(0..self.tasks),
                drivers: price(hours.end..hours.end + self.pools.len()),
                trips: price(trips),
                hours: price(hours),
                cuts: self.cuts.iter().zip(&duals[self.before_cuts()..]).map(sided).collect(),
            },
            out: answer.values[..self.left_out.len()].to_vec(),
            values: answer.values[self.first..].to_vec(),
        })
    }

    /// Chooses whole trips, beginning with those of a plan; `None` if it was stopped before there was a bound.
    pub fn choose(&self, start: &[Route], stop: &dyn Stop) -> Option<Chosen> {
        let start = self.start(start);
        let mut program = self.lp.program().clone();
        program.columns.iter_mut().for_each(|column| column.integer = true);
        program.columns[self.first..].iter_mut().for_each(|column| column.upper = 1.0);
        let answer = lp::solve(&program, &Limits { seconds: None, gap: 0.0, stop }, start.as_deref()).ok()?;
        let bound = answer.bound?;
        let values = answer.values.get(self.first..).map_or(Vec::new(), <[f64]>::to_vec);
        Some(Chosen { bound, values })
    }

    /// A plan's values by column.
    fn start(&self, routes: &[Route]) -> Option<Vec<f64>> {
        let mut values = vec![0.0; self.first + self.trips.len()];
        let mut is_served = vec![false; self.tasks];
        for route in routes {
            let kind = route.vehicle_type.index();
            values[self.left_out.len() + kind] += 1.0;
            for tasks in &route.trips {
                let trip = self.trips.iter().position(|trip| trip.0 == kind && trip.1 == *tasks)?;
                values[self.first + trip] = 1.0;
                tasks.iter().for_each(|task| is_served[task.index()] = true);
            }
        }
        for (order, (tasks, _)) in self.left_out.iter().enumerate() {
            values[order] = f64::from(!tasks.iter().all(|&task| is_served[task]));
        }
        (!routes.is_empty()).then_some(values)
    }

    /// Trips that the LP uses and that serve no order twice, as rounds.
    pub fn routes(&self, problem: &Problem, values: &[f64]) -> Vec<Route> {
        let used = self.trips.iter().zip(values).filter(|(_, value)| **value > USED);
        let once = used.filter(|((_, tasks), _)| tasks.iter().collect::<HashSet<_>>().len() == tasks.len());
        once.map(|((kind, tasks), _)| Route {
            vehicle_type: VehicleTypeId(*kind as u32),
            trips: vec![tasks.clone()],
        })
        .filter(|route| crate::route::walk(problem, route).is_some())
        .collect()
    }
}

/// A cut's price, 0 or more.
fn sided((cut, dual): (&Cut, &f64)) -> f64 {
    match cut {
        Cut::Triple { .. } => (-dual).max(0.0),
        Cut::Inflow { .. } => dual.max(0.0),
    }
}
