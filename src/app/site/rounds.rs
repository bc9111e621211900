//! What the rounds of one site cost on one day, routed by the day's own solver.
//!
//! Each stream of a place becomes orders of that day's amounts, split where
//! no vehicle holds them; every type of vehicle may start at the site, as
//! often as it takes. What a customer adds is what its round would cost less
//! without it (M181). A search may go on from rounds for nearly the same
//! customers, which takes a fraction of the time and leaves less to chance.
//! Goods lose nothing here: what they lose on the way is in the survey's own
//! numbers.

mod day;

use crate::county::{County, OrderId, PlaceId, Season, SiteId, VehicleType, VehicleTypeId};
use crate::matrix::{Location, Matrices, Matrix};
use crate::model::{Placing, Problem, TaskId};
use crate::network::Located;
use crate::route::{Route, Walker, flatten};
use crate::site::survey::{Customer, Flow};
use crate::solve::{self, Options, Solution};
use crate::units::{Fen, Silent, Stop};
use day::Day;
use std::collections::{BTreeMap, BTreeSet};

/// A county made ready for rounds from any of its sites.
pub struct Yard<'a> {
    county: County,
    located: &'a Located,
    matrices: &'a Matrices,
    doors: &'a BTreeMap<PlaceId, OrderId>,
    customers: &'a [Customer],
    /// By type of vehicle in `county`: which matrix is its own.
    running_of: Vec<usize>,
    /// By type of vehicle in `county`: the first one like it of the county asked about.
    kinds: Vec<VehicleTypeId>,
}

/// A day's rounds from one site.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rounds {
    /// Fen.
    pub cost: f64,
    /// By customer asked about: what it adds, fen.
    pub added: Vec<f64>,
    /// Places in the order of each trip.
    pub trips: Vec<Vec<PlaceId>>,
    /// Vehicles of each type, by the first one like it in the county.
    pub vehicles: BTreeMap<VehicleTypeId, u32>,
    /// Of the customers asked about, those no vehicle can serve so.
    pub left: Vec<usize>,
    /// To go on from.
    pub driven: Vec<Driven>,
}

/// A customer, which of its flows, and which part of that.
pub type Piece = (usize, usize, usize);

/// A vehicle's trips. The type is that of the yard.
#[derive(Clone, Debug, PartialEq)]
pub struct Driven {
    kind: VehicleTypeId,
    trips: Vec<Vec<Piece>>,
}

