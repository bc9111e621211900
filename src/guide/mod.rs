//! Finding one's way: from any point over the roads to any other, and what a driver is told.
//!
//! An [`Atlas`] is a road network as a guide needs it: lines, names, node
//! numbers, and which roads meet where; 8 bytes a point, no pieces, no slopes.
//! A [`Profile`] says what each arc costs one kind of vehicle. A [`Phantom`]
//! is a place on a road that stands for a point beside it; routes and tables
//! run between phantoms, with the part of the first and last arc that is driven.
//!
//! Absent on purpose: URLs and JSON (`serve`, `wire`), and sentences.

mod annotate;
mod arms;
mod atlas;
mod departing;
mod dijkstra;
mod engine;
mod hierarchy;
mod ids;
mod legs;
mod maneuver;
mod others;
mod parts;
mod phantom;
mod profile;
mod route;
mod sides;
mod simplify;
mod steps;
mod table;
pub mod tagged;
#[cfg(test)]
mod tests;
mod trace;
mod trip;
mod vehicle;

pub use annotate::{Annotation, annotate};
pub use arms::{Arm, Turning, arms};
pub use atlas::{Atlas, Kind, Road};
pub use departing::Departure;
pub use dijkstra::Dijkstra;
pub use engine::{Cost, Engine, Run, Seed};
pub use hierarchy::{Ground, Hierarchy};
pub use legs::{Leg, Span};
pub use maneuver::{Maneuver, Modifier, Move};
pub use parts::AtlasParts;
pub use phantom::{Approach, Ask, Choice, Phantom, choose, nearest, recall, snap};
pub use profile::{Barred, Profile, Sizes};
pub use route::{Vias, others, route};
pub use sides::side;
pub use simplify::simplify;
pub use steps::{Intersection, Step, steps};
pub use table::table;
pub use trace::{Stretch, Trace, trace};
pub use trip::{Ends, Trip, trip};
pub use vehicle::{ON_FOOT, Vehicle, names, vehicle, walks, weighed};
