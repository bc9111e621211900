//! Placement on the tiny county: what is asked, answered, written and refused.
#![cfg(feature = "highs")]

mod folders;
mod siting_support;

use mabang::app::air::Drones;
use mabang::app::clock::Interrupt;
use mabang::app::plan::{PlanRequest, plan};
use mabang::app::site::{SiteRequest, apply, site, write};
use mabang::app::{AppError, Quiet};
use mabang::county::{Opening, SiteKind};
use mabang::finding::{Code, Finding};
use mabang::read;
use mabang::report::text::Lang;
use mabang::site::levels;
use mabang::site::survey::{Part, Stream, saved};
use mabang::units::Fen;
use siting_support::{asked, codes, county, event, request};
use std::fs;

#[test]
fn the_answer_is_proved_adds_up_and_breaks_nothing() {
    let sited = asked(county("").path(), Vec::new()).unwrap();
    let case = &sited.cases[0];
    let outcome = case.outcome.as_ref().unwrap();

    assert!(outcome.is_optimal && outcome.bound == outcome.total);
    let opened: i64 = outcome.opened.iter().flat_map(|own| own.money).map(|part| part.0).sum();
    assert_eq!(Fen(opened), outcome.total);
    assert_eq!(outcome.money.iter().map(|part| part.0).sum::<i64>(), outcome.total.0);
    let best = case.answer.best.as_ref().unwrap();
    let judged = levels::judge(&case.surveyed.levels, best).unwrap();
    assert!((judged - outcome.total.as_f64()).abs() < 10.0);
    // The warehouse alone is what exists: no choice of sites may cost more than it.
    assert!(case.today.as_ref().unwrap().total >= outcome.total);
    let places: usize = outcome.opened.iter().map(|own| own.places.len()).sum();
    assert!(places >= 5 && outcome.served.len() == case.customers.len());
}

#[test]
fn a_harvest_twice_as_large_loses_twice_the_value_and_costs_less_than_twice_the_way() {
    let folder = county("forbidden = [\"S1\", \"G1\"]");
    fs::write(folder.path().join("double.toml"), "harvest = 2").unwrap();
    let sited = asked(folder.path(), vec![folder.path().join("double.toml")]).unwrap();
    let money = |case: usize, part: Part| {
        let case = &sited.cases[case];
        let plums = case.customers.iter().position(|it| it.stream == Stream::Harvest).unwrap();
        case.surveyed.parts[part as usize][plums]
    };

    assert!(money(0, Part::LastMile) > 0.0 && money(0, Part::Spoilage) > 0.0);
    assert!((money(1, Part::Spoilage) / money(0, Part::Spoilage) - 2.0).abs() < 1e-9);
    // The stop itself is made once, so twice the load costs less than twice the way.
    let times = money(1, Part::LastMile) / money(0, Part::LastMile);
    assert!(times > 1.0 && times <= 2.0);
    assert_eq!(sited.cases[1].wishes.name.as_deref(), Some("double"));
}

#[test]
fn dearer_diesel_more_parcels_and_a_closed_road_cost_more() {
    let folder = county("");
    let names = ["diesel", "parcels", "road"].map(str::to_owned);
    let request = SiteRequest {
        county: folder.path().to_owned(),
        date: None,
        time: None,
        threads: Some(1),
        scenarios: Vec::new(),
        what_if: Some(names),
        routes: false,
        pareto: false,
    };

    let sited = site(&request, &Interrupt::default(), &Quiet).unwrap();

    let totals: Vec<Fen> = sited.cases.iter().map(|case| case.outcome.as_ref().unwrap().total).collect();
    // Every road of the tiny county is the only way to somewhere, so none is closed.
    assert!(totals.len() == 3 || totals.len() == 4);
    assert!(totals[1..].iter().all(|&total| total >= totals[0]), "{totals:?}");
    assert!(totals[2] > totals[0]);
}

#[test]
fn a_required_site_is_open_and_a_forbidden_one_is_not() {
    let sited = asked(county("required = [\"G1\"]\nforbidden = [\"S1\"]").path(), Vec::new()).unwrap();
    let outcome = sited.cases[0].outcome.as_ref().unwrap();
    let open: Vec<&str> =
        outcome.opened.iter().map(|own| sited.loaded.read.county.site(own.site).code.as_str()).collect();

    assert_eq!(open, ["W1", "G1"]);
    assert!(outcome.rejected.is_empty());
}

