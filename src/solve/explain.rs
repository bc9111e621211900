//! Why an order is left out, and the cheapest change that would serve it.
//!
//! Every answer is an exact walk: alone on a trip with each vehicle type, then
//! in the gaps of the actual solution, then the same with one thing relaxed.

use super::Solution;
use super::context::Context;
use super::insert::{Care, Inserter};
use super::state::State;
use crate::county::{OrderId, VehicleTypeId};
use crate::model::{Change, Misfit, Problem, Reason, Remedy};
use crate::route::{Broken, Route, walk_or_why};
use crate::units::{Dice, Fen, Grams, HOUR, Litres, Moment, Seconds};

/// Overtime that is tried, in seconds.
const LONGER: [i64; 4] = [1800, 3600, 5400, 7200];

/// See [`super::explain`].
pub fn explain(problem: &Problem, solution: &Solution, order: OrderId) -> (Reason, Option<Remedy>) {
    let case = Case { problem, solution, order };
    let reason = case.reason();
    let remedies = case.remedies(reason).into_iter();
    (reason, remedies.min_by_key(|remedy| remedy.cost))
}

struct Case<'a> {
    problem: &'a Problem,
    solution: &'a Solution,
    order: OrderId,
}

impl Case<'_> {
    fn reason(&self) -> Reason {
        let alone = self.kinds(self.problem).map(|kind| alone(self.problem, kind, self.order));
        let mut hindrances = Vec::new();
        for tried in alone {
            match tried {
                Ok(_) if self.added(self.problem).is_some() => return Reason::Price,
                // Not as its only trip, since it ends at another site: what matters is the others.
                Err(Broken::Site) if self.added(self.problem).is_some() => return Reason::Price,
                Ok(_) | Err(Broken::Site) => return Reason::Busy,
                Err(broken) => hindrances.push(broken),
            }
        }
        // The vehicle type that comes closest says what is missing.
        hindrances.into_iter().map(named).max().unwrap_or((0, Reason::Busy)).1
    }

    /// Vehicle types that there are.
    fn kinds<'b>(&self, problem: &'b Problem) -> impl Iterator<Item = usize> + use<'b> {
        (0..problem.kinds.len()).filter(|&kind| problem.kinds[kind].count > 0)
    }

    /// What serving the order adds to the solution's routes at least, in a relaxed problem.
    fn added(&self, problem: &Problem) -> Option<i64> {
        let context = Context::for_one(problem, self.order.index());
        let state = State::of(&context, self.solution)?;
        let care = Care { blink: 0.0, everywhere: true };
        let spot = Inserter::new(&context).best(&state, self.order.0, care, &mut Dice::new(0, 0))?;
        Some(spot.delta)
    }

    fn remedies(&self, reason: Reason) -> Vec<Remedy> {
        match reason {
            Reason::Temperature => self.cold_box(),
            Reason::Skills | Reason::Road => Vec::new(),
            Reason::Mass | Reason::Volume => self.split(),
            Reason::Battery => Vec::new(),
            Reason::Window => self.other_time(),
            Reason::Shift => [self.longer_shift(), self.other_time()].concat(),
            Reason::Busy => [self.one_more(), self.other_time(), self.longer_shift()].concat(),
            Reason::Price => [self.higher_price(), self.other_time()].concat(),
        }
    }

    fn higher_price(&self) -> Vec<Remedy> {
        let added = self.added(self.problem);
        added
            .map(|cost| Remedy { change: Change::HigherPrice(Fen(cost + 1)), cost: Fen(cost) })
            .into_iter()
            .collect()
    }

    fn one_more(&self) -> Vec<Remedy> {
        let more = |kind: usize| {
            let cost = alone(self.problem, kind, self.order).ok()?;
            Some(Remedy { change: Change::OneMore(self.problem.kinds[kind].id), cost })
        };
        self.kinds(self.problem).filter_map(more).collect()
    }

    fn other_time(&self) -> Vec<Remedy> {
        let mut relaxed = self.problem.clone();
        let mut had_any = false;
        for task in relaxed.jobs[self.order.index()].tasks() {
            let task = &mut relaxed.tasks[task.index()];
            had_any |= !task.windows.is_empty();
            task.windows = Box::default();
        }
        if !had_any {
            return Vec::new();
        }
        let context = Context::for_one(&relaxed, self.order.index());
        let Some(mut state) = State::of(&context, self.solution) else { return Vec::new() };
        let care = Care { blink: 0.0, everywhere: true };
        let mut inserter = Inserter::new(&context);
        let Some(spot) = inserter.best(&state, self.order.0, care, &mut Dice::new(0, 0)) else {
            return Vec::new();
        };
        inserter.insert(&mut state, self.order.0, spot);
        let line = state.line_of(self.order.0).expect("it was just put in");
        let moment = starts(&relaxed, &state.lines[line].route(), self.order);
        let remedy = |moment| Remedy { change: Change::OtherTime(moment), cost: Fen(spot.delta) };
        moment.map(remedy).into_iter().collect()
    }

    fn longer_shift(&self) -> Vec<Remedy> {
        let longer = |kind: usize| {
            LONGER.iter().find_map(|&by| {
                let mut relaxed = self.problem.clone();
                relaxed.kinds[kind].shift_end += by;
                let cost = self.added(&relaxed)?;
                let change = Change::LongerShift(self.problem.kinds[kind].id, Seconds(by));
                Some(Remedy { change, cost: Fen(cost) })
            })
        };
        let fitting = |kind: &usize| self.problem.job(self.order).fit[*kind].is_ok();
        self.kinds(self.problem).filter(fitting).filter_map(longer).collect()
    }

    /// Parts that the vehicle with the most room can carry, each as a trip of its own.
    fn split(&self) -> Vec<Remedy> {
        let job = self.problem.job(self.order);
        let part = |kind: usize| {
            let vehicle = &self.problem.kinds[kind];
            if !matches!(job.fit[kind], Err(Misfit::Mass | Misfit::Volume)) {
                return None;
            }
            let (hold, carriage) = vehicle
                .holds
                .iter()
                .enumerate()
                .filter_map(|(index, hold)| Some((hold, self.carriage_in(kind, index)?)))
                .max_by_key(|(hold, _)| hold.litres)?;
            let parts = shares(job.mass, vehicle.payload).max(shares(job.volume, hold.litres));
            let mut relaxed = self.problem.clone();
            let piece = &mut relaxed.jobs[self.order.index()];
            piece.mass = job.mass.div_euclid(parts) + i64::from(job.mass % parts != 0);
            piece.volume = job.volume.div_euclid(parts) + i64::from(job.volume % parts != 0);
            piece.value = job.value / parts;
            piece.fit[kind] = Ok(carriage);
            let (mass, volume) = (Grams(piece.mass), Litres(piece.volume));
            let cost = alone(&relaxed, kind, self.order).ok()?;
            Some(Remedy { change: Change::Split(mass, volume), cost: Fen(cost.0.saturating_mul(parts)) })
        };
        self.kinds(self.problem).filter_map(part).collect()
    }

    /// A carriage in a compartment, as another order of the same keeping has it.
    fn carriage_in(&self, kind: usize, hold: usize) -> Option<crate::model::Carriage> {
        let keep = self.problem.job(self.order).keep;
        let alike = self.problem.jobs.iter().filter(|job| job.keep == keep);
        alike.filter_map(|job| job.carriage(kind)).find(|carriage| carriage.compartment == hold)
    }

    /// The goods ride in the first compartment as if it were a box of their best temperature.
    fn cold_box(&self) -> Vec<Remedy> {
        let boxed = |kind: usize| {
            let mut relaxed = self.problem.clone();
            let job = &mut relaxed.jobs[self.order.index()];
            if !matches!(job.fit[kind], Err(Misfit::Temperature)) {
                return None;
            }
            let holds = &relaxed.kinds[kind].holds;
            if job.mass > relaxed.kinds[kind].payload || job.volume > holds[0].litres {
                return None;
            }
            job.fit[kind] = Ok(crate::model::Carriage { compartment: 0, rate: 0.0, ambient: false });
            let cost = self.added(&relaxed)?;
            Some(Remedy { change: Change::ColdBox(self.problem.kinds[kind].id), cost: Fen(cost) })
        };
        self.kinds(self.problem).filter_map(boxed).collect()
    }
}

