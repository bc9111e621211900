//! In which order a hierarchy puts its nodes: nested dissection.
//!
//! A graph is cut in two at its narrowest place, then each side again, down
//! to single nodes. What was cut first stands highest. The order depends on
//! the graph alone, not on any weights, and is the same on any number of
//! threads.

mod cell;
mod cover;
mod flow;
mod split;
#[cfg(test)]
mod tests;

use cell::{Cell, Edge};

/// Cells with more nodes than this are split on several threads.
const PARALLEL: usize = 1_000;

/// The nodes of a graph, the lowest first. `points` lie in a plane; they only guide the cuts.
#[must_use]
pub fn by_nodes(points: &[[f64; 2]], arcs: &[[u32; 2]]) -> Vec<u32> {
    let edges = undirected(arcs, |_| 1);
    by_separators(Cell::whole(points.len(), &edges.0), points)
}

/// The arcs of a graph, the lowest first: for hierarchies whose nodes are arcs (turns).
#[must_use]
pub fn by_arcs(points: &[[f64; 2]], arcs: &[[u32; 2]]) -> Vec<u32> {
    let (edges, groups) = undirected(arcs, |arcs| arcs);
    // Arcs from a junction to itself are on no cut: the lowest of all.
    let is_loop = |&edge: &u32| edges[edge as usize].ends[0] == edges[edge as usize].ends[1];
    let mut order: Vec<u32> = (0..edges.len() as u32).filter(is_loop).collect();
    order.extend(by_cuts(Cell::whole(points.len(), &edges), points));
    order.iter().flat_map(|&edge| groups[edge as usize].iter().copied()).collect()
}

/// One edge for all arcs between two nodes, and these arcs. `width` says what cutting so many costs.
fn undirected(arcs: &[[u32; 2]], width: impl Fn(usize) -> usize) -> (Vec<Edge>, Vec<Vec<u32>>) {
    let ends = |arc: &u32| {
        let [tail, head] = arcs[*arc as usize];
        [tail.min(head), tail.max(head)]
    };
    let mut sorted: Vec<u32> = (0..arcs.len() as u32).collect();
    sorted.sort_by_key(ends);
    let groups: Vec<Vec<u32>> =
        sorted.chunk_by(|one, other| ends(one) == ends(other)).map(<[u32]>::to_vec).collect();
    let narrow = |arcs: usize| u16::try_from(width(arcs)).unwrap_or(u16::MAX);
    let edge = |group: &Vec<u32>| Edge { ends: ends(&group[0]), width: narrow(group.len()) };
    (groups.iter().map(edge).collect(), groups)
}

/// Nodes, with those that touch the cut above both sides.
fn by_separators(cell: Cell, points: &[[f64; 2]]) -> Vec<u32> {
    if cell.len() < 2 {
        return cell.nodes;
    }
    let side = split::split(&cell, points);
    let separator = cover::cover(&cell, &side);
    let mut above = vec![false; cell.len()];
    separator.iter().for_each(|&node| above[node] = true);
    let top: Vec<u32> = separator.iter().map(|&node| cell.nodes[node]).collect();
    let [one, other] = [true, false].map(|wanted| cell.part(|node| !above[node] && side[node] == wanted));
    joined(cell, [one, other], top, |part| by_separators(part, points))
}

/// Edges, with those of the cut above those of both sides.
fn by_cuts(cell: Cell, points: &[[f64; 2]]) -> Vec<u32> {
    if cell.len() < 2 {
        return Vec::new();
    }
    let side = split::split(&cell, points);
    let crossing = |&half: &usize| {
        let (from, to) = (cell.heads[cell.mates[half] as usize], cell.heads[half]);
        side[from as usize] && !side[to as usize]
    };
    let mut top: Vec<u32> = (0..cell.heads.len()).filter(crossing).map(|half| cell.edges[half]).collect();
    top.sort_unstable();
    let parts = [true, false].map(|wanted| cell.part(|node| side[node] == wanted));
    joined(cell, parts, top, |part| by_cuts(part, points))
}

fn joined(cell: Cell, parts: [Cell; 2], top: Vec<u32>, order: impl Fn(Cell) -> Vec<u32> + Sync) -> Vec<u32> {
    let large = cell.len() > PARALLEL;
    drop(cell);
    let [one, other] = parts;
    let (mut below, rest) =
        if large { rayon::join(|| order(one), || order(other)) } else { (order(one), order(other)) };
    below.extend(rest);
    below.extend(top);
    below
}
