//! Are a plan's flights what they say, and may they be flown? (M170 to M176)
//!
//! Lines are walked over the ground by `corridor::verify`, whose geometry and
//! sums are not the planner's; energies, times, walks, battery sets, pads and
//! daylight are derived here. Nothing of `airlift` is used.

mod crews;
mod landings;
mod lines;
mod pads;
mod rule;
mod sun;

pub use rule::AirRule;

use super::replay::Day;
use super::roads::Drive;
use super::{Rule, Violations, Where, report};
use crate::cold::Warming;
use crate::county::{County, Keeping, OrderId, SiteId, VehicleTypeId};
use crate::network::{Located, Location};
use crate::plan::{Action, Air, AirDoor, AirHome, AirWay, Plan, Round};
use crate::terrain::Dem;
use crate::units::{Joules, Metres, Seconds};
use std::collections::BTreeMap;

/// What a plan says about its flights, by what they are looked up by.
pub(super) struct Sky<'a> {
    county: &'a County,
    located: &'a Located,
    air: Option<&'a Air>,
    homes: BTreeMap<VehicleTypeId, &'a AirHome>,
    doors: BTreeMap<(VehicleTypeId, OrderId, bool), &'a AirDoor>,
    ways: BTreeMap<(VehicleTypeId, SiteId, SiteId), &'a AirWay>,
}

impl<'a> Sky<'a> {
    pub fn new(county: &'a County, located: &'a Located, plan: &'a Plan) -> Sky<'a> {
        let air = plan.air.as_ref();
        let all = || air.into_iter();
        Sky {
            county,
            located,
            air,
            homes: all().flat_map(|air| &air.homes).map(|home| (home.kind, home)).collect(),
            doors: all()
                .flat_map(|air| &air.doors)
                .map(|door| ((door.kind, door.order, door.is_pick), door))
                .collect(),
            ways: all().flat_map(|air| &air.ways).map(|way| ((way.kind, way.from, way.to), way)).collect(),
        }
    }

    /// Pad and walk of the end of a leg: home before the first stop and after the last, but where
    /// a vehicle meets the drone at another pad.
    fn end(&self, round: &Round, trip: usize, end: usize) -> Option<(SiteId, Seconds)> {
        let stops = &round.trips[trip].stops;
        let kind = self.county.vehicle_types.get(round.vehicle_type.index())?;
        if end > stops.len() && trip + 1 == round.trips.len() && kind.end != kind.start {
            return Some((kind.end, Seconds::ZERO));
        }
        let Some(stop) = end.checked_sub(1).and_then(|stop| stops.get(stop)) else {
            return self.homes.get(&round.vehicle_type).map(|home| (home.pad, home.walk));
        };
        let is_pick = matches!(stop.action, Action::Collect | Action::PickUp);
        let door = self.doors.get(&(round.vehicle_type, stop.order, is_pick))?;
        Some((door.pad, door.walk))
    }

    /// The way of a leg; `None` on one pad, or where the plan has none.
    fn way(&self, round: &Round, trip: usize, leg: usize) -> Option<&'a AirWay> {
        let (from, to) = (self.end(round, trip, leg)?.0, self.end(round, trip, leg + 1)?.0);
        self.ways.get(&(round.vehicle_type, from, to)).copied()
    }

    /// What a leg takes: the flight as the plan has it, and the walk at its end. (M174)
    pub fn leg(&self, round: &Round, trip: usize, leg: usize, places: &[Option<Location>]) -> Option<Drive> {
        let ((from, _), (to, walk)) = (self.end(round, trip, leg)?, self.end(round, trip, leg + 1)?);
        let ends = [places[leg]?, places[leg + 1]?];
        let (time, length, energy) = if ends[0] == ends[1] {
            // One walk carries the goods of all orders of a door.
            (Seconds::ZERO, Metres::ZERO, (Joules::ZERO, Joules::ZERO))
        } else if from == to && self.is_home(round, from) && !self.is_site(ends) {
            // What is beside the pad at home is not flown to.
            return None;
        } else if from == to {
            (walk, Metres::ZERO, (Joules::ZERO, Joules::ZERO))
        } else {
            let way = self.way(round, trip, leg)?;
            (way.duration + walk, way.distance, (way.empty, way.per_tonne))
        };
        Some(Drive::flown((time, length), energy, self.warmth(ends, time)))
    }

    fn is_home(&self, round: &Round, pad: SiteId) -> bool {
        self.homes.get(&round.vehicle_type).is_some_and(|home| home.pad == pad)
    }

    /// True if both ends of a leg are sites: goods change vehicles there.
    fn is_site(&self, ends: [Location; 2]) -> bool {
        ends.iter().all(|end| self.located.sites.contains(&Some(*end)))
    }

    /// All of a leg in the air of its lower end.
    fn warmth(&self, ends: [Location; 2], time: Seconds) -> BTreeMap<u64, Seconds> {
        let rates = self.county.goods.iter().filter_map(|goods| match goods.keeping {
            Keeping::Decays { decay, .. } => Some(decay.q10),
            Keeping::Keeps | Keeping::Limited { .. } => None,
        });
        let warm = |q10: f64| {
            let at = |end: Location| Warming::warmth(&self.county.air, q10, self.located.height(end), 1.0);
            let most = at(ends[0]).max(at(ends[1]));
            (q10.to_bits(), Seconds::rounded(time.as_f64() * most))
        };
        rates.map(warm).collect()
    }
}

/// Every rule of flying that the plan breaks.
pub(super) fn check(dem: Option<&Dem>, sky: &Sky, days: &[Day], found: &mut Violations) {
    let flying: Vec<&Day> = days.iter().filter(|day| day.kind.flies.is_some()).collect();
    let Some(air) = sky.air else {
        // Each leg is told as one without a road.
        return;
    };
    let Some(dem) = dem else {
        report(found, Where::Plan, Rule::Air(AirRule::NoHeights));
        return;
    };
    if pads::check(sky, air, found) {
        lines::check(dem, sky, air, found);
        crews::check(dem, sky, &flying, found);
        pads::crowds(sky, days, found);
        pads::landings(sky, &flying, found);
        landings::check(dem, sky, air, found);
    }
    verdicts(air, days, found);
}

/// What the plan says flies is what flies.
fn verdicts(air: &Air, days: &[Day], found: &mut Violations) {
    let flown = |order: OrderId| {
        let mut flying = days.iter().filter(|day| day.kind.flies.is_some());
        flying.any(|day| day.round.stops().any(|stop| stop.order == order))
    };
    for verdict in &air.verdicts {
        if verdict.flies != flown(verdict.order) || verdict.flies == verdict.block.is_some() {
            report(found, Where::Plan, Rule::Air(AirRule::Verdict(verdict.order)));
        }
    }
}
