//! A mountain county's relief: folded ranges, cut by rivers.
//!
//! From coarse to fine: on a coarse grid the land rises along folds and the
//! rivers cut down for a long time; each finer grid starts from the coarser
//! one and needs a few steps only. Then benches are pressed into the slopes
//! (the region's old planation levels, on which people live and farm), the
//! ground of each town is levelled, and heights become whole metres.

use super::erosion::Field;
use super::ground::{Frame, Ground, bilinear};
use super::noise::{Noise, mix, unit};
use super::spec::{River, Spec};
use rayon::prelude::*;

/// How much coarser than the final grid, and how many steps of time.
const LEVELS: [(usize, usize); 4] = [(8, 130), (4, 30), (2, 12), (1, 4)];

/// Metres between benches.
const BENCH: f64 = 240.0;

pub(super) fn make(spec: &Spec) -> Ground {
    let frame = Frame::new(spec.bounds);
    let mut coarse: Option<Field> = None;
    for (factor, steps) in LEVELS {
        let mut field = level(spec, &frame, factor, coarse.as_ref());
        field.fill();
        for _ in 0..steps {
            field.luck = mix(field.luck, 1);
            field.erode();
        }
        coarse = Some(field);
    }
    let mut field = coarse.expect("there is at least one level");
    let drained = field.drained(&field.drainage()).iter().map(|area| area / 1e6).collect();
    finish(spec, &mut field);
    creep(&mut field, 2);
    let mut ground = Ground { frame, heights: field.heights, water: field.mouth, drained };
    for town in &spec.towns {
        settle(&mut ground, frame.metres(town.point));
    }
    ground.heights.iter_mut().for_each(|height| *height = height.round());
    ground
}

/// One grid of the pyramid, with its start heights.
fn level(spec: &Spec, frame: &Frame, factor: usize, coarse: Option<&Field>) -> Field {
    let columns = frame.grid.columns.div_ceil(factor).max(2);
    let rows = frame.grid.rows.div_ceil(factor).max(2);
    let (dx, dy) = (frame.dx * factor as f64, frame.dy * factor as f64);
    let (bent, fold, rock) = (Noise::new(spec.seed, 1), Noise::new(spec.seed, 2), Noise::new(spec.seed, 3));
    let mut field = Field {
        columns,
        rows,
        dx,
        dy,
        heights: Vec::new(),
        mouth: vec![false; columns * rows],
        uplift: Vec::new(),
        softness: Vec::new(),
        luck: mix(spec.seed, 78),
        steepest: 0.7,
    };
    let rise = |cell: usize| {
        let (x, y) = ((cell % columns) as f64 * dx, (cell / columns) as f64 * dy);
        // Folds run east-north-east: 0.94, 0.34 is a turn by 20 degrees.
        let (along, across) = (0.94 * x - 0.34 * y, 0.34 * x + 0.94 * y);
        let warp = bent.fractal(x / 14e3, y / 14e3, 3) * 6e3;
        let crest = fold.ridged((along + warp) / 34e3, (across + warp) / 13e3, 3);
        let broad = bent.fractal(x / 40e3 + 9.0, y / 40e3, 2);
        let uplift = (22.0 * (0.25 + 1.5 * crest * crest + 0.7 * broad)).max(3.0) as f32;
        let band =
            rock.at((along + warp) / 15e3, (across + warp) / 4e3) + 0.5 * rock.fractal(x / 3e3, y / 3e3, 2);
        // Rough at the scale of a cell, or streams would keep to the grid's eight directions.
        let rough = 0.5 + unit(mix(mix(spec.seed, 77), (cell * 8 + factor) as u64));
        let softness = (0.75 * (1.0 + 0.75 * band).clamp(0.25, 2.0) * rough) as f32;
        let height = match coarse {
            Some(coarse) => {
                let fine = rock.at(x / dx / 1.7, y / dy / 1.7) * (dx * 0.05);
                (bilinear(&coarse.heights, coarse.columns, coarse.rows, x / coarse.dx, y / coarse.dy) + fine)
                    as f32
            }
            None => (60.0 * (1.5 + broad + rock.fractal(x / 5e3, y / 5e3, 3))) as f32,
        };
        (height, (uplift, softness))
    };
    (field.heights, (field.uplift, field.softness)) = (0..columns * rows).into_par_iter().map(rise).unzip();
    let lowest = lowest(spec);
    for river in &spec.rivers {
        draw(spec, frame, river, &mut field, lowest);
    }
    keep_towns_low(spec, frame, &mut field);
    field
}