/// Where a day's search begins.
#[derive(Clone, Copy, Debug)]
pub enum Begin<'r> {
    Empty,
    /// With the same customers' rounds of another season.
    Season(&'r [Driven]),
    /// With the rounds of nearly the same customers in the same season.
    Near(&'r [Driven]),
}

/// Iterations of a day's search: so many for each order, within these limits.
const PER_ORDER: usize = 30;
const LEAST: usize = 200;
const MOST: usize = 4_000;
/// Share of them where it begins with another season's rounds.
const SEASON: f64 = 0.25;
/// For each order more or less than in the rounds it begins with.
const PER_CHANGE: usize = 40;
/// Price of leaving an order out, dearer than any round.
const OUT: Fen = Fen(100_000_000);

impl<'a> Yard<'a> {
    /// Vehicles that are alike but for their site and number are one type.
    #[must_use]
    pub fn new(
        county: &County,
        located: &'a Located,
        matrices: &'a Matrices,
        doors: &'a BTreeMap<PlaceId, OrderId>,
        customers: &'a [Customer],
    ) -> Yard<'a> {
        let mut types: Vec<VehicleType> = Vec::new();
        let (mut running_of, mut kinds) = (Vec::new(), Vec::new());
        for ((vehicle, &running), id) in county.vehicle_types.iter().zip(&located.running_of).zip(0..) {
            let own = anywhere(vehicle);
            if !types.contains(&own) {
                types.push(own);
                running_of.push(running);
                kinds.push(VehicleTypeId(id));
            }
        }
        let mut county = County { orders: Vec::new(), vehicle_types: types, ..county.clone() };
        county.sites.iter_mut().for_each(|site| site.drivers = None);
        county.places.iter_mut().for_each(|place| place.precooler = None);
        Yard { county, located, matrices, doors, customers, running_of, kinds }
    }

    /// The season of the sample day.
    #[must_use]
    pub fn season(&self) -> Season {
        self.county.season
    }

    /// Rounds for these customers, or parts of them, in a season; `None` if the site is off the roads.
    #[must_use]
    pub fn rounds(
        &self,
        site: SiteId,
        of: &[(usize, f64)],
        season: usize,
        begin: Begin,
        stop: &dyn Stop,
    ) -> Option<Rounds> {
        let mut day = Day::new(self, site)?;
        for (number, &customer) in of.iter().enumerate() {
            day.customer(number, customer, season);
        }
        let (county, owner, pieces) = (day.county, day.owner, day.pieces);
        let matrices = self.cut_out(&day.locations);
        let placing = Placing {
            running_of: self.running_of.clone(),
            sites: county.sites.iter().map(|_| Some(Location(0))).collect(),
            picks: day.stops.clone(),
            drops: day.stops,
            heights: day.locations.iter().map(|&at| self.located.height(at)).collect(),
        };
        let problem = Problem::assemble(&county, &placing, &matrices);
        let found = self.search(&problem, &pieces, begin, stop);
        let mut rounds = Rounds { added: vec![0.0; of.len()], ..Rounds::default() };
        let mut walker = Walker::new(&problem);
        for route in &found.routes {
            add(&problem, &mut walker, route, &owner, &mut rounds)?;
            *rounds.vehicles.entry(self.kinds[route.vehicle_type.index()]).or_default() += 1;
            rounds.trips.extend(route.trips.iter().map(|trip| self.places(&problem, trip, &county)));
            let piece = |&task: &TaskId| pieces[problem.order_of(task).index()];
            let trips = route.trips.iter().map(|trip| trip.iter().map(piece).collect()).collect();
            rounds.driven.push(Driven { kind: route.vehicle_type, trips });
        }
        rounds.left = found.unserved.iter().map(|order| owner[order.index()]).collect();
        rounds.left.sort_unstable();
        rounds.left.dedup();
        Some(rounds)
    }

    fn search(&self, problem: &Problem, pieces: &[Piece], begin: Begin, stop: &dyn Stop) -> Solution {
        let whole = (pieces.len() * PER_ORDER).clamp(LEAST, MOST);
        let options = |iterations: usize| Options { seed: 1, iterations: Some(iterations as u64) };
        let (from, iterations) = match begin {
            Begin::Empty => return solve::solve(problem, &options(whole), stop, &Silent).solution,
            Begin::Season(from) => (from, (whole as f64 * SEASON) as usize),
            Begin::Near(from) => (from, LEAST + PER_CHANGE * changes(from, pieces)),
        };
        let start = routes(problem, pieces, from);
        solve::improve(problem, &start, &options(iterations.clamp(LEAST, whole)), stop, &Silent).solution
    }

    fn places(&self, problem: &Problem, trip: &[TaskId], county: &County) -> Vec<PlaceId> {
        let door = |&task: &TaskId| {
            let order = county.order(problem.order_of(task));
            order.drop().or_else(|| order.pick()).and_then(|door| door.place)
        };
        let mut places: Vec<PlaceId> = trip.iter().filter_map(door).collect();
        places.dedup();
        places
    }

    /// The part of the matrices that a site needs.
    fn cut_out(&self, locations: &[Location]) -> Matrices {
        let size = locations.len();
        let at = |location: Location| locations[location.index()];
        let cut = |matrix: &Matrix| {
            let warmth = |class: usize| -> Vec<u32> {
                let cell = |cell: usize| {
                    let (from, to) = (locations[cell / size], locations[cell % size]);
                    let age = matrix.leg(from, to).map(|_| matrix.warmth(class, from, to));
                    age.map_or(0, |age| u32::try_from(age.0).unwrap_or(u32::MAX))
                };
                (0..size * size).map(cell).collect()
            };
            let warmths: Vec<Vec<u32>> = (0..self.matrices.q10.len()).map(warmth).collect();
            Matrix::from_legs(size, |from, to| matrix.leg(at(from), at(to)), &warmths)
        };
        Matrices {
            by_running: self.matrices.by_running.iter().map(cut).collect(),
            q10: self.matrices.q10.clone(),
        }
    }

    /// In how many parts goods travel: as few as the largest vehicle for them allows.
    fn pieces(&self, flow: &Flow, kilograms: f64) -> usize {
        let goods = self.county.goods(flow.goods);
        let litres = kilograms * flow.litres_per_kilogram;
        let holds = self.county.vehicle_types.iter().flat_map(|vehicle| {
            let fitting = vehicle.compartments.iter().filter(|it| goods.carried.contains(&it.class));
            fitting.map(move |it| (vehicle.payload.as_f64() / 1000.0, it.litres.as_f64()))
        });
        let parts = holds.map(|(payload, room)| (kilograms / payload).max(litres / room).ceil());
        let least = parts.fold(f64::INFINITY, f64::min);
        if least.is_finite() { (least as usize).clamp(1, 1000) } else { 1 }
    }
}

