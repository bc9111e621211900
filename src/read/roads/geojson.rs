//! Roads from GeoJSON: line features whose properties are OSM tags.
//!
//! Lines meet where their coordinates are equal (to 1e-7 degrees). Points with a
//! `barrier` tag say what stands there; points with `type=restriction` say which
//! turn is forbidden there, `from` and `to` being ids of lines, and `via` too where
//! it leads over whole lines. Features are read
//! one at a time, so memory holds the roads and not the text.

use super::tags::restriction::{Held, Sign, restriction};
use super::tags::{self, Tags, access};
use super::tally::Unkept;
use super::{Read, Who};
use crate::county::{Barrier, Restriction, RoadNode, Via, Way};
use crate::finding::{Code, Finding, Spot};
use crate::units::Point;
use rustc_hash::FxHashMap;
use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::fmt;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// Coordinates are joined on this grid.
const PER_DEGREE: f64 = 1e7;
/// Findings about single features; more of the same kind help nobody.
const FAULTS_SHOWN: usize = 20;
/// Points of all lines together.
const POINT_LIMIT: usize = 50_000_000;

/// Reads a whole file. `name` is how findings call it.
#[must_use]
pub fn read(who: Who, path: &Path, name: &str) -> Read {
    let mut sink = Sink { who, ..Sink::new(name) };
    let file = match File::open(path) {
        Ok(file) => BufReader::with_capacity(1 << 16, file),
        Err(error) => return Read::failed(Code::E104, name, error.to_string()),
    };
    let mut json = serde_json::Deserializer::from_reader(file);
    let parsed = Collection(&mut sink).deserialize(&mut json).and_then(|()| json.end());
    sink.finish(parsed)
}

struct Sink<'a> {
    who: Who,
    name: &'a str,
    read: Read,
    nodes: FxHashMap<(i64, i64), u32>,
    barriers: FxHashMap<(i64, i64), Barrier>,
    /// Restrictions with their places and features; their nodes may come later.
    signs: Vec<((i64, i64), Restriction, i64)>,
    features: usize,
    points: usize,
    faults: usize,
    is_collection: bool,
}

