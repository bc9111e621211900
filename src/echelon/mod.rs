//! Which orders change vehicles at a township, or go in parts that are light enough to fly.
//! (M194)
//!
//! The day is searched without any such thing first. Then, place by place, groups of orders that
//! share a door are laid over it where that may save money by a generous estimate; the whole day
//! is searched on from there, with the moment of handing over between the two legs of each order;
//! times and ages are made exact; and the day is kept if it costs less to the fen. Moments of
//! handing over are then moved to and fro between what the first leg needs and what the second one
//! could use.
//!
//! At last drones are launched at one pad of a vehicle's way and taken up at another, order by
//! order, where that is cheaper. (M196)
//!
//! Absent on purpose: crowded pads, and everything about the plan.

mod day;
mod detours;
mod groups;
mod kits;
mod launch;
mod meet;
mod settle;
mod timing;

pub use day::{Day, Posed};

use crate::county::{OrderId, SiteId};
use crate::relay::{Kit, Over, Relay};
use crate::solve::{self, Options, Solution};
use crate::units::{Fen, Silent, Stop};
use groups::{Plea, pleas};
use std::collections::BTreeSet;

/// Iterations of one trial.
const TRIAL: u64 = 400;
/// Times that all places are gone through, as long as that saves anything.
const PASSES: usize = 3;
/// Times that moments of handing over are moved to and fro.
const TUNINGS: usize = 3;

/// A day with legs, all times and ages exact.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub relays: Vec<Relay>,
    pub posed: Posed,
    pub solution: Solution,
    /// Handing over and crews included.
    pub cost: Fen,
    /// What the crews of carried drones cost outside of their drones' rounds.
    pub crews: Fen,
    pub iterations: u64,
}

/// True if some vehicles are based where goods could change to them, or drones could take parts.
#[must_use]
pub fn is_thinkable(day: &Day) -> bool {
    !groups::places(day).is_empty()
}

/// Goes on from a solution of the day without legs; `None` if none saves anything. The result is
/// the same on any number of threads unless `stop` ends it.
#[must_use]
pub fn choose(day: &Day, start: &Solution, options: &Options, stop: &dyn Stop) -> Option<Chosen> {
    let plain = settle::settle(day, Vec::new(), day.pose(&[], &[]), start.clone(), 0)?;
    let search = Search { day, options, stop };
    let mut chosen = search.meet(search.lay(plain.clone()));
    // What is met first leaves the other ways to carry a drone for later.
    let met = search.meet(plain);
    if !met.posed.kits.is_empty() {
        let met = search.lay(met);
        chosen = if met.cost < chosen.cost { met } else { chosen };
    }
    chosen = search.reconsider(chosen);
    (!chosen.relays.is_empty()).then_some(chosen)
}

/// The same day with some orders carried as the county has them again, for a caller that cannot
/// have them otherwise. `None` if what is left cannot be made exact.
#[must_use]
pub fn without(
    day: &Day,
    chosen: &Chosen,
    orders: &BTreeSet<OrderId>,
    options: &Options,
    stop: &dyn Stop,
) -> Option<Chosen> {
    let relays = chosen.relays.iter().filter(|relay| !orders.contains(&relay.order)).cloned().collect();
    Search { day, options, stop }.search(chosen, relays, &chosen.posed.kits, TRIAL)
}

struct Search<'s, 'd> {
    day: &'s Day<'d>,
    options: &'s Options,
    stop: &'s dyn Stop,
}

impl Search<'_, '_> {
    /// Goes through all places as long as that saves anything.
    fn lay(&self, plain: Chosen) -> Chosen {
        let (day, mut chosen) = (self.day, plain);
        for _ in 0..PASSES {
            let before = chosen.cost;
            for place in groups::places(day) {
                for plea in pleas(day, &chosen, place) {
                    if self.stop.now() {
                        break;
                    }
                    if let Some(better) = self.hear(&chosen, &plea) {
                        chosen = better;
                        break;
                    }
                }
            }
            if chosen.cost == before {
                break;
            }
        }
        if chosen.relays.is_empty() { chosen } else { self.tune(chosen) }
    }

    /// Tries the moments of a plea, and keeps the best that is cheaper.
    fn hear(&self, chosen: &Chosen, plea: &Plea) -> Option<Chosen> {
        let mut best: Option<Chosen> = None;
        for (relays, kits) in plea.choices() {
            let all = chosen.relays.iter().cloned().chain(relays).collect();
            let kits = [&chosen.posed.kits[..], &kits].concat();
            let tried = self.search(chosen, all, &kits, TRIAL);
            let limit = best.as_ref().map_or(chosen.cost, |best| best.cost);
            best = tried.filter(|tried| tried.cost < limit).or(best);
        }
        best
    }

