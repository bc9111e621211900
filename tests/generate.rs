//! Synthetic counties: what ships can be made again, and reads without a finding.

use mabang::app::generate::{GenerateError, GenerateRequest, Wanted, county};
use std::fs;
use std::path::{Path, PathBuf};

fn request(out: PathBuf, wanted: Wanted) -> GenerateRequest {
    GenerateRequest { out, wanted, seed: None, orders: None, date: None, force: false }
}

/// Every file below a folder, with its bytes, sorted by path.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                found.push((name, fs::read(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn counties_that_ship_can_be_made_again_byte_for_byte() {
    for (county_name, wanted) in [("tiny", Wanted::Tiny), ("leishan", Wanted::Leishan)] {
        let room = tempfile::tempdir().unwrap();
        let out = room.path().join(county_name);

        county(&request(out.clone(), wanted), &mut |_| {}).unwrap();

        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps").join(county_name);
        for (name, bytes) in files(&out) {
            assert!(fs::read(shipped.join(&name)).unwrap() == bytes, "{county_name}: {}", name.display());
        }
    }
}

#[test]
fn files_of_a_synthetic_county_say_that_they_are_synthetic() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/leishan");

    let roads = fs::read_to_string(folder.join("roads.geojson")).unwrap();
    let dem = fs::read(folder.join("dem.tif")).unwrap();

    assert!(roads.starts_with("{\"type\":\"FeatureCollection\",\"synthetic\":true"));
    let lines = roads.lines().filter(|line| line.contains("LineString"));
    assert!(
        lines.clone().count() > 100 && lines.clone().all(|line| line.contains("\"source\":\"synthetic\""))
    );
    assert!(dem.windows(17).any(|bytes| bytes == b"synthetic terrain"));
}

#[test]
fn a_county_does_not_depend_on_the_number_of_threads() {
    let room = tempfile::tempdir().unwrap();
    let make = |threads: usize| {
        let out = room.path().join(threads.to_string()).join("hills");
        fs::create_dir_all(room.path().join(threads.to_string())).unwrap();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| county(&request(out.clone(), Wanted::Villages(4)), &mut |_| {})).unwrap();
        files(&out)
    };

    assert!(make(1) == make(3));
}

#[test]
fn counties_that_ship_read_without_a_finding() {
    for name in ["tiny", "leishan", "wushan"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps").join(name);

        let read = mabang::read::county(&folder, None);

        assert!(read.findings.is_empty(), "{name}: {:?}", read.findings.first());
        let orders = read.value.unwrap().county.orders.len();
        assert!(name != "wushan" || orders >= 600, "{orders} orders");
    }
}

#[test]
fn an_invented_county_is_the_same_each_time_and_another_seed_is_another_county() {
    let room = tempfile::tempdir().unwrap();
    let make = |name: &str, seed: u64| {
        // The folder's name is the county's, so both are called the same.
        let out = room.path().join(name).join("hills");
        fs::create_dir_all(room.path().join(name)).unwrap();
        let wanted = GenerateRequest { seed: Some(seed), ..request(out.clone(), Wanted::Villages(4)) };
        county(&wanted, &mut |_| {}).unwrap();
        files(&out)
    };

    let first = make("a", 5);

    assert!(first == make("b", 5));
    assert!(first != make("c", 6));
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let room = tempfile::tempdir().unwrap();
    fs::write(room.path().join("mine.txt"), "keep").unwrap();

    let refused = county(&request(room.path().to_owned(), Wanted::Tiny), &mut |_| {});

    assert!(matches!(refused, Err(GenerateError::NotEmpty(_))));
    assert_eq!(files(room.path()), [(PathBuf::from("mine.txt"), b"keep".to_vec())]);
}

#[test]
fn a_date_that_is_none_is_refused_before_any_work() {
    let room = tempfile::tempdir().unwrap();
    let wanted = GenerateRequest {
        date: Some("2026-02-30".to_owned()),
        ..request(room.path().join("new"), Wanted::Wushan)
    };

    assert!(matches!(county(&wanted, &mut |_| {}), Err(GenerateError::Date(_))));
    assert!(!room.path().join("new").exists());
}

