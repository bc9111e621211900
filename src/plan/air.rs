//! What drones do in a plan: lines that are flown, pads of doors, and why each order flies or not.

use super::{Action, Round};
use crate::airlift::{Airlift, Wing};
use crate::corridor::Rule;
use crate::county::{County, OrderId, SiteId, VehicleTypeId};
use crate::model::{Misfit, Problem};
use crate::network::{Located, Location};
use crate::route::{self, Broken, Route};
use crate::solve::{Modes, Scales, Solution};
use crate::units::{Fen, Grams, Joules, Metres, Point, Seconds};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The air side of a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Air {
    /// Each line that is flown, in its direction.
    pub ways: Vec<AirWay>,
    /// The pad beside each drone type's home.
    pub homes: Vec<AirHome>,
    /// The pad of each door that is flown to.
    pub doors: Vec<AirDoor>,
    /// By order: by road or by air, and why.
    pub verdicts: Vec<Verdict>,
}

/// A corner of a line that is flown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AirFix {
    pub point: Point,
    /// Metres above sea level.
    pub height: f64,
    /// Turned on the spot.
    pub slow: bool,
}

/// A flight between two pads, as one vehicle type flies it.
#[derive(Clone, Debug, PartialEq)]
pub struct AirWay {
    pub kind: VehicleTypeId,
    /// Pads.
    pub from: SiteId,
    pub to: SiteId,
    pub fixes: Vec<AirFix>,
    /// Without any walk.
    pub duration: Seconds,
    pub distance: Metres,
    pub empty: Joules,
    /// More for each 1,000 kg.
    pub per_tonne: Joules,
    pub limit: Grams,
    /// Share of the season's daylight on which it can be flown.
    pub available: f64,
}

/// Where the drones of a type take off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AirHome {
    pub kind: VehicleTypeId,
    pub pad: SiteId,
    pub walk: Seconds,
}

/// Where the goods of one order change between drone and feet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AirDoor {
    pub kind: VehicleTypeId,
    pub order: OrderId,
    /// The door of the pick-up; else of the drop-off.
    pub is_pick: bool,
    pub pad: SiteId,
    pub walk: Seconds,
}

/// What keeps an order on the ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Block {
    /// Its goods come from or go to another site than the drones' home.
    Site,
    /// No box for these goods.
    Temperature,
    Skills,
    /// Heavier than the drone lifts.
    Payload,
    /// Larger than its box.
    Volume,
    /// No pad within a walk of its door.
    NoPad,
    /// Its pad cannot be used, or no rule allows a corridor to it.
    Corridor,
    /// Too far for the batteries and their reserve, empty or with this load.
    Range,
    /// It could fly from where drones are based or carried to only, and is not brought there.
    Transfer,
    /// Its windows cannot be met by air.
    Window,
    /// Fog or wind keeps drones on the ground at the hours in question.
    Weather,
    /// Not by daylight, or within the crew's hours.
    Daylight,
    /// All drones, or its pad, are busy with what saves more; or what it is in has begun.
    Busy,
    /// It could fly and costs more.
    Dearer,
}

/// By road or by air, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub order: OrderId,
    pub flies: bool,
    /// What serving it by road adds to the rest of the plan; `None`: no vehicle can.
    pub road: Option<Fen>,
    /// The same by air.
    pub air: Option<Fen>,
    /// `None` for what flies.
    pub block: Option<Block>,
}

/// Everything the drones do in these rounds.
pub(super) fn air(
    (county, located): (&County, &Located),
    problem: &Problem,
    solution: &Solution,
    rounds: &[Round],
    airlift: &Airlift,
) -> Air {
    let mut air = Air::default();
    let mut ways: BTreeMap<(VehicleTypeId, SiteId, SiteId), AirWay> = BTreeMap::new();
    for round in rounds {
        let Some(wing) = airlift.wing(round.vehicle_type) else { continue };
        let vehicle = county.vehicle_type(round.vehicle_type);
        for (number, trip) in round.trips.iter().enumerate() {
            let mut pads = vec![wing.home];
            for stop in &trip.stops {
                let is_pick = matches!(stop.action, Action::Collect | Action::PickUp);
                let doors = if is_pick { &located.picks } else { &located.drops };
                let foot = doors[stop.order.index()].and_then(|place| wing.foot[place.index()]);
                pads.push(foot.map(|foot| foot.pad));
                let Some(foot) = foot else { continue };
                let (kind, pad) = (round.vehicle_type, wing.pads[foot.pad]);
                air.doors.push(AirDoor { kind, order: stop.order, is_pick, pad, walk: foot.walk });
            }
            // One that a vehicle meets lands elsewhere.
            let is_met = vehicle.end != vehicle.start && number + 1 == round.trips.len();
            let met = || wing.pads.iter().position(|pad| *pad == vehicle.end);
            pads.push(if is_met { met() } else { wing.home });
            for pair in pads.windows(2) {
                let Some(way) = pair[0].zip(pair[1]).and_then(|(from, to)| way(wing, from, to)) else {
                    continue;
                };
                ways.entry((way.kind, way.from, way.to)).or_insert(way);
            }
        }
    }
    air.homes = airlift.wings.iter().filter_map(home).collect();
    air.ways = ways.into_values().collect();
    air.doors.sort_unstable();
    let orders: Vec<OrderId> = county.order_ids().collect();
    let Some(scales) = Scales::new(problem, solution) else { return air };
    let judge = Judge { county, located, problem, solution, scales, airlift };
    air.verdicts = orders.par_iter().map(|&order| judge.verdict(order)).collect();
    air
}

fn home(wing: &Wing) -> Option<AirHome> {
    let pad = wing.home?;
    let walk = wing.home_walk;
    Some(AirHome { kind: wing.kind, pad: wing.pads[pad], walk })
}

