//! How the goods of one trip arrive: ages, losses, pre-cooling. (M4 to M9, M26 to M28)
//!
//! Goods of one Q10 in outside air, or in one compartment with doors, share a
//! *lane*: a sum along the trip in seconds at 20 °C. What one order gains is
//! a difference of two sums times its own rate.

use super::clock::{Clock, TripClock};
use crate::cold::lost;
use crate::model::{Carriage, Job, Keep, Problem, TaskId, TaskKind};
use crate::network::Location;
use crate::units::{Fen, Moment, ThermalAge};

/// What ages together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Lane {
    /// Warmth class; `None` counts plain seconds of open doors.
    class: Option<usize>,
    /// `None`: outside air.
    compartment: Option<usize>,
}

/// What a trip's goods go through.
#[derive(Clone, Debug, Default)]
pub struct TripFate {
    /// By visit: age and loss where the goods change hands for the last time.
    pub arrivals: Vec<Option<(i64, f64, i64)>>,
    /// By visit.
    pub precooled: Vec<bool>,
    pub spoilage: i64,
    pub precooling: i64,
    pub lateness: i64,
    lanes: Vec<Lane>,
    /// By lane, then by visit: the sum before the goods of this visit change hands; the last is
    /// the sum when back.
    sums: Vec<f64>,
}

/// A trip with its times.
pub struct Timed<'a> {
    pub kind: usize,
    pub tasks: &'a [TaskId],
    pub clock: &'a TripClock,
    pub home: Location,
}

impl TripFate {
    /// Ages and losses of a trip with these times.
    pub fn follow(&mut self, problem: &Problem, trip: &Timed) {
        self.arrivals.clear();
        self.arrivals.resize(trip.tasks.len(), None);
        self.precooled.clear();
        self.precooled.resize(trip.tasks.len(), false);
        (self.spoilage, self.precooling, self.lateness) = (0, 0, 0);
        self.lanes.clear();
        self.sums.clear();
        for visit in 0..trip.tasks.len() {
            self.arrive(problem, trip, visit);
            let late = trip.clock.visits[visit].late;
            if late > 0 {
                let price = problem.job_of(trip.tasks[visit]).late_per_hour;
                self.lateness += Fen::rounded(price as f64 * late as f64 / 3600.0).0;
            }
        }
    }

    /// The end of the journey of the order of one visit, unless it is a pick-up.
    fn arrive(&mut self, problem: &Problem, trip: &Timed, visit: usize) {
        let job = problem.job_of(trip.tasks[visit]);
        let clocks = &trip.clock.visits;
        let back = clocks.len() - 1;
        let (from, to) = match problem.kind_of(trip.tasks[visit]) {
            TaskKind::Deliver => (None, visit),
            TaskKind::Collect => (Some(visit), back),
            TaskKind::PickUp => return,
            TaskKind::DropOff => {
                let first = trip.tasks[..visit].iter().position(|&task| task == job.first);
                (first, visit)
            }
        };
        let until = clocks[to].end;
        if job.keep == Keep::Keeps || (job.value == 0 && job.cooling.is_none()) {
            let age =
                if job.keep == Keep::Keeps { job.age } else { self.age(problem, trip, job, from, to).0 };
            self.arrivals[visit] = Some((until, age, 0));
            return;
        }
        let (warm, cool) = self.age(problem, trip, job, from, to);
        let mut age = warm;
        let mut loss = loss(job, warm);
        if let (Some(cooling), Some(from)) = (job.cooling, from) {
            let cooled = self::loss(job, cool);
            if cooling.price + cooled < loss {
                (age, loss) = (cool, cooled);
                self.precooled[from] = true;
                self.precooling += cooling.price;
            }
        }
        self.spoilage += loss;
        self.arrivals[visit] = Some((until, age, loss));
    }

