//! What a height model says along a link, and how much it is to be trusted.
//!
//! A height model is the mean of the ground over a cell of 30 to 90 m. On a
//! level meadow that is the road's height; on a hillside the road is a notch
//! that the model does not see, and a few metres to the side are as many
//! metres up or down. So each height has an uncertainty that grows with the
//! slope of the ground across the road, and with its unevenness.

use super::Heights;
use super::links::Link;
use super::ruler::Line;
use crate::facts;
use crate::units::Point;

/// Metres to each side at which the ground is read to see how it slopes.
const SIDE: f64 = 30.0;

/// How far off a height model is, in metres.
pub(super) struct Errors {
    /// Up and down, on level ground.
    vertical: f64,
    /// To the side: the drawn road and the cell of the model together.
    sideways: f64,
    /// Heights nearer to each other than this share their error.
    shared: f64,
}

impl Errors {
    pub(super) fn load() -> Errors {
        Errors {
            vertical: facts::value("road.profile.vertical"),
            sideways: facts::value("road.profile.sideways"),
            shared: facts::value("road.profile.shared"),
        }
    }
}

/// One height of the ground and how much it counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reading {
    /// Metres above sea level; 0 where there is no weight.
    pub(super) height: f64,
    /// One over the variance in m2; 0 in voids.
    pub(super) weight: f64,
    /// The same before any doubt.
    first: f64,
}

impl Reading {
    pub(super) fn new(height: f64, weight: f64) -> Reading {
        Reading { height, weight, first: weight }
    }

    /// Counts less if the road seems to lie elsewhere: half if off by `far` times its error.
    pub(super) fn doubt(&mut self, likely: f64, far: f64) {
        let off = self.height - likely;
        self.weight = self.first / (1.0 + off * off * self.first / (far * far));
    }
}

const NOTHING: Reading = Reading { height: 0.0, weight: 0.0, first: 0.0 };

/// Heights of the ground at the borders of the pieces of a link.
pub(super) fn read(link: &Link, pieces: usize, heights: Heights, errors: &Errors) -> Vec<Reading> {
    let line = Line::new(&link.points);
    let step = line.length() / pieces.max(1) as f64;
    let look = |point: Point| heights(point).filter(|height| height.is_finite());
    let at = |border: usize| {
        let metres = step * border as f64;
        let place = line.at(metres);
        let Some(height) = look(place) else { return NOTHING };
        let (left, right) = line.beside(metres, SIDE);
        let error = match (look(left), look(right)) {
            (Some(left), Some(right)) => {
                let across = (left - right) / (2.0 * SIDE);
                let uneven = f64::midpoint(left, right) - height;
                errors.vertical.hypot(errors.sideways * across).hypot(uneven)
            }
            // The edge of a void: its neighbours are not trusted either.
            _ => 2.0 * errors.vertical.hypot(errors.sideways),
        };
        // Readings that share an error count once together.
        let sharing = (errors.shared / step.max(1.0)).max(1.0);
        Reading::new(height, 1.0 / (error * error * sharing))
    };
    (0..=pieces).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::sample::{at, metres};

    fn weight(ground: impl Fn(f64, f64) -> Option<f64> + Sync) -> f64 {
        let points = vec![at(0.0, 0.0), at(600.0, 0.0)];
        let link = Link {
            nodes: Vec::new(),
            ways: Vec::new(),
            from: 0,
            to: 1,
            way: 0,
            forward: true,
            backward: true,
            gate: false,
            points,
        };
        let heights = |point: Point| {
            let (east, north) = metres(point);
            ground(east, north)
        };
        read(&link, 20, &heights, &Errors::load())[10].weight
    }

    #[test]
    fn a_hillside_across_the_road_is_trusted_less_than_a_climb_along_it() {
        let along = weight(|east, _| Some(500.0 + 0.1 * east));
        let across = weight(|_, north| Some(500.0 + 0.8 * north));

        assert!(across < along / 3.0, "{across} {along}");
    }

    #[test]
    fn a_gully_is_trusted_less_than_a_meadow_and_a_void_not_at_all() {
        let meadow = weight(|_, _| Some(500.0));
        let gully = weight(|_, north| Some(500.0 + north.abs()));

        assert!(gully < meadow / 9.0);
        assert_eq!(weight(|_, _| None), 0.0);
        assert!(weight(|_, north| (north < 5.0).then_some(500.0)) < meadow);
    }
}
