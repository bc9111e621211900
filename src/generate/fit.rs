//! Fits a road to the hillside: where rounding the corners lifted it off its
//! slope or pressed it below, it is moved sideways until it climbs evenly.
//!
//! One idea: on a slope, a step sideways is a step up or down. Each point
//! moves along the ground's gradient towards the height that an evenly
//! climbing road has there, a little at a time, and stays level with its
//! neighbours. Ends stay.

use super::bends::distance;
use super::ground::Ground;

type Spot = (f64, f64);

const ROUNDS: usize = 6;
/// Heights are evened out over this many metres to both sides.
const REACH: f64 = 130.0;
/// A point moves at most so many metres in a round.
const STEP: f64 = 14.0;
/// Ground less steep than this is left alone.
const FLAT: f64 = 0.06;

/// The road through `line` fitted to the ground under the limit of its grade.
pub(super) fn fit(ground: &Ground, line: &[Spot], grade: f64) -> Vec<Spot> {
    let mut line = line.to_vec();
    for round in 0..ROUNDS {
        let target = profile(ground, &line, grade);
        let moved: Vec<Spot> = (0..line.len()).map(|at| shifted(ground, line[at], target[at])).collect();
        let last = line.len() - 1;
        let free = |at: usize| at > 0 && at < last;
        line = (0..line.len())
            .map(|at| match free(at) {
                false => line[at],
                // Little corners that the move makes are rubbed off, but not in the last round.
                true if round + 1 < ROUNDS => rubbed(moved[at - 1], moved[at], moved[at + 1]),
                true => moved[at],
            })
            .collect();
    }
    line
}

/// A tenth of the way to the middle of its neighbours, more where they bend little.
fn rubbed(a: Spot, b: Spot, c: Spot) -> Spot {
    let cosine =
        ((b.0 - a.0) * (c.0 - b.0) + (b.1 - a.1) * (c.1 - b.1)) / (distance(a, b) * distance(b, c)).max(1e-9);
    let pull = if cosine > 0.8 { 0.3 } else { 0.1 };
    let middle = ((a.0 + c.0) / 2.0, (a.1 + c.1) / 2.0);
    (b.0 + (middle.0 - b.0) * pull, b.1 + (middle.1 - b.1) * pull)
}

fn shifted(ground: &Ground, spot: Spot, target: f64) -> Spot {
    const REACH: f64 = 40.0;
    let at = |x: f64, y: f64| ground.height((spot.0 + x, spot.1 + y));
    let gx = (at(REACH, 0.0) - at(-REACH, 0.0)) / (2.0 * REACH);
    let gy = (at(0.0, REACH) - at(0.0, -REACH)) / (2.0 * REACH);
    let steep = (gx * gx + gy * gy).sqrt();
    if steep < FLAT {
        return spot;
    }
    let by = ((target - at(0.0, 0.0)) / steep).clamp(-STEP, STEP);
    (spot.0 + gx / steep * by, spot.1 + gy / steep * by)
}

/// Heights of an evenly climbing road: the mean of the ground along it, then no steeper than the limit.
pub(super) fn profile(ground: &Ground, line: &[Spot], grade: f64) -> Vec<f64> {
    let mut along = vec![0.0];
    for pair in line.windows(2) {
        along.push(along[along.len() - 1] + distance(pair[0], pair[1]));
    }
    let heights: Vec<f64> = line.iter().map(|&spot| ground.height(spot)).collect();
    let (mut from, mut to) = (0, 0);
    let mut even: Vec<f64> = (0..line.len())
        .map(|at| {
            // As far to the one side as to the other, or ends would bend the mean.
            let reach = REACH.min(along[at]).min(along[line.len() - 1] - along[at]);
            while along[at] - along[from] > REACH {
                from += 1;
            }
            while to + 1 < line.len() && along[to + 1] - along[at] <= REACH {
                to += 1;
            }
            let inside = (from..=to).filter(|&other| (along[other] - along[at]).abs() <= reach);
            let (sum, count) =
                inside.fold((0.0, 0.0), |(sum, count), other| (sum + heights[other], count + 1.0));
            if count > 0.0 { sum / count } else { heights[at] }
        })
        .collect();
    for _ in 0..4 {
        for at in 1..even.len() {
            let most = grade * (along[at] - along[at - 1]);
            let rise = even[at] - even[at - 1];
            let over = (rise.abs() - most).max(0.0) * rise.signum() / 2.0;
            even[at - 1] += over;
            even[at] -= over;
        }
    }
    even
}
