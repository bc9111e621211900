//! Villages and towns of an extract: nodes with a `place` tag and a name.

use super::block::{Pairs, Take};
use super::{Broken, scan};
use crate::finding::{Code, Finding, Found, Spot};
use crate::read::roads::area::Area;
use crate::units::Point;
use std::path::Path;

/// Places that one import takes.
const PLACES_LIMIT: usize = 200_000;

/// A populated place as OpenStreetMap has it.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedPlace {
    pub id: i64,
    /// `name:zh`, else `name`.
    pub name_zh: String,
    /// `name:en`, else `name`.
    pub name_en: String,
    /// Value of `place`.
    pub kind: String,
    pub point: Point,
    pub population: Option<u32>,
}

/// Places that are towns, villages or smaller, in the area, in the order of the file.
#[must_use]
pub fn read_places(path: &Path, name: &str, area: &Area) -> Found<Vec<NamedPlace>> {
    let mut take = Places { area, places: Vec::new() };
    let findings = match scan(path, name, &mut take) {
        Ok(()) if take.places.len() >= PLACES_LIMIT => {
            vec![Finding::new(Code::E105, Spot::file(name)).with("limit", "200,000 places")]
        }
        Ok(()) => Vec::new(),
        Err(finding) => vec![*finding],
    };
    Found { value: take.places, findings }
}

struct Places<'a> {
    area: &'a Area,
    places: Vec<NamedPlace>,
}

impl Take for Places<'_> {
    fn wants_nodes(&self) -> bool {
        true
    }

    fn node(&mut self, id: i64, point: Point, tags: Pairs<'_>) -> Result<(), Broken> {
        if !tags.have(&["place"])? || !self.area.contains(point) || self.places.len() >= PLACES_LIMIT {
            return Ok(());
        }
        let tags = tags.decode()?;
        let kind = tags.get("place").unwrap_or_default();
        let settled = ["city", "town", "village", "hamlet", "isolated_dwelling", "suburb", "farm"];
        let Some(name) = tags.get("name").filter(|_| settled.contains(&kind)) else { return Ok(()) };
        let named = |key: &str| tags.get(key).unwrap_or(name).chars().take(120).collect();
        let digits = |text: &str| text.replace([',', ' ', '\''], "").parse().ok();
        self.places.push(NamedPlace {
            id,
            name_zh: named("name:zh"),
            name_en: named("name:en"),
            kind: kind.to_owned(),
            point,
            population: tags.get("population").and_then(digits),
        });
        Ok(())
    }
}
