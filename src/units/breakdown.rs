//! The objective, term by term. The total is the sum, by construction.

use super::Fen;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Index, IndexMut, Sub};

/// The terms of the objective, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// Fixed cost of a vehicle that leaves its site.
    Fixed,
    /// Wear, tyres, tolls: by the kilometre.
    Distance,
    /// Drivers, by the hour from leaving to coming back.
    Time,
    /// Fuel or electricity that moves the vehicle.
    Energy,
    /// Energy that keeps compartments cold.
    Refrigeration,
    /// Pre-cooling at the farm.
    Precooling,
    /// Value that goods lose on the way.
    Spoilage,
    /// Soft windows missed.
    Lateness,
    /// Prices of orders left out.
    Unserved,
    /// Carbon, where it has a price.
    Carbon,
    /// Work where goods change vehicles.
    Handover,
}

impl Term {
    pub const ALL: [Term; 11] = [
        Term::Fixed,
        Term::Distance,
        Term::Time,
        Term::Energy,
        Term::Refrigeration,
        Term::Precooling,
        Term::Spoilage,
        Term::Lateness,
        Term::Unserved,
        Term::Carbon,
        Term::Handover,
    ];

    /// The stable name used in JSON and in column headings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Term::Fixed => "fixed",
            Term::Distance => "distance",
            Term::Time => "time",
            Term::Energy => "energy",
            Term::Refrigeration => "refrigeration",
            Term::Precooling => "precooling",
            Term::Spoilage => "spoilage",
            Term::Lateness => "lateness",
            Term::Unserved => "unserved",
            Term::Carbon => "carbon",
            Term::Handover => "handover",
        }
    }
}

/// Money by [`Term`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Breakdown([Fen; Term::ALL.len()]);

impl Breakdown {
    #[must_use]
    pub fn total(&self) -> Fen {
        self.0.iter().copied().sum()
    }

    pub fn terms(&self) -> impl Iterator<Item = (Term, Fen)> + '_ {
        Term::ALL.into_iter().map(|term| (term, self[term]))
    }
}

impl Index<Term> for Breakdown {
    type Output = Fen;
    fn index(&self, term: Term) -> &Fen {
        &self.0[term as usize]
    }
}

impl IndexMut<Term> for Breakdown {
    fn index_mut(&mut self, term: Term) -> &mut Fen {
        &mut self.0[term as usize]
    }
}

impl Add for Breakdown {
    type Output = Breakdown;
    fn add(mut self, other: Breakdown) -> Breakdown {
        self += other;
        self
    }
}

impl AddAssign for Breakdown {
    fn add_assign(&mut self, other: Breakdown) {
        for term in Term::ALL {
            self[term] += other[term];
        }
    }
}

impl Sub for Breakdown {
    type Output = Breakdown;
    fn sub(mut self, other: Breakdown) -> Breakdown {
        for term in Term::ALL {
            self[term] -= other[term];
        }
        self
    }
}

impl Sum for Breakdown {
    fn sum<I: Iterator<Item = Breakdown>>(parts: I) -> Breakdown {
        parts.fold(Breakdown::default(), Breakdown::add)
    }
}
