//! Synthetic mountain counties: terrain, settlements, roads, a fleet and a day
//! of orders, all from a specification and its seed.
//!
//! Land rises and rivers cut it (`relief`), people settle where it is gentle
//! (`settle`), roads take the cheapest line under the limits of their class
//! (`spread`, `stage`, `web`), and a weekday's orders follow from people and
//! farms (`day`). Nothing here claims to be a real road or village.

mod bends;
mod carve;
mod day;
mod design;
mod dice;
mod erosion;
mod fit;
mod fleet;
mod goods;
mod ground;
mod lattice;
mod line;
mod make;
mod near;
mod noise;
mod orders;
mod presets;
mod queue;
mod relief;
mod roads;
mod settle;
mod sites;
mod sources;
mod spec;
mod spread;
mod stage;
mod taken;
mod tiny;
mod web;
mod window;

pub use day::{Day, air, fill, prices, season};
pub use make::{contacts, generate};
pub use presets::{invented, leishan, wushan};
pub use spec::{River, Spec, Town};
pub use tiny::tiny;

use crate::county::{County, OrderId, RoadMap};
use crate::terrain::Dem;
use std::collections::BTreeMap;

/// A whole county, and what goes beside it.
#[derive(Clone, Debug)]
pub struct Generated {
    pub county: County,
    pub roads: RoadMap,
    pub dem: Dem,
    /// `SOURCES.md`.
    pub sources: String,
    /// Name, phone and address by order; obviously made up.
    pub contacts: BTreeMap<OrderId, [String; 3]>,
}
