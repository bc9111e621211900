//! The heights of junctions on which all links agree.
//!
//! Each link wishes for something ([`Wish`]); the sum of all wishes is least
//! where a symmetric positive system is solved, by conjugate gradients with
//! the diagonal as preconditioner. Together with the heights between the ends
//! this is the exact likeliest profile of the whole network. (M13)

use super::profile::Wish;

/// Rounds at most; a county needs some tens.
const ROUNDS: usize = 400;
/// Done when the residual is this share of where it began.
const ENOUGH: f64 = 1e-7;

/// A wish between two junctions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tie {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) wish: Wish,
}

/// Heights of the junctions, from a first guess. Junctions that no tie reaches keep their guess.
pub(super) fn agree(ties: &[Tie], mut heights: Vec<f64>) -> Vec<f64> {
    let count = heights.len();
    let mut diagonal = vec![0.0; count];
    for tie in ties {
        if tie.from == tie.to {
            diagonal[tie.from as usize] += tie.wish.from + tie.wish.to + 2.0 * tie.wish.both;
        } else {
            diagonal[tie.from as usize] += tie.wish.from;
            diagonal[tie.to as usize] += tie.wish.to;
        }
    }
    let mut residual: Vec<f64> = times(ties, &heights, count).into_iter().map(|value| -value).collect();
    for tie in ties {
        residual[tie.from as usize] += tie.wish.pull_from;
        residual[tie.to as usize] += tie.wish.pull_to;
    }
    let eased = |residual: &[f64]| -> Vec<f64> {
        residual.iter().zip(&diagonal).map(|(r, d)| if *d > 0.0 { r / d } else { 0.0 }).collect()
    };
    let mut next = eased(&residual);
    let mut direction = next.clone();
    let mut size = dot(&residual, &next);
    let first = size;
    for _ in 0..ROUNDS {
        if size <= first * ENOUGH * ENOUGH || size <= f64::MIN_POSITIVE {
            break;
        }
        let image = times(ties, &direction, count);
        let curve = dot(&direction, &image);
        if curve <= 0.0 {
            break;
        }
        let step = size / curve;
        for place in 0..count {
            heights[place] += step * direction[place];
            residual[place] -= step * image[place];
        }
        next = eased(&residual);
        let grown = dot(&residual, &next);
        let share = grown / size;
        size = grown;
        direction.iter_mut().zip(&next).for_each(|(d, n)| *d = n + share * *d);
    }
    heights
}

/// The matrix of all wishes times a vector.
fn times(ties: &[Tie], vector: &[f64], count: usize) -> Vec<f64> {
    let mut product = vec![0.0; count];
    for tie in ties {
        let (from, to) = (tie.from as usize, tie.to as usize);
        product[from] += tie.wish.from * vector[from] + tie.wish.both * vector[to];
        product[to] += tie.wish.to * vector[to] + tie.wish.both * vector[from];
    }
    product
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wants both ends at these heights, this much, and alike, that much.
    fn tie(from: u32, to: u32, (low, high): (f64, f64), much: f64, alike: f64) -> Tie {
        let wish = Wish {
            from: much + alike,
            both: -alike,
            to: much + alike,
            pull_from: much * low,
            pull_to: much * high,
        };
        Tie { from, to, wish }
    }

    #[test]
    fn a_junction_lies_between_what_its_roads_wish_for() {
        let ties = [tie(0, 1, (500.0, 510.0), 1.0, 0.0), tie(1, 2, (520.0, 600.0), 3.0, 0.0)];

        let heights = agree(&ties, vec![0.0; 4]);

        // One vote for 510 and three for 520.
        for (height, wanted) in heights.iter().zip([500.0, 517.5, 600.0, 0.0]) {
            assert!((height - wanted).abs() < 1e-4, "{heights:?}");
        }
    }

    #[test]
    fn a_chain_of_bridges_is_straight_between_what_is_known() {
        let fixed = |at: u32, height: f64| tie(at, at, (height, height), 1e3, 0.0);
        let loose = |from: u32, to: u32| tie(from, to, (0.0, 0.0), 0.0, 0.01);

        let heights =
            agree(&[fixed(0, 700.0), loose(0, 1), loose(1, 2), loose(2, 3), fixed(3, 730.0)], vec![0.0; 4]);

        for (place, height) in heights.iter().enumerate() {
            assert!((height - 700.0 - 10.0 * place as f64).abs() < 0.01, "{heights:?}");
        }
    }
}
