//! One sortie put into a day exactly: the vehicle's times first, then the drone's, then both.
//! (M196)

use super::day::Posed;
use super::meet::{Sortie, is_delivery};
use super::{Chosen, Day, Kit, Relay, settle};
use crate::county::OrderId;
use crate::model::TaskId;
use crate::relay::Stage;
use crate::route::{self, Route, TripTimes, VisitTimes};
use crate::solve::Solution;
use crate::units::Moment;

/// Later than anything of the day.
const LATE: Moment = Moment(1_000_000);

/// The day with a sortie, all times and ages exact; `None` if that breaks a rule.
pub(super) fn launch(day: &Day, chosen: &Chosen, sortie: &Sortie) -> Option<Chosen> {
    let mut plan = Launch::new(day, chosen, sortie);
    let posed = plan.pose();
    let (mut routes, drone) = plan.routes(&posed)?;
    let truck = routes.get(sortie.pass.route)?.clone();
    plan.drive(&posed, &truck)?;
    plan.fly(&plan.pose(), &drone)?;
    routes.push(drone);
    for route in &mut routes {
        route.trips.retain(|trip| !trip.is_empty());
    }
    routes.retain(|route| !route.trips.is_empty());
    let out = chosen.solution.unserved.iter().filter(|order| !sortie.orders.contains(order));
    let solution = Solution { routes, unserved: out.copied().collect() };
    let posed = plan.pose();
    settle::settle(day, plan.relays, posed, solution, chosen.iterations)
}

struct Launch<'a> {
    day: &'a Day<'a>,
    chosen: &'a Chosen,
    sortie: &'a Sortie<'a>,
    /// Those of before, then those of the sortie.
    relays: Vec<Relay>,
    kits: Vec<Kit>,
}

/// Tasks of one leg: the only one, or the pick-up and the drop-off.
struct Leg {
    order: OrderId,
    stage: Stage,
    tasks: (TaskId, Option<TaskId>),
    id: OrderId,
}

