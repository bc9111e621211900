//! How far a drone gets.

use super::airframe::Airframe;
use super::battery::Battery;
use super::fit::Claim;
use super::flight::{Day, Flown, Piece};
use crate::facts;

/// Metres of a level flight between two pads at one height, with all its phases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    pub metres: f64,
    pub seconds: f64,
    /// Wh that may be flown, and that remain as reserve.
    pub usable: f64,
    pub reserve: f64,
    /// Watts while cruising, and while hovering.
    pub cruise: f64,
    pub hover: f64,
    /// Metres a second over ground.
    pub ground_speed: f64,
    /// Metres flown out with the payload and back without it.
    pub radius: f64,
}

/// Range at `height` metres above sea level, `transit` metres above the pads, northwards through
/// the day's wind. `None` if the wind or the phases leave nothing.
#[must_use]
pub fn range(
    frame: &Airframe,
    payload: f64,
    (height, transit): (f64, f64),
    day: &Day,
    battery: &Battery,
) -> Option<Range> {
    let celsius = day.celsius_at(height);
    let full = battery.full(frame.capacity(), celsius);
    let usable = battery.usable(frame.capacity(), celsius);
    let ends = ends(frame, payload, (height, transit), day);
    let out = kilometre(frame, payload, height + transit, day, 1.0)?;
    let left = usable * 3600.0 - ends.joules;
    if left <= 0.0 {
        return None;
    }
    let metres = left / out.joules * 1000.0;
    let back = kilometre(frame, 0.0, height + transit, day, -1.0);
    let return_ends = self::ends(frame, 0.0, (height, transit), day);
    let both = left - return_ends.joules;
    let radius = back.map_or(0.0, |back| (both / (out.joules + back.joules) * 1000.0).max(0.0));
    let hover = frame.hover(payload, 1.0, height, day).joules;
    Some(Range {
        metres,
        seconds: ends.seconds + out.seconds * metres / 1000.0,
        usable,
        reserve: full - usable,
        cruise: out.joules / out.seconds,
        hover,
        ground_speed: 1000.0 / out.seconds,
        radius,
    })
}

/// Up, down, and hovering over the landing place.
fn ends(frame: &Airframe, payload: f64, (height, transit): (f64, f64), day: &Day) -> Flown {
    let mut ends = frame.lift(payload, transit, height, day);
    ends += frame.lift(payload, -transit, height + transit, day);
    ends += frame.hover(payload, facts::value("drone.hover"), height, day);
    ends
}

fn kilometre(frame: &Airframe, payload: f64, height: f64, day: &Day, sign: f64) -> Option<Flown> {
    frame.fly(payload, &Piece { east: 0.0, north: 1000.0 * sign, rise: 0.0, height }, day)
}

/// Metres as makers publish them: see [`Claim`]. The claim's own range is not used.
#[must_use]
pub fn spec_range(frame: &Airframe, claim: &Claim) -> f64 {
    let frame = claim.airframe(frame);
    let flown = kilometre(&frame, claim.payload, 0.0, &Day::spec(), 1.0);
    flown.map_or(0.0, |flown| frame.capacity() * 3600.0 / flown.joules * 1000.0)
}
