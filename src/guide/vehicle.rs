//! The kinds of vehicle that can be asked for, and what each arc costs them.

use super::{Atlas, Sizes, tagged};
use crate::county::{HourRule, Running, SiteId, preset};
use crate::network::{ArcWeight, Network, State, Step, steps};

/// Milliseconds of an arc that may not be used.
pub(super) const NEVER: u32 = u32::MAX;

/// A kind of vehicle.
#[derive(Clone, Debug)]
pub struct Vehicle {
    /// Names it is asked for by, the first of them its own.
    pub names: &'static [&'static str],
    /// What OSRM calls its way of moving.
    pub mode: &'static str,
    pub sizes: Sizes,
    /// It turns like this one; `None`: turning takes it no time.
    pub running: Option<Running>,
    /// By arc: milliseconds, `u32::MAX` where it may not go, and decimetres; as if no road had a
    /// limit of size.
    pub arcs: Vec<[u32; 2]>,
    /// Where and when it is slower, or may not drive.
    pub steps: Vec<Step>,
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

/// The name of those on foot, who have roads of their own.
pub const ON_FOOT: &str = "foot";

/// Whether a name is that of those on foot.
#[must_use]
pub fn walks(name: &str) -> bool {
    kind(name).is_some_and(|(_, drives)| matches!(drives, Drives::Walks))
}

/// The own names of all kinds.
pub fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().filter_map(|(names, _)| names.first().copied())
}

/// The kind of this name, on this network (which must be one without limits) in this state.
/// `None` if there is no such kind.
#[must_use]
pub fn vehicle(
    name: &str,
    atlas: &Atlas,
    network: &Network,
    state: State,
    hours: &[HourRule],
) -> Option<Vehicle> {
    let (bare, drives) = kind(name)?;
    let weights = match drives {
        Drives::Preset(preset) => network.weigh(&running(preset)?, state).arcs,
        Drives::ByTags => tagged::car(atlas, network, state),
        Drives::Walks => tagged::foot(network, state),
    };
    let arc = |weight: &Option<ArcWeight>| {
        weight.map_or([NEVER, 0], |weight| [weight.millis.min(NEVER - 1), weight.decimetres])
    };
    let steps = bare.running.as_ref().map(|running| steps(network, hours, running)).unwrap_or_default();
    Some(Vehicle { arcs: weights.iter().map(arc).collect(), steps, ..bare })
}

/// The kind of this name with what its arcs cost, as it was weighed before.
#[must_use]
pub fn weighed(name: &str, arcs: Vec<[u32; 2]>, steps: Vec<Step>) -> Option<Vehicle> {
    let (bare, _) = kind(name)?;
    Some(Vehicle { arcs, steps, ..bare })
}

/// A kind that has not been weighed.
fn kind(name: &str) -> Option<(Vehicle, Drives)> {
    let &(names, drives) = KINDS.iter().find(|(names, _)| names.contains(&name))?;
    let (running, sizes) = match drives {
        Drives::Preset(preset) => {
            let running = running(preset)?;
            let Running { gross_mass: mass, height, width, .. } = running;
            (Some(running), Sizes { mass, height, width })
        }
        // By tags one turns like a van.
        Drives::ByTags => (Some(running("van")?), tagged::car_sizes()),
        Drives::Walks => (None, Sizes::default()),
    };
    let mode = if matches!(drives, Drives::Walks) { "walking" } else { "driving" };
    Some((Vehicle { names, mode, sizes, running, arcs: Vec::new(), steps: Vec::new() }, drives))
}

fn running(preset: &str) -> Option<Running> {
    Some(preset::vehicle(preset, SiteId(0))?.running)
}