impl<'a> Launch<'a> {
    fn new(day: &'a Day, chosen: &'a Chosen, sortie: &'a Sortie) -> Launch<'a> {
        let mut relays = chosen.relays.clone();
        relays.extend(sortie.relays(day));
        let kit = Kit { out: LATE, ..sortie.kit(day) };
        let kits = [&chosen.posed.kits[..], &[kit]].concat();
        let mut plan = Launch { day, chosen, sortie, relays, kits };
        plan.set(|plan, order| if is_delivery(plan.day, order) { LATE } else { Moment(0) });
        plan
    }

    fn pose(&self) -> Posed {
        self.day.pose(&self.relays, &self.kits)
    }

    /// When the sortie's orders change vehicles.
    fn set(&mut self, at: impl Fn(&Self, OrderId) -> Moment) {
        let first = self.relays.len() - self.sortie.orders.len();
        for index in first..self.relays.len() {
            let at = at(self, self.relays[index].order);
            let overs = self.relays[index].parts.iter_mut().filter_map(|part| part.over.as_mut());
            overs.for_each(|over| over.at = at);
        }
    }

    fn legs(&self, posed: &Posed) -> Vec<Leg> {
        let own = posed.legs(&self.relays).filter(|(order, _, _)| self.sortie.orders.contains(order));
        own.map(|(order, id, stage)| {
            let job = posed.problem.job(id);
            Leg { order, stage, tasks: (job.first, job.second), id }
        })
        .collect()
    }

    /// The routes of before with the vehicle's detour, and the drone's flight.
    fn routes(&self, posed: &Posed) -> Option<(Vec<Route>, Route)> {
        let pass = &self.sortie.pass;
        let mut routes = posed.carry_over(&self.chosen.posed, &self.chosen.solution);
        let legs = self.legs(posed);
        let of = |is_out: bool, stage: Stage| {
            let own = move |leg: &&Leg| is_delivery(self.day, leg.order) == is_out && leg.stage == stage;
            legs.iter().filter(own)
        };
        let [bring, fetch] =
            posed.kit_orders(self.kits.len() - 1).map(|order| posed.problem.job(order).first);
        let launch = of(true, Stage::First).map(|leg| leg.tasks.0).chain([bring]);
        let meet = std::iter::once(fetch).chain(of(false, Stage::Last).map(|leg| leg.tasks.0));
        let before = self.chosen.solution.routes.get(pass.route)?.trips.get(pass.trip)?;
        let kept = |gap: usize| {
            let gone = |task: &&TaskId| {
                let order = self.chosen.posed.problem.order_of(**task);
                self.sortie.orders.contains(&order)
            };
            gap - before[..gap].iter().filter(gone).count()
        };
        let (first, last) = (kept(pass.gaps.0), kept(pass.gaps.1));
        let trip = routes.get_mut(pass.route)?.trips.get_mut(pass.trip)?;
        trip.splice(last..last, meet.collect::<Vec<_>>());
        trip.splice(first..first, launch.collect::<Vec<_>>());
        let loaded = of(true, Stage::Last).map(|leg| leg.tasks.0);
        let aloft = self.sortie.orders.iter().filter_map(|order| {
            let is_out = is_delivery(self.day, *order);
            let stage = if is_out { Stage::Last } else { Stage::First };
            let leg = legs.iter().find(|leg| leg.order == *order && leg.stage == stage)?;
            if is_out { leg.tasks.1 } else { Some(leg.tasks.0) }
        });
        let landed = of(false, Stage::First).filter_map(|leg| leg.tasks.1);
        let flight = loaded.chain(aloft).chain(landed);
        let drone = Route { vehicle_type: self.sortie.post.kind, trips: vec![flight.collect()] };
        Some((routes, drone))
    }

    /// Times of the vehicle, as if the drone was back at once.
    fn drive(&mut self, posed: &Posed, truck: &Route) -> Option<()> {
        let mut truck = truck.clone();
        truck.trips.retain(|trip| !trip.is_empty());
        let schedule = route::walk(&posed.problem, &truck)?;
        let visits: Vec<&VisitTimes> = schedule.trips.iter().flat_map(|trip| &trip.visits).collect();
        let end = |order: OrderId| {
            visits.iter().find(|visit| posed.problem.order_of(visit.task) == order).map(|visit| visit.end)
        };
        let last = self.kits.len() - 1;
        self.kits[last].out = end(posed.kit_orders(last)[0])? - self.kits[last].launch();
        self.kits[last].back = LATE;
        let legs = self.legs(posed);
        self.set(|plan, order| {
            let leg = legs.iter().find(|leg| leg.order == order && leg.stage == Stage::First);
            let brought = leg.filter(|_| is_delivery(plan.day, order)).and_then(|leg| end(leg.id));
            brought.unwrap_or(LATE)
        });
        Some(())
    }

    /// Times of the flight, once it may be loaded.
    fn fly(&mut self, posed: &Posed, drone: &Route) -> Option<()> {
        let schedule = route::walk(&posed.problem, drone)?;
        let flight: &TripTimes = schedule.trips.first()?;
        let last = self.kits.len() - 1;
        self.kits[last].back = flight.back;
        let legs = self.legs(posed);
        let overs: Vec<(OrderId, Moment)> =
            self.relays.iter().filter_map(|one| Some((one.order, one.parts[0].over?.at))).collect();
        self.set(|plan, order| {
            let leg = legs.iter().find(|leg| leg.order == order && leg.stage == Stage::First);
            let mut visits = flight.visits.iter().rev();
            let landed = leg
                .filter(|_| !is_delivery(plan.day, order))
                .and_then(|leg| visits.find(|visit| posed.problem.order_of(visit.task) == leg.id));
            let before = || overs.iter().find(|one| one.0 == order).map_or(LATE, |one| one.1);
            landed.map_or_else(before, |visit| visit.end)
        });
        Some(())
    }
}
