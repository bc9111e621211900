//! Arcs split where stops lie on them, both directions in the same places.

use super::ruler::Line;
use super::{Arc, Ban, Junction, Network, Piece};
use crate::units::Metres;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use std::collections::BTreeMap;

/// A place on a road: metres along an arc.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mark {
    pub(super) arc: EdgeIndex,
    pub(super) metres: f64,
}

/// Closer than this to a junction or to another mark is the same place, in metres.
const SAME: f64 = 1.0;

/// Splits the arcs at the marks. Returns the junction of each mark.
pub(super) fn cut(network: Network, marks: &[Mark]) -> (Network, Vec<NodeIndex>) {
    let Network { graph, twins, bans, .. } = network;
    let mut places: BTreeMap<EdgeIndex, Vec<(f64, usize)>> = BTreeMap::new();
    for (index, mark) in marks.iter().enumerate() {
        places.entry(mark.arc).or_default().push((mark.metres, index));
    }
    let mut junctions = vec![NodeIndex::end(); marks.len()];
    let mut splits: BTreeMap<EdgeIndex, Vec<(f64, NodeIndex)>> = BTreeMap::new();
    let mut added = Vec::new();
    for (arc, mut on_it) in places {
        on_it.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (from, to) = graph.edge_endpoints(arc).expect("a mark lies on an arc of this network");
        let arc_of = &graph[arc];
        let line = Line::new(&arc_of.geometry);
        let mut split: Vec<(f64, NodeIndex)> = Vec::new();
        for (metres, index) in on_it {
            junctions[index] = if metres < SAME {
                from
            } else if metres > line.length() - SAME {
                to
            } else if let Some(&(_, last)) = split.last().filter(|(last, _)| metres - last < SAME) {
                last
            } else {
                let height = height_at(&arc_of.pieces, metres);
                added.push(Junction { point: line.at(metres), height });
                let new = NodeIndex::new(graph.node_count() + added.len() - 1);
                split.push((metres, new));
                new
            };
        }
        if let Some(twin) = twins[arc.index()] {
            let length = line.length();
            splits.insert(twin, split.iter().rev().map(|&(metres, new)| (length - metres, new)).collect());
        }
        splits.insert(arc, split);
    }
    (rebuilt(graph, &twins, &bans, added, &splits), junctions)
}

/// The network with new junctions, arcs in the old order, parts in place of what was split.
fn rebuilt(
    graph: DiGraph<Junction, Arc>,
    twins: &[Option<EdgeIndex>],
    bans: &[Ban],
    added: Vec<Junction>,
    splits: &BTreeMap<EdgeIndex, Vec<(f64, NodeIndex)>>,
) -> Network {
    let (nodes, edges) = graph.into_nodes_edges();
    let more: usize = splits.values().map(Vec::len).sum();
    let mut next = DiGraph::with_capacity(nodes.len() + added.len(), edges.len() + more);
    for junction in nodes.into_iter().map(|node| node.weight).chain(added) {
        next.add_node(junction);
    }
    // By old arc: its first part; the parts follow each other.
    let mut firsts = Vec::with_capacity(edges.len());
    for (index, edge) in edges.into_iter().enumerate() {
        let (from, to) = (edge.source(), edge.target());
        firsts.push(next.edge_count());
        match splits.get(&EdgeIndex::new(index)).filter(|split| !split.is_empty()) {
            None => {
                next.add_edge(from, to, edge.weight);
            }
            Some(split) => {
                let ends: Vec<NodeIndex> =
                    [from].into_iter().chain(split.iter().map(|&(_, new)| new)).chain([to]).collect();
                let metres: Vec<f64> = split.iter().map(|&(metres, _)| metres).collect();
                for (pair, part) in ends.windows(2).zip(parts(&edge.weight, &metres)) {
                    next.add_edge(pair[0], pair[1], part);
                }
            }
        }
    }
    firsts.push(next.edge_count());
    let mut paired = vec![None; next.edge_count()];
    for (old, twin) in twins.iter().enumerate() {
        let Some(twin) = twin.map(EdgeIndex::index) else { continue };
        // The first part of one direction is the last of the other.
        let there = firsts[old]..firsts[old + 1];
        let back = (firsts[twin]..firsts[twin + 1]).rev();
        for (one, other) in there.zip(back) {
            paired[one] = Some(EdgeIndex::new(other));
        }
    }
    let mut network = Network::new(next, paired);
    network.bans.extend(bans.iter().map(|ban| Ban { arcs: in_parts(&ban.arcs, &firsts), ..ban.clone() }));
    network
}

/// One turns from the last part of a road over all parts of others into the first of the next.
fn in_parts(arcs: &[EdgeIndex], firsts: &[usize]) -> Vec<EdgeIndex> {
    let parts = |arc: &EdgeIndex| firsts[arc.index()]..firsts[arc.index() + 1];
    let of = |(place, arc): (usize, &EdgeIndex)| {
        let parts = parts(arc);
        match place {
            0 => parts.end - 1..parts.end,
            _ if place + 1 == arcs.len() => parts.start..parts.start + 1,
            _ => parts,
        }
    };
    arcs.iter().enumerate().flat_map(of).map(EdgeIndex::new).collect()
}

/// An arc in parts that end at these distances along it.
fn parts(arc: &Arc, ends: &[f64]) -> Vec<Arc> {
    let line = Line::new(&arc.geometry);
    let bounds: Vec<f64> = [0.0].into_iter().chain(ends.iter().copied()).chain([line.length()]).collect();
    let part = |from: f64, to: f64| Arc {
        length: Metres::rounded(to - from),
        pieces: pieces(&arc.pieces, from, to),
        geometry: line.part(from, to),
        ..arc.clone()
    };
    bounds.windows(2).map(|pair| part(pair[0], pair[1])).collect()
}

/// Each piece with the metres at which it begins and ends.
fn placed(pieces: &[Piece]) -> impl Iterator<Item = (f64, f64, &Piece)> {
    pieces.iter().scan(0.0, |at, piece| {
        let from = *at;
        *at += f64::from(piece.length);
        Some((from, *at, piece))
    })
}

/// The pieces between two distances; those that lie across are cut.
fn pieces(pieces: &[Piece], from: f64, to: f64) -> Vec<Piece> {
    let mut parts = Vec::new();
    for (start, end, piece) in placed(pieces) {
        let (low, high) = (start.max(from), end.min(to));
        if high <= low {
            continue;
        }
        let slope = f64::from(piece.slope);
        let shift = f64::midpoint(low, high) - f64::midpoint(start, end);
        let height = piece.height().map(|height| height + slope * shift);
        parts.push(Piece::new(high - low, slope, f64::from(piece.radius), height));
    }
    parts
}

fn height_at(pieces: &[Piece], metres: f64) -> Option<f64> {
    let (start, end, piece) = placed(pieces).find(|&(_, end, _)| metres <= end).or(placed(pieces).last())?;
    Some(piece.height()? + f64::from(piece.slope) * (metres.min(end) - f64::midpoint(start, end)))
}
