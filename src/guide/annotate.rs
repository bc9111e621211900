//! What a trace says stretch by stretch.

use super::{Atlas, Trace};

/// By stretch, but for the nodes, which are one more.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotation {
    /// Milliseconds.
    pub millis: Vec<i64>,
    pub decimetres: Vec<i64>,
    /// Ids in the source file.
    pub ways: Vec<i64>,
    pub nodes: Vec<i64>,
}

/// Lists what the stretches of a leg are.
#[must_use]
pub fn annotate(atlas: &Atlas, trace: &Trace) -> Annotation {
    let stretches = &trace.stretches;
    let last = stretches.last().map(|stretch| stretch.nodes[1]);
    Annotation {
        millis: stretches.iter().map(|stretch| stretch.cost.millis).collect(),
        decimetres: stretches.iter().map(|stretch| stretch.cost.decimetres).collect(),
        ways: stretches.iter().map(|stretch| atlas.road(stretch.road).way).collect(),
        nodes: stretches.iter().map(|stretch| stretch.nodes[0]).chain(last).collect(),
    }
}
