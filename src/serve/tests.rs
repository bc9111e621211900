use super::*;
use crate::county::{Limits as RoadLimits, RoadMap, Season, Way};
use crate::guide::{Atlas, Cost, Engine, Ground, Run, Seed, vehicle};
use crate::network::sample::{at, map, way};
use crate::network::{Network, State};
use petgraph::graph::EdgeIndex;
use serde_json::{Value, json};

mod hours;

/// Two roads that meet, one of them under a low bridge, and an island 3 km away.
fn desk(limits: Limits) -> Desk {
    let bridge = RoadLimits { height: Some(2.5), mass: Some(3_000.0), ..RoadLimits::default() };
    let roads = map(
        &[(0.0, 0.0), (1_000.0, 0.0), (1_000.0, 1_000.0), (0.0, 3_000.0), (500.0, 3_000.0), (2_000.0, 0.0)],
        vec![
            Way { name: "East".into(), ..way(&[0, 1]) },
            Way { name: "North".into(), limits: bridge, ..way(&[1, 2]) },
            way(&[3, 4]),
            way(&[1, 5]),
        ],
    );
    desk_of(&roads, limits)
}

fn desk_of(roads: &RoadMap, limits: Limits) -> Desk {
    let (network, courses) = Network::build_with_courses(roads, &|_| None).value;
    let atlas = Atlas::new(roads, &network, &courses);
    let network = network.without_limits();
    let vehicles = ["car", "truck"]
        .iter()
        .map(|name| vehicle(name, &atlas, &network, State::from(Season::Spring), &[]).expect("a known kind"));
    let vehicles = vehicles.collect();
    Desk::new(atlas, Ground::new(&network), vehicles, limits)
}

fn place(east: f64, north: f64) -> String {
    format!("{:.6},{:.6}", at(east, north).x(), at(east, north).y())
}

fn get(target: &str) -> Result<Value, Refusal> {
    let text = answer(&desk(Limits::default()), target, None)?;
    Ok(serde_json::from_str(&text).expect("answers are JSON"))
}

fn refused(target: &str) -> (&'static str, String) {
    let refusal = get(target).expect_err(target);
    assert_eq!(refusal.status, 400);
    (refusal.code, refusal.message.into_owned())
}

#[test]
fn a_route_has_what_clients_look_for() {
    let (a, b) = (place(200.0, 0.0), place(1_000.0, 600.0));

    let answer =
        get(&format!("/route/v1/car/{a};{b}?steps=true&geometries=geojson&overview=full&annotations=true"));

    let answer = answer.unwrap();
    assert_eq!(answer["code"], "Ok");
    let route = &answer["routes"][0];
    // 800 m and 600 m at 25 km/h, and 6 s to turn left.
    assert!((route["distance"].as_f64().unwrap() - 1_400.0).abs() < 2.0, "{route}");
    assert!((route["duration"].as_f64().unwrap() - 207.6).abs() < 0.5);
    assert_eq!(route["geometry"]["type"], "LineString");
    assert_eq!(route["legs"][0]["summary"], "East, North");
    let annotation = &route["legs"][0]["annotation"];
    assert_eq!(annotation["nodes"], json!([0, 1, 2]));
    assert_eq!(annotation["speed"], json!([6.9, 6.9]));
    let steps = route["legs"][0]["steps"].as_array().unwrap();
    let kinds: Vec<&Value> = steps.iter().map(|step| &step["maneuver"]["type"]).collect();
    assert_eq!(kinds, ["depart", "turn", "arrive"]);
    assert_eq!(steps[1]["maneuver"]["modifier"], "left");
    assert_eq!(answer["waypoints"][1]["name"], "North");
}

