//! Why there is no corridor: the rule that stands against it.

/// What of the rules a pad keeps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PadState {
    Good,
    /// Outside of the height model.
    Off,
    /// No height is known there.
    Void,
    /// Inside a zone, or within the half width of one, by its index.
    Zone(usize),
    /// So steep around that clearance and ceiling leave nothing.
    Steep,
    /// Under power lines so high that nothing is left above them.
    Wires,
    /// Above what the airframe may fly at.
    High,
    /// Good itself, with no way out.
    Walled,
}

/// The rule that no way between two pads keeps.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// A pad, by its index, that is not fit itself.
    Pad(usize, PadState),
    /// Both pads are at the same place, within the width of a corridor.
    Beside,
    /// These zones, by their indices, cut all ways.
    Zones(Vec<usize>),
    /// Everywhere in between clearance and ceiling leave nothing over ground so steep.
    Ceiling,
    /// Power lines hang so high everywhere in between that the ceiling leaves nothing above them.
    Wires,
    /// Heights in between are not known.
    Void,
    /// The ground in between is higher than the airframe may fly.
    Highest,
    /// Only several of these rules together cut all ways.
    Several,
    /// Farther than an empty drone flies with its reserve: metres, Wh needed and Wh there are,
    /// where the way was found.
    Range { metres: f64, needed: Option<f64>, usable: f64 },
    /// No place to land within the energy left even of an empty drone, `metres` away at the worst
    /// place.
    Alternate { metres: f64 },
}

/// Two pads without a corridor.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    pub ends: [usize; 2],
    pub rule: Rule,
}
