//! From a county to a question about sites.
//!
//! Each place has up to three streams: parcels and other goods that keep,
//! cold goods that are delivered, and the harvest that is collected. For each
//! season the way from a site to a place is priced as a share of a round trip
//! of the best vehicle (`ways`), the way from its hub likewise, and what goods
//! lose on both and while they wait (`keep`). `options` says in which sizes
//! and temperatures a site may be opened; `build` puts it together.
//!
//! Absent on purpose: routes. A round trip shared by load is what routes cost
//! when vehicles are full; it is told as such.

mod benefit;
mod build;
mod conflict;
mod demand;
mod draws;
mod events;
mod faults;
mod keep;
mod options;
mod outcome;
mod pad;
mod price;
mod refined;
mod resources;
mod season;
mod service;
mod ways;
mod wishes;

pub use benefit::{ColdRoom, saved};
pub use build::{Focus, Found, Part, Survey, Surveyed, prices};
pub use conflict::conflicts;
pub use demand::{Customer, Flow, Stream, customers, doors};
pub use draws::{Draw, draws};
pub use events::{
    Drawn, EventCost, Hedged, Measure, State, blend, hedge, measured, moved, weights, with_stranded,
};
pub use faults::{blocked, faults, unserved};
pub use options::{Hold, Offer};
pub use outcome::{Money, Opened, Outcome, Rejected, Served, outcome};
pub use refined::{Refined, RoutedSet, Stand, Trips};
pub use resources::{RESOURCES, Resource};
pub use season::{SEASONS, Times, seasonal};
pub use service::{FrontPoint, Reach};
pub use wishes::{Closures, Event, Size, Wishes};
