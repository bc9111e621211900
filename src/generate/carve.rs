//! Cuts and fills: the ground is shaped where roads run, as height models
//! of real mountains show.
//!
//! Each road has a profile that climbs within the limit of its class. The
//! heights of the grid around it are moved, a little at a time, until the
//! ground along the road is level with the profile: the projections of
//! Kaczmarz, one equation for each point of a road.

use super::bends::distance;
use super::fit::profile;
use super::ground::Ground;
use super::web::{Road, Web};
use crate::county::Structure;
use rayon::prelude::*;

/// Ground is cut or filled at most so deep, metres.
const DEEPEST: f32 = 25.0;
/// Roads are looked at every so many metres.
const EVERY: f64 = 30.0;
/// Profiles stay this much below the limit, since heights become whole metres.
const SLACK: f64 = 0.83;
/// New profiles, and rounds of fitting to each.
const PROFILES: usize = 6;
const ROUNDS: usize = 5;

/// A stretch of road on the ground.
struct Stretch {
    line: Vec<(f64, f64)>,
    grade: f64,
}

/// The heights of the ground with all roads cut into it.
pub(super) fn carved(ground: &Ground, web: &Web) -> Vec<f32> {
    let stretches: Vec<Stretch> = web.roads.iter().flat_map(|road| stretches(web, road)).collect();
    let mut shaped = ground.clone();
    for _ in 0..PROFILES {
        let profiles: Vec<Vec<f64>> = stretches
            .par_iter()
            .map(|stretch| {
                climbing(
                    &stretch.line,
                    &profile(&shaped, &stretch.line, stretch.grade),
                    stretch.grade * SLACK,
                )
            })
            .collect();
        for _ in 0..ROUNDS {
            for (stretch, profile) in stretches.iter().zip(&profiles) {
                for (&spot, &height) in stretch.line.iter().zip(profile) {
                    pull(&mut shaped, ground, spot, height);
                }
            }
        }
    }
    shaped.heights
}

/// The profile nearest to the given one that nowhere climbs faster than `grade`: halfway between
/// the lowest such profile above it and the highest below.
fn climbing(line: &[(f64, f64)], heights: &[f64], grade: f64) -> Vec<f64> {
    let rise: Vec<f64> = line.windows(2).map(|pair| distance(pair[0], pair[1]) * grade).collect();
    let envelope = |sign: f64| {
        let mut over: Vec<f64> = heights.iter().map(|height| height * sign).collect();
        for at in 1..over.len() {
            over[at] = over[at].max(over[at - 1] - rise[at - 1]);
        }
        for at in (1..over.len()).rev() {
            over[at - 1] = over[at - 1].max(over[at] - rise[at - 1]);
        }
        over
    };
    envelope(1.0).iter().zip(envelope(-1.0)).map(|(above, below)| (above - below) / 2.0).collect()
}

/// Moves the four heights around a spot so that the ground there comes level with `height`.
fn pull(shaped: &mut Ground, ground: &Ground, (x, y): (f64, f64), height: f64) {
    let columns = shaped.columns();
    let (x, y) = ((x / shaped.frame.dx).max(0.0), (y / shaped.frame.dy).max(0.0));
    let (column, row) = ((x as usize).min(columns - 2), (y as usize).min(shaped.rows() - 2));
    let (east, south) = ((x - column as f64).min(1.0), (y - row as f64).min(1.0));
    let corner = row * columns + column;
    let weights = [
        (corner, (1.0 - east) * (1.0 - south)),
        (corner + 1, east * (1.0 - south)),
        (corner + columns, (1.0 - east) * south),
        (corner + columns + 1, east * south),
    ];
    let now: f64 = weights.iter().map(|&(cell, weight)| weight * f64::from(shaped.heights[cell])).sum();
    let square: f64 = weights.iter().map(|&(_, weight)| weight * weight).sum();
    for (cell, weight) in weights {
        if !shaped.water[cell] {
            let old = ground.heights[cell];
            let moved = shaped.heights[cell] + ((height - now) * weight / square * 0.7) as f32;
            shaped.heights[cell] = moved.clamp(old - DEEPEST, old + DEEPEST);
        }
    }
}

fn stretches(web: &Web, road: &Road) -> Vec<Stretch> {
    let spot = |at: usize| web.knots[road.points[at] as usize].spot;
    let mut stretches = Vec::new();
    let mut line = Vec::new();
    for (at, structure) in road.structures.iter().enumerate() {
        let (a, b) = (spot(at), spot(at + 1));
        let wet = [a, b].iter().any(|&spot| web.ground.water[web.ground.cell(spot)]);
        if *structure != Structure::Ground || wet {
            stretches.extend(stretch(&mut line, road));
            continue;
        }
        if line.is_empty() {
            line.push(a);
        }
        let parts = (distance(a, b) / EVERY).ceil().max(1.0) as usize;
        for part in 1..=parts {
            let share = part as f64 / parts as f64;
            line.push((a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share));
        }
    }
    stretches.extend(stretch(&mut line, road));
    stretches
}

fn stretch(line: &mut Vec<(f64, f64)>, road: &Road) -> Option<Stretch> {
    let line = std::mem::take(line);
    (line.len() > 2).then_some(Stretch { line, grade: road.design.grade })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::ground::sample;

    #[test]
    fn a_profile_climbs_no_faster_than_it_may_and_stays_where_it_does_not() {
        let line: Vec<(f64, f64)> = (0..5).map(|at| (f64::from(at) * 100.0, 0.0)).collect();

        // 5 m in each 100 m are allowed: the step of 20 m in the middle is spread over all.
        let profile = climbing(&line, &[0.0, 0.0, 0.0, 20.0, 20.0], 0.05);

        assert!(profile.windows(2).all(|pair| (pair[1] - pair[0]).abs() <= 5.0 + 1e-9));
        assert_eq!(climbing(&line, &[0.0, 4.0, 8.0, 4.0, 0.0], 0.05), [0.0, 4.0, 8.0, 4.0, 0.0]);
    }

    #[test]
    fn pulling_brings_the_ground_level_with_the_road_and_no_deeper_than_a_cut() {
        let ground = sample(10, 10, &|_, _| 100.0);
        let mut shaped = ground.clone();
        let spot = (2.3 * ground.frame.dx, 4.6 * ground.frame.dy);

        (0..60).for_each(|_| pull(&mut shaped, &ground, spot, 109.0));
        assert!((shaped.height(spot) - 109.0).abs() < 0.1);

        (0..60).for_each(|_| pull(&mut shaped, &ground, spot, 900.0));
        assert!(shaped.heights.iter().all(|&height| height <= 100.0 + DEEPEST));
    }
}
