//! O(1) estimates of what an insertion costs.
//!
//! Without waiting, rests and soft windows the estimate for goods that keep is
//! exact up to rounding and the energy that their own weight takes. Spoilage is
//! the delay times what is lost per second on board, in the trip and in all
//! later ones. The estimate ranks; the exact walk decides.

use super::context::Context;
use super::line::{Gap, Line};
use super::worth::{Aboard, lost};
use crate::model::{Begun, TaskId, TaskKind};
use crate::route::earliest_start;

/// What is asked about one task and one line.
pub struct Ranker<'a> {
    pub context: &'a Context<'a>,
    pub line: &'a Line,
    pub task: TaskId,
}

impl Ranker<'_> {
    /// Fen that a visit in this gap would add; `None` if it surely breaks a rule.
    pub fn gap(&self, trip: usize, place: usize) -> Option<f64> {
        let problem = self.context.problem;
        let index = place + trip;
        let (gap, span) = (&self.line.gaps[index], &self.line.spans[trip]);
        let task = problem.task(self.task);
        let kind = &problem.kinds[self.line.kind];
        let has_gap = |begun: &Begun| begun.has_gap(problem, self.task, trip, place);
        if !kind.begun.as_ref().is_none_or(has_gap) {
            return None;
        }
        self.fits(index, gap, trip)?;

        let depart = gap.leave + gap.rest;
        // Asks the roads only where time allows it.
        let (soonest, _) = earliest_start(task, depart)?;
        if soonest + task.service > gap.latest {
            return None;
        }
        let there = problem.leg(self.line.kind, gap.from, task.location)?;
        let (start, close) = earliest_start(task, depart + there.duration.0)?;
        let end = start + task.service;
        let onward = problem.leg(self.line.kind, task.location, gap.to)?;
        let reach = end + onward.duration.0;
        if reach > gap.latest {
            return None;
        }

        let old = &gap.leg;
        let delay = (reach - gap.reach).max(0);
        let later = (delay - gap.waits).max(0);
        let metres = there.distance.0 + onward.distance.0 - old.distance.0;
        let load = gap.mass as f64 / 1e6;
        let joules = (there.empty.0 + onward.empty.0 - old.empty.0) as f64
            + (there.per_tonne.0 + onward.per_tonne.0 - old.per_tonne.0) as f64 * load;
        let money = kind.per_km as f64 * metres as f64 / 1e3
            + kind.per_hour as f64 * later as f64 / 3600.0
            + (kind.energy_price as f64 / 3.6e9 + kind.carbon_price) * joules;
        let late = if start > close { (start - close) as f64 } else { 0.0 };
        let job = problem.job_of(self.task);
        let hold = job.carriage(self.line.kind)?.compartment;
        let doors = &self.line.doors[index * kind.holds.len() + hold];
        let opens = task.location != gap.from && task.location != gap.to;
        let others = if opens { doors.cost(kind.holds[hold].recovery) } else { 0.0 };
        let (before, after) = (doors.before, doors.after + i64::from(opens));
        let aboard = Aboard { depart: span.depart, end, back: span.back + later, before, after };
        let own = lost(problem, self.line.kind, self.task, &aboard)
            + self.cools(hold, trip, span.back - span.depart)
            + late * job.late_per_hour as f64 / 3600.0;
        let own = own + others;
        Some(money + gap.fade * delay as f64 + span.fade_after * later as f64 + own + self.moved())
    }

    /// Fen that a new trip for this task alone, before trip `trip`, would add.
    pub fn trip(&self, trip: usize) -> Option<f64> {
        let problem = self.context.problem;
        let kind = &problem.kinds[self.line.kind];
        let task = problem.task(self.task);
        if !kind.begun.as_ref().is_none_or(|begun| begun.has_room(problem, self.task, trip)) {
            return None;
        }
        let back = if trip == 0 { kind.shift_start } else { self.line.spans[trip - 1].back };
        let back = back.max(kind.not_before);
        let there = problem.leg(self.line.kind, kind.start, task.location)?;
        let home = problem.leg(self.line.kind, task.location, kind.start)?;
        let ready = if task.kind == TaskKind::Deliver { problem.job_of(self.task).ready } else { i64::MIN };
        let depart = (back + kind.reload).max(ready);
        let (start, _) = earliest_start(task, depart + there.duration.0)?;
        let end = start + task.service + home.duration.0;
        let limit = match (trip, self.line.gaps.first()) {
            (0, Some(gap)) => gap.latest - (gap.reach - gap.leave).max(0) - kind.reload,
            (0, None) => kind.shift_end,
            _ => self.line.spans[trip - 1].latest_back,
        };
        if end > limit {
            return None;
        }
        let long = end - back;
        let metres = (there.distance.0 + home.distance.0) as f64;
        let joules = (there.empty.0 + home.empty.0) as f64;
        let money = kind.per_km as f64 * metres / 1e3
            + kind.per_hour as f64 * long as f64 / 3600.0
            + (kind.energy_price as f64 / 3.6e9 + kind.carbon_price) * joules;
        let served = start + task.service;
        let aboard = Aboard { depart, end: served, back: end, before: 0, after: 1 };
        let hold = problem.job_of(self.task).carriage(self.line.kind)?.compartment;
        let own = lost(problem, self.line.kind, self.task, &aboard) + self.cooling(hold, end - depart);
        let behind = self.line.spans.get(trip).map_or(0.0, |span| span.fade_after + span.fade);
        Some(money + own + behind * long as f64 + self.moved())
    }

    /// Fen if the plan before sends another vehicle; a transfer counts once.
    fn moved(&self) -> f64 {
        let job = self.context.problem.job_of(self.task);
        let is_first = job.first == self.task;
        let price = job.before.filter(|&(before, _)| before != self.line.kind && is_first);
        price.map_or(0.0, |before| before.1 as f64)
    }

    /// Fen for cooling a compartment in a trip, unless it is cooled already.
    fn cools(&self, hold: usize, trip: usize, seconds: i64) -> f64 {
        let span = &self.line.spans[trip];
        let in_hold = |&task: &TaskId| {
            let job = self.context.problem.job_of(task);
            job.carriage(self.line.kind).is_some_and(|carriage| carriage.compartment == hold)
        };
        let is_cooled = || self.line.tasks[span.from..span.to].iter().any(in_hold);
        let watts = self.context.problem.kinds[self.line.kind].holds[hold].watts;
        if watts == 0 || is_cooled() { 0.0 } else { self.cooling(hold, seconds) }
    }

    /// Fen for cooling a compartment for so long.
    fn cooling(&self, hold: usize, seconds: i64) -> f64 {
        let kind = &self.context.problem.kinds[self.line.kind];
        let joules = (kind.holds[hold].watts * seconds) as f64;
        joules * (kind.energy_price as f64 / 3.6e9 + kind.carbon_price)
    }

    fn fits(&self, index: usize, gap: &Gap, trip: usize) -> Option<()> {
        let problem = self.context.problem;
        let kind = &problem.kinds[self.line.kind];
        let job = problem.job_of(self.task);
        let hold = job.carriage(self.line.kind)?.compartment;
        let (before, after) = self.line.volumes[index * kind.holds.len() + hold];
        let is_last = trip + 1 == self.line.spans.len();
        let end_site = if is_last { kind.end_site } else { kind.start_site };
        let (mass, volume) = match problem.kind_of(self.task) {
            TaskKind::Deliver => (gap.peak_before, before),
            TaskKind::Collect if job.site != Some(end_site) => return None,
            TaskKind::Collect => (gap.peak_after, after),
            TaskKind::PickUp | TaskKind::DropOff => (gap.mass, 0),
        };
        let fits = mass + job.mass <= kind.payload && volume + job.volume <= kind.holds[hold].litres;
        fits.then_some(())
    }
}
