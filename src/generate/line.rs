//! From the cells that a search found to the line of a road.

use super::bends::{distance, light, round};
use super::design::Design;
use super::fit::fit;
use super::ground::Ground;
use super::lattice::{Lattice, SPARSE};
use crate::county::Structure;

type Spot = (f64, f64);
type Cell = (i64, i64);

/// Cells farther apart than this are joined by a tunnel or a bridge.
const MOVE: i64 = SPARSE;

/// Every cell that a way runs through on the ground, and whether the search stopped there. Tunnels
/// and bridges run through none but their ends.
pub(super) fn walk(cells: &[(i32, i32)]) -> impl Iterator<Item = (Cell, bool)> {
    let long = |(column, row): (i32, i32)| (i64::from(column), i64::from(row));
    let first = cells.first().map(|&cell| (long(cell), true));
    let rest = cells.windows(2).flat_map(move |pair| {
        let (a, b) = (long(pair[0]), long(pair[1]));
        let by = (b.0 - a.0, b.1 - a.1);
        let parts = if jumps(a, b) { 1 } else { by.0.abs().max(by.1.abs()) * 2 };
        (1..=parts).map(move |part| {
            let along = |by: i64| (by as f64 * part as f64 / parts as f64).round() as i64;
            ((a.0 + along(by.0), a.1 + along(by.1)), part == parts)
        })
    });
    first.into_iter().chain(rest)
}

fn jumps(a: Cell, b: Cell) -> bool {
    (a.0 - b.0).abs().max((a.1 - b.1).abs()) > MOVE
}

/// The line of a road through cells, from one spot to another, and what each stretch of it is.
/// On the ground it is softened, bent in arcs and fitted to the hillside.
pub(super) fn lay(
    ground: &Ground,
    lattice: &Lattice,
    cells: &[Cell],
    (from, to): (Spot, Spot),
    design: &Design,
) -> (Vec<Spot>, Vec<Structure>) {
    let last = cells.len() - 1;
    let spot = |at: usize| match at {
        0 => from,
        at if at == last => to,
        at => lattice.place(cells[at]),
    };
    if last == 0 {
        return (vec![from, to], vec![Structure::Ground]);
    }
    let (mut line, mut structures) = (vec![from], Vec::new());
    let mut start = 0;
    for at in 1..=last {
        let jump = jumps(cells[at - 1], cells[at]);
        let end = if jump { at - 1 } else { at };
        if (jump || at == last) && end > start {
            let piece: Vec<Spot> = (start..=end).map(spot).collect();
            let piece = light(&fit(ground, &round(&piece, design.widest), design.grade));
            structures.extend(std::iter::repeat_n(Structure::Ground, piece.len() - 1));
            line.extend_from_slice(&piece[1..]);
        }
        if jump {
            structures.push(structure(ground, spot(at - 1), spot(at)));
            line.push(spot(at));
            start = at;
        }
    }
    (line, structures)
}

/// A tunnel where the ground is higher than the road halfway, else a bridge.
fn structure(ground: &Ground, a: Spot, b: Spot) -> Structure {
    let above = (1..8).map(|part| {
        let share = f64::from(part) / 8.0;
        let spot = (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
        ground.height(spot) - (ground.height(a) + (ground.height(b) - ground.height(a)) * share)
    });
    debug_assert!(distance(a, b) > 0.0);
    if above.sum::<f64>() > 0.0 { Structure::Tunnel } else { Structure::Bridge }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::design;
    use crate::generate::ground::sample;

    #[test]
    fn a_walk_visits_the_cells_between_and_jumps_over_tunnels() {
        let cells: Vec<_> = walk(&[(0, 0), (2, 0), (20, 0)]).collect();

        let visited: Vec<Cell> = cells.iter().map(|(cell, _)| *cell).collect();
        assert_eq!(
            (visited[0], visited[visited.len() - 2], visited[visited.len() - 1]),
            ((0, 0), (2, 0), (20, 0))
        );
        assert!(visited.contains(&(1, 0)) && !visited.contains(&(10, 0)));
        assert!(cells.iter().filter(|(_, node)| *node).count() == 3);
    }

    #[test]
    fn a_line_keeps_its_ends_and_its_tunnel_is_one_straight_stretch() {
        let ground = sample(40, 12, &|x, _| if (14.0..18.0).contains(&x) { 260.0 } else { 200.0 });
        let lattice = Lattice::new(&ground);
        let cells = [(3, 9), (6, 9), (9, 9), (12, 9), (15, 9), (18, 9), (45, 9), (48, 9), (50, 9)];
        let ends = ((120.0, 410.0), lattice.place((50, 9)));

        let (line, structures) = lay(&ground, &lattice, &cells, ends, &design::main_road());

        assert_eq!((line[0], line[line.len() - 1], structures.len()), (ends.0, ends.1, line.len() - 1));
        let tunnels: Vec<usize> =
            (0..structures.len()).filter(|&at| structures[at] == Structure::Tunnel).collect();
        assert_eq!(tunnels.len(), 1);
        assert_eq!(
            (line[tunnels[0]], line[tunnels[0] + 1]),
            (lattice.place((18, 9)), lattice.place((45, 9)))
        );
    }
}
