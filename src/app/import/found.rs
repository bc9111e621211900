//! Founding a county around an imported road map: places from the extract,
//! usual vehicles and goods, and a sample day, so that it can be planned at once.
//!
//! Everything that is not on the map is an assumption from `facts`, and
//! `SOURCES.md` says so.

use crate::app::AppError;
use crate::county::{Bounds, County, Place, PlaceId, PlaceKind, RoadMap, RoadState, SiteId};
use crate::facts;
use crate::generate::{self, Day};
use crate::read::roads::parts::distance;
use crate::read::roads::pbf::NamedPlace;
use crate::store;
use crate::units::Point;
use rustc_hash::FxHashMap;
use std::path::Path;

/// Orders are made for places with a road node this near; the limit for stops is 500 m.
const NEAR_ROAD: f64 = 450.0;
/// Of the sample day.
const SEED: u64 = 1;

/// What a county is founded on.
pub struct Ground<'a> {
    pub bounds: Bounds,
    pub map: &'a RoadMap,
    /// By node: in the part of the roads that can be reached and left again.
    pub main: &'a [bool],
    pub places: &'a [NamedPlace],
    pub name_zh: String,
    pub name_en: String,
    pub date: &'a str,
    pub source: String,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Founded {
    pub places: usize,
    /// Places without orders, because no road is near.
    pub off_road: usize,
    pub orders: usize,
}

/// Writes a county folder, all but roads and heights.
///
/// # Errors
/// If the disk does not let us.
pub fn found(folder: &Path, ground: &Ground) -> Result<Founded, AppError> {
    let code = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let near = NearRoad::of(ground);
    let mut places = settle(ground);
    if places.is_empty() {
        places.extend(near.any().map(|point| seat(ground, point)));
    }
    let mut county = empty(ground, code, places);
    let day = Day { date: ground.date.to_owned(), seed: SEED, orders: None };
    generate::fill(&mut county, &day, &|_| None);
    let off_road = on_roads(&mut county, &near);
    let founded = Founded { places: county.places.len(), off_road, orders: county.orders.len() };
    let sources = sources(ground);
    let files = store::CountyFiles { county: &county, sources_md: &sources, contacts: None };
    store::county(folder, &files)
        .map_err(|error| AppError::Write { path: error.path, source: error.source })?;
    Ok(founded)
}

/// The largest town is the seat; the others belong to the nearest town.
fn settle(ground: &Ground) -> Vec<Place> {
    let people =
        |place: &NamedPlace| place.population.unwrap_or(facts::value("import.day.people_unknown") as u32);
    let rank = |place: &NamedPlace| match place.kind.as_str() {
        "city" => 0,
        "town" => 1,
        "village" | "suburb" => 2,
        _ => 3,
    };
    let mut named: Vec<&NamedPlace> =
        ground.places.iter().filter(|place| ground.bounds.contains(place.point)).collect();
    named.sort_by_key(|place| (rank(place), std::cmp::Reverse(people(place)), place.id));
    let towns: Vec<Point> = named
        .iter()
        .enumerate()
        .filter(|(at, place)| *at == 0 || rank(place) <= 1)
        .map(|(_, p)| p.point)
        .collect();
    let place = |(at, place): (usize, &&NamedPlace)| {
        let is_town = at < towns.len();
        let kind = match (at, place.kind.as_str()) {
            (0, _) => PlaceKind::Seat,
            _ if is_town => PlaceKind::Township,
            (_, "farm") => PlaceKind::Farm,
            _ => PlaceKind::Village,
        };
        let far = |town: &usize| distance(towns[*town], place.point);
        let township = (0..towns.len()).min_by(|one, other| far(one).total_cmp(&far(other)));
        Place {
            code: format!("P{:04}", at + 1),
            name_zh: place.name_zh.clone(),
            name_en: place.name_en.clone(),
            kind,
            point: place.point,
            population: people(place),
            township: township.filter(|_| !is_town).map(|town| PlaceId(town as u32)),
            precooler: None,
        }
    };
    named.iter().enumerate().map(place).collect()
}