fn lowest(spec: &Spec) -> f64 {
    spec.rivers.iter().map(|river| river.levels.0.min(river.levels.1)).fold(f64::INFINITY, f64::min)
}

/// Marks the cells of a river as mouths, at heights above the lowest water of the county.
fn draw(spec: &Spec, frame: &Frame, river: &River, field: &mut Field, lowest: f64) {
    let bend = Noise::new(spec.seed, 4);
    let line = course(frame, river, &bend);
    let reach = river.width / 2.0;
    for (at, &(x, y)) in line.iter().enumerate() {
        let share = at as f64 / (line.len() - 1).max(1) as f64;
        let height = (river.levels.0 * (1.0 - share) + river.levels.1 * share - lowest) as f32;
        let (around_x, around_y) = ((reach / field.dx).floor() as i64, (reach / field.dy).floor() as i64);
        let (column, row) = ((x / field.dx).round() as i64, (y / field.dy).round() as i64);
        for r in row - around_y..=row + around_y {
            for c in column - around_x..=column + around_x {
                let apart = ((c as f64 * field.dx - x).powi(2) + (r as f64 * field.dy - y).powi(2)).sqrt();
                let inside = c >= 0 && r >= 0 && c < field.columns as i64 && r < field.rows as i64;
                if inside && (apart <= reach || (c, r) == (column, row)) {
                    let cell = r as usize * field.columns + c as usize;
                    if !field.mouth[cell] {
                        field.mouth[cell] = true;
                        field.heights[cell] = height;
                    }
                }
            }
        }
    }
}

/// The river's line in short steps: its points joined by a curve, with small bends.
fn course(frame: &Frame, river: &River, bend: &Noise) -> Vec<(f64, f64)> {
    let points: Vec<(f64, f64)> = river.points.iter().map(|&point| frame.metres(point)).collect();
    let at = |index: i64| points[index.clamp(0, points.len() as i64 - 1) as usize];
    let mut line = Vec::new();
    for span in 0..points.len() as i64 - 1 {
        let (a, b, c, d) = (at(span - 1), at(span), at(span + 1), at(span + 2));
        let length = ((c.0 - b.0).powi(2) + (c.1 - b.1).powi(2)).sqrt();
        let steps = (length / 30.0).ceil().max(1.0) as usize;
        for step in 0..=steps {
            let t = step as f64 / steps as f64;
            let curve = |a: f64, b: f64, c: f64, d: f64| {
                b + 0.5 * t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)))
            };
            let (x, y) = (curve(a.0, b.0, c.0, d.0), curve(a.1, b.1, c.1, d.1));
            // Bends die out at the given points, so that towns stay on the bank.
            let free = 4.0 * t * (1.0 - t);
            let side = (
                bend.fractal(x / 5e3, y / 5e3, 2) * 2_200.0 * free,
                bend.fractal(x / 5e3 + 50.0, y / 5e3, 2) * 2_200.0 * free,
            );
            line.push((x + side.0, y + side.1));
        }
    }
    line
}

/// Towns stand where the land rises less and is cut more easily.
fn keep_towns_low(spec: &Spec, frame: &Frame, field: &mut Field) {
    const REACH: f64 = 4_000.0;
    for town in &spec.towns {
        let (x, y) = frame.metres(town.point);
        let near = |centre: f64, step: f64, count: usize| {
            let from = ((centre - REACH) / step).floor().max(0.0) as usize;
            let to = ((centre + REACH) / step).ceil().max(0.0) as usize;
            from.min(count)..to.min(count)
        };
        for row in near(y, field.dy, field.rows) {
            for column in near(x, field.dx, field.columns) {
                let apart = (column as f64 * field.dx - x).powi(2) + (row as f64 * field.dy - y).powi(2);
                let near = (1.0 - apart / (REACH * REACH)).max(0.0) as f32;
                let cell = row * field.columns + column;
                field.uplift[cell] *= 1.0 - 0.7 * near * near;
                field.softness[cell] *= 1.0 + 0.8 * near * near;
            }
        }
    }
}

