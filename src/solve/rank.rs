//! O(1) estimates of what an insertion costs.
//!
//! Without waiting, rests and soft windows the estimate for goods that keep is
//! exact up to rounding and the energy that their own weight takes. Spoilage is
//! the delay times what is lost per second on board, in the trip and in all
//! later ones. The estimate ranks; the exact walk decides.

use super::context::Context;
use super::line::{Gap, Line, Span};
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
        let there = problem.leg(self.line.kind, gap.from, task.location)?;
        let (start, close) = earliest_start(task, depart + there.duration.0)?;
        let end = start + task.service;
        let onward = problem.leg(self.line.kind, task.location, gap.to)?;
        let reach = end + onward.duration.0;
        if reach > gap.latest {
            return None;
        }

        let old = problem.leg(self.line.kind, gap.from, gap.to)?;
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
        let own = self.own(end, span, later) + late * job.late_per_hour as f64 / 3600.0;
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
        let aged = match task.kind {
            TaskKind::Collect => end - problem.job_of(self.task).ready.max(0),
            TaskKind::Deliver => there.duration.0 + task.service,
            TaskKind::PickUp | TaskKind::DropOff => 0,
        };
        let behind = self.line.spans.get(trip).map_or(0.0, |span| span.fade_after + self.first_fade(trip));
        Some(money + self.fade() * aged.max(0) as f64 + behind * long as f64 + self.moved())
    }

    /// Fen if the plan before sends another vehicle; a transfer counts once.
    fn moved(&self) -> f64 {
        let job = self.context.problem.job_of(self.task);
        let is_first = job.first == self.task;
        let price = job.before.filter(|&(before, _)| before != self.line.kind && is_first);
        price.map_or(0.0, |before| before.1 as f64)
    }

    /// Fen for each second that a whole trip is later.
    fn first_fade(&self, trip: usize) -> f64 {
        self.line.gaps[self.line.spans[trip].from + trip].fade
    }

    fn fade(&self) -> f64 {
        let order = self.context.problem.order_of(self.task);
        self.context.fade[order.index()][self.line.kind]
    }

    /// What the goods of the task itself lose on board.
    fn own(&self, end: i64, span: &Span, later: i64) -> f64 {
        let seconds = match self.context.problem.kind_of(self.task) {
            TaskKind::Deliver => end - span.depart,
            TaskKind::Collect => span.back + later - self.context.problem.job_of(self.task).ready.max(0),
            TaskKind::PickUp | TaskKind::DropOff => 0,
        };
        self.fade() * seconds.max(0) as f64
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
