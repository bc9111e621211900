//! Air corridors for eyes, maps, flight software and the regulator.

mod files;
mod filing;
mod geojson;
mod kml;
mod page;
mod profile;
mod table;

pub use files::write_corridors;
pub use table::{corridors_json, corridors_table};

use super::text::{self, Lang};
use super::{Picture, ReportError};
use crate::corridor::verify::Fault;
use crate::corridor::{Approval, Corridor, Corridors, Quality, Suggestion, Terms};
use crate::county::{County, DroneType, Site, SiteId};
use crate::network::Network;

/// What outputs about corridors are made from.
pub struct CorridorReport<'a> {
    pub county: &'a County,
    pub drone: &'a DroneType,
    pub terms: &'a Terms<'a>,
    /// Pads, in the order of the corridors' indices.
    pub pads: &'a [SiteId],
    pub all: &'a Corridors,
    pub suggestions: &'a [Suggestion],
    /// What the independent check found: a corridor's index and the fault.
    pub faults: &'a [(usize, Fault)],
    pub roads: Option<&'a Network>,
    pub relief: Option<Picture<'a>>,
}

/// One direction of a corridor.
struct Edge<'a> {
    corridor: &'a Corridor,
    backwards: bool,
}

impl Edge<'_> {
    fn way(&self) -> &Quality {
        &self.corridor.ways[usize::from(self.backwards)]
    }

    fn ends(&self) -> [usize; 2] {
        let [from, to] = self.corridor.ends;
        if self.backwards { [to, from] } else { [from, to] }
    }

    fn up_down(&self) -> (f64, f64) {
        let Corridor { climb, descent, .. } = self.corridor;
        if self.backwards { (*descent, *climb) } else { (*climb, *descent) }
    }
}

impl CorridorReport<'_> {
    fn pad(&self, at: usize) -> &Site {
        self.county.site(self.pads[at])
    }

    fn name(&self, at: usize, lang: Lang) -> &str {
        let pad = self.pad(at);
        text::name(&pad.name_zh, &pad.name_en, lang)
    }

    fn edges(&self) -> impl Iterator<Item = Edge<'_>> {
        let both = |corridor| [false, true].map(|backwards| Edge { corridor, backwards });
        self.all.corridors.iter().flat_map(both)
    }

    /// What a power line is called.
    fn wire(&self, at: usize) -> &str {
        self.county.aloft.wires.get(at).map_or("?", |wire| wire.code.as_str())
    }

    /// Power lines that are crossed, each once, with the least that is kept above it in metres.
    fn crossed(&self, corridor: &Corridor) -> Vec<String> {
        let mut least: std::collections::BTreeMap<&str, f64> = std::collections::BTreeMap::new();
        for crossing in &corridor.crossings {
            let kept = least.entry(self.wire(crossing.wire)).or_insert(f64::INFINITY);
            *kept = kept.min(crossing.over);
        }
        least.into_iter().map(|(code, kept)| format!("{code} (+{kept:.0} m)")).collect()
    }

    fn zones(&self, corridor: &Corridor) -> Vec<&str> {
        corridor.zones.iter().map(|at| self.county.zones[*at].code.as_str()).collect()
    }

    fn approval(&self) -> Approval {
        self.terms.rules.approval(self.terms.frame)
    }

    fn title(&self, lang: Lang) -> &str {
        text::name(&self.county.name_zh, &self.county.name_en, lang)
    }

    fn drone_name(&self, lang: Lang) -> &str {
        text::name(&self.terms.frame.name_zh, &self.terms.frame.name_en, lang)
    }
}

fn rounded(value: f64, digits: i32) -> f64 {
    let unit = 10_f64.powi(digits);
    (value * unit).round() / unit
}

/// A load, or a dash.
fn load(kg: Option<f64>) -> String {
    kg.map_or_else(|| "–".to_owned(), |kg| format!("{kg:.1}"))
}
