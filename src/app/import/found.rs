//! Founding a county around an imported road map: places from the extract,
//! usual vehicles and goods, and a sample day, so that it can be planned at once.
//!
//! Everything that is not on the map is an assumption from `facts`, and
//! `SOURCES.md` says so.

use crate::app::AppError;
use crate::cold::{Air, Decay, LossCurve};
use crate::county::{
    Bounds, County, Door, Goods, GoodsId, Keeping, Opening, Order, Place, PlaceId, PlaceKind, Prices,
    RoadMap, RoadState, Season, Service, Site, SiteId, SiteKind, Skills, TemperatureClass, preset,
};
use crate::facts;
use crate::read::roads::parts::distance;
use crate::read::roads::pbf::NamedPlace;
use crate::store;
use crate::units::{Celsius, Fen, Grams, Litres, Moment, Point, Seconds, ThermalAge};
use rustc_hash::FxHashMap;
use std::path::Path;

/// Orders are made for places with a road node this near; the limit for stops is 500 m.
const NEAR_ROAD: f64 = 450.0;
/// Every so many villages, one has a harvest to collect.
const HARVEST_EACH: usize = 3;

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
    let (places, reached): (Vec<Place>, Vec<bool>) =
        settle(ground).into_iter().map(|place| (near.has(place.point), place)).map(|(a, b)| (b, a)).unzip();
    let home = places.iter().zip(&reached).find(|(_, reached)| **reached).map(|(place, _)| place.point);
    let home = home.or_else(|| near.any()).unwrap_or_else(|| middle(ground.bounds));
    let orders = orders(&places, &reached);
    let founded = Founded {
        places: places.len(),
        off_road: reached.iter().filter(|near| !**near).count(),
        orders: orders.len(),
    };
    let county = County {
        code,
        name_zh: ground.name_zh.clone(),
        name_en: ground.name_en.clone(),
        bounds: ground.bounds,
        date: ground.date.to_owned(),
        season: Season::Summer,
        road_state: RoadState::default(),
        air: air(),
        prices: prices(),
        goods: goods(),
        sites: vec![warehouse(home)],
        vehicle_types: ["etrike", "van", "truck_4t2", "reefer_4t2"]
            .into_iter()
            .filter_map(|name| preset::vehicle(name, SiteId(0)))
            .map(|kind| crate::county::VehicleType { count: 4, ..kind })
            .collect(),
        drone_types: Vec::new(),
        zones: Vec::new(),
        places,
        orders,
        skills: Vec::new(),
    };
    let sources = sources(ground);
    let files = store::CountyFiles { county: &county, sources_md: &sources, contacts: None };
    store::county(folder, &files)
        .map_err(|error| AppError::Write { path: error.path, source: error.source })?;
    Ok(founded)
}

