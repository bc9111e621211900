//! Air corridors between pads, over the terrain and under the rules.
//!
//! The ways on the map come from one search per pad over a lattice of height
//! cells whose steps cost metres, ups and downs, and people below (M99). Along
//! a way the height is a taut string between the lowest height that keeps
//! clear of the ground and the highest that the rules allow: it takes least
//! energy for every drone, load and direction at once (M100). Then each
//! direction gets its energies, loads, times and costs (M101).
//!
//! Absent on purpose: when one flies, and who. `verify` shares no code with
//! the planner.

mod alternate;
mod assess;
mod connect;
mod course;
mod flight;
mod lattice;
mod network;
mod pads;
mod plane;
mod profile;
mod pull;
mod raster;
mod refuse;
mod rules;
mod search;
mod sky;
pub mod verify;
mod wires;

pub use alternate::Alternate;
pub use assess::{Load, Quality};
pub use course::{Corridor, Fix, Spot};
pub use flight::{Air, Flight, Hovers};
pub use network::{Corridors, Pad, Terms, Which, plan};
pub use pads::{Suggestion, suggest};
pub use plane::{COMPASS, distance, metres_per_degree, moved, offset};
pub use profile::taut;
pub use refuse::{PadState, Refusal, Rule};
pub use rules::{Approval, Rules};
pub use wires::{Beside, Crossing};

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
