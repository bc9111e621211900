//! Groups of orders that might be carried in legs, by a generous estimate of what that saves.

use super::day::{Day, Posed};
use super::timing::{EARLY, SPARE, STAY, Timing};
use super::{Chosen, in_cold_room, over};
use crate::county::{Order, OrderId, Service, SiteId, VehicleType, VehicleTypeId};
use crate::model::{Kind, Problem, TaskId};
use crate::network::Location;
use crate::relay::{Kit, Over, Relay, Stage, handling, is_nameable, plain};
use crate::route::{Route, Walker, flatten};
use crate::units::{Moment, ThermalAge};
use std::collections::{BTreeMap, BTreeSet};

/// Parts of one order at most.
const MOST_PARTS: i64 = 12;

/// What is tried together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Goods change vehicles there.
    Over(SiteId),
    /// Orders in parts, carried all the way by what flies.
    Parts,
}

/// Orders that go over a place if that turns out cheaper.
pub(super) struct Plea {
    /// By moment that is tried.
    choices: Vec<(Vec<Relay>, Vec<Kit>)>,
}

impl Plea {
    pub fn choices(&self) -> impl Iterator<Item = (Vec<Relay>, Vec<Kit>)> + '_ {
        self.choices.iter().cloned()
    }
}

/// Sites where vehicles are based that are not where orders come from or go to, and parts for what
/// flies.
pub(super) fn places(day: &Day) -> Vec<Place> {
    let county = day.county;
    let homes: BTreeSet<SiteId> = county.vehicle_types.iter().map(|kind| kind.start).collect();
    let served: BTreeSet<SiteId> = county.orders.iter().filter_map(site).collect();
    let is_on_road = |site: &SiteId| day.placing.sites[site.index()].is_some();
    let comes = |site: &SiteId| {
        let carried = |kind: &VehicleType| kind.flies.is_some_and(|flies| flies.from.is_some());
        let mut own = county.vehicle_types.iter().filter(|kind| kind.start == *site);
        own.any(|kind| !carried(kind) || plain(county).is_some())
    };
    let over = homes.into_iter().filter(is_on_road).filter(comes);
    let over = over.filter(|home| served.iter().any(|site| site != home)).map(Place::Over);
    let flies = county.vehicle_types.iter().any(|kind| kind.flies.is_some());
    over.chain(flies.then_some(Place::Parts)).collect()
}

fn site(order: &Order) -> Option<SiteId> {
    match order.service {
        Service::Delivery { from, .. } => Some(from),
        Service::Collection { to, .. } => Some(to),
        Service::Transfer { .. } => None,
    }
}

/// Orders of one door.
pub(super) struct Group {
    pub orders: Vec<OrderId>,
    relays: Vec<Relay>,
    /// Without the vehicles' fixed cost, in fen; and that cost.
    variable: i64,
    fixed: i64,
}

/// What to try at a place, the most promising first: nothing if even the estimate saves nothing.
pub(super) fn pleas(day: &Day, chosen: &Chosen, place: Place) -> Vec<Plea> {
    let scout = Scout { day, chosen, place };
    let mut groups = scout.groups();
    groups.sort_by_cached_key(|group| (-scout.gain(&[group]), group.orders[0]));
    let upto = lengths(groups.len()).map(|count| {
        let taken: Vec<&Group> = groups[..count].iter().collect();
        (scout.gain(&taken), count)
    });
    let mut upto: Vec<(i64, usize)> = upto.filter(|(gain, _)| *gain > 0).collect();
    upto.sort_by_key(|&(gain, count)| (-gain, count));
    let mut counts: Vec<usize> = upto.first().map(|best| best.1).into_iter().collect();
    counts.extend(upto.first().map(|best| best.1 / 2).filter(|half| *half > 0));
    counts.extend(upto.iter().map(|one| one.1).min());
    counts.dedup();
    let mut sets: Vec<Vec<usize>> = counts.into_iter().map(|count| (0..count).collect()).collect();
    for set in scout.detours(&groups) {
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    let plea = |set: Vec<usize>| scout.plea(&set.into_iter().map(|at| &groups[at]).collect::<Vec<_>>());
    sets.into_iter().map(plea).collect()
}

/// Every length up to a dozen, then ever sparser ones, and all.
fn lengths(all: usize) -> impl Iterator<Item = usize> {
    let next = move |count: &usize| (*count < all).then(|| (count + 1 + count / 12).min(all));
    std::iter::successors((all > 0).then_some(1), next)
}

pub(super) struct Scout<'a> {
    day: &'a Day<'a>,
    pub chosen: &'a Chosen,
    place: Place,
}

