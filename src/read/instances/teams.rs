//! Instances that are a folder: mFSTSP of Murray and Raj (several drones on a
//! truck, with their batteries) and FSTSP of Murray and Chu.

use super::lines::{Lines, Wrong, number, whole};
use super::sorties::{Kind, Sorties, UNIT, few_enough, time};
use super::{LARGEST, text_of};
use crate::facts;
use crate::finding::Finding;
use crate::sortie::multirotor::Multirotor;
use crate::sortie::team::{Model, Team};
use std::path::{Path, PathBuf};

const KILOGRAMS_PER_POUND: f64 = 0.453_592;
/// More than any truck carries.
const MOST_DRONES: usize = 100;

/// The folder of an instance, told by it or by its main file.
pub fn folder(path: &Path) -> Option<PathBuf> {
    let is_of = |folder: &Path| folder.join(PLACES).is_file() || folder.join(DRIVES).is_file();
    if path.is_dir() {
        return is_of(path).then(|| path.to_owned());
    }
    let name = path.file_name()?.to_string_lossy().into_owned();
    let parent = path.parent()?;
    [PLACES, DRIVES].contains(&name.as_str()).then(|| parent.to_owned())
}

const PLACES: &str = "tbl_locations.csv";
const WAYS: &str = "tbl_truck_travel_data_PG.csv";
const DRIVES: &str = "tau.csv";

/// All instances of a folder: a number of drones of each file of vehicles, or an endurance each.
///
/// # Errors
/// Findings about one of the files.
pub fn teams(folder: &Path) -> Result<Vec<Sorties>, Vec<Finding>> {
    if folder.join(PLACES).is_file() { several(folder) } else { sidekick(folder) }
}

/// Cells of each line that is no comment.
type Cells<'a> = Vec<(u64, Vec<&'a str>)>;

fn cells(text: &str) -> Cells<'_> {
    let mut all = Vec::new();
    for line in Lines::of(text).all.into_iter().filter(|line| !line.text.starts_with('%')) {
        all.push((line.row, line.text.split(',').map(str::trim).filter(|cell| !cell.is_empty()).collect()));
    }
    all
}

fn parsed<T>(path: &Path, parse: impl Fn(&Cells) -> Result<T, Wrong>) -> Result<T, Vec<Finding>> {
    let (text, name) = text_of(path, LARGEST)?;
    parse(&cells(&text)).map_err(|wrong| vec![wrong.finding(&name)])
}

fn cell(cells: &[&str], column: usize, row: u64) -> Result<f64, Wrong> {
    number(cells.get(column).ok_or(Wrong::format(row, "too few columns"))?, row)
}

fn several(folder: &Path) -> Result<Vec<Sorties>, Vec<Finding>> {
    let places = parsed(&folder.join(PLACES), places)?;
    let ways = parsed(&folder.join(WAYS), |rows| ways(rows, places.len()))?;
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let archive = Archive::beside(folder);
    let mut all = Vec::new();
    let fleets = vehicle_files(folder);
    if fleets.is_empty() {
        let wrong = Wrong::format(1, "no `tbl_vehicles_*.csv` in its folder or the one above");
        return Err(vec![wrong.finding(&folder.join(PLACES).display().to_string())]);
    }
    for (fleet, path) in fleets {
        let (service, drones) = parsed(&path, vehicles)?;
        for count in 1..=drones.len() {
            let team = parsed(&path, |_| together(&places, &ways, service, &drones[..count]))?;
            all.push(Sorties {
                name: format!("{name}-{fleet}-{count}"),
                kind: Kind::Team("mFSTSP", team),
                known: archive.least(&name, &fleet, count),
            });
        }
    }
    Ok(all)
}

/// In the folder, or else in the one above: what follows `tbl_vehicles_`, and the file.
fn vehicle_files(folder: &Path) -> Vec<(String, PathBuf)> {
    let of = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        let mut files: Vec<(String, PathBuf)> = entries
            .filter_map(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                let fleet = name.strip_prefix("tbl_vehicles_")?.strip_suffix(".csv")?.to_owned();
                Some((fleet, entry.path()))
            })
            .collect();
        files.sort();
        files
    };
    let near = of(folder);
    if near.is_empty() { folder.parent().map(of).unwrap_or_default() } else { near }
}

/// Degrees, metres and, for a parcel, kilograms.
struct Place {
    latitude: f64,
    longitude: f64,
    altitude: f64,
    parcel: f64,
}

fn places(rows: &Cells) -> Result<Vec<Place>, Wrong> {
    few_enough(rows.len(), rows.last().map_or(1, |row| row.0))?;
    let of = |(index, (row, cells)): (usize, &(u64, Vec<&str>))| {
        let value = |column| cell(cells, column, *row);
        let (latitude, longitude) = (value(2)?, value(3)?);
        if whole(value(0)?, *row)? != index {
            return Err(Wrong::format(*row, "nodes are not numbered from 0 in order"));
        }
        if latitude.abs() > 90.0 || longitude.abs() > 180.0 {
            return Err(Wrong::format(*row, "no such place on Earth"));
        }
        let parcel = value(5)?.max(0.0) * KILOGRAMS_PER_POUND;
        Ok(Place { latitude, longitude, altitude: value(4)?, parcel })
    };
    rows.iter().enumerate().map(of).collect()
}