/// Parts of at most `room` that `whole` makes.
fn shares(whole: i64, room: i64) -> i64 {
    if room <= 0 { 1 } else { (whole / room + i64::from(whole % room != 0)).max(1) }
}

/// Cost of a round for this order alone.
fn alone(problem: &Problem, kind: usize, order: OrderId) -> Result<Fen, Broken> {
    let trips = vec![problem.job(order).tasks().collect()];
    let route = Route { vehicle_type: VehicleTypeId(kind as u32), trips };
    walk_or_why(problem, &route).map(|schedule| schedule.breakdown.total())
}

/// When the first service of an order starts.
fn starts(problem: &Problem, route: &Route, order: OrderId) -> Option<Moment> {
    let schedule = walk_or_why(problem, route).ok()?;
    let mut visits = schedule.trips.iter().flat_map(|trip| &trip.visits);
    let start = visits.find(|visit| problem.order_of(visit.task) == order)?.start;
    Some(Moment(start.0 - start.0.rem_euclid(HOUR.0 / 12)))
}

/// How far a vehicle type came, and what stopped it.
fn named(broken: Broken) -> (u8, Reason) {
    match broken {
        Broken::Misfit(Misfit::Site | Misfit::Road | Misfit::Pad) => (0, Reason::Road),
        Broken::Misfit(Misfit::Temperature) => (1, Reason::Temperature),
        Broken::Misfit(Misfit::Skills) => (2, Reason::Skills),
        Broken::Misfit(Misfit::Mass) | Broken::Mass => (3, Reason::Mass),
        Broken::Misfit(Misfit::Volume) | Broken::Volume => (4, Reason::Volume),
        Broken::Road | Broken::Trips | Broken::Site | Broken::Transfer => (5, Reason::Road),
        Broken::Begun | Broken::Misfit(Misfit::Taken) => (0, Reason::Busy),
        Broken::Window | Broken::Closed => (6, Reason::Window),
        Broken::Rest | Broken::Shift => (7, Reason::Shift),
        Broken::Battery => (8, Reason::Battery),
    }
}
