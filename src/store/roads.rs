//! A road map as GeoJSON with OSM tags: what `read::roads` reads back.
//!
//! One feature per line, six decimals (0.1 m). Nodes are joined by equal
//! coordinates, so two nodes that would fall together are kept apart by one
//! last digit.

mod sign;

use crate::county::{Barrier, Closure, Oneway, RoadClass, RoadMap, RoadNode, Structure, Surface, Via, Way};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value, json};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// The key of what holds for everybody at some hours or in some months.
const EVERYBODY: &str = "motor_vehicle:conditional";

/// Millionths of a degree, longitude first.
type Spot = (i64, i64);

/// Writes the whole map.
///
/// # Errors
/// If the file cannot be written.
pub fn write(path: &Path, map: &RoadMap) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    write_to(&mut out, map, None)?;
    out.flush()
}

/// Writes a map of roads that do not exist: the file and each way say so.
///
/// # Errors
/// If the file cannot be written.
pub fn write_synthetic(path: &Path, map: &RoadMap, maker: &str) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    write_to(&mut out, map, Some(maker))?;
    out.flush()
}

/// Writes the whole map to anything; with who made it up, if somebody did.
///
/// # Errors
/// If `out` fails.
pub fn write_to(out: &mut impl Write, map: &RoadMap, maker: Option<&str>) -> io::Result<()> {
    let spots = spots(&map.nodes);
    out.write_all(b"{\"type\":\"FeatureCollection\",")?;
    if let Some(maker) = maker {
        write!(out, "\"synthetic\":true,\"generator\":{},", json!(maker))?;
    }
    out.write_all(b"\"features\":[")?;
    let mut first = true;
    let mut line = |out: &mut dyn Write, text: &str| {
        let comma = if std::mem::take(&mut first) { "\n" } else { ",\n" };
        out.write_all(comma.as_bytes()).and_then(|()| out.write_all(text.as_bytes()))
    };
    for way in &map.ways {
        line(out, &feature(way, &spots, maker.is_some()))?;
    }
    for (node, spot) in map.nodes.iter().zip(&spots) {
        if let Some(barrier) = barrier(node.barrier) {
            line(out, &point(&barrier, *spot))?;
        }
    }
    let begins: FxHashMap<i64, u32> =
        map.ways.iter().filter_map(|way| Some((way.id, *way.nodes.first()?))).collect();
    for rule in &map.restrictions {
        let node = match &rule.via {
            Via::Node(node) => Some(*node),
            Via::Ways(ways) => ways.first().and_then(|first| begins.get(first).copied()),
        };
        let Some(spot) = node.and_then(|node| spots.get(node as usize)) else { continue };
        line(out, &point(&sign::tags(rule), *spot))?;
    }
    out.write_all(b"\n]}\n")
}

/// Distinct places for distinct nodes.
fn spots(nodes: &[RoadNode]) -> Vec<Spot> {
    let mut taken = FxHashSet::default();
    let mut place = |node: &RoadNode| {
        let mut spot = ((node.point.x() * 1e6).round() as i64, (node.point.y() * 1e6).round() as i64);
        while !taken.insert(spot) {
            spot.0 += 1;
        }
        spot
    };
    nodes.iter().map(&mut place).collect()
}

fn feature(way: &Way, spots: &[Spot], synthetic: bool) -> String {
    let mut tags = tags(way);
    if synthetic {
        tags.insert("source".to_owned(), json!("synthetic"));
    }
    let points: Vec<String> = way.nodes.iter().map(|node| position(spots[*node as usize])).collect();
    format!(
        "{{\"type\":\"Feature\",\"id\":{},\"properties\":{},\"geometry\":{{\"type\":\"LineString\",\"coordinates\":[{}]}}}}",
        way.id,
        Value::Object(tags),
        points.join(",")
    )
}

