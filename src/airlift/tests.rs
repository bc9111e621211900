//! Walks, and what is near.

use super::on_foot;
use super::reach::nearest;
use crate::units::{Point, Seconds};

#[test]
fn a_kilometre_on_a_map_takes_twenty_eight_minutes() {
    // 1,400 m of path at 3 km/h.
    assert_eq!(on_foot(1_000.0), Seconds(1_680));
    assert_eq!(on_foot(0.0), Seconds(0));
}

#[test]
fn the_nearest_good_pad_within_a_walk_is_taken() {
    let at = |metres: f64| Point::new(109.0, 31.0 + metres / 110_870.0);
    let pads = [at(900.0), at(-300.0), at(600.0)];

    let pad = |within: f64, good: &dyn Fn(usize) -> bool| {
        nearest(at(0.0), &pads, within, good).map(|foot| foot.pad)
    };

    assert_eq!(pad(1_000.0, &|_| true), Some(1));
    assert_eq!(pad(1_000.0, &|pad| pad != 1), Some(2));
    assert_eq!(pad(500.0, &|pad| pad != 1), None);
}
