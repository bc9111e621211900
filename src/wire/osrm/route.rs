//! Routes, legs, steps and waypoints.

use super::{encode, location, metres, seconds};
use crate::guide::{Annotation, Atlas, Cost, Intersection, Step, Trace, annotate, simplify};
use serde_json::{Map, Value, json};

/// How lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Line {
    #[default]
    Polyline,
    Polyline6,
    Geojson,
}

/// How much of a route's line is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overview {
    #[default]
    Simplified,
    Full,
    Nothing,
}

/// Which annotations are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Annotations {
    pub duration: bool,
    pub distance: bool,
    pub speed: bool,
    pub nodes: bool,
    pub weight: bool,
    pub datasources: bool,
    /// Ids of ways; OSRM has none.
    pub ways: bool,
}

/// What is wanted of a route.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    pub line: Line,
    pub overview: Overview,
    pub annotations: Annotations,
    /// How a step's way of moving is called; `None` if no steps are wanted.
    pub mode: Option<&'static str>,
}

/// A leg that has been drawn.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// That of the search, turns included.
    pub cost: Cost,
    pub trace: Trace,
    /// Empty if not wanted.
    pub steps: Vec<Step>,
}

/// One route.
#[must_use]
pub fn route(atlas: &Atlas, legs: &[Drawn], shown: Shown) -> Value {
    let cost = legs.iter().fold(Cost::default(), |sum, leg| sum + leg.cost);
    let mut route = Map::new();
    route.insert("legs".to_owned(), legs.iter().map(|leg| leg_of(atlas, leg, shown)).collect());
    put_cost(&mut route, cost);
    route.insert("weight_name".to_owned(), json!("duration"));
    if shown.overview != Overview::Nothing {
        let mut points: Vec<[i32; 2]> = Vec::new();
        for leg in legs {
            let part = match shown.overview {
                Overview::Simplified => simplify(&leg.trace.points),
                _ => leg.trace.points.clone(),
            };
            let skip = usize::from(points.last().is_some() && points.last() == part.first());
            points.extend(&part[skip..]);
        }
        route.insert("geometry".to_owned(), line(&points, shown.line));
    }
    Value::Object(route)
}

fn put_cost(into: &mut Map<String, Value>, cost: Cost) {
    into.insert("distance".to_owned(), json!(metres(cost.decimetres)));
    into.insert("duration".to_owned(), json!(seconds(cost.millis)));
    into.insert("weight".to_owned(), json!(seconds(cost.millis)));
}

fn line(points: &[[i32; 2]], line: Line) -> Value {
    match line {
        Line::Polyline => Value::from(encode(points, 5)),
        Line::Polyline6 => Value::from(encode(points, 6)),
        Line::Geojson => {
            let coordinates: Vec<Value> = points.iter().map(|&point| location(point)).collect();
            json!({ "type": "LineString", "coordinates": coordinates })
        }
    }
}

fn leg_of(atlas: &Atlas, leg: &Drawn, shown: Shown) -> Value {
    let mut value = Map::new();
    put_cost(&mut value, leg.cost);
    value.insert("summary".to_owned(), json!(summary(atlas, &leg.steps)));
    let steps = shown.mode.map(|mode| leg.steps.iter().map(|it| step(atlas, leg, it, mode, shown)));
    value.insert("steps".to_owned(), steps.map_or_else(|| json!([]), Iterator::collect));
    if shown.annotations != Annotations::default() {
        value.insert("annotation".to_owned(), annotation(&annotate(atlas, &leg.trace), shown.annotations));
    }
    Value::Object(value)
}

/// The names of the two roads that take longest, in the order they are driven.
fn summary(atlas: &Atlas, steps: &[Step]) -> String {
    let mut longest: Vec<(i64, usize, &str)> = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        let name = atlas.called(step.road);
        match longest.iter_mut().find(|known| known.2 == name) {
            Some(known) => known.0 += step.cost.millis,
            None if !name.is_empty() => longest.push((step.cost.millis, number, name)),
            None => {}
        }
    }
    longest.sort_by_key(|&(millis, number, _)| (std::cmp::Reverse(millis), number));
    longest.truncate(2);
    longest.sort_by_key(|&(_, number, _)| number);
    longest.iter().map(|&(_, _, name)| name).collect::<Vec<_>>().join(", ")
}

