//! `maps/gorge`: each way of flying pays with the usual prices, and a day without it costs more.

use mabang::app::Quiet;
use mabang::app::air::Drones;
use mabang::app::clock::Interrupt;
use mabang::app::plan::{PlanRequest, Planned, plan};
use mabang::plan::Round;
use mabang::units::Fen;
use std::path::Path;

fn planned(date: &str, drones: Drones, relays: bool) -> Planned {
    let request = PlanRequest {
        county: Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/gorge"),
        date: Some(date.to_owned()),
        time: None,
        iterations: Some(300),
        bound: None,
        seed: 1,
        threads: None,
        ignore_spoilage: false,
        compare: false,
        drones,
        relays,
        from: None,
    };
    match plan(&request, &Interrupt::default(), &Quiet) {
        Ok(planned) => planned,
        Err(error) => panic!("{error:?}"),
    }
}

fn total(done: &Planned) -> Fen {
    assert_eq!(done.violations, []);
    done.plan.breakdown.total()
}

/// Rounds of vehicle types whose code begins so.
fn rounds<'p>(done: &'p Planned, code: &str) -> Vec<&'p Round> {
    let county = &done.loaded.read.county;
    let is_it = |round: &&Round| county.vehicle_type(round.vehicle_type).code.starts_with(code);
    done.plan.rounds.iter().filter(is_it).collect()
}

#[test]
fn drones_fly_from_the_warehouse_from_the_township_and_from_where_a_van_brings_them() {
    let date = "2026-07-08";
    let on = planned(date, Drones::All, true);
    let direct = planned(date, Drones::All, false);
    let off = planned(date, Drones::Off, true);

    assert!(total(&on) < total(&direct) && total(&direct) < total(&off));
    assert!(on.plan.unserved.is_empty() && !direct.plan.unserved.is_empty());
    // Several flights of one drone a day, each way.
    assert!(rounds(&on, "shuttle")[0].trips.len() >= 3);
    assert!(!rounds(&on, "beyond").is_empty() && !rounds(&on, "aboard").is_empty());
    let county = &on.loaded.read.county;
    let over = on.plan.relays.iter().flat_map(|relay| relay.parts.iter().filter_map(|part| part.over));
    assert!(over.into_iter().any(|over| county.site(over.site).code == "S1"));
}

#[test]
fn a_van_that_drives_around_a_bend_takes_its_drone_up_behind_it() {
    let date = "2026-07-09";
    let on = planned(date, Drones::All, true);
    let direct = planned(date, Drones::All, false);
    let off = planned(date, Drones::Off, true);

    assert!(total(&on) < total(&direct) && total(&direct) < total(&off));
    let [kit] = on.plan.kits[..] else { panic!("{:?}", on.plan.kits) };
    let county = &on.loaded.read.county;
    let pads = [county.vehicle_type(kit.kind).start, kit.meet.expect("it lands elsewhere").pad];
    let mut codes = pads.map(|pad| county.site(pad).code.as_str());
    codes.sort_unstable();
    assert_eq!(codes, ["PA", "PB"]);
}
