//! From routes to a plan: what the exact walk says, with roads, numbers of
//! vehicles and reasons joined on.

use super::air;
use super::drives::{Drives, Key};
use super::{
    Action, Blind, Freshness, Leg, PartitionRecord, Plan, Rest, Round, SearchRecord, Stop, Trip, Unserved,
};
use crate::airlift::{Airlift, Wing};
use crate::county::{County, OrderId, SiteId, VehicleType, VehicleTypeId};
use crate::model::{Problem, TaskKind};
use crate::network::{Located, Location};
use crate::route::{self, Driven, Route, Schedule, TripTimes, VisitTimes};
use crate::solve::{self, Outcome, Solution};
use crate::units::{Breakdown, Metres, Moment, Term};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a plan says about how it came to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuildMeta {
    /// Hash of the county's files (hex).
    pub inputs: String,
    pub seed: u64,
    /// False if the search ignored spoilage.
    pub spoilage: bool,
    /// Of vehicles that a plan before this one has numbered.
    pub numbers: Numbers,
}

/// Numbers that vehicles have already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// By vehicle type of the problem: its only vehicle's number.
    pub own: BTreeMap<VehicleTypeId, u32>,
    /// Types and numbers of the county that nobody else may get.
    pub taken: BTreeSet<(VehicleTypeId, u32)>,
}

/// The plan of a search's outcome.
///
/// `problem` prices everything, spoilage included, also where the search ignored it. Vehicles of a
/// type are numbered from 1 in the order in which they leave. Each order left out is explained.
///
/// # Panics
/// If a route of the outcome breaks a hard rule: a search never returns one.
#[must_use]
pub fn build(
    county: &County,
    located: &Located,
    problem: &Problem,
    outcome: &Outcome,
    meta: &BuildMeta,
) -> Plan {
    build_with((county, located), problem, outcome, meta, None)
}

/// The same with drones: `airlift` has the flights of the problem's drone types.
///
/// # Panics
/// As [`build`].
#[must_use]
pub fn build_with(
    (county, located): (&County, &Located),
    problem: &Problem,
    outcome: &Outcome,
    meta: &BuildMeta,
    airlift: Option<&Airlift>,
) -> Plan {
    let joins = Joins { county, located, problem, airlift };
    let rounds = rounds(&joins, &outcome.solution, &meta.numbers);
    let left_out = left_out(&outcome.solution);
    let explained = |order: &OrderId| {
        let (reason, remedy) = solve::explain(problem, &outcome.solution, *order);
        Unserved { order: *order, price: county.order(*order).price_out, reason, remedy }
    };
    let unserved: Vec<Unserved> = left_out.par_iter().map(explained).collect();
    let breakdown = total(county, &rounds, &left_out);
    Plan {
        county: county.code.clone(),
        date: county.date.clone(),
        inputs: meta.inputs.clone(),
        search: record(outcome, meta.seed, meta.spoilage),
        unserved,
        breakdown,
        blind: None,
        again: None,
        relays: Vec::new(),
        kits: Vec::new(),
        air: airlift.map(|airlift| air::air((county, located), problem, &outcome.solution, &rounds, airlift)),
        rounds,
    }
}

/// What a solution costs with all terms, in brief: for a plan that ignored spoilage.
///
/// # Panics
/// As [`build`].
#[must_use]
pub fn price(
    (county, located): (&County, &Located),
    problem: &Problem,
    solution: &Solution,
    airlift: Option<&Airlift>,
) -> Blind {
    let joins = Joins { county, located, problem, airlift };
    let rounds = rounds(&joins, solution, &Numbers::default());
    let left_out = left_out(solution);
    Blind {
        breakdown: total(county, &rounds, &left_out),
        unserved: left_out.len(),
        rounds: rounds.len(),
        distance: rounds.iter().map(Round::distance).sum::<Metres>(),
    }
}

fn left_out(solution: &Solution) -> Vec<OrderId> {
    let mut orders = solution.unserved.clone();
    orders.sort_unstable();
    orders.dedup();
    orders
}

