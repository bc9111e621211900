//! Judges a corridor by other code than made it: a walk in small steps over
//! the height model, zones by distance, energy summed step by step.

use super::{Corridor, Fix, Terms};
use crate::energy::drone::Motion;
use crate::facts;
use crate::units::Point;

mod aloft;

/// What a corridor says that is not so, or a rule that it breaks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// Fewer than two fixes, or places along the way that do not grow.
    Shape,
    /// Begins or ends elsewhere than at its pad: index of the pad.
    End(usize),
    /// Nearer than the clearance to ground within the half width: metres along, and metres kept.
    Clearance(f64, f64),
    /// Higher above the ground straight below than allowed.
    Ceiling(f64, f64),
    /// Inside a zone or nearer than the half width to one: metres along, and the zone.
    Zone(f64, usize),
    /// Lower than the clearance above a power line within the half width: metres along, and the line.
    Wire(f64, usize),
    /// Above what the airframe may fly at.
    Highest(f64),
    /// Flown over ground whose height is not known.
    Void(f64),
    /// A figure that does not follow from the line: which one, what it says, what follows.
    Figure(Figure, f64, f64),
    /// A corner turned at cruising speed that leaves the half width.
    Turn(f64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    Length,
    Climb,
    Descent,
    Lowest,
    Topmost,
    /// Metres without a radio link.
    Unlinked,
    /// Crossings of power lines.
    Crossings,
    /// Wh with a load in still air.
    Energy,
    /// The largest load with the reserve.
    Load,
    Time,
}

/// Metres between two looks at the ground.
const STRIDE: f64 = 4.0;

/// Everything wrong with a corridor.
#[must_use]
pub fn verify(terms: &Terms, corridor: &Corridor) -> Vec<Fault> {
    let fixes = &corridor.fixes;
    let grows = fixes.windows(2).all(|pair| pair[0].along < pair[1].along);
    if fixes.len() < 2 || !grows || corridor.ends.iter().any(|end| *end >= terms.pads.len()) {
        return vec![Fault::Shape];
    }
    let mut faults = Vec::new();
    for (end, fix) in corridor.ends.iter().zip([&fixes[0], &fixes[fixes.len() - 1]]) {
        if Plane::at(fix.point).apart(fix.point, terms.pads[*end].point) > 1.0 {
            faults.push(Fault::End(*end));
        }
    }
    let seen = walk(terms, fixes, &mut faults);
    aloft::wires(terms, fixes, &mut faults);
    aloft::figures(terms, corridor, &mut faults);
    figures(corridor, &seen, &mut faults);
    turns(terms, fixes, &mut faults);
    energies(terms, corridor, &mut faults);
    faults
}

/// What is wrong with a line between two pads, whatever is said about it: its ends, clearance,
/// ceiling, zones, unknown ground and turns; and its length in metres.
#[must_use]
pub fn verify_line(terms: &Terms, ends: [usize; 2], fixes: &[Fix]) -> (Vec<Fault>, f64) {
    let numbers =
        |fix: &Fix| fix.point.x().is_finite() && fix.point.y().is_finite() && fix.height.is_finite();
    if fixes.len() < 2 || ends.iter().any(|end| *end >= terms.pads.len()) || !fixes.iter().all(numbers) {
        return (vec![Fault::Shape], 0.0);
    }
    let mut faults = Vec::new();
    for (end, fix) in ends.iter().zip([&fixes[0], &fixes[fixes.len() - 1]]) {
        if Plane::at(fix.point).apart(fix.point, terms.pads[*end].point) > 1.0 {
            faults.push(Fault::End(*end));
        }
    }
    let rough: f64 =
        fixes.windows(2).map(|pair| Plane::at(pair[0].point).apart(pair[0].point, pair[1].point)).sum();
    if rough > LONGEST {
        return (vec![Fault::Shape], rough);
    }
    let seen = walk(terms, fixes, &mut faults);
    aloft::wires(terms, fixes, &mut faults);
    turns(terms, fixes, &mut faults);
    (faults, seen.length)
}

/// No corridor is longer, metres: a line that is has a false corner.
const LONGEST: f64 = 1e6;

