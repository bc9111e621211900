//! The kinds of vehicle that can be asked for, and what each arc costs them.

use super::{Atlas, Sizes, tagged};
use crate::county::{SiteId, preset};
use crate::network::{Network, State, Weights};

/// A kind of vehicle.
#[derive(Clone, Debug)]
pub struct Vehicle {
    /// Names it is asked for by, the first of them its own.
    pub names: &'static [&'static str],
    /// What OSRM calls its way of moving.
    pub mode: &'static str,
    pub sizes: Sizes,
    /// By arc, as if no road had a limit of size.
    pub weights: Weights,
}

/// By their names.
const KINDS: [(&[&str], Drives); 7] = [
    (&["car", "driving"], Drives::ByTags),
    (&["van"], Drives::Preset("van")),
    (&["truck", "truck_4t2"], Drives::Preset("truck_4t2")),
    (&["refrigerated", "reefer", "reefer_4t2"], Drives::Preset("reefer_4t2")),
    (&["etrike"], Drives::Preset("etrike")),
    (&["motorbike", "motorcycle"], Drives::Preset("motorbike")),
    (&["foot", "walking"], Drives::Walks),
];

#[derive(Clone, Copy)]
enum Drives {
    ByTags,
    Preset(&'static str),
    Walks,
}

/// The own names of all kinds.
pub fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().filter_map(|(names, _)| names.first().copied())
}

/// The kind of this name, on this network (which must be one without limits) in this state.
/// `None` if there is no such kind.
#[must_use]
pub fn vehicle(name: &str, atlas: &Atlas, network: &Network, state: State) -> Option<Vehicle> {
    let &(names, drives) = KINDS.iter().find(|(names, _)| names.contains(&name))?;
    let weigh = |preset| {
        let running = preset::vehicle(preset, SiteId(0))?.running;
        let sizes = Sizes { mass: running.gross_mass, height: running.height, width: running.width };
        Some((sizes, network.weigh(&running, state)))
    };
    let with = |preset, arcs| {
        let (_, mut weights) = weigh(preset)?;
        weights.arcs = arcs;
        Some(weights)
    };
    let (mode, (sizes, weights)) = match drives {
        Drives::Preset(preset) => ("driving", weigh(preset)?),
        // These turn like a van, and like something narrow.
        Drives::ByTags => {
            ("driving", (tagged::car_sizes(), with("van", tagged::car(atlas, network, state))?))
        }
        Drives::Walks => ("walking", (Sizes::default(), with("motorbike", tagged::foot(network, state))?)),
    };
    Some(Vehicle { names, mode, sizes, weights })
}
