//! Many-to-many shortest paths: duration, distance, energy and warmth, all
//! along the same path, the one that takes the least time, turns included.

mod ground;
mod hourly;
mod paths;
mod rows;

#[cfg(test)]
mod tests;

use crate::cold::Air;
use crate::county::HourRule;
use crate::network::Located;
use crate::units::{Grams, Joules, Metres, Moment, Seconds};
use hourly::Hourly;
use std::sync::Arc;

pub use crate::network::Location;
pub use ground::Ground;
pub use hourly::{Phases, WayNumber};
pub use paths::{Paths, Streets};

/// What driving from one location to another takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leg {
    pub duration: Seconds,
    pub distance: Metres,
    /// Energy without load.
    pub empty: Joules,
    /// More energy for each 1,000 kg of load.
    pub per_tonne: Joules,
}

/// All legs between `size` locations for one kind of vehicle ([`crate::county::Running`]). A copy
/// shares them.
#[derive(Clone, Debug)]
pub struct Matrix {
    size: usize,
    legs: Arc<[PackedLeg]>,
    /// By warmth class, then row-major: seconds at 20 °C that age goods as much as the leg
    /// does in outside air at the day's mean temperature.
    warmth: Arc<[Vec<u32>]>,
    /// Where the hour counts. The legs above are then the least of all ways, quantity by quantity.
    hourly: Option<Arc<Hourly>>,
    /// Row-major: grams that a leg carries at most; `None`: whatever the vehicle carries.
    limits: Option<Arc<[u32]>>,
}

/// `duration == u32::MAX` marks what cannot be reached; nothing outside of this module sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct PackedLeg {
    duration: u32,
    distance: u32,
    empty: i32,
    per_tonne: i32,
}

impl PackedLeg {
    const ZERO: PackedLeg = PackedLeg { duration: 0, distance: 0, empty: 0, per_tonne: 0 };
    const NONE: PackedLeg = PackedLeg { duration: u32::MAX, ..PackedLeg::ZERO };
}

impl From<Leg> for PackedLeg {
    fn from(leg: Leg) -> PackedLeg {
        let fits = "a leg of a county is shorter than 136 years and 4,294,967 km";
        let duration = u32::try_from(leg.duration.0).expect(fits);
        assert!(duration != u32::MAX, "{fits}");
        let energy = "a leg of a county needs less than 2,147 MJ";
        PackedLeg {
            duration,
            distance: u32::try_from(leg.distance.0).expect(fits),
            empty: i32::try_from(leg.empty.0).expect(energy),
            per_tonne: i32::try_from(leg.per_tonne.0).expect(energy),
        }
    }
}

impl Leg {
    /// Energy with a load on board: `empty + per_tonne load / 1,000 kg`, rounded to the nearest joule. (M11)
    #[must_use]
    pub fn energy(&self, load: Grams) -> Joules {
        Joules(self.empty.0 + (self.per_tonne.0 * load.0 + 500_000).div_euclid(1_000_000))
    }
}

impl Matrix {
    /// A matrix from its legs, for instances that do not come from a road network.
    ///
    /// `warmth` is by warmth class, then row-major, in seconds at 20 °C; empty if no class is
    /// asked for. From a location to itself is zero, whatever `leg` says.
    ///
    /// # Panics
    /// If a warmth class does not have `size` x `size` values, or a leg does not fit: durations
    /// and distances in `0..u32::MAX`, energies in `i32`.
    #[must_use]
    pub fn from_legs(
        size: usize,
        leg: impl Fn(Location, Location) -> Option<Leg>,
        warmth: &[Vec<u32>],
    ) -> Matrix {
        assert!(warmth.iter().all(|class| class.len() == size * size), "one warmth for each leg");
        let mut legs = Vec::with_capacity(size * size);
        for from in (0..size as u32).map(Location) {
            for to in (0..size as u32).map(Location) {
                let leg = if from == to { Some(Leg::default()) } else { leg(from, to) };
                legs.push(leg.map_or(PackedLeg::NONE, PackedLeg::from));
            }
        }
        Matrix { size, legs: legs.into(), warmth: warmth.into(), hourly: None, limits: None }
    }

    /// The same with the largest load of every leg, in grams.
    #[must_use]
    pub fn with_limits(mut self, limit: impl Fn(Location, Location) -> i64) -> Matrix {
        let places = || (0..self.size as u32).map(Location);
        let pairs = places().flat_map(|from| places().map(move |to| (from, to)));
        let grams = pairs.map(|(from, to)| limit(from, to).clamp(0, i64::from(u32::MAX)) as u32);
        self.limits = Some(grams.collect());
        self
    }