#[test]
fn other_routes_are_given_when_they_are_asked_for() {
    // Two ways around a hill of a kilometre, the southern a little longer.
    let roads = map(
        &[(0.0, 0.0), (500.0, 0.0), (1_000.0, 600.0), (1_000.0, -700.0), (1_500.0, 0.0), (2_000.0, 0.0)],
        vec![way(&[0, 1]), way(&[1, 2, 4]), way(&[1, 3, 4]), way(&[4, 5])],
    );
    let desk = desk_of(&roads, Limits::default());
    let (a, b) = (place(400.0, 0.0), place(1_600.0, 0.0));
    let routes = |options: &str| -> Vec<f64> {
        let text = answer(&desk, &format!("/route/v1/car/{a};{b}{options}"), None).expect(options);
        let value: Value = serde_json::from_str(&text).expect("answers are JSON");
        let routes = value["routes"].as_array().unwrap().iter();
        routes.map(|route| route["distance"].as_f64().unwrap()).collect()
    };

    let (one, two) = (routes(""), routes("?alternatives=true&steps=true&annotations=true"));

    assert_eq!((one.len(), two.len()), (1, 2));
    assert!((two[0] - one[0]).abs() < 0.05);
    // 200 m on the common road, and 2 x 781 or 2 x 860 m around the hill.
    assert!((two[0] - 1_762.0).abs() < 5.0 && (two[1] - 1_920.0).abs() < 5.0, "{two:?}");
    assert_eq!((routes("?alternatives=3").len(), routes("?alternatives=false").len()), (2, 1));
    let refused = |number: &str| {
        let target = format!("/route/v1/car/{a};{b}?alternatives={number}");
        answer(&desk, &target, None).expect_err(number).code
    };
    assert_eq!((refused("4"), refused("-1"), refused("some")), ("TooBig", "InvalidQuery", "InvalidQuery"));
}

#[test]
fn a_hint_gives_the_same_place_again() {
    let (a, b) = (place(200.0, 10.0), place(700.0, 10.0));
    let first = get(&format!("/route/v1/car/{a};{b}")).unwrap();
    let hint = |number: usize| first["waypoints"][number]["hint"].as_str().unwrap().to_owned();

    let again = get(&format!("/route/v1/car/{a};{b}?hints={};{}", hint(0), hint(1))).unwrap();
    let foreign = get(&format!("/route/v1/car/{a};{b}?hints=AAAA;&generate_hints=false")).unwrap();

    assert_eq!(again["routes"], first["routes"]);
    assert_eq!(foreign["routes"], first["routes"]);
    assert_eq!(foreign["waypoints"][0].get("hint"), None);
}

#[test]
fn a_table_has_rows_columns_and_null_where_there_is_no_way() {
    let (a, b, island) = (place(200.0, 0.0), place(700.0, 0.0), place(100.0, 3_000.0));

    // The points beside the island's road are snapped to it only if nothing larger is near enough.
    let table = get(&format!(
        "/table/v1/car/{a};{b};{island}?annotations=duration%2Cdistance&radiuses=50;50;50&sources=0;2"
    ));

    let table = table.unwrap();
    let distances = table["distances"].as_array().unwrap();
    assert_eq!((distances.len(), table["sources"].as_array().unwrap().len()), (2, 2));
    assert!((distances[0][1].as_f64().unwrap() - 500.0).abs() < 1.0);
    assert_eq!((&distances[0][2], &distances[1][2]), (&Value::Null, &json!(0)));
    assert_eq!(table["durations"][1][0], Value::Null);
    let guessed = get(&format!(
        "/table/v1/car/{a};{b};{island}?radiuses=50;50;50&fallback_speed=10&scale_factor=2&sources=0&destinations=1;2"
    ));
    let guessed = guessed.unwrap();
    // 500 m at 25 km/h take 72 s, and twice that. About 3,002 m at 10 m/s, twice.
    assert!((guessed["durations"][0][0].as_f64().unwrap() - 144.0).abs() < 0.5);
    assert!((guessed["durations"][0][1].as_f64().unwrap() - 600.4).abs() < 1.0, "{guessed}");
    assert_eq!(guessed["fallback_speed_cells"], json!([[0, 1]]));
}

