//! What can be wrong with flights.

use super::super::Differs;
use crate::corridor::verify::Fault;
use crate::county::{OrderId, SiteId};
use crate::units::{Grams, Joules, Metres, Moment, Seconds};

/// A rule of flying that a plan breaks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AirRule {
    /// Flights cannot be judged without heights.
    NoHeights,
    /// The air part names a vehicle type that does not fly, or a site, order or type that is not there.
    Unknown,
    /// A drone takes off or lands at a site that is no pad.
    NotAPad(SiteId),
    /// A pad is farther from the door than goods are carried.
    PadFar {
        pad: SiteId,
        metres: Metres,
        most: Metres,
    },
    Walk(Differs<Seconds>),
    /// The line between two pads breaks a rule.
    Line {
        from: SiteId,
        to: SiteId,
        fault: Fault,
    },
    FlightTime {
        from: SiteId,
        to: SiteId,
        values: Differs<Seconds>,
    },
    FlightLength {
        from: SiteId,
        to: SiteId,
        values: Differs<Metres>,
    },
    /// Energy without load, or with all of it.
    FlightEnergy {
        from: SiteId,
        to: SiteId,
        values: Differs<Joules>,
    },
    /// The legs of a flight are charged less than it takes in some wind.
    FlightSum {
        stated: Joules,
        needed: Joules,
    },
    /// A stated largest load that does not arrive with the reserve, or is more than the drone lifts.
    Limit {
        from: SiteId,
        to: SiteId,
        limit: Grams,
    },
    /// More wind is planned for than the airframe may fly in.
    Wind,
    /// On a leg.
    Load {
        load: Grams,
        limit: Grams,
    },
    /// Of a whole flight, with its loads.
    Reserve {
        needed: Joules,
        usable: Joules,
    },
    /// No full battery set is there when the drone is loaded.
    Set {
        ready: Moment,
        load_start: Moment,
    },
    /// Another drone stands on the pad until then.
    PadTaken {
        pad: SiteId,
        until: Moment,
    },
    /// More landings on a pad within an hour than it takes.
    Landings {
        pad: SiteId,
        landings: usize,
        most: usize,
    },
    /// So many metres are missing on the way to the nearest place to land, at the worst place.
    NoLanding {
        from: SiteId,
        to: SiteId,
        metres: Metres,
    },
    /// Leaves before sunrise or is back after sunset.
    Dark {
        at: Moment,
        light: Moment,
    },
    /// In the air, or on a pad away from home, at hours at which fog or wind keeps it on the ground.
    Weather {
        from: Moment,
        to: Moment,
    },
    /// What the plan says of an order is not what it does with it.
    Verdict(OrderId),
}

impl AirRule {
    /// The names of all rules.
    pub const NAMES: [&'static str; 21] = [
        "no_heights",
        "unknown",
        "not_a_pad",
        "pad_far",
        "walk",
        "line",
        "flight_time",
        "flight_length",
        "flight_energy",
        "limit",
        "wind",
        "load",
        "reserve",
        "set",
        "pad_taken",
        "dark",
        "verdict",
        "landings",
        "no_landing",
        "flight_sum",
        "weather",
    ];

    /// The stable name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        let index = match self {
            AirRule::NoHeights => 0,
            AirRule::Unknown => 1,
            AirRule::NotAPad(_) => 2,
            AirRule::PadFar { .. } => 3,
            AirRule::Walk(_) => 4,
            AirRule::Line { .. } => 5,
            AirRule::FlightTime { .. } => 6,
            AirRule::FlightLength { .. } => 7,
            AirRule::FlightEnergy { .. } => 8,
            AirRule::Limit { .. } => 9,
            AirRule::Wind => 10,
            AirRule::Load { .. } => 11,
            AirRule::Reserve { .. } => 12,
            AirRule::Set { .. } => 13,
            AirRule::PadTaken { .. } => 14,
            AirRule::Dark { .. } => 15,
            AirRule::Verdict(_) => 16,
            AirRule::Landings { .. } => 17,
            AirRule::NoLanding { .. } => 18,
            AirRule::FlightSum { .. } => 19,
            AirRule::Weather { .. } => 20,
        };
        AirRule::NAMES[index]
    }
}
