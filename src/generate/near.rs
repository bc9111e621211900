//! Whether a place is near.

use super::bends::distance;
use rustc_hash::FxHashMap;

type Spot = (f64, f64);

/// Places in squares of 4 km.
pub(super) struct Near {
    squares: FxHashMap<(i64, i64), Vec<Spot>>,
}

impl Near {
    pub(super) fn new(spots: Vec<Spot>) -> Near {
        let mut near = Near { squares: FxHashMap::default() };
        spots.into_iter().for_each(|spot| near.add(spot));
        near
    }

    fn square(spot: Spot) -> (i64, i64) {
        ((spot.0 / 4e3).floor() as i64, (spot.1 / 4e3).floor() as i64)
    }

    fn add(&mut self, spot: Spot) {
        self.squares.entry(Near::square(spot)).or_default().push(spot);
    }

    /// Whether one lies within so many metres, 4 km at most.
    pub(super) fn within(&self, spot: Spot, reach: f64) -> bool {
        self.close(spot).any(|&other| distance(other, spot) < reach)
    }

    /// Those in the square of a spot and in the eight around it.
    fn close(&self, spot: Spot) -> impl Iterator<Item = &Spot> {
        let (x, y) = Near::square(spot);
        let around = (-1..=1).flat_map(move |dx| (-1..=1).map(move |dy| (x + dx, y + dy)));
        around.filter_map(|square| self.squares.get(&square)).flatten()
    }
}
