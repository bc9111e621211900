//! Capacities, coverage and closures of sites on the tiny county, and what is told before anything
//! is solved.
#![cfg(feature = "highs")]

mod folders;
mod siting_support;

use mabang::county::Season;
use mabang::finding::Code;
use mabang::site::levels;
use mabang::site::survey::{Resource, SEASONS, Stream};
use mabang::units::Fen;
use siting_support::{asked, codes, county, event, told};
use std::fs;

/// Half a minute: the seat and the two places at candidates are within it, B and C are not.
const NEAR: &str = "longest_h = 0.01\n";

#[test]
fn e907_a_place_beyond_the_longest_drive_is_told_before_anything_is_solved() {
    let found = told(county(&format!("{NEAR}everybody = true")).path());

    let out: Vec<&str> = found.iter().filter_map(|finding| finding.spot.feature.as_deref()).collect();
    assert_eq!(out, ["B", "B", "C"]);
    assert!(found.iter().all(|finding| finding.code == Code::E907));
}

#[test]
fn w901_where_not_everybody_has_to_be_served_such_a_place_is_left_out() {
    for rule in ["", "beyond_yuan = 1", "share = 0.2"] {
        let sited = asked(county(&format!("{NEAR}{rule}")).path(), Vec::new()).unwrap();

        let findings = sited.loaded.findings.iter().filter(|finding| finding.code == Code::W901);
        let out: Vec<&str> = findings.filter_map(|finding| finding.spot.feature.as_deref()).collect();
        assert_eq!(out, ["B", "B", "C"]);
        // They count as far.
        let reach = sited.cases[0].outcome.as_ref().unwrap().reach.unwrap();
        assert!(reach.out == 3 && reach.beyond >= 3 && reach.all == sited.cases[0].customers.len() + 3);
    }
}

#[test]
fn e907_more_than_any_site_has_room_for() {
    // A stream is not divided: 120 kg of parcels among people, and no site takes 20 kg.
    let size = |kind: &str| format!("[[size]]\nkind = \"{kind}\"\nkg_per_day = 20\n");
    let rules =
        format!("everybody = true\n{}{}{}", size("warehouse"), size("station"), size("collection_point"));
    let found = told(county(&rules).path());

    assert!(found.iter().any(|finding| finding.code == Code::E907));
    assert!(found.iter().any(|finding| finding.code == Code::E903));
}

#[test]
fn e908_a_share_that_all_sites_together_do_not_reach() {
    assert_eq!(codes("share = 1.0\nwithin_h = 0.01"), [Code::E908]);
    assert!(asked(county("share = 0.0\nwithin_h = 0.01").path(), Vec::new()).is_ok());
}

#[test]
fn e909_no_warehouse_may_be_open() {
    assert_eq!(codes("forbidden = [\"W1\"]"), [Code::E909]);
}

#[test]
fn e910_a_required_site_off_the_roads() {
    // In a corner of the county, five kilometres from any road.
    let folder = county("required = [\"S2\"]");
    let sites = fs::read_to_string(folder.path().join("sites.csv")).unwrap();
    let lost = "S2,远站,Lost station,station,candidate,29.048,105.048,10,500,0,,2\n";
    fs::write(folder.path().join("sites.csv"), format!("{sites}{lost}")).unwrap();

    assert_eq!(told(folder.path()).iter().map(|it| it.code).collect::<Vec<_>>(), [Code::E910]);
}

#[test]
fn a_share_of_deliveries_and_of_collections_is_near_and_that_costs_no_less() {
    let free = asked(county("within_h = 0.05").path(), Vec::new()).unwrap();
    let free = free.cases[0].outcome.as_ref().unwrap();
    let mut last = free.total;
    assert!(free.reach.unwrap().beyond > 0);
    for share in [0.3, 0.5, 0.7] {
        let Ok(sited) = asked(county(&format!("within_h = 0.05\nshare = {share}")).path(), Vec::new()) else {
            continue;
        };
        let case = &sited.cases[0];
        let outcome = case.outcome.as_ref().unwrap();
        let far = levels::far(&case.surveyed.levels, case.answer.best.as_ref().unwrap());
        for (direction, far) in far.into_iter().enumerate() {
            let is_own = |stream: Stream| usize::from(stream == Stream::Harvest) == direction;
            let all = case.customers.iter().filter(|it| is_own(it.stream)).count() as f64;
            assert!(far <= (1.0 - share) * all + 1e-9, "{far} of {all} are far");
        }
        assert!(outcome.total >= last && outcome.is_optimal);
        last = outcome.total;
    }
}

