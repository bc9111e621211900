//! Instances of trucks with drones: TSP-D of Agatz, Bouman and Schmidt, rows
//! of the same by Bogyrbayeva et al., and parallel drone scheduling (PDSTSP).
//! Those that are folders are in `teams`.

use super::lines::{Lines, Wrong, number, whole};
use super::{LARGEST, teams, text_of};
use crate::finding::Finding;
use crate::sortie::{parallel::Shared, tandem::Pair, team::Team};
use std::path::Path;

/// Whole units of time in the file's unit, so that rounding does not show.
pub const UNIT: f64 = 1e4;
/// Distances are kept for each pair.
const MOST_NODES: usize = 3_000;
/// Units; sums over all nodes stay whole.
const LONGEST: f64 = 1e14;

/// One instance.
#[derive(Clone, Debug)]
pub struct Sorties {
    pub name: String,
    pub kind: Kind,
    /// Published beside it, if it is.
    pub known: Option<f64>,
}

#[derive(Clone, Debug)]
pub enum Kind {
    Tandem(Pair),
    Parallel(Shared),
    /// With the name of the problem.
    Team(&'static str, Team),
}

/// Reads a file, which may hold several instances, a row each; or a folder, told by it or by
/// `tbl_locations.csv` or `tau.csv` in it.
///
/// # Errors
/// `E701`, `E702` or findings about the file as such.
pub fn sorties(path: &Path) -> Result<Vec<Sorties>, Vec<Finding>> {
    if let Some(folder) = teams::folder(path) {
        return teams::teams(&folder);
    }
    let (text, name) = text_of(path, LARGEST)?;
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let parsed = if text.to_uppercase().contains("NUM DRONES") {
        parallel(&text)
            .map(|shared| vec![Sorties { known: listed(path), name: stem, kind: Kind::Parallel(shared) }])
    } else if text.contains("/*") {
        tandem(&text)
            .map(|pair| vec![Sorties { known: solved(path, &stem), name: stem, kind: Kind::Tandem(pair) }])
    } else {
        rows(&text, path, &stem)
    };
    parsed.map_err(|wrong| vec![wrong.finding(&name)])
}

/// Comments are kept as many lines as they had, so that rows stay true.
fn without_comments(text: &str) -> String {
    let (mut plain, mut rest) = (String::new(), text);
    while let Some((before, comment)) = rest.split_once("/*") {
        let (inside, after) = comment.split_once("*/").unwrap_or((comment, ""));
        plain.push_str(before);
        plain.extend(inside.chars().filter(|letter| *letter == '\n'));
        rest = after;
    }
    plain.push_str(rest);
    plain
}

fn tandem(text: &str) -> Result<Pair, Wrong> {
    let plain = without_comments(text);
    let lines = Lines::of(&plain);
    let is_limit = |text: &str| text.starts_with('#');
    let mut rows = lines.all.iter().filter(|line| !is_limit(line.text));
    let mut next = || rows.next().copied().ok_or(Wrong::format(lines.last(), "it ends too early"));
    let mut single = || {
        let line = next()?;
        Ok((number(line.text, line.row)?, line.row))
    };
    let (drive, fly, (count, row)) = (single()?, single()?, single()?);
    let count = whole(count, row)?;
    few_enough(count, row)?;
    let mut points = Vec::new();
    for _ in 0..count {
        let line = next()?;
        let mut words = line.words();
        let mut coordinate = || {
            let word = words.next().ok_or(Wrong::format(line.row, "too few numbers"))?;
            number(word, line.row)
        };
        points.push((coordinate()?, coordinate()?));
    }
    let mut pair = together(&points, drive.0, fly.0, row)?;
    for line in lines.all.iter().filter(|line| is_limit(line.text)) {
        let (word, value) = line.text.split_once(char::is_whitespace).unwrap_or((line.text, ""));
        let value = number(value.trim(), line.row)?;
        match word.to_uppercase().as_str() {
            "#MAXFLY" => pair.longest = Some(time(value * fly.0, line.row)?),
            "#NOVISIT" => {
                let node = whole(value, line.row)?;
                *pair.truck_only.get_mut(node).ok_or(Wrong::format(line.row, "no such node"))? = true;
            }
            _ => return Err(Wrong::format(line.row, "neither #MAXFLY nor #NOVISIT")),
        }
    }
    Ok(pair)
}

/// One instance per row, `x1 y1 x2 y2 ...`; the drone is twice as fast.
fn rows(text: &str, path: &Path, stem: &str) -> Result<Vec<Sorties>, Wrong> {
    let solutions = path.with_file_name(format!("{}.txt", stem.replace("instances", "TSP_ep_all_solutions")));
    let known = if solutions == path { None } else { std::fs::read_to_string(solutions).ok() };
    let known: Vec<Option<f64>> =
        known.iter().flat_map(|text| text.lines().map(|line| line.trim().parse().ok())).collect();
    let mut all = Vec::new();
    for (index, line) in Lines::of(text).all.iter().enumerate() {
        let numbers = line.numbers()?;
        if numbers.len() < 4 || numbers.len() % 2 == 1 {
            return Err(Wrong::format(line.row, "no format is known that has such a line"));
        }
        few_enough(numbers.len() / 2, line.row)?;
        let points: Vec<(f64, f64)> = numbers.chunks_exact(2).map(|point| (point[0], point[1])).collect();
        let pair = together(&points, 1.0, 0.5, line.row)?;
        let known = known.get(index).copied().flatten();
        all.push(Sorties { name: format!("{stem}-{}", index + 1), kind: Kind::Tandem(pair), known });
    }
    Ok(all)
}

fn together(points: &[(f64, f64)], drive: f64, fly: f64, row: u64) -> Result<Pair, Wrong> {
    let nodes = points.len();
    let times = |factor: f64| -> Result<Vec<i64>, Wrong> {
        let pairs = points.iter().flat_map(|a| points.iter().map(move |b| (a.0 - b.0).hypot(a.1 - b.1)));
        pairs.map(|distance| time(distance * factor, row)).collect()
    };
    let (truck, drone) = (times(drive)?, times(fly)?);
    Ok(Pair { nodes, truck, drone, longest: None, truck_only: vec![false; nodes] })
}

fn parallel(text: &str) -> Result<Shared, Wrong> {
    let lines = Lines::of(text);
    let (mut drones, mut drive, mut fly, mut points) = (1, 1.0, 1.0, Vec::new());
    for line in &lines.all {
        let Some((key, value)) = line.text.split_once(',') else {
            let row = line.row_of(4)?;
            points.push((row[1], row[2], row[3] == 0.0));
            continue;
        };
        let value = number(value.trim(), line.row)?;
        match key.trim().to_uppercase().as_str() {
            "NUM DRONES" if value <= 1000.0 => drones = whole(value, line.row)?,
            "TRUCK SPEED" if value > 0.0 => drive = value,
            "DRONE SPEED" if value > 0.0 => fly = value,
            _ => return Err(Wrong::format(line.row, "no such setting, or an absurd one")),
        }
    }
    few_enough(points.len(), lines.last())?;
    let depot = points[0];
    let way = |a: &(f64, f64, bool), b: &(f64, f64, bool)| (a.0 - b.0).abs() + (a.1 - b.1).abs();
    let pairs = points.iter().flat_map(|a| points.iter().map(move |b| way(a, b)));
    let truck = pairs.map(|distance| time(distance / drive, 1)).collect::<Result<_, _>>()?;
    let mut flight = vec![None];
    for point in &points[1..] {
        let there = 2.0 * (point.0 - depot.0).hypot(point.1 - depot.1) / fly;
        flight.push(if point.2 { Some(time(there, 1)?) } else { None });
    }
    Ok(Shared { truck, flight, drones })
}

pub fn time(value: f64, row: u64) -> Result<i64, Wrong> {
    let units = (value * UNIT).round();
    if (0.0..=LONGEST).contains(&units) {
        Ok(units as i64)
    } else {
        Err(Wrong::format(row, "an absurd time"))
    }
}

pub fn few_enough(nodes: usize, row: u64) -> Result<(), Wrong> {
    match nodes {
        0 | 1 => Err(Wrong::format(row, "it has no customers")),
        2..=MOST_NODES => Ok(()),
        _ => Err(Wrong::unsupported(row, format!("{nodes} nodes; the most are {MOST_NODES}"))),
    }
}

/// The total of the exact solution that is published beside an instance.
fn solved(path: &Path, stem: &str) -> Option<f64> {
    let file = path.parent()?.join("solutions").join(format!("{stem}-DP.txt"));
    let text = std::fs::read_to_string(file).ok()?;
    text.split("Total cost :").nth(1)?.split_whitespace().next()?.parse().ok()
}

/// From `bks.txt` beside the instance or its folder: the file's name, then `Cost = `.
fn listed(path: &Path) -> Option<f64> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let files = path.ancestors().skip(1).take(2).map(|folder| folder.join("bks.txt"));
    let text = files.filter_map(|file| std::fs::read_to_string(file).ok()).next()?;
    let mut lines = text.lines().skip_while(|line| line.trim() != name);
    lines.nth(1)?.split_once('=')?.1.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TANDEM: &str =
        "/*truck\nspeed*/\n1.0\n/*drone*/\n0.5\n/*n*/\n3\n0 0 depot\n3 4 a\n/* more */\n6 8 b\n";

