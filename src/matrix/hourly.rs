//! Legs whose time depends on when one sets out. (M46)
//!
//! For each pair of locations whose usual way has hours on it there are a few
//! ways: the usual one, and the fastest one in each state that the roads are
//! in over the day. Whoever sets out takes the one that arrives first. Every
//! way is driven exactly (M41), so nobody who sets out later arrives earlier.
//!
//! Absent on purpose: ways that are fastest only for somebody who meets
//! several states on the road.

use super::{Leg, PackedLeg, Paths, Streets, rows};
use crate::cold::Air;
use crate::county::HourRule;
use crate::network::{Course, Hours, Located, Weights, mark};
use crate::units::{DAY, Joules, Metres, Moment, Seconds};
use petgraph::graph::EdgeIndex;
use rayon::prelude::*;

/// One of the ways between two locations, by number; 0 where there is only one.
pub type WayNumber = u16;

/// The ways of one kind of vehicle.
#[derive(Clone, Debug, Default)]
pub struct Hourly {
    /// By cell of the matrix: where its ways begin; one more at the end.
    first: Vec<u32>,
    ways: Vec<Way>,
}

/// A way, and the places on it where the hour counts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Way {
    /// What it takes at usual speeds.
    pub leg: PackedLeg,
    /// By warmth class, at usual speeds.
    pub warmth: Vec<u32>,
    /// The state of the roads in which it is the fastest, for [`Phases::weights`].
    pub phase: usize,
    /// Decides between ways that arrive at the same moment.
    marks: u64,
    slow: Vec<Slow>,
    /// Milliseconds after the last slow arc.
    rest: u32,
}

/// An arc with hours.
#[derive(Clone, Debug, PartialEq)]
struct Slow {
    /// Milliseconds since the slow arc before it.
    free: u32,
    /// Milliseconds of the arc at its usual speed.
    work: u32,
    course: Course,
}

/// The states that roads are in over a day, for one kind of vehicle; the first is the usual one.
pub struct Phases {
    hours: Hours,
    moments: Vec<u64>,
}

impl Phases {
    /// `None` if no hour of the day differs from another for this vehicle.
    #[must_use]
    pub fn new(located: &Located, rules: &[HourRule], running: usize) -> Option<Phases> {
        let hours = Hours::new(
            &located.network,
            rules,
            &located.runnings[running],
            located.weights[running].state().day,
        );
        let moments = hours.phases();
        (!hours.is_empty()).then_some(Phases { hours, moments })
    }

    /// How many there are, the usual one included.
    #[must_use]
    pub fn count(&self) -> usize {
        self.moments.len() + 1
    }

    /// Weights as they are in one of them.
    #[must_use]
    pub fn weights(&self, usual: &Weights, phase: usize) -> Weights {
        match phase.checked_sub(1) {
            None => usual.clone(),
            Some(phase) => self.hours.frozen(usual, self.moments[phase]),
        }
    }
}

impl Hourly {
    pub(super) fn ways(&self, cell: usize) -> &[Way] {
        &self.ways[self.first[cell] as usize..self.first[cell + 1] as usize]
    }

    /// The way that arrives first for one who sets out at `begin`, and how long it takes, rounded
    /// half up to seconds; `None` if the cell has no ways of its own.
    pub(super) fn drive(&self, cell: usize, begin: Moment) -> Option<(Seconds, WayNumber)> {
        let start = begin.0.rem_euclid(DAY.0).unsigned_abs() * 1000;
        let arrivals = self.ways(cell).iter().enumerate().filter_map(|(number, way)| {
            let arrive = way.arrive(start)?;
            Some((arrive, way.marks, number as WayNumber))
        });
        let (arrive, _, number) = arrivals.min()?;
        Some((Seconds((arrive - start + 500).cast_signed() / 1000), number))
    }
}