/// Stretches heights to the county's range and presses benches into the slopes.
fn finish(spec: &Spec, field: &mut Field) {
    let lowest = lowest(spec);
    let top = f64::from(field.heights.iter().copied().fold(1.0, f32::max));
    let height = (spec.summit - lowest).max(1.0);
    let old = Noise::new(spec.seed, 5);
    let (columns, dx, dy, mouth) = (field.columns, field.dx, field.dy, &field.mouth);
    field.heights.par_iter_mut().enumerate().for_each(|(cell, at)| {
        let (x, y) = ((cell % columns) as f64 * dx, (cell / columns) as f64 * dy);
        let above = f64::from(*at) / top * height;
        let shift = old.fractal(x / 20e3, y / 20e3, 2) * 0.6;
        let depth = (0.35 + 0.6 * old.at(x / 7e3 + 4.0, y / 7e3)).clamp(0.0, 0.8);
        let wave = ripple(above / BENCH + shift) - ripple(shift);
        let fade = (above / 60.0).min(1.0) * ((height - above) / 200.0).clamp(0.0, 1.0);
        let bent = above - depth * fade * BENCH * wave;
        *at = if mouth[cell] {
            (lowest + f64::from(*at)) as f32
        } else {
            (lowest + bent).max(lowest + 1.0) as f32
        };
    });
}

/// Soil creeps: each round moves the ground a good part of the way to the mean of its neighbours.
fn creep(field: &mut Field, rounds: usize) {
    let (columns, rows) = (field.columns, field.rows);
    for _ in 0..rounds {
        let old = field.heights.clone();
        for row in 1..rows - 1 {
            for column in 1..columns - 1 {
                let cell = row * columns + column;
                if field.mouth[cell] {
                    continue;
                }
                let at = |cell: usize| old[cell];
                let sides = at(cell - 1) + at(cell + 1) + at(cell - columns) + at(cell + columns);
                let corners = at(cell - columns - 1)
                    + at(cell - columns + 1)
                    + at(cell + columns - 1)
                    + at(cell + columns + 1);
                field.heights[cell] = old[cell] * 0.4 + sides * 0.1 + corners * 0.05;
            }
        }
    }
}

/// A wave with period 1 whose slope is 1 at most: flat benches, steeper risers.
fn ripple(t: f64) -> f64 {
    let u = t - t.floor();
    // A cubic through 0, 0.5 and 1: u (u - 1/2) (u - 1), slope 1/2 at 0 and -1/4 in the middle.
    2.0 * u * (u - 0.5) * (u - 1.0)
}

/// Levels the ground of a town: within 500 m to the mean, fading out at 1,100 m.
fn settle(ground: &mut Ground, (x, y): (f64, f64)) {
    const FLAT: f64 = 450.0;
    const REACH: f64 = 1_100.0;
    let (dx, dy) = (ground.frame.dx, ground.frame.dy);
    let (columns, rows) = (ground.columns() as i64, ground.rows() as i64);
    let (c, r) = ((x / dx).round() as i64, (y / dy).round() as i64);
    let (wide, high) = ((REACH / dx) as i64, (REACH / dy) as i64);
    let mut cells = Vec::new();
    for row in (r - high).max(0)..=(r + high).min(rows - 1) {
        for column in (c - wide).max(0)..=(c + wide).min(columns - 1) {
            let apart = ((column as f64 * dx - x).powi(2) + (row as f64 * dy - y).powi(2)).sqrt();
            let cell = (row * columns + column) as usize;
            if apart < REACH && !ground.water[cell] {
                cells.push((cell, apart));
            }
        }
    }
    let flat: Vec<f32> =
        cells.iter().filter(|&&(_, apart)| apart < FLAT).map(|&(cell, _)| ground.heights[cell]).collect();
    if flat.is_empty() {
        return;
    }
    let mean = flat.iter().sum::<f32>() / flat.len() as f32;
    for (cell, apart) in cells {
        let pull = (1.0 - ((apart - FLAT) / (REACH - FLAT)).clamp(0.0, 1.0)) as f32 * 0.85;
        ground.heights[cell] = ground.heights[cell] * (1.0 - pull) + mean * pull;
    }
}
