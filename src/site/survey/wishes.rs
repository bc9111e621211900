//! What a planner asks for beyond the county's own files.

use super::events::Measure;
use crate::county::{RoadReport, SiteId, SiteKind};
use crate::units::Fen;

/// Rules and factors of one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Wishes {
    /// What it is called; the county's own has no name.
    pub name: Option<String>,
    /// The most that all open sites may cost a year.
    pub budget: Option<Fen>,
    /// The most sites that may be open.
    pub most: Option<usize>,
    pub required: Vec<SiteId>,
    pub forbidden: Vec<SiteId>,
    /// Of each group one at most.
    pub exclusive: Vec<Vec<SiteId>>,
    /// Whether existing sites may be given up.
    pub may_close: bool,
    /// The longest drive from a site to a place, in seconds.
    pub longest: Option<f64>,
    /// What counts as near, in seconds of driving between site and door.
    pub within: Option<f64>,
    /// Whether somebody whom no site can serve is an error.
    pub everybody: bool,
    /// Whether a stream of a place belongs to one site.
    pub single: bool,
    /// Share of the deliveries, and of the collections, that must be near.
    pub share: Option<f64>,
    /// Fen a year for each stream of a place that is farther.
    pub beyond: f64,
    /// Fen a year for an hour's drive of each of the people of a place, dearer the longer it is.
    pub equity: f64,
    /// What sites of a kind take that do not say it themselves.
    pub sizes: Vec<Size>,
    /// Factors on what the county's files say.
    pub parcels: f64,
    pub harvest: f64,
    pub diesel: f64,
    pub petrol: f64,
    pub electricity: f64,
    /// Roads that are closed all year.
    pub closed: Vec<RoadReport>,
    /// Roads that are closed for a part of the year.
    pub events: Vec<Event>,
    /// Closures drawn from how often roads are closed.
    pub closures: Option<Closures>,
    /// What counts of the costs with these events.
    pub measure: Measure,
}

/// What sites of a kind take a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    pub kind: SiteKind,
    pub kilograms: Option<f64>,
    /// Of all docks together.
    pub dock_hours: Option<f64>,
}

/// How closures are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Closures {
    pub draws: usize,
    pub seed: u64,
    /// What all draws together may change the cost by and still be left out, as a share.
    pub tolerance: f64,
}

/// A road that is closed for a part of the year; no two at the same time.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub share: f64,
    pub report: RoadReport,
}

impl Default for Wishes {
    fn default() -> Wishes {
        Wishes {
            name: None,
            budget: None,
            most: None,
            required: Vec::new(),
            forbidden: Vec::new(),
            exclusive: Vec::new(),
            may_close: false,
            longest: None,
            within: None,
            everybody: false,
            single: true,
            share: None,
            beyond: 0.0,
            equity: 0.0,
            sizes: Vec::new(),
            parcels: 1.0,
            harvest: 1.0,
            diesel: 1.0,
            petrol: 1.0,
            electricity: 1.0,
            closed: Vec::new(),
            events: Vec::new(),
            closures: None,
            measure: Measure::Expected,
        }
    }
}
