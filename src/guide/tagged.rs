//! Speeds that need no vehicle: a car by the tags of its roads, and somebody on foot.
//!
//! The car drives as OSRM's `car.lua` has it (M60): the class decides, or four
//! fifths of the tagged limit, and bad surfaces cap it; no slope, no bend. It
//! is there so that answers can be compared and clients see what they know.
//! Whoever walks slows down with the slope (M61).

use super::{Atlas, Sizes};
use crate::county::{RoadClass, Surface};
use crate::facts;
use crate::network::{Arc, ArcWeight, Network, State};
use petgraph::graph::EdgeIndex;

/// Slower than this is nothing that gets anywhere, km/h.
const LEAST: f64 = 0.5;

/// How heavy, high and wide the car is.
#[must_use]
pub fn car_sizes() -> Sizes {
    let fact = |name: &str| facts::value(&format!("car.{name}"));
    Sizes { mass: fact("mass"), height: fact("height"), width: fact("width") }
}

/// What each arc costs the car, as if no road had a limit of size. (M60)
#[must_use]
pub fn car(atlas: &Atlas, network: &Network, state: State) -> Vec<Option<ArcWeight>> {
    let cap = |name: &str| facts::value(&format!("car.surface.{name}"));
    let caps = ["concrete", "compacted", "gravel", "ground"].map(cap);
    let limit = facts::value("car.limit");
    let speed = |edge: EdgeIndex, arc: &Arc| {
        if arc.narrow_only || is_closed(arc, state) {
            return None;
        }
        let (line, _) = atlas.lines().of(edge);
        let usual = class_speed(arc.class, atlas.road(atlas.road_at(line, 0)).link)?;
        let tagged = arc.maxspeed.filter(|speed| speed.is_finite() && *speed > 0.0);
        if arc.class == RoadClass::Ferry {
            return Some(tagged.unwrap_or(usual));
        }
        let cap = match arc.surface {
            None | Some(Surface::Paved) => f64::INFINITY,
            Some(Surface::Concrete) => caps[0],
            Some(Surface::Compacted) => caps[1],
            Some(Surface::Gravel) => caps[2],
            Some(Surface::Ground) => caps[3],
        };
        Some(tagged.map_or(usual, |speed| speed * limit).min(cap))
    };
    let graph = network.graph();
    let arcs = graph.edge_indices().map(|edge| (edge, &graph[edge]));
    arcs.map(|(edge, arc)| {
        let metres: f64 = arc.pieces.iter().map(|piece| f64::from(piece.length)).sum();
        Some(weight(metres, metres / kmh(speed(edge, arc)?)))
    })
    .collect()
}

fn is_closed(arc: &Arc, state: State) -> bool {
    arc.shut || arc.closure.applies(state.season)
}

/// km/h where no limit is tagged; `None` for what cars do not use.
fn class_speed(class: RoadClass, link: bool) -> Option<f64> {
    let (name, has_links) = match class {
        RoadClass::Motorway => ("motorway", true),
        RoadClass::Trunk => ("trunk", true),
        RoadClass::Primary => ("primary", true),
        RoadClass::Secondary => ("secondary", true),
        RoadClass::Tertiary => ("tertiary", true),
        RoadClass::Unclassified => ("unclassified", false),
        RoadClass::Residential => ("residential", false),
        RoadClass::LivingStreet => ("living_street", false),
        RoadClass::Service => ("service", false),
        RoadClass::Ferry => ("ferry", false),
        RoadClass::Track(_) | RoadClass::Path => return None,
    };
    let ramp = if link && has_links { "_link" } else { "" };
    Some(facts::value(&format!("car.speed.{name}{ramp}")))
}

/// What each arc costs somebody on foot, on roads read for walkers. Motorways are not walked. (M61)
#[must_use]
pub fn foot(network: &Network, state: State) -> Vec<Option<ArcWeight>> {
    let fact = |name: &str| facts::value(&format!("foot.{name}"));
    let (best, fall, level) = (fact("speed.best"), fact("speed.fall"), fact("speed.level"));
    let ferry = fact("ferry");
    let of = |arc: &Arc| {
        if arc.class == RoadClass::Motorway || is_closed(arc, state) {
            return None;
        }
        let speed = |slope: f64| match arc.class {
            RoadClass::Ferry => arc.maxspeed.filter(|speed| speed.is_finite()).unwrap_or(ferry),
            _ => {
                // What a way on foot is limited to is the pace of its steps.
                let pace = arc.maxspeed.filter(|_| arc.class == RoadClass::Path).unwrap_or(f64::INFINITY);
                (best * (-fall * (slope + level).abs()).exp()).min(pace)
            }
        };
        let pieces = || arc.pieces.iter().map(|piece| (f64::from(piece.length), f64::from(piece.slope)));
        let seconds = pieces().map(|(metres, slope)| metres / kmh(speed(slope))).sum();
        Some(weight(pieces().map(|(metres, _)| metres).sum(), seconds))
    };
    network.graph().edge_weights().map(of).collect()
}

/// Metres a second.
fn kmh(speed: f64) -> f64 {
    speed.max(LEAST) / 3.6
}

fn weight(metres: f64, seconds: f64) -> ArcWeight {
    let (millis, decimetres) = ((seconds * 1000.0).round() as u32, (metres * 10.0).round() as u32);
    ArcWeight { millis, decimetres, empty: 0, per_tonne: 0 }
}