fn ways(rows: &Cells, nodes: usize) -> Result<Vec<i64>, Wrong> {
    let mut all: Vec<Option<i64>> =
        (0..nodes * nodes).map(|at| (at % (nodes + 1) == 0).then_some(0)).collect();
    for (row, cells) in rows {
        let end = |column| -> Result<usize, Wrong> {
            let node = whole(cell(cells, column, *row)?, *row)?;
            if node < nodes { Ok(node) } else { Err(Wrong::format(*row, "no such node")) }
        };
        let (from, to) = (end(0)?, end(1)?);
        all[from * nodes + to] = Some(time(cell(cells, 2, *row)?, *row)?);
    }
    let last = rows.last().map_or(1, |row| row.0);
    let missing = |at: usize| format!("no way from {} to {}", at / nodes, at % nodes);
    all.iter().enumerate().map(|(at, way)| way.ok_or_else(|| Wrong::format(last, missing(at)))).collect()
}

/// A drone as its row describes it: metres, seconds, kilograms, joules.
#[derive(Clone, Copy, PartialEq)]
struct Drone {
    row: u64,
    takeoff: f64,
    cruise: f64,
    landing: f64,
    altitude: f64,
    capacity: f64,
    launch: f64,
    recover: f64,
    service: f64,
    battery: f64,
}

/// What the driver takes at a customer, in seconds, and the drones.
fn vehicles(rows: &Cells) -> Result<(f64, Vec<Drone>), Wrong> {
    let (mut service, mut drones) = (0.0, Vec::new());
    for (row, cells) in rows {
        let value = |column| cell(cells, column, *row);
        if value(1)? == 1.0 {
            service = value(10)?;
            continue;
        }
        let drone = Drone {
            row: *row,
            takeoff: value(2)?,
            cruise: value(3)?,
            landing: value(4)?,
            altitude: value(6)?,
            capacity: value(7)? * KILOGRAMS_PER_POUND,
            launch: value(8)?,
            recover: value(9)?,
            service: value(10)?,
            battery: value(11)?,
        };
        if [drone.takeoff, drone.cruise, drone.landing].iter().any(|speed| *speed <= 0.0) {
            return Err(Wrong::format(*row, "a drone's speed is not above 0"));
        }
        drones.push(drone);
    }
    let last = rows.last().map_or(1, |row| row.0);
    match drones.len() {
        0 => Err(Wrong::format(last, "it has no drone (vehicle type 2)")),
        1..=MOST_DRONES => Ok((service, drones)),
        _ => Err(Wrong::format(last, "absurdly many drones")),
    }
}

fn together(places: &[Place], ways: &[i64], service: f64, drones: &[Drone]) -> Result<Team, Wrong> {
    let row = drones.first().map_or(1, |drone| drone.row);
    let serve = time(service, row)?;
    let mut models: Vec<(Drone, Model)> = Vec::new();
    for drone in drones {
        let alike = |other: &Drone| Drone { row: drone.row, ..*other } == *drone;
        match models.iter_mut().find(|(other, _)| alike(other)) {
            Some((_, model)) => model.count += 1,
            None => models.push((*drone, model(places, drone)?)),
        }
    }
    Ok(Team {
        nodes: places.len(),
        drive: ways.to_vec(),
        service: (0..places.len()).map(|node| if node == 0 { 0 } else { serve }).collect(),
        models: models.into_iter().map(|(_, model)| model).collect(),
        launches_at_depot: true,
    })
}

/// MODEL (M160). Energy is told as the time of hovering that it would last.
fn model(places: &[Place], drone: &Drone) -> Result<Model, Wrong> {
    let power = Multirotor::from_facts();
    let hover = power.hover(0.0);
    let nodes = places.len();
    let (mut fly, mut out, mut back) =
        (vec![0; nodes * nodes], vec![0; nodes * nodes], vec![0; nodes * nodes]);
    for (from, start) in places.iter().enumerate() {
        for (to, end) in places.iter().enumerate().filter(|(to, _)| *to != from) {
            let up = (drone.altitude - start.altitude).max(0.0) / drone.takeoff;
            let down = (drone.altitude - end.altitude).max(0.0) / drone.landing;
            let level = great_circle(start, end) / drone.cruise;
            let joules = |load: f64| {
                power.vertical(load, drone.takeoff) * up
                    + power.cruise(load, drone.cruise) * level
                    + power.vertical(load, drone.landing) * down
            };
            let at = from * nodes + to;
            fly[at] = time(up + level + down, drone.row)?;
            out[at] = time(joules(end.parcel) / hover, drone.row)?;
            back[at] = time(joules(0.0) / hover, drone.row)?;
        }
    }
    let carries = |(node, place): (usize, &Place)| node > 0 && place.parcel <= drone.capacity;
    Ok(Model {
        count: 1,
        fly,
        launch: time(drone.launch, drone.row)?,
        recover: time(drone.recover, drone.row)?,
        linger: time(facts::value("bench.linger"), drone.row)?,
        service: time(drone.service, drone.row)?,
        carries: places.iter().enumerate().map(carries).collect(),
        store: time(drone.battery / hover, drone.row)?,
        out,
        back,
        lands: false,
    })
}

