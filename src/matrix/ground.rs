//! What matrices are computed on, prepared once for all vehicles of a county.

use crate::hierarchy::{Skeleton, Turns};
use crate::network::Network;

/// The turns of a network and a hierarchy over them.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    pub(super) turns: Turns,
    pub(super) skeleton: Skeleton,
}

impl Ground {
    /// Orders the roads. Cost: the slow part, tenths of a second for a county.
    #[must_use]
    pub fn new(network: &Network) -> Ground {
        let turns = Turns::new(network);
        let skeleton = turns.hierarchy(network);
        Ground { turns, skeleton }
    }

    /// From parts that were prepared before; both must be those of the network that is asked about.
    #[must_use]
    pub fn from_parts(turns: Turns, skeleton: Skeleton) -> Ground {
        Ground { turns, skeleton }
    }
}
