//! A day that goes on from a plan of before: what has begun stays, and a change has its price. (M96)
//!
//! Each vehicle of the plan before becomes a type of its own, so that orders can be tied to it.
//! Without a freeze and a price of changes, and on another day, the plan before is only where the
//! search begins.

use super::begun::{Vehicle, begin};
use super::changes::{Again, cancelled};
use super::{Numbers, Past, PastRound};
use crate::county::{County, VehicleTypeId};
use crate::finding::{Code, Finding, Found, Spot};
use crate::model::{Kind, Misfit, Problem, TaskId};
use crate::route::{self, Route};
use crate::units::{Fen, Moment};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What leaving out an order costs whose goods are on a vehicle already, in fen: more than any
/// detour.
const ON_BOARD: i64 = 100_000_000;

/// How to go on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// What was begun or promised before stays.
    pub freeze: Option<Moment>,
    /// Price of sending another vehicle to an order.
    pub stability: Fen,
    /// Vehicles that broke down: they do nothing after the freeze.
    pub broken: BTreeSet<(VehicleTypeId, u32)>,
}

/// The day as the search sees it.
#[derive(Clone, Debug)]
pub struct Anchored {
    /// With prices of changes.
    pub problem: Problem,
    /// The same vehicle types and orders, at the county's prices.
    pub priced: Problem,
    /// The routes of before, as far as they are feasible.
    pub start: Vec<Route>,
    pub numbers: Numbers,
    /// Of the plan that is to come; its orders are not told yet.
    pub again: Again,
}

/// Ties a problem to a plan of before. `W601` says which vehicles are gone, `E604` what cannot
/// stay as it was.
#[must_use]
pub fn anchor(county: &County, problem: &Problem, past: &Past, terms: &Terms) -> Found<Option<Anchored>> {
    let again = Again {
        date: past.date.clone(),
        inputs: past.inputs.clone(),
        freeze: terms.freeze,
        stability: terms.stability,
        broken: terms.broken.iter().copied().collect(),
        orders: BTreeMap::new(),
        cancelled: cancelled(county, past),
    };
    let anchored = Anchored {
        problem: problem.clone(),
        priced: problem.clone(),
        start: Vec::new(),
        numbers: Numbers::default(),
        again,
    };
    let is_same_day = past.date == county.date;
    let mut findings = Vec::new();
    if !is_same_day && terms.freeze.is_some() {
        let days = format!("{}, {}", past.date, county.date);
        findings.push(
            Finding::new(Code::E604, Spot::file(""))
                .with("cause", "the plan is of another day")
                .with("id", days),
        );
        return Found { value: None, findings };
    }
    let mut anchored = anchored;
    let ties = is_same_day && (terms.freeze.is_some() || terms.stability.0 > 0 || !terms.broken.is_empty());
    if !ties {
        anchored.again.stability = Fen::ZERO;
    }
    let mut anchor = Anchor { county, terms, anchored, ties, findings, orders: codes(county) };
    anchor.run(past);
    let is_sound = !anchor.findings.iter().any(Finding::is_error);
    Found { value: is_sound.then_some(anchor.anchored), findings: anchor.findings }
}

fn codes(county: &County) -> HashMap<&str, usize> {
    county.orders.iter().enumerate().map(|(index, order)| (order.code.as_str(), index)).collect()
}

struct Anchor<'a> {
    county: &'a County,
    terms: &'a Terms,
    anchored: Anchored,
    /// Vehicles are told apart.
    ties: bool,
    findings: Vec<Finding>,
    orders: HashMap<&'a str, usize>,
}

