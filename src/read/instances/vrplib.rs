//! VRPLIB and TSPLIB files: capacities, windows, depots, mixed fleets,
//! releases and prizes, in the dialect of HGS and PyVRP.

use super::lines::{Lines, Wrong, whole};
use super::sections::Sections;
use super::{few_enough, placed};
use crate::instance::{Fleet, Instance, Node, Rounding, Variant};

/// What this reader understands.
const SECTIONS: [&str; 17] = [
    "NODE_COORD_SECTION",
    "EDGE_WEIGHT_SECTION",
    "DEMAND_SECTION",
    "LINEHAUL_SECTION",
    "BACKHAUL_SECTION",
    "SERVICE_TIME_SECTION",
    "TIME_WINDOW_SECTION",
    "RELEASE_TIME_SECTION",
    "PRIZE_SECTION",
    "DEPOT_SECTION",
    "CAPACITY_SECTION",
    "VEHICLES_DEPOT_SECTION",
    "VEHICLES_RELOAD_DEPOT_SECTION",
    "VEHICLES_MAX_DURATION_SECTION",
    "VEHICLES_FIXED_COST_SECTION",
    "VEHICLES_UNIT_DISTANCE_COST_SECTION",
    "VEHICLES_ALLOWED_CLIENTS_SECTION",
];
/// Pessoa's fleets publish costs divided by this.
const FLEET_SCALE: i64 = 100;
/// More vehicles than any instance has.
const MOST_VEHICLES: f64 = 1e6;

pub fn parse(lines: &Lines, stem: &str, rounding: Option<Rounding>) -> Result<Instance, Wrong> {
    let sections = Sections::of(lines)?;
    if let Some(unknown) = sections.names().filter(|name| !SECTIONS.contains(name)).min() {
        return Err(Wrong::unsupported(sections.last(), unknown));
    }
    let variant = variant(&sections)?;
    let count = sections.head_number("DIMENSION")?.ok_or(Wrong::format(1, "no DIMENSION"))?;
    let count = whole(count, 1)?;
    few_enough(count)?;
    let usual = match variant {
        Variant::Cvrp | Variant::Vrpb => Rounding::Nearest,
        Variant::Vrptw | Variant::MultiTrip | Variant::PrizeCollecting => Rounding::Dimacs,
        _ => Rounding::Exact,
    };
    let rounding = rounding.unwrap_or(usual);
    let depots = depots(&sections, count)?;
    let name = sections.head("NAME").unwrap_or(stem).to_owned();
    let mut instance =
        Instance::new(name, variant, rounding, nodes(&sections, count, depots, variant, rounding)?);
    instance.depots = depots;
    instance.reloads = sections.has("VEHICLES_RELOAD_DEPOT_SECTION");
    if variant == Variant::Hfvrp {
        instance.cost_scale *= FLEET_SCALE;
    }
    instance.fleets = fleets(&sections, &instance)?;
    match sections.head("EDGE_WEIGHT_TYPE").unwrap_or("EUC_2D") {
        "EUC_2D" => {
            let points = sections.columns("NODE_COORD_SECTION", count, 2)?;
            let points = points.ok_or(Wrong::format(sections.last(), "no NODE_COORD_SECTION"))?;
            let points: Vec<(f64, f64)> = points.into_iter().map(|row| (row[0], row[1])).collect();
            placed(instance, &points)
        }
        "EXPLICIT" => {
            let distances = explicit(&sections, count, rounding)?;
            Ok(instance.with_distances(distances))
        }
        other => Err(Wrong::unsupported(1, format!("EDGE_WEIGHT_TYPE {other}"))),
    }
}

