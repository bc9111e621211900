//! How fresh does each order arrive, and does pre-cooling pay? (M1 to M9)
//!
//! Ages are added up piece by piece along the replayed trip: standing, driving
//! and opened doors, with no short cut.

use super::replay::{Day, Run};
use super::{Differs, Rule, Violations, Where, compare, report};
use crate::cold::{Warming, lost};
use crate::county::{Compartment, County, Keeping, Order, Precooler};
use crate::network::{Located, Location};
use crate::plan::{Action, Freshness};
use crate::units::{Celsius, Fen, Moment, Seconds, ThermalAge};

/// What caring for freshness costs, and what is lost all the same.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Care {
    pub precooling: Fen,
    pub spoilage: Fen,
    /// Orders whose loss was rounded: each may differ by one fen.
    pub rounded: i64,
}

/// Ages may differ by this share, since they are sums of real numbers.
const AGE_TOLERANCE: f64 = 1e-6;
/// Losses may differ by this for each order, since ages do.
const FEN_TOLERANCE: i64 = 1;

pub(super) fn check(county: &County, located: &Located, day: &Day, found: &mut Violations) -> Care {
    let mut care = Care::default();
    for run in &day.trips {
        let ride = Ride { county, located, day, run };
        for index in 0..run.visits.len() {
            ride.check_stop(index, &mut care, found);
        }
    }
    care
}

/// The two ways in which goods may have waited.
#[derive(Clone, Copy)]
struct Outcome {
    age: ThermalAge,
    lost: Fen,
}

struct Ride<'a> {
    county: &'a County,
    located: &'a Located,
    day: &'a Day<'a>,
    run: &'a Run<'a>,
}