#[test]
fn the_api_codes_and_messages_are_those_that_clients_know() {
    let (a, b, island) = (place(200.0, 0.0), place(700.0, 0.0), place(100.0, 3_000.0));
    let pair = format!("{a};{b}");
    let expect = |target: String, code: &str| {
        let (found, message) = refused(&target);
        assert_eq!(found, code, "{target}: {message}");
        message
    };

    expect("/".into(), "InvalidUrl");
    expect(format!("/route/v1/{pair}"), "InvalidUrl");
    expect(format!("/isochrone/v1/car/{pair}"), "InvalidService");
    expect(format!("/match/v1/car/{pair}"), "NotImplemented");
    expect(format!("/route/v2/car/{pair}"), "InvalidVersion");
    expect(format!("/route/v1/hovercraft/{pair}"), "InvalidValue");
    expect(format!("/route/v1/car/{a}"), "InvalidOptions");
    expect("/route/v1/car/1,2;nan,3".into(), "InvalidQuery");
    expect("/route/v1/car/1,2;181,3".into(), "InvalidValue");
    expect(format!("/route/v1/car/{pair}?steps=maybe"), "InvalidQuery");
    expect(format!("/route/v1/car/{pair}?unheard=1"), "InvalidQuery");
    expect(format!("/route/v1/car/{pair}?exclude=bridge"), "InvalidValue");
    expect(format!("/route/v1/car/{pair}?waypoints=1;0"), "InvalidOptions");
    expect(format!("/table/v1/car/{pair}?sources=7"), "InvalidOptions");
    expect(format!("/nearest/v1/car/{pair}"), "InvalidOptions");
    let message = expect(format!("/route/v1/car/{pair}?radiuses=5"), "InvalidOptions");
    assert_eq!(message, "Number of elements in radiuses size 1 does not match coordinate size 2");
    let message = expect(format!("/route/v1/car/{a};109.02,31.02?radiuses=;30"), "NoSegment");
    assert_eq!(message, "Could not find a matching segment for coordinate 1");
    let message = expect(format!("/route/v1/car/{a};{island}?radiuses=;50"), "NoRoute");
    assert_eq!(message, "Impossible route between points");
}

#[test]
fn more_than_the_limit_is_too_big() {
    let desk = desk(Limits { route: 2, table: 8, coordinates: 4, nearest: 1, trip: 2 });
    let three = [place(0.0, 0.0), place(500.0, 0.0), place(900.0, 0.0)].join(";");

    for target in ["/route/v1/car/", "/table/v1/car/", "/trip/v1/car/"] {
        let refusal = answer(&desk, &format!("{target}{three}"), None).unwrap_err();
        assert_eq!(refusal.code, "TooBig", "{target}");
    }
    assert!(answer(&desk, &format!("/table/v1/car/{three}?sources=0"), None).is_ok());
    let five = vec![place(0.0, 0.0); 5].join(";");
    assert_eq!(answer(&desk, &format!("/table/v1/car/{five}?sources=0"), None).unwrap_err().code, "TooBig");
    let near = answer(&desk, "/nearest/v1/car/109,31?number=2", None).unwrap_err();
    assert_eq!(near.message, "Number of entries 2 is higher than current maximum (1)");
}

#[test]
fn a_vehicle_may_be_as_high_and_heavy_as_the_request_says() {
    let pair = format!("{};{}", place(200.0, 0.0), place(1_000.0, 600.0));
    let radii = "radiuses=50;50";

    // The truck is 4.2 t, the car 2 t and 2 m high; the bridge bears 3 t and lets 2.5 m through.
    assert!(get(&format!("/route/v1/car/{pair}?{radii}")).is_ok());
    assert_eq!(refused(&format!("/route/v1/truck/{pair}?{radii}")).0, "NoSegment");
    assert_eq!(refused(&format!("/route/v1/car/{pair}?{radii}&height=2.6")).0, "NoSegment");
    assert_eq!(refused(&format!("/table/v1/car/{pair}?{radii}&weight=3.1")).0, "NoSegment");
    assert!(get(&format!("/route/v1/truck/{pair}?{radii}&height=2.4&weight=2.9")).is_ok());
}

#[test]
fn long_tables_come_in_a_body_as_text_form_or_json() {
    let desk = desk(Limits::default());
    let pair = format!("{};{}", place(200.0, 0.0), place(700.0, 0.0));
    let [x, y] = [at(200.0, 0.0), at(700.0, 0.0)].map(|point| [point.x(), point.y()]);
    let post = |target: &str, kind: &str, body: &str| {
        answer(&desk, target, Some((kind, body.as_bytes()))).map(|text| {
            let value: Value = serde_json::from_str(&text).unwrap();
            value["durations"].clone()
        })
    };

    let expected = get(&format!("/table/v1/car/{pair}?sources=0")).unwrap()["durations"].clone();
    let form = format!("coordinates={}&sources=0", pair.replace(';', "%3B"));
    let document = json!({ "coordinates": [x, y], "sources": [0] }).to_string();

    assert_eq!(post("/table/v1/car?sources=0", "text/plain", &pair).unwrap(), expected);
    assert_eq!(post("/table/v1/car", "application/x-www-form-urlencoded", &form).unwrap(), expected);
    assert_eq!(post("/table/v1/car", "application/json", &document).unwrap(), expected);
    assert_eq!(post("/table/v1/car", "application/json", "[1,").unwrap_err().code, "InvalidQuery");
    assert_eq!(post("/table/v1/car", "image/png", "x").unwrap_err().status, 415);
}

