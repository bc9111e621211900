//! A route with its cost, and what is needed to rank insertions into it in O(1).
//!
//! The ranking looks at earliest times, latest times and load peaks at each
//! gap. It ignores how rests shift; the exact walk decides.

use super::context::Context;
use super::doors::Doors;
use crate::county::VehicleTypeId;
use crate::matrix::Leg;
use crate::model::{Problem, TaskId, TaskKind};
use crate::network::Location;
use crate::route::{Route, Walker};
use std::sync::atomic::{AtomicU64, Ordering};

/// The next number of a line.
static NUMBERS: AtomicU64 = AtomicU64::new(1);

/// A place between two stops where a task could go.
#[derive(Clone, Copy, Debug)]
pub struct Gap {
    pub from: Location,
    pub to: Location,
    /// The leg from one to the other. Where the hour counts: the least.
    pub leg: Leg,
    /// Earliest end of the stop before, or departure.
    pub leave: i64,
    /// Earliest arrival at the stop after.
    pub reach: i64,
    /// Rest before the leg.
    pub rest: i64,
    /// Latest arrival at the stop after that keeps everything behind it feasible.
    pub latest: i64,
    /// Waiting from the stop after on, in this trip.
    pub waits: i64,
    /// On board on the leg, and at most from departure to here, and from here to the end.
    pub mass: i64,
    pub peak_before: i64,
    pub peak_after: i64,
    /// Fen for each second that everything behind is later.
    pub fade: f64,
}

/// One trip within a line.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// Its tasks.
    pub from: usize,
    pub to: usize,
    pub depart: i64,
    pub back: i64,
    pub latest_back: i64,
    /// Fen for each second that the whole trip is later, and for all later trips.
    pub fade: f64,
    pub fade_after: f64,
}

/// A route of the search.
#[derive(Clone, Debug)]
pub struct Line {
    /// No other line has it, unless it is a copy. It tells lines apart and orders nothing, since it
    /// depends on the threads.
    pub number: u64,
    pub kind: usize,
    pub tasks: Vec<TaskId>,
    pub ends: Vec<u32>,
    pub cost: i64,
    pub spans: Vec<Span>,
    /// `span.from + trip + k` is the gap before the k-th task of a trip.
    pub gaps: Vec<Gap>,
    /// By gap and compartment: peaks of volume before and after.
    pub volumes: Vec<(i64, i64)>,
    /// By gap and compartment.
    pub doors: Vec<Doors>,
}

impl Line {
    /// `None` if the route breaks a hard rule.
    pub fn build(
        context: &Context,
        walker: &mut Walker,
        kind: usize,
        tasks: Vec<TaskId>,
        ends: Vec<u32>,
    ) -> Option<Line> {
        let mut line = Line {
            number: 0,
            kind,
            tasks,
            ends,
            cost: 0,
            spans: Vec::new(),
            gaps: Vec::new(),
            volumes: Vec::new(),
            doors: Vec::new(),
        };
        let (mut spans, mut gaps) = (Vec::with_capacity(line.ends.len()), Vec::new());
        gaps.reserve_exact(line.tasks.len() + line.ends.len());
        let trips = line.ends.len();
        let see = |walker: &Walker, outing: &[TaskId]| {
            let is_last = spans.len() + 1 == trips;
            look(context, kind, walker, outing, is_last, &mut spans, &mut gaps);
        };
        line.cost = walker.cost_seeing(kind, &line.tasks, &line.ends, see).ok()?;
        (line.spans, line.gaps) = (spans, gaps);
        line.number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        line.look_back(context.problem);
        line.weigh_volumes(context.problem);
        line.count_doors(context);
        Some(line)
    }

    pub fn orders<'a>(&'a self, problem: &'a Problem) -> impl Iterator<Item = u32> + 'a {
        let opening = |&&task: &&TaskId| problem.kind_of(task) != TaskKind::DropOff;
        self.tasks.iter().filter(opening).map(|&task| problem.order_of(task).0)
    }

    pub fn route(&self) -> Route {
        let trips = self.spans.iter().map(|span| self.tasks[span.from..span.to].to_vec());
        Route { vehicle_type: VehicleTypeId(self.kind as u32), trips: trips.collect() }
    }

    /// Latest times, from the end of the shift backwards.
    fn look_back(&mut self, problem: &Problem) {
        let kind = &problem.kinds[self.kind];
        let mut limit = kind.shift_end;
        let mut fades = 0.0;
        for (trip, span) in self.spans.iter_mut().enumerate().rev() {
            span.latest_back = limit;
            span.fade_after = fades;
            fades += span.fade;
            for place in (span.from..=span.to).rev() {
                let gap = &mut self.gaps[place + trip];
                gap.latest = limit;
                if place < span.to {
                    let task = problem.task(self.tasks[place]);
                    gap.latest = latest_start(task, limit);
                }
                let before = gap.latest - (gap.reach - gap.leave).max(0);
                let service =
                    if place > span.from { problem.task(self.tasks[place - 1]).service } else { kind.reload };
                limit = before - service;
            }
        }
    }