#[test]
fn every_stop_of_the_counties_that_ship_lies_on_roads_that_lead_there_and_back() {
    for name in ["tiny", "leishan", "wushan"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps").join(name);

        let loaded = mabang::app::load::load(&folder, None, &mabang::app::Quiet);

        assert!(loaded.is_ok(), "{name}: {:?}", loaded.err());
    }
}

/// Grades over 200 m and bend radii of a shipped county's roads, by metre.
struct Measured {
    /// Metres, and rise over run as a share of the class's limit.
    grades: Vec<(f64, f64)>,
    /// Metres, and radius.
    bends: Vec<(f64, f64)>,
}

fn measured(name: &str) -> Measured {
    use mabang::county::{RoadClass, Structure};
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps").join(name);
    let bounds = mabang::read::bounds(&folder).unwrap();
    let roads = mabang::read::roads::read_roads(&folder, bounds).value.unwrap();
    let dem = mabang::read::dem::read_dem(&folder, bounds).value.unwrap();
    let east = 111_195.0 * ((bounds.north + bounds.south) / 2.0).to_radians().cos();
    let mut measured = Measured { grades: Vec::new(), bends: Vec::new() };
    for way in &roads.ways {
        let limit = match way.class {
            RoadClass::Primary => 0.06,
            RoadClass::Secondary => 0.07,
            RoadClass::Tertiary => 0.08,
            RoadClass::Unclassified => 0.09,
            _ => 0.12,
        };
        let points: Vec<_> = way.nodes.iter().map(|&node| roads.nodes[node as usize].point).collect();
        let apart = |a: usize, b: usize| {
            let (x, y) =
                ((points[a].x() - points[b].x()) * east, (points[a].y() - points[b].y()) * 111_195.0);
            (x * x + y * y).sqrt()
        };
        let mut along = vec![0.0];
        (1..points.len()).for_each(|at| along.push(along[at - 1] + apart(at - 1, at)));
        for at in 1..points.len() - 1 {
            let (a, b, c) = (apart(at - 1, at), apart(at, at + 1), apart(at - 1, at + 1));
            let half = (a + b + c) / 2.0;
            let area = (half * (half - a) * (half - b) * (half - c)).max(0.0).sqrt();
            measured.bends.push(((a + b) / 2.0, a * b * c / (4.0 * area).max(1e-9)));
        }
        if way.structure != Structure::Ground {
            continue;
        }
        for from in 0..points.len() {
            let Some(to) = (from..points.len()).find(|&to| along[to] - along[from] >= 200.0) else { break };
            let rise = dem.height(points[to]).unwrap() - dem.height(points[from]).unwrap();
            let grade = rise.abs() / (along[to] - along[from]) / limit;
            measured.grades.push((along[from + 1] - along[from], grade));
        }
    }
    measured
}

fn share(measured: &[(f64, f64)], counts: impl Fn(f64) -> bool) -> f64 {
    let all: f64 = measured.iter().map(|part| part.0).sum();
    measured.iter().filter(|part| counts(part.1)).map(|part| part.0).sum::<f64>() / all
}

#[test]
fn roads_that_ship_climb_within_their_class_and_bend_like_real_ones() {
    for name in ["leishan", "wushan"] {
        let Measured { grades, bends } = measured(name);

        // Two legs of a switchback within one cell of 90 m cannot both be level with the ground:
        // nearly all of the length is within the limit, and next to nothing far beyond it.
        assert!(share(&grades, |grade| grade <= 1.0) > 0.98, "{}", share(&grades, |grade| grade <= 1.0));
        assert!(share(&grades, |grade| grade <= 1.25) > 0.99, "{}", share(&grades, |grade| grade <= 1.25));
        assert!(share(&grades, |grade| grade <= 2.0) > 0.998, "{}", share(&grades, |grade| grade <= 2.0));
        // Measured on real roads of the region: 32 % below 125 m, 16 % below 60 m, 6 % below 30 m.
        assert!((0.22..0.42).contains(&share(&bends, |radius| radius < 125.0)));
        assert!((0.08..0.22).contains(&share(&bends, |radius| radius < 60.0)));
        assert!((0.01..0.09).contains(&share(&bends, |radius| radius < 30.0)));
    }
}
