//! Season, and what energy costs.

use crate::units::Fen;

/// Which closures and speed factors of the road network apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// Prices in fen. Energy per MWh of what is in the tank or the battery, so that
/// whole numbers are exact enough: 7.5 yuan a litre of diesel is 75,300 fen per MWh.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prices {
    /// Per MWh of diesel burnt (a litre holds `diesel.energy_per_litre`, see `facts`).
    pub diesel: Fen,
    pub petrol: Fen,
    /// Per MWh charged.
    pub electricity: Fen,
    /// Per tonne of CO2; `None` leaves carbon out of the objective.
    pub carbon: Option<Fen>,
}
