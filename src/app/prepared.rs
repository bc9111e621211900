//! Prepared roads, kept under the county they belong to, and when they may be used again.

use crate::finding::Found;
use crate::hierarchy::{self, Skeleton};
use crate::network::Network;
use crate::store::prepared;
use crate::wire::prepared::Prepared;
use std::collections::BTreeMap;
use std::path::Path;

/// Where prepared roads are kept in a county's folder.
const FOLDER: &str = ".cache";
/// Networks with fewer junctions are ordered faster than a file is worth: well below a second.
const LARGE: usize = 20_000;

/// The hierarchy of a county's junctions: taken from its folder if it was made of these very
/// roads, else made and, for large networks, kept there. A folder that cannot be written is no
/// fault; a file that is not used is told (`W508`).
#[must_use]
pub fn junctions(county: &Path, network: &Network) -> Found<Skeleton> {
    if network.graph().node_count() < LARGE {
        return Found { value: hierarchy::junctions(network), findings: Vec::new() };
    }
    kept(&county.join(FOLDER).join("junctions.prepared"), network)
}

/// The hierarchy of a network's junctions, kept in a file.
#[must_use]
pub fn kept(path: &Path, network: &Network) -> Found<Skeleton> {
    let key = key(network);
    let found = prepared::read(path, key);
    let fits = |prepared: &Prepared| {
        let parts = prepared.skeleton.parts();
        prepared.turns.is_none()
            && parts.place.len() == network.graph().node_count()
            && parts.halves.len() == network.graph().edge_count()
    };
    if let Some(prepared) = found.value.filter(fits) {
        return Found { value: prepared.skeleton, findings: Vec::new() };
    }
    let prepared =
        Prepared { turns: None, skeleton: hierarchy::junctions(network), weights: BTreeMap::new() };
    // Whoever may not write here prepares again the next time.
    let _ = prepared::write(path, &prepared, key);
    Found { value: prepared.skeleton, findings: found.findings }
}

/// A number that changes with the roads of a network: where junctions lie, which arcs join them,
/// and their ways, lengths and turns' geometry. Two networks with the same key are the same roads
/// but by accident (64 bits).
#[must_use]
pub fn key(network: &Network) -> u64 {
    let graph = network.graph();
    let (mut shape, mut joins) = (crc32fast::Hasher::new(), crc32fast::Hasher::new());
    for junction in graph.node_weights() {
        shape.update(&junction.point.x().to_bits().to_le_bytes());
        shape.update(&junction.point.y().to_bits().to_le_bytes());
    }
    for edge in graph.raw_edges() {
        let ends = (edge.source().index() as u64) << 32 | edge.target().index() as u64;
        joins.update(&ends.to_le_bytes());
        joins.update(&edge.weight.way.to_le_bytes());
        joins.update(&edge.weight.length.0.to_le_bytes());
        for point in
            [edge.weight.geometry.get(1), edge.weight.geometry.iter().rev().nth(1)].into_iter().flatten()
        {
            joins.update(&point.x().to_bits().to_le_bytes());
            joins.update(&point.y().to_bits().to_le_bytes());
        }
    }
    u64::from(shape.finalize()) << 32 | u64::from(joins.finalize())
}
