//! A plan that goes on from another: what had begun there stays, or exactly that rule fires.

mod plan_support;

use mabang::check::check_again;
use mabang::plan::{Action, Past};
use mabang::units::Moment;
use plan_support::{Case, valley};
use std::collections::BTreeSet;

/// The plan as one that goes on from itself.
fn past(case: &Case) -> Past {
    mabang::wire::plan::past(&mabang::wire::plan::to_json(&case.plan, &case.county), &case.county).unwrap()
}

fn fired_again(case: &Case, past: &Past, freeze: Moment) -> BTreeSet<&'static str> {
    let found = check_again(None, (&case.county, &case.located), &case.plan, past, freeze);
    found.iter().map(|violation| violation.rule.name()).collect()
}

const EVENING: i64 = 24 * 3600;

#[test]
fn what_had_begun_and_is_otherwise_now_fires_its_rule() {
    let case = valley();
    let kept = past(&case);
    let mut later = kept.clone();
    later.rounds[0].trips[0].stops[0].start.0 += 60;
    let mut gone = kept.clone();
    let stops = gone.rounds.iter_mut().flat_map(|round| &mut round.trips).flat_map(|trip| &mut trip.stops);
    let other = stops.filter(|stop| stop.action != Action::Deliver).last().unwrap();
    other.order = "gone".into();
    let mut unknown = kept.clone();
    unknown.rounds.pop();
    let mut unloaded = kept.clone();
    let trip = &mut unloaded.rounds[0].trips[0];
    let leaves = trip.depart;
    trip.stops.retain(|stop| stop.action != Action::Deliver);

    assert_eq!(fired_again(&case, &kept, Moment(EVENING)), [].into());
    assert_eq!(fired_again(&case, &later, Moment(EVENING)), ["not_as_before"].into());
    assert_eq!(fired_again(&case, &gone, Moment(EVENING)), ["order_gone"].into());
    assert_eq!(fired_again(&case, &unknown, Moment(EVENING)), ["before_freeze"].into());
    assert_eq!(fired_again(&case, &unloaded, leaves), ["not_on_board"].into());
}