impl Scout<'_> {
    pub fn problem(&self) -> &Problem {
        &self.chosen.posed.problem
    }

    /// Fen that the routes of now cost less without these, less what the place's vehicles take.
    pub fn gain(&self, groups: &[&Group]) -> i64 {
        let saved = self.saved(groups.iter().flat_map(|group| &group.orders));
        let variable: i64 = groups.iter().map(|group| group.variable).sum();
        saved - variable - groups.iter().map(|group| group.fixed).min().unwrap_or(0)
    }

    fn saved<'o>(&self, orders: impl Iterator<Item = &'o OrderId>) -> i64 {
        saved(self.day, self.chosen, orders)
    }

    /// All that the place's vehicles can carry, by door.
    fn groups(&self) -> Vec<Group> {
        let relayed: BTreeSet<OrderId> = self.chosen.relays.iter().map(|relay| relay.order).collect();
        let free = self.day.county.order_ids().filter(|order| !relayed.contains(order));
        let relays: Vec<Relay> = free.filter_map(|order| self.relay(order)).collect();
        let relays: Vec<Relay> =
            relays.into_iter().filter(|relay| is_nameable(self.day.county, relay)).collect();
        let relays = self.moments(&relays, Timing::Late(0));
        let posed = self.day.pose(&relays, &[]);
        let mut own: BTreeMap<OrderId, Vec<(Stage, OrderId)>> = BTreeMap::new();
        for (order, leg, stage) in posed.legs(&relays) {
            own.entry(order).or_default().push((stage, leg));
        }
        let fits = |relay: &&Relay| {
            own[&relay.order].iter().all(|&(stage, leg)| self.fits(&posed, stage, leg, relay))
        };
        let mut doors: BTreeMap<Location, Vec<Relay>> = BTreeMap::new();
        for relay in relays.iter().filter(fits) {
            let at = [&self.day.placing.picks, &self.day.placing.drops];
            let door = at.into_iter().find_map(|doors| doors[relay.order.index()]);
            doors.entry(door.unwrap_or(Location(0))).or_default().push(relay.clone());
        }
        let group = |relays: Vec<Relay>| {
            let legs = relays.iter().flat_map(|relay| &own[&relay.order]);
            let outer = legs.zip(relays.iter().flat_map(|relay| vec![relay; own[&relay.order].len()]));
            let outer = outer.filter(|(leg, relay)| self.is_outer(leg.0, relay)).map(|(leg, _)| leg.1);
            let (variable, fixed) = self.beyond(&posed, &outer.collect::<Vec<_>>())?;
            let orders = relays.iter().map(|relay| relay.order).collect();
            Some(Group { orders, relays, variable, fixed })
        };
        doors.into_values().filter_map(group).collect()
    }

    /// Vehicles of the place.
    fn own(&self, kind: &Kind) -> bool {
        match self.place {
            Place::Over(site) => kind.start_site == site,
            Place::Parts => kind.sets.is_some() && kind.count > 0,
        }
    }

    /// True for the leg between the place and the customer's door.
    fn is_outer(&self, stage: Stage, relay: &Relay) -> bool {
        match stage {
            Stage::Only => true,
            Stage::Last => matches!(relay.whole.service, Service::Delivery { .. }),
            Stage::First => matches!(relay.whole.service, Service::Collection { .. }),
        }
    }

    /// True if vehicles of the place can carry an outer leg, others one that is not.
    fn fits(&self, posed: &Posed, stage: Stage, leg: OrderId, relay: &Relay) -> bool {
        let job = posed.problem.job(leg);
        let outer = self.is_outer(stage, relay);
        let kinds = posed.problem.kinds.iter().zip(&job.fit);
        kinds.filter(|(kind, _)| !outer || self.own(kind)).any(|(_, fit)| fit.is_ok())
    }

    /// An order over the place, or in parts, as many as the place's vehicles need.
    fn relay(&self, order: OrderId) -> Option<Relay> {
        let (county, whole) = (self.day.county, self.day.county.order(order));
        let home = site(whole)?;
        let kinds = self.problem().kinds.iter().filter(|kind| self.own(kind));
        let parts = kinds.filter_map(|kind| self.parts(kind, order)).min()?;
        let over = match self.place {
            Place::Parts if parts < 2 => return None,
            Place::Parts => None,
            Place::Over(site) if site == home => return None,
            Place::Over(site) => Some(Over { site, at: Moment(0), age: ThermalAge::default(), cold: false }),
        };
        let soft = whole.late_per_hour.is_some() && matches!(whole.service, Service::Collection { .. });
        (!soft || over.is_none()).then(|| Relay::new(county, order, parts, over))
    }

    /// How many loads of a vehicle type an order is.
    fn parts(&self, kind: &Kind, order: OrderId) -> Option<usize> {
        let (whole, placing) = (self.day.county.order(order), &self.day.placing);
        let kind_id = kind.id.index();
        let (from, to) = match (placing.picks[order.index()], placing.drops[order.index()]) {
            (None, Some(drop)) => (kind.start, drop),
            (Some(pick), None) => (pick, kind.end),
            _ => return None,
        };
        // Nobody flies to where one walks from the drone's own pad.
        let walks = |leg: crate::matrix::Leg| leg.distance.0 == 0;
        if kind.sets.is_some() && self.problem().leg(kind_id, from, to).is_none_or(walks) {
            return None;
        }
        let limit = self.problem().limit(kind_id, from, to);
        let most = limit.unwrap_or(kind.payload).min(kind.payload);
        let room = kind.holds.iter().map(|hold| hold.litres).max()?;
        if most <= 0 || room <= 0 {
            return None;
        }
        let by_mass = whole.mass.0.max(1).saturating_add(most - 1) / most;
        let by_room = whole.volume.0.max(1).saturating_add(room - 1) / room;
        let parts = by_mass.max(by_room);
        (parts <= MOST_PARTS).then_some(parts as usize)
    }

    /// What the place's vehicles take for these legs, without their fixed cost: packed one after
    /// another into trips.
    fn beyond(&self, posed: &Posed, legs: &[OrderId]) -> Option<(i64, i64)> {
        let kinds = posed.problem.kinds.iter().enumerate().filter(|(_, kind)| self.own(kind));
        let costs = kinds.filter_map(|(index, kind)| {
            let (total, vehicles) = pack(&posed.problem, index, legs)?;
            Some((total - vehicles * kind.fixed, kind.fixed))
        });
        costs.min()
    }

    /// The relays with a moment of handing over each, and the cold room as far as it has space.
    fn moments(&self, relays: &[Relay], timing: Timing) -> Vec<Relay> {
        let Place::Over(id) = self.place else { return relays.to_vec() };
        let site = self.day.county.site(id);
        let mut room = site.cold_room.0 - in_cold_room(&self.chosen.relays, id);
        let [deliveries, collections] = self.reach(id, timing.spare());
        let mut relays = relays.to_vec();
        for relay in &mut relays {
            let is_delivery = matches!(relay.whole.service, Service::Delivery { .. });
            let at = match timing {
                _ if is_delivery => deliveries,
                Timing::Late(_) => collections,
                Timing::Early => self.out(relay.whole.ready),
            };
            let at = at.max(relay.whole.ready + handling());
            let perishes = self.problem().job(relay.order).keep != crate::model::Keep::Keeps;
            let cold = perishes && site.cold_temperature.is_some() && relay.whole.volume.0 <= room;
            room -= if cold { relay.whole.volume.0 } else { 0 };
            let age = relay.whole.age;
            relay.parts.iter_mut().for_each(|part| part.over = Some(Over { site: id, at, age, cold }));
        }
        relays
    }

    /// When the place's vehicles have brought there what is ready at a moment, generously.
    fn out(&self, ready: Moment) -> Moment {
        let own = self.problem().kinds.iter().filter(|kind| self.own(kind));
        let first = own.map(|kind| Moment(kind.shift_start + kind.reload)).min();
        ready.max(first.unwrap_or(ready)) + EARLY
    }

    /// When deliveries can be at a site, and by when collections must be.
    fn reach(&self, site: SiteId, choice: usize) -> [Moment; 2] {
        let problem = self.problem();
        let Some(place) = self.day.placing.sites[site.index()] else { return [Moment(0); 2] };
        let others =
            || problem.kinds.iter().enumerate().filter(|(_, kind)| !self.own(kind) && kind.sets.is_none());
        let there = others().filter_map(|(index, kind)| {
            let drive = problem.leg(index, kind.start, place)?.duration.0;
            Some(kind.shift_start + kind.reload + drive)
        });
        let back = others().filter_map(|(index, kind)| {
            Some(kind.shift_end - problem.leg(index, place, kind.end)?.duration.0)
        });
        let spare = SPARE[choice];
        let there = Moment(there.min().unwrap_or(0)) + handling() + spare;
        let back = Moment(back.max().unwrap_or(0)) - handling() - spare;
        // A drone that is carried brings what is collected before it is fetched.
        if self.carried().next().is_some() { [there, back.min(there + STAY[choice])] } else { [there, back] }
    }

    /// Vehicle types of the place that have to be carried there.
    fn carried(&self) -> impl Iterator<Item = &Kind> {
        let is_carried = |kind: &&Kind| {
            let flies = self.day.county.vehicle_type(kind.id).flies;
            self.own(kind) && flies.is_some_and(|flies| flies.from.is_some())
        };
        self.problem().kinds.iter().filter(is_carried)
    }

    /// Drones that are brought to the place, and fetched some hours later.
    fn kits(&self, site: SiteId, choice: usize) -> Vec<Kit> {
        let [out, back] = self.reach(site, choice);
        let known = |kind: &&Kind| self.chosen.posed.kits.iter().all(|kit| kit.kind != kind.id);
        self.carried().filter(known).map(|kind| Kit { kind: kind.id, out, back, meet: None }).collect()
    }

    /// As many as the place handles in a day.
    fn keep_what_is_handled(&self, relays: &mut Vec<Relay>) {
        let Place::Over(id) = self.place else { return };
        let Some(most) = self.day.county.site(id).parcels_per_day else { return };
        let mut parcels = over(&self.chosen.relays, id).count();
        relays.retain(|relay| {
            let fits = parcels + relay.parts.len() <= most as usize;
            parcels += if fits { relay.parts.len() } else { 0 };
            fits
        });
    }

    /// What is tried: a drone that is carried there fetches what it does while it is there.
    fn timings(&self, relays: &[Relay]) -> impl Iterator<Item = Timing> {
        let mut fetched =
            relays.iter().filter(|relay| matches!(relay.whole.service, Service::Collection { .. }));
        let early = fetched.next().is_some() && self.carried().next().is_none();
        (0..SPARE.len()).map(Timing::Late).chain(early.then_some(Timing::Early))
    }

    fn plea(&self, groups: &[&Group]) -> Plea {
        let mut relays: Vec<Relay> = groups.iter().flat_map(|group| group.relays.iter().cloned()).collect();
        self.keep_what_is_handled(&mut relays);
        let choices = match self.place {
            Place::Over(site) => self
                .timings(&relays)
                .map(|timing| (self.moments(&relays, timing), self.kits(site, timing.spare())))
                .collect(),
            Place::Parts => vec![(relays, Vec::new())],
        };
        Plea { choices }
    }
}

