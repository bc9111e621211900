//! What a corridor has to keep to.

use crate::energy::drone::{Airframe, Class};
use crate::facts;

/// Metres and shares that hold for all corridors of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// Above the highest ground within `half_width`.
    pub clearance: f64,
    /// True height: above the ground straight below.
    pub ceiling: f64,
    /// To both sides, kept clear of ground and zones.
    pub half_width: f64,
    /// To both sides, where people are counted.
    pub buffer: f64,
    /// Metres of detour worth not flying above one person.
    pub detour: f64,
    /// Above power lines, as high as they hang at most.
    pub wire: f64,
    /// Metres of detour worth a metre with a radio link.
    pub link: f64,
}

impl Rules {
    /// The rules for an airframe's class, from the facts.
    #[must_use]
    pub fn usual(frame: &Airframe) -> Rules {
        let ceiling = match frame.class() {
            Class::Light | Class::Small => facts::value("air.ceiling.small"),
            Class::Medium | Class::Large => facts::value("air.ceiling.medium"),
        };
        Rules {
            clearance: facts::value("air.clearance"),
            ceiling,
            half_width: facts::value("air.half_width"),
            buffer: facts::value("air.buffer"),
            detour: facts::value("air.people.detour"),
            wire: facts::value("air.wire.clearance"),
            link: facts::value("air.link.detour"),
        }
    }

    /// Whether the corridor may be flown without an application.
    #[must_use]
    pub fn approval(&self, frame: &Airframe) -> Approval {
        let small = matches!(frame.class(), Class::Light | Class::Small);
        if small && self.ceiling <= facts::value("air.ceiling.small") {
            Approval::SuitableAirspace
        } else {
            Approval::Application
        }
    }
}

/// What the regulator asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approval {
    /// None, where the airspace is published as suitable for light and small drones.
    SuitableAirspace,
    /// An application for each flight activity, by noon of the day before.
    Application,
}
