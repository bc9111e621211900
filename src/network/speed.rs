//! How fast a vehicle drives each piece of a road (M10).

use super::weather::Sky;
use super::{Arc, Piece, State};
use crate::county::{Drive, RoadClass, Running, Season, Surface, Way};
use crate::energy::{Resistance, air_density};
use crate::facts;
use crate::units::Slope;
use std::sync::OnceLock;

/// Metres per second in one km/h.
const KMH: f64 = 1.0 / 3.6;
/// The power table: slopes in these steps, up to the last; heights in bands.
const SLOPE_STEP: f64 = 0.0025;
const SLOPES: usize = 200;
const FIRST_SLOPE: f64 = -0.05;
const BAND: f64 = 500.0;
const BANDS: usize = 14;

/// What the rules need from `facts`, in m/s, m/s2 and shares.
struct Rules {
    classes: [f64; 12],
    surfaces: [f64; 5],
    tracks: [f64; 5],
    rural: f64,
    urban: f64,
    destination: f64,
    curve_least: f64,
    /// Vehicles longer than this turn slower, m.
    curve_long: f64,
    /// and do so where the radius is less than so many of their lengths.
    curve_swing: f64,
    /// Narrower roads have one lane for both directions, m.
    single_width: f64,
    single_speed: f64,
    single_flow: f64,
    passing_flow: f64,
    /// A road is this much wider than the vehicles on it, m.
    margin: f64,
    faster: f64,
    slower: f64,
    steep: f64,
    downhill: f64,
    least: f64,
    motorway: f64,
    power_loss: f64,
    load: f64,
    driver: f64,
}

fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    facts::derived(&RULES, || Rules {
        classes: [
            "motorway",
            "trunk",
            "primary",
            "secondary",
            "tertiary",
            "unclassified",
            "residential",
            "living_street",
            "service",
            "track",
            "path",
            "ferry",
        ]
        .map(|class| facts::value(&format!("road.speed.{class}")) * KMH),
        surfaces: ["paved", "concrete", "compacted", "gravel", "ground"]
            .map(|surface| facts::value(&format!("road.surface.{surface}")) * KMH),
        tracks: [1, 2, 3, 4, 5].map(|grade| facts::value(&format!("road.track.grade{grade}")) * KMH),
        rural: facts::value("road.flow.rural"),
        urban: facts::value("road.flow.urban"),
        destination: facts::value("road.flow.destination"),
        curve_least: facts::value("road.curve.least") * KMH,
        curve_long: facts::value("road.curve.long"),
        curve_swing: facts::value("road.curve.swing"),
        single_width: facts::value("road.single.width"),
        single_speed: facts::value("road.single.speed") * KMH,
        single_flow: facts::value("road.single.flow"),
        passing_flow: facts::value("road.single.passing"),
        margin: facts::value("road.single.margin"),
        faster: facts::value("road.pull.faster"),
        slower: facts::value("road.pull.slower"),
        steep: facts::value("road.downhill.steep"),
        downhill: facts::value("road.downhill.speed") * KMH,
        least: facts::value("road.speed.least") * KMH,
        motorway: facts::value("road.motorway.slowest"),
        power_loss: facts::value("road.power.loss"),
        load: facts::value("road.speed.load"),
        driver: facts::value("vehicle.driver.mass"),
    })
}

/// Speeds and permissions of one kind of vehicle in one season.
pub(super) struct Speeds<'a> {
    running: &'a Running,
    rules: &'static Rules,
    sky: Sky,
    /// Bends tighter than this, in metres, are driven at no more than that, in m/s; (0, 0) for
    /// short vehicles.
    hairpin: (f64, f64),
    /// m/s that the power allows, by band of height and step of slope.
    power: Vec<f64>,
    /// m/s, and the slope up to which the power allows it at any height.
    top: f64,
    gentle: f64,
}

/// Masses in kg of a vehicle on the road: empty with its driver, and full.
pub(super) fn masses(running: &Running) -> (f64, f64) {
    let empty = running.curb_mass + rules().driver;
    (empty, running.gross_mass.max(empty))
}

