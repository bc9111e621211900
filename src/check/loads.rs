//! Is what is on board what the plan says, does it fit, is it in the right
//! compartment, and does the battery last? (M14, M15, M19)

use super::replay::{Day, Run};
use super::{Rule, Violations, compare, report};
use crate::county::{Compartment, County, Goods, Keeping};
use crate::plan::Action;
use crate::units::{Joules, Litres, Seconds};

pub(super) fn check(county: &County, day: &Day, found: &mut Violations) {
    for run in &day.trips {
        check_mass(day, run, found);
        check_room(county, day, run, found);
        for (index, visit) in run.visits.iter().enumerate() {
            let (at, stop) = (run.stop_at(index), visit.stop);
            let goods = county.order(stop.order).goods;
            if !may_carry(county.goods(goods), &day.kind.compartments[stop.compartment]) {
                let compartment = stop.compartment;
                report(found, at, Rule::Compartment { order: stop.order, goods, compartment });
            }
            if stop.compartment != run.compartment(index) {
                report(found, at, Rule::CompartmentChanged(stop.order));
            }
        }
        if let Some(battery) = day.kind.battery {
            let needed = driving(run) + cooling(day, run);
            if needed > battery.joules() {
                report(found, run.trip_at(), Rule::Battery { needed, battery });
            }
        }
    }
}

fn check_mass(day: &Day, run: &Run, found: &mut Violations) {
    let payload = day.kind.payload;
    compare(found, run.trip_at(), (run.trip.load, run.load), Rule::DepartLoad);
    if run.load > payload {
        report(found, run.trip_at(), Rule::Overload { load: run.load, payload });
    }
    for (index, visit) in run.visits.iter().enumerate() {
        let at = run.stop_at(index);
        compare(found, at, (visit.stop.load, visit.load), Rule::StopLoad);
        if visit.load > payload {
            report(found, at, Rule::Overload { load: visit.load, payload });
        }
    }
}

/// Volumes by compartment, at departure and after each stop.
fn check_room(county: &County, day: &Day, run: &Run, found: &mut Violations) {
    let rooms = &day.kind.compartments;
    let mut filled = vec![Litres::ZERO; rooms.len()];
    let volume = |index: usize| county.order(run.visits[index].stop.order).volume;
    for index in (0..run.visits.len()).filter(|index| run.visits[*index].action == Action::Deliver) {
        filled[run.compartment(index)] += volume(index);
    }
    for (compartment, (volume, room)) in filled.iter().zip(rooms).enumerate() {
        if *volume > room.litres {
            let rule = Rule::Overfull { compartment, volume: *volume, room: room.litres };
            report(found, run.trip_at(), rule);
        }
    }
    for (index, visit) in run.visits.iter().enumerate() {
        let compartment = run.compartment(index);
        let room = rooms[compartment].litres;
        if matches!(visit.action, Action::Deliver | Action::DropOff) {
            filled[compartment] -= volume(index);
            continue;
        }
        filled[compartment] += volume(index);
        if filled[compartment] > room {
            let rule = Rule::Overfull { compartment, volume: filled[compartment], room };
            report(found, run.stop_at(index), rule);
        }
    }
}

/// (M15)
fn may_carry(goods: &Goods, compartment: &Compartment) -> bool {
    let set = compartment.set_point;
    let warm_enough = match (set, goods.coldest) {
        (Some(set), Some(coldest)) => set >= coldest,
        _ => true,
    };
    let in_range = match goods.keeping {
        Keeping::Limited { low, high, .. } => set.is_some_and(|set| low <= set && set <= high),
        Keeping::Keeps | Keeping::Decays { .. } => true,
    };
    goods.carried.contains(&compartment.class) && warm_enough && in_range
}

/// Energy of all legs of a trip.
pub(super) fn driving(run: &Run) -> Joules {
    run.visits.iter().map(|visit| visit.drove.energy).sum::<Joules>() + run.home.energy
}

/// Energy that keeps the used compartments cold while on the road. (M25)
pub(super) fn cooling(day: &Day, run: &Run) -> Joules {
    let away = (run.back() - run.trip.depart).max(Seconds::ZERO);
    let used = |index: &usize| (0..run.visits.len()).any(|stop| run.compartment(stop) == *index);
    (0..day.kind.compartments.len())
        .filter(used)
        .map(|index| Joules::rounded(day.kind.compartments[index].watts) * away.0)
        .sum()
}