    /// Searches with these relays, from the routes of before. Relays whose legs find no vehicle are
    /// dropped once.
    fn search(&self, from: &Chosen, relays: Vec<Relay>, kits: &[Kit], iterations: u64) -> Option<Chosen> {
        let mut relays = relays;
        for _ in 0..2 {
            let kits: Vec<Kit> = kits.iter().filter(|kit| self.is_needed(kit, &relays)).copied().collect();
            let posed = self.day.pose(&relays, &kits);
            let start = posed.take_over(&from.posed, &from.solution);
            let iterations = self.options.iterations.map_or(iterations, |most| most.min(iterations));
            let options = Options { iterations: Some(iterations), ..*self.options };
            let searched = self.day.searched(&posed.problem);
            let outcome = solve::improve(&searched, &start, &options, self.stop, &Silent);
            let lost = posed.lost(&relays, &outcome.solution);
            if lost.is_empty() {
                let done = from.iterations + outcome.iterations;
                return settle::settle(self.day, relays, posed, outcome.solution, done);
            }
            relays.retain(|relay| !lost.contains(&relay.order));
            if relays.is_empty() {
                return None;
            }
        }
        None
    }

    /// True if orders change vehicles where a kit is.
    fn is_needed(&self, kit: &Kit, relays: &[Relay]) -> bool {
        kit.pads(self.day.county).into_iter().any(|site| over(relays, site).next().is_some())
    }

    /// Launches drones at one pad of a vehicle's way and takes them up at another, as long as that
    /// saves anything.
    fn meet(&self, chosen: Chosen) -> Chosen {
        let mut best = chosen;
        while let Some(better) = meet::better(self.day, &best, self.stop) {
            let (relays, kits) = (better.relays.clone(), better.posed.kits.clone());
            let searched = self.search(&better, relays, &kits, TRIAL);
            best = searched.filter(|one| one.cost < better.cost).unwrap_or(better);
        }
        best
    }

    /// Leaves one carried drone at home after another and chooses anew what else there is, as long as
    /// that saves anything: where it was put first may stand in the way of what is better together.
    fn reconsider(&self, chosen: Chosen) -> Chosen {
        let mut best = chosen;
        for _ in 0..PASSES {
            let before = best.cost;
            for pads in best.posed.kits.iter().map(|kit| kit.pads(self.day.county)).collect::<Vec<_>>() {
                let stays = |relay: &&Relay| {
                    let mut over = relay.parts.iter().filter_map(|part| part.over);
                    !over.any(|over| pads.contains(&over.site))
                };
                let relays: Vec<Relay> = best.relays.iter().filter(stays).cloned().collect();
                if self.stop.now() || relays.len() == best.relays.len() {
                    continue;
                }
                let Some(rest) = self.search(&best, relays, &best.posed.kits, TRIAL) else { continue };
                let met = self.lay(self.meet(rest.clone()));
                let laid = self.meet(self.lay(rest));
                let better = if met.cost < laid.cost { met } else { laid };
                best = if better.cost < best.cost { better } else { best };
            }
            if best.cost == before {
                break;
            }
        }
        best
    }

    /// Gives the second legs the time that the first ones leave, and the first ones what the second
    /// ones do not use, as long as that saves anything.
    fn tune(&self, chosen: Chosen) -> Chosen {
        let mut best = chosen;
        for _ in 0..TUNINGS {
            let early = (best.relays.clone(), best.posed.kits.clone());
            let late = settle::latest(&best);
            let tried = [early, late].map(|(relays, kits)| self.search(&best, relays, &kits, 2 * TRIAL));
            match tried.into_iter().flatten().min_by_key(|one| one.cost).filter(|one| one.cost < best.cost) {
                Some(better) if !self.stop.now() => best = better,
                _ => break,
            }
        }
        best
    }
}

/// Litres that wait in the cold room of a site over the day. (M193)
fn in_cold_room(relays: &[Relay], site: SiteId) -> i64 {
    let cold = over(relays, site).filter(|(_, _, over)| over.cold);
    cold.map(|(relay, part, _)| relay.share(relay.whole.volume.0, part)).sum()
}

/// The relays that go over a site.
fn over(relays: &[Relay], site: SiteId) -> impl Iterator<Item = (&Relay, usize, Over)> {
    relays.iter().flat_map(move |relay| {
        let parts = relay.parts.iter().enumerate();
        parts.filter_map(move |(part, one)| {
            one.over.filter(|over| over.site == site).map(|over| (relay, part, over))
        })
    })
}