/// True if the vehicle may drive here in this season, on days when nothing is reported closed.
pub(super) fn permits(arc: &Arc, running: &Running, season: Season) -> bool {
    let within = |limit: Option<f64>, size: f64| limit.is_none_or(|limit| size <= limit);
    let wide_enough = running.narrow || !(arc.narrow_only || arc.class == RoadClass::Path);
    let fast_enough = arc.class != RoadClass::Motorway || running.top_speed >= rules().motorway;
    wide_enough
        && fast_enough
        && !arc.closure.applies(season)
        && arc.breadth.width.is_none_or(|width| width >= running.width + rules().margin)
        && within(arc.limits.mass, running.gross_mass)
        && within(arc.limits.height, running.height)
        && within(arc.limits.width, running.width)
}

/// km/h where no limit is tagged.
pub(super) fn usual(road: RoadClass) -> f64 {
    rules().classes[class(road)] / KMH
}

/// True if vehicles of both directions share one lane. Paths and ferries have their own speeds.
pub(super) fn is_single(way: &Way) -> bool {
    let narrow = way.breadth.width.is_some_and(|width| width < rules().single_width);
    let lane = way.breadth.lanes == Some(1);
    (narrow || lane) && !matches!(way.class, RoadClass::Path | RoadClass::Ferry)
}