impl Ride<'_> {
    fn check_stop(&self, index: usize, care: &mut Care, found: &mut Violations) {
        let at = self.run.stop_at(index);
        let visit = &self.run.visits[index];
        let id = visit.stop.order;
        if visit.action == Action::PickUp {
            if visit.stop.freshness.is_some() {
                report(found, at, Rule::FreshnessMisplaced(id));
            }
            return;
        }
        let pick = self.pick_of(index);
        let precooled = self.precooled(index, pick, at, care, found);
        let outcome = self.outcome(index, pick, precooled);
        care.spoilage += outcome.lost;
        care.rounded += i64::from(self.ages(index));
        let Some(stated) = visit.stop.freshness else {
            report(found, at, Rule::FreshnessMissing(id));
            return;
        };
        self.compare(at, index, &stated, outcome, found);
    }

    fn compare(&self, at: Where, index: usize, stated: &Freshness, outcome: Outcome, found: &mut Violations) {
        let order = self.order(index);
        let (when, place) = self.handed_over(index);
        compare(found, at, (stated.at, when), Rule::FreshnessAt);
        compare(found, at, (stated.value, order.value), Rule::FreshnessValue);
        let compartment = &self.day.kind.compartments[self.run.compartment(index)];
        let outside = || self.county.air.at(self.height(place), when);
        let temperature = compartment.set_point.unwrap_or_else(outside);
        if !close(stated.temperature.0, temperature.0) {
            let differs = Differs { stated: stated.temperature, derived: temperature };
            report(found, at, Rule::FreshnessTemperature(differs));
        }
        if !close(stated.age.0, outcome.age.0) {
            report(found, at, Rule::FreshnessAge(Differs { stated: stated.age, derived: outcome.age }));
        }
        if (stated.lost - outcome.lost).0.abs() > FEN_TOLERANCE {
            report(found, at, Rule::FreshnessLost(Differs { stated: stated.lost, derived: outcome.lost }));
        }
    }

    /// Whether the pre-cooler is used, and its price. A wrong flag is reported; what follows
    /// from the right one is what later rules expect.
    fn precooled(
        &self,
        index: usize,
        pick: Option<usize>,
        at: Where,
        care: &mut Care,
        found: &mut Violations,
    ) -> bool {
        let id = self.run.visits[index].stop.order;
        let flag_of = |stop: usize| self.run.visits[stop].stop.precooled;
        let stated = pick.is_some_and(flag_of);
        let misplaced = pick != Some(index) && flag_of(index);
        let Some(cooler) = pick.and_then(|_| self.precooler(index)) else {
            if stated || misplaced {
                report(found, at, Rule::NoPrecooler(id));
            }
            return false;
        };
        if misplaced {
            report(found, at, Rule::NoPrecooler(id));
        }
        let price = price(cooler, self.order(index));
        let with = self.outcome(index, pick, true).lost;
        let without = self.outcome(index, pick, false).lost;
        let gain = without - with - price;
        let pays = gain > Fen::ZERO;
        let doubtful = gain.0.abs() <= 2 * FEN_TOLERANCE && self.ages(index);
        if stated != pays && !doubtful {
            report(found, at, Rule::PrecoolChoice { order: id, price, with, without });
        }
        let used = if doubtful { stated } else { pays };
        if used {
            care.precooling += price;
        }
        used
    }

    fn order(&self, index: usize) -> &Order {
        self.county.order(self.run.visits[index].stop.order)
    }

    fn ages(&self, index: usize) -> bool {
        matches!(self.county.goods(self.order(index).goods).keeping, Keeping::Decays { .. })
    }

    fn height(&self, place: Option<Location>) -> Option<f64> {
        self.located.height(place?)
    }

    fn precooler(&self, index: usize) -> Option<&Precooler> {
        let place = self.order(index).pick()?.place?;
        self.county.place(place).precooler.as_ref()
    }

    /// The stop where the goods that end their journey at (or by) this stop were picked up.
    fn pick_of(&self, index: usize) -> Option<usize> {
        let visits = &self.run.visits;
        match visits[index].action {
            Action::Deliver => None,
            Action::Collect | Action::PickUp => Some(index),
            Action::DropOff => visits[..index].iter().position(|other| {
                other.action == Action::PickUp && other.stop.order == visits[index].stop.order
            }),
        }
    }

    /// When and where the goods change hands for the last time.
    fn handed_over(&self, index: usize) -> (Moment, Option<Location>) {
        match self.run.visits[index].action {
            Action::Collect => (self.run.back(), self.run.places[self.run.visits.len() + 1]),
            _ => (self.run.visits[index].end, self.run.places[index + 1]),
        }
    }

    /// Stops during which the goods are on board: from the end of the first (`None`: from the
    /// departure) to the end of the second (`None`: until back).
    fn on_board(&self, index: usize, pick: Option<usize>) -> (Option<usize>, Option<usize>) {
        match self.run.visits[index].action {
            Action::Collect | Action::PickUp => (Some(index), None),
            Action::Deliver | Action::DropOff => (pick, Some(index)),
        }
    }

    fn outcome(&self, index: usize, pick: Option<usize>, precooled: bool) -> Outcome {
        let order = self.order(index);
        match self.county.goods(order.goods).keeping {
            Keeping::Keeps => Outcome { age: order.age, lost: Fen::ZERO },
            Keeping::Decays { decay, curve } => {
                let warming = Warming::new(decay, self.county.air);
                let waited = self.waited(index, pick, precooled, &warming, |cooler, span| {
                    decay.age(cooler.temperature, span)
                });
                let ridden = match self.compartment(index).set_point {
                    Some(set) => decay.age(set, self.span(index, pick)) + self.doors(index, pick, &warming),
                    None => self.outside(index, pick, decay.q10, &warming),
                };
                let age = order.age + waited + ridden;
                Outcome { age, lost: lost(order.value, curve.left(age)) }
            }
            Keeping::Limited { low, high, budget } => {
                let cooled = precooled && self.in_range(index, low, high);
                let waiting = if cooled { Seconds::ZERO } else { self.wait(index, pick) };
                let openings = self.openings(index, pick).count() as i64;
                let out = waiting + self.compartment(index).door_recovery * openings;
                let used = if out == Seconds::ZERO { 0.0 } else { out.as_f64() / budget.as_f64() };
                let age = order.age + ThermalAge(used);
                Outcome { age, lost: if age.0 > 1.0 { order.value } else { Fen::ZERO } }
            }
        }
    }

    fn compartment(&self, index: usize) -> &Compartment {
        &self.day.kind.compartments[self.run.compartment(index)]
    }

    fn in_range(&self, index: usize, low: Celsius, high: Celsius) -> bool {
        self.precooler(index).is_some_and(|cooler| low <= cooler.temperature && cooler.temperature <= high)
    }

    /// From ready to the end of the pick-up's service.
    fn wait(&self, index: usize, pick: Option<usize>) -> Seconds {
        let end = pick.map(|pick| self.run.visits[pick].end);
        end.map_or(Seconds::ZERO, |end| (end - self.order(index).ready).max(Seconds::ZERO))
    }

    fn waited(
        &self,
        index: usize,
        pick: Option<usize>,
        precooled: bool,
        warming: &Warming,
        cooled: impl Fn(&Precooler, Seconds) -> ThermalAge,
    ) -> ThermalAge {
        let Some(pick) = pick else { return ThermalAge::default() };
        match self.precooler(index) {
            Some(cooler) if precooled => cooled(cooler, self.wait(index, Some(pick))),
            _ => {
                let height = self.height(self.run.places[pick + 1]);
                warming.standing(height, self.order(index).ready, self.run.visits[pick].end)
            }
        }
    }

    /// Time on board.
    fn span(&self, index: usize, pick: Option<usize>) -> Seconds {
        let (on, off) = self.on_board(index, pick);
        let begin = on.map_or(self.run.trip.depart, |stop| self.run.visits[stop].end);
        let end = off.map_or(self.run.back(), |stop| self.run.visits[stop].end);
        (end - begin).max(Seconds::ZERO)
    }

    /// Age gained on board in outside air: before each leg, on it, and at the stop after it.
    fn outside(&self, index: usize, pick: Option<usize>, q10: f64, warming: &Warming) -> ThermalAge {
        let (on, off) = self.on_board(index, pick);
        let stops = self.run.visits.len();
        let first = on.map_or(0, |stop| stop + 1);
        let last = off.unwrap_or(stops);
        let mut age = ThermalAge::default();
        for leg in first..=last {
            let drove = self.run.visits.get(leg).map_or(&self.run.home, |visit| &visit.drove);
            let warmth = drove.drive.as_ref().map(|drive| drive.warmth(q10)).unwrap_or_default();
            age += warming.standing(self.height(self.run.places[leg]), drove.left, drove.begin);
            age += warming.driving(warmth, drove.begin, drove.arrive);
            if let Some(visit) = self.run.visits.get(leg) {
                age += warming.standing(self.height(self.run.places[leg + 1]), drove.arrive, visit.end);
            }
        }
        age
    }

    /// Stops at which the door of the goods' compartment is opened while they are inside or come in. (M6)
    fn openings(&self, index: usize, pick: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        let (on, off) = self.on_board(index, pick);
        let compartment = self.run.compartment(index);
        let stops = on.unwrap_or(0)..off.unwrap_or(self.run.visits.len());
        let opens = move |stop: &usize| {
            let here = (self.run.places[*stop + 1], self.run.compartment(*stop));
            let before = stop.checked_sub(1);
            let before = before.map(|stop| (self.run.places[stop + 1], self.run.compartment(stop)));
            here.1 == compartment && before != Some(here)
        };
        let set = self.compartment(index).set_point.is_some();
        stops.filter(move |_| set).filter(opens)
    }

    fn doors(&self, index: usize, pick: Option<usize>, warming: &Warming) -> ThermalAge {
        let recovery = self.compartment(index).door_recovery;
        let gained = |stop: usize| {
            let height = self.height(self.run.places[stop + 1]);
            warming.opening(height, self.run.visits[stop].stop.start, recovery)
        };
        self.openings(index, pick).map(gained).fold(ThermalAge::default(), |sum, age| sum + age)
    }
}

/// Rounded up to whole fen.
fn price(cooler: &Precooler, order: &Order) -> Fen {
    let thousandths = i128::from(cooler.price.0) * i128::from(order.mass.0);
    Fen(i64::try_from((thousandths + 999).div_euclid(1000)).unwrap_or(i64::MAX))
}

/// Equal up to the tolerance; what is not a number is never equal.
fn close(stated: f64, derived: f64) -> bool {
    (stated - derived).abs() <= AGE_TOLERANCE * derived.abs().max(1e-3)
}
