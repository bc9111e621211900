//! The LP over the trips found so far, and the prices of its rows.

use super::graph::Graph;
use super::label::Trip;
use crate::county::VehicleTypeId;
use crate::lp::{Column, Limits, Master, Row, Status, master};
use crate::model::{Job, Problem, TaskId};
use crate::route::Route;
use crate::units::Stop;
use std::collections::HashSet;

/// Leaving an order out costs at most so many times the dearest trip for one order alone: prices
/// beyond that only disturb the solver's arithmetic. A lower price keeps the bound a bound.
const DEAR: f64 = 20.0;
/// A trip is used by the LP from here on.
const USED: f64 = 1e-6;

/// What the rows are worth, all of it 0 or more.
#[derive(Clone, Debug)]
pub struct Prices {
    /// By task.
    orders: Vec<f64>,
    /// By vehicle type: of a trip, and of a second.
    trips: Vec<f64>,
    hours: Vec<f64>,
    /// By pool of drivers.
    drivers: Vec<f64>,
}

/// What concerns one vehicle type.
#[derive(Clone, Copy, Debug)]
pub struct KindPrices<'a> {
    /// By task: what serving it is worth.
    pub orders: &'a [f64],
    pub per_second: f64,
    pub per_trip: f64,
}

impl Prices {
    pub fn of(&self, kind: usize) -> KindPrices<'_> {
        KindPrices { orders: &self.orders, per_second: self.hours[kind], per_trip: self.trips[kind] }
    }

    pub fn of_order(&self, job: &Job) -> f64 {
        job.tasks().map(|task| self.orders[task.index()]).sum()
    }

    /// A share of the way from these prices to others.
    pub fn towards(&self, others: &Prices, share: f64) -> Prices {
        let mix = |own: &[f64], other: &[f64]| {
            own.iter().zip(other).map(|(own, other)| own + share * (other - own)).collect()
        };
        Prices {
            orders: mix(&self.orders, &others.orders),
            trips: mix(&self.trips, &others.trips),
            hours: mix(&self.hours, &others.hours),
            drivers: mix(&self.drivers, &others.drivers),
        }
    }
}

/// An answer of the LP.
pub struct Solved {
    pub objective: f64,
    pub prices: Prices,
    /// By trip.
    pub values: Vec<f64>,
}

/// The LP.
pub struct Relaxed {
    lp: Box<dyn Master>,
    /// By trip: vehicle type and tasks.
    trips: Vec<(usize, Vec<TaskId>)>,
    known: HashSet<(usize, Vec<u32>)>,
    /// Columns before the first trip.
    first: usize,
    tasks: usize,
    /// By vehicle type.
    counts: Vec<f64>,
    most_trips: Vec<f64>,
    /// Seconds, 0 where they limit nothing.
    days: Vec<f64>,
    fixed: Vec<f64>,
    /// By vehicle type: trips that any plan has at most.
    limits: Vec<f64>,
    pools: Vec<(Vec<usize>, usize)>,
    /// By order: its tasks, and the price of leaving it out.
    left_out: Vec<(Vec<usize>, f64)>,
}

impl Relaxed {
    /// `None` if the solver refuses the first rows.
    pub fn new(problem: &Problem, graphs: &[Graph]) -> Option<Relaxed> {
        let dearest = |graph: &Graph| {
            let alone = (0..graph.nodes.len() as u32).map(|node| graph.measure(&[node]).0);
            alone.fold(0.0, f64::max) + graph.fixed
        };
        let dear = DEAR * graphs.iter().map(dearest).fold(1.0, f64::max);
        let left_out = problem
            .jobs
            .iter()
            .map(|job| (job.tasks().map(TaskId::index).collect(), (job.price_out as f64).min(dear)));
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
            left_out: left_out.collect(),
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

    pub fn trips(&self) -> usize {
        self.trips.len()
    }

    /// Adds a trip; false if it is there already or the solver refuses it.
    pub fn add(&mut self, graph: &Graph, kind: usize, trip: &Trip) -> bool {
        if !self.known.insert((kind, trip.nodes.clone())) {
            return false;
        }
        let (cost, seconds) = graph.measure(&trip.nodes);
        let mut entries: Vec<(usize, f64)> = Vec::with_capacity(trip.nodes.len() + 2);
        for &node in &trip.nodes {
            let row = graph.nodes[node as usize].row;
            match entries.iter_mut().find(|entry| entry.0 == row) {
                Some(entry) => entry.1 += 1.0,
                None => entries.push((row, 1.0)),
            }
        }
        entries.push((self.tasks + kind, 1.0));
        if graph.day() > 0.0 {
            entries.push((self.tasks + self.counts.len() + kind, seconds as f64));
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
            },
            values: answer.values[self.first..].to_vec(),
        })
    }

    /// What one more vehicle of a type saves.
    pub fn vehicle_worth(&self, kind: usize, prices: &Prices) -> f64 {
        (-self.vehicle(kind, prices)).max(0.0)
    }

    /// What a vehicle costs beyond what its trips and hours are worth.
    fn vehicle(&self, kind: usize, prices: &Prices) -> f64 {
        let drivers: f64 = self
            .pools
            .iter()
            .zip(&prices.drivers)
            .filter(|((members, _), _)| members.contains(&kind))
            .map(|(_, price)| price)
            .sum();
        self.fixed[kind] + drivers
            - self.most_trips[kind] * prices.trips[kind]
            - self.days[kind] * prices.hours[kind]
    }

    /// The Lagrangian bound at these prices, if the cheapest trip of each type saves so much
    /// (0 or less).
    pub fn worth(&self, prices: &Prices, saved: &[f64]) -> f64 {
        let rows: f64 = prices.orders.iter().sum();
        let drivers: f64 =
            self.pools.iter().zip(&prices.drivers).map(|((_, drivers), price)| *drivers as f64 * price).sum();
        let vehicles: f64 =
            (0..self.counts.len()).map(|kind| self.counts[kind] * self.vehicle(kind, prices).min(0.0)).sum();
        let left_out: f64 = self
            .left_out
            .iter()
            .map(|(tasks, price)| {
                (price - tasks.iter().map(|&task| prices.orders[task]).sum::<f64>()).min(0.0)
            })
            .sum();
        rows - drivers + vehicles + left_out + self.most_saved(saved)
    }

    /// No plan has more trips than orders: the types that save most have them all.
    fn most_saved(&self, saved: &[f64]) -> f64 {
        let mut kinds: Vec<usize> = (0..saved.len()).collect();
        kinds.sort_by(|&one, &other| saved[one].total_cmp(&saved[other]));
        let mut left = self.tasks as f64;
        let mut sum = 0.0;
        for kind in kinds {
            let trips = self.limits[kind].min(left);
            left -= trips;
            sum += trips * saved[kind].min(0.0);
        }
        sum
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
