//! Li and Lim's PDPTW files: pick-ups and drop-offs in pairs.

use super::lines::{Lines, Wrong, vehicles, whole};
use super::placed;
use super::solomon::alike;
use crate::instance::{Instance, Node, Rounding, Variant};

pub fn parse(lines: &Lines, stem: &str, rounding: Rounding) -> Result<Instance, Wrong> {
    let head = lines.at(0)?;
    let numbers = head.row_of(2)?;
    let (fleet, capacity) = (vehicles(0, numbers[0], head.row)?, whole(numbers[1], head.row)?);
    let (mut nodes, mut points, mut links) = (Vec::new(), Vec::new(), Vec::new());
    for line in &lines.all[1..] {
        let row = line.row_of(9)?;
        points.push((row[1], row[2]));
        links.push((line.row, whole(row[7], line.row)?, whole(row[8], line.row)?));
        let window = (rounding.units(row[4]), rounding.units(row[5]));
        if window.0 > window.1 {
            return Err(Wrong::format(line.row, "a window that closes before it opens"));
        }
        nodes.push(Node {
            demand: row[3] as i64,
            service: rounding.units(row[6]),
            window: Some(window),
            ..Node::default()
        });
    }
    let mut pairs = Vec::new();
    for (pick, &(row, before, drop)) in links.iter().enumerate().skip(1) {
        let partner = if drop > 0 { drop } else { before };
        let there = links.get(partner).filter(|_| partner > 0);
        let back =
            there.is_some_and(|&(_, before, after)| if drop > 0 { before == pick } else { after == pick });
        if !back {
            return Err(Wrong::format(row, "a pick-up without its drop-off"));
        }
        if drop > 0 {
            if nodes[pick].demand != -nodes[drop].demand || nodes[pick].demand < 0 {
                return Err(Wrong::format(row, "a drop-off of another quantity than picked up"));
            }
            pairs.push((pick, drop));
        }
    }
    let mut instance = Instance::new(stem.to_owned(), Variant::Pdptw, rounding, nodes);
    instance.pairs = pairs;
    instance.fleets.push(alike(fleet, capacity as i64));
    placed(instance, &points)
}
