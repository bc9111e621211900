//! Where a vehicle could launch a drone on its way and take it up further on: candidates by a
//! rough estimate, tried exactly one after another. (M196)

use super::day::Day;
use super::groups::saved;
use super::launch::launch;
use super::{Chosen, Kit};
use crate::county::{OrderId, Service, SiteId, VehicleTypeId};
use crate::model::{Kind, Problem, TaskId, TaskKind};
use crate::network::Location;
use crate::relay::{Meet, handling, is_nameable, plain, setting_up};
use crate::relay::{Over, Relay};
use crate::route::{self, Schedule};
use crate::units::{Moment, Seconds, Stop, ThermalAge};
use std::collections::BTreeMap;

/// Candidates that are tried exactly.
const TRIES: usize = 40;
/// Ways past two pads that are thought of for each door.
const PASSES: usize = 4;
/// Doors on one flight.
const DOORS: usize = 4;

/// A drone that could be carried to a pad.
pub(super) struct Post {
    pub kind: VehicleTypeId,
    pub site: SiteId,
    at: Location,
    /// Of the drone on board of a vehicle: grams and litres.
    load: (i64, i64),
    /// Pads where it may land instead.
    lands: Vec<(SiteId, Location)>,
}

/// A trip that goes by a pad, and later by another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pass {
    pub route: usize,
    pub trip: usize,
    /// Stops of the trip before each of the two.
    pub gaps: (usize, usize),
    pub land: (SiteId, Location),
    /// Fen for the detour and the crew's day.
    extra: i64,
}

/// What is tried: orders of one door or several, flown from a post on a pass.
#[derive(Clone)]
pub(super) struct Sortie<'p> {
    pub post: &'p Post,
    pub pass: Pass,
    /// Door by door as they are flown to; at each what is brought first.
    pub orders: Vec<OrderId>,
    /// Of these doors, as [`doors`] numbers them.
    doors: Vec<usize>,
}

impl Sortie<'_> {
    /// Orders that go out and come back: with the pad where each changes vehicles.
    pub fn relays(&self, day: &Day) -> Vec<Relay> {
        let relay = |order: &OrderId| {
            let is_delivery = is_delivery(day, *order);
            let site = if is_delivery { self.post.site } else { self.pass.land.0 };
            let over = Over { site, at: Moment(0), age: ThermalAge::default(), cold: false };
            Relay::new(day.county, *order, 1, Some(over))
        };
        self.orders.iter().map(relay).collect()
    }

    /// The drone, with times to be found.
    pub fn kit(&self, day: &Day) -> Kit {
        let loaded = self.orders.iter().filter(|order| is_delivery(day, **order)).count() as i64;
        let reload = day.county.vehicle_type(self.post.kind).reload;
        let launch = Seconds(reload.0 + loaded * handling().0);
        let meet = Some(Meet { pad: self.pass.land.0, launch });
        Kit { kind: self.post.kind, out: Moment(0), back: Moment(0), meet }
    }
}

pub(super) fn is_delivery(day: &Day, order: OrderId) -> bool {
    matches!(day.county.order(order).service, Service::Delivery { .. })
}

/// The first candidate that makes the day cheaper, the most promising tried first.
pub(super) fn better(day: &Day, chosen: &Chosen, stop: &dyn Stop) -> Option<Chosen> {
    let posts = posts(day, chosen);
    let walked: Vec<Option<Schedule>> =
        chosen.solution.routes.iter().map(|route| route::walk(&chosen.posed.problem, route)).collect();
    let doors = doors(day, chosen);
    let worth = doors.iter().map(|orders| saved(day, chosen, orders.iter())).collect();
    let hunt = Hunt { day, chosen, doors, worth };
    let mut sorties: Vec<(i64, Sortie)> =
        posts.iter().flat_map(|post| hunt.single(post, &passes(day, chosen, post, &walked))).collect();
    let rank = |(gain, sortie): &(i64, Sortie)| {
        (-gain, sortie.post.kind, sortie.orders[0], sortie.pass.land.0, sortie.orders.len())
    };
    sorties.sort_by_key(rank);
    let longer: Vec<_> = sorties.iter().take(TRIES).flat_map(|one| hunt.longer(one)).collect();
    sorties.extend(longer);
    sorties.retain(|(gain, _)| *gain > 0);
    sorties.sort_by_key(rank);
    let mut tried = sorties.iter().take(TRIES).filter(|_| !stop.now());
    tried.find_map(|(_, sortie)| launch(day, chosen, sortie).filter(|one| one.cost < chosen.cost))
}