impl<'a> Sink<'a> {
    fn new(name: &'a str) -> Sink<'a> {
        Sink {
            who: Who::Drivers,
            name,
            read: Read::default(),
            nodes: FxHashMap::default(),
            barriers: FxHashMap::default(),
            signs: Vec::new(),
            features: 0,
            points: 0,
            faults: 0,
            is_collection: false,
        }
    }

    fn finish(mut self, parsed: Result<(), serde_json::Error>) -> Read {
        let file = Spot::file(self.name);
        match parsed {
            Err(error) => {
                let spot = file.feature(format!("line {}, column {}", error.line(), error.column()));
                let problem = error.to_string();
                self.read.findings.push(Finding::new(Code::E502, spot).with("cause", problem));
            }
            Ok(()) if !self.is_collection => {
                let finding = Finding::new(Code::E502, file).with("cause", "no FeatureCollection");
                self.read.findings.push(finding);
            }
            Ok(()) => {}
        }
        for node in &mut self.read.map.nodes {
            let barrier = self.barriers.get(&key(node.point));
            node.barrier = barrier.copied().unwrap_or(Barrier::Open);
        }
        for (place, sign, feature) in std::mem::take(&mut self.signs) {
            let via = match sign.via {
                Via::Node(_) => self.nodes.get(&place).copied().map(Via::Node),
                ways => Some(ways),
            };
            match via {
                Some(via) => self.read.map.restrictions.push(Restriction { via, ..sign }),
                None => self.read.tally.leave_turn(Unkept::Nowhere, feature),
            }
        }
        self.read
    }

    fn fault(&mut self, code: Code, problem: &str) {
        self.faults += 1;
        if self.faults <= FAULTS_SHOWN {
            let spot = Spot::file(self.name).feature(format!("feature {}", self.features));
            let value = if code == Code::E105 { "limit" } else { "cause" };
            self.read.findings.push(Finding::new(code, spot).with(value, problem));
        }
    }

    /// Takes one feature, counted from 1.
    fn feature(&mut self, feature: &Value) {
        self.features += 1;
        if feature.get("type").and_then(Value::as_str) != Some("Feature") {
            return self.fault(Code::E502, "not a Feature");
        }
        let tags = tags_of(feature);
        let id = id_of(feature).unwrap_or(self.features as i64);
        let Some(geometry) = feature.get("geometry").filter(|geometry| !geometry.is_null()) else {
            return self.skip(&tags, id, "geometry=null");
        };
        let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
        match geometry.get("type").and_then(Value::as_str) {
            Some("LineString") => self.line(id, &tags, std::slice::from_ref(coordinates)),
            Some("MultiLineString") => match coordinates.as_array() {
                Some(lines) => self.line(id, &tags, lines),
                None => self.fault(Code::E502, "coordinates are no array of lines"),
            },
            Some("Point") => self.point(&tags, coordinates),
            Some("Polygon" | "MultiPolygon") => self.skip(&tags, id, "geometry=Polygon"),
            Some("MultiPoint" | "GeometryCollection") => self.skip(&tags, id, "geometry=…"),
            _ => self.fault(Code::E502, "unknown geometry type"),
        }
    }

    /// Only roads are worth a word.
    fn skip(&mut self, tags: &Tags, id: i64, reason: &str) {
        if tags.get("highway").is_some() {
            self.read.tally.leave_out(reason, id);
        }
    }

    fn line(&mut self, id: i64, tags: &Tags, lines: &[Value]) {
        let tally = &mut self.read.tally;
        let way = match self.who {
            Who::Drivers => tags::way(id, tags, tally),
            Who::Walkers => tags::walk::way(id, tags, tally),
        };
        let Some(way) = way else { return };
        for line in lines {
            match self.points(line) {
                Ok(points) => {
                    let nodes = points.into_iter().map(|point| self.node(point)).collect();
                    self.read.map.ways.push(Way { nodes, ..way.clone() });
                }
                Err((code, problem)) => self.fault(code, problem),
            }
        }
    }

    fn points(&mut self, line: &Value) -> Result<Vec<Point>, (Code, &'static str)> {
        let positions = line.as_array().ok_or((Code::E502, "coordinates are no array of positions"))?;
        if positions.len() < 2 {
            return Err((Code::E502, "a line of fewer than two positions"));
        }
        self.points = self.points.saturating_add(positions.len());
        if self.points > POINT_LIMIT {
            return Err((Code::E105, "50 million positions"));
        }
        positions.iter().map(position).collect()
    }

    fn node(&mut self, point: Point) -> u32 {
        let nodes = &mut self.read.map.nodes;
        *self.nodes.entry(key(point)).or_insert_with(|| {
            let index = nodes.len() as u32;
            nodes.push(RoadNode { id: i64::from(index), point, barrier: Barrier::Open });
            index
        })
    }

    fn point(&mut self, tags: &Tags, coordinates: &Value) {
        let barrier = match self.who {
            Who::Drivers => access::barrier(tags),
            Who::Walkers => tags::walk::barrier(tags),
        };
        // On foot one turns as one likes.
        let is_sign = self.who == Who::Drivers && tags.get("type") == Some("restriction");
        if barrier.is_none() && !is_sign {
            return;
        }
        let point = match position(coordinates) {
            Ok(point) => point,
            Err((code, problem)) => return self.fault(code, problem),
        };
        if let Some(barrier) = barrier {
            self.barriers.insert(key(point), barrier);
        }
        if is_sign {
            self.sign(tags, key(point));
        }
    }

    fn sign(&mut self, tags: &Tags, place: (i64, i64)) {
        let way = |key: &str| tags.get(key)?.rsplit('/').next()?.parse::<i64>().ok();
        let ways =
            || -> Option<Vec<i64>> { tags.get("via")?.split(';').map(|id| id.trim().parse().ok()).collect() };
        let via = match tags.get("via") {
            None => Some(Via::Node(0)),
            Some(_) => ways().map(Via::Ways),
        };
        let feature = self.features as i64;
        match (restriction(tags), way("from").zip(way("to")).zip(via)) {
            (Sign::Holds(held), Some(((from, to), via))) => {
                for Held { rule, whom, times } in held {
                    let via = via.clone();
                    self.signs.push((place, Restriction { from, to, via, rule, whom, times }, feature));
                }
            }
            (Sign::Sometimes, _) => self.read.tally.leave_turn(Unkept::Sometimes, feature),
            (Sign::Others, _) => {}
            (Sign::Holds(_) | Sign::Strange, _) => self.read.tally.leave_turn(Unkept::Strange, feature),
        }
    }
}

fn key(point: Point) -> (i64, i64) {
    ((point.x() * PER_DEGREE).round() as i64, (point.y() * PER_DEGREE).round() as i64)
}

fn position(value: &Value) -> Result<Point, (Code, &'static str)> {
    let parts = value.as_array().ok_or((Code::E502, "a position is no array"))?;
    let number = |at: usize| parts.get(at).and_then(Value::as_f64).filter(|number| number.is_finite());
    let (Some(x), Some(y)) = (number(0), number(1)) else {
        return Err((Code::E502, "a position without two numbers"));
    };
    match (x.abs() <= 180.0, y.abs() <= 90.0) {
        (true, true) => Ok(Point::new(x, y)),
        _ if x.abs() <= 90.0 && y.abs() <= 180.0 => Err((Code::E301, "longitude comes first")),
        _ => Err((Code::E502, "a position that is not on Earth")),
    }
}

/// `id`, `@id` or `osm_id`; as a number or like `way/123`.
fn id_of(feature: &Value) -> Option<i64> {
    let properties = feature.get("properties");
    let inside = |key: &str| properties.and_then(|map| map.get(key));
    let value = feature.get("id").or(inside("@id")).or(inside("osm_id")).or(inside("id"))?;
    value.as_i64().or_else(|| value.as_str()?.rsplit('/').next()?.parse().ok())
}

fn tags_of(feature: &Value) -> Tags {
    let Some(properties) = feature.get("properties").and_then(Value::as_object) else {
        return Tags::default();
    };
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        _ => None,
    };
    Tags(properties.iter().filter_map(|(key, value)| Some((key.clone(), text(value)?))).collect())
}

/// The outermost object.
struct Collection<'s, 'a>(&'s mut Sink<'a>);

impl<'de> DeserializeSeed<'de> for Collection<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collection<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a GeoJSON FeatureCollection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => {
                    let kind: Value = map.next_value()?;
                    self.0.is_collection = kind.as_str() == Some("FeatureCollection");
                }
                "features" => map.next_value_seed(Features(self.0))?,
                "crs" => check_datum(self.0, &map.next_value::<Value>()?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// Old files name their reference system; only WGS-84 and its Chinese twin are read.
fn check_datum(sink: &mut Sink<'_>, crs: &Value) {
    let name = crs.pointer("/properties/name").and_then(Value::as_str).unwrap_or("CRS84");
    if !["CRS84", "4326", "4490"].iter().any(|known| name.ends_with(known)) {
        let finding = Finding::new(Code::E303, Spot::file(sink.name)).with("found", name);
        sink.read.findings.push(finding);
    }
}

struct Features<'s, 'a>(&'s mut Sink<'a>);

impl<'de> DeserializeSeed<'de> for Features<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("an array of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut features: A) -> Result<(), A::Error> {
        while let Some(feature) = features.next_element::<Value>()? {
            self.0.feature(&feature);
        }
        Ok(())
    }
}
