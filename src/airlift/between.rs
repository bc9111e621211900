//! Flights between two pads away from home: several pads on one flight, or a landing at another
//! pad than home. (M178)
//!
//! A wind blows from one side all day, and legs are added up without knowing from which. Out from
//! home a leg is charged for the wind from ahead. What that is too much under a wind from another
//! side is credit of the pad where the flight is then. A leg between two pads is charged for
//! the worst of all sides, less the credit where it begins and with that where it ends: along any
//! chain of legs credits cancel, and no side takes more than the sum.

use crate::corridor::{Fix, offset};
use crate::energy::drone::{Airframe, Day, Piece, Wind};
use crate::facts;

/// Sides that the wind may blow to.
pub(super) const SIDES: usize = 16;

/// Joules of a flight, by side that the wind blows to.
pub(super) type Spent = [f64; SIDES];

/// An airframe in a day's air, with the wind that flights are planned for.
pub(super) struct Winds<'a> {
    pub frame: &'a Airframe,
    /// Without its wind.
    pub day: Day,
    /// m/s
    pub speed: f64,
}

impl Winds<'_> {
    /// What a line takes with `payload` kg; `None` if some wind does not let the drone get ahead.
    pub fn spent(&self, fixes: &[Fix], backwards: bool, payload: f64) -> Option<Spent> {
        let mut line: Vec<&Fix> = fixes.iter().collect();
        if backwards {
            line.reverse();
        }
        let mut spent = [0.0; SIDES];
        for (side, joules) in spent.iter_mut().enumerate() {
            let (sin, cos) = (std::f64::consts::TAU / SIDES as f64 * side as f64).sin_cos();
            let wind = Wind { east: self.speed * sin, north: self.speed * cos };
            *joules = self.flown(&line, payload, &Day { wind, ..self.day })?;
        }
        Some(spent)
    }

    /// Joules of one flight in a steady wind: up, along, slow turns, hovering and down. (M101)
    fn flown(&self, line: &[&Fix], payload: f64, day: &Day) -> Option<f64> {
        let (first, last) = (line.first()?, line.last()?);
        let frame = self.frame;
        let mut joules = frame.lift(payload, first.height - first.ground, first.ground, day).joules;
        for pair in line.windows(2) {
            let (east, north) = offset(pair[0].point, pair[1].point);
            let (low, high) = (pair[0].height, pair[1].height);
            let piece = Piece { east, north, rise: high - low, height: f64::midpoint(low, high) };
            joules += frame.fly(payload, &piece, day)?.joules;
        }
        let turn = facts::value("air.turn.slow");
        for fix in line.iter().filter(|fix| fix.slow) {
            joules += frame.hover(payload, turn, fix.height, day).joules;
        }
        joules += frame.hover(payload, facts::value("drone.hover"), last.ground, day).joules;
        Some(joules + frame.lift(payload, last.ground - last.height, last.height, day).joules)
    }
}

/// What a pad has in hand under each wind: a flight out there from home was charged `charged`, and
/// took `spent`, both without load.
pub(super) fn credit(charged: f64, spent: &Spent) -> Spent {
    spent.map(|spent| (charged - spent).max(0.0))
}

/// What a leg is charged from a pad with the credit `from` to one with `to`.
pub(super) fn charge(spent: &Spent, from: &Spent, to: &Spent) -> f64 {
    let each = spent.iter().zip(from.iter().zip(to));
    each.map(|(spent, (from, to))| spent - from + to).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::energy::drone::airframe;
    use crate::units::Point;

    fn line(from: (f64, f64), to: (f64, f64)) -> Vec<Fix> {
        let fix = |(east, north): (f64, f64)| Fix {
            point: Point::new(105.0 + east / 97_000.0, 29.0 + north / 110_850.0),
            along: 0.0,
            ground: 500.0,
            height: 560.0,
            slow: false,
        };
        vec![fix(from), fix(to)]
    }

    #[test]
    fn no_wind_takes_more_of_a_chain_of_pads_than_it_is_charged() {
        let frame = airframe("flycart30").unwrap();
        let winds = Winds { frame: &frame, day: Day::spec(), speed: 6.0 };
        let pads = [(0.0, 0.0), (2_000.0, 500.0), (1_500.0, 2_200.0), (-900.0, 2_500.0)];
        let spent = |from: usize, to: usize, load: f64| {
            winds.spent(&line(pads[from], pads[to]), false, load).unwrap()
        };
        let out = |pad: usize| {
            let spent = spent(0, pad, 0.0);
            spent.iter().fold(0.0_f64, |most, one| most.max(*one))
        };
        let credits: Vec<Spent> = (0..4)
            .map(|pad| if pad == 0 { [0.0; SIDES] } else { credit(out(pad), &spent(0, pad, 0.0)) })
            .collect();
        let charged = |from: usize, to: usize| {
            if from == 0 { out(to) } else { charge(&spent(from, to, 0.0), &credits[from], &credits[to]) }
        };

        for chain in
            [vec![0, 1, 2, 0], vec![0, 1, 2, 3, 0], vec![0, 3, 1], vec![0, 2, 3, 1, 0], vec![0, 1, 0]]
        {
            let sum: f64 = chain.windows(2).map(|pair| charged(pair[0], pair[1])).sum();
            let worst = (0..SIDES)
                .map(|side| chain.windows(2).map(|pair| spent(pair[0], pair[1], 0.0)[side]).sum::<f64>());
            let worst = worst.fold(0.0, f64::max);
            // Never too little, and far less than with the wind from ahead on every leg.
            let ahead: f64 = chain
                .windows(2)
                .map(|pair| spent(pair[0], pair[1], 0.0).into_iter().fold(0.0, f64::max))
                .sum();
            assert!(sum >= worst - 1.0, "{chain:?}: {sum} of {worst}");
            assert!(sum <= ahead, "{chain:?}: {sum} of {ahead}");
        }
    }
}