#[test]
fn what_is_applied_is_read_back_as_existing() {
    let folder = county("required = [\"G1\"]");
    let fleet = fs::read_to_string(folder.path().join("fleet.toml")).unwrap();
    let sited = asked(folder.path(), Vec::new()).unwrap();

    apply(&sited, folder.path()).unwrap();

    assert!(fs::read_to_string(folder.path().join("fleet.toml")).unwrap() == fleet, "nothing was routed");
    let again = read::county(folder.path(), None).value.unwrap().county;
    let point = again.sites.iter().find(|site| site.kind == SiteKind::CollectionPoint).unwrap();
    assert_eq!(point.opening, Opening::Existing);
    assert_eq!(again.sites.len(), 3);
    assert!(asked(folder.path(), Vec::new()).is_ok());
}

#[test]
fn vehicles_of_the_rounds_stand_at_stations_afterwards_and_a_plan_can_use_them() {
    // Half a minute from the warehouse is the seat only; A is the station's.
    let folder = county("required = [\"S1\"]\nlongest_h = 0.01");
    let request = SiteRequest { routes: true, ..request(folder.path()) };
    let sited = site(&request, &Interrupt::default(), &Quiet).unwrap();
    let station = sited.loaded.read.county.sites.iter().position(|site| site.code == "S1").unwrap();
    let refined = sited.cases[0].refined.as_ref().unwrap();
    let wanted: u32 =
        refined.vehicles().iter().filter(|it| it.0.index() == station).flat_map(|it| it.1.values()).sum();

    let files = apply(&sited, folder.path()).unwrap();

    let again = read::county(folder.path(), None).value.unwrap().county;
    let there = again.vehicle_types.iter().filter(|kind| kind.start.index() == station);
    assert_eq!(there.map(|kind| kind.count).sum::<u32>(), wanted);
    assert_eq!(files.len(), if wanted > 0 { 2 } else { 1 });
    assert!(wanted > 0, "the station's rounds take no vehicle");
    let request = PlanRequest {
        county: folder.path().to_owned(),
        date: None,
        time: None,
        bound: None,
        iterations: Some(200),
        seed: 1,
        threads: Some(1),
        ignore_spoilage: false,
        compare: false,
        drones: Drones::Off,
        relays: true,
        from: None,
    };
    let planned = plan(&request, &Interrupt::default(), &Quiet).unwrap();
    assert!(planned.violations.is_empty());
    // Applied once more, nothing is added.
    let request = SiteRequest { routes: true, ..self::request(folder.path()) };
    let twice = site(&request, &Interrupt::default(), &Quiet).unwrap();
    assert_eq!(apply(&twice, folder.path()).unwrap().len(), 1);
}

#[test]
fn page_workbook_and_geojson_are_written_in_both_languages() {
    let folder = county("");
    let sited = asked(folder.path(), Vec::new()).unwrap();
    for lang in [Lang::Zh, Lang::En] {
        let out = tempfile::tempdir().unwrap();
        let files = write(&sited, out.path(), lang, &Quiet).unwrap();
        let page = fs::read_to_string(&files[0]).unwrap();
        let geojson: geojson::GeoJson = fs::read_to_string(&files[2]).unwrap().parse().unwrap();

        assert!(page.contains(lang.pick("可证下界", "Proven bound")) && page.contains("</html>"));
        assert!(fs::read(&files[1]).unwrap().starts_with(b"PK"));
        let geojson::GeoJson::FeatureCollection(all) = geojson else { panic!("no collection") };
        assert!(all.features.len() > 5);
        let table = mabang::report::site::table(&sited.input(None), lang, 100);
        assert!(table.lines().last().unwrap().contains("W1"));
    }
}

#[test]
fn rules_that_cannot_hold_are_told_before_anything_is_solved() {
    assert_eq!(codes("required = [\"S1\"]\nforbidden = [\"S1\"]"), [Code::E904]);
    assert_eq!(codes("required = [\"S1\", \"G1\"]\n[[exclusive]]\nsites = [\"S1\", \"G1\"]"), [Code::E904]);
    assert_eq!(codes("required = [\"S9\"]"), [Code::E210]);
    assert_eq!(codes("diesel = -1"), [Code::E205]);
    assert_eq!(codes("budget_yuan = 1000"), [Code::E902]);
    assert_eq!(codes("budget = 1000"), [Code::E402]);
    assert_eq!(codes("[[closed]]\nlat = 28.0\nlon = 105.0"), [Code::E906]);
}