#[test]
fn in_and_out_share_kilograms_and_docks_and_parcels_are_counted_apart() {
    let rules = "[[size]]\nkind = \"warehouse\"\nkg_per_day = 5000\ndock_hours = 4\n";
    let sited = asked(county(&format!("forbidden = [\"S1\", \"G1\"]\n{rules}")).path(), Vec::new()).unwrap();

    let case = &sited.cases[0];
    let own = &case.outcome.as_ref().unwrap().opened[0];
    let summer = SEASONS.iter().position(|season| *season == Season::Summer).unwrap();
    let kilograms = |wanted: &dyn Fn(Stream) -> bool| -> f64 {
        case.customers.iter().filter(|it| wanted(it.stream)).map(|it| it.kilograms(summer)).sum()
    };
    let (all, dry) = (kilograms(&|_| true), kilograms(&|stream| stream == Stream::Dry));
    let delivered = kilograms(&|stream| stream != Stream::Harvest);
    let used = |resource: Resource| own.used[summer][resource as usize];
    let large = if case.surveyed.found[own.alternative].option.is_large { 2.5 } else { 1.0 };
    let close = |a: Option<f64>, b: f64| (a.unwrap() - b).abs() < 1e-9;
    assert!(all > dry && delivered > dry);
    assert!(close(used(Resource::Kilograms), all / 5000.0 / large));
    // 600 parcels of 1.2 kg or 2,000 kg of other goods an hour, unloaded and loaded.
    let hours = 2.0 * dry / 1.2 / 600.0 + 2.0 * (all - dry) / 2000.0;
    assert!(close(used(Resource::Docks), hours / 4.0 / large));
    assert!((own.parcels[summer] - delivered / 1.2).abs() < 1e-9);
    assert!(codes("[[size]]\nkind = \"warehouse\"\ndock_hours = 0.01").contains(&Code::E903));
    assert_eq!(codes("[[size]]\nkind = \"castle\""), [Code::E208]);
}

#[test]
fn drawn_closures_of_one_weak_road_cost_what_an_event_of_the_same_share_costs() {
    let folder = county("[closures]\ndraws = 8\ntolerance_percent = 0\n");
    let weak = "id,lat,lon,radius_m,state,times_per_year\nR1,29.009,105,50,weak,30\n";
    fs::write(folder.path().join("closures.csv"), weak).unwrap();
    let sited = asked(folder.path(), Vec::new()).unwrap();
    let case = &sited.cases[0];
    let (drawn, outcome) = (case.drawn.unwrap(), case.outcome.as_ref().unwrap());

    assert!(drawn.share > 0.02 && drawn.priced == drawn.asked, "{drawn:?}");
    let same = asked(county(&event(drawn.share, "")).path(), Vec::new()).unwrap();
    let same = same.cases[0].outcome.as_ref().unwrap();
    let usual = asked(county("").path(), Vec::new()).unwrap().cases[0].outcome.as_ref().unwrap().total;
    let close = (outcome.total.as_f64() - same.total.as_f64()).abs() < 2e-3 * same.total.as_f64();
    assert!(close && outcome.total > usual, "{} {} {usual}", outcome.total, same.total);
    assert!(outcome.bound <= outcome.total);
    // What the tables say of each state adds up to what is told.
    let told: f64 = outcome.money.iter().map(|part| part.as_f64()).sum();
    assert!((told - outcome.total.as_f64()).abs() < 10.0);
    let worst = folder.path().join("worst.toml");
    fs::write(&worst, "measure = \"worst\"").unwrap();
    let both = asked(folder.path(), vec![worst]).unwrap();
    assert!(both.cases[1].outcome.as_ref().unwrap().total >= both.cases[0].outcome.as_ref().unwrap().total);
    assert_eq!(both.cases[0].outcome.as_ref().unwrap().total, outcome.total);
}

