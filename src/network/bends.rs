//! How sharply a road bends: how much it turns over a short stretch.
//!
//! Lines on maps are polygons: all turning is in their corners. So the turn
//! of each corner is spread over the road around it, most at the corner and
//! nothing beyond [`REACH`]. Left and right turns of a line drawn by a shaky
//! hand cancel each other; the turns of a hairpin add up.

use super::ruler::Line;

/// A corner is felt this far, in metres: less than the length of a hairpin, more than the noise
/// of hand-drawn lines.
const REACH: f64 = 20.0;
/// Straighter than this, in metres, is straight.
const STRAIGHT: f64 = 2_000.0;

/// The corners of a line.
pub(super) struct Bends {
    /// Metres along the line, and radians turned there, left positive.
    corners: Vec<(f64, f64)>,
}

impl Bends {
    pub(super) fn of(line: &Line) -> Bends {
        let corner = |(index, three): (usize, &[crate::units::Point])| {
            let (one, other) = (line.ruler.offset(three[0], three[1]), line.ruler.offset(three[1], three[2]));
            let across = one[0] * other[1] - one[1] * other[0];
            let onward = one[0] * other[0] + one[1] * other[1];
            (line.along(index + 1), across.atan2(onward))
        };
        Bends { corners: line.points.windows(3).enumerate().map(corner).collect() }
    }

    /// Radius of the road between two distances along it, in metres: one over the mean curvature
    /// at three places. Infinite where it is straight.
    pub(super) fn radius(&self, from: f64, to: f64) -> f64 {
        let third = (to - from) / 3.0;
        let places = [from + third / 2.0, from + third * 1.5, to - third / 2.0];
        let mean = places.iter().map(|&place| self.curvature(place)).sum::<f64>() / 3.0;
        if mean > 1.0 / STRAIGHT { 1.0 / mean } else { f64::INFINITY }
    }

    fn curvature(&self, place: f64) -> f64 {
        let first = self.corners.partition_point(|&(along, _)| along < place - REACH);
        let near = self.corners[first..].iter().take_while(|&&(along, _)| along <= place + REACH);
        let spread = near.map(|&(along, turn)| turn * (1.0 - (along - place).abs() / REACH) / REACH);
        spread.sum::<f64>().abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Point;

    const METRE: f64 = 1.0 / 110_850.0;

    fn road(points: &[(f64, f64)]) -> Vec<Point> {
        let lon = METRE / 30.0_f64.to_radians().cos() * 0.9946;
        points.iter().map(|&(east, north)| Point::new(100.0 + east * lon, 30.0 + north * METRE)).collect()
    }

    #[test]
    fn a_hairpin_of_twelve_metres_is_seen_and_the_straights_beside_it_stay_straight() {
        let turn = (0..=8).map(|step| f64::from(step) * std::f64::consts::PI / 8.0);
        let turn = turn.map(|angle| (100.0 + 12.0 * angle.sin(), 12.0 - 12.0 * angle.cos()));
        let points: Vec<(f64, f64)> = [(0.0, 0.0)].into_iter().chain(turn).chain([(0.0, 24.0)]).collect();
        let points = road(&points);
        let line = Line::new(&points);

        // The half circle is 38 m long, from 100 m on.
        let bends = Bends::of(&line);
        let hairpin = bends.radius(105.0, 133.0);

        assert!((10.0..16.0).contains(&hairpin), "{hairpin}");
        assert_eq!(bends.radius(20.0, 50.0), f64::INFINITY);
    }

    #[test]
    fn a_wide_bend_keeps_its_radius() {
        let arc = (0..=60).map(|step| f64::from(step) * 0.02);
        let points: Vec<(f64, f64)> =
            arc.map(|angle| (120.0 * angle.sin(), 120.0 - 120.0 * angle.cos())).collect();
        let points = road(&points);

        let bend = Bends::of(&Line::new(&points)).radius(50.0, 80.0);

        assert!((bend - 120.0).abs() < 4.0, "{bend}");
    }

    #[test]
    fn a_shaky_line_is_nearly_straight() {
        // One metre to the left and right every 6 m.
        let points: Vec<(f64, f64)> =
            (0..40).map(|step| (f64::from(step) * 6.0, f64::from(step % 2))).collect();
        let points = road(&points);
        assert!(Bends::of(&Line::new(&points)).radius(100.0, 130.0) > 150.0);
    }

    #[test]
    fn turning_back_in_one_point_is_a_tight_bend_and_points_on_one_spot_are_none() {
        let back = road(&[(0.0, 0.0), (50.0, 0.0), (0.0, 0.0)]);
        let spot = road(&[(0.0, 0.0), (0.0, 0.0)]);
        assert!(Bends::of(&Line::new(&back)).radius(35.0, 65.0) < 15.0);
        assert_eq!(Bends::of(&Line::new(&spot)).radius(0.0, 0.0), f64::INFINITY);
    }
}
