//! The exact walk of a route, without allocating once warm.

use super::clock::{self, Outing, TripClock};
use super::depart::{delays_nothing, leave, shut, slack_behind_a_rest};
use super::drives;
use super::fate::{Timed, TripFate};
use super::load::TripLoad;
use super::schedule::{Driven, Schedule, TripTimes, VisitTimes};
use crate::model::{Kind, Misfit, Problem, TaskId};
use crate::units::{Breakdown, Fen, Grams, Joules, Moment, Seconds, Term, ThermalAge};

/// The hard rule that a route breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// More trips than allowed, or one without a stop.
    Trips,
    Misfit(Misfit),
    /// A collection would end at another site.
    Site,
    /// A transfer is not picked up before it is dropped in the same trip.
    Transfer,
    Mass,
    Volume,
    Road,
    Window,
    Rest,
    Shift,
    Battery,
    /// It would be under way at hours at which that is closed to it. (M179)
    Closed,
    /// What a vehicle has begun already would be changed.
    Begun,
}

/// Scratch for walks of one problem's routes.
#[derive(Clone, Debug)]
pub struct Walker<'p> {
    problem: &'p Problem,
    load: TripLoad,
    /// Leaving as early as may be, and as late as does not delay the end.
    early: (TripClock, TripFate),
    late: (TripClock, TripFate),
    /// True if the trip just walked leaves late: `early` and `late` are swapped then.
    swapped: bool,
    /// By trip of the round: when its battery set is full again. (M175)
    full: Vec<i64>,
}

/// What has been summed over the trips of a round.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    start: i64,
    back: i64,
    next_break: usize,
    metres: i64,
    joules: i64,
    cooling: i64,
    precooling: i64,
    spoilage: i64,
    lateness: i64,
    /// Fen for sending another vehicle than the plan before.
    moved: i64,
}

