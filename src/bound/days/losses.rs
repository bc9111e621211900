//! What a stop costs if its service cannot start before a moment: goods that
//! wait outside for being collected, and being late.

use crate::bound::graph::Graph;
use crate::bound::least::least_ageing;
use crate::model::{Job, Keep, Problem, TaskKind};
use crate::route::loss;
use crate::units::{Fen, Moment};

/// Seconds between two entries at least, and entries at most.
const STEP: i64 = 60;
const MOST: i64 = 1_000;

/// Fen by stop and moment; they never fall from one moment to the next.
pub struct Losses {
    from: i64,
    step: i64,
    moments: usize,
    fen: Vec<f64>,
}

impl Losses {
    pub fn new(problem: &Problem, kind: usize, graph: &Graph) -> Losses {
        let length = (graph.close - graph.depart).max(0);
        let step = STEP.max(length / MOST);
        let moments = (length / step + 1) as usize;
        let aged = least_ageing(problem, kind, &graph.nodes);
        let mut fen = Vec::with_capacity(graph.nodes.len() * moments);
        for (node, aged) in graph.nodes.iter().zip(aged) {
            let stop = Stop { problem, job: problem.job_of(node.task), task: node.task, aged };
            let at = |moment: usize| stop.fen((graph.depart + moment as i64 * step).max(node.open));
            fen.extend((0..moments).map(at));
        }
        Losses { from: graph.depart, step, moments, fen }
    }

    /// At a stop whose service starts at a moment or later.
    pub fn at(&self, node: usize, start: i64) -> f64 {
        let moment = ((start - self.from).max(0) / self.step) as usize;
        self.fen[node * self.moments + moment.min(self.moments - 1)]
    }
}

struct Stop<'a> {
    problem: &'a Problem,
    job: &'a Job,
    task: crate::model::TaskId,
    aged: Option<f64>,
}

impl Stop<'_> {
    fn fen(&self, start: i64) -> f64 {
        (self.lost(start) + self.late(start)) as f64
    }

    fn late(&self, start: i64) -> i64 {
        let task = self.problem.task(self.task);
        let last = task.windows.last().map_or(i64::MAX, |window| window.1);
        if !task.soft || start <= last {
            return 0;
        }
        Fen::rounded(self.job.late_per_hour as f64 * (start - last) as f64 / 3600.0).0
    }

    /// (M8) for the least that the goods can have aged.
    fn lost(&self, start: i64) -> i64 {
        let job = self.job;
        let Keep::Decays { class, per_warmth, .. } = job.keep else { return 0 };
        if !job.perishes() {
            return 0;
        }
        let task = self.problem.task(self.task);
        let aboard = self.aged.unwrap_or(0.0);
        match task.kind {
            TaskKind::DropOff => 0,
            TaskKind::Deliver => loss(job, job.age + aboard),
            TaskKind::Collect | TaskKind::PickUp => {
                let end = start.max(job.ready) + task.service;
                let hours = self.problem.hours(class).integral(Moment(job.ready), Moment(end));
                let outside = per_warmth * self.problem.heat(class, task.location) * hours;
                let lost = loss(job, job.age + aboard + outside);
                job.cooling.map_or(lost, |cooling| {
                    let waited = cooling.rate * (end - job.ready) as f64;
                    lost.min(cooling.price + loss(job, job.age + aboard + waited))
                })
            }
        }
    }
}