impl<'a> Speeds<'a> {
    pub(super) fn new(running: &'a Running, state: State) -> Speeds<'a> {
        let rules = rules();
        let (empty, full) = masses(running);
        let resistance = Resistance {
            mass: empty + rules.load * (full - empty),
            rolling: running.rolling,
            drag_area: running.drag_area,
        };
        let top = running.top_speed * KMH;
        let mut power = Vec::with_capacity(BANDS * (SLOPES + 1));
        for band in 0..BANDS {
            let height = band as f64 * BAND;
            let thin = ((height - 1_000.0) / 1_000.0).max(0.0) * rules.power_loss;
            let lost = if running.drive == Drive::Electric { 0.0 } else { thin.min(0.9) };
            for step in 0..=SLOPES {
                let slope = Slope(FIRST_SLOPE + step as f64 * SLOPE_STEP);
                power.push(resistance.speed_at(
                    running.power * (1.0 - lost),
                    slope,
                    air_density(height),
                    top,
                ));
            }
        }
        let slower = rules.curve_long / running.length.max(1.0);
        let hairpin = match slower < 1.0 {
            true => (rules.curve_swing * running.length, rules.curve_least * slower),
            false => (0.0, 0.0),
        };
        let is_gentle = |step: &usize| (0..BANDS).all(|band| power[band * (SLOPES + 1) + step] >= top);
        let gentle = (0..=SLOPES).take_while(is_gentle).last();
        let gentle = gentle.map_or(f64::NEG_INFINITY, |step| FIRST_SLOPE + step as f64 * SLOPE_STEP);
        Speeds { running, rules, sky: Sky::new(state), hairpin, power, top, gentle }
    }

    /// Seconds of each piece, into `seconds`.
    pub(super) fn drive(&self, arc: &Arc, seconds: &mut Vec<f64>) {
        let free = self.free(arc);
        seconds.clear();
        if arc.class == RoadClass::Ferry {
            seconds.extend(arc.pieces.iter().map(|piece| f64::from(piece.length) / free));
            return;
        }
        // Squares of speeds: a bend and a pull limit those, and roots are slow.
        seconds.extend(arc.pieces.iter().map(|piece| self.on(piece, free)));
        self.pull(&arc.pieces, seconds);
        for (square, piece) in seconds.iter_mut().zip(&arc.pieces) {
            *square = f64::from(piece.length) / square.sqrt();
        }
    }

    /// What the rules of the road and its state allow where it is straight and flat.
    fn free(&self, arc: &Arc) -> f64 {
        let rules = self.rules;
        let usual = rules.classes[class(arc.class)];
        let tagged = arc.maxspeed.filter(|limit| limit.is_finite() && *limit > 0.0);
        let legal = tagged.map_or(usual, |limit| limit * KMH);
        if arc.class == RoadClass::Ferry {
            return legal.max(rules.least / 10.0);
        }
        let surface = arc.surface.map_or(f64::INFINITY, |surface| match surface {
            Surface::Paved => rules.surfaces[0],
            Surface::Concrete => rules.surfaces[1],
            Surface::Compacted => rules.surfaces[2],
            Surface::Gravel => rules.surfaces[3],
            Surface::Ground => rules.surfaces[4],
        });
        let track = match arc.class {
            RoadClass::Track(grade) => rules.tracks[usize::from(grade.clamp(1, 5)) - 1],
            RoadClass::Path => usual,
            _ => f64::INFINITY,
        };
        let mut flow = if arc.urban { rules.urban } else { rules.rural };
        if arc.destination_only {
            flow = flow.min(rules.destination);
        }
        if matches!(arc.surface, Some(Surface::Compacted | Surface::Gravel | Surface::Ground))
            || matches!(arc.class, RoadClass::Track(3..) | RoadClass::Path)
        {
            flow *= self.sky.loose;
        }
        let mut most = legal.min(surface).min(track);
        if arc.single {
            most = most.min(rules.single_speed);
            flow *= if arc.breadth.passing_places { rules.passing_flow } else { rules.single_flow };
        }
        (most * flow).min(self.running.top_speed * KMH)
    }

    /// The square of the speed on one piece by itself.
    fn on(&self, piece: &Piece, free: f64) -> f64 {
        let rules = self.rules;
        let grip = self.sky.on(piece.height());
        let square = |speed: f64| speed * speed;
        let bend = grip.curve * f64::from(piece.radius) * square(KMH);
        let (tight, crawl) = self.hairpin;
        let bend = if f64::from(piece.radius) < tight {
            bend.min(square(crawl))
        } else {
            bend.max(square(rules.curve_least))
        };
        let bend = bend * square(grip.flow);
        let slope = f64::from(piece.slope);
        let steep = if slope < -rules.steep { rules.downhill } else { f64::INFINITY };
        let power = if slope <= self.gentle { self.top } else { self.power(slope, piece.height()) };
        let straight = (free * grip.flow).min(grip.cap).min(steep).min(power);
        bend.min(square(straight)).max(square(rules.least))
    }

    /// Linear between the table's slopes, in the nearest band of height.
    fn power(&self, slope: f64, height: Option<f64>) -> f64 {
        let band = (height.unwrap_or(0.0) / BAND).round().clamp(0.0, (BANDS - 1) as f64) as usize;
        let place = ((slope - FIRST_SLOPE) / SLOPE_STEP).clamp(0.0, SLOPES as f64);
        let step = (place as usize).min(SLOPES - 1);
        let (low, high) =
            (self.power[band * (SLOPES + 1) + step], self.power[band * (SLOPES + 1) + step + 1]);
        low + (high - low) * (place - step as f64)
    }

    /// Speeds up and slows down no faster than drivers do, within the arc. Squares of speeds.
    fn pull(&self, pieces: &[Piece], squares: &mut [f64]) {
        // Twice the pull, times the way from the middle of one piece to that of the other.
        let more = |pull: f64, pair: &[Piece]| {
            pull * self.sky.on(pair[1].height()).pull * f64::from(pair[0].length + pair[1].length)
        };
        for (at, pair) in pieces.windows(2).enumerate() {
            squares[at + 1] = squares[at + 1].min(squares[at] + more(self.rules.faster, pair));
        }
        for (at, pair) in pieces.windows(2).enumerate().rev() {
            squares[at] = squares[at].min(squares[at + 1] + more(self.rules.slower, pair));
        }
    }
}

fn class(class: RoadClass) -> usize {
    match class {
        RoadClass::Motorway => 0,
        RoadClass::Trunk => 1,
        RoadClass::Primary => 2,
        RoadClass::Secondary => 3,
        RoadClass::Tertiary => 4,
        RoadClass::Unclassified => 5,
        RoadClass::Residential => 6,
        RoadClass::LivingStreet => 7,
        RoadClass::Service => 8,
        RoadClass::Track(_) => 9,
        RoadClass::Path => 10,
        RoadClass::Ferry => 11,
    }
}

#[cfg(test)]
mod tests;
