//! The likeliest heights along one link, given readings and its ends.
//!
//! The grade of a road is taken as a random course with a typical size `g`
//! that changes over a length `L` (an Ornstein-Uhlenbeck process); readings of
//! the ground are off by their own errors. The likeliest heights minimise
//!
//! ```text
//! sum w (h - y)^2                                 readings
//! + a sum (second differences of h)^2             grades change slowly
//! + b sum (first differences of h)^2              and are seldom large
//! ```
//!
//! with `a = L / (2 g^2 s^3)`, `b = 1 / (2 g^2 L s)`, and at both ends `b` more
//! by `1 / (2 g^2 s^2)`, for pieces of `s` metres. (M13)

use super::ground::Reading;

/// What a link would like its two ends to be: `(x from^2 + 2 y from to + z to^2) / 2 - p from - q to`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Wish {
    pub(super) from: f64,
    pub(super) both: f64,
    pub(super) to: f64,
    pub(super) pull_from: f64,
    pub(super) pull_to: f64,
}

/// How stiff a road is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stiffness {
    /// Typical grade, rise over run.
    pub(super) grade: f64,
    /// Metres over which it changes.
    pub(super) length: f64,
}

impl Stiffness {
    /// `a` and `b` for pieces of `step` metres, and what `b` is more at the ends.
    fn weights(&self, step: f64) -> (f64, f64, f64) {
        let twice = 2.0 * self.grade * self.grade;
        (
            self.length / (twice * step.powi(3)),
            1.0 / (twice * self.length * step),
            1.0 / (twice * step * step),
        )
    }

    /// The wish of a straight link without readings.
    pub(super) fn straight(&self, length: f64) -> Wish {
        let (_, inner, end) = self.weights(length.max(0.1));
        let b = inner + 2.0 * end;
        Wish { from: b, both: -b, to: b, pull_from: 0.0, pull_to: 0.0 }
    }
}

/// A symmetric system with two bands beside the diagonal.
struct Bands {
    main: Vec<f64>,
    one: Vec<f64>,
    two: Vec<f64>,
    right: Vec<f64>,
}

impl Bands {
    fn new(readings: &[Reading], step: f64, stiffness: Stiffness) -> Bands {
        let count = readings.len();
        let (a, inner, end) = stiffness.weights(step);
        let mut bands = Bands {
            main: readings.iter().map(|reading| reading.weight).collect(),
            one: vec![0.0; count],
            two: vec![0.0; count],
            right: readings.iter().map(|reading| reading.weight * reading.height).collect(),
        };
        for place in 0..count - 1 {
            let ends = f64::from(place == 0) + f64::from(place + 2 == count);
            let b = inner + ends * end;
            bands.main[place] += b;
            bands.main[place + 1] += b;
            bands.one[place] -= b;
        }
        for place in 1..count.max(1) - 1 {
            for (offset, weight) in [(0, 1.0), (1, 4.0), (2, 1.0)] {
                bands.main[place - 1 + offset] += weight * a;
            }
            bands.one[place - 1] -= 2.0 * a;
            bands.one[place] -= 2.0 * a;
            bands.two[place - 1] += a;
        }
        bands
    }

    /// Inner unknowns (all but the first and last) for given right sides, by LDL^T.
    fn solve<const N: usize>(&self, mut right: Vec<[f64; N]>) -> Vec<[f64; N]> {
        let count = right.len();
        let mut factor = vec![(0.0, 0.0, 0.0); count];
        for place in 0..count {
            let row = place + 1;
            let (before, last) = (place.checked_sub(2), place.checked_sub(1));
            let low = before.map_or(0.0, |before| self.two[row - 2] / factor[before].0);
            let carried = before.map_or(0.0, |before| low * factor[before].0 * factor[before + 1].1);
            let near = last.map_or(0.0, |last| (self.one[row - 1] - carried) / factor[last].0);
            let mut pivot = self.main[row];
            pivot -= last.map_or(0.0, |last| near * near * factor[last].0);
            pivot -= before.map_or(0.0, |before| low * low * factor[before].0);
            factor[place] = (pivot, near, low);
        }
        let at = |right: &[[f64; N]], place: Option<usize>| {
            place.and_then(|place| right.get(place).copied()).unwrap_or([0.0; N])
        };
        let below = |place: usize| factor.get(place).copied().unwrap_or_default();
        for place in 0..count {
            let (_, near, low) = factor[place];
            let (far, close) = (at(&right, place.checked_sub(2)), at(&right, place.checked_sub(1)));
            for ((value, far), close) in right[place].iter_mut().zip(far).zip(close) {
                *value -= low * far + near * close;
            }
        }
        for place in (0..count).rev() {
            let (near, low) = (below(place + 1).1, below(place + 2).2);
            let (close, far) = (at(&right, Some(place + 1)), at(&right, Some(place + 2)));
            for ((value, far), close) in right[place].iter_mut().zip(far).zip(close) {
                *value = *value / factor[place].0 - near * close - low * far;
            }
        }
        right
    }

    /// How the inner unknowns hang on the first and on the last one.
    fn on_ends(&self, row: usize) -> (f64, f64) {
        let last = self.main.len() - 1;
        let first = match row {
            1 => self.one[0],
            2 => self.two[0],
            _ => 0.0,
        };
        let end = match last - row {
            1 => self.one[last - 1],
            2 => self.two[last - 2],
            _ => 0.0,
        };
        (first, end)
    }
}

