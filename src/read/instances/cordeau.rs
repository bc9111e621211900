//! Cordeau's files: `type m n t`, a line of longest duration and capacity for
//! each depot (or day), then customers, then depots.

use super::lines::{Lines, TextLine, Wrong, vehicles, whole};
use super::placed;
use crate::instance::{Fleet, Instance, Node, Rounding, Variant};

/// Types of problem in the first number of the file.
const MULTI_DEPOT: usize = 2;
const MULTI_DEPOT_TIMED: usize = 6;
const TIMED: usize = 4;
const PLAIN: usize = 0;

pub fn parse(lines: &Lines, stem: &str, rounding: Rounding) -> Result<Instance, Wrong> {
    let head = lines.at(0)?;
    let numbers = head.row_of(4)?;
    let number = |at: usize| whole(numbers[at], head.row);
    let (kind, customers, depots) = (number(0)?, number(2)?, number(3)?);
    let count = number(1)?;
    if ![MULTI_DEPOT, MULTI_DEPOT_TIMED, TIMED, PLAIN].contains(&kind) {
        return Err(Wrong::unsupported(head.row, "periodic or site-dependent problems of Cordeau's format"));
    }
    let timed = kind == MULTI_DEPOT_TIMED || kind == TIMED;
    if depots == 0 || depots + customers + 1 > lines.all.len() {
        return Err(Wrong::format(lines.last(), "it ends too early"));
    }
    let place = |line: TextLine| -> Result<(f64, f64), Wrong> { line.row_of(3).map(|row| (row[1], row[2])) };
    let depot_lines = &lines.all[1 + depots + customers..];
    if depot_lines.len() < depots {
        return Err(Wrong::format(lines.last(), "it ends too early"));
    }
    let (mut nodes, mut points, mut fleets) = (Vec::new(), Vec::new(), Vec::new());
    for (depot, &line) in depot_lines.iter().take(depots).enumerate() {
        points.push(place(line)?);
        let window = if timed { window(&line, rounding)? } else { None };
        nodes.push(Node { window, ..Node::default() });
        let limits = lines.at(1 + depot)?;
        let row = limits.row_of(2)?;
        fleets.push(Fleet {
            vehicles: vehicles(depot.saturating_mul(count), numbers[1], head.row)?,
            capacity: whole(row[1], limits.row)? as i64,
            fixed: 0,
            unit: 1,
            depot,
            longest: (row[0] > 0.0).then(|| rounding.units(row[0])),
            serves: Vec::new(),
        });
    }
    for line in &lines.all[1 + depots..1 + depots + customers] {
        let row = line.row_of(5)?;
        points.push(place(*line)?);
        nodes.push(Node {
            service: rounding.units(row[3]),
            demand: whole(row[4], line.row)? as i64,
            window: if timed { window(line, rounding)? } else { None },
            ..Node::default()
        });
    }
    let variant = if depots > 1 || timed { Variant::Mdvrptw } else { Variant::Cvrp };
    let mut instance = Instance::new(stem.to_owned(), variant, rounding, nodes);
    (instance.depots, instance.fleets) = (depots, fleets);
    placed(instance, &points)
}

/// The last two numbers of a line.
fn window(line: &TextLine, rounding: Rounding) -> Result<Option<(i64, i64)>, Wrong> {
    let row = line.row_of(7)?;
    let (open, close) = (rounding.units(row[row.len() - 2]), rounding.units(row[row.len() - 1]));
    if open > close {
        return Err(Wrong::format(line.row, "a window that closes before it opens"));
    }
    Ok(Some((open, close)))
}
