//! Prepared roads, kept under the county they belong to, and when they may be used again.

use super::load::Loaded;
use super::{Follow, Step, timed};
use crate::finding::Found;
use crate::hierarchy::Turns;
use crate::matrix::{self, Ground, Matrices};
use crate::model::Problem;
use crate::network::Network;
use crate::store::prepared;
use crate::wire::prepared::Prepared;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where prepared roads are kept in a county's folder.
pub(super) const FOLDER: &str = ".cache";
/// Networks with fewer junctions are ordered faster than a file is worth: well below a second.
pub(super) const LARGE: usize = 20_000;

/// The hierarchy of a county's turns: taken from its folder if it was made of these very roads,
/// else made and, for large networks, kept there. A folder that cannot be written is no fault; a
/// file that is not used is told (`W508`).
#[must_use]
pub fn ground(county: &Path, network: &Network) -> Found<Ground> {
    if network.graph().node_count() < LARGE {
        return Found { value: Ground::new(network), findings: Vec::new() };
    }
    kept(&county.join(FOLDER).join("roads.prepared"), network)
}

/// What legs between a county's stops take, on its prepared roads, at the hours it knows. What is
/// to be told of the prepared roads joins the county's findings.
#[must_use]
pub fn matrices(folder: &Path, loaded: &mut Loaded, follow: &dyn Follow) -> Matrices {
    timed(follow, Step::Matrices, || {
        let prepared = ground(folder, &loaded.located.network);
        loaded.findings.extend(prepared.findings);
        let county = &loaded.read.county;
        let (classes, hours) = (Problem::warmth_classes(county), &county.road_state.hours);
        matrix::compute_on(&prepared.value, &loaded.located, (&county.air, &classes), hours)
    })
}

/// The hierarchy of a network's turns, kept in a file.
#[must_use]
pub fn kept(path: &Path, network: &Network) -> Found<Ground> {
    let key = key(network);
    let found = prepared::read(path, key);
    // Bans and bends may have changed where roads have not: the turns themselves are compared.
    let turns = Turns::new(network);
    let fits = |prepared: &Prepared| {
        let parts = prepared.skeleton.parts();
        prepared.turns.as_ref() == Some(&turns)
            && parts.place.len() == turns.node_count()
            && parts.halves.len() == turns.len()
    };
    if let Some(prepared) = found.value.filter(fits) {
        return Found { value: Ground::from_parts(turns, prepared.skeleton), findings: Vec::new() };
    }
    let skeleton = turns.hierarchy(network);
    let prepared = Prepared { turns: Some(turns), skeleton, weights: BTreeMap::new() };
    // Whoever may not write here prepares again the next time.
    let _ = prepared::write(path, &prepared, key);
    let Prepared { turns, skeleton, .. } = prepared;
    let turns = turns.unwrap_or_else(|| Turns::new(network));
    Found { value: Ground::from_parts(turns, skeleton), findings: found.findings }
}

/// A number that changes with the roads of a network: where junctions lie, which arcs join them,
/// and their ways, lengths and turns' geometry. Two networks with the same key are the same roads
/// but by accident (64 bits).
#[must_use]
pub fn key(network: &Network) -> u64 {
    let graph = network.graph();
    let (mut shape, mut joins) = (crc32fast::Hasher::new(), crc32fast::Hasher::new());
    for junction in graph.node_weights() {
        shape.update(&junction.point.x().to_bits().to_le_bytes());
        shape.update(&junction.point.y().to_bits().to_le_bytes());
    }
    for edge in graph.raw_edges() {
        let ends = (edge.source().index() as u64) << 32 | edge.target().index() as u64;
        joins.update(&ends.to_le_bytes());
        joins.update(&edge.weight.way.to_le_bytes());
        joins.update(&edge.weight.length.0.to_le_bytes());
        for point in
            [edge.weight.geometry.get(1), edge.weight.geometry.iter().rev().nth(1)].into_iter().flatten()
        {
            joins.update(&point.x().to_bits().to_le_bytes());
            joins.update(&point.y().to_bits().to_le_bytes());
        }
    }
    u64::from(shape.finalize()) << 32 | u64::from(joins.finalize())
}

/// A number that changes with what some files hold, their names, what is `said` beside them, the
/// version of the program and its facts. A folder stands for all files in it that are not hidden.
///
/// # Errors
/// If one of them cannot be read.
pub fn inputs(paths: &[PathBuf], said: &str) -> std::io::Result<u64> {
    let (mut contents, mut rest) = (crc32fast::Hasher::new(), crc32fast::Hasher::new());
    rest.update(env!("CARGO_PKG_VERSION").as_bytes());
    rest.update(said.as_bytes());
    for (key, fact) in crate::facts::all() {
        rest.update(key.as_bytes());
        rest.update(&fact.value.to_bits().to_le_bytes());
    }
    for path in paths {
        for file in files(path)? {
            let bytes = std::fs::read(&file)?;
            contents.update(&bytes);
            rest.update(&(bytes.len() as u64).to_le_bytes());
            rest.update(file.strip_prefix(path).unwrap_or(&file).as_os_str().as_encoded_bytes());
        }
    }
    Ok(u64::from(contents.finalize()) << 32 | u64::from(rest.finalize()))
}

/// A file itself, or all files in a folder in the order of their names.
fn files(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    entries.sort();
    let is_hidden =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    let mut all = Vec::new();
    for entry in entries.iter().filter(|entry| !is_hidden(entry)) {
        all.extend(files(entry)?);
    }
    Ok(all)
}
