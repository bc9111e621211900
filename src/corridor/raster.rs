//! Sliding windows over a raster, and polygons on it.

use geo::{Coord, LineString, Polygon};
use rayon::prelude::*;

/// Width and height in cells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Size {
    pub columns: usize,
    pub rows: usize,
}

/// The extreme of each cell's window of `across` cells to both sides and `along` rows up and down.
pub(super) fn extreme(
    size: Size,
    values: &[f32],
    (across, along): (usize, usize),
    pick: fn(f32, f32) -> f32,
) -> Vec<f32> {
    let mut rows = vec![0.0; values.len()];
    rows.par_chunks_mut(size.columns).zip(values.par_chunks(size.columns)).for_each(|(out, row)| {
        for (at, cell) in out.iter_mut().enumerate() {
            let window = &row[at.saturating_sub(across)..(at + across + 1).min(row.len())];
            *cell = window.iter().copied().reduce(pick).unwrap_or(row[at]);
        }
    });
    let mut all = vec![0.0; values.len()];
    all.par_chunks_mut(size.columns).enumerate().for_each(|(row, out)| {
        let (first, last) = (row.saturating_sub(along), (row + along).min(size.rows - 1));
        out.copy_from_slice(&rows[first * size.columns..(first + 1) * size.columns]);
        for other in first + 1..=last {
            let line = &rows[other * size.columns..(other + 1) * size.columns];
            out.iter_mut().zip(line).for_each(|(cell, value)| *cell = pick(*cell, *value));
        }
    });
    all
}

/// The mean of each cell's window; not finite values count as the middle cell.
pub(super) fn mean(size: Size, values: &[f32], (across, along): (usize, usize)) -> Vec<f32> {
    let sums = |length: usize, reach: usize, get: &dyn Fn(usize) -> f64, put: &mut dyn FnMut(usize, f64)| {
        let mut total: f64 = (0..reach.min(length)).map(get).sum();
        for at in 0..length {
            if at + reach < length {
                total += get(at + reach);
            }
            if at > reach {
                total -= get(at - reach - 1);
            }
            let count = (at + reach).min(length - 1) - at.saturating_sub(reach) + 1;
            put(at, total / count as f64);
        }
    };
    let mut rows = vec![0.0_f32; values.len()];
    rows.par_chunks_mut(size.columns).zip(values.par_chunks(size.columns)).for_each(|(out, row)| {
        sums(size.columns, across, &|at| f64::from(row[at]), &mut |at, value| out[at] = value as f32);
    });
    let columns: Vec<Vec<f32>> = (0..size.columns)
        .into_par_iter()
        .map(|column| {
            let mut out = vec![0.0_f32; size.rows];
            let get = |row: usize| f64::from(rows[row * size.columns + column]);
            sums(size.rows, along, &get, &mut |at, value| out[at] = value as f32);
            out
        })
        .collect();
    let mut all = vec![0.0_f32; values.len()];
    all.par_chunks_mut(size.columns).enumerate().for_each(|(row, out)| {
        out.iter_mut().zip(&columns).for_each(|(cell, column)| *cell = column[row]);
    });
    all
}

/// Calls `mark` for every cell whose middle lies in the polygon, or that its border passes. The
/// polygon is in cells: x to the right, y down, whole numbers in the middles.
pub(super) fn cover(size: Size, area: &Polygon<f64>, mut mark: impl FnMut(usize)) {
    let rings = || std::iter::once(area.exterior()).chain(area.interiors());
    for row in 0..size.rows {
        let y = row as f64;
        let mut cuts: Vec<f64> = rings().flat_map(|ring| crossings(ring, y)).collect();
        cuts.sort_by(f64::total_cmp);
        for pair in cuts.chunks_exact(2) {
            let first = pair[0].ceil().max(0.0);
            let last = pair[1].floor().min(size.columns as f64 - 1.0);
            if first <= last {
                (first as usize..=last as usize).for_each(|column| mark(row * size.columns + column));
            }
        }
    }
    for ring in rings() {
        for line in ring.lines() {
            border(size, line.start, line.end, &mut mark);
        }
    }
}

fn crossings(ring: &LineString<f64>, y: f64) -> Vec<f64> {
    let cut = |line: geo::Line<f64>| {
        let (a, b) = (line.start, line.end);
        ((a.y > y) != (b.y > y)).then(|| a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
    };
    ring.lines().filter_map(cut).collect()
}

/// Steps of a third of a cell; only the part of the line that lies on the raster is walked.
fn border(size: Size, from: Coord<f64>, to: Coord<f64>, mark: &mut impl FnMut(usize)) {
    let (wide, high) = (size.columns as f64, size.rows as f64);
    let outside = from.x.max(to.x) < -1.0 || from.y.max(to.y) < -1.0;
    if outside || from.x.min(to.x) > wide || from.y.min(to.y) > high {
        return;
    }
    let length = (to.x - from.x).abs().max((to.y - from.y).abs());
    let steps = (length * 3.0).ceil().clamp(1.0, 1e7);
    for step in 0..=steps as usize {
        let share = step as f64 / steps;
        let x = (from.x + (to.x - from.x) * share).round();
        let y = (from.y + (to.y - from.y) * share).round();
        if (0.0..wide).contains(&x) && (0.0..high).contains(&y) {
            mark(y as usize * size.columns + x as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { columns: 7, rows: 5 };

    fn slow(values: &[f32], reach: (usize, usize), fold: impl Fn(&[f32]) -> f32) -> Vec<f32> {
        (0..35)
            .map(|cell| {
                let (x, y) = (cell % 7, cell / 7);
                let inside =
                    |other: &usize| (other % 7).abs_diff(x) <= reach.0 && (other / 7).abs_diff(y) <= reach.1;
                let window: Vec<f32> = (0..35).filter(inside).map(|other| values[other]).collect();
                fold(&window)
            })
            .collect()
    }

    #[test]
    fn windows_are_what_looking_at_every_cell_gives() {
        let values: Vec<f32> = (0..35).map(|cell| ((cell * 37) % 23) as f32).collect();
        for reach in [(0, 0), (1, 2), (3, 1), (9, 9)] {
            let most = slow(&values, reach, |window| window.iter().copied().fold(f32::MIN, f32::max));
            assert_eq!(extreme(SIZE, &values, reach, f32::max), most);
            let middle = slow(&values, reach, |window| window.iter().sum::<f32>() / window.len() as f32);
            let fast = mean(SIZE, &values, reach);
            assert!(fast.iter().zip(&middle).all(|(one, other)| (one - other).abs() < 1e-4), "{reach:?}");
        }
    }

    #[test]
    fn a_polygon_covers_the_cells_in_it_and_those_on_its_border() {
        let ring = LineString::from(vec![(1.4, 0.6), (4.6, 0.6), (4.6, 3.4), (1.4, 3.4), (1.4, 0.6)]);
        let mut cells = std::collections::BTreeSet::new();
        cover(SIZE, &Polygon::new(ring, Vec::new()), |cell| {
            cells.insert(cell);
        });

        // Columns 1 to 5 and rows 1 to 3: 1.4 rounds to 1, 4.6 to 5.
        let wanted: Vec<usize> =
            (1..=3).flat_map(|row| (1..=5).map(move |column| row * 7 + column)).collect();
        assert_eq!(cells.into_iter().collect::<Vec<_>>(), wanted);
    }
}