/// What is flown over which doors, by what that saves by a rough estimate.
struct Hunt<'a> {
    day: &'a Day<'a>,
    chosen: &'a Chosen,
    /// Orders by door, and fen that the routes cost less without them.
    doors: Vec<Vec<OrderId>>,
    worth: Vec<i64>,
}

impl Hunt<'_> {
    /// Flights from a post over one door, whether they save anything or not.
    fn single<'p>(&self, post: &'p Post, passes: &[Pass]) -> Vec<(i64, Sortie<'p>)> {
        let mut found = Vec::new();
        for (door, orders) in self.doors.iter().enumerate() {
            let orders = aboard(self.day, self.chosen, post, (&[], orders));
            if orders.is_empty() {
                continue;
            }
            let sorties = passes.iter().map(|pass| Sortie {
                post,
                pass: *pass,
                orders: orders.clone(),
                doors: vec![door],
            });
            found.extend(sorties.filter_map(|one| Some((self.gain(&one)?, one))).take(PASSES));
        }
        found
    }

    /// The same flight with one more door, and another, as long as the estimate grows.
    fn longer<'p>(&self, (gain, sortie): &(i64, Sortie<'p>)) -> Vec<(i64, Sortie<'p>)> {
        let mut found: Vec<(i64, Sortie)> = Vec::new();
        let (mut most, mut best) = (*gain, sortie.clone());
        while best.doors.len() < DOORS {
            let others = (0..self.doors.len()).filter(|door| !best.doors.contains(door));
            let tries = others.flat_map(|door| self.with(&best, door));
            let priced = tries.filter_map(|one| Some((self.gain(&one)?, one)));
            match priced.max_by_key(|(gain, one)| (*gain, std::cmp::Reverse(one.doors.clone()))) {
                Some((gain, one)) if gain > most => {
                    (most, best) = (gain, one.clone());
                    found.push((gain, one));
                }
                _ => break,
            }
        }
        found
    }

    /// A flight with another door at every place of its order.
    fn with<'p>(&self, sortie: &Sortie<'p>, door: usize) -> Vec<Sortie<'p>> {
        let added = aboard(self.day, self.chosen, sortie.post, (&sortie.orders, &self.doors[door]));
        if added.is_empty() {
            return Vec::new();
        }
        let own = |door: usize| sortie.orders.iter().filter(move |order| self.doors[door].contains(order));
        let at = |place: usize| {
            let mut doors = sortie.doors.clone();
            doors.insert(place, door);
            let orders = doors.iter().flat_map(|one| {
                let added = (*one == door).then_some(&added);
                added.into_iter().flatten().chain(own(*one)).copied()
            });
            Sortie { orders: orders.collect(), doors: doors.clone(), ..sortie.clone() }
        };
        (0..=sortie.doors.len()).map(at).collect()
    }

    /// Fen that a flight saves; `None` if it cannot be flown.
    fn gain(&self, sortie: &Sortie) -> Option<i64> {
        let air = flight(self.chosen, sortie, self.day)?;
        let worth: i64 = sortie.doors.iter().map(|door| self.worth[*door]).sum();
        Some(worth - air - sortie.pass.extra)
    }
}

/// Drones that are not carried anywhere yet, at each pad that they may be carried to.
fn posts(day: &Day, chosen: &Chosen) -> Vec<Post> {
    let county = day.county;
    let used = |drone: usize| {
        let own = |kit: &&Kit| county.vehicle_type(kit.kind).flies.is_some_and(|flies| flies.drone == drone);
        chosen.posed.kits.iter().filter(own).count()
    };
    let place = |site: SiteId| Some((site, day.placing.sites[site.index()]?));
    let post = |kind: VehicleTypeId| {
        let vehicle = county.vehicle_type(kind);
        let flies = vehicle.flies.filter(|flies| flies.from.is_some())?;
        let is_free = used(flies.drone) < county.drone_types[flies.drone].count as usize
            && chosen.posed.kits.iter().all(|kit| kit.kind != kind);
        let (site, at) = place(vehicle.start).filter(|_| is_free)?;
        let lands = day.landings.get(&kind)?.iter().filter_map(|site| place(*site)).collect();
        let load = Kit { kind, out: Moment(0), back: Moment(0), meet: None }.load(county)?;
        Some(Post { kind, site, at, load: (load.0.0, load.1.0), lands })
    };
    match plain(county) {
        Some(_) => county.vehicle_type_ids().filter_map(post).collect(),
        None => Vec::new(),
    }
}

