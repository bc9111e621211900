//! What a road of each class is built for.

use crate::county::{RoadClass, Surface};
use crate::facts;

/// The limits of a class of road, and how it is tagged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Design {
    pub(super) class: RoadClass,
    /// Steepest, rise over run.
    pub(super) grade: f64,
    /// Tightest bend, metres.
    pub(super) radius: f64,
    /// Bends are not built wider than this in the mountains, metres.
    pub(super) widest: f64,
    /// Metres of detour that one bend tighter than the limit is worth.
    pub(super) turning: f64,
    /// Of its tunnels and high bridges, metres; 0 has none.
    pub(super) longest_tunnel: f64,
    pub(super) maxspeed: Option<f64>,
    pub(super) surface: Surface,
    /// Weight limit of its bridges, kg.
    pub(super) bridge: Option<f64>,
}

fn design(key: &str, class: RoadClass, widest: f64, turning: f64) -> Design {
    let fact = |what: &str| facts::value(&format!("design.{key}.{what}"));
    Design {
        class,
        grade: fact("grade"),
        radius: fact("radius"),
        widest,
        turning,
        longest_tunnel: 0.0,
        maxspeed: Some(fact("speed")),
        surface: Surface::Concrete,
        bridge: None,
    }
}

/// National and provincial roads: class II.
pub(super) fn main_road() -> Design {
    Design {
        surface: Surface::Paved,
        longest_tunnel: 2_500.0,
        ..design("class2", RoadClass::Primary, 260.0, 500.0)
    }
}

/// 县道: class III.
pub(super) fn county_road() -> Design {
    Design {
        surface: Surface::Paved,
        longest_tunnel: 1_200.0,
        ..design("class3", RoadClass::Secondary, 150.0, 300.0)
    }
}

/// 乡道: class IV, 30 km/h.
pub(super) fn township_road() -> Design {
    Design { bridge: Some(20_000.0), ..design("class4.fast", RoadClass::Tertiary, 90.0, 120.0) }
}

/// 村道: class IV, 20 km/h.
pub(super) fn village_road() -> Design {
    Design { bridge: Some(10_000.0), ..design("class4", RoadClass::Unclassified, 70.0, 60.0) }
}

/// To groups of houses and orchards: class IV with little traffic.
pub(super) fn farm_track() -> Design {
    Design {
        bridge: Some(5_000.0),
        surface: Surface::Compacted,
        maxspeed: None,
        ..design("low", RoadClass::Track(2), 45.0, 30.0)
    }
}

/// For e-trikes and on foot.
pub(super) fn path() -> Design {
    Design { class: RoadClass::Path, surface: Surface::Ground, maxspeed: None, grade: 0.14, ..farm_track() }
}
