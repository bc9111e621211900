//! Everything that users look at: the page, the courier sheets, the table in
//! the terminal, the workbook, and files for maps and navigation devices.
//!
//! Each output is a pure function from a [`ReportInput`] to bytes; only
//! [`write_all`] touches the disk, and it leaves either all files or none of
//! a run. Names, phones and addresses of customers go into the courier sheets
//! and nowhere else: they come through [`ReportInput::contacts`], which no
//! other output calls.

mod airborne;
pub mod compare;
pub mod corridor;
pub mod drone;
mod files;
mod geojson;
mod gpx;
mod html;
pub mod inspect;
mod relayed;
mod sheet;
pub mod site;
mod terminal;
pub mod text;
mod view;
mod xlsx;

pub use files::write_all;
pub use terminal::{terminal, written};
pub use text::Lang;

use crate::county::{County, OrderId};
use crate::network::Network;
use crate::plan::Plan;
use std::fmt;
use std::path::PathBuf;

/// Who waits at the door. Only courier sheets show it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SheetContact {
    pub name: String,
    pub phone: String,
    pub address: String,
}

impl fmt::Debug for SheetContact {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SheetContact(withheld)")
    }
}

/// A shaded relief of exactly the county's bounds, north up, evenly spaced in
/// degrees: `terrain::relief(&dem, county.bounds, RELIEF_WIDTH)`.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    pub width: usize,
    pub height: usize,
    /// Three bytes for each pixel, row by row.
    pub rgb: &'a [u8],
}

/// Width in pixels of a relief that looks right on the page and keeps it small.
pub const RELIEF_WIDTH: usize = 900;

/// What the outputs are made from.
pub struct ReportInput<'a> {
    pub plan: &'a Plan,
    pub county: &'a County,
    /// Drawn as thin lines below the routes; `Located::network`.
    pub roads: Option<&'a Network>,
    pub relief: Option<Picture<'a>>,
    /// Joined into the courier sheets.
    pub contacts: &'a dyn Fn(OrderId) -> Option<SheetContact>,
    /// What the independent check said, one sentence each. `None`: it did not run.
    pub violations: Option<&'a [String]>,
    /// Text of `plan.json`, written unchanged.
    pub plan_json: &'a str,
}

/// An output could not be made or written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("could not write `{}`", path.display())]
    Write { path: PathBuf, source: std::io::Error },
    #[error("could not make the workbook")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    #[error("could not make a table")]
    Table(#[from] csv::Error),
    #[error("could not make the GPX file")]
    Gpx(#[from] ::gpx::errors::GpxError),
    #[error("could not encode the relief")]
    Relief(#[from] png::EncodingError),
}
