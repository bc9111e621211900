//! Is every flight within its loads, its reserve, its battery sets and the light? (M171 to M175)

use super::super::replay::{Day, Run};
use super::super::{Rule, Violations, report};
use super::lines::{Craft, fixes, lasts};
use super::sun;
use super::{AirRule, Sky};
use crate::corridor::verify::{Blow, spend_in};
use crate::county::Flies;
use crate::terrain::Dem;
use crate::units::{Grams, Joules, Moment, Seconds};

/// Seconds by which two formulas for sunrise may differ.
const TWILIGHT: i64 = 180;

pub(super) fn check(dem: &Dem, sky: &Sky, flying: &[&Day], found: &mut Violations) {
    for day in flying {
        let Some(flies) = day.kind.flies else { continue };
        let Some(craft) = Craft::of(sky.county, flies.drone) else { continue };
        for (trip, run) in day.trips.iter().enumerate() {
            loads(sky, day, (trip, run), found);
            reserve(dem, sky, (&craft, day), (trip, run), found);
        }
        sets(sky, day, flies, found);
        light(sky, day, found);
        weather(sky, day, flies, found);
    }
}

/// On board of each leg, the way home last.
fn carried(run: &Run) -> Vec<Grams> {
    std::iter::once(run.load).chain(run.visits.iter().map(|visit| visit.load)).collect()
}

fn loads(sky: &Sky, day: &Day, (trip, run): (usize, &Run), found: &mut Violations) {
    for (leg, load) in carried(run).into_iter().enumerate() {
        if let Some(way) = sky.way(day.round, trip, leg).filter(|way| load > way.limit) {
            report(found, run.trip_at(), Rule::Air(AirRule::Load { load, limit: way.limit }));
        }
    }
}

/// Winds from so many sides are tried.
const BEARINGS: usize = 16;

/// The whole flight with its real loads, along the curve and not the chord, in a wind that blows
/// from one side all the time, whichever is the worst.
fn reserve(
    dem: &Dem,
    sky: &Sky,
    (craft, day): (&Craft, &Day),
    (trip, run): (usize, &Run),
    found: &mut Violations,
) {
    let home = sky.county.site(day.kind.start).point;
    let terms = craft.terms(dem, sky.county, &[]);
    let ways: Vec<_> = carried(run)
        .into_iter()
        .enumerate()
        .filter_map(|(leg, load)| Some((fixes(dem, sky.way(day.round, trip, leg)?), load.as_f64() / 1000.0)))
        .collect();
    let needs = |bearing: usize| {
        let (sin, cos) = (std::f64::consts::TAU / BEARINGS as f64 * bearing as f64).sin_cos();
        let wind = Blow::To(craft.wind * sin, craft.wind * cos);
        ways.iter().map(|(line, load)| spend_in(&terms, line, *load, wind).0 * 3600.0).sum::<f64>()
    };
    let needed = (0..BEARINGS).map(needs).fold(0.0, f64::max);
    let drove = run.visits.iter().map(|visit| visit.drove.energy).chain([run.home.energy]);
    let stated = drove.sum::<Joules>();
    if needed.is_finite() && needed > stated.as_f64() * 1.02 + 8000.0 {
        let rule = AirRule::FlightSum { stated, needed: Joules::rounded(needed.min(1e15)) };
        report(found, run.trip_at(), Rule::Air(rule));
    }
    let usable = craft.usable(&terms, home);
    if !lasts(needed, usable) {
        let [needed, usable] = [needed, usable].map(|joules| Joules::rounded(joules.min(1e15)));
        report(found, run.trip_at(), Rule::Air(AirRule::Reserve { needed, usable }));
    }
}

/// Each drone has its own share of the sets; drones that share a charger take turns at it.
fn sets(sky: &Sky, day: &Day, flies: Flies, found: &mut Violations) {
    let kind = &sky.county.drone_types[flies.drone];
    let own = (kind.work.sets / kind.count.max(1)) as usize;
    let drones_at_one = match kind.work.chargers {
        0 => None,
        chargers => Some(i64::from(kind.count.div_ceil(chargers))),
    };
    let mut full: Vec<Moment> = vec![Moment(i64::MIN / 4); own];
    let mut charger = Moment(i64::MIN / 4);
    for run in &day.trips {
        // The set that has been full longest.
        let first = (0..full.len()).min_by_key(|&set| full[set]);
        let ready = first.map_or(Moment(i64::MAX / 4), |set| full[set]);
        if ready > run.trip.load_start {
            let rule = AirRule::Set { ready, load_start: run.trip.load_start };
            report(found, run.trip_at(), Rule::Air(rule));
        }
        charger = match drones_at_one {
            Some(drones) => charger.max(run.back()) + Seconds(kind.work.charge.0.saturating_mul(drones)),
            None => Moment(i64::MAX / 4),
        };
        if let Some(set) = first {
            full[set] = charger;
        }
    }
}

/// Nobody is away from home while fog or more wind than the type plans for keeps it on the ground.
fn weather(sky: &Sky, day: &Day, flies: Flies, found: &mut Violations) {
    let wind = sky.county.drone_types[flies.drone].work.wind;
    for hours in &sky.county.aloft.groundings {
        if hours.wind.is_some_and(|most| most <= wind) {
            continue;
        }
        for run in &day.trips {
            if run.back() > hours.from && hours.to > run.trip.depart {
                let rule = AirRule::Weather { from: hours.from, to: hours.to };
                report(found, run.trip_at(), Rule::Air(rule));
            }
        }
    }
}

fn light(sky: &Sky, day: &Day, found: &mut Violations) {
    let site = sky.county.site(day.kind.start).point;
    let Some((rise, set)) = sun::up(&sky.county.date, site) else { return };
    for run in &day.trips {
        let mut dark = |at: Moment, light: Moment| {
            report(found, run.trip_at(), Rule::Air(AirRule::Dark { at, light }));
        };
        if run.trip.depart.0 < rise.0 - TWILIGHT {
            dark(run.trip.depart, rise);
        }
        if run.back().0 > set.0 + TWILIGHT {
            dark(run.back(), set);
        }
    }
}
