//! From a pad to the lattice, and which parts of the lattice hang together.

use super::lattice::{Lattice, Weights, straight};
use super::sky::Sky;

/// Points of the lattice so far from a pad's cell are tried, in points.
const REACH: isize = 3;

/// Points that a pad can fly to straight, with the cost. Empty: the pad is walled in.
pub(super) fn doors(
    sky: &Sky,
    lattice: &Lattice,
    cell: (usize, usize),
    weights: Weights,
    open: impl Fn(u8) -> bool,
) -> Vec<(usize, f32)> {
    let (column, row) = ((cell.0 / lattice.stride) as isize, (cell.1 / lattice.stride) as isize);
    let near = (row - REACH..=row + REACH + 1)
        .flat_map(|row| (column - REACH..=column + REACH + 1).map(move |column| (column, row)));
    let inside = near.filter(|&(column, row)| {
        (0..lattice.columns as isize).contains(&column) && (0..lattice.rows as isize).contains(&row)
    });
    inside
        .filter_map(|(column, row)| {
            let node = row as usize * lattice.columns + column as usize;
            let cost = straight(sky, cell, lattice.cell(node), weights, &open)?;
            Some((node, cost as f32))
        })
        .collect()
}

/// The part of the lattice that each point belongs to.
pub(super) fn parts(lattice: &Lattice) -> Vec<u32> {
    let mut part = vec![u32::MAX; lattice.costs.len()];
    let mut stack = Vec::new();
    let mut next = 0;
    for start in 0..part.len() {
        if part[start] != u32::MAX {
            continue;
        }
        part[start] = next;
        stack.push(start);
        while let Some(node) = stack.pop() {
            for (to, _) in lattice.steps(node) {
                if part[to] == u32::MAX {
                    part[to] = next;
                    stack.push(to);
                }
            }
        }
        next += 1;
    }
    part
}