#[test]
fn the_worst_state_counts_more_than_the_tail_and_the_tail_more_than_the_mean() {
    let folder = county(&event(0.3, "measure = \"expected\""));
    let scenario = |name: &str, rules: &str| {
        let path = folder.path().join(name);
        fs::write(&path, rules).unwrap();
        path
    };
    let all = vec![
        scenario("tail.toml", "measure = \"tail\"\ntail = 0.5\n"),
        scenario("worst.toml", "measure = \"worst\"\n"),
        scenario("whole.toml", "measure = \"tail\"\ntail = 1.0\n"),
    ];

    let sited = asked(folder.path(), all).unwrap();

    let total = |case: usize| sited.cases[case].outcome.as_ref().unwrap().total.as_f64();
    let (mean, tail, worst, whole) = (total(0), total(1), total(2), total(3));
    assert!(mean < tail && tail < worst, "{mean} {tail} {worst}");
    assert!((whole - mean).abs() < 10.0, "the mean of the whole year is the mean: {whole} {mean}");
    for (case, weights) in [(0, [0.7, 0.3]), (1, [0.4, 0.6]), (2, [0.0, 1.0])] {
        let costs: Vec<f64> = sited.cases[case].events.iter().map(|event| event.cost.as_f64()).collect();
        let measured: f64 = costs.iter().zip(weights).map(|(cost, weight)| cost * weight).sum();
        assert!((measured - total(case)).abs() < 10.0, "{costs:?} {}", total(case));
        assert!(costs[1] > costs[0]);
    }
    // No measure is worse for its own siting than for the others'.
    let measure = |case: usize, weights: [f64; 2]| -> f64 {
        let costs = sited.cases[case].events.iter().map(|event| event.cost.as_f64());
        costs.zip(weights).map(|(cost, weight)| cost * weight).sum()
    };
    assert!((0..3).all(|case| measure(case, [0.7, 0.3]) >= mean - 10.0));
    assert!((0..3).all(|case| measure(case, [0.0, 1.0]) >= worst - 10.0));
}

#[test]
fn events_that_fill_more_than_a_year_or_no_road_are_told() {
    let twice = format!("{}{}", event(0.6, ""), event(0.5, "").replace("slide", "flood"));
    assert_eq!(codes(&twice), [Code::E205]);
    assert_eq!(codes(&event(0.1, "").replace("29.009", "28.0")), [Code::E906]);
    assert_eq!(codes("measure = \"best\""), [Code::E208]);
}

#[test]
fn w902_rules_that_leave_nothing_are_told_with_the_least_that_each_must_give() {
    // All goods pass the warehouse, G1 is wanted, and one site is allowed.
    let sited = asked(county("required = [\"G1\"]\nmost = 1\nmay_close = true").path(), Vec::new()).unwrap();

    assert!(sited.cases[0].outcome.is_none());
    let text = |finding: &Finding, name: &str| {
        finding.values.iter().find(|it| it.0 == name).map(|it| format!("{:?}", it.1)).unwrap()
    };
    let told: Vec<(String, String)> = sited
        .loaded
        .findings
        .iter()
        .filter(|finding| finding.code == Code::W902)
        .map(|finding| (text(finding, "rule"), text(finding, "least")))
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].0.contains("most") && told[0].1.contains("2"), "{told:?}");
    assert!(told[1].0.contains("required") && told[1].1.contains("G1"), "{told:?}");
}

#[test]
fn far_places_priced_come_nearer_and_the_price_is_told_apart() {
    let folder = county("within_h = 0.05\nbeyond_yuan = 0");
    let dear = folder.path().join("dear.toml");
    fs::write(&dear, "beyond_yuan = 1000000").unwrap();
    let sited = asked(folder.path(), vec![dear]).unwrap();
    let outcome = |case: usize| sited.cases[case].outcome.as_ref().unwrap();
    let (cheap, near) = (outcome(0).reach.unwrap(), outcome(1).reach.unwrap());

    assert!(near.beyond <= cheap.beyond && cheap.beyond > 0, "{cheap:?} {near:?}");
    assert!(cheap.equal <= cheap.longest && cheap.equal > 0.0);
    let service = 1 + Part::Service as usize;
    assert_eq!(outcome(0).money[service], Fen(0));
    assert_eq!(outcome(1).money[service], Fen(near.beyond as i64 * 100_000_000));
    // Without its price the near siting costs no less than the cheapest.
    assert!(outcome(1).total - outcome(1).money[service] + Fen(10) >= outcome(0).total);
}

