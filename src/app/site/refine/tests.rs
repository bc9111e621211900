//! Rounds of the tiny county, and what is learned from them.

use super::*;
use crate::app::Quiet;
use crate::app::clock::Interrupt;
use crate::app::site::rounds::{Begin, Rounds};
use crate::app::site::{SiteRequest, Sited, site};
use crate::county::{OrderId, PlaceId, SiteId};
use crate::matrix::{self, Ground, Matrices};
use crate::model::Problem;
use crate::network::{self, Located};
use crate::site::survey::doors;
use crate::units::{Fen, Never};
use std::collections::BTreeMap;

const STATION: &str = "S1,甲村站,Station A,station,candidate,29.018045,105,10,500,0,,2\n";

/// The tiny county with a station, sited and routed.
fn sited() -> Sited {
    let folder = tempfile::tempdir().unwrap();
    let tiny = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/tiny");
    copy(&tiny, folder.path());
    let sites = std::fs::read_to_string(folder.path().join("sites.csv")).unwrap();
    std::fs::write(folder.path().join("sites.csv"), format!("{sites}{STATION}")).unwrap();
    let request = SiteRequest {
        county: folder.path().to_owned(),
        date: None,
        time: None,
        threads: Some(2),
        scenarios: Vec::new(),
        what_if: None,
        routes: true,
        pareto: true,
    };
    site(&request, &Interrupt::default(), &Quiet).unwrap()
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let into = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &into);
        } else {
            std::fs::copy(&path, &into).unwrap();
        }
    }
}

struct Roads {
    located: Located,
    matrices: Matrices,
    doors: BTreeMap<PlaceId, OrderId>,
}

fn roads(sited: &Sited) -> Roads {
    let county = &sited.loaded.read.county;
    let (with_doors, doors) = doors(county, &sited.cases[0].customers);
    let located = network::locate(sited.loaded.located.network.clone(), &with_doors).value;
    let classes = Problem::warmth_classes(county);
    let ground = Ground::new(&located.network);
    let matrices = matrix::compute_on(&ground, &located, (&county.air, &classes), &[]);
    Roads { located, matrices, doors }
}

#[test]
fn who_is_alone_adds_the_whole_round_and_company_never_makes_it_dearer_than_going_twice() {
    let sited = sited();
    let roads = roads(&sited);
    let (county, customers) = (&sited.loaded.read.county, &sited.cases[0].customers);
    let yard = Yard::new(county, &roads.located, &roads.matrices, &roads.doors, customers);
    let rounds = |of: &[usize]| {
        let whole: Vec<(usize, f64)> = of.iter().map(|&customer| (customer, 1.0)).collect();
        yard.rounds(SiteId(0), &whole, 1, Begin::Empty, &Never).unwrap()
    };
    let alone: Vec<Rounds> = (0..customers.len()).map(|customer| rounds(&[customer])).collect();

    for one in &alone {
        assert!(one.left.is_empty() && (one.added[0] - one.cost).abs() < 1e-6);
    }
    let all = rounds(&(0..customers.len()).collect::<Vec<_>>());
    let apart: f64 = alone.iter().map(|one| one.cost).sum();
    let dearest = alone.iter().map(|one| one.cost).fold(0.0, f64::max);
    assert!(all.left.is_empty() && all.cost <= apart + 1.0 && all.cost >= dearest - 1.0);
    assert!(all.trips.iter().flatten().count() >= 5);
}

#[test]
fn refitted_costs_of_a_routed_set_are_what_it_costs_routed() {
    let sited = sited();
    let roads = roads(&sited);
    let (county, case) = (&sited.loaded.read.county, &sited.cases[0]);
    let yard = Yard::new(county, &roads.located, &roads.matrices, &roads.doors, &case.customers);
    let kinds: Vec<SiteKind> = county.sites.iter().map(|site| site.kind).collect();
    let surveyed = &case.surveyed;
    let mut book = Book::new(&yard, &kinds, surveyed, &Never);

    let set = book.whole(case.answer.best.as_ref().unwrap()).unwrap();

    let refitted = levels::judge(&book.refit(0.0), &set.siting).unwrap();
    assert!((refitted - set.routed.as_f64()).abs() < 2.0, "{refitted} is not {:?}", set.routed);
    // Where nothing was routed yet the star counts in proportion, never less than half of it here.
    let refitted = book.refit(0.0);
    let cells = refitted.costs.iter().zip(&surveyed.levels.costs);
    assert!(cells.filter(|it| it.1.is_finite()).all(|(new, old)| *new >= 0.5 * old && *new <= 20.0 * old));
    assert!(set.routed > set.star, "a share of a full vehicle is the least a round can cost");
}

#[test]
fn a_set_that_is_clearly_cheaper_once_routed_is_taken_and_told_in_all_outputs() {
    let sited = sited();
    let case = &sited.cases[0];
    let refined = case.refined.as_ref().unwrap();

    let least = refined.sets.iter().map(|set| set.routed).min().unwrap();
    let first = refined.sets[0].routed;
    let is_clear = least.0 * 100 <= first.0 * 99;
    assert_eq!(refined.sets[refined.best].routed, if is_clear { least } else { first });
    assert!(refined.is_stable && refined.sets.len() >= 2 && refined.refits >= 1);
    assert_eq!(case.answer.best.as_ref().unwrap().open, refined.sets[refined.best].siting.open);
    assert!(case.outcome.as_ref().unwrap().total >= case.outcome.as_ref().unwrap().bound);
    let out = tempfile::tempdir().unwrap();
    let lang = crate::report::Lang::En;
    let files = crate::app::site::write(&sited, out.path(), lang, &Quiet).unwrap();
    let page = std::fs::read_to_string(&files[0]).unwrap();
    assert!(page.contains("Priced by real rounds") && page.contains("Rounds of the sample day"));
    assert!(std::fs::read_to_string(&files[2]).unwrap().contains("\"role\":\"round\""));
    let table = crate::report::site::table(&sited.input(None), lang, 100);
    assert!(table.contains("By real rounds: "));
}

#[test]
fn another_set_is_taken_only_if_it_is_a_percent_cheaper() {
    let set = sited().cases[0].refined.as_ref().unwrap().sets[0].clone();
    let of = |routed: i64| RoutedSet { routed: Fen(routed), ..set.clone() };

    assert_eq!(taken(&[of(100_000), of(99_001)]), 0);
    assert_eq!(taken(&[of(100_000), of(99_500), of(99_000)]), 2);
    assert_eq!(taken(&[of(100_000), of(120_000)]), 0);
}
