//! A network whose roads let vehicles of any size through.

use super::Network;
use crate::county::Limits;

impl Network {
    /// The same without limits of weight, height and width: for those who lay them over the
    /// weights themselves, for each vehicle that asks.
    #[must_use]
    pub fn without_limits(mut self) -> Network {
        self.graph.edge_weights_mut().for_each(|arc| arc.limits = Limits::default());
        self
    }
}