#[test]
fn a_round_trip_visits_all_and_says_in_which_order() {
    let places = [place(0.0, 0.0), place(900.0, 0.0), place(400.0, 0.0), place(1_000.0, 500.0)].join(";");

    let answer = get(&format!("/trip/v1/car/{places}?source=first")).unwrap();

    let order: Vec<u64> =
        (0..4).map(|at| answer["waypoints"][at]["waypoint_index"].as_u64().unwrap()).collect();
    assert_eq!(order[0], 0);
    assert_eq!(answer["trips"][0]["legs"].as_array().unwrap().len(), 4);
    // Out to the far end and back: 2 x 1,500 m.
    assert!((answer["trips"][0]["distance"].as_f64().unwrap() - 3_000.0).abs() < 3.0);
}

#[test]
fn whatever_is_sent_gets_an_answer() {
    let desk = desk(Limits::default());
    for target in [
        "",
        "?",
        "/%",
        "/%zz/v1/car/1,2",
        "/route/v1/car/",
        "/route/v1/car/;",
        "/route/v1/car/1,2;;3,4",
        "/route/v1/car/polyline()",
        "/route/v1/car/polyline(%)",
        "/route/v1/car/polyline(~~~~)",
        "/route/v1/car/1e400,1;2,2",
        "/route/v1/car/0,0;0,0?bearings=0,0;361,1",
        "/route/v1/car/0,0;0,0?radiuses=-1;0",
        "/route/v1/car/0,0;0,0?approaches=left;",
        "/nearest/v1/car/0,0?number=0",
        "/nearest/v1/car/0,0?number=1.5",
        "/table/v1/car/0,0?sources=&destinations=",
        "/route/v1/car/0,0;0,0.flatbuffers",
        "/route/v1/\u{0}/1,1;2,2",
        "/table/v1/car/0,0;1,1?fallback_speed=0",
        "/route/v1/car/0,0;0,0?hints=;;;;",
        "/route/v1/car/0,0;0,0?steps",
    ] {
        let refusal = answer(&desk, target, None).unwrap_err();
        let document: Value = serde_json::from_str(&refusal.document()).unwrap();
        assert_eq!(document["code"], refusal.code, "{target}");
    }
    // The poles and the far side of the earth are places like others.
    assert!(answer(&desk, "/route/v1/car/-180,-90;180,90", None).is_ok());
}

/// Falls whenever it is asked.
struct Trap;

impl Engine for Trap {
    fn table(&self, _: &[Vec<Seed>], _: &[Vec<Seed>], _: bool) -> Vec<Option<Cost>> {
        panic!("a mistake of ours")
    }

    fn path(&self, _: &[Seed], _: &[Seed]) -> Option<Run> {
        panic!("a mistake of ours")
    }

    fn turning(&self, _: EdgeIndex, _: EdgeIndex) -> i64 {
        0
    }
}

#[test]
fn a_request_that_falls_is_answered_with_500_and_the_next_one_as_ever() {
    use std::io::{Read, Write};
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, mpsc};
    let desk = desk(Limits::default());
    desk.trap(0, Box::new(Trap));
    let (listen, end) = (Listen::on_loopback(), Arc::new(AtomicBool::new(false)));
    let (told, where_it_is) = mpsc::channel();
    let ends = Arc::clone(&end);
    let server = std::thread::spawn(move || {
        let ready = move |address| told.send(address).expect("somebody waits");
        serve(Arc::new(desk), &listen, ready, move || ends.load(Ordering::Relaxed))
    });
    let address = where_it_is.recv().unwrap();
    let ask = |target: String| {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        write!(stream, "GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let pair = format!("{};{}", place(200.0, 0.0), place(1_000.0, 600.0));

    for _ in 0..3 {
        let fell = ask(format!("/table/v1/car/{pair}"));
        assert!(fell.starts_with("HTTP/1.1 500") && fell.contains("InternalError"), "{fell}");
        let fine =
            ask(format!("/table/v1/truck/{}", format_args!("{};{}", place(0.0, 0.0), place(500.0, 0.0))));
        assert!(fine.starts_with("HTTP/1.1 200"), "{fine}");
    }
    end.store(true, Ordering::Relaxed);
    server.join().unwrap().unwrap();
}