impl Anchor<'_> {
    fn run(&mut self, past: &Past) {
        let freeze = self.terms.freeze.map_or(i64::MIN, |freeze| freeze.0);
        for kind in &mut self.anchored.problem.kinds {
            kind.not_before = freeze;
        }
        self.anchored.numbers.taken.extend(&self.terms.broken);
        for round in &past.rounds {
            self.round(round);
        }
        self.count();
        let problem = &mut self.anchored.problem;
        self.anchored.priced = problem.clone();
        for (job, real) in self.anchored.priced.jobs.iter_mut().zip(&self.county.orders) {
            (job.before, job.price_out) = (None, real.price_out.0);
        }
    }

    /// Vehicles that no plan before has numbered stay with their type.
    fn count(&mut self) {
        for (kind, vehicle) in self.anchored.problem.kinds.iter_mut().zip(&self.county.vehicle_types) {
            let gone = |&&(id, number): &&(VehicleTypeId, u32)| id == kind.id && number <= vehicle.count;
            kind.count = (vehicle.count as usize)
                .saturating_sub(self.anchored.numbers.taken.iter().filter(gone).count());
        }
    }

    fn round(&mut self, round: &PastRound) {
        let types = self.county.vehicle_types.iter().position(|kind| kind.code == round.vehicle_type);
        let id = types.map(|index| VehicleTypeId(index as u32));
        let mut vehicle = Vehicle::of(&self.anchored.problem, &self.orders, round, self.terms.freeze);
        let is_broken = id.is_some_and(|id| self.terms.broken.contains(&(id, round.number)));
        if let (Ok(vehicle), true) = (&mut vehicle, is_broken) {
            vehicle.stays_home();
        }
        let begun = vehicle.as_ref().is_ok_and(Vehicle::has_begun);
        let exists = id.is_some_and(|id| (1..=self.county.vehicle_type(id).count).contains(&round.number));
        let (Some(id), true) = (id, exists) else {
            let code = if begun { Code::E604 } else { Code::W601 };
            return self.tell(code, round, "the fleet has no such vehicle any more");
        };
        let mut vehicle = match vehicle {
            Ok(vehicle) => vehicle,
            Err(order) => {
                return self.tell(Code::E604, round, &format!("order {order} is gone or of another kind"));
            }
        };
        if is_broken && !begun {
            return;
        }
        if !self.ties {
            let start = self.feasible(id.index(), &vehicle.tasks, &vehicle.ends, 0);
            self.anchored.start.extend(start);
            return;
        }
        let kind = self.add_kind(id, round.number);
        self.tie(kind, &vehicle, is_broken);
        if is_broken {
            vehicle.break_down(&self.anchored.problem);
        }
        if begun {
            let begun = begin(&vehicle, is_broken);
            self.anchored.problem.kinds[kind].begun = Some(begun);
        }
        let least = if is_broken { vehicle.tasks.len() } else { vehicle.fixed };
        match self.feasible(kind, &vehicle.tasks, &vehicle.ends, least) {
            Some(start) if !begun || self.replays(&start, &vehicle) => self.anchored.start.push(start),
            None if !begun => (),
            _ => self.tell(Code::E604, round, "its stops cannot stay as they were"),
        }
    }

    fn tell(&mut self, code: Code, round: &PastRound, cause: &str) {
        let id = format!("{} {}", round.vehicle_type, round.number);
        self.findings
            .push(Finding::new(code, Spot::file("")).with("vehicle", id).with("cause", cause.to_owned()));
    }

    /// A vehicle type of the problem for one vehicle.
    fn add_kind(&mut self, id: VehicleTypeId, number: u32) -> usize {
        let problem = &mut self.anchored.problem;
        let index = problem.kinds.len();
        problem.kinds.push(Kind { count: 1, ..problem.kinds[id.index()].clone() });
        for job in &mut problem.jobs {
            let mut fit = job.fit.to_vec();
            fit.push(fit[id.index()]);
            job.fit = fit.into();
        }
        for (members, _) in problem.pools.iter_mut().filter(|(members, _)| members.contains(&id.index())) {
            members.push(index);
        }
        self.anchored.numbers.own.insert(VehicleTypeId(index as u32), number);
        self.anchored.numbers.taken.insert((id, number));
        index
    }

    /// Ties orders to a vehicle: for good where it has served or loaded them, else at the price of
    /// a change.
    fn tie(&mut self, kind: usize, vehicle: &Vehicle, is_broken: bool) {
        let freeze = self.terms.freeze.map_or(i64::MIN, |freeze| freeze.0);
        for (place, &task) in vehicle.tasks.iter().enumerate() {
            let order = self.anchored.problem.order_of(task);
            let is_loaded = vehicle.loaded.contains(&order);
            let job = &mut self.anchored.problem.jobs[order.index()];
            if place < vehicle.fixed || (is_loaded && !is_broken) {
                let others = job.fit.iter_mut().enumerate().filter(|(other, _)| *other != kind);
                others.for_each(|(_, fit)| *fit = Err(Misfit::Taken));
                (job.before, job.price_out) = (None, ON_BOARD);
                continue;
            }
            if is_loaded {
                // Back at the warehouse, for others to fetch.
                job.ready = job.ready.max(freeze);
            }
            if job.before.is_none() && job.price_out < ON_BOARD {
                job.price_out = job.price_out.saturating_add(self.terms.stability.0);
                job.before = (!is_broken).then_some((kind, self.terms.stability.0));
            }
        }
    }

    /// The longest beginning of a round that keeps all rules, and has its fixed tasks.
    fn feasible(&self, kind: usize, tasks: &[TaskId], ends: &[u32], fixed: usize) -> Option<Route> {
        (fixed..=tasks.len()).rev().find_map(|length| {
            let mut trips = Vec::new();
            let mut from = 0;
            for end in ends.iter().map(|&end| (end as usize).min(length)) {
                if end > from {
                    trips.push(tasks[from..end].to_vec());
                }
                from = end.max(from);
            }
            let route = Route { vehicle_type: VehicleTypeId(kind as u32), trips };
            let is_feasible =
                !route.trips.is_empty() && route::walk(&self.anchored.problem, &route).is_some();
            is_feasible.then_some(route)
        })
    }

    /// True if what stays is at the times of the plan before.
    fn replays(&self, start: &Route, vehicle: &Vehicle) -> bool {
        let Some(schedule) = route::walk(&self.anchored.problem, start) else { return false };
        let visits = schedule.trips.iter().flat_map(|trip| &trip.visits);
        visits
            .zip(&vehicle.times)
            .take(vehicle.fixed)
            .all(|(visit, &(from, to))| (visit.start, visit.end) == (from, to))
    }
}