/// A type of vehicle without its name, number and site.
#[must_use]
pub fn anywhere(vehicle: &VehicleType) -> VehicleType {
    VehicleType {
        code: String::new(),
        name_zh: String::new(),
        name_en: String::new(),
        count: 1,
        start: SiteId(0),
        end: SiteId(0),
        ..vehicle.clone()
    }
}

/// How many orders are in one of both only.
fn changes(from: &[Driven], pieces: &[Piece]) -> usize {
    let old: BTreeSet<Piece> = from.iter().flat_map(|it| it.trips.iter().flatten().copied()).collect();
    let new: BTreeSet<Piece> = pieces.iter().copied().collect();
    old.symmetric_difference(&new).count()
}

/// What of these rounds is still wanted.
fn routes(problem: &Problem, pieces: &[Piece], from: &[Driven]) -> Vec<Route> {
    let orders = pieces.iter().enumerate().map(|(order, &piece)| (piece, problem.jobs[order].first));
    let tasks: BTreeMap<Piece, TaskId> = orders.collect();
    let of = |driven: &Driven| {
        let trips = driven.trips.iter().map(|trip| trip.iter().filter_map(|it| tasks.get(it).copied()));
        let trips: Vec<Vec<TaskId>> = trips.map(Iterator::collect).collect();
        let trips = trips.into_iter().filter(|trip| !trip.is_empty()).collect();
        Route { vehicle_type: driven.kind, trips }
    };
    from.iter().map(of).filter(|route| !route.trips.is_empty()).collect()
}

/// Counts a route in, with what each of its customers adds.
fn add(
    problem: &Problem,
    walker: &mut Walker,
    route: &Route,
    owner: &[usize],
    rounds: &mut Rounds,
) -> Option<()> {
    let (tasks, ends) = flatten(route);
    let whole = walker.cost(route.vehicle_type.index(), &tasks, &ends)? as f64;
    rounds.cost += whole;
    let own = |task: &TaskId| owner[problem.order_of(*task).index()];
    let mut customers: Vec<usize> = tasks.iter().map(own).collect();
    customers.sort_unstable();
    customers.dedup();
    for customer in customers {
        let trips = route.trips.iter().map(|trip| {
            let rest: Vec<TaskId> = trip.iter().copied().filter(|task| own(task) != customer).collect();
            rest
        });
        let trips: Vec<Vec<TaskId>> = trips.filter(|trip| !trip.is_empty()).collect();
        let without = without(walker, route.vehicle_type, trips);
        rounds.added[customer] += (whole - without.unwrap_or(whole)).max(0.0);
    }
    Some(())
}

fn without(walker: &mut Walker, vehicle_type: VehicleTypeId, trips: Vec<Vec<TaskId>>) -> Option<f64> {
    if trips.is_empty() {
        return Some(0.0);
    }
    let (tasks, ends) = flatten(&Route { vehicle_type, trips });
    walker.cost(vehicle_type.index(), &tasks, &ends).map(|cost| cost as f64)
}