/// Metres for degrees around a point, from the ellipsoid's radii of curvature.
struct Plane {
    east: f64,
    north: f64,
}

impl Plane {
    fn at(point: Point) -> Plane {
        const MAJOR: f64 = 6_378_137.0;
        const ECCENTRICITY: f64 = 0.006_694_379_990_14;
        let sine = point.y().to_radians().sin();
        let flat = 1.0 - ECCENTRICITY * sine * sine;
        let meridian = MAJOR * (1.0 - ECCENTRICITY) / flat.powf(1.5);
        let across = MAJOR / flat.sqrt() * point.y().to_radians().cos();
        Plane { east: across.to_radians(), north: meridian.to_radians() }
    }

    fn apart(&self, one: Point, other: Point) -> f64 {
        ((one.x() - other.x()) * self.east).hypot((one.y() - other.y()) * self.north)
    }

    /// To the border of a polygon, or 0 in it: winding numbers.
    fn to_zone(&self, point: Point, area: &geo::Polygon<f64>) -> f64 {
        let rings = || std::iter::once(area.exterior()).chain(area.interiors());
        let mut nearest = f64::INFINITY;
        let mut inside = false;
        for (number, ring) in rings().enumerate() {
            let mut winding = 0.0;
            for pair in ring.0.windows(2) {
                let [a, b] = [pair[0], pair[1]]
                    .map(|c| ((c.x - point.x()) * self.east, (c.y - point.y()) * self.north));
                winding += (a.0 * b.1 - a.1 * b.0).atan2(a.0 * b.0 + a.1 * b.1);
                nearest = nearest.min(to_line(a, b));
            }
            let around = winding.abs() > std::f64::consts::PI;
            inside = if number == 0 { around } else { inside && !around };
        }
        if inside { 0.0 } else { nearest }
    }
}

/// From the origin to a straight line between two points.
fn to_line(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (x, y) = (b.0 - a.0, b.1 - a.1);
    let long = x.hypot(y);
    if long < 1e-9 || a.0 * x + a.1 * y > 0.0 || b.0 * x + b.1 * y < 0.0 {
        return a.0.hypot(a.1).min(b.0.hypot(b.1));
    }
    (a.0 * b.1 - a.1 * b.0).abs() / long
}

/// What a walk along the fixes saw.
struct Seen {
    length: f64,
    climb: f64,
    descent: f64,
    lowest: f64,
    topmost: f64,
}

fn walk(terms: &Terms, fixes: &[Fix], faults: &mut Vec<Fault>) -> Seen {
    let (first, last) = (&fixes[0], &fixes[fixes.len() - 1]);
    let ground = |fix: &Fix| terms.dem.height(fix.point).unwrap_or(f64::NAN);
    let mut seen = Seen {
        length: 0.0,
        climb: first.height - ground(first),
        descent: last.height - ground(last),
        lowest: f64::INFINITY,
        topmost: f64::NEG_INFINITY,
    };
    for pair in fixes.windows(2) {
        let plane = Plane::at(pair[0].point);
        let long = plane.apart(pair[0].point, pair[1].point);
        let steps = (long / STRIDE).ceil().max(1.0);
        for step in 0..=steps as usize {
            let share = step as f64 / steps;
            look(terms, aloft::between(pair, share), seen.length + long * share, &mut seen, faults);
        }
        seen.length += long;
        let rise = pair[1].height - pair[0].height;
        if rise > 0.0 { seen.climb += rise } else { seen.descent -= rise }
    }
    seen
}