fn total(county: &County, rounds: &[Round], left_out: &[OrderId]) -> Breakdown {
    let mut sum: Breakdown = rounds.iter().map(|round| round.breakdown).sum();
    sum[Term::Unserved] += left_out.iter().map(|order| county.order(*order).price_out).sum();
    sum
}

fn record(outcome: &Outcome, seed: u64, spoilage: bool) -> SearchRecord {
    let partition = outcome.partition.as_ref().map(|partition| PartitionRecord {
        columns: partition.columns,
        lp_value: partition.lp_value,
        mip_value: partition.mip_value,
        order_prices: partition.order_prices.clone(),
        vehicle_worth: partition.vehicle_worth.clone(),
    });
    SearchRecord { seed, iterations: outcome.iterations, spoilage, partition, bound: None, cold: Vec::new() }
}

/// Walks every route and joins the roads on, in a fixed order.
fn rounds(joins: &Joins, solution: &Solution, numbers: &Numbers) -> Vec<Round> {
    let Joins { county, problem, .. } = *joins;
    let walked = |route: &Route| {
        let schedule = route::walk(problem, route).expect("a search only returns routes that keep the rules");
        let id = problem.kinds[route.vehicle_type.index()].id;
        Walked { id, kind: county.vehicle_type(id), route: route.clone(), schedule }
    };
    let used = solution.routes.iter().filter(|route| route.trips.iter().any(|trip| !trip.is_empty()));
    let mut walked: Vec<Walked> = used.map(walked).collect();
    walked.sort_by_key(|one| {
        let first = one.schedule.trips.first().map(|trip| trip.load_start);
        (one.id, first, one.route.trips.clone())
    });
    let joiner = Joiner::new(joins, &walked);
    let mut next: BTreeMap<VehicleTypeId, u32> = BTreeMap::new();
    let number = |one: &Walked| {
        numbers.own.get(&one.route.vehicle_type).copied().unwrap_or_else(|| {
            let next = next.entry(one.id).or_insert(1);
            while numbers.taken.contains(&(one.id, *next)) {
                *next += 1;
            }
            *next += 1;
            *next - 1
        })
    };
    let numbered: Vec<u32> = walked.iter().map(number).collect();
    walked.iter().zip(numbered).map(|(one, number)| joiner.round(one, number)).collect()
}

struct Walked<'a> {
    /// In the county; the problem may have several types of it.
    id: VehicleTypeId,
    kind: &'a VehicleType,
    route: Route,
    schedule: Schedule,
}

impl Walked<'_> {
    /// Where a trip begins and ends.
    fn sites(&self, trip: usize) -> (SiteId, SiteId) {
        let last = trip + 1 == self.schedule.trips.len();
        (self.kind.start, if last { self.kind.end } else { self.kind.start })
    }
}

/// What is joined.
#[derive(Clone, Copy)]
struct Joins<'a> {
    county: &'a County,
    located: &'a Located,
    problem: &'a Problem,
    airlift: Option<&'a Airlift>,
}

struct Joiner<'a> {
    county: &'a County,
    located: &'a Located,
    problem: &'a Problem,
    airlift: Option<&'a Airlift>,
    drives: Drives,
}