#[test]
fn e903_a_warehouse_too_small_for_the_season() {
    let folder = county("");
    let sites = fs::read_to_string(folder.path().join("sites.csv")).unwrap();
    // 120 kg of parcels are 100 parcels of 1.2 kg; even the large size takes only 25.
    let small = sites.replace("1000,,10000", "1000,10,10000");
    assert_ne!(sites, small);
    fs::write(folder.path().join("sites.csv"), small).unwrap();

    let found = told(folder.path());
    // Kilograms are assumed from parcels where nobody says them.
    let short = found.iter().filter(|finding| finding.code == Code::E903);
    let columns: Vec<&str> = short.filter_map(|finding| finding.spot.column.as_deref()).collect();
    assert_eq!(columns, ["parcels_per_day", "kg_per_day"]);
}

#[test]
fn e209_two_events_with_one_id_are_told_and_events_without_one_are_not() {
    let two = format!("{}{}", event(0.1, ""), event(0.2, ""));
    let told = told(county(&two).path());
    assert_eq!(told.iter().map(|it| it.code).collect::<Vec<_>>(), [Code::E209]);
    assert_eq!(
        (told[0].spot.file.as_str(), told[0].spot.column.as_deref()),
        ("site.toml", Some("event[2].id"))
    );

    for fine in [two.replace("id = \"slide\"\n", ""), two.replacen("slide", "flood", 1)] {
        assert!(asked(county(&fine).path(), Vec::new()).is_ok(), "{fine}");
    }
}

#[test]
fn e905_more_warehouses_than_can_be_tried_together() {
    let folder = county("");
    let mut sites = fs::read_to_string(folder.path().join("sites.csv")).unwrap();
    for number in 2..13 {
        let lat = 29.0 + 0.001 * f64::from(number);
        sites.push_str(&format!("W{number},仓,Store,warehouse,candidate,{lat},105,900,,0,,\n"));
    }
    fs::write(folder.path().join("sites.csv"), sites).unwrap();

    assert_eq!(told(folder.path()).iter().map(|it| it.code).collect::<Vec<_>>(), [Code::E905]);
}

#[test]
fn e904_rules_that_what_exists_already_breaks_are_told_before_anything_is_solved() {
    // W1 exists and may not close, so with S1 two sites have to be open.
    assert_eq!(codes("most = 1\nrequired = [\"S1\"]"), [Code::E904]);
    let group = "[[exclusive]]\nsites = [\"W1\", \"S1\"]";
    assert_eq!(codes(&format!("required = [\"S1\"]\n{group}")), [Code::E904]);
    assert!(asked(county(group).path(), Vec::new()).is_ok());
    let told = told(county(&event(0.1, "").replace("29.009", "28.0")).path());
    assert_eq!((told[0].code, told[0].spot.column.as_deref()), (Code::E906, Some("event")));
}

#[test]
fn a_stream_that_no_site_has_room_for_alone_is_divided_where_that_is_allowed() {
    let size =
        |kind: &str, kilograms: u32| format!("[[size]]\nkind = \"{kind}\"\nkg_per_day = {kilograms}\n");
    let rules =
        |single: bool| format!("single = {single}\n{}{}", size("station", 8), size("warehouse", 20_000));
    let cost = |folder: &std::path::Path| {
        let sited = asked(folder, Vec::new()).unwrap();
        let outcome = sited.cases[0].outcome.as_ref().unwrap();
        let mut all = vec![0.0; sited.cases[0].customers.len()];
        outcome.served.iter().for_each(|served| all[served.customer] += served.share);
        assert!(all.iter().all(|all| (all - 1.0).abs() < 1e-6) && outcome.is_optimal);
        let opened: i64 = outcome.opened.iter().flat_map(|own| own.money).map(|part| part.0).sum();
        assert_eq!(Fen(opened), outcome.total);
        let best = sited.cases[0].answer.best.as_ref().unwrap();
        let judged = levels::judge(&sited.cases[0].surveyed.levels, best).unwrap();
        assert!((judged - outcome.total.as_f64()).abs() < 10.0);
        (outcome.total, outcome.served.iter().any(|served| served.share < 1.0))
    };

    let (whole, is_divided) = cost(county(&rules(true)).path());
    assert!(!is_divided);
    let (parts, _) = cost(county(&rules(false)).path());
    assert!(parts <= whole, "{parts:?} {whole:?}");
}