/// By the haversine formula, in metres.
fn great_circle(from: &Place, to: &Place) -> f64 {
    let (a, b) = (from.latitude.to_radians(), to.latitude.to_radians());
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let chord = half(b - a) + a.cos() * b.cos() * half((to.longitude - from.longitude).to_radians());
    2.0 * facts::value("bench.earth.radius") * chord.sqrt().min(1.0).asin()
}

/// `performance_summary_archive.csv` in a folder above, if it is there.
struct Archive(Option<String>);

impl Archive {
    fn beside(folder: &Path) -> Archive {
        let files = folder.ancestors().take(3).map(|above| above.join("performance_summary_archive.csv"));
        Archive(files.filter_map(|file| std::fs::read_to_string(file).ok()).next())
    }

    /// The least objective of all runs.
    fn least(&self, problem: &str, fleet: &str, drones: usize) -> Option<f64> {
        let rows = self.0.as_deref()?.lines().map(|line| line.split(',').map(str::trim).collect::<Vec<_>>());
        let of = |row: &Vec<&str>| {
            let is_meant =
                row.len() > 14 && (row[0], row[1]) == (problem, fleet) && row[5].parse() == Ok(drones);
            is_meant.then(|| row[14].parse::<f64>().ok()).flatten().filter(|value| *value > 0.0)
        };
        rows.filter_map(|row| of(&row)).min_by(f64::total_cmp)
    }
}

/// Times in minutes, the depot again as last node; one drone, with each endurance of the set.
fn sidekick(folder: &Path) -> Result<Vec<Sorties>, Vec<Finding>> {
    let drive = parsed(&folder.join(DRIVES), matrix)?;
    let nodes = drive.len().isqrt();
    let same = |rows: &Cells| {
        let fly = matrix(rows)?;
        if fly.len() == nodes * nodes { Ok(fly) } else { Err(Wrong::format(1, "not as large as tau.csv")) }
    };
    let fly = parsed(&folder.join("tauprime.csv"), same)?;
    let light = parsed(&folder.join("Cprime.csv"), |rows| {
        let all = rows.iter().flat_map(|(row, cells)| cells.iter().map(|cell| (*row, *cell)));
        let node = |(row, cell)| match whole(number(cell, row)?, row)? {
            node if node > 0 && node < nodes => Ok(node),
            _ => Err(Wrong::format(row, "no such customer")),
        };
        all.map(node).collect::<Result<Vec<usize>, Wrong>>()
    })?;
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let minutes = |key: &str| facts::value(&format!("bench.sidekick.{key}"));
    let of = |key: &str| {
        let endurance = minutes(key);
        let (launch, recover) = (units(minutes("launch")), units(minutes("recover")));
        let model = Model {
            count: 1,
            fly: fly.clone(),
            launch,
            recover,
            linger: 0,
            service: 0,
            carries: (0..nodes).map(|node| light.contains(&node)).collect(),
            store: units(endurance),
            out: fly.clone(),
            back: fly.clone(),
            lands: true,
        };
        let team = Team {
            nodes,
            drive: drive.clone(),
            service: vec![0; nodes],
            models: vec![model],
            launches_at_depot: false,
        };
        Sorties { name: format!("{name}-e{endurance}"), kind: Kind::Team("FSTSP", team), known: None }
    };
    Ok(["endurance.short", "endurance.long"].map(of).to_vec())
}

fn units(minutes: f64) -> i64 {
    (minutes * UNIT).round() as i64
}

/// A square of times; ways to the last node, the depot again, become ways to the first.
fn matrix(rows: &Cells) -> Result<Vec<i64>, Wrong> {
    let last = rows.last().map_or(1, |row| row.0);
    let nodes = rows.len().saturating_sub(1);
    few_enough(nodes, last)?;
    let mut all = Vec::with_capacity(nodes * nodes);
    for (from, (row, cells)) in rows[..nodes].iter().enumerate() {
        let width = cells.len();
        // Some rows leave out their last 0.
        if width != nodes + 1 && !(from == 0 && width == nodes) {
            return Err(Wrong::format(*row, format!("{width} columns for {} rows", nodes + 1)));
        }
        let to_depot = if from == 0 { 0.0 } else { cell(cells, nodes, *row)? };
        for to in 0..nodes {
            let value = if to == 0 { to_depot } else { cell(cells, to, *row)? };
            all.push(time(value, *row)?);
        }
    }
    Ok(all)
}
