//! Does every line keep clear, and is what flying it takes true? (M99 to M101, M170, M173)

use super::super::{Differs, Rule, Violations, Where, report};
use super::{AirRule, Sky};
use crate::corridor::verify::{Blow, spend_in, verify_line};
use crate::corridor::{Fix, Pad, Rules, Terms, Which};
use crate::county::{County, still};
use crate::energy::drone::{Airframe, Battery};
use crate::plan::{Air, AirWay};
use crate::terrain::Dem;
use crate::units::{Grams, Joules, Metres, Point, Seconds};

/// One drone type's airframe, batteries and weather.
pub(super) struct Craft {
    pub frame: Airframe,
    pub wind: f64,
}

impl Craft {
    pub fn of(county: &County, drone: usize) -> Option<Craft> {
        let kind = county.drone_types.get(drone)?;
        Some(Craft { frame: kind.frame()?, wind: kind.work.wind })
    }

    pub fn terms<'a>(&'a self, dem: &'a Dem, county: &'a County, pads: &'a [Pad]) -> Terms<'a> {
        Terms {
            dem,
            zones: &county.zones,
            aloft: &county.aloft,
            places: &county.places,
            pads,
            which: Which::Pair(0, 1),
            frame: &self.frame,
            rules: Rules::usual(&self.frame),
            battery: Battery::default(),
            day: still(county),
            wind: self.wind,
            electricity: county.prices.electricity,
        }
    }

    /// Joules of a full set above the reserve, taken off at a place.
    pub fn usable(&self, terms: &Terms, at: Point) -> f64 {
        let height = terms.dem.height(at).unwrap_or(f64::NAN);
        let held = terms.battery.full(self.frame.capacity(), terms.day.celsius_at(height));
        held * (1.0 - terms.battery.reserve) * 3600.0
    }
}

/// The corners of a way with the ground that is below them.
pub(super) fn fixes(dem: &Dem, way: &AirWay) -> Vec<Fix> {
    let fix = |fix: &crate::plan::AirFix| Fix {
        point: fix.point,
        along: 0.0,
        ground: dem.height(fix.point).unwrap_or(f64::NAN),
        height: fix.height,
        slow: fix.slow,
    };
    way.fixes.iter().map(fix).collect()
}

pub(super) fn check(dem: &Dem, sky: &Sky, air: &Air, found: &mut Violations) {
    for way in &air.ways {
        let flies = sky.county.vehicle_type(way.kind).flies;
        let Some(craft) = flies.and_then(|flies| Craft::of(sky.county, flies.drone)) else { continue };
        let mut tell = |rule: AirRule| report(found, Where::Plan, Rule::Air(rule));
        if craft.wind > craft.frame.wind {
            tell(AirRule::Wind);
        }
        let pads = [way.from, way.to].map(|site| Pad { point: sky.county.site(site).point });
        let terms = craft.terms(dem, sky.county, &pads);
        let line = fixes(dem, way);
        let (faults, length) = verify_line(&terms, [0, 1], &line);
        let (from, to) = (way.from, way.to);
        let mut told: Vec<std::mem::Discriminant<_>> = Vec::new();
        for fault in faults {
            let kind = std::mem::discriminant(&fault);
            if !told.contains(&kind) {
                told.push(kind);
                tell(AirRule::Line { from, to, fault });
            }
        }
        if told.is_empty() {
            let is_home = |pad| sky.homes.get(&way.kind).is_some_and(|home| home.pad == pad);
            let course = match (is_home(way.from), is_home(way.to)) {
                (true, _) => Course::Out,
                (_, true) => Course::Home,
                _ => Course::Between,
            };
            figures((way, course), (&craft, &terms), (&line, length), &mut tell);
        }
    }
}

/// Where a way leads, seen from home.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Course {
    Out,
    Home,
    /// Between two other pads.
    Between,
}

fn figures(
    (way, course): (&AirWay, Course),
    (craft, terms): (&Craft, &Terms),
    (line, length): (&[Fix], f64),
    tell: &mut dyn FnMut(AirRule),
) {
    let (from, to) = (way.from, way.to);
    if (way.distance.as_f64() - length).abs() > 1.5 + length * 1e-4 {
        let values = Differs { stated: way.distance, derived: Metres::rounded(length) };
        tell(AirRule::FlightLength { from, to, values });
    }
    let full = Grams::rounded(craft.frame.payload * 1000.0);
    let back: Vec<Fix> = line.iter().rev().copied().collect();
    let wind = craft.wind;
    let spent = |line: &[Fix], load: Grams, ahead: f64| {
        let (wh, seconds) = spend_in(terms, line, load.as_f64() / 1000.0, Blow::Ahead(ahead));
        (wh * 3600.0, seconds)
    };
    // Home with the wind, all else against it.
    let seconds = spent(line, Grams::ZERO, if course == Course::Home { -wind } else { wind }).1;
    if !agree(way.duration.as_f64(), seconds, 3.0 + seconds * 0.005) {
        let values = Differs { stated: way.duration, derived: Seconds::rounded(seconds.min(1e9)) };
        tell(AirRule::FlightTime { from, to, values });
    }
    let chord = |load: Grams| way.empty.as_f64() + way.per_tonne.as_f64() * load.as_f64() / 1e6;
    let spared = spent(&back, Grams::ZERO, wind).0 - spent(&back, Grams::ZERO, -wind).0;
    let bounds = |load: Grams| {
        let [ahead, behind] = [spent(line, load, wind).0, spent(line, load, -wind).0];
        match course {
            Course::Out => [ahead; 2],
            Course::Home => [behind.max(ahead - spared); 2],
            // What the whole flight takes is held against the sum of its legs.
            Course::Between => [0.0, 2.0 * ahead],
        }
    };
    for load in [Grams::ZERO, full] {
        let (stated, [least, most]) = (chord(load), bounds(load));
        let derived = if stated < least { least } else { most };
        let slack = derived * 0.01 + 4000.0;
        if !(stated >= least - slack && stated <= most + slack) {
            let values =
                Differs { stated: Joules::rounded(stated), derived: Joules::rounded(derived.min(1e15)) };
            tell(AirRule::FlightEnergy { from, to, values });
        }
    }
    let needs = spent(line, way.limit, wind).0;
    let usable = craft.usable(terms, line[0].point);
    if way.limit > full || way.limit < Grams::ZERO || !lasts(needs, usable) {
        tell(AirRule::Limit { from, to, limit: way.limit });
    }
}

/// False for what is not a number.
fn agree(stated: f64, derived: f64, tolerance: f64) -> bool {
    (stated - derived).abs() <= tolerance
}

/// True if a battery lasts, but for what sums of other steps may differ by. False for what is not a
/// number.
pub(super) fn lasts(needed: f64, usable: f64) -> bool {
    needed <= usable * 1.01 + 4000.0
}
