//! Solomon's VRPTW files, and those of Gehring and Homberger.

use super::lines::{self, Lines, Wrong, whole};
use super::placed;
use crate::instance::{Fleet, Instance, Node, Rounding, Variant};

pub fn parse(lines: &Lines, rounding: Rounding) -> Result<Instance, Wrong> {
    let name = lines.at(0)?.text.to_owned();
    let heading = lines.all.iter().position(|line| line.text.to_uppercase().starts_with("NUMBER"));
    let heading = heading.ok_or(Wrong::format(1, "no line NUMBER CAPACITY"))?;
    let vehicles = lines.at(heading + 1)?;
    let numbers = vehicles.row_of(2)?;
    let (numbers, capacity) =
        (lines::vehicles(0, numbers[0], vehicles.row)?, whole(numbers[1], vehicles.row)?);
    let rows = lines.all[heading + 2..]
        .iter()
        .filter(|line| line.text.starts_with(|first: char| first.is_ascii_digit()));
    let (mut nodes, mut points) = (Vec::new(), Vec::new());
    for line in rows {
        let row = line.row_of(7)?;
        points.push((row[1], row[2]));
        let window = (rounding.units(row[4]), rounding.units(row[5]));
        if window.0 > window.1 {
            return Err(Wrong::format(line.row, "a window that closes before it opens"));
        }
        nodes.push(Node {
            demand: whole(row[3], line.row)? as i64,
            service: rounding.units(row[6]),
            window: Some(window),
            ..Node::default()
        });
    }
    let mut instance = Instance::new(name, Variant::Vrptw, rounding, nodes);
    instance.fleets.push(alike(numbers, capacity as i64));
    placed(instance, &points)
}

/// Vehicles from depot 0 that cost their distance.
pub fn alike(vehicles: Vec<u32>, capacity: i64) -> Fleet {
    Fleet { vehicles, capacity, fixed: 0, unit: 1, depot: 0, longest: None, serves: Vec::new() }
}