impl<'p> Walker<'p> {
    #[must_use]
    pub fn new(problem: &'p Problem) -> Walker<'p> {
        Walker {
            problem,
            load: TripLoad::default(),
            early: Default::default(),
            late: Default::default(),
            swapped: false,
            full: Vec::new(),
        }
    }

    /// Cost in fen; `None` if a hard rule breaks.
    pub fn cost(&mut self, kind: usize, tasks: &[TaskId], ends: &[u32]) -> Option<i64> {
        let sums = self.walk(kind, tasks, ends, |_, _| ()).ok()?;
        Some(self.money(kind, &sums).total().0 + sums.moved)
    }

    /// Cost in fen, showing `see` each trip after it was walked.
    ///
    /// # Errors
    /// The first hard rule that breaks.
    pub fn cost_seeing(
        &mut self,
        kind: usize,
        tasks: &[TaskId],
        ends: &[u32],
        see: impl FnMut(&Walker, &[TaskId]),
    ) -> Result<i64, Broken> {
        let sums = self.walk(kind, tasks, ends, see)?;
        Ok(self.money(kind, &sums).total().0 + sums.moved)
    }

    /// Loads of the trip just walked.
    #[must_use]
    pub fn load(&self) -> &TripLoad {
        &self.load
    }

    /// Times of the trip just walked if it leaves as early as it may.
    #[must_use]
    pub fn earliest(&self) -> &TripClock {
        if self.swapped { &self.late.0 } else { &self.early.0 }
    }

    /// Everything.
    ///
    /// # Errors
    /// The first hard rule that breaks.
    pub fn schedule(&mut self, kind: usize, tasks: &[TaskId], ends: &[u32]) -> Result<Schedule, Broken> {
        let mut trips = Vec::with_capacity(ends.len());
        let see = |walker: &Walker, outing: &[TaskId]| trips.push(walker.times(kind, outing));
        let sums = self.walk(kind, tasks, ends, see)?;
        Ok(Schedule { trips, breakdown: self.money(kind, &sums) })
    }

    fn walk(
        &mut self,
        kind: usize,
        tasks: &[TaskId],
        ends: &[u32],
        mut see: impl FnMut(&Walker, &[TaskId]),
    ) -> Result<Sums, Broken> {
        let vehicle = &self.problem.kinds[kind];
        if ends.is_empty() || ends.len() > vehicle.max_trips {
            return Err(Broken::Trips);
        }
        if vehicle.begun.as_ref().is_some_and(|begun| !begun.agrees(self.problem, tasks, ends)) {
            return Err(Broken::Begun);
        }
        let mut sums = Sums { back: vehicle.shift_start, ..Sums::default() };
        sums.moved = self.moved(kind, tasks);
        self.full.clear();
        let mut from = 0;
        for (trip, &end) in ends.iter().enumerate() {
            let end = end as usize;
            if end <= from {
                return Err(Broken::Trips);
            }
            let is_last = trip + 1 == ends.len();
            let next = if is_last { &[] } else { &tasks[end..ends[trip + 1] as usize] };
            let outing = &tasks[from..end];
            self.load.load(self.problem, kind, outing, is_last)?;
            self.go(kind, outing, trip, (is_last, next), &mut sums)?;
            see(self, outing);
            from = end;
        }
        if vehicle.longest.is_some_and(|longest| sums.back - sums.start > longest) {
            return Err(Broken::Shift);
        }
        Ok(sums)
    }

    /// Times and fates of a loaded trip; the chosen departure ends up in `early`.
    fn go(
        &mut self,
        kind: usize,
        tasks: &[TaskId],
        trip: usize,
        (is_last, next): (bool, &[TaskId]),
        sums: &mut Sums,
    ) -> Result<(), Broken> {
        let problem = self.problem;
        let vehicle = &problem.kinds[kind];
        let (is_first, begun) = (trip == 0, vehicle.begun_trip(trip));
        let depart = self.earliest_departure(vehicle, trip, sums.back)?;
        let outing = Outing {
            kind,
            tasks,
            durations: &self.load.durations,
            is_last,
            has_hours: problem.has_hours(kind),
            next_ready: if vehicle.breaks.is_empty() { i64::MIN } else { ready(problem, next) },
        };
        let first_break = |depart: i64| match is_first {
            true => vehicle.breaks.partition_point(|pause| pause.latest < depart - vehicle.reload),
            false => sums.next_break,
        };
        let depart = leave(problem, &outing, depart, &mut self.early.0, begun.is_some(), &first_break)?;
        if begun.and_then(|trip| trip.1).is_some_and(|back| back != self.early.0.back()) {
            return Err(Broken::Begun);
        }
        // What has left cannot leave later.
        let mut slack = if begun.is_some() { 0 } else { self.early.0.slack };
        self.swapped = false;
        if is_first && slack > 0 && self.early.0.next_break > first_break(depart) {
            // Leaving after the hours of a rest may spare it.
            let clocks = (&self.early.0, &mut self.late.0);
            slack = slack_behind_a_rest(problem, &outing, depart, clocks, first_break).unwrap_or(slack);
        }
        let early = price(problem, &self.load, &mut self.early, &outing, is_first);
        if slack > 0 {
            self.late.0.next_break = first_break(depart + slack);
            let ran = clock::run(problem, &outing, depart + slack, &mut self.late.0).is_ok();
            let ran = ran && shut(vehicle, &self.late.0).is_none();
            if ran && delays_nothing(&self.early.0, &self.late.0) {
                let late = price(problem, &self.load, &mut self.late, &outing, is_first);
                let gains = |late, early| late < early || (vehicle.longest.is_some() && late <= early);
                if late.is_some_and(|late| early.is_none_or(|early| gains(late, early))) {
                    self.swapped = true;
                    std::mem::swap(&mut self.early, &mut self.late);
                }
            }
        }
        if outing.has_hours {
            let (energy, sums) = drives::taken(problem, &outing, &self.early.0, &self.load);
            self.load.drove(energy, sums.metres, sums.joules);
        }
        self.sum(vehicle.battery, is_first, vehicle.reload, sums)?;
        self.put_on_charger(vehicle.sets, sums.back);
        Ok(())
    }

    /// A set is full some time after the charger is free for it. (M175)
    fn put_on_charger(&mut self, sets: Option<(usize, i64)>, back: i64) {
        if let Some((_, charge)) = sets {
            let free = self.full.last().copied().unwrap_or(i64::MIN).max(back);
            self.full.push(free.saturating_add(charge));
        }
    }

    /// When a trip that has not begun may leave, after one that is back at `back`.
    fn earliest_departure(&self, vehicle: &Kind, trip: usize, back: i64) -> Result<i64, Broken> {
        if let Some((depart, _)) = vehicle.begun_trip(trip) {
            return Ok(depart);
        }
        let free = back.max(vehicle.not_before).max(self.charged(vehicle.sets, trip)?);
        Ok(free.saturating_add(vehicle.reload).max(self.load.ready))
    }

    /// When a full battery set is there for a trip: the one that was drawn longest ago. (M175)
    fn charged(&self, sets: Option<(usize, i64)>, trip: usize) -> Result<i64, Broken> {
        let Some((sets, _)) = sets else { return Ok(i64::MIN) };
        if sets == 0 {
            return Err(Broken::Battery);
        }
        Ok(trip.checked_sub(sets).map_or(i64::MIN, |before| self.full[before]))
    }

    fn sum(&self, battery: Option<i64>, is_first: bool, reload: i64, sums: &mut Sums) -> Result<(), Broken> {
        let (clock, fate) = &self.early;
        let cooling = self.load.watts * (clock.back() - clock.depart);
        if battery.is_some_and(|battery| self.load.joules + cooling > battery) {
            return Err(Broken::Battery);
        }
        if is_first {
            sums.start = clock.depart - reload;
        }
        sums.back = clock.back();
        sums.next_break = clock.next_break;
        sums.metres += self.load.metres;
        sums.joules += self.load.joules;
        sums.cooling += cooling;
        sums.precooling += fate.precooling;
        sums.spoilage += fate.spoilage;
        sums.lateness += fate.lateness;
        Ok(())
    }

    /// Fen for the orders of a round that the plan before gave to another vehicle.
    fn moved(&self, kind: usize, tasks: &[TaskId]) -> i64 {
        let price = |&task: &TaskId| {
            let job = self.problem.job_of(task);
            job.before.filter(|&(before, _)| before != kind && job.first == task).map_or(0, |before| before.1)
        };
        tasks.iter().map(price).sum()
    }

    /// (M21) to (M29)
    fn money(&self, kind: usize, sums: &Sums) -> Breakdown {
        let vehicle = &self.problem.kinds[kind];
        let joules = sums.joules.max(0) as f64;
        let cooling = sums.cooling as f64;
        let per = |price: i64, amount: f64, unit: f64| Fen::rounded(price as f64 * amount / unit);
        let mut money = Breakdown::default();
        money[Term::Fixed] = Fen(vehicle.fixed);
        money[Term::Distance] = per(vehicle.per_km, sums.metres as f64, 1000.0);
        money[Term::Time] = per(vehicle.per_hour, (sums.back - sums.start) as f64, 3600.0);
        money[Term::Energy] = per(vehicle.energy_price, joules, 3.6e9);
        money[Term::Refrigeration] = per(vehicle.energy_price, cooling, 3.6e9);
        money[Term::Precooling] = Fen(sums.precooling);
        money[Term::Spoilage] = Fen(sums.spoilage);
        money[Term::Lateness] = Fen(sums.lateness);
        money[Term::Carbon] = Fen::rounded(vehicle.carbon_price * (joules + cooling));
        money
    }

    fn driven(&self, leg: usize) -> Driven {
        let clock = &self.early.0.visits[leg];
        let energy = Joules(self.load.energy[leg]);
        Driven { duration: Seconds(clock.duration), energy, way: clock.way }
    }

    fn times(&self, kind: usize, tasks: &[TaskId]) -> TripTimes {
        let (clock, fate) = &self.early;
        let moments = |(from, to): (i64, i64)| (Moment(from), Moment(to));
        let visits = tasks.iter().enumerate().map(|(visit, &task)| {
            let times = clock.visits[visit];
            let carriage = self.problem.job_of(task).carriage(kind).expect("the load is checked first");
            VisitTimes {
                task,
                drive: self.driven(visit),
                rest: times.rest.map(moments),
                arrive: Moment(times.arrive),
                start: Moment(times.start),
                end: Moment(times.end),
                load: Grams(self.load.after[visit]),
                compartment: carriage.compartment,
                late: Seconds(times.late),
                precooled: fate.precooled[visit],
                arrival: fate.arrivals[visit].map(|(at, age, loss)| (Moment(at), ThermalAge(age), Fen(loss))),
            }
        });
        TripTimes {
            load_start: Moment(clock.depart - self.problem.kinds[kind].reload),
            depart: Moment(clock.depart),
            load: Grams(self.load.departing),
            visits: visits.collect(),
            home: self.driven(tasks.len()),
            rest_before_home: clock.visits[tasks.len()].rest.map(moments),
            back: Moment(clock.back()),
        }
    }
}

/// What a departure costs, as far as departures differ; `None` if the battery does not last.
/// Fills its fate.
fn price(
    problem: &Problem,
    load: &TripLoad,
    (clock, fate): &mut (TripClock, TripFate),
    outing: &Outing,
    is_first: bool,
) -> Option<f64> {
    let vehicle = &problem.kinds[outing.kind];
    let home = outing.home(vehicle);
    fate.follow(problem, &Timed { kind: outing.kind, tasks: outing.tasks, clock, home });
    let cooling = load.watts * (clock.back() - clock.depart);
    // Ways differ between departures only where the hour counts.
    let hourly = outing.has_hours.then(|| drives::sums(problem, outing, clock, load));
    let joules = hourly.map_or(load.joules, |sums| sums.joules);
    if vehicle.battery.is_some_and(|battery| joules + cooling > battery) {
        return None;
    }
    let energy = cooling as f64 * (vehicle.energy_price as f64 / 3.6e9 + vehicle.carbon_price);
    let begin = if is_first { clock.depart } else { 0 };
    let time = begin as f64 * vehicle.per_hour as f64 / 3600.0;
    let drives = hourly.map_or(0.0, |sums| {
        sums.metres as f64 * vehicle.per_km as f64 / 1000.0
            + sums.joules as f64 * (vehicle.energy_price as f64 / 3.6e9 + vehicle.carbon_price)
    });
    Some((fate.spoilage + fate.precooling + fate.lateness) as f64 + energy + drives - time)
}

/// `ready` of a trip's deliveries.
fn ready(problem: &Problem, tasks: &[TaskId]) -> i64 {
    let deliveries = tasks.iter().filter(|&&task| problem.kind_of(task) == crate::model::TaskKind::Deliver);
    deliveries.map(|&task| problem.job_of(task).ready).max().unwrap_or(i64::MIN)
}