/// Stands for the county where the extract names no place, so that there is a warehouse.
fn seat(ground: &Ground, point: Point) -> Place {
    Place {
        code: "P0001".to_owned(),
        name_zh: ground.name_zh.clone(),
        name_en: ground.name_en.clone(),
        kind: PlaceKind::Seat,
        point,
        population: facts::value("import.day.people_unknown") as u32,
        township: None,
        precooler: None,
    }
}

fn empty(ground: &Ground, code: String, places: Vec<Place>) -> County {
    County {
        code,
        name_zh: ground.name_zh.clone(),
        name_en: ground.name_en.clone(),
        bounds: ground.bounds,
        date: ground.date.to_owned(),
        season: generate::season(ground.date),
        road_state: RoadState::default(),
        air: generate::air(),
        prices: generate::prices(),
        places,
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

/// Leaves out orders and sites away from roads, but not the warehouse: it moves to a road.
/// The number of places away from roads.
fn on_roads(county: &mut County, near: &NearRoad) -> usize {
    let reached: Vec<bool> = county.places.iter().map(|place| near.has(place.point)).collect();
    let served = |place: Option<PlaceId>| place.is_none_or(|place| reached[place.index()]);
    county.orders.retain(|order| {
        let ends = [order.pick(), order.drop()];
        ends.into_iter().flatten().all(|door| served(door.place))
    });
    for (number, order) in county.orders.iter_mut().enumerate() {
        order.code = format!("{:04}", number + 1);
    }
    let first = county.places.iter().zip(&reached).find(|(_, reached)| **reached);
    let home = first.map(|(place, _)| place.point).or_else(|| near.any());
    if let (Some(warehouse), Some(home)) = (county.sites.first_mut(), home)
        && !near.has(warehouse.point)
    {
        warehouse.point = home;
    }
    // Orders and vehicles name the warehouse only, which stays the first.
    let mut number = 0;
    county.sites.retain(|site| {
        number += 1;
        number == 1 || near.has(site.point)
    });
    debug_assert!(county.vehicle_types.iter().all(|kind| kind.start == SiteId(0) && kind.end == SiteId(0)));
    reached.iter().filter(|near| !**near).count()
}

fn sources(ground: &Ground) -> String {
    format!(
        "# Sources\n\n- Roads, names, points and populations of places: `{}`, an extract of OpenStreetMap \
         (© OpenStreetMap contributors, ODbL 1.0).\n- Populations that the extract does not have, the warehouse, \
         stations, vehicles, goods, air, prices and all orders: synthetic, from assumptions (`day.*`, `generate.*` \
         and presets in the program's facts), to be replaced by your own.\n",
        ground.source
    )
}

/// Nodes of the main part in cells of a hundredth of a degree.
struct NearRoad {
    cells: FxHashMap<(i32, i32), Vec<Point>>,
}

impl NearRoad {
    fn of(ground: &Ground) -> NearRoad {
        let mut cells: FxHashMap<(i32, i32), Vec<Point>> = FxHashMap::default();
        let main = ground.map.nodes.iter().zip(ground.main).filter(|(_, main)| **main);
        for (node, _) in main {
            cells.entry(cell(node.point)).or_default().push(node.point);
        }
        NearRoad { cells }
    }

    fn has(&self, point: Point) -> bool {
        let (x, y) = cell(point);
        let around = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)));
        let mut nodes = around.filter_map(|cell| self.cells.get(&cell)).flatten();
        nodes.any(|node| distance(*node, point) <= NEAR_ROAD)
    }

    /// Some node, always the same one.
    fn any(&self) -> Option<Point> {
        self.cells.iter().min_by_key(|(cell, _)| **cell).and_then(|(_, nodes)| nodes.first().copied())
    }
}

fn cell(point: Point) -> (i32, i32) {
    ((point.x() * 100.0).floor() as i32, (point.y() * 100.0).floor() as i32)
}
