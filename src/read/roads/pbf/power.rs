//! Power lines of an extract: ways with `power=line` or `minor_line`, pylon by pylon.

use super::block::{Pairs, Take};
use super::wire::Deltas;
use super::{Broken, Nodes, scan};
use crate::county::{Bounds, PowerLine};
use crate::finding::{Code, Finding, Found, Spot};
use crate::read::roads::area::Area;
use crate::units::Point;
use std::path::Path;

/// Lines and pylons that one import takes.
const LINES_LIMIT: usize = 1_000_000;
const PYLONS_LIMIT: usize = 20_000_000;
/// Degrees around the area within which lines are kept: a span over its edge has both pylons
/// outside of it, at most some 2 km away.
const BEYOND: f64 = 0.03;

/// Lines with a pylon in the area or near it, whole, in the order of the file. A line with pylons
/// that are not in the file is cut there: their place is not known.
#[must_use]
pub fn read_power(path: &Path, name: &str, area: &Area) -> Found<Vec<PowerLine>> {
    let mut lines = Lines::default();
    if let Err(finding) = scan(path, name, &mut lines) {
        return Found { value: Vec::new(), findings: vec![*finding] };
    }
    let mut ids: Vec<i64> = lines.pylons.iter().flatten().copied().collect();
    ids.sort_unstable();
    ids.dedup();
    let mut nodes = Nodes::wanted(ids);
    if let Err(finding) = scan(path, name, &mut nodes) {
        return Found { value: Vec::new(), findings: vec![*finding] };
    }
    let missing = nodes.found.iter().filter(|found| found.is_none()).count();
    if missing as f64 > super::MISSING * nodes.ids.len() as f64 {
        let finding = Finding::new(Code::E507, Spot::file(name));
        let findings = vec![finding.with("count", missing).with("of", nodes.ids.len())];
        return Found { value: Vec::new(), findings };
    }
    let near = area.bounds().map(wider);
    let is_near =
        |line: &PowerLine| near.is_none_or(|near| line.pylons.iter().any(|&pylon| near.contains(pylon)));
    Found { value: lines.assemble(&nodes).filter(is_near).collect(), findings: Vec::new() }
}

fn wider(bounds: Bounds) -> Bounds {
    Bounds {
        west: bounds.west - BEYOND,
        south: bounds.south - BEYOND,
        east: bounds.east + BEYOND,
        north: bounds.north + BEYOND,
    }
}

/// First pass: the lines, without places.
#[derive(Default)]
struct Lines {
    lines: Vec<PowerLine>,
    /// By line the ids of its pylons.
    pylons: Vec<Vec<i64>>,
    count: usize,
}

impl Lines {
    /// Each line in the parts whose pylons are all in the file.
    fn assemble(self, nodes: &Nodes) -> impl Iterator<Item = PowerLine> {
        let place = |id: &i64| nodes.ids.binary_search(id).ok().and_then(|at| nodes.found[at]);
        self.lines.into_iter().zip(self.pylons).flat_map(move |(line, pylons)| {
            let places: Vec<Option<Point>> = pylons.iter().map(|id| Some(place(id)?.0)).collect();
            let parts = places.split(Option::is_none).filter(|part| part.len() > 1);
            let parts: Vec<Vec<Point>> = parts.map(|part| part.iter().flatten().copied().collect()).collect();
            parts.into_iter().map(move |pylons| PowerLine { pylons, ..line.clone() })
        })
    }
}

impl Take for Lines {
    fn wants_ways(&self) -> bool {
        true
    }

    fn way(&mut self, id: i64, mut refs: Deltas<'_>, tags: Pairs<'_>) -> Result<(), Broken> {
        if !tags.have(&["power"])? {
            return Ok(());
        }
        let tags = tags.decode()?;
        let Some(kind) = tags.get("power").filter(|kind| ["line", "minor_line"].contains(kind)) else {
            return Ok(());
        };
        let mut pylons = Vec::new();
        while let Some(pylon) = refs.next()? {
            pylons.push(pylon);
            self.count += 1;
            if self.count > PYLONS_LIMIT || self.lines.len() >= LINES_LIMIT {
                let problem = format!("{LINES_LIMIT} power lines, {PYLONS_LIMIT} pylons");
                return Err(Broken { code: Code::E105, problem: problem.into() });
            }
        }
        let named = |key: &str| tags.get(key).map(|text| text.chars().take(120).collect());
        self.lines.push(PowerLine {
            id,
            kind: kind.to_owned(),
            voltage: named("voltage"),
            height: named("height"),
            name: named("name"),
            pylons: Vec::new(),
        });
        self.pylons.push(pylons);
        Ok(())
    }
}
