//! From a road map to a network: links, heights, bends, arcs.

use super::bans;
use super::bends::Bends;
use super::courses::Courses;
use super::links::{Link, Links, links};
use super::ruler::Line;
use super::slopes::{Slopes, slopes};
use super::speed;
use super::{Arc, Heights, Junction, Network, Piece, parts};
use crate::county::{RoadClass, RoadMap, Way};
use crate::finding::{Code, Finding, Found, Spot};
use crate::units::Metres;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use rayon::prelude::*;

/// What the road file is called in findings.
const FILE: &str = "roads";

pub(super) fn build(map: &RoadMap, heights: Heights) -> Found<(Network, Courses)> {
    let links = links(map);
    let slopes = slopes(&links, map, heights);
    let mut network = assemble(&links, map, &slopes);
    let courses = Courses::of(&links);
    network.bans = bans::bans(map, &network, &courses);
    let findings = findings(&network, &links, &slopes);
    Found { value: (network, courses), findings }
}

fn assemble(links: &Links, map: &RoadMap, slopes: &Slopes) -> Network {
    let arcs = links.links.iter().map(|link| usize::from(link.forward) + usize::from(link.backward)).sum();
    let mut graph = DiGraph::with_capacity(links.junctions.len(), arcs);
    for (&point, &height) in links.junctions.iter().zip(&slopes.junctions) {
        graph.add_node(Junction { point, height: (!height.is_nan()).then_some(height) });
    }
    let forward: Vec<Arc> = links
        .links
        .par_iter()
        .zip(&slopes.links)
        .map(|(link, heights)| arc(link, &map.ways[link.way as usize], map, heights))
        .collect();
    let mut twins: Vec<Option<EdgeIndex>> = Vec::with_capacity(arcs);
    for (link, arc) in links.links.iter().zip(forward) {
        let (from, to) = (NodeIndex::new(link.from as usize), NodeIndex::new(link.to as usize));
        let both = link.forward && link.backward;
        if both {
            let first = graph.add_edge(from, to, arc.clone());
            let second = graph.add_edge(to, from, turned(arc));
            twins.extend([Some(second), Some(first)]);
        } else {
            let (from, to, arc) = if link.forward { (from, to, arc) } else { (to, from, turned(arc)) };
            graph.add_edge(from, to, arc);
            twins.push(None);
        }
    }
    Network::new(graph, twins)
}

fn arc(link: &Link, way: &Way, map: &RoadMap, heights: &[f32]) -> Arc {
    let line = Line::new(&link.points);
    Arc {
        way: way.id,
        length: Metres::rounded(line.length()),
        class: way.class,
        surface: way.surface,
        structure: way.structure,
        maxspeed: if way.class == RoadClass::Ferry { ferry_speed(way, map) } else { way.maxspeed },
        limits: way.limits,
        closure: way.closure,
        timed: way.timed.as_slice().into(),
        destination_only: way.destination_only,
        narrow_only: link.gate,
        urban: way.urban,
        breadth: way.breadth,
        single: link.forward && link.backward && speed::is_single(way),
        shut: false,
        pieces: pieces(&line, heights),
        geometry: link.points.clone(),
    }
}

/// Pieces of equal length between the heights.
fn pieces(line: &Line, heights: &[f32]) -> Vec<Piece> {
    let count = heights.len() - 1;
    let step = line.length() / count.max(1) as f64;
    let bends = Bends::of(line);
    let piece = |index: usize| {
        let (low, high) = (f64::from(heights[index]), f64::from(heights[index + 1]));
        let (from, to) = (step * index as f64, step * (index + 1) as f64);
        let known = !low.is_nan() && !high.is_nan();
        let slope = if known { (high - low) / step } else { 0.0 };
        Piece::new(step, slope, bends.radius(from, to), known.then(|| f64::midpoint(low, high)))
    };
    (0..count).map(piece).collect()
}

/// km/h of a ferry that takes its minutes for the whole way.
fn ferry_speed(way: &Way, map: &RoadMap) -> Option<f64> {
    let minutes = way.minutes.filter(|&minutes| minutes.is_finite() && minutes > 0.0)?;
    let points = way.nodes.iter().filter_map(|&node| Some(map.nodes.get(node as usize)?.point));
    let points: Vec<_> = points.filter(|point| point.x().is_finite() && point.y().is_finite()).collect();
    if points.len() < 2 {
        return None;
    }
    Some(Line::new(&points).length() / 1000.0 / (minutes / 60.0))
}

fn turned(mut arc: Arc) -> Arc {
    arc.geometry.reverse();
    arc.pieces.reverse();
    arc.pieces.iter_mut().for_each(|piece| *piece = piece.turned());
    arc
}

fn findings(network: &Network, links: &Links, slopes: &Slopes) -> Vec<Finding> {
    let mut findings = Vec::new();
    if network.graph().edge_count() == 0 {
        findings.push(Finding::new(Code::E501, Spot::file(FILE)));
        return findings;
    }
    if links.unusable > 0 {
        findings.push(
            Finding::new(Code::W501, Spot::file(FILE))
                .with("count", links.unusable)
                .with("reason", "node=missing"),
        );
    }
    let main = parts::main(network, |_| true);
    let inside = |node: NodeIndex| main[node.index()];
    let cut_off = |edge: &EdgeIndex| {
        network.graph().edge_endpoints(*edge).is_some_and(|(from, to)| !(inside(from) && inside(to)))
    };
    let lost: Vec<EdgeIndex> = network.graph().edge_indices().filter(cut_off).collect();
    if !lost.is_empty() {
        let km = lost.iter().map(|&edge| network.graph()[edge].length.as_f64()).sum::<f64>() / 1000.0;
        let finding = Finding::new(Code::W502, Spot::file(FILE));
        findings.push(finding.with("count", lost.len()).with("km", km));
    }
    let flattened = slopes.flattened;
    if flattened.links > 0 {
        let finding = Finding::new(Code::W504, Spot::file(FILE)).with("count", flattened.links);
        let finding = finding.with("km", flattened.metres / 1000.0);
        findings.push(finding.with("steepest", flattened.steepest * 100.0));
    }
    findings
}