/// What the routes of now cost less without some orders, with the prices of those left out.
pub(super) fn saved<'o>(day: &Day, chosen: &Chosen, orders: impl Iterator<Item = &'o OrderId>) -> i64 {
    let orders: BTreeSet<OrderId> = orders.copied().collect();
    let problem = &chosen.posed.problem;
    let mut walker = Walker::new(problem);
    let mut saved: i64 = 0;
    for order in chosen.solution.unserved.iter().filter(|order| orders.contains(order)) {
        saved += day.county.order(*order).price_out.0;
    }
    for route in &chosen.solution.routes {
        let stays = |task: &&TaskId| !orders.contains(&problem.order_of(**task));
        let rest = |trip: &Vec<TaskId>| trip.iter().filter(stays).copied().collect::<Vec<_>>();
        let trips: Vec<_> = route.trips.iter().map(rest).collect();
        if trips == route.trips {
            continue;
        }
        let trips: Vec<_> = trips.into_iter().filter(|trip| !trip.is_empty()).collect();
        let Some(now) = cost(&mut walker, route) else { continue };
        let rest = Route { vehicle_type: route.vehicle_type, trips };
        let then = if rest.trips.is_empty() { Some(0) } else { cost(&mut walker, &rest) };
        saved += then.map_or(0, |then| now - then);
    }
    saved
}