    /// Grams that a leg carries at most; `None`: whatever the vehicle carries.
    #[must_use]
    pub fn limit(&self, from: Location, to: Location) -> Option<i64> {
        self.limits.as_ref().map(|limits| i64::from(limits[self.cell(from, to)]))
    }

    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// `None` if this vehicle cannot get there. From a location to itself: zero. Where the hour
    /// counts no drive takes less than this, in time, length or energy.
    #[must_use]
    pub fn leg(&self, from: Location, to: Location) -> Option<Leg> {
        self.legs[self.cell(from, to)].leg()
    }

    /// Seconds at 20 °C that age goods of this warmth class as much as the leg does in outside
    /// air at the day's mean temperature, at the least. Only for legs that exist.
    #[must_use]
    pub fn warmth(&self, class: usize, from: Location, to: Location) -> Seconds {
        Seconds(i64::from(self.warmth[class][self.cell(from, to)]))
    }

    /// True if some drive takes longer at some hours.
    #[must_use]
    pub fn has_hours(&self) -> bool {
        self.hourly.is_some()
    }

    /// How long the drive takes for one who sets out at `begin`, and by which way; `None` if there
    /// is none. Who sets out later never arrives earlier. (M46)
    #[must_use]
    pub fn drive(&self, from: Location, to: Location, begin: Moment) -> Option<(Seconds, WayNumber)> {
        let usual = self.leg(from, to)?.duration;
        let hourly = self.hourly.as_ref().and_then(|hourly| hourly.drive(self.cell(from, to), begin));
        Some(hourly.unwrap_or((usual, 0)))
    }

    /// What a way takes at usual speeds. Its duration is not that of the drive.
    #[must_use]
    pub fn leg_by(&self, from: Location, to: Location, way: WayNumber) -> Option<Leg> {
        self.way(from, to, way).map_or_else(|| self.leg(from, to), |way| way.leg.leg())
    }

    /// Like [`Matrix::warmth`], for a drive of this duration by a way: as much longer as it takes
    /// longer than usual.
    #[must_use]
    pub fn warmth_by(
        &self,
        class: usize,
        (from, to): (Location, Location),
        way: WayNumber,
        duration: Seconds,
    ) -> Seconds {
        let way = self.way(from, to, way);
        way.map_or_else(|| self.warmth(class, from, to), |way| way.warmth(class, duration))
    }

    /// The state of the roads that a way is the fastest in, for [`Phases::weights`].
    #[must_use]
    pub fn phase_of(&self, from: Location, to: Location, way: WayNumber) -> usize {
        self.way(from, to, way).map_or(0, |way| way.phase)
    }

    fn way(&self, from: Location, to: Location, way: WayNumber) -> Option<&hourly::Way> {
        self.hourly.as_ref()?.ways(self.cell(from, to)).get(usize::from(way))
    }

    fn cell(&self, from: Location, to: Location) -> usize {
        from.index() * self.size + to.index()
    }
}

/// One matrix for each distinct kind of vehicle.
#[derive(Clone, Debug)]
pub struct Matrices {
    /// By index into [`Located::runnings`].
    pub by_running: Vec<Matrix>,
    /// Q10 of each warmth class.
    pub q10: Vec<f64>,
}

/// All legs between all locations, rows in parallel.
///
/// Durations are sums of milliseconds along the path, turns included (M36), rounded half up to
/// seconds; distances are sums of decimetres, rounded half up to metres; energies are sums; warmth
/// is rounded like time. A leg sets out from its location in any direction and arrives from any;
/// between locations on one junction it is zero (M37).
#[must_use]
pub fn compute(located: &Located, air: &Air, q10: &[f64]) -> Matrices {
    compute_on(&Ground::new(&located.network), located, (air, q10), &[])
}

/// The same on a hierarchy of the network's turns that was prepared before, and with speeds that
/// depend on the hour where rules say so (M46).
#[must_use]
pub fn compute_on(
    ground: &Ground,
    located: &Located,
    (air, q10): (&Air, &[f64]),
    hours: &[HourRule],
) -> Matrices {
    let matrix = |weights| rows::matrix(located, ground, weights, air, q10);
    let mut by_running: Vec<Matrix> = located.weights.iter().map(matrix).collect();
    if !hours.is_empty() || located.network.has_hours() {
        let streets = Streets::new(&located.network);
        for (running, matrix) in by_running.iter_mut().enumerate() {
            let hourly = hourly::hourly((located, &streets), running, hours, air, q10);
            let (legs, warmth) = (Arc::make_mut(&mut matrix.legs), Arc::make_mut(&mut matrix.warmth));
            let laid = hourly.map(|hourly| hourly.lay(legs, warmth));
            matrix.hourly = laid.map(Arc::new);
        }
    }
    Matrices { by_running, q10: q10.to_vec() }
}
