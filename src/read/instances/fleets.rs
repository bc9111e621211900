//! Heterogeneous fleets: Taillard's files with points, those of Duhamel,
//! Lacomme and Prodhon with a matrix in metres.
//!
//! `N T …`, one line of four numbers for each vehicle type (number, capacity,
//! fixed cost, cost of a unit of distance), then the nodes.

use super::lines::{Lines, Wrong, vehicles, whole};
use super::{few_enough, placed};
use crate::instance::{Fleet, Instance, Node, Rounding, Variant};

/// Costs of a unit of distance have one decimal.
const DECIMALS: i64 = 10;

pub fn parse(lines: &Lines, stem: &str, rounding: Rounding) -> Result<Instance, Wrong> {
    let head = lines.at(0)?;
    let numbers = head.row_of(2)?;
    let (customers, kinds) = (whole(numbers[0], head.row)?, whole(numbers[1], head.row)?);
    few_enough(customers.saturating_add(1))?;
    if kinds == 0 || kinds > lines.all.len() {
        return Err(Wrong::format(head.row, "no vehicle types"));
    }
    // Metres and costs by the kilometre make the same thousandths as three decimals.
    let is_matrix = lines.at(1 + kinds)?.numbers()?.len() == 1;
    let rounding = if is_matrix { Rounding::Exact } else { rounding };
    let mut instance = Instance::new(stem.to_owned(), Variant::Hfvrp, rounding, Vec::new());
    instance.cost_scale = rounding.scale() * DECIMALS;
    let mut first = 0;
    for index in 0..kinds {
        let line = lines.at(1 + index)?;
        let row = line.row_of(4)?;
        let numbers = vehicles(first, row[0], line.row)?;
        first += numbers.len();
        instance.fleets.push(Fleet {
            vehicles: numbers,
            capacity: whole(row[1], line.row)? as i64,
            fixed: (row[2] * instance.cost_scale as f64).round() as i64,
            unit: (row[3] * DECIMALS as f64).round() as i64,
            depot: 0,
            longest: None,
            serves: Vec::new(),
        });
    }
    if is_matrix {
        matrix(instance, lines, 1 + kinds, customers)
    } else {
        points(instance, lines, 1 + kinds, customers)
    }
}

fn points(mut instance: Instance, lines: &Lines, from: usize, customers: usize) -> Result<Instance, Wrong> {
    let mut points = Vec::new();
    for index in 0..=customers {
        let line = lines.at(from + index)?;
        let row = line.row_of(if index == 0 { 2 } else { 3 })?;
        points.push((row[0], row[1]));
        let demand = if index == 0 { 0 } else { whole(row[2], line.row)? as i64 };
        instance.nodes.push(Node { demand, ..Node::default() });
    }
    placed(instance, &points)
}

/// The depot's number, a row of metres for each place, then number and demand of each customer.
fn matrix(mut instance: Instance, lines: &Lines, from: usize, customers: usize) -> Result<Instance, Wrong> {
    let line = lines.at(from)?;
    let depot = whole(line.row_of(1)?[0], line.row)?;
    let mut rows = Vec::new();
    for index in 0..=customers {
        let line = lines.at(from + 1 + index)?;
        rows.push(line.row_of(customers + 1)?);
    }
    let mut order = vec![depot];
    instance.nodes.push(Node::default());
    for index in 0..customers {
        let line = lines.at(from + 2 + customers + index)?;
        let row = line.row_of(2)?;
        order.push(whole(row[0], line.row)?);
        instance.nodes.push(Node { demand: whole(row[1], line.row)? as i64, ..Node::default() });
    }
    if order.iter().any(|&place| place > customers) {
        return Err(Wrong::format(line.row, "a place that the matrix does not have"));
    }
    let metres = order.iter().flat_map(|&one| order.iter().map(move |&other| (one, other)));
    let metres = metres.map(|(one, other)| u32::try_from(rows[one][other].trunc() as i64).ok()).collect();
    let metres: Option<Vec<u32>> = metres;
    let metres = metres.ok_or(Wrong::format(line.row, "a negative distance"))?;
    Ok(instance.with_distances(metres))
}
