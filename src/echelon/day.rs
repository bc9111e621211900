//! A day as the search sees it, with some orders in legs.

use crate::county::{County, OrderId, SiteId, VehicleTypeId};
use crate::matrix::Matrices;
use crate::model::{Placing, Problem, TaskId, TaskKind};
use crate::relay::{Kit, Relay, Stage, expand, extra, legs, place_legs};
use crate::route::Route;
use crate::solve::Solution;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What leaving out one leg costs, in fen: more than any detour.
const NEEDED: i64 = 100_000_000;

/// A county's day without legs.
pub struct Day<'a> {
    pub county: &'a County,
    pub placing: Placing,
    pub matrices: &'a Matrices,
    /// Searched as if nothing spoiled.
    pub blind: bool,
    /// Orders that no drone may take.
    pub grounded: BTreeSet<OrderId>,
    /// By drone at its post: pads where its flights may end elsewhere.
    pub landings: BTreeMap<VehicleTypeId, Vec<SiteId>>,
}

/// The day with some legs.
#[derive(Clone, Debug)]
pub struct Posed {
    pub county: County,
    pub problem: Problem,
    pub kits: Vec<Kit>,
}

impl Day<'_> {
    /// The problem with these relays and kits. Their legs may not be left out.
    #[must_use]
    pub fn pose(&self, relays: &[Relay], kits: &[Kit]) -> Posed {
        let county = expand(self.county, relays, kits);
        let mut placing = self.placing.clone();
        let sites = placing.sites.clone();
        place_legs(self.county, (relays, kits), &sites, &mut placing.picks, &mut placing.drops);
        let mut problem = Problem::assemble(&county, &placing, self.matrices);
        for leg in legs(self.county.orders.len(), relays) {
            problem.jobs[leg.id.index()].price_out = NEEDED;
        }
        let brought = county.orders.len() - 2 * kits.len();
        problem.jobs[brought..].iter_mut().for_each(|job| job.price_out = NEEDED);
        for kit in kits {
            let kind = &mut problem.kinds[kit.kind.index()];
            (kind.count, kind.not_before) = (1, kit.out.0);
            kind.shift_end = kind.shift_end.min(kit.back.0);
        }
        problem.ground(&self.grounded);
        Posed { county, problem, kits: kits.to_vec() }
    }

    /// What the search looks at: without spoilage where it is not to count.
    pub(super) fn searched<'p>(&self, problem: &'p Problem) -> Cow<'p, Problem> {
        if self.blind { Cow::Owned(problem.without_spoilage()) } else { Cow::Borrowed(problem) }
    }
}

impl Posed {
    /// Routes of another posing of the day, with the tasks that are in both.
    pub(super) fn take_over(&self, from: &Posed, solution: &Solution) -> Vec<Route> {
        let mut routes = self.carry_over(from, solution);
        routes.iter_mut().for_each(|route| route.trips.retain(|trip| !trip.is_empty()));
        routes.retain(|route| !route.trips.is_empty());
        routes
    }

    /// The same with all routes and trips, also those without any task.
    pub(super) fn carry_over(&self, from: &Posed, solution: &Solution) -> Vec<Route> {
        let key = |posed: &Self, task: TaskId| -> (String, TaskKind) {
            let order = posed.problem.order_of(task);
            (posed.county.order(order).code.clone(), posed.problem.kind_of(task))
        };
        let tasks = (0..self.problem.tasks.len() as u32).map(TaskId);
        let known: HashMap<_, _> = tasks.map(|task| (key(self, task), task)).collect();
        let same = |task: &TaskId| known.get(&key(from, *task)).copied();
        let trip = |trip: &Vec<TaskId>| trip.iter().filter_map(same).collect::<Vec<_>>();
        let route = |route: &Route| Route {
            vehicle_type: route.vehicle_type,
            trips: route.trips.iter().map(trip).collect(),
        };
        solution.routes.iter().map(route).collect()
    }

    /// Orders of the relays of which a leg is left out, or whose drone is not brought or fetched.
    pub(super) fn lost(&self, relays: &[Relay], solution: &Solution) -> BTreeSet<OrderId> {
        let out: BTreeSet<OrderId> = solution.unserved.iter().copied().collect();
        let legs = self.legs(relays).filter(|leg| out.contains(&leg.1)).map(|leg| leg.0);
        let stays = |kit: &usize| self.kit_orders(*kit).iter().any(|order| out.contains(order));
        let stays = (0..self.kits.len()).filter(stays);
        let sites: BTreeSet<_> = stays.flat_map(|kit| self.kits[kit].pads(&self.county)).collect();
        let over = |relay: &&Relay| {
            let mut over = relay.parts.iter().filter_map(|part| part.over);
            over.any(|over| sites.contains(&over.site))
        };
        legs.chain(relays.iter().filter(over).map(|relay| relay.order)).collect()
    }

    /// The orders that bring and fetch a kit.
    pub(super) fn kit_orders(&self, kit: usize) -> [OrderId; 2] {
        let first = (self.county.orders.len() - 2 * self.kits.len() + 2 * kit) as u32;
        [OrderId(first), OrderId(first + 1)]
    }

    /// The relay's order, the leg's and its stage.
    pub(super) fn legs<'r>(
        &self,
        relays: &'r [Relay],
    ) -> impl Iterator<Item = (OrderId, OrderId, Stage)> + 'r {
        let legs = legs(self.county.orders.len() - extra(relays, &self.kits), relays);
        legs.into_iter().map(|leg| (relays[leg.relay].order, leg.id, leg.stage))
    }
}
