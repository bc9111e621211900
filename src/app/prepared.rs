//! When prepared roads may be used again: the key of what they were made of.

use crate::network::Network;

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