#[test]
fn cost_against_coverage_begins_at_the_cheapest_and_only_gets_nearer() {
    let folder = county("within_h = 0.05");
    let request = SiteRequest { pareto: true, ..request(folder.path()) };

    let sited = site(&request, &Interrupt::default(), &Quiet).unwrap();

    let (front, total) = (&sited.cases[0].front, sited.cases[0].outcome.as_ref().unwrap().total);
    assert!((front[0].cost.0 - total.0).abs() < 10 && !front.is_empty());
    for pair in front.windows(2) {
        assert!(pair[0].cost <= pair[1].cost && pair[0].reach.beyond > pair[1].reach.beyond);
    }
    assert!(front.iter().all(|point| point.bound <= point.cost));
    let table = mabang::report::site::table(&sited.input(None), Lang::Zh, 100);
    assert!(table.contains("费用与覆盖的权衡"));
}

#[test]
fn users_of_a_cold_room_pay_all_of_it_and_spoilage_saved_is_what_the_hub_would_lose_more() {
    // Nobody may drive longer than half a minute, so the orchard has its cold room only.
    let folder =
        county("required = [\"C1\"]\nforbidden = [\"S1\", \"G1\"]\nlongest_h = 0.01\nbeyond_yuan = 1");
    let sites = fs::read_to_string(folder.path().join("sites.csv")).unwrap();
    let room = "C1,李园冷库,Plum room,cold_room,candidate,28.990978,105,12,,9000,4,\n";
    fs::write(folder.path().join("sites.csv"), format!("{sites}{room}")).unwrap();

    let sited = asked(folder.path(), Vec::new()).unwrap();

    let case = &sited.cases[0];
    let room = case.outcome.as_ref().unwrap().opened.iter().find(|own| own.site != own.hub).unwrap();
    let split = &room.cold.as_ref().unwrap().split;
    // One orchard pays all of it, whichever way it is divided.
    assert_eq!(split.by_prices, [room.money[0]]);
    assert_eq!(split.shapley.as_deref(), Some(&[room.money[0]][..]));
    // Without the limit on driving the hub could serve the orchard too.
    fs::write(folder.path().join("site.toml"), "required = [\"C1\"]").unwrap();
    let sited = asked(folder.path(), Vec::new()).unwrap();
    let case = &sited.cases[0];
    let (levels, lost) = (&case.surveyed.levels, &case.surveyed.parts[Part::Spoilage as usize]);
    let mut siting = case.answer.best.clone().unwrap();
    let of = |site: &str| {
        let site = sited.loaded.read.county.sites.iter().position(|it| it.code == site).unwrap();
        siting.open.iter().copied().find(|&at| levels.alternatives[at].site == site).unwrap()
    };
    let (room, hub) = (of("C1"), of("W1"));
    let plums = case.customers.iter().position(|it| it.stream == Stream::Harvest).unwrap();
    siting.home.iter_mut().for_each(|home| *home = hub);
    siting.home[plums] = room;
    let at = |alternative: usize| lost[levels.alternatives[alternative].row * levels.customers + plums];
    assert_eq!(saved(&case.surveyed, &siting, room), Fen::rounded(at(hub) - at(room)));
    assert_eq!(saved(&case.surveyed, &siting, hub), Fen(0));
}

#[test]
fn every_fault_of_a_scenario_is_told_with_those_of_the_county() {
    let folder = county("required = [\"S9\"]");
    let scenario = folder.path().join("worse.toml");
    fs::write(&scenario, "forbidden = [\"S8\"]\n").unwrap();

    let Err(AppError::Findings(found)) = asked(folder.path(), vec![scenario]) else {
        panic!("nothing is told")
    };
    let files: Vec<&str> = found.iter().filter(|it| it.is_error()).map(|it| it.spot.file.as_str()).collect();
    assert_eq!(files, ["site.toml", "worse.toml"]);
}
