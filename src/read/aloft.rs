//! `power.geojson`, lines as they come out of OpenStreetMap, and `link.geojson`, areas where the
//! radio link holds. Both may be missing. Always WGS-84, as the format demands.

use super::zones::{self, Areas};
use crate::county::{Aloft, Grounding, Wire};
use crate::facts;
use crate::finding::{Code, Finding, Spot};
use geo::{Coord, LineString};
use geojson::{Feature, GeometryValue, Position};
use std::path::Path;

pub const POWER: &str = "power.geojson";
pub const LINK: &str = "link.geojson";

/// Values of `power` that hang or stand in the air, with the fact of their usual height.
const HUNG: [(&str, &str); 2] = [("line", "air.wire.line"), ("minor_line", "air.wire.minor")];
/// Metres above the ground; the highest pylons of the world have 380.
const HEIGHTS: std::ops::RangeInclusive<f64> = 1.0..=500.0;

pub fn read(folder: &Path, groundings: Vec<Grounding>, findings: &mut Vec<Finding>) -> Aloft {
    let lines = zones::features(folder, POWER, findings).unwrap_or_default();
    let mut wires = Vec::new();
    for (index, feature) in lines.iter().enumerate() {
        match wire(feature, index + 1) {
            Ok(found) => wires.extend(found),
            Err(cause) => findings.push(invalid(POWER, feature, index + 1, cause)),
        }
    }
    Aloft { wires, links: links(folder, findings), groundings }
}

fn links(folder: &Path, findings: &mut Vec<Finding>) -> Option<Areas> {
    let features = zones::features(folder, LINK, findings)?;
    let mut areas = Vec::new();
    for (index, feature) in features.iter().enumerate() {
        match zones::areas(feature) {
            Ok(found) => areas.extend(found),
            Err(cause) => findings.push(invalid(LINK, feature, index + 1, cause)),
        }
    }
    Some(areas)
}

fn invalid(file: &str, feature: &Feature, number: usize, cause: &str) -> Finding {
    let spot = Spot::file(file).feature(super::row::shown(&code(feature, number), false));
    Finding::new(Code::E508, spot).with("cause", cause)
}

fn code(feature: &Feature, number: usize) -> String {
    let text = |key: &str| feature.property(key).and_then(|value| value.as_str()).map(str::to_owned);
    ["id", "@id", "ref", "name"].into_iter().find_map(text).unwrap_or_else(|| number.to_string())
}

/// The wires of a feature; none for pylons as points and for cables in the ground.
fn wire(feature: &Feature, number: usize) -> Result<Vec<Wire>, &'static str> {
    let tag = |key: &str| feature.property(key).filter(|value| !value.is_null());
    let power = tag("power").and_then(|value| value.as_str()).unwrap_or("line");
    let Some((_, usual)) = HUNG.into_iter().find(|(kind, _)| *kind == power) else {
        return Ok(Vec::new());
    };
    let lines: Vec<LineString<f64>> = match feature.geometry.as_ref().map(|geometry| &geometry.value) {
        Some(GeometryValue::LineString { coordinates }) => vec![line(coordinates)],
        Some(GeometryValue::MultiLineString { coordinates }) => {
            coordinates.iter().map(|part| line(part)).collect()
        }
        _ => return Err("not a line"),
    };
    let on_earth = |c: &Coord<f64>| (-180.0..=180.0).contains(&c.x) && (-90.0..=90.0).contains(&c.y);
    if lines.iter().any(|line| line.0.len() < 2) {
        return Err("a line has fewer than two points");
    }
    if !lines.iter().flat_map(|line| &line.0).all(on_earth) {
        return Err("a point is not longitude, latitude");
    }
    let height = match tag("height_m").or_else(|| tag("height")) {
        None => facts::value(usual),
        Some(value) => {
            metres(value).filter(|height| HEIGHTS.contains(height)).ok_or("height is not metres")?
        }
    };
    let code = code(feature, number);
    Ok(lines.into_iter().map(|line| Wire { code: code.clone(), line, height }).collect())
}

/// `45`, `"45"` or `"45 m"`.
fn metres(value: &serde_json::Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().trim_end_matches('m').trim_end().parse().ok())
}

fn line(positions: &[Position]) -> LineString<f64> {
    let at = |position: &Position, axis: usize| position.as_slice().get(axis).copied().unwrap_or(f64::NAN);
    LineString(positions.iter().map(|position| Coord { x: at(position, 0), y: at(position, 1) }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(file: &str, features: &str) -> (Aloft, Vec<Finding>) {
        let folder = tempfile::tempdir().unwrap();
        let text = format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
        std::fs::write(folder.path().join(file), text).unwrap();
        let mut findings = Vec::new();
        (read(folder.path(), Vec::new(), &mut findings), findings)
    }

    fn feature(properties: &str, geometry: &str) -> String {
        format!(r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{{geometry}}}}}"#)
    }

    const LINE: &str = r#""type":"LineString","coordinates":[[110,31],[110.1,31]]"#;

    #[test]
    fn lines_have_the_height_they_say_or_a_usual_one() {
        let features = [
            feature(r#""power":"line","name":"220 kV""#, LINE),
            feature(r#""power":"minor_line""#, LINE),
            feature(r#""power":"line","height":"62 m""#, LINE),
            feature(r#""power":"tower""#, r#""type":"Point","coordinates":[110,31]"#),
            feature(r#""power":"cable""#, LINE),
        ];
        let (aloft, findings) = found(POWER, &features.join(","));

        let wires: Vec<(&str, f64)> =
            aloft.wires.iter().map(|wire| (wire.code.as_str(), wire.height)).collect();
        let usual = [facts::value("air.wire.line"), facts::value("air.wire.minor")];
        assert_eq!(wires, [("220 kV", usual[0]), ("2", usual[1]), ("3", 62.0)]);
        assert!(findings.is_empty() && aloft.links.is_none());
    }

    #[test]
    fn a_line_that_is_none_and_a_height_that_is_none_are_told() {
        let features = [
            feature(r#""id":"P1","height":"high""#, LINE),
            feature("", r#""type":"LineString","coordinates":[[110,31]]"#),
            feature("", r#""type":"LineString","coordinates":[[31,110],[31,111]]"#),
            feature("", r#""type":"Point","coordinates":[110,31]"#),
        ];
        let (aloft, findings) = found(POWER, &features.join(","));

        let causes: Vec<String> = findings.iter().map(|one| one.values[0].1.to_string()).collect();
        let wanted = [
            "height is not metres",
            "a line has fewer than two points",
            "a point is not longitude, latitude",
            "not a line",
        ];
        assert_eq!(causes, wanted);
        assert!(aloft.wires.is_empty() && findings.iter().all(|one| one.code == Code::E508));
        assert_eq!(findings[0].spot.feature.as_deref(), Some("P1"));
    }

    #[test]
    fn a_link_layer_without_areas_says_that_the_link_holds_nowhere() {
        assert_eq!(found(LINK, "").0.links, Some(Vec::new()));
        let (aloft, findings) = found(LINK, &feature("", LINE));
        assert_eq!((aloft.links, findings[0].code), (Some(Vec::new()), Code::E508));
    }
}
