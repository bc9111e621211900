//! Placement on the tiny county: what is asked, answered, written and refused.
#![cfg(feature = "highs")]

mod folders;

use folders::copy;
use mabang::app::clock::Interrupt;
use mabang::app::site::{SiteRequest, Sited, apply, site, write};
use mabang::app::{AppError, Quiet};
use mabang::county::{Opening, SiteKind};
use mabang::finding::{Code, Finding};
use mabang::read;
use mabang::report::text::{Lang, findings};
use mabang::site::levels;
use mabang::site::survey::{Part, Stream};
use mabang::units::Fen;
use std::fs;
use std::path::{Path, PathBuf};

const STATION: &str = "S1,甲村站,Station A,station,candidate,29.018045,105,10,500,0,,2\n";
const POINT: &str = "G1,李园揽收点,Plum point,collection_point,candidate,28.990978,105,1,500,0,,\n";

/// The tiny county with two candidates, and these rules.
fn county(rules: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/tiny"), folder.path());
    let sites = fs::read_to_string(folder.path().join("sites.csv")).unwrap();
    fs::write(folder.path().join("sites.csv"), format!("{sites}{STATION}{POINT}")).unwrap();
    if !rules.is_empty() {
        fs::write(folder.path().join("site.toml"), rules).unwrap();
    }
    folder
}

fn asked(folder: &Path, scenarios: Vec<PathBuf>) -> Result<Sited, AppError> {
    let county = folder.to_owned();
    let request = SiteRequest {
        county,
        date: None,
        time: None,
        threads: Some(1),
        scenarios,
        what_if: None,
        routes: false,
        pareto: false,
    };
    site(&request, &Interrupt::default(), &Quiet)
}

fn codes(rules: &str) -> Vec<Code> {
    told(county(rules).path()).iter().map(|finding| finding.code).collect()
}

fn told(folder: &Path) -> Vec<Finding> {
    let Err(AppError::Findings(found)) = asked(folder, Vec::new()) else { panic!("nothing is told") };
    for finding in &found {
        for name in findings::needed(finding.code) {
            assert!(
                finding.values.iter().any(|(known, _)| *known == name),
                "{:?} lacks {name}",
                finding.code
            );
        }
    }
    found.into_iter().filter(Finding::is_error).collect()
}

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
    assert!(places >= 5 && outcome.home.len() == case.customers.len());
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
    let sited = asked(folder.path(), Vec::new()).unwrap();

    apply(&sited, folder.path()).unwrap();

    let again = read::county(folder.path(), None).value.unwrap().county;
    let point = again.sites.iter().find(|site| site.kind == SiteKind::CollectionPoint).unwrap();
    assert_eq!(point.opening, Opening::Existing);
    assert_eq!(again.sites.len(), 3);
    assert!(asked(folder.path(), Vec::new()).is_ok());
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
fn w901_a_place_beyond_the_longest_drive_is_left_out() {
    // Half a minute: the seat and the two places at candidates are within it, B and C are not.
    let sited = asked(county("longest_h = 0.01").path(), Vec::new()).unwrap();

    let out: Vec<&str> = sited
        .loaded
        .findings
        .iter()
        .filter(|finding| finding.code == Code::W901)
        .filter_map(|finding| finding.spot.feature.as_deref())
        .collect();
    assert_eq!(out, ["B", "B", "C"]);
    assert!(sited.cases[0].outcome.is_some());
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
    assert_eq!(found.len(), 4);
    assert!(found.iter().all(|finding| finding.code == Code::E903));
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