    #[test]
    fn a_tandem_with_its_limits() {
        let pair = tandem(&format!("{TANDEM}#MAXFLY 10\n#NOVISIT 2\n")).unwrap();
        assert_eq!((pair.drive(0, 1), pair.fly(0, 2)), (50_000, 50_000));
        assert_eq!((pair.longest, pair.truck_only), (Some(50_000), vec![false, false, true]));
    }

    #[test]
    fn flag_0_flies_and_the_truck_drives_around_blocks() {
        let text = "NUM DRONES,2\nTRUCK SPEED,1\nDRONE SPEED,2\n0\t0\t0\t0\n1\t3\t4\t0\n2\t1\t1\t1\n";
        let shared = parallel(text).unwrap();
        assert_eq!((shared.way(0, 1), shared.flight[1], shared.flight[2]), (70_000, Some(50_000), None));
        assert_eq!(shared.drones, 2);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_row() {
        assert_eq!(tandem(&TANDEM.replace("6 8 b", "6 x b")).unwrap_err().row, 11);
        assert_eq!(tandem(&TANDEM.replace("\n3\n", "\n4\n")).unwrap_err().cause, "it ends too early");
        assert_eq!(tandem(&format!("{TANDEM}#NOVISIT 7")).unwrap_err().cause, "no such node");
        assert_eq!(tandem(&TANDEM.replace("6 8", "6e9 8")).unwrap_err().row, 11);
        assert!(parallel("NUM DRONES,1\nTRUCK SPEED,0\n").is_err());
        assert!(parallel("NUM DRONES,1\n").is_err());
    }
}