impl Way {
    /// In milliseconds after midnight, as `start`; `None`: never.
    fn arrive(&self, start: u64) -> Option<u64> {
        let pass = |now: u64, slow: &Slow| slow.course.leave(now + u64::from(slow.free), slow.work);
        Some(self.slow.iter().try_fold(start, pass)? + u64::from(self.rest))
    }

    fn is_passable(&self) -> bool {
        !self.slow.iter().any(|slow| slow.work > 0 && slow.course.is_closed())
    }

    /// What goods of a warmth class gain on a drive of this duration: what they gain at usual
    /// speed, for as much longer as it takes.
    pub(super) fn warmth(&self, class: usize, duration: Seconds) -> Seconds {
        let (warmth, usual) = (u128::from(self.warmth[class]), u128::from(self.leg.duration));
        let longer = u128::from(duration.0.unsigned_abs());
        let warmth = if usual == 0 { warmth } else { (2 * warmth * longer + usual) / (2 * usual) };
        Seconds(i64::try_from(warmth).unwrap_or(i64::MAX))
    }
}

/// What all rows of one kind of vehicle share.
struct Job<'a> {
    located: &'a Located,
    streets: &'a Streets<'a>,
    running: usize,
    phases: &'a Phases,
    /// By phase: weights, and costs of turns with the arcs after them.
    states: Vec<(Weights, Vec<u32>)>,
    /// By warmth class.
    warm: Vec<Vec<u32>>,
}

/// The ways of one kind of vehicle, cell by cell; `None` where no hour matters to it.
pub(super) fn hourly(
    (located, streets): (&Located, &Streets),
    running: usize,
    rules: &[HourRule],
    air: &Air,
    q10: &[f64],
) -> Option<Hourly> {
    let phases = &Phases::new(located, rules, running)?;
    let usual = &located.weights[running];
    let state = |phase: usize| {
        let weights = phases.weights(usual, phase);
        let costs = streets.costs(&weights);
        (weights, costs)
    };
    let states = (0..phases.count()).map(state).collect();
    let warm = q10.iter().map(|&q10| located.network.warmth(usual, air, q10)).collect();
    let job = Job { located, streets, running, phases, states, warm };
    let rows: Vec<Vec<Vec<Way>>> =
        (0..located.junctions.len()).into_par_iter().map(|from| job.row(from)).collect();
    let mut hourly = Hourly { first: vec![0], ways: Vec::new() };
    for ways in rows.into_iter().flatten() {
        hourly.ways.extend(ways);
        hourly.first.push(hourly.ways.len() as u32);
    }
    Some(hourly)
}