/// Orders by door that go whole from a site to a door or back.
fn doors(day: &Day, chosen: &Chosen) -> Vec<Vec<OrderId>> {
    let mut doors: BTreeMap<Location, Vec<OrderId>> = BTreeMap::new();
    for order in day.county.order_ids() {
        let one = day.county.order(order);
        let is_free = chosen.relays.iter().all(|relay| relay.order != order);
        // What is late to a farm may not be cut off there.
        let soft = one.late_per_hour.is_some() && matches!(one.service, Service::Collection { .. });
        let door = match one.service {
            Service::Delivery { .. } => day.placing.drops[order.index()],
            Service::Collection { .. } => day.placing.picks[order.index()],
            Service::Transfer { .. } => None,
        };
        if let Some(door) = door.filter(|_| is_free && !soft) {
            doors.entry(door).or_default().push(order);
        }
    }
    doors.into_values().collect()
}

/// As many of one door's orders as fit on one flight beside others, those of the drone's base only;
/// what is brought first.
fn aboard(
    day: &Day,
    chosen: &Chosen,
    post: &Post,
    (before, orders): (&[OrderId], &[OrderId]),
) -> Vec<OrderId> {
    let kind = &chosen.posed.problem.kinds[post.kind.index()];
    let base = day.county.vehicle_type(post.kind).flies.and_then(|flies| flies.from);
    let litres = kind.holds.iter().map(|hold| hold.litres).max().unwrap_or(0);
    let mut left = [(kind.payload, litres); 2];
    for order in before {
        let one = day.county.order(*order);
        let (mass, room) = &mut left[usize::from(!is_delivery(day, *order))];
        (*mass, *room) = (*mass - one.mass.0, *room - one.volume.0);
    }
    let mut taken = Vec::new();
    for &order in orders.iter().filter(|order| !day.grounded.contains(order)) {
        let one = day.county.order(order);
        let (way, site) = match one.service {
            Service::Delivery { from, .. } => (0, from),
            Service::Collection { to, .. } => (1, to),
            Service::Transfer { .. } => continue,
        };
        let (mass, room) = left[way];
        let over = Over { site: post.site, at: Moment(0), age: ThermalAge::default(), cold: false };
        let is_good = Some(site) == base && one.mass.0 <= mass && one.volume.0 <= room && site != post.site;
        if is_good && is_nameable(day.county, &Relay::new(day.county, order, 1, Some(over))) {
            left[way] = (mass - one.mass.0, room - one.volume.0);
            taken.push(order);
        }
    }
    taken.sort_by_key(|order| (!is_delivery(day, *order), *order));
    taken
}

/// Fen of a flight from the post over its doors to where the drone is met; `None` if it cannot be
/// flown.
fn flight(chosen: &Chosen, sortie: &Sortie, day: &Day) -> Option<i64> {
    let (problem, post) = (&chosen.posed.problem, sortie.post);
    let (index, kind) = (post.kind.index(), &problem.kinds[post.kind.index()]);
    let (mut metres, mut joules) = (0, 0);
    let mut fly = |from: Location, to: Location, load: i64| {
        let leg = problem.leg(index, from, to)?;
        metres += leg.distance.0;
        joules += leg.energy(crate::units::Grams(load)).0;
        let limit = problem.limit(index, from, to).unwrap_or(kind.payload);
        (load <= limit.min(kind.payload)).then_some(())
    };
    let mass = |order: &OrderId| day.county.order(*order).mass.0;
    let out = sortie.orders.iter().filter(|order| is_delivery(day, **order));
    let (mut at, mut load) = (post.at, out.map(mass).sum::<i64>());
    for order in &sortie.orders {
        let doors = [&day.placing.drops, &day.placing.picks];
        let door = doors.into_iter().find_map(|doors| doors[order.index()])?;
        if door != at {
            fly(at, door, load)?;
        }
        at = door;
        load += if is_delivery(day, *order) { -mass(order) } else { mass(order) };
    }
    fly(at, sortie.pass.land.1, load)?;
    if kind.battery.is_some_and(|battery| joules > battery) {
        return None;
    }
    let energy = kind.energy_price as f64 * joules as f64 / 3.6e9;
    Some(kind.fixed + kind.per_km * metres / 1000 + energy as i64)
}