    fn weigh_volumes(&mut self, problem: &Problem) {
        let holds = problem.kinds[self.kind].holds.len();
        self.volumes.resize(self.gaps.len() * holds, (0, 0));
        let change = |task: TaskId| {
            let job = problem.job_of(task);
            let hold = job.carriage(self.kind).expect("the line was walked").compartment;
            match problem.kind_of(task) {
                TaskKind::Deliver | TaskKind::DropOff => (hold, -job.volume),
                TaskKind::Collect | TaskKind::PickUp => (hold, job.volume),
            }
        };
        for (trip, span) in self.spans.iter().enumerate() {
            let tasks = &self.tasks[span.from..span.to];
            for hold in 0..holds {
                let here = |task: &&TaskId| change(**task).0 == hold;
                let deliveries = tasks.iter().filter(|&&task| problem.kind_of(task) == TaskKind::Deliver);
                let mut now: i64 = deliveries.filter(here).map(|&task| problem.job_of(task).volume).sum();
                let mut peak = now;
                let first = span.from + trip;
                self.volumes[first * holds + hold] = (peak, now);
                for (place, &task) in tasks.iter().enumerate() {
                    let (at, volume) = change(task);
                    now += if at == hold { volume } else { 0 };
                    peak = peak.max(now);
                    self.volumes[(first + place + 1) * holds + hold] = (peak, now);
                }
                let mut after = 0;
                for gap in (first..=first + tasks.len()).rev() {
                    let entry = &mut self.volumes[gap * holds + hold];
                    after = after.max(entry.1);
                    entry.1 = after;
                }
            }
        }
    }
}

/// The latest start of a service at or before `limit`.
fn latest_start(task: &crate::model::Task, limit: i64) -> i64 {
    let limit = limit.min(i64::MAX / 2);
    match task.windows.last() {
        None => limit,
        Some(&(_, close)) if task.soft && limit > close => limit,
        Some(_) => {
            let open = task.windows.iter().rev().find(|window| window.0 <= limit);
            open.map_or(limit, |&(_, close)| close.min(limit))
        }
    }
}

/// Notes the gaps of the trip just walked.
fn look(
    context: &Context,
    kind: usize,
    walker: &Walker,
    outing: &[TaskId],
    is_last: bool,
    spans: &mut Vec<Span>,
    gaps: &mut Vec<Gap>,
) {
    let problem = context.problem;
    let vehicle = &problem.kinds[kind];
    let (load, clock) = (walker.load(), walker.earliest());
    let first = gaps.len();
    let mut from = vehicle.start;
    let mut leave = clock.depart;
    let (mut mass, mut peak) = (load.departing, load.departing);
    for (place, visit) in clock.visits.iter().enumerate() {
        let home = if is_last { vehicle.end } else { vehicle.start };
        let to = outing.get(place).map_or(home, |&task| problem.task(task).location);
        gaps.push(Gap {
            from,
            to,
            leg: problem.leg(kind, from, to).expect("the line was walked"),
            leave,
            reach: visit.arrive,
            rest: visit.rest.map_or(0, |rest| rest.1 - rest.0),
            latest: 0,
            waits: visit.start - visit.arrive,
            mass,
            peak_before: peak,
            peak_after: mass,
            fade: 0.0,
        });
        (from, leave) = (to, visit.end);
        if let Some(&after) = load.after.get(place) {
            mass = after;
            peak = peak.max(mass);
        }
    }
    fades(context, kind, outing, &mut gaps[first..]);
    let from = spans.last().map_or(0, |span: &Span| span.to);
    let to = from + outing.len();
    // What a trip delivers leaves the site later too.
    let kept = |task: &&TaskId| problem.kind_of(**task) == TaskKind::Collect;
    let fade = outing.iter().filter(kept).map(|&task| context.wait[problem.order_of(task).index()]).sum();
    let (depart, back) = (clock.depart, clock.back());
    spans.push(Span { from, to, depart, back, latest_back: 0, fade, fade_after: 0.0 });
}

/// What each gap's delay costs the goods of the trip, and what waits and is on board behind it.
fn fades(context: &Context, kind: usize, outing: &[TaskId], gaps: &mut [Gap]) {
    let problem = context.problem;
    let fade = |task: TaskId| context.fade[problem.order_of(task).index()][kind];
    let wait = |task: TaskId| context.wait[problem.order_of(task).index()];
    let kept = |task: &&TaskId| problem.kind_of(**task) == TaskKind::Collect;
    let mut fades: f64 = outing.iter().filter(kept).map(|&task| fade(task)).sum();
    let (mut waits, mut peak) = (0, 0);
    for place in (0..=outing.len()).rev() {
        match outing.get(place).map(|&task| (task, problem.kind_of(task))) {
            Some((task, TaskKind::Deliver | TaskKind::DropOff)) => fades += fade(task),
            // Whoever comes later takes goods that waited longer, and has them on board no longer.
            Some((task, TaskKind::Collect)) => fades += wait(task) - fade(task),
            Some((_, TaskKind::PickUp)) | None => (),
        }
        let gap = &mut gaps[place];
        waits += gap.waits;
        peak = peak.max(gap.peak_after);
        (gap.waits, gap.peak_after, gap.fade) = (waits, peak, fades);
    }
}
