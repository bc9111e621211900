//! `/table`: durations and distances between many coordinates.

use super::desk::Desk;
use super::options::Options;
use super::refusal::Refusal;
use super::request::Request;
use super::route::too_big;
use super::snapped::Asked;
use crate::guide::{Cost, Phantom, table};
use crate::network::lines::metres;
use crate::units::Point;
use crate::wire::osrm::{Table, write_table};

/// Each source is a search of its own where hours matter.
const MOST_DEPARTING: usize = 500;

/// What a table shows and how entries without a way are guessed.
struct Wanted {
    durations: bool,
    distances: bool,
    scale: f64,
    /// km/h in a straight line.
    fallback: Option<f64>,
    /// From where the line is drawn: the point on the road, not the one given.
    snapped: bool,
}

pub(super) fn answer(desk: &Desk, request: &Request) -> Result<String, Refusal> {
    let count = request.coordinates.len();
    let mut options = Options::new(&request.options);
    let (rows, columns) = (options.indices("sources", count)?, options.indices("destinations", count)?);
    too_big(count, desk.limits.coordinates)?;
    if rows.len().saturating_mul(columns.len()) > desk.limits.table {
        return Err(Refusal::new("TooBig", "Too many table coordinates"));
    }
    if count < 2 && rows.len() * columns.len() < 1 {
        return Err(Refusal::options("Number of coordinates needs to be at least two."));
    }
    let asked = Asked::read(desk, request, &mut options)?;
    let wanted = Wanted::read(&mut options)?;
    options.finish()?;
    let phantoms = asked.phantoms(desk)?;
    let pick = |which: &[usize]| -> Vec<Phantom> { which.iter().map(|&number| phantoms[number]).collect() };
    let (from, to) = (pick(&rows), pick(&columns));
    let departing = asked.departing(&asked.prepared, desk);
    if departing.is_some() {
        too_big(rows.len(), MOST_DEPARTING)?;
    }
    let engine = departing.as_deref().unwrap_or(asked.prepared.engine.as_ref());
    let costs = table(&desk.atlas, &asked.prepared.profile, engine, &from, &to, wanted.distances);
    let place = |number: usize| -> Point {
        if wanted.snapped { phantoms[number].point } else { asked.asks[number].point }
    };
    let straight =
        |entry: usize| metres(place(rows[entry / columns.len()]), place(columns[entry % columns.len()]));
    let mut answer = wanted.table(&costs, columns.len(), straight);
    if !asked.no_waypoints {
        answer.sources = Some(asked.waypoints(desk, &phantoms, &rows));
        answer.destinations = Some(asked.waypoints(desk, &phantoms, &columns));
    }
    Ok(write_table(&answer))
}

impl Wanted {
    fn read(options: &mut Options) -> Result<Wanted, Refusal> {
        let words = options.text("annotations").unwrap_or_else(|| "duration".to_owned());
        let (mut durations, mut distances) = (false, false);
        for word in words.split(',') {
            match word {
                "duration" => durations = true,
                "distance" => distances = true,
                _ => return Err(Refusal::query("`annotations` is duration, distance or duration,distance")),
            }
        }
        let positive = |options: &mut Options, name: &str| -> Result<Option<f64>, Refusal> {
            let number = options.number(name, 0.0, 1e6)?;
            match number {
                Some(number) if number <= 0.0 => Err(Refusal::options(format!("`{name}` is more than 0"))),
                other => Ok(other),
            }
        };
        Ok(Wanted {
            durations,
            distances,
            scale: positive(options, "scale_factor")?.unwrap_or(1.0),
            fallback: positive(options, "fallback_speed")?,
            snapped: options.word("fallback_coordinate", &[("input", false), ("snapped", true)], false)?,
        })
    }

    /// Rounded, scaled, and with guesses where there is no way.
    fn table(&self, costs: &[Option<Cost>], columns: usize, straight: impl Fn(usize) -> f64) -> Table {
        let mut fallbacks = Vec::new();
        let mut durations = Vec::with_capacity(if self.durations { costs.len() } else { 0 });
        let mut distances = Vec::with_capacity(if self.distances { costs.len() } else { 0 });
        for (entry, cost) in costs.iter().enumerate() {
            let mut millis = cost.map(|cost| cost.millis as f64);
            let mut decimetres = cost.map(|cost| cost.decimetres);
            if let (None, Some(speed)) = (cost, self.fallback) {
                let metres = straight(entry);
                millis = Some(metres / speed * 1_000.0);
                decimetres = Some((metres * 10.0).round() as i64);
                fallbacks.push([entry / columns, entry % columns]);
            }
            if self.durations {
                durations.push(millis.map(|millis| (millis * self.scale / 100.0).round() as i64));
            }
            if self.distances {
                distances.push(decimetres);
            }
        }
        Table {
            columns,
            durations: self.durations.then_some(durations),
            distances: self.distances.then_some(distances),
            fallbacks: self.fallback.map(|_| fallbacks),
            sources: None,
            destinations: None,
        }
    }
}
