//! What the ways of a trip take once the clock has chosen them. (M46)
//!
//! Only where the hour counts: elsewhere a leg has one way, and `load` knows it.

use super::clock::{Outing, TripClock};
use super::load::TripLoad;
use crate::matrix::Leg;
use crate::model::Problem;
use crate::units::Grams;

/// Lengths and energies of all legs of a trip.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    pub metres: i64,
    pub joules: i64,
}

/// Each leg with the mass it carries.
fn legs<'a>(
    problem: &'a Problem,
    outing: &'a Outing,
    clock: &'a TripClock,
    load: &'a TripLoad,
) -> impl Iterator<Item = (Leg, Grams)> + 'a {
    clock.visits.iter().enumerate().map(move |(number, visit)| {
        let (from, to) = outing.ends(problem, number);
        let mass = number.checked_sub(1).map_or(load.departing, |before| load.after[before]);
        let leg = problem.leg_by(outing.kind, from, to, visit.way).expect("the clock drove it");
        (leg, Grams(mass))
    })
}

/// Sums over the legs of a trip.
pub fn sums(problem: &Problem, outing: &Outing, clock: &TripClock, load: &TripLoad) -> Sums {
    legs(problem, outing, clock, load).fold(Sums::default(), |sums, (leg, mass)| Sums {
        metres: sums.metres + leg.distance.0,
        joules: sums.joules + leg.energy(mass).0,
    })
}

/// Energy of each leg, and the sums.
pub fn taken(problem: &Problem, outing: &Outing, clock: &TripClock, load: &TripLoad) -> (Vec<i64>, Sums) {
    let energy = legs(problem, outing, clock, load).map(|(leg, mass)| leg.energy(mass).0).collect();
    (energy, sums(problem, outing, clock, load))
}
