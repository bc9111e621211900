//! Moments of handing over that are tried first, before they are made exact.

use crate::units::Seconds;

/// Between what a vehicle can do and the moments of handing over that are tried.
pub(super) const SPARE: [Seconds; 2] = [Seconds(45 * 60), Seconds(3 * 3600)];

/// How long a carried drone stays at a pad in these trials.
pub(super) const STAY: [Seconds; 2] = [Seconds(90 * 60), Seconds(4 * 3600)];

/// From the moment at which vehicles of the place could fetch something until it is handed over, so
/// that one visit brings and takes.
pub(super) const EARLY: Seconds = Seconds(75 * 60);

/// When what is collected is handed over at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timing {
    /// As late as the way home allows, less some spare time, by index.
    Late(usize),
    /// Soon after it is ready.
    Early,
}

impl Timing {
    /// Index into [`SPARE`] and [`STAY`].
    pub fn spare(self) -> usize {
        match self {
            Timing::Late(spare) => spare,
            Timing::Early => SPARE.len() - 1,
        }
    }
}