/// All ways past the post and then past a landing, the cheapest first; for each trip and landing
/// the best.
fn passes(day: &Day, chosen: &Chosen, post: &Post, walked: &[Option<Schedule>]) -> Vec<Pass> {
    let problem = &chosen.posed.problem;
    let base = day.county.vehicle_type(post.kind).flies.and_then(|flies| flies.from);
    let mut passes = Vec::new();
    for (index, (route, walked)) in chosen.solution.routes.iter().zip(walked).enumerate() {
        let kind = &problem.kinds[route.vehicle_type.index()];
        let Some(schedule) = walked.as_ref().filter(|_| kind.sets.is_none()) else { continue };
        for (number, trip) in route.trips.iter().enumerate() {
            let end_site = if number + 1 == route.trips.len() { kind.end_site } else { kind.start_site };
            let is_based = Some(kind.start_site) == base && Some(end_site) == base;
            if !is_based || !has_room(problem, kind, trip, post.load) {
                continue;
            }
            let span = schedule.trips[number].back - schedule.trips[number].depart;
            let crew = problem.kinds[post.kind.index()].per_hour;
            let way = Way { day, chosen, kind: (route.vehicle_type.index(), kind), trip };
            for land in &post.lands {
                let Some((gaps, cost, seconds)) = way.by(post.at, land.1) else { continue };
                let extra = cost + crew * (span.0 + seconds) / 3600;
                passes.push(Pass { route: index, trip: number, gaps, land: *land, extra });
            }
        }
    }
    passes.sort_by_key(|pass| (pass.extra, pass.route, pass.trip, pass.land.0));
    passes
}

/// True if a drone, so many grams and litres, may fit beside what a trip sets out with.
fn has_room(problem: &Problem, kind: &Kind, trip: &[TaskId], load: (i64, i64)) -> bool {
    let out = trip.iter().filter(|&&task| problem.kind_of(task) == TaskKind::Deliver);
    let sums =
        out.map(|&task| problem.job_of(task)).fold(load, |sum, job| (sum.0 + job.mass, sum.1 + job.volume));
    sums.0 <= kind.payload && sums.1 <= kind.holds.iter().map(|hold| hold.litres).sum()
}

/// A trip that might make a detour.
struct Way<'a> {
    day: &'a Day<'a>,
    chosen: &'a Chosen,
    kind: (usize, &'a Kind),
    trip: &'a [TaskId],
}

impl Way<'_> {
    /// The best two gaps for two pads in this order, with what the detour costs and takes.
    fn by(&self, post: Location, land: Location) -> Option<((usize, usize), i64, i64)> {
        let mut best: Option<((usize, usize), i64, i64)> = None;
        for first in 0..=self.trip.len() {
            for last in first..=self.trip.len() {
                let added = match first == last {
                    true => self.added(first, &[post, land]),
                    false => self
                        .added(first, &[post])
                        .zip(self.added(last, &[land]))
                        .map(|(one, two)| (one.0 + two.0, one.1 + two.1)),
                };
                let Some((metres, seconds)) = added else { continue };
                let seconds = seconds + 2 * setting_up().0 + self.launch();
                let kind = self.kind.1;
                let cost = kind.per_km * metres / 1000 + kind.per_hour * seconds / 3600;
                if best.is_none_or(|best| cost < best.1) {
                    best = Some(((first, last), cost, seconds));
                }
            }
        }
        best
    }

    fn launch(&self) -> i64 {
        let kits = self.day.county.drone_types.iter().map(|drone| drone.work.reload.0);
        kits.max().unwrap_or(0) + handling().0
    }

    /// Metres and seconds that stops in a gap add.
    fn added(&self, gap: usize, stops: &[Location]) -> Option<(i64, i64)> {
        let problem = &self.chosen.posed.problem;
        let place = |index: usize| self.trip.get(index).map(|&task| problem.task(task).location);
        let from = gap.checked_sub(1).and_then(place).unwrap_or(self.kind.1.start);
        let to = place(gap).unwrap_or(self.kind.1.end);
        let leg = |from: Location, to: Location| {
            let leg = problem.leg(self.kind.0, from, to)?;
            Some((leg.distance.0, leg.duration.0))
        };
        let mut sum = (0, 0);
        let mut at = from;
        for &next in stops.iter().chain([&to]) {
            let (metres, seconds) = leg(at, next)?;
            sum = (sum.0 + metres, sum.1 + seconds);
            at = next;
        }
        let (metres, seconds) = leg(from, to)?;
        Some((sum.0 - metres, sum.1 - seconds))
    }
}