    /// Age at the end of the journey, without and with pre-cooling.
    fn age(
        &mut self,
        problem: &Problem,
        trip: &Timed,
        job: &Job,
        from: Option<usize>,
        to: usize,
    ) -> (f64, f64) {
        let clocks = &trip.clock.visits;
        let carriage = job.carriage(trip.kind).expect("the load is checked first");
        let begin = from.map_or(trip.clock.depart, |from| clocks[from].end);
        let aboard = (clocks[to].end - begin) as f64;
        let gained = self.gained(problem, trip, job.keep, carriage, from, to);
        let waited = |from: usize| (job.ready, clocks[from].end);
        match job.keep {
            Keep::Keeps => (job.age, job.age),
            Keep::Decays { class, per_warmth, .. } => {
                let base = job.age + carriage.rate * aboard + per_warmth * gained;
                let outside = from.map_or(0.0, |from| {
                    let (ready, end) = waited(from);
                    let heat = problem.heat(class, problem.task(trip.tasks[from]).location);
                    per_warmth * heat * problem.hours(class).integral(Moment(ready), Moment(end))
                });
                let inside = from.zip(job.cooling).map_or(0.0, |(from, cooling)| {
                    let (ready, end) = waited(from);
                    cooling.rate * (end - ready) as f64
                });
                (base + outside, base + inside)
            }
            Keep::Limited { budget } => {
                let wait = from.map_or(0, |from| waited(from).1 - waited(from).0) as f64;
                (job.age + (wait + gained) / budget, job.age + gained / budget)
            }
        }
    }

    /// Seconds at 20 °C that the goods gain on board from outside air or open doors.
    fn gained(
        &mut self,
        problem: &Problem,
        trip: &Timed,
        keep: Keep,
        carriage: Carriage,
        from: Option<usize>,
        to: usize,
    ) -> f64 {
        let class = match keep {
            Keep::Keeps => return 0.0,
            Keep::Decays { class, .. } => Some(class),
            Keep::Limited { .. } => None,
        };
        let compartment = (!carriage.ambient).then_some(carriage.compartment);
        let lane = Lane { class, compartment };
        let index = self.lanes.iter().position(|&known| known == lane).unwrap_or_else(|| {
            match (class, compartment) {
                (Some(class), None) => self.sum_outside(problem, trip, class),
                (class, compartment) => self.sum_doors(problem, trip, class, compartment),
            }
            self.lanes.push(lane);
            self.lanes.len() - 1
        });
        let sums = &self.sums[index * trip.clock.visits.len()..];
        sums[to] - from.map_or(0.0, |from| sums[from])
    }

    /// (M4), (M5) from departure to the end of each visit.
    fn sum_outside(&mut self, problem: &Problem, trip: &Timed, class: usize) {
        let hours = problem.hours(class);
        let mut at = problem.kinds[trip.kind].start;
        let mut left = trip.clock.depart;
        let mut sum = 0.0;
        for (visit, clock) in trip.clock.visits.iter().enumerate() {
            let Clock { duration, way, arrive, end, .. } = *clock;
            let to = trip.tasks.get(visit).map_or(trip.home, |&task| problem.task(task).location);
            let drive = arrive - duration;
            if drive > left {
                sum += problem.heat(class, at) * hours.integral(Moment(left), Moment(drive));
            }
            if at != to {
                let warmth = problem.warmth_by((trip.kind, class), (at, to), way, duration);
                sum += warmth * hours.mean(Moment(drive), Moment(arrive));
            }
            if end > arrive {
                sum += problem.heat(class, to) * hours.integral(Moment(arrive), Moment(end));
            }
            self.sums.push(sum);
            (at, left) = (to, end);
        }
    }

    /// (M6): what the openings before each visit's own add up to.
    fn sum_doors(&mut self, problem: &Problem, trip: &Timed, class: Option<usize>, hold: Option<usize>) {
        let mut sum = 0.0;
        let mut before: Option<(Location, usize)> = None;
        for (visit, &id) in trip.tasks.iter().enumerate() {
            self.sums.push(sum);
            let task = problem.task(id);
            let carriage = problem.job_of(id).carriage(trip.kind).expect("the load is checked first");
            let here = (task.location, carriage.compartment);
            if Some(carriage.compartment) == hold && before != Some(here) {
                let recovery = problem.kinds[trip.kind].holds[carriage.compartment].recovery as f64;
                let start = Moment(trip.clock.visits[visit].start);
                sum += class.map_or(recovery, |class| {
                    problem.heat(class, task.location) * problem.hours(class).at(start) * recovery
                });
            }
            before = Some(here);
        }
        self.sums.push(sum);
    }
}

/// (M8), (M9)
pub fn loss(job: &Job, age: f64) -> i64 {
    match job.keep {
        Keep::Keeps => 0,
        Keep::Decays { curve, .. } => lost(Fen(job.value), curve.left(ThermalAge(age))).0,
        Keep::Limited { .. } => {
            if age <= 1.0 {
                0
            } else {
                job.value
            }
        }
    }
}