/// What a link with readings at its borders would like its ends to be. At least two readings.
pub(super) fn wish(readings: &[Reading], step: f64, stiffness: Stiffness) -> Wish {
    let bands = Bands::new(readings, step, stiffness);
    let last = readings.len() - 1;
    let between = match last {
        1 => bands.one[0],
        2 => bands.two[0],
        _ => 0.0,
    };
    let mut wish = Wish {
        from: bands.main[0],
        both: between,
        to: bands.main[last],
        pull_from: bands.right[0],
        pull_to: bands.right[last],
    };
    let right = (1..last).map(|row| {
        let (first, end) = bands.on_ends(row);
        [bands.right[row], first, end]
    });
    let inner = bands.solve::<3>(right.collect());
    for (row, solved) in (1..last).zip(inner) {
        let (first, end) = bands.on_ends(row);
        wish.from -= first * solved[1];
        wish.both -= first * solved[2];
        wish.to -= end * solved[2];
        wish.pull_from -= first * solved[0];
        wish.pull_to -= end * solved[0];
    }
    wish
}

/// The likeliest heights between given ends, both included. At least two readings.
pub(super) fn between(
    readings: &[Reading],
    step: f64,
    stiffness: Stiffness,
    (from, to): (f64, f64),
) -> Vec<f64> {
    let bands = Bands::new(readings, step, stiffness);
    let last = readings.len() - 1;
    let right = (1..last).map(|row| {
        let (first, end) = bands.on_ends(row);
        [bands.right[row] - first * from - end * to]
    });
    let inner = bands.solve::<1>(right.collect());
    let mut heights = Vec::with_capacity(last + 1);
    heights.push(from);
    heights.extend(inner.into_iter().map(|[height]| height));
    heights.push(to);
    heights
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROAD: Stiffness = Stiffness { grade: 0.06, length: 150.0 };

    fn readings(heights: &[f64]) -> Vec<Reading> {
        heights.iter().map(|&height| Reading::new(height, 0.02)).collect()
    }

    /// What is minimised, written down once more.
    fn energy(heights: &[f64], readings: &[Reading], step: f64) -> f64 {
        let (a, b, end) = ROAD.weights(step);
        let reads = heights.iter().zip(readings).map(|(h, y)| y.weight * (h - y.height).powi(2));
        let bends = heights.windows(3).map(|h| a * (h[0] - 2.0 * h[1] + h[2]).powi(2));
        let steps: Vec<f64> = heights.windows(2).map(|h| (h[1] - h[0]).powi(2)).collect();
        reads.sum::<f64>()
            + bends.sum::<f64>()
            + b * steps.iter().sum::<f64>()
            + end * (steps[0] + steps[steps.len() - 1])
    }

    #[test]
    fn no_other_heights_between_the_ends_are_likelier() {
        for count in [2, 3, 4, 5, 9, 30] {
            let ground: Vec<f64> = (0..count).map(|k| 500.0 + 4.0 * f64::from(k * k % 7)).collect();
            let readings = readings(&ground);

            let best = between(&readings, 30.0, ROAD, (503.0, 507.0));

            let least = energy(&best, &readings, 30.0);
            for place in 1..best.len() - 1 {
                for shift in [-0.01, 0.01] {
                    let mut other = best.clone();
                    other[place] += shift;
                    assert!(energy(&other, &readings, 30.0) > least);
                }
            }
        }
    }

    #[test]
    fn a_wish_is_the_energy_that_the_ends_cost_at_best() {
        for count in [2, 3, 4, 12] {
            let ground: Vec<f64> = (0..count).map(|k| 300.0 + f64::from(k * 5 % 11)).collect();
            let readings = readings(&ground);
            let wish = wish(&readings, 25.0, ROAD);
            let costs = |from: f64, to: f64| {
                (wish.from * from * from + 2.0 * wish.both * from * to + wish.to * to * to)
                    - 2.0 * (wish.pull_from * from + wish.pull_to * to)
            };
            let real =
                |from: f64, to: f64| energy(&between(&readings, 25.0, ROAD, (from, to)), &readings, 25.0);

            let (one, other) = ((301.0, 305.0), (310.0, 296.0));

            let wished = costs(one.0, one.1) - costs(other.0, other.1);
            let found = real(one.0, one.1) - real(other.0, other.1);
            assert!((wished - found).abs() < 1e-5 * found.abs().max(1.0), "{count}: {wished} {found}");
        }
    }

    #[test]
    fn a_gap_in_the_readings_is_bridged_smoothly() {
        // A steady 8 %, with nothing known between 150 m and 450 m.
        let mut readings = readings(&(0..=20).map(|k| 100.0 + 2.4 * f64::from(k)).collect::<Vec<_>>());
        readings[6..15].fill(Reading::new(0.0, 0.0));

        let heights = between(&readings, 30.0, ROAD, (100.0, 148.0));

        for pair in heights.windows(2) {
            assert!((0.06..0.10).contains(&((pair[1] - pair[0]) / 30.0)), "{heights:?}");
        }
    }
}