fn point(properties: &Value, spot: Spot) -> String {
    format!(
        "{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":{{\"type\":\"Point\",\"coordinates\":{}}}}}",
        position(spot)
    )
}

fn position((x, y): Spot) -> String {
    format!("[{},{}]", degrees(x), degrees(y))
}

/// At most six decimals, none at the end that say nothing.
fn degrees(millionths: i64) -> String {
    let sign = if millionths < 0 { "-" } else { "" };
    let size = millionths.unsigned_abs();
    let text = format!("{sign}{}.{:06}", size / 1_000_000, size % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn barrier(barrier: Barrier) -> Option<Value> {
    match barrier {
        Barrier::Open => None,
        Barrier::NarrowOnly => Some(json!({"barrier": "bollard"})),
        Barrier::Closed => Some(json!({"barrier": "block"})),
    }
}

/// OSM tags that `read::roads::tags` turns into the same way.
fn tags(way: &Way) -> Map<String, Value> {
    let mut tags = Map::new();
    let mut put = |key: &str, value: String| tags.insert(key.to_owned(), Value::String(value));
    put_class(way, &mut put);
    if !way.name.is_empty() {
        put("name", way.name.clone());
    }
    if !way.sign.number.is_empty() {
        put("ref", way.sign.number.clone());
    }
    if way.sign.roundabout {
        put("junction", "roundabout".to_owned());
    }
    if way.sign.toll {
        put("toll", "yes".to_owned());
    }
    if let Some(surface) = way.surface {
        put("surface", surface_word(surface).to_owned());
    }
    match way.structure {
        Structure::Ground => {}
        Structure::Bridge => drop(put("bridge", "yes".to_owned())),
        Structure::Tunnel => drop(put("tunnel", "yes".to_owned())),
    }
    match way.oneway {
        Oneway::No if way.class == RoadClass::Motorway || way.sign.roundabout => {
            drop(put("oneway", "no".to_owned()))
        }
        Oneway::No => {}
        Oneway::Forward => drop(put("oneway", "yes".to_owned())),
        Oneway::Backward => drop(put("oneway", "-1".to_owned())),
    }
    let numbers = [
        ("maxspeed", way.maxspeed),
        ("maxweight", way.limits.mass.map(|kg| kg / 1000.0)),
        ("maxheight", way.limits.height),
        ("maxwidth", way.limits.width),
        ("width", way.breadth.width),
        ("lanes", way.breadth.lanes.map(f64::from)),
    ];
    for (key, number) in numbers {
        number.map(|number| put(key, format!("{number}")));
    }
    if way.breadth.passing_places {
        put("passing_places", "yes".to_owned());
    }
    put_hours(way, &mut put);
    if let Some(minutes) = way.minutes.filter(|_| way.class == RoadClass::Ferry) {
        let seconds = (minutes * 60.0).round() as u64;
        put("duration", format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
    }
    let implied = matches!(way.class, RoadClass::Residential | RoadClass::LivingStreet);
    if way.urban != implied {
        put("zone:traffic", if way.urban { "CN:urban" } else { "CN:rural" }.to_owned());
    }
    tags
}

/// What holds in some months or at some hours.
fn put_hours<T>(way: &Way, put: &mut impl FnMut(&str, String) -> T) {
    let mut tags = sign::closed(&way.timed);
    if let Some(months) = closed_months(way.closure) {
        let text = tags.entry(EVERYBODY.to_owned()).or_default();
        let rest = if text.is_empty() { String::new() } else { format!("; {text}") };
        *text = format!("no @ ({months}){rest}");
    }
    tags.into_iter().for_each(|(key, text)| drop(put(&key, text)));
}

fn put_class<T>(way: &Way, put: &mut impl FnMut(&str, String) -> T) {
    match highway(way.class) {
        Some(highway) if way.sign.link => put("highway", format!("{highway}_link")),
        Some(highway) => put("highway", highway.to_owned()),
        None => put("route", "ferry".to_owned()),
    };
    if let RoadClass::Track(grade) = way.class {
        put("tracktype", format!("grade{grade}"));
    }
    match (way.destination_only, way.class) {
        (true, _) => drop(put("motor_vehicle", "destination".to_owned())),
        (false, RoadClass::Path) => drop(put("motor_vehicle", "yes".to_owned())),
        _ => {}
    }
}

fn highway(class: RoadClass) -> Option<&'static str> {
    Some(match class {
        RoadClass::Motorway => "motorway",
        RoadClass::Trunk => "trunk",
        RoadClass::Primary => "primary",
        RoadClass::Secondary => "secondary",
        RoadClass::Tertiary => "tertiary",
        RoadClass::Unclassified => "unclassified",
        RoadClass::Residential => "residential",
        RoadClass::LivingStreet => "living_street",
        RoadClass::Service => "service",
        RoadClass::Track(_) => "track",
        RoadClass::Path => "path",
        RoadClass::Ferry => return None,
    })
}

fn surface_word(surface: Surface) -> &'static str {
    match surface {
        Surface::Paved => "asphalt",
        Surface::Concrete => "concrete",
        Surface::Compacted => "compacted",
        Surface::Gravel => "gravel",
        Surface::Ground => "ground",
    }
}

/// `Mar-May,Dec-Feb`; `None` if it is open all year.
fn closed_months(closure: Closure) -> Option<String> {
    let months = ["Mar-May", "Jun-Aug", "Sep-Nov", "Dec-Feb"];
    let closed: Vec<&str> =
        months.into_iter().zip(closure.seasons).filter(|(_, closed)| *closed).map(|(text, _)| text).collect();
    (!closed.is_empty()).then(|| closed.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_have_six_decimals_at_most() {
        assert_eq!(degrees(109_123_456), "109.123456");
        assert_eq!(degrees(-500_000), "-0.5");
        assert_eq!(degrees(31_000_000), "31");
    }

    #[test]
    fn nodes_that_would_fall_together_stay_apart() {
        let node =
            |x: f64| RoadNode { id: 0, point: crate::units::Point::new(x, 2.0), barrier: Barrier::Open };

        let spots = spots(&[node(1.000_000_1), node(1.000_000_2), node(1.000_001)]);

        assert_eq!(spots, vec![(1_000_000, 2_000_000), (1_000_001, 2_000_000), (1_000_002, 2_000_000)]);
    }
}
