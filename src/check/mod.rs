//! Is a plan really feasible, and are its numbers true? Re-derives everything
//! from the county and its roads alone.
//!
//! A plan is a set of decisions (who, in which order, when to leave, to rest
//! and to start, in which compartment) and of numbers that follow from them.
//! The decisions are replayed on the road network; then each rule compares.
//!
//! Absent on purpose: anything from `matrix`, `model`, `route` or `solve`.
//! What judges must not share mistakes with what acts. Not checked, because
//! they cannot be re-derived: the search record and the plan made blind to
//! spoilage.

mod air;
mod fleet;
mod fresh;
mod frozen;
mod hours;
mod kits;
mod known;
mod loads;
mod money;
mod orders;
mod relays;
mod replay;
mod rests;
mod roads;
mod times;
mod turning;
mod violation;

pub use air::AirRule;
pub use relays::RelayRule;
pub use violation::{Differs, Rule, Violation, Where};

use crate::county::County;
use crate::network::Located;
use crate::plan::{Past, Plan};
use crate::terrain::Dem;
use crate::units::Moment;

/// Every rule of `docs/MODEL.md` that the plan breaks; empty if it is valid.
///
/// `located` must come from the same county. If the plan names what the county
/// does not have, only that is reported.
#[must_use]
pub fn check(county: &County, located: &Located, plan: &Plan) -> Vec<Violation> {
    check_on(None, county, located, plan)
}

/// The same over known ground: without it no flight can be judged.
#[must_use]
pub fn check_over(dem: &Dem, county: &County, located: &Located, plan: &Plan) -> Vec<Violation> {
    check_on(Some(dem), county, located, plan)
}

fn check_on(dem: Option<&Dem>, county: &County, located: &Located, plan: &Plan) -> Vec<Violation> {
    let mut found = known::check(county, plan);
    if !found.is_empty() {
        return found;
    }
    let roads = roads::Roads::of_plan(county, located, plan);
    let sky = air::Sky::new(county, located, plan);
    let days = replay::replay(county, located, (&roads, &sky), plan);
    orders::check(county, plan, &mut found);
    relays::check(county, plan, &mut found);
    fleet::check(county, plan, &mut found);
    air::check(dem, &sky, &days, &mut found);
    let mut terms = Vec::with_capacity(days.len());
    for day in &days {
        times::check(county, day, &mut found);
        rests::check(day, &mut found);
        loads::check(county, day, &mut found);
        replay::check(day, &mut found);
        let care = fresh::check(county, located, day, &mut found);
        terms.push(money::round(county, day, &care, &mut found));
    }
    money::plan(county, plan, &terms, &mut found);
    found
}

/// Every rule that a plan breaks if it goes on from a plan of before: those of [`check`], and that
/// what was begun or promised before `freeze` stays. (M96)
#[must_use]
pub fn check_again(
    dem: Option<&Dem>,
    (county, located): (&County, &Located),
    plan: &Plan,
    past: &Past,
    freeze: Moment,
) -> Vec<Violation> {
    let mut found = check_on(dem, county, located, plan);
    // What is not known cannot be looked up.
    if known::check(county, plan).is_empty() {
        frozen::check(county, past, freeze, plan, &mut found);
    }
    found
}

/// Collects what is wrong in one place after another.
type Violations = Vec<Violation>;

fn report(found: &mut Violations, at: Where, rule: Rule) {
    found.push(Violation { at, rule });
}

/// Reports a number that is not what follows from the county.
fn compare<T: PartialEq>(
    found: &mut Violations,
    at: Where,
    (stated, derived): (T, T),
    rule: impl FnOnce(Differs<T>) -> Rule,
) {
    if stated != derived {
        report(found, at, rule(Differs { stated, derived }));
    }
}