/// The largest town is the seat; the others belong to the nearest town.
fn settle(ground: &Ground) -> Vec<Place> {
    let people = |place: &NamedPlace| place.population.unwrap_or(fact("people_unknown") as u32);
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

/// Parcels out by the people, and a harvest back from every third village.
fn orders(places: &[Place], reached: &[bool]) -> Vec<Order> {
    let mut orders = Vec::new();
    let reached = (0_u32..).zip(places).zip(reached).filter(|(_, reached)| **reached);
    for (at, ((id, place), _)) in reached.enumerate() {
        let door = Door {
            place: Some(PlaceId(id)),
            point: place.point,
            windows: Vec::new(),
            service: Seconds::rounded(facts::value("orders.service") * 60.0),
        };
        let parcels = (f64::from(place.population) * fact("parcels")).ceil().max(1.0);
        let share = fact("parcels_per_order");
        let stops = (parcels / share).ceil().min(fact("orders_per_place"));
        for _ in 0..stops as usize {
            let kg = (parcels / stops).min(share) * fact("parcel_kg");
            let service = Service::Delivery { from: SiteId(0), to: door.clone() };
            orders.push(order(orders.len(), service, 0, (kg, 0.0, Moment(0))));
        }
        let grows = matches!(place.kind, PlaceKind::Village | PlaceKind::Farm) && at % HARVEST_EACH == 0;
        if grows {
            let kg = fact("harvest_kg");
            let service = Service::Collection { from: door, to: SiteId(0) };
            orders.push(order(orders.len(), service, 1, (kg, kg * fact("harvest_value"), Moment::at(7, 0))));
        }
    }
    orders
}

fn order(at: usize, service: Service, goods: u32, (kg, yuan, ready): (f64, f64, Moment)) -> Order {
    let value = Fen::rounded(yuan * 100.0);
    Order {
        code: format!("{:04}", at + 1),
        service,
        goods: GoodsId(goods),
        mass: Grams::rounded(kg * 1000.0),
        volume: Litres::rounded(kg * facts::value("orders.litres_per_kg")),
        value,
        ready,
        age: ThermalAge(0.0),
        skills: Skills::default(),
        price_out: Fen::rounded(facts::value("orders.price_out_base") * 100.0) + value,
        late_per_hour: None,
        row: None,
    }
}

/// Parcels, and plums as an example of what does not keep.
fn goods() -> Vec<Goods> {
    let all = [TemperatureClass::Ambient, TemperatureClass::Insulated, TemperatureClass::Chilled];
    let plum = |name: &str| facts::value(&format!("goods.plum.{name}"));
    let decay = Decay {
        best: Celsius(plum("best_c")),
        life: Seconds::rounded(plum("life_days") * 86_400.0),
        q10: plum("q10"),
    };
    let keeping = Keeping::Decays { decay, curve: LossCurve::Power { gamma: 1.0 } };
    let goods = |code: &str, zh: &str, en: &str, keeping, coldest| Goods {
        code: code.to_owned(),
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        keeping,
        carried: all.to_vec(),
        coldest,
    };
    vec![
        goods("parcel", "包裹", "Parcels", Keeping::Keeps, None),
        goods("plum", "脆李", "Plums", keeping, Some(Celsius(plum("coldest")))),
    ]
}

fn warehouse(point: Point) -> Site {
    Site {
        code: "W1".to_owned(),
        name_zh: "县域云仓".to_owned(),
        name_en: "County warehouse".to_owned(),
        kind: SiteKind::Warehouse,
        opening: Opening::Existing,
        point,
        fixed: Fen(0),
        parcels_per_day: None,
        cold_room: Litres(0),
        cold_temperature: None,
        drivers: None,
    }
}

fn fact(name: &str) -> f64 {
    facts::value(&format!("import.day.{name}"))
}

fn air() -> Air {
    Air {
        mean: Celsius(fact("air_mean")),
        reference_height: fact("air_height"),
        swing: Celsius(fact("air_swing")),
        warmest_hour: 15.0,
        lapse: Celsius(6.0),
    }
}

fn prices() -> Prices {
    let fuel = |name: &str| {
        let energy = facts::value(&format!("energy.{name}.kwh_per_litre"));
        Fen::rounded(fact(name) * 100_000.0 / energy)
    };
    Prices {
        diesel: fuel("diesel"),
        petrol: fuel("petrol"),
        electricity: Fen::rounded(fact("electricity") * 100_000.0),
        carbon: None,
    }
}

fn sources(ground: &Ground) -> String {
    format!(
        "# Sources\n\n- Roads, names, points and populations of places: `{}`, an extract of OpenStreetMap \
         (© OpenStreetMap contributors, ODbL 1.0).\n- Populations that the extract does not have, the warehouse, \
         vehicles, goods, air, prices and all orders: assumptions (`import.day.*` and presets in the program's \
         facts), to be replaced by your own.\n",
        ground.source
    )
}

fn middle(bounds: Bounds) -> Point {
    Point::new((bounds.west + bounds.east) / 2.0, (bounds.south + bounds.north) / 2.0)
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
