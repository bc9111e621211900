//! Parking and walking the last steps: `serve` on the roads of those on foot.

use mabang::app::Quiet;
use mabang::app::serve::{GuideRequest, guide};
use mabang::serve::{Desk, Limits, answer};
use mabang::wire::prepared::guide::Guide as Roads;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn request(source: PathBuf, prepared: Option<PathBuf>) -> GuideRequest {
    let profiles = ["car", "foot"].map(str::to_owned).to_vec();
    GuideRequest { source, dem: Vec::new(), season: None, weather: None, profiles, prepared }
}

fn desk(request: &GuideRequest) -> Desk {
    let guide = guide(request, &Quiet).unwrap_or_else(|error| panic!("the roads are sound: {error}"));
    let desk = |roads: Roads| Desk::new(roads.atlas, roads.ground, roads.vehicles, Limits::default());
    let walks = guide.walks.expect("there is somewhere to walk");
    desk(guide.roads).beside(desk(walks))
}

fn get(desk: &Desk, target: &str) -> Value {
    let text = answer(desk, target, None).unwrap_or_else(|refusal| panic!("{target}: {}", refusal.message));
    serde_json::from_str(&text).expect("answers are JSON")
}

fn metres(route: &Value) -> f64 {
    route["routes"][0]["distance"].as_f64().expect("a distance")
}

/// A street around a hill, 2.2 km, and 111 m of steps over it.
const HILL: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","id":1,"properties":{"highway":"residential","oneway":"yes"},
 "geometry":{"type":"LineString","coordinates":[[109.0,31.0],[109.01,31.0],[109.01,31.001],[109.0,31.001]]}},
{"type":"Feature","id":2,"properties":{"highway":"residential"},
 "geometry":{"type":"LineString","coordinates":[[109.0,31.001],[108.99,31.001],[108.99,31.0],[109.0,31.0]]}},
{"type":"Feature","id":3,"properties":{"highway":"steps"},
 "geometry":{"type":"LineString","coordinates":[[109.0,31.0],[109.0,31.001]]}}]}"#;

#[test]
fn a_courier_on_foot_takes_the_steps_and_a_car_drives_around() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("roads.geojson");
    std::fs::write(&path, HILL).expect("a file");
    let kept = folder.path().join("kept");
    let first = desk(&request(path.clone(), Some(kept.clone())));
    let again = desk(&request(path, Some(kept)));

    for desk in [first, again] {
        assert_eq!(desk.profiles().collect::<Vec<_>>(), ["car", "foot"]);
        let pair = "109.0,31.0;109.0,31.001";
        let walked = get(&desk, &format!("/route/v1/foot/{pair}?steps=true"));
        // 0.001 degrees are 111 m; steps are walked at 2 km/h: 200 s.
        assert!((metres(&walked) - 111.0).abs() < 2.0, "{walked}");
        let seconds = walked["routes"][0]["duration"].as_f64().expect("a duration");
        assert!((seconds - 200.0).abs() < 4.0, "{seconds}");
        assert_eq!(walked["routes"][0]["legs"][0]["steps"][0]["mode"], "walking");
        assert!(metres(&get(&desk, &format!("/route/v1/car/{pair}"))) > 1_900.0);
        // And a oneway street both ways: back along it is as long as there.
        let back = get(&desk, "/route/v1/walking/109.008,31.0;109.002,31.0");
        assert!((metres(&back) - 573.0).abs() < 5.0, "{back}");
        let table = get(&desk, &format!("/table/v1/foot/{pair}"));
        let entry = |row: usize, column: usize| table["durations"][row][column].as_f64();
        assert_eq!(entry(0, 1), entry(1, 0));
    }
}

#[test]
fn in_andorra_people_walk_where_no_car_goes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/realmaps/andorra.osm.pbf");
    if !path.is_file() {
        eprintln!("skipped: there is no {}", path.display());
        return;
    }
    let guide = guide(&request(path, None), &Quiet).unwrap_or_else(|error| panic!("{error}"));

    let walks = guide.walks.expect("Andorra can be walked");
    eprintln!("arcs: {} driven, {} walked", guide.arcs, walks.atlas.arcs());
    // Footways, paths and steps; oneway streets count for both ways.
    assert!(walks.atlas.arcs() > guide.arcs + 1_000);
    let desk = |roads: Roads| Desk::new(roads.atlas, roads.ground, roads.vehicles, Limits::default());
    let desk = desk(guide.roads).beside(desk(walks));
    // Through the old town of Andorra la Vella, from the Casa de la Vall to Plaça Benlloch.
    let pair = "1.52010,42.50640;1.52265,42.50757";
    let (walked, driven) = (
        metres(&get(&desk, &format!("/route/v1/foot/{pair}"))),
        metres(&get(&desk, &format!("/route/v1/car/{pair}"))),
    );
    eprintln!("{walked} m walked, {driven} m driven");
    assert!(walked < driven);
}
