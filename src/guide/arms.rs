//! What leads away from a junction, and where one comes from and goes to.

use super::phantom::{bearing, turn};
use super::trace::Passed;
use super::{Atlas, Profile};
use crate::network::lines::{Heading, LineId};

/// Bearings are taken so far from the junction: what a driver sees of a road's direction there.
const AHEAD: f64 = 15.0;

/// A road that meets a junction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arm {
    /// Degrees from north, looking away from the junction.
    pub bearing: f64,
    /// May be driven into.
    pub entry: bool,
    pub line: LineId,
    /// The way it leaves the junction.
    pub heading: Heading,
    /// Number of the road in the atlas.
    pub road: u32,
}

/// A junction that is passed: its arms clockwise from north, where one comes from and where one goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Turning {
    pub arms: Vec<Arm>,
    pub came: usize,
    pub goes: usize,
}

impl Turning {
    /// Degrees from north in which one arrives.
    #[must_use]
    pub fn before(&self) -> f64 {
        (self.arms[self.came].bearing + 180.0).rem_euclid(360.0)
    }

    /// Degrees from north in which one leaves.
    #[must_use]
    pub fn after(&self) -> f64 {
        self.arms[self.goes].bearing
    }

    /// How much one turns to drive into an arm: right is positive.
    #[must_use]
    pub fn turn_into(&self, arm: &Arm) -> f64 {
        turn(self.before(), arm.bearing)
    }

    /// Arms that could be driven into instead; turning around is none.
    pub fn others(&self) -> impl Iterator<Item = &Arm> {
        let other = |&(number, arm): &(usize, &Arm)| arm.entry && number != self.goes && number != self.came;
        self.arms.iter().enumerate().filter(other).map(|(_, arm)| arm)
    }
}

/// Looks at a junction that is passed.
#[must_use]
pub fn arms(atlas: &Atlas, profile: &Profile, passed: &Passed) -> Turning {
    let (back_line, back) = (passed.from.0, turned(passed.from.1));
    let mut arms: Vec<Arm> = atlas
        .leaving(passed.junction)
        .filter(|&(line, _)| !atlas.kind(line).gate || line == back_line || line == passed.to.0)
        .map(|(line, heading)| {
            let arc = atlas.lines().arc(line, heading);
            let last = atlas.lines().points(line).len() as u32 - 2;
            let stretch = if heading == Heading::Along { 0 } else { last };
            Arm {
                bearing: bearing_of(atlas, line, heading),
                // Turning around is no entry.
                entry: arc.is_some_and(|arc| profile.cost(arc).is_some())
                    && (line, heading) != (back_line, back),
                line,
                heading,
                road: atlas.road_at(line, stretch),
            }
        })
        .collect();
    arms.sort_by(|one, other| {
        one.bearing.total_cmp(&other.bearing).then((one.line, one.heading).cmp(&(other.line, other.heading)))
    });
    let find = |line: LineId, heading: Heading| {
        arms.iter().position(|arm| (arm.line, arm.heading) == (line, heading)).unwrap_or(0)
    };
    let (came, goes) = (find(back_line, back), find(passed.to.0, passed.to.1));
    Turning { came, goes, arms }
}

fn turned(heading: Heading) -> Heading {
    match heading {
        Heading::Along => Heading::Against,
        Heading::Against => Heading::Along,
    }
}

/// Degrees from north of a line where it leaves its junction this way.
fn bearing_of(atlas: &Atlas, line: LineId, heading: Heading) -> f64 {
    let points = atlas.lines().points(line);
    let metres: Vec<f64> = atlas.lines().stretches(line).collect();
    let count = points.len();
    let at = |index: usize| if heading == Heading::Along { points[index] } else { points[count - 1 - index] };
    let length = |index: usize| {
        if heading == Heading::Along { metres[index] } else { metres[metres.len() - 1 - index] }
    };
    let mut away = 0.0;
    for index in 0..metres.len() {
        let next = away + length(index);
        if next >= AHEAD || index + 1 == metres.len() {
            let (from, to) = (at(index), at(index + 1));
            let share = if next > away { ((AHEAD - away) / (next - away)).min(1.0) } else { 1.0 };
            let between = |axis: usize| {
                let (from, to) = (f64::from(from[axis]), f64::from(to[axis]));
                (from + (to - from) * share).round() as i32
            };
            return bearing(at(0), [between(0), between(1)]);
        }
        away = next;
    }
    0.0
}
