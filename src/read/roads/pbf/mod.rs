//! Roads and places from an OSM PBF extract.
//!
//! The file is read twice: first the ways, which say which nodes matter, then
//! those nodes. Memory holds the roads and one block, whatever the extract has
//! besides. Every length and index is checked before it is used; the `osmpbf`
//! crate reads a good dozen kinds of broken files as success, so it is not used here.

mod blob;
mod block;
mod places;
mod power;
mod turns;
mod wire;

pub use places::{NamedPlace, read_places};
pub use power::read_power;

use super::tags::{self, access};
use super::tally::{Tally, Unkept};
use super::{Read, Who};
use crate::county::{Barrier, RoadMap, RoadNode, Way};
use crate::finding::{Code, Finding, Spot};
use crate::units::Point;
use blob::{Blobs, Kind};
use block::{Members, Pairs, Take};
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use wire::Deltas;

/// Node references of all roads together: about a gigabyte.
const REFS_LIMIT: usize = 40_000_000;
/// A small file holds no more roads and references than these and so many for each of its bytes
/// (real extracts hold a fortieth of a road and a third of a reference): what is packed to
/// nothing cannot fill the memory.
const SMALL_WAYS: u64 = 100_000;
const SMALL_REFS: u64 = 1_000_000;
const REFS_PER_BYTE: u64 = 8;
/// Share of nodes that may be missing, as at the edge of an extract, before the file counts as broken.
const MISSING: f64 = 0.1;

/// What is wrong with a file; where is known to whoever reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    code: Code,
    problem: Cow<'static, str>,
}

impl Broken {
    const fn file(problem: &'static str) -> Broken {
        Broken { code: Code::E502, problem: Cow::Borrowed(problem) }
    }

    fn feature(name: &str) -> Broken {
        Broken { code: Code::E503, problem: Cow::Owned(name.to_owned()) }
    }
}

/// Reads a whole extract. `name` is how findings call it.
#[must_use]
pub fn read(who: Who, path: &Path, name: &str) -> Read {
    let size = std::fs::metadata(path).map_or(0, |file| file.len());
    let mut roads = Roads { who, ..Roads::within(size) };
    if let Err(finding) = scan(path, name, &mut roads) {
        return Read { findings: vec![*finding], ..Read::default() };
    }
    let mut nodes = Nodes { who, ..Nodes::wanted(roads.refs()) };
    if let Err(finding) = scan(path, name, &mut nodes) {
        return Read { findings: vec![*finding], ..Read::default() };
    }
    assemble(roads, &nodes, name)
}

/// Hands every block of a file to `take`.
fn scan(path: &Path, name: &str, take: &mut impl Take) -> Result<(), Box<Finding>> {
    let cannot = |error: std::io::Error| {
        Box::new(Finding::new(Code::E104, Spot::file(name)).with("cause", error.to_string()))
    };
    let mut blobs = Blobs::of(BufReader::with_capacity(1 << 16, File::open(path).map_err(cannot)?));
    scan_blobs(&mut blobs, take).map_err(|broken| {
        let place = format!("block {}, byte {}", blobs.number, blobs.offset);
        let finding = Finding::new(broken.code, Spot::file(name).feature(place));
        let value = if broken.code == Code::E105 { "limit" } else { "cause" };
        Box::new(finding.with(value, broken.problem.into_owned()))
    })
}

fn scan_blobs(blobs: &mut Blobs<impl std::io::Read>, take: &mut impl Take) -> Result<(), Broken> {
    let mut headed = false;
    while let Some(kind) = blobs.next()? {
        match kind {
            Kind::Header => {
                block::header(&blobs.bytes)?;
                headed = true;
            }
            Kind::Data if !headed => return Err(Broken::file("data before the header")),
            Kind::Data => block::read(&blobs.bytes, take)?,
            Kind::Other => {}
        }
    }
    headed.then_some(()).ok_or(Broken::file("no header"))
}

/// First pass: ways that are roads, with the ids of their nodes.
#[derive(Default)]
struct Roads {
    who: Who,
    /// With empty nodes.
    ways: Vec<Way>,
    /// By way: where its references end in `all`.
    ends: Vec<usize>,
    all: Vec<i64>,
    seen: FxHashSet<i64>,
    turns: Vec<turns::Turn>,
    tally: Tally,
    /// As many as a file of its size can hold.
    most_ways: usize,
    most_refs: usize,
}

impl Roads {
    /// For a file of so many bytes.
    fn within(size: u64) -> Roads {
        let refs = SMALL_REFS.saturating_add(size.saturating_mul(REFS_PER_BYTE));
        Roads {
            most_ways: usize::try_from(SMALL_WAYS.saturating_add(size)).unwrap_or(usize::MAX),
            most_refs: usize::try_from(refs).unwrap_or(usize::MAX).min(REFS_LIMIT),
            ..Roads::default()
        }
    }

    fn refs(&self) -> Vec<i64> {
        let mut refs = self.all.clone();
        refs.sort_unstable();
        refs.dedup();
        refs
    }
}

impl Take for Roads {
    fn wants_ways(&self) -> bool {
        true
    }