impl<'a> Joiner<'a> {
    fn new(joins: &Joins<'a>, walked: &[Walked]) -> Joiner<'a> {
        let Joins { county, located, problem, airlift } = *joins;
        let hours = &county.road_state.hours;
        let nothing = Drives::search(located, hours, &BTreeSet::new());
        let mut joiner = Joiner { county, located, problem, airlift, drives: nothing };
        let mut keys = BTreeSet::new();
        for one in walked.iter().filter(|one| one.kind.flies.is_none()) {
            for trip in 0..one.schedule.trips.len() {
                keys.extend(joiner.keys(one, trip));
            }
        }
        joiner.drives = Drives::search(located, hours, &keys);
        joiner
    }

    /// The drives of a trip, the way home last.
    fn keys(&self, one: &Walked, trip: usize) -> Vec<Key> {
        let kind = one.route.vehicle_type.index();
        let running = self.problem.kinds[kind].running;
        let (from, to) = one.sites(trip);
        let stops = one.schedule.trips[trip].visits.iter().map(|visit| self.place(visit));
        let places: Vec<Location> =
            std::iter::once(self.site(from)).chain(stops).chain(std::iter::once(self.site(to))).collect();
        let drives = one.schedule.trips[trip].drives();
        let key = |(pair, driven): (&[Location], &Driven)| {
            (running, pair[0], pair[1], self.problem.phase_of(kind, pair[0], pair[1], driven.way))
        };
        places.windows(2).zip(drives).map(key).collect()
    }

    fn site(&self, site: SiteId) -> Location {
        self.located.sites[site.index()].expect("vehicles only start and end at sites on a road")
    }

    fn action(&self, visit: &VisitTimes) -> Action {
        match self.problem.kind_of(visit.task) {
            TaskKind::Deliver => Action::Deliver,
            TaskKind::Collect => Action::Collect,
            TaskKind::PickUp => Action::PickUp,
            TaskKind::DropOff => Action::DropOff,
        }
    }

    fn place(&self, visit: &VisitTimes) -> Location {
        let order = self.problem.order_of(visit.task).index();
        let place = match self.action(visit) {
            Action::Deliver | Action::DropOff => self.located.drops[order],
            Action::Collect | Action::PickUp => self.located.picks[order],
        };
        place.expect("routes only visit doors on a road")
    }

    fn round(&self, one: &Walked, number: u32) -> Round {
        Round {
            vehicle_type: one.id,
            number,
            trips: (0..one.schedule.trips.len()).map(|trip| self.trip(one, trip)).collect(),
            breakdown: one.schedule.breakdown,
        }
    }

    fn trip(&self, one: &Walked, index: usize) -> Trip {
        let times = &one.schedule.trips[index];
        let (from, to) = one.sites(index);
        let keys = self.keys(one, index);
        let leg = |number: usize, driven: &Driven| -> Leg {
            match self.airlift.and_then(|airlift| airlift.wing(one.id)) {
                Some(wing) => flown(wing, keys[number], driven),
                None => self.drives.leg(keys[number], driven),
            }
        };
        let stop = |(number, visit): (usize, &VisitTimes)| {
            let ends_at = match self.action(visit) {
                Action::Collect => self.site(to),
                _ => self.place(visit),
            };
            self.stop(one.kind, times, visit, leg(number, &visit.drive), ends_at)
        };
        Trip {
            from,
            to,
            load_start: times.load_start,
            depart: times.depart,
            load: times.load,
            stops: times.visits.iter().enumerate().map(stop).collect(),
            home: leg(times.visits.len(), &times.home),
            back: times.back,
            rest: times.rest_before_home.map(rest),
        }
    }

    fn stop(
        &self,
        kind: &VehicleType,
        times: &TripTimes,
        visit: &VisitTimes,
        leg: Leg,
        ends_at: Location,
    ) -> Stop {
        let order = self.problem.order_of(visit.task);
        let action = self.action(visit);
        let freshness = visit.arrival.map(|(at, age, lost)| {
            let set_point = kind.compartments[visit.compartment].set_point;
            let outside = || self.county.air.at(self.located.height(ends_at), at);
            let (temperature, value) = (set_point.unwrap_or_else(outside), self.county.order(order).value);
            Freshness { at, temperature, age, value, lost }
        });
        let picked_here = matches!(action, Action::Collect | Action::PickUp);
        let of_order = |other: &&VisitTimes| self.problem.order_of(other.task) == order;
        Stop {
            order,
            action,
            leg,
            rest: visit.rest.map(rest),
            arrive: visit.arrive,
            start: visit.start,
            end: visit.end,
            load: visit.load,
            compartment: visit.compartment,
            late: visit.late,
            precooled: picked_here && times.visits.iter().filter(of_order).any(|other| other.precooled),
            freshness,
        }
    }
}

/// A leg through the air, with the walk at its end.
fn flown(wing: &Wing, (_, from, to, _): Key, driven: &Driven) -> Leg {
    let distance = wing.flight(from, to).map_or(Metres::ZERO, |flight| flight.distance);
    Leg { duration: driven.duration, distance, energy: driven.energy, geometry: wing.line(from, to) }
}

fn rest((start, end): (Moment, Moment)) -> Rest {
    Rest { start, end }
}
