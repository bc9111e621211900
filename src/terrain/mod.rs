//! The ground: heights on a regular grid, and pictures of the relief.
//!
//! Heights are metres above sea level at grid points, rows from north to
//! south; between them the ground is a bilinear surface. A void (no height
//! known) is `NaN` inside and `None` outside.

mod dem;
mod patch;
mod relief;

pub use dem::{Dem, Grid};
pub use relief::{Relief, hillshade, relief};