fn annotation(annotation: &Annotation, wanted: Annotations) -> Value {
    let mut value = Map::new();
    let mut put = |name: &str, list: Value| value.insert(name.to_owned(), list);
    let times = || annotation.millis.iter().map(|&millis| json!(seconds(millis))).collect::<Value>();
    if wanted.duration {
        put("duration", times());
    }
    if wanted.weight {
        put("weight", times());
    }
    if wanted.distance {
        put("distance", annotation.decimetres.iter().map(|&length| json!(metres(length))).collect());
    }
    if wanted.speed {
        let pairs = annotation.decimetres.iter().zip(&annotation.millis);
        // Metres per second; nothing takes no time at all.
        let speed = |(length, millis): (&i64, &i64)| {
            (*length as f64 * 1000.0 / (*millis).max(1) as f64).round() / 10.0
        };
        put("speed", pairs.map(|pair| json!(if *pair.0 == 0 { 0.0 } else { speed(pair) })).collect());
    }
    if wanted.nodes {
        put("nodes", json!(annotation.nodes));
    }
    if wanted.ways {
        put("ways", json!(annotation.ways));
    }
    if wanted.datasources {
        put("datasources", json!(vec![0; annotation.millis.len()]));
        put("metadata", json!({ "datasource_names": ["profile"] }));
    }
    Value::Object(value)
}

fn step(atlas: &Atlas, leg: &Drawn, step: &Step, mode: &str, shown: Shown) -> Value {
    let trace = &leg.trace;
    let mut value = Map::new();
    put_cost(&mut value, step.cost);
    let (first, last) = (step.stretches.start, step.stretches.end);
    // The arrival is a point; lines have two.
    let points =
        if first == last { vec![trace.points[first]; 2] } else { trace.points[first..=last].to_vec() };
    value.insert("geometry".to_owned(), line(&points, shown.line));
    value.insert("name".to_owned(), json!(atlas.name(step.road)));
    if !atlas.number(step.road).is_empty() {
        value.insert("ref".to_owned(), json!(atlas.number(step.road)));
    }
    value.insert("mode".to_owned(), json!(if step.ferry { "ferry" } else { mode }));
    value.insert("driving_side".to_owned(), json!("right"));
    let maneuver = &step.maneuver;
    let mut told = json!({
        "type": maneuver.kind.name(),
        "location": location(trace.points[first]),
        "bearing_before": degrees(maneuver.before),
        "bearing_after": degrees(maneuver.after),
    });
    if let Some(modifier) = maneuver.modifier {
        told["modifier"] = json!(modifier.name());
    }
    if let Some(exit) = maneuver.exit {
        told["exit"] = json!(exit);
    }
    value.insert("maneuver".to_owned(), told);
    let intersections = step.intersections.iter().map(|it| intersection(trace, it)).collect();
    value.insert("intersections".to_owned(), intersections);
    Value::Object(value)
}

/// Whole degrees, 0 to 359.
fn degrees(bearing: f64) -> u16 {
    (bearing.round() as u16) % 360
}

fn intersection(trace: &Trace, at: &Intersection) -> Value {
    let bearings: Vec<u16> = at.arms.iter().map(|&(bearing, _)| degrees(bearing)).collect();
    let entry: Vec<bool> = at.arms.iter().map(|&(_, entry)| entry).collect();
    let mut value = json!({
        "location": location(trace.points[at.at]),
        "bearings": bearings,
        "entry": entry,
    });
    if let Some(came) = at.came {
        value["in"] = json!(came);
    }
    if let Some(goes) = at.goes {
        value["out"] = json!(goes);
    }
    let classes = [(at.toll, "toll"), (at.motorway, "motorway"), (at.tunnel, "tunnel")];
    let classes: Vec<&str> = classes.iter().filter(|(is, _)| *is).map(|&(_, name)| name).collect();
    if !classes.is_empty() {
        value["classes"] = json!(classes);
    }
    value
}

/// A point as it was snapped: `away` in metres from it.
#[must_use]
pub fn waypoint(place: [i32; 2], away: f64, name: &str, hint: Option<String>) -> Map<String, Value> {
    let mut value = Map::new();
    value.insert("location".to_owned(), location(place));
    value.insert("distance".to_owned(), json!((away * 1e6).round() / 1e6));
    value.insert("name".to_owned(), json!(name));
    if let Some(hint) = hint {
        value.insert("hint".to_owned(), json!(hint));
    }
    value
}