fn way(wing: &Wing, from: usize, to: usize) -> Option<AirWay> {
    let flight = wing.flights.get(&(from, to))?;
    let corridor = &wing.corridors.corridors[flight.corridor];
    let fix = |fix: &crate::corridor::Fix| AirFix { point: fix.point, height: fix.height, slow: fix.slow };
    let mut fixes: Vec<AirFix> = corridor.fixes.iter().map(fix).collect();
    if flight.backwards {
        fixes.reverse();
    }
    Some(AirWay {
        kind: wing.kind,
        from: wing.pads[from],
        to: wing.pads[to],
        fixes,
        duration: flight.duration,
        distance: flight.distance,
        empty: flight.empty,
        per_tonne: flight.per_tonne,
        limit: flight.limit,
        available: flight.available,
    })
}

struct Judge<'a> {
    county: &'a County,
    located: &'a Located,
    problem: &'a Problem,
    solution: &'a Solution,
    scales: Scales<'a>,
    airlift: &'a Airlift,
}

impl Judge<'_> {
    fn flies(&self, kind: usize) -> bool {
        self.airlift.wing(self.problem.kinds[kind].id).is_some()
    }

    fn verdict(&self, order: OrderId) -> Verdict {
        let carrier = self.solution.routes.iter().find(|route| {
            let mut tasks = route.trips.iter().flatten();
            tasks.any(|&task| self.problem.order_of(task) == order)
        });
        let flies = carrier.is_some_and(|route| self.flies(route.vehicle_type.index()));
        let modes = self.scales.modes(order, &|kind| self.flies(kind));
        let block = (!flies).then(|| self.block(order, &modes));
        Verdict { order, flies, road: modes.road, air: modes.air, block }
    }

    /// The hindrance of the drone type that comes closest.
    fn block(&self, order: OrderId, modes: &Modes) -> Block {
        if modes.air.is_some() {
            return Block::Dearer;
        }
        let kinds = (0..self.problem.kinds.len()).filter(|&kind| self.flies(kind));
        kinds.map(|kind| self.hindrance(order, kind)).max().unwrap_or(Block::NoPad)
    }

    fn hindrance(&self, order: OrderId, kind: usize) -> Block {
        let job = self.problem.job(order);
        match job.fit[kind] {
            Err(Misfit::Site) => self.beyond(order, kind),
            Err(Misfit::Temperature) => Block::Temperature,
            Err(Misfit::Skills) => Block::Skills,
            Err(Misfit::Mass) => Block::Payload,
            Err(Misfit::Volume) => Block::Volume,
            Err(Misfit::Taken) => Block::Busy,
            Err(Misfit::Road) => Block::NoPad,
            Err(Misfit::Pad) => self.pad(order, kind),
            Ok(_) => {
                let trips = vec![job.tasks().collect()];
                let route = Route { vehicle_type: VehicleTypeId(kind as u32), trips };
                match route::walk_or_why(self.problem, &route) {
                    Ok(_) | Err(Broken::Begun) => Block::Busy,
                    Err(Broken::Window) => Block::Window,
                    Err(Broken::Closed) => Block::Weather,
                    Err(Broken::Battery | Broken::Mass) => Block::Range,
                    Err(_) => Block::Daylight,
                }
            }
        }
    }

    /// Why an order could not fly even if its goods were at the drones' post.
    fn beyond(&self, order: OrderId, kind: usize) -> Block {
        let vehicle = self.county.vehicle_type(self.problem.kinds[kind].id);
        let Some(wing) = self.airlift.wing(self.problem.kinds[kind].id) else { return Block::Site };
        let one = self.county.order(order);
        let goods = self.county.goods(one.goods);
        let boxes = vehicle.compartments.iter().filter(|hold| hold.may_carry(goods));
        let doors = [&self.located.picks, &self.located.drops];
        let place = doors.into_iter().find_map(|doors| doors[order.index()]);
        let limit = place.and_then(|place| {
            let post = self.located.sites[vehicle.start.index()]?;
            let (from, to) = if one.pick().is_some() { (place, post) } else { (post, place) };
            Some(wing.leg(from, to)?.1)
        });
        match (boxes.map(|hold| hold.litres).max(), limit) {
            (None, _) => Block::Temperature,
            _ if !vehicle.skills.cover(one.skills) => Block::Skills,
            _ if one.mass > vehicle.payload => Block::Payload,
            (Some(litres), _) if one.volume > litres => Block::Volume,
            (_, None) => self.pad(order, kind),
            (_, Some(limit)) if one.mass > limit => Block::Range,
            _ => Block::Transfer,
        }
    }

    /// Why no pad serves the doors of an order.
    fn pad(&self, order: OrderId, kind: usize) -> Block {
        let Some(wing) = self.airlift.wing(self.problem.kinds[kind].id) else { return Block::NoPad };
        let one = self.county.order(order);
        let door = |is_there: bool, place: Option<Location>| is_there.then_some(place);
        let (pick, drop) = (self.located.picks[order.index()], self.located.drops[order.index()]);
        let doors = [door(one.pick().is_some(), pick), door(one.drop().is_some(), drop)];
        let shut = doors.into_iter().flatten().find_map(|place| {
            let Some(place) = place else { return Some(Block::NoPad) };
            if wing.foot[place.index()].is_some() {
                return None;
            }
            let Some(near) = wing.nearest[place.index()] else { return Some(Block::NoPad) };
            if Some(near.pad) == wing.home {
                return Some(Block::NoPad);
            }
            Some(match wing.refusal(near.pad) {
                Some(Rule::Range { .. } | Rule::Alternate { .. }) | None => Block::Range,
                Some(_) => Block::Corridor,
            })
        });
        shut.unwrap_or(Block::Range)
    }
}