/// By TYPE, and by what the sections ask where TYPE says less.
fn variant(sections: &Sections) -> Result<Variant, Wrong> {
    let kind = sections.head("TYPE").unwrap_or("CVRP").to_uppercase();
    if sections.has("RELEASE_TIME_SECTION") || sections.has("VEHICLES_RELOAD_DEPOT_SECTION") {
        return Ok(Variant::MultiTrip);
    }
    if sections.has("PRIZE_SECTION") {
        return Ok(Variant::PrizeCollecting);
    }
    match kind.as_str() {
        "CVRP" if sections.has("TIME_WINDOW_SECTION") => Ok(Variant::Vrptw),
        "CVRP" => Ok(Variant::Cvrp),
        "VRPTW" => Ok(Variant::Vrptw),
        "HFVRP" => Ok(Variant::Hfvrp),
        "MDVRPTW" | "MDVRP" => Ok(Variant::Mdvrptw),
        "VRPB" => Ok(Variant::Vrpb),
        "SDVRPTW" | "SDVRP" => Ok(Variant::SiteDependent),
        "PCVRPTW" => Ok(Variant::PrizeCollecting),
        "MTVRPTWR" => Ok(Variant::MultiTrip),
        other => Err(Wrong::unsupported(1, format!("TYPE {other}"))),
    }
}

/// How many depots there are; they are the first nodes.
fn depots(sections: &Sections, count: usize) -> Result<usize, Wrong> {
    let mut depots = 0;
    for line in sections.rows("DEPOT_SECTION").unwrap_or_default() {
        for number in line.numbers()? {
            if number < 0.0 {
                return Ok(depots.max(1));
            }
            depots += 1;
            if whole(number, line.row)? != depots || depots >= count {
                return Err(Wrong::unsupported(line.row, "depots that are not the first nodes"));
            }
        }
    }
    Ok(depots.max(1))
}

fn nodes(
    sections: &Sections,
    count: usize,
    depots: usize,
    variant: Variant,
    rounding: Rounding,
) -> Result<Vec<Node>, Wrong> {
    let zeros = || vec![0.0; count];
    let column = |name: &str| sections.column(name, count);
    let demand = column("DEMAND_SECTION")?.or(column("LINEHAUL_SECTION")?).unwrap_or_else(zeros);
    let backhaul = column("BACKHAUL_SECTION")?.unwrap_or_else(zeros);
    let same = sections.head_number("SERVICE_TIME")?;
    let usual = |same: f64| (0..count).map(|node| if node < depots { 0.0 } else { same }).collect();
    let service = same.map(usual).or(column("SERVICE_TIME_SECTION")?).unwrap_or_else(zeros);
    let release = column("RELEASE_TIME_SECTION")?.unwrap_or_else(zeros);
    let windows = sections.columns("TIME_WINDOW_SECTION", count, 2)?;
    let prizes = column("PRIZE_SECTION")?;
    let negative = |values: &[f64]| values.iter().any(|&value| value < 0.0);
    if negative(&demand) || negative(&backhaul) || negative(&service) || negative(&release) {
        return Err(Wrong::format(sections.last(), "a negative demand or time"));
    }
    if windows.iter().flatten().any(|window| window[0] > window[1]) {
        return Err(Wrong::format(sections.last(), "a window that closes before it opens"));
    }
    let node = |at: usize| Node {
        demand: demand[at] as i64,
        backhaul: backhaul[at] as i64,
        service: rounding.units(service[at]),
        window: windows.as_ref().map(|all| (rounding.units(all[at][0]), rounding.units(all[at][1]))),
        release: rounding.units(release[at]),
        prize: prizes
            .as_ref()
            .filter(|_| variant == Variant::PrizeCollecting && at >= depots)
            .map(|all| rounding.units(all[at])),
    };
    Ok((0..count).map(node).collect())
}

