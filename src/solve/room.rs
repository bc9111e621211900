//! What a little more room in a compartment would be worth, beside the rest of a solution.

use super::context::Context;
use super::insert::{Care, Inserter};
use super::line::Line;
use super::modes::Scales;
use crate::county::OrderId;
use crate::model::{Misfit, Problem, TaskId, TaskKind};
use crate::units::{Dice, Fen, Litres};
use rayon::prelude::*;
use std::cmp::{Ordering, Reverse};

/// Orders that are tried at most, those that cost most first.
const TRIED: usize = 1_000;

/// An order that would move into a vehicle with more room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    pub order: OrderId,
    /// What its compartment would need more; at least 1.
    pub litres: Litres,
    /// What the day would cost less; at least 1.
    pub saved: Fen,
}

impl Room {
    /// Which of two saves more for each litre.
    #[must_use]
    pub fn by_litre(one: &Room, other: &Room) -> Ordering {
        let rate = |room: &Room, by: &Room| i128::from(room.saved.0) * i128::from(by.litres.0);
        rate(one, other).cmp(&rate(other, one)).then(other.order.cmp(&one.order))
    }
}

impl Scales<'_> {
    /// For each compartment of a vehicle type the order for which more room in one vehicle saves
    /// most for each litre, while all other orders stay where they are. `None` if no order would
    /// pay for it, or none was found among the dearest. The same on any number of threads.
    #[must_use]
    pub fn rooms(&self, holds: &[(usize, usize)]) -> Vec<Option<Room>> {
        let here = Context::for_each(self.problem());
        let orders = self.problem().jobs.iter().map(|job| job.id);
        let costs: Vec<(i64, OrderId)> = orders.filter_map(|order| Some((self.now(order)?, order))).collect();
        holds.par_iter().map(|&hold| self.room(hold, &here, &costs)).collect()
    }

    /// `here`: the day as it is; `costs`: what each order costs now.
    fn room(&self, (kind, hold): (usize, usize), here: &Context, costs: &[(i64, OrderId)]) -> Option<Room> {
        let problem = self.problem();
        let wide = widened(problem, kind, hold);
        let there = Context::for_each(&wide);
        let (mut here, mut there) = (Inserter::new(here), Inserter::new(&there));
        let care = Care { blink: 0.0, everywhere: true };
        let mut dice = Dice::new(0, 0);
        let rooms = self.dearest(kind, hold, costs).into_iter().filter_map(|(cost, order)| {
            let (rest, _) = self.without(order)?;
            let spot = there.best(&rest, order.0, care, &mut dice).filter(|spot| spot.delta < cost)?;
            let now = here.best(&rest, order.0, care, &mut dice).map_or(cost, |spot| spot.delta.min(cost));
            let saved = now - spot.delta;
            let mut with = rest;
            there.insert(&mut with, order.0, spot);
            let line = &with.lines[with.line_of(order.0)?];
            let litres = peak(&wide, (kind, hold), line) - problem.kinds[kind].holds[hold].litres;
            (saved > 0 && litres > 0).then_some(Room { order, litres: Litres(litres), saved: Fen(saved) })
        });
        rooms.max_by(Room::by_litre)
    }

    /// Orders that may travel in a compartment with what they cost now, the dearest first.
    fn dearest(&self, kind: usize, hold: usize, costs: &[(i64, OrderId)]) -> Vec<(i64, OrderId)> {
        let may = |order: OrderId| {
            self.problem().job(order).fit[kind].is_ok_and(|carriage| carriage.compartment == hold)
        };
        let mut all: Vec<(i64, OrderId)> = costs.iter().copied().filter(|one| may(one.1)).collect();
        all.sort_unstable_by_key(|&(cost, order)| (Reverse(cost), order));
        all.truncate(TRIED);
        all
    }
}

/// The same day if one compartment of a vehicle type held anything. Other types take nothing more.
fn widened(problem: &Problem, kind: usize, hold: usize) -> Problem {
    let mut wide = problem.clone();
    let all: i64 = problem.jobs.iter().map(|job| job.volume).sum();
    wide.kinds[kind].holds[hold].litres += all;
    for job in &mut wide.jobs {
        let others = job.fit.iter_mut().enumerate().filter(|(other, fit)| *other != kind && fit.is_ok());
        others.for_each(|(_, fit)| *fit = Err(Misfit::Taken));
    }
    wide
}

/// Litres in a compartment at most, over all trips.
fn peak(problem: &Problem, (kind, hold): (usize, usize), line: &Line) -> i64 {
    let volume = |task: TaskId| {
        let job = problem.job_of(task);
        let is_in = job.fit[kind].is_ok_and(|carriage| carriage.compartment == hold);
        if is_in { job.volume } else { 0 }
    };
    let (mut most, mut from) = (0, 0);
    for &end in &line.ends {
        let trip = &line.tasks[from..end as usize];
        let delivers = |task: &&TaskId| problem.kind_of(**task) == TaskKind::Deliver;
        let mut on: i64 = trip.iter().filter(delivers).map(|&task| volume(task)).sum();
        most = most.max(on);
        for &task in trip {
            on += match problem.kind_of(task) {
                TaskKind::Collect | TaskKind::PickUp => volume(task),
                TaskKind::Deliver | TaskKind::DropOff => -volume(task),
            };
            most = most.max(on);
        }
        from = end as usize;
    }
    most
}
