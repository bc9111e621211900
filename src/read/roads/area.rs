//! The area that is wanted: a box or a polygon.

use crate::county::Bounds;
use crate::finding::{Code, Finding, Spot};
use crate::units::Point;
use geo::{BoundingRect, Contains};
use std::fs;
use std::path::Path;

/// Larger polygon files are refused.
const FILE_LIMIT: u64 = 32 * 1024 * 1024;

/// What to keep of a road map.
#[derive(Clone, Debug, PartialEq)]
pub enum Area {
    Everything,
    Box(Bounds),
    Polygon(geo::MultiPolygon<f64>),
}

impl Area {
    #[must_use]
    pub fn contains(&self, point: Point) -> bool {
        match self {
            Area::Everything => true,
            Area::Box(bounds) => bounds.contains(point),
            Area::Polygon(polygon) => polygon.contains(&point),
        }
    }

    /// The box around it, if there is one.
    #[must_use]
    pub fn bounds(&self) -> Option<Bounds> {
        match self {
            Area::Everything => None,
            Area::Box(bounds) => Some(*bounds),
            Area::Polygon(polygon) => polygon.bounding_rect().map(|rect| Bounds {
                west: rect.min().x,
                south: rect.min().y,
                east: rect.max().x,
                north: rect.max().y,
            }),
        }
    }
}

/// Reads a GeoJSON polygon or an Osmosis `.poly` file.
///
/// # Errors
/// One finding: `E101`, `E104`, `E105` or `E506`.
pub fn read_polygon(path: &Path) -> Result<Area, Box<Finding>> {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let finding = |code| Box::new(Finding::new(code, Spot::file(name.as_str())));
    let size = fs::metadata(path).map_err(|_| finding(Code::E101))?.len();
    if size > FILE_LIMIT {
        return Err(Box::new(finding(Code::E105).with("limit", format!("{} MB", FILE_LIMIT >> 20))));
    }
    let text = fs::read(path).map_err(|_| finding(Code::E104))?;
    let text = String::from_utf8(text).map_err(|_| finding(Code::E103))?;
    let poly = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("poly"));
    let polygon = if poly { from_poly(&text) } else { from_geojson(&text) };
    polygon.filter(is_sound).map(Area::Polygon).ok_or_else(|| finding(Code::E506))
}

fn is_sound(polygon: &geo::MultiPolygon<f64>) -> bool {
    let mut points = polygon.iter().flat_map(|part| part.exterior().coords());
    let on_earth = points.all(|at| (-180.0..=180.0).contains(&at.x) && (-90.0..=90.0).contains(&at.y));
    on_earth && !polygon.0.is_empty() && polygon.iter().all(|part| part.exterior().0.len() >= 4)
}

fn from_geojson(text: &str) -> Option<geo::MultiPolygon<f64>> {
    let document: geojson::GeoJson = text.parse().ok()?;
    let geometries: Vec<geojson::Geometry> = match document {
        geojson::GeoJson::Geometry(geometry) => vec![geometry],
        geojson::GeoJson::Feature(feature) => feature.geometry.into_iter().collect(),
        geojson::GeoJson::FeatureCollection(all) => {
            all.features.into_iter().filter_map(|feature| feature.geometry).collect()
        }
    };
    let mut parts = Vec::new();
    for geometry in geometries {
        match geometry.value {
            geojson::GeometryValue::Polygon { coordinates } => parts.push(rings(&positions(&coordinates)?)?),
            geojson::GeometryValue::MultiPolygon { coordinates } => {
                for part in &coordinates {
                    parts.push(rings(&positions(part)?)?);
                }
            }
            _ => return None,
        }
    }
    Some(geo::MultiPolygon(parts))
}

type Ring = Vec<(f64, f64)>;

fn positions(rings: &[Vec<geojson::Position>]) -> Option<Vec<Ring>> {
    rings
        .iter()
        .map(|ring| ring.iter().map(|at| Some((*at.as_slice().first()?, *at.as_slice().get(1)?))).collect())
        .collect()
}

fn rings(rings: &[Ring]) -> Option<geo::Polygon<f64>> {
    let (first, holes) = rings.split_first()?;
    let line = |ring: &Ring| geo::LineString::from(ring.clone());
    Some(geo::Polygon::new(line(first), holes.iter().map(line).collect()))
}

/// Name, then rings: a name (`!` before it marks a hole), `lon lat` lines, `END`; at the end `END`.
fn from_poly(text: &str) -> Option<geo::MultiPolygon<f64>> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.next()?;
    let (mut parts, mut holes) = (Vec::new(), Vec::new());
    while let Some(name) = lines.next().filter(|line| *line != "END") {
        let mut ring = Ring::new();
        loop {
            let line = lines.next()?;
            if line == "END" {
                break;
            }
            let mut numbers = line.split_whitespace().map(str::parse::<f64>);
            ring.push((numbers.next()?.ok()?, numbers.next()?.ok()?));
        }
        if name.starts_with('!') { holes.push(ring) } else { parts.push(vec![ring]) }
    }
    let owner = parts.last_mut();
    if let Some(owner) = owner {
        owner.extend(holes);
    }
    parts.iter().map(|part| rings(part)).collect::<Option<Vec<_>>>().map(geo::MultiPolygon)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLY: &str = "square\n1\n 1.0 42.0\n 2.0 42.0\n 2.0 43.0\n 1.0 43.0\nEND\n!2\n 1.4 42.4\n \
                        1.6 42.4\n 1.6 42.6\nEND\nEND\n";

    #[test]
    fn a_poly_file_has_rings_and_holes() {
        let area = Area::Polygon(from_poly(POLY).unwrap());

        assert!(area.contains(Point::new(1.1, 42.1)));
        assert!(!area.contains(Point::new(1.55, 42.45)));
        assert!(!area.contains(Point::new(2.5, 42.5)));
    }

    #[test]
    fn a_poly_file_that_ends_early_is_no_polygon() {
        assert_eq!(from_poly("square\n1\n 1.0 42.0\n"), None);
        assert_eq!(from_poly(""), None);
        assert_eq!(from_poly("square\n1\n 1.0\nEND\nEND"), None);
    }

    #[test]
    fn a_geojson_line_is_no_polygon() {
        assert_eq!(from_geojson(r#"{"type":"LineString","coordinates":[[1,2],[3,4]]}"#), None);
        let square = r#"{"type":"Polygon","coordinates":[[[1,2],[3,2],[3,4],[1,2]]]}"#;
        assert!(is_sound(&from_geojson(square).unwrap()));
    }
}