/// One fleet for each group of vehicles that are alike.
fn fleets(sections: &Sections, instance: &Instance) -> Result<Vec<Fleet>, Wrong> {
    let customers = instance.nodes.len() - instance.depots;
    let vehicles = sections.head_number("VEHICLES")?.unwrap_or(customers as f64);
    if !(1.0..=MOST_VEHICLES).contains(&vehicles) {
        return Err(Wrong::format(1, "no vehicles, or absurdly many"));
    }
    let count = whole(vehicles, 1)?;
    let each = |section: &str, head: &str, default: f64| -> Result<Vec<f64>, Wrong> {
        if let Some(column) = sections.column(section, count)? {
            return Ok(column);
        }
        Ok(vec![sections.head_number(head)?.unwrap_or(default); count])
    };
    let capacity = each("CAPACITY_SECTION", "CAPACITY", 1e9)?;
    let fixed = each("VEHICLES_FIXED_COST_SECTION", "VEHICLES_FIXED_COST", 0.0)?;
    let unit = each("VEHICLES_UNIT_DISTANCE_COST_SECTION", "VEHICLES_UNIT_DISTANCE_COST", 1.0)?;
    let depot = each("VEHICLES_DEPOT_SECTION", "", 1.0)?;
    let longest = each("VEHICLES_MAX_DURATION_SECTION", "VEHICLES_MAX_DURATION", -1.0)?;
    let serves = serves(sections, instance.nodes.len(), count)?;
    let mut fleets: Vec<Fleet> = Vec::new();
    for vehicle in 0..count {
        let depot = whole(depot[vehicle], 1)?;
        if !(1..=instance.depots).contains(&depot) {
            return Err(Wrong::format(sections.last(), "a vehicle at a depot that is not there"));
        }
        let fleet = Fleet {
            vehicles: Vec::new(),
            capacity: capacity[vehicle] as i64,
            fixed: instance.rounding.units(fixed[vehicle]),
            unit: unit[vehicle] as i64,
            depot: depot - 1,
            longest: (longest[vehicle] >= 0.0).then(|| instance.rounding.units(longest[vehicle])),
            serves: serves.get(vehicle).cloned().unwrap_or_default(),
        };
        let alike =
            fleets.iter_mut().rev().find(|known| Fleet { vehicles: Vec::new(), ..(*known).clone() } == fleet);
        match alike {
            Some(known) => known.vehicles.push(vehicle as u32),
            None => fleets.push(Fleet { vehicles: vec![vehicle as u32], ..fleet }),
        }
    }
    Ok(fleets)
}

/// By vehicle and node: whom it may serve. Empty without such a section.
fn serves(sections: &Sections, nodes: usize, count: usize) -> Result<Vec<Vec<bool>>, Wrong> {
    let Some(rows) = sections.columns("VEHICLES_ALLOWED_CLIENTS_SECTION", count, 0)? else {
        return Ok(Vec::new());
    };
    let list = |row: Vec<f64>| -> Result<Vec<bool>, Wrong> {
        let mut may = vec![false; nodes];
        for number in row {
            let node = whole(number, sections.last())?;
            *may.get_mut(node.wrapping_sub(1))
                .ok_or(Wrong::format(sections.last(), "a node that is not there"))? = true;
        }
        Ok(may)
    };
    rows.into_iter().map(list).collect()
}

/// A matrix in one of TSPLIB's layouts.
fn explicit(sections: &Sections, count: usize, rounding: Rounding) -> Result<Vec<u32>, Wrong> {
    let rows = sections
        .rows("EDGE_WEIGHT_SECTION")
        .ok_or(Wrong::format(sections.last(), "no EDGE_WEIGHT_SECTION"))?;
    let mut values = Vec::new();
    for line in rows {
        values.extend(line.numbers()?);
    }
    let format = sections.head("EDGE_WEIGHT_FORMAT").unwrap_or("FULL_MATRIX");
    let cells: Vec<(usize, usize)> = match format {
        "FULL_MATRIX" => (0..count * count).map(|at| (at / count, at % count)).collect(),
        "LOWER_ROW" => (1..count).flat_map(|row| (0..row).map(move |column| (row, column))).collect(),
        "LOWER_DIAG_ROW" => (0..count).flat_map(|row| (0..=row).map(move |column| (row, column))).collect(),
        "UPPER_ROW" => (0..count).flat_map(|row| (row + 1..count).map(move |column| (row, column))).collect(),
        "UPPER_DIAG_ROW" => {
            (0..count).flat_map(|row| (row..count).map(move |column| (row, column))).collect()
        }
        other => return Err(Wrong::unsupported(1, format!("EDGE_WEIGHT_FORMAT {other}"))),
    };
    if cells.len() != values.len() {
        return Err(Wrong::format(sections.last(), "a matrix of another size than DIMENSION"));
    }
    let mut distances = vec![0_u32; count * count];
    for (&(row, column), &value) in cells.iter().zip(&values) {
        let units = u32::try_from(rounding.units(value));
        let units =
            units.map_err(|_| Wrong::format(sections.last(), "a negative distance, or an absurd one"))?;
        distances[row * count + column] = units;
        if format != "FULL_MATRIX" {
            distances[column * count + row] = units;
        }
    }
    Ok(distances)
}