impl Job<'_> {
    /// By location: the ways there, none where no hour counts on the usual one.
    fn row(&self, from: usize) -> Vec<Vec<Way>> {
        let junctions = &self.located.junctions;
        let usual = self.paths(0, from, junctions);
        let first = |to: usize| usual.to(junctions[to]).map(|(_, arcs)| arcs).filter(|arcs| self.minds(arcs));
        let mut found: Vec<Vec<(usize, Vec<EdgeIndex>)>> =
            (0..junctions.len()).map(|to| first(to).map(|arcs| (0, arcs)).into_iter().collect()).collect();
        let wanted: Vec<_> =
            (0..junctions.len()).filter(|&to| !found[to].is_empty()).map(|to| junctions[to]).collect();
        if !wanted.is_empty() {
            for phase in 1..self.phases.count() {
                let paths = self.paths(phase, from, &wanted);
                for (to, found) in found.iter_mut().enumerate().filter(|(_, found)| !found.is_empty()) {
                    let path = paths.to(junctions[to]).map(|(_, arcs)| arcs);
                    let new = path.filter(|arcs| found.iter().all(|(_, known)| known != arcs));
                    found.extend(new.map(|arcs| (phase, arcs)));
                }
            }
        }
        let way = |(phase, arcs): &(usize, Vec<EdgeIndex>)| self.way(*phase, arcs);
        found.iter().map(|found| found.iter().map(way).collect()).collect()
    }

    fn paths(&self, phase: usize, from: usize, to: &[petgraph::graph::NodeIndex]) -> Paths<'_> {
        let (weights, costs) = &self.states[phase];
        self.streets.paths(weights, costs, self.located.junctions[from], to)
    }

    fn minds(&self, arcs: &[EdgeIndex]) -> bool {
        arcs.iter().any(|&arc| self.phases.hours.course(arc).is_some())
    }

    fn way(&self, phase: usize, arcs: &[EdgeIndex]) -> Way {
        let weights = &self.located.weights[self.running];
        let mut sums = [0_i64; 4];
        let (mut warmth, mut slow) = (vec![0_i64; self.warm.len()], Vec::new());
        let (mut marks, mut free) = (0, 0);
        for (index, &arc) in arcs.iter().enumerate() {
            let weight = weights.arcs[arc.index()].expect("a path uses arcs that the vehicle may use");
            let before = index.checked_sub(1).map(|before| arcs[before]);
            let running = &self.located.runnings[self.running];
            let turning = before.map_or(0, |before| self.streets.turning(running, before, arc));
            free += turning;
            match self.phases.hours.course(arc) {
                Some(course) => {
                    let work = weight.millis;
                    slow.push(Slow { free: std::mem::take(&mut free), work, course: course.clone() });
                }
                None => free += weight.millis,
            }
            sums[0] += i64::from(turning) + i64::from(weight.millis);
            sums[1] += i64::from(weight.decimetres);
            sums[2] += i64::from(weight.empty);
            sums[3] += i64::from(weight.per_tonne);
            warmth.iter_mut().zip(&self.warm).for_each(|(sum, warm)| *sum += i64::from(warm[arc.index()]));
            marks += mark(arc.index() as u32);
        }
        let leg = rows::packed(sums[0], &sums[1..]);
        let warmth = warmth.into_iter().map(|sum| rows::rounded(sum, 1000)).collect();
        Way { leg, warmth, phase, marks, slow, rest: free }
    }
}

impl Hourly {
    /// Lays the least of all ways over a matrix, quantity by quantity; cells whose ways are closed
    /// all day cannot be reached. Ways that are never open are dropped.
    pub(super) fn lay(self, legs: &mut [PackedLeg], warmth: &mut [Vec<u32>]) -> Hourly {
        let mut kept = Hourly { first: vec![0], ways: Vec::new() };
        for cell in 0..legs.len() {
            let all = self.first[cell] as usize..self.first[cell + 1] as usize;
            let had = !all.is_empty();
            let ways: Vec<Way> = self.ways[all].iter().filter(|way| way.is_passable()).cloned().collect();
            if had {
                let least = ways.iter().map(|way| way.leg).reduce(PackedLeg::least);
                legs[cell] = least.unwrap_or(PackedLeg::NONE);
                for (class, warmth) in warmth.iter_mut().enumerate() {
                    warmth[cell] = ways.iter().map(|way| way.warmth[class]).min().unwrap_or(0);
                }
            }
            kept.ways.extend(ways);
            kept.first.push(kept.ways.len() as u32);
        }
        kept
    }
}

impl PackedLeg {
    fn least(self, other: PackedLeg) -> PackedLeg {
        PackedLeg {
            duration: self.duration.min(other.duration),
            distance: self.distance.min(other.distance),
            empty: self.empty.min(other.empty),
            per_tonne: self.per_tonne.min(other.per_tonne),
        }
    }

    pub(super) fn leg(self) -> Option<Leg> {
        (self.duration != u32::MAX).then(|| Leg {
            duration: Seconds(i64::from(self.duration)),
            distance: Metres(i64::from(self.distance)),
            empty: Joules(i64::from(self.empty)),
            per_tonne: Joules(i64::from(self.per_tonne)),
        })
    }
}