/// One place: the ground below and around, the ceiling, the zones. One fault of a kind is enough.
fn look(terms: &Terms, (point, height): (Point, f64), along: f64, seen: &mut Seen, faults: &mut Vec<Fault>) {
    let rules = &terms.rules;
    let once = |fault: Fault, faults: &mut Vec<Fault>| {
        let same = |other: &Fault| std::mem::discriminant(other) == std::mem::discriminant(&fault);
        if !faults.iter().any(same) {
            faults.push(fault);
        }
    };
    let Some(ground) = terms.dem.height(point) else {
        once(Fault::Void(along), faults);
        return;
    };
    let above = height - ground;
    (seen.lowest, seen.topmost) = (seen.lowest.min(above), seen.topmost.max(above));
    if above > rules.ceiling {
        once(Fault::Ceiling(along, above), faults);
    }
    if height > terms.frame.highest {
        once(Fault::Highest(along), faults);
    }
    let plane = Plane::at(point);
    for turn in 0..12 {
        let bearing = f64::from(turn) * std::f64::consts::PI / 6.0;
        for share in [0.4, 1.0] {
            let (x, y) = (bearing.sin() * rules.half_width * share, bearing.cos() * rules.half_width * share);
            let beside = Point::new(point.x() + x / plane.east, point.y() + y / plane.north);
            match terms.dem.height(beside) {
                None => once(Fault::Void(along), faults),
                Some(ground) if height - ground < rules.clearance => {
                    once(Fault::Clearance(along, height - ground), faults);
                }
                Some(_) => {}
            }
        }
    }
    for (number, zone) in terms.zones.iter().enumerate() {
        let high_enough = zone.floor.is_none_or(|floor| above > floor);
        if high_enough && plane.to_zone(point, &zone.area) < rules.half_width {
            once(Fault::Zone(along, number), faults);
        }
    }
}

fn figures(corridor: &Corridor, seen: &Seen, faults: &mut Vec<Fault>) {
    // Metres that rounding and other formulas may differ by.
    let rows = [
        (Figure::Length, corridor.length, seen.length, 1.0 + seen.length * 1e-4),
        (Figure::Climb, corridor.climb, seen.climb, 1.0),
        (Figure::Descent, corridor.descent, seen.descent, 1.0),
        (Figure::Lowest, corridor.above.0, seen.lowest, 5.0),
        (Figure::Topmost, corridor.above.1, seen.topmost, 5.0),
    ];
    for (figure, says, follows, tolerance) in rows {
        let apart = (says - follows).abs();
        if apart.is_nan() || apart > tolerance {
            faults.push(Fault::Figure(figure, says, follows));
        }
    }
}

/// A turn of radius `v^2 / (g tan bank)` touches both legs `r tan(t/2)` from the corner and passes
/// it at `r (1 / cos(t/2) - 1)`.
fn turns(terms: &Terms, fixes: &[Fix], faults: &mut Vec<Fault>) {
    let bank = facts::value("drone.turn.bank").to_radians();
    let radius = terms.frame.cruise.powi(2) / (facts::value("physics.gravity") * bank.tan());
    for three in fixes.windows(3).filter(|three| !three[1].slow) {
        let plane = Plane::at(three[1].point);
        let leg = |from: &Fix, to: &Fix| {
            let (x, y) =
                ((to.point.x() - from.point.x()) * plane.east, (to.point.y() - from.point.y()) * plane.north);
            y.atan2(x)
        };
        let mut turn = (leg(&three[1], &three[2]) - leg(&three[0], &three[1])).abs();
        if turn > std::f64::consts::PI {
            turn = std::f64::consts::TAU - turn;
        }
        if radius * (1.0 / (turn / 2.0).cos().max(1e-9) - 1.0) > terms.rules.half_width + 0.5 {
            faults.push(Fault::Turn(three[1].along));
            return;
        }
    }
}

/// Both directions: the energies of all loads, the largest load and the time again, step by step.
fn energies(terms: &Terms, corridor: &Corridor, faults: &mut Vec<Fault>) {
    for (backwards, way) in corridor.ways.iter().enumerate() {
        let mut fixes = corridor.fixes.clone();
        if backwards == 1 {
            fixes.reverse();
        }
        for load in &way.loads {
            let Some(says) = load.calm else { continue };
            let (follows, _) = spend(terms, &fixes, load.payload);
            if (says - follows).abs() > follows * 0.01 + 1.0 {
                faults.push(Fault::Figure(Figure::Energy, says, follows));
            }
        }
        let celsius = terms.day.celsius_at(fixes[0].ground);
        let held = terms.battery.full(terms.frame.capacity(), celsius);
        let may = held * (1.0 - terms.battery.reserve);
        if let Some(load) = way.calm {
            let (needs, seconds) = spend(terms, &fixes, load);
            if load > terms.frame.payload + 1e-9 || needs > may * 1.01 + 1.0 {
                faults.push(Fault::Figure(Figure::Load, needs, may));
            }
            if (seconds - way.seconds).abs() > 2.0 + seconds * 0.005 {
                faults.push(Fault::Figure(Figure::Time, way.seconds, seconds));
            }
        }
        if let Some(load) = way.calm_return {
            let mut home = fixes.clone();
            home.reverse();
            let needs = spend(terms, &fixes, load).0 + spend(terms, &home, 0.0).0;
            if needs > may * 1.01 + 1.0 {
                faults.push(Fault::Figure(Figure::Load, needs, may));
            }
        }
    }
}