fn cost(walker: &mut Walker, route: &Route) -> Option<i64> {
    let (tasks, ends) = flatten(route);
    walker.cost(route.vehicle_type.index(), &tasks, &ends)
}

/// Cost and vehicles of a type for some legs, each in the last trip where it fits, or in a new one.
fn pack(problem: &Problem, kind: usize, legs: &[OrderId]) -> Option<(i64, i64)> {
    let mut walker = Walker::new(problem);
    let vehicle_type = VehicleTypeId(kind as u32);
    let (mut total, mut vehicles) = (0, 0);
    let mut day: Option<(Route, i64)> = None;
    for &leg in legs {
        let tasks: Vec<TaskId> = problem.job(leg).tasks().collect();
        let mut tries = Vec::new();
        if let Some((route, _)) = &day {
            let mut longer = route.clone();
            longer.trips.last_mut()?.extend(&tasks);
            let mut one_more = route.clone();
            one_more.trips.push(tasks.clone());
            tries.extend([longer, one_more]);
        }
        let priced = tries.into_iter().find_map(|route| Some((cost(&mut walker, &route)?, route)));
        day = Some(match priced {
            Some((cost, route)) => (route, cost),
            None => {
                total += day.map_or(0, |day| day.1);
                vehicles += 1;
                let route = Route { vehicle_type, trips: vec![tasks] };
                let cost = cost(&mut walker, &route)?;
                (route, cost)
            }
        });
    }
    Some((total + day.map_or(0, |day| day.1), vehicles))
}
