//! Lines on the map: from degrees to the page, simplified to what an eye sees.

use super::put;
use crate::county::{Bounds, RoadClass};
use crate::network::Network;
use crate::units::Point;
use geo::{Coord, LineString, Simplify};
use petgraph::visit::EdgeRef;

/// Width of the map in its own units; ten of them are a pixel on a large screen.
pub const WIDTH: f64 = 10_000.0;
/// The roads may take this many bytes of the page.
const ROAD_BYTES: usize = 600_000;

/// Where degrees lie on the map.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    bounds: Bounds,
    per_lon: f64,
    per_lat: f64,
    pub height: f64,
}

impl Frame {
    /// Equirectangular, true to scale in the middle of the county.
    pub fn new(bounds: Bounds) -> Frame {
        let middle = ((bounds.south + bounds.north) / 2.0).to_radians();
        let per_lon = WIDTH / (bounds.east - bounds.west).max(1e-6);
        let per_lat = per_lon / middle.cos().max(0.05);
        let height = ((bounds.north - bounds.south) * per_lat).clamp(WIDTH / 10.0, WIDTH * 4.0);
        Frame { bounds, per_lon, per_lat, height }
    }

    pub fn at(&self, point: Point) -> Coord<f64> {
        Coord {
            x: (point.x() - self.bounds.west) * self.per_lon,
            y: (self.bounds.north - point.y()) * self.per_lat,
        }
    }

    /// Kilometres as map units.
    pub fn kilometres(&self, km: f64) -> f64 {
        km / 111.195 * self.per_lat
    }

    /// An SVG path of whole, relative numbers. Empty if the line has no length.
    pub fn path(&self, points: &[Point], tolerance: f64) -> String {
        let line: LineString<f64> = points.iter().map(|&point| self.at(point)).collect();
        let mut out = String::new();
        let mut pen: Option<(i64, i64)> = None;
        for at in line.simplify(tolerance).coords() {
            let next = (at.x.round() as i64, at.y.round() as i64);
            match pen {
                None => put!(&mut out, "M{} {}l", next.0, next.1),
                Some(last) if last == next => continue,
                Some(last) => {
                    let (right, down) = (next.0.saturating_sub(last.0), next.1.saturating_sub(last.1));
                    let gap = if out.ends_with('l') || right < 0 { "" } else { " " };
                    put!(&mut out, "{gap}{right}");
                    put!(&mut out, "{}{down}", if down < 0 { "" } else { " " });
                }
            }
            pen = Some(next);
        }
        if out.ends_with('l') { String::new() } else { out }
    }
}

/// How roads are drawn: wide and dark to narrow and light.
const RANKS: [&str; 3] = ["minor", "middle", "major"];

fn rank(class: RoadClass) -> usize {
    match class {
        RoadClass::Motorway | RoadClass::Trunk | RoadClass::Primary | RoadClass::Secondary => 2,
        RoadClass::Tertiary | RoadClass::Unclassified => 1,
        RoadClass::Residential
        | RoadClass::LivingStreet
        | RoadClass::Service
        | RoadClass::Track(_)
        | RoadClass::Path
        | RoadClass::Ferry => 0,
    }
}

/// All roads as three paths. Dense nets are simplified more, and in the end lose their small roads.
pub fn roads(network: &Network, frame: &Frame) -> String {
    let mut attempts = [3.0, 6.0, 12.0, 24.0].map(|tolerance| (tolerance, 0)).to_vec();
    attempts.extend([(12.0, 1), (24.0, 1), (24.0, 2)]);
    let mut drawn = String::new();
    for (tolerance, least) in attempts {
        drawn = draw(network, frame, tolerance, least);
        if drawn.len() <= ROAD_BYTES {
            break;
        }
    }
    drawn
}

fn draw(network: &Network, frame: &Frame, tolerance: f64, least: usize) -> String {
    let graph = network.graph();
    let mut paths: [String; 3] = Default::default();
    for edge in graph.edge_references() {
        let (from, to) = (edge.source(), edge.target());
        let twin = from > to
            && graph.edges_connecting(to, from).any(|other| other.weight().way == edge.weight().way);
        let rank = rank(edge.weight().class);
        if !twin && rank >= least {
            paths[rank].push_str(&frame.path(&edge.weight().geometry, tolerance));
        }
    }
    let mut out = String::new();
    for (class, path) in RANKS.iter().zip(&paths).filter(|(_, path)| !path.is_empty()) {
        put!(&mut out, "<path class=\"road {class}\" d=\"{path}\"/>");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { west: 109.0, south: 31.0, east: 110.0, north: 31.5 };

    #[test]
    fn a_line_is_drawn_in_steps_from_its_first_point() {
        let frame = Frame::new(BOUNDS);
        // A degree is 10,000 wide: 0.01 east is 100.
        let line = [Point::new(109.0, 31.5), Point::new(109.01, 31.5), Point::new(109.0, 31.5)];

        assert_eq!(frame.path(&line, 0.0), "M0 0l100 0-100 0");
        assert_eq!(frame.path(&line[..1], 0.0), "");
    }

    #[test]
    fn height_follows_the_shape_of_the_land() {
        let frame = Frame::new(BOUNDS);
        // Half a degree of latitude is 55.6 km, a degree of longitude at 31.25° is 95.1 km.
        assert!((frame.height / WIDTH - 55.6 / 95.1).abs() < 0.01);
    }
}
