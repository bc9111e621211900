//! What opening a compartment once more costs the goods in it. (M6)
//!
//! Each stop opens the doors of the compartment that it uses, and everything in there grows warm
//! for a while. One stop more can cost the goods on board more than its own way costs, and goods
//! that only last for so many openings all their value.

use super::context::Context;
use super::line::{Line, Span};
use crate::model::{Keep, TaskId, TaskKind};

/// Doors of one compartment, seen from one gap of a trip.
#[derive(Clone, Copy, Debug, Default)]
pub struct Doors {
    /// How often they open from departure to here, and from here to the end.
    pub before: i64,
    pub after: i64,
    /// Fen that one more opening here costs the goods in it.
    pub price: f64,
    /// Seconds of open doors that its goods still bear, and what is lost beyond.
    pub slack: i64,
    pub stake: f64,
}

impl Doors {
    /// Fen that one more opening of so many seconds costs.
    pub fn cost(&self, recovery: i64) -> f64 {
        self.price + if recovery > self.slack { self.stake } else { 0.0 }
    }
}

impl Line {
    /// Fills `doors`.
    pub(super) fn count_doors(&mut self, context: &Context) {
        let holds = &context.problem.kinds[self.kind].holds;
        let mut doors = vec![Doors { slack: i64::MAX, ..Doors::default() }; self.gaps.len() * holds.len()];
        for (trip, span) in self.spans.iter().enumerate() {
            for (hold, recovery) in holds.iter().map(|hold| hold.recovery).enumerate() {
                if recovery > 0 {
                    self.open(context, (trip, span), (hold, recovery), &mut doors);
                }
            }
        }
        self.doors = doors;
    }

    /// Doors of one compartment in one trip.
    fn open(
        &self,
        context: &Context,
        (trip, span): (usize, &Span),
        (hold, recovery): (usize, i64),
        doors: &mut [Doors],
    ) {
        let holds = context.problem.kinds[self.kind].holds.len();
        let cell = |place: usize| (place + trip) * holds + hold;
        let tasks = &self.tasks[span.from..span.to];
        let mut now = Doors { slack: i64::MAX, ..Doors::default() };
        let mut last = None;
        for (place, &task) in tasks.iter().enumerate() {
            doors[cell(span.from + place)] = now;
            let at = self.hold_of(context, task);
            let here = (context.problem.task(task).location, at);
            if at == hold {
                now.before += i64::from(last != Some(here));
                self.bear(context, task, TaskKind::Collect, (0, recovery), &mut now);
            }
            last = Some(here);
        }
        doors[cell(span.to)] = now;
        let total = now.before;
        let mut behind = Doors { slack: i64::MAX, ..Doors::default() };
        for place in (span.from..=span.to).rev() {
            if let Some(&task) = self.tasks[span.from..span.to].get(place - span.from)
                && self.hold_of(context, task) == hold
            {
                let before = doors[cell(place)].before;
                self.bear(context, task, TaskKind::Deliver, (before, recovery), &mut behind);
            }
            let entry = &mut doors[cell(place)];
            entry.after = total - entry.before;
            entry.price += behind.price;
            entry.slack = entry.slack.min(behind.slack);
            entry.stake += behind.stake;
        }
    }

    /// Adds what the goods of a task bear, if it is of this kind.
    fn bear(
        &self,
        context: &Context,
        task: TaskId,
        kind: TaskKind,
        (before, recovery): (i64, i64),
        doors: &mut Doors,
    ) {
        let problem = context.problem;
        if problem.kind_of(task) != kind {
            return;
        }
        let job = problem.job_of(task);
        doors.price += context.door[problem.order_of(task).index()][self.kind];
        if let (Keep::Limited { budget }, TaskKind::Deliver) = (job.keep, kind) {
            let left = (budget * (1.0 - job.age)).floor() as i64 - before * recovery;
            // What is spoiled already cannot spoil again.
            if left >= 0 {
                doors.slack = doors.slack.min(left);
                doors.stake += job.value as f64;
            }
        }
    }

    fn hold_of(&self, context: &Context, task: TaskId) -> usize {
        let job = context.problem.job_of(task);
        job.carriage(self.kind).expect("the line was walked").compartment
    }
}