/// Wh and seconds in still air.
fn spend(terms: &Terms, fixes: &[Fix], payload: f64) -> (f64, f64) {
    spend_in(terms, fixes, payload, Blow::Ahead(0.0))
}

/// Wind of a flight, m/s.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Blow {
    /// From ahead all the way; negative: from behind.
    Ahead(f64),
    /// Towards east and north.
    To(f64, f64),
}

impl Blow {
    /// Along a direction of flight and across it.
    fn on(self, east: f64, north: f64) -> (f64, f64) {
        match self {
            Blow::Ahead(wind) => (-wind, 0.0),
            Blow::To(x, y) => {
                let long = east.hypot(north).max(1e-9);
                ((x * east + y * north) / long, (y * east - x * north) / long)
            }
        }
    }

    fn speed(self) -> f64 {
        match self {
            Blow::Ahead(wind) => wind.abs(),
            Blow::To(x, y) => x.hypot(y),
        }
    }
}

/// Wh and seconds in a wind: power times time in steps of about a hundred metres. Endless where
/// the wind is too strong.
#[must_use]
pub fn spend_in(terms: &Terms, fixes: &[Fix], payload: f64, wind: Blow) -> (f64, f64) {
    let frame = terms.frame;
    let mass = frame.mass + payload;
    let (mut joules, mut seconds) = (0.0, 0.0);
    let mut add = |airspeed: f64, climb: f64, height: f64, time: f64| {
        let density = terms.day.density_at(height);
        joules += frame.power(&Motion { mass, airspeed, climb, density }) * time;
        seconds += time;
    };
    let Some((first, last)) = fixes.first().zip(fixes.last()) else {
        return (f64::INFINITY, f64::INFINITY);
    };
    let up = first.height - first.ground;
    add(wind.speed(), frame.climb, first.ground + up / 2.0, up / frame.climb);
    for pair in fixes.windows(2) {
        let plane = Plane::at(pair[0].point);
        let long = plane.apart(pair[0].point, pair[1].point);
        let rise = pair[1].height - pair[0].height;
        let (x, y) = (pair[1].point.x() - pair[0].point.x(), pair[1].point.y() - pair[0].point.y());
        let (along, across) = wind.on(x * plane.east, y * plane.north);
        let ground = (frame.cruise * frame.cruise - across * across).max(0.0).sqrt() + along;
        if ground < 1.0 {
            return (f64::INFINITY, f64::INFINITY);
        }
        let steps = (long / 100.0).ceil().max(1.0);
        let limit = if rise >= 0.0 { frame.climb } else { frame.descent };
        let time = (long / ground).max(rise.abs() / limit);
        let winged = matches!(frame.lift, crate::energy::drone::Lift::Wings(_));
        let through = (long / time.max(1e-9) - along).hypot(across);
        let airspeed = if winged && long > 1e-6 { frame.cruise } else { through };
        for step in 0..steps as usize {
            let share = (step as f64 + 0.5) / steps;
            add(airspeed, rise / time.max(1e-9), pair[0].height + rise * share, time / steps);
        }
    }
    let turns = fixes.iter().filter(|fix| fix.slow);
    turns.for_each(|fix| add(wind.speed(), 0.0, fix.height, facts::value("air.turn.slow")));
    add(wind.speed(), 0.0, last.ground, facts::value("drone.hover"));
    let down = last.height - last.ground;
    add(wind.speed(), -frame.descent, last.ground + down / 2.0, down / frame.descent);
    (joules / 3600.0, seconds)
}
