//! Route optimiser for the mountain counties of southwest China.
//!
//! The line that data flows along, and the rank of each module (a module uses
//! modules of lower rank only; `tests/architecture.rs` holds this):
//!
//! ```text
//! files -> read -> county -> terrain, network -> matrix -> model -> solve -> plan -> check -> report
//! ```
//!
//! Ranks 0 to 11 are pure: values in, values out. No files, network, clock,
//! environment, printing, serde or async there.

pub mod units; // 0

pub mod facts; // 1
pub mod finding; // 1
pub mod lp; // 1

pub mod cold; // 2
pub mod energy; // 2

pub mod county; // 3
pub mod instance; // 3

pub mod network; // 4
pub mod terrain; // 4

pub mod corridor; // 5
pub mod generate; // 5
pub mod hierarchy; // 5

pub mod matrix; // 6

pub mod airlift; // 7
pub mod guide; // 7
pub mod model; // 7
pub mod relay; // 7
pub mod reliability; // 7

pub mod route; // 8

pub mod bound; // 9
pub mod site; // 9
pub mod solve; // 9
pub mod sortie; // 9

pub mod compare; // 10
pub mod echelon; // 10
pub mod plan; // 10

pub mod check; // 11

pub mod wire; // 12

pub mod read; // 13
pub mod report; // 13
pub mod store; // 13

pub mod app; // 14

pub mod serve; // 15

pub mod cli; // 16
