//! From a specification to a whole county.

use super::day::{self, Day};
use super::dice::Dice;
use super::roads::{self, Goals, Joined};
use super::settle::{self, Homestead};
use super::{Generated, Spec, relief, sources};
use crate::county::{Bounds, County, OrderId, Place, PlaceId, PlaceKind, Precooler, RoadMap, RoadState};
use crate::facts::value;
use crate::units::{Celsius, Fen, Point};
use std::collections::BTreeMap;

/// One village in so many has a farm of its own.
const FARM_EVERY: usize = 3;
/// Degrees kept free around roads at the edge.
const ROOM: f64 = 0.001;

/// Makes a county. The same specification gives the same county, on any number of threads.
///
/// `seen` is told the share of the work done, 0 to 1.
#[must_use]
pub fn generate(spec: &Spec, seen: &mut dyn FnMut(f64)) -> Generated {
    let ground = relief::make(spec);
    seen(0.1);
    let towns = settle::townships(spec, &ground);
    let villages = settle::villages(spec, &ground, &towns);
    let farms: Vec<(usize, usize)> = (0..villages.len())
        .step_by(FARM_EVERY)
        .filter_map(|village| {
            let seed = spec.seed.wrapping_add(village as u64);
            settle::farm(&ground, villages[village].cell, seed).map(|cell| (cell, village))
        })
        .collect();
    let goals = Goals { villages: &villages, farms: &farms };
    let joined = roads::build(spec, &ground, &goals, &mut |share| seen(0.1 + 0.8 * share));
    let dem = ground.with(&joined.heights).dem();
    let mut county = empty(spec);
    county.bounds = around(spec.bounds, &joined.map);
    county.places = places(spec, &villages, &farms, &joined);
    let day = Day { date: spec.date.clone(), seed: spec.seed, orders: spec.orders };
    day::fill(&mut county, &day, &|point| dem.height(point));
    county.zones = day::zones(&county);
    seen(1.0);
    let contacts = contacts(&county);
    let sources = sources::text(spec, &county);
    Generated { county, roads: joined.map, dem, sources, contacts }
}

/// Bends may swing out of the box by a few metres; what is outside of a county's bounds is not read.
fn around(spec: Bounds, roads: &RoadMap) -> Bounds {
    let mut bounds = spec;
    for point in roads.nodes.iter().map(|node| node.point).filter(|point| !spec.contains(*point)) {
        bounds.west = bounds.west.min(point.x() - ROOM);
        bounds.east = bounds.east.max(point.x() + ROOM);
        bounds.south = bounds.south.min(point.y() - ROOM);
        bounds.north = bounds.north.max(point.y() + ROOM);
    }
    bounds
}

fn empty(spec: &Spec) -> County {
    County {
        code: spec.code.clone(),
        name_zh: spec.name_zh.clone(),
        name_en: spec.name_en.clone(),
        bounds: spec.bounds,
        date: spec.date.clone(),
        season: day::season(&spec.date),
        road_state: RoadState::default(),
        air: day::air(),
        prices: day::prices(),
        places: Vec::new(),
        goods: Vec::new(),
        sites: Vec::new(),
        vehicle_types: Vec::new(),
        drone_types: Vec::new(),
        zones: Vec::new(),
        aloft: crate::county::Aloft::default(),
        orders: Vec::new(),
        skills: Vec::new(),
    }
}

/// Towns first, then villages, then farms.
fn places(spec: &Spec, villages: &[Homestead], farms: &[(usize, usize)], joined: &Joined) -> Vec<Place> {
    let mut dice = Dice::new(spec.seed, 21);
    let mut places = Vec::new();
    let shares: Vec<f64> = villages.iter().map(|_| dice.factor()).collect();
    let mut total = vec![0.0; spec.towns.len()];
    for (village, share) in villages.iter().zip(&shares) {
        total[village.town] += share;
    }
    for (number, town) in spec.towns.iter().enumerate() {
        places.push(Place {
            code: town.code.clone(),
            name_zh: town.name_zh.clone(),
            name_en: town.name_en.clone(),
            kind: if number == 0 { PlaceKind::Seat } else { PlaceKind::Township },
            point: rounded(joined.towns[number]),
            population: (f64::from(town.population) * in_town(number)).round() as u32,
            township: None,
            precooler: (number % 5 == 2).then(precooler),
        });
    }
    let mut of_village = vec![None; villages.len()];
    let mut number = vec![0; spec.towns.len()];
    for (index, village) in villages.iter().enumerate() {
        let Some(point) = joined.villages[index] else { continue };
        let town = &spec.towns[village.town];
        number[village.town] += 1;
        let people =
            f64::from(town.population) * (1.0 - in_town(village.town)) * shares[index] / total[village.town];
        of_village[index] = Some(places.len());
        places.push(Place {
            code: format!("{}-{:02}", town.code, number[village.town]),
            name_zh: format!("{}第{}村", town.name_zh, number[village.town]),
            name_en: format!("{} village {}", town.name_en, number[village.town]),
            kind: PlaceKind::Village,
            point: rounded(point),
            population: people.round() as u32,
            township: Some(PlaceId(village.town as u32)),
            precooler: None,
        });
    }
    for (index, &(_, village)) in farms.iter().enumerate() {
        let (Some(point), Some(home)) = (joined.farms[index], of_village[village]) else { continue };
        let home: &Place = &places[home];
        let farm = Place {
            code: format!("{}-F", home.code),
            name_zh: format!("{}果园", home.name_zh),
            name_en: format!("{} farm", home.name_en),
            kind: PlaceKind::Farm,
            point: rounded(point),
            population: 0,
            township: home.township,
            precooler: dice.chance(0.2).then(precooler),
        };
        places.push(farm);
    }
    places
}

/// Share of a township's people who live in its town; more in the seat.
fn in_town(number: usize) -> f64 {
    if number == 0 { 0.7 } else { 0.2 }
}

fn precooler() -> Precooler {
    Precooler {
        temperature: Celsius(value("generate.precooler.temperature")),
        price: Fen::rounded(value("generate.precooler.price")),
    }
}

/// About 10 cm: files are shorter and points read well.
fn rounded(point: Point) -> Point {
    let round = |at: f64| (at * 1e6).round() / 1e6;
    Point::new(round(point.x()), round(point.y()))
}

/// Whom to call, obviously made up: a number for a name, no telephone, the place for an address.
#[must_use]
pub fn contacts(county: &County) -> BTreeMap<OrderId, [String; 3]> {
    county
        .order_ids()
        .map(|id| {
            let order = county.order(id);
            let door = order.drop().or(order.pick());
            let place = door.and_then(|door| door.place).map(|place| county.place(place).name_zh.clone());
            let contact =
                [format!("收件人{}", order.code), "000-0000-0000".to_owned(), place.unwrap_or_default()];
            (id, contact)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::{Barrier, RoadNode};

    #[test]
    fn bounds_hold_roads_that_swing_out() {
        let spec = Bounds { west: 105.0, south: 28.0, east: 106.0, north: 29.0 };
        let roads = |ends: [(f64, f64); 2]| {
            let node = |(x, y)| RoadNode { id: 0, point: Point::new(x, y), barrier: Barrier::Open };
            RoadMap { nodes: ends.map(node).to_vec(), ..RoadMap::default() }
        };

        assert_eq!(around(spec, &roads([(105.0, 28.5), (105.9995, 29.0)])), spec);
        let wider = around(spec, &roads([(105.5, 28.5), (105.5, 29.00003)]));
        assert_eq!(wider, Bounds { north: 29.00003 + ROOM, ..spec });
    }
}