    fn way(&mut self, id: i64, mut refs: Deltas<'_>, tags: Pairs<'_>) -> Result<(), Broken> {
        if !tags.have(&["highway", "route", "man_made"])? {
            return Ok(());
        }
        let tags = tags.decode()?;
        let way = match self.who {
            Who::Drivers => tags::way(id, &tags, &mut self.tally),
            Who::Walkers => tags::walk::way(id, &tags, &mut self.tally),
        };
        let Some(way) = way else { return Ok(()) };
        if !self.seen.insert(id) {
            return Err(Broken::file("a way that stands twice"));
        }
        let before = self.all.len();
        while let Some(node) = refs.next()? {
            self.all.push(node);
            if self.all.len() > self.most_refs {
                let problem = format!("{} road nodes", self.most_refs);
                return Err(Broken { code: Code::E105, problem: problem.into() });
            }
        }
        if self.all.len() < before + 2 {
            self.all.truncate(before);
            self.tally.leave_out("nodes<2", id);
            return Ok(());
        }
        if self.ways.len() >= self.most_ways {
            let problem = format!("{} roads", self.most_ways);
            return Err(Broken { code: Code::E105, problem: problem.into() });
        }
        self.ends.push(self.all.len());
        self.ways.push(way);
        Ok(())
    }

    fn relation(&mut self, id: i64, members: Members<'_>, tags: Pairs<'_>) -> Result<(), Broken> {
        // On foot one turns as one likes.
        if self.who == Who::Walkers || !tags.have(&["type"])? {
            return Ok(());
        }
        let tags = tags.decode()?;
        if tags.get("type") == Some("restriction") {
            match turns::read(id, &tags, members)? {
                turns::Found::Turns(turns) => {
                    self.turns.extend(turns);
                    if self.turns.len() > self.most_ways {
                        let problem = format!("{} turn restrictions", self.most_ways);
                        return Err(Broken { code: Code::E105, problem: problem.into() });
                    }
                }
                turns::Found::Nothing => {}
                turns::Found::Left(why) => self.tally.leave_turn(why, id),
            }
        }
        Ok(())
    }
}

/// Second pass: the nodes of those ways.
struct Nodes {
    who: Who,
    /// Sorted.
    ids: Vec<i64>,
    found: Vec<Option<(Point, Barrier)>>,
    /// Where the node after the last one probably is: files are sorted by id.
    next: usize,
}

impl Nodes {
    fn wanted(ids: Vec<i64>) -> Nodes {
        Nodes { who: Who::Drivers, found: vec![None; ids.len()], ids, next: 0 }
    }

    fn index(&self, id: i64) -> Option<usize> {
        if self.ids.get(self.next) == Some(&id) {
            return Some(self.next);
        }
        self.ids.binary_search(&id).ok()
    }
}

impl Take for Nodes {
    fn wants_nodes(&self) -> bool {
        true
    }

    fn node(&mut self, id: i64, point: Point, tags: Pairs<'_>) -> Result<(), Broken> {
        let barrier = tags.have(&["barrier"])?;
        let Some(index) = self.index(id) else { return Ok(()) };
        let barrier = match self.who {
            _ if !barrier => None,
            Who::Drivers => access::barrier(&tags.decode()?),
            Who::Walkers => tags::walk::barrier(&tags.decode()?),
        };
        self.next = index + 1;
        match self.found[index].replace((point, barrier.unwrap_or(Barrier::Open))) {
            None => Ok(()),
            Some(_) => Err(Broken::file("a node that stands twice")),
        }
    }
}

/// Ways with their nodes; where a node is missing, the way is cut.
fn assemble(roads: Roads, nodes: &Nodes, name: &str) -> Read {
    let mut read = Read { tally: roads.tally, ..Read::default() };
    let mut index = vec![u32::MAX; nodes.ids.len()];
    for (at, found) in nodes.found.iter().enumerate() {
        if let Some((point, barrier)) = *found {
            index[at] = read.map.nodes.len() as u32;
            read.map.nodes.push(RoadNode { id: nodes.ids[at], point, barrier });
        }
    }
    let missing = nodes.ids.len() - read.map.nodes.len();
    if missing as f64 > MISSING * nodes.ids.len() as f64 {
        let finding = Finding::new(Code::E507, Spot::file(name));
        read.findings.push(finding.with("count", missing).with("of", nodes.ids.len()));
        return Read { map: RoadMap::default(), ..read };
    }
    for turn in roads.turns {
        let node =
            |id: i64| nodes.ids.binary_search(&id).ok().map(|at| index[at]).filter(|&at| at != u32::MAX);
        let id = turn.id;
        match turn.restriction(node, |way| roads.seen.contains(&way)) {
            // Its ways are no roads, or not in the file.
            None => read.tally.leave_turn(Unkept::Nowhere, id),
            Some(restriction) => read.map.restrictions.push(restriction),
        }
    }
    let mut start = 0;
    for (way, end) in roads.ways.into_iter().zip(roads.ends) {
        let refs = &roads.all[start..end];
        start = end;
        let place = |id: &i64| nodes.ids.binary_search(id).map_or(u32::MAX, |at| index[at]);
        let line: Vec<u32> = refs.iter().map(place).collect();
        if line.contains(&u32::MAX) {
            read.tally.gap(way.id);
        }
        let parts = line.split(|node| *node == u32::MAX).filter(|part| part.len() >= 2);
        read.map.ways.extend(parts.map(|part| Way { nodes: part.to_vec(), ..way.clone() }));
    }
    read
}

#[cfg(test)]
mod encode;
#[cfg(test)]
mod tests;
