//! A straight flight over the terrain, where no corridor was planned. (M212)
//!
//! The line is that between both ends; its height is the string pulled taut
//! between clearance and ceiling, as in (M100). A corridor would look for a
//! way around what stands in the way; a straight line tells what does.

use super::Block;
use crate::corridor::{Beside, COMPASS, Fix, Rules, distance, moved, offset, taut};
use crate::county::{Wire, Zone};
use crate::terrain::Dem;
use crate::units::Point;
use geo::Contains;

/// Metres between the places that are looked at, and room for what lies between them.
const STEP: f64 = 15.0;
const MARGIN: f64 = 3.0;

/// A line that can be flown.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    pub fixes: Vec<Fix>,
    /// Metres on the map.
    pub length: f64,
}

/// What a line goes through.
#[derive(Clone, Copy)]
pub struct Space<'a> {
    pub dem: &'a Dem,
    pub zones: &'a [Zone],
    pub wires: &'a [Wire],
}

/// The straight course between two points, or what stands in its way.
///
/// # Errors
/// The rule that the line breaks first, seen from its start.
pub fn straight(
    Space { dem, zones, wires }: Space,
    rules: &Rules,
    highest: f64,
    [from, to]: [Point; 2],
) -> Result<Course, Block> {
    let length = distance(from, to);
    if length <= 2.0 * rules.half_width {
        return Err(Block::Beside);
    }
    let count = (length / STEP).ceil().max(1.0);
    let (east, north) = offset(from, to);
    let wires = Beside::new(dem, wires, [from, to], rules.half_width + STEP);
    let (mut low, mut high, mut ground) = (Vec::new(), Vec::new(), Vec::new());
    for step in 0..=count as usize {
        let share = step as f64 / count;
        let point = moved(from, east * share, north * share);
        let sides = COMPASS.map(|(x, y)| moved(point, x * rules.half_width, y * rules.half_width));
        let here = dem.height(point).ok_or(Block::Void)?;
        let tops = sides.iter().filter_map(|&side| dem.height(side));
        let bare = tops.fold(here, f64::max) + rules.clearance + MARGIN;
        let above_wires = wires.top(point).map_or(bare, |top| top + rules.wire + MARGIN);
        let floor = bare.max(above_wires);
        let inside =
            |zone: &&Zone| zone.area.contains(&point) || sides.iter().any(|side| zone.area.contains(side));
        let limit = zones.iter().filter(inside).map(|zone| zone.floor.unwrap_or(0.0));
        let limit = limit.fold(f64::INFINITY, f64::min);
        let ceiling = here + rules.ceiling.min(limit) - MARGIN;
        if floor > ceiling {
            let only_zone = floor <= here + rules.ceiling - MARGIN;
            let only_wires = bare <= ceiling;
            return Err(match (only_zone, only_wires) {
                (true, _) => Block::Zone,
                (_, true) => Block::Wires,
                _ => Block::Ceiling,
            });
        }
        if floor > highest {
            return Err(Block::Highest);
        }
        low.push(floor);
        high.push(ceiling.min(highest.max(floor)));
        ground.push((point, here));
    }
    let corners = taut(&low, &high, (low[0], low[low.len() - 1])).ok_or(Block::Ceiling)?;
    let fix = |(at, height): (usize, f64)| {
        let (point, ground) = ground[at];
        Fix { point, along: length * at as f64 / count, ground, height, slow: false }
    };
    Ok(Course { fixes: corners.into_iter().map(fix).collect(), length })
}

impl Course {
    /// Straight from above one end to above the other, where only distance and heights are known:
    /// no ground stands in between.
    #[must_use]
    pub fn over_nothing(length: f64, [start, end]: [f64; 2], above: f64) -> Course {
        let from = Point::new(105.0, 30.0);
        let to = moved(from, length, 0.0);
        let fix =
            |point, along, ground: f64| Fix { point, along, ground, height: ground + above, slow: false };
        Course { fixes: vec![fix(from, 0.0, start), fix(to, length, end)], length }
    }
}
