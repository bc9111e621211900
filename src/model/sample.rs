//! Problems made by hand and at random, for tests.

use super::{Placing, Problem};
use crate::cold::{Air, Decay, LossCurve, Warming};
use crate::county::*;
use crate::matrix::{Leg, Matrices, Matrix};
use crate::network::Location;
use crate::units::*;

/// A county whose stops lie on a line or in a plane, one location for each door; the site is
/// location 0. One metre takes a tenth of a second.
pub struct Sample {
    pub county: County,
    pub places: Vec<(i64, i64)>,
    pub placing: Placing,
}

pub const PARCEL: GoodsId = GoodsId(0);
pub const PLUM: GoodsId = GoodsId(1);
pub const VACCINE: GoodsId = GoodsId(2);

impl Default for Sample {
    fn default() -> Sample {
        Sample::new()
    }
}

impl Sample {
    /// A warehouse at (0, 0) and no vehicles, at a constant 20 °C.
    pub fn new() -> Sample {
        Sample { county: county(), places: vec![(0, 0)], placing: placing() }
    }

    pub fn place(&mut self, at: (i64, i64)) -> Location {
        self.places.push(at);
        self.placing.heights.push(Some(500.0));
        Location(self.places.len() as u32 - 1)
    }

    pub fn vehicle(&mut self, vehicle: VehicleType) -> VehicleTypeId {
        self.county.vehicle_types.push(vehicle);
        self.placing.running_of.push(0);
        VehicleTypeId(self.county.vehicle_types.len() as u32 - 1)
    }

    pub fn delivery(&mut self, at: (i64, i64), change: impl FnOnce(&mut Order)) -> OrderId {
        let drop = self.place(at);
        self.order(Service::Delivery { from: SiteId(0), to: door() }, (None, Some(drop)), change)
    }

    pub fn collection(&mut self, at: (i64, i64), change: impl FnOnce(&mut Order)) -> OrderId {
        let pick = self.place(at);
        self.order(Service::Collection { from: door(), to: SiteId(0) }, (Some(pick), None), change)
    }

    pub fn transfer(&mut self, at: (i64, i64), to: (i64, i64), change: impl FnOnce(&mut Order)) -> OrderId {
        let (pick, drop) = (self.place(at), self.place(to));
        let service = Service::Transfer { from: door(), to: door() };
        self.order(service, (Some(pick), Some(drop)), change)
    }

    fn order(
        &mut self,
        service: Service,
        (pick, drop): (Option<Location>, Option<Location>),
        change: impl FnOnce(&mut Order),
    ) -> OrderId {
        let mut order = Order {
            code: format!("{}", self.county.orders.len()),
            service,
            goods: PARCEL,
            mass: Grams(10_000),
            volume: Litres(20),
            value: Fen(10_000),
            ready: Moment::at(0, 0),
            age: ThermalAge(0.0),
            skills: Skills(0),
            price_out: Fen(1_000_000),
            late_per_hour: None,
            row: None,
        };
        change(&mut order);
        self.county.orders.push(order);
        self.placing.picks.push(pick);
        self.placing.drops.push(drop);
        OrderId(self.county.orders.len() as u32 - 1)
    }

    pub fn problem(&self) -> Problem {
        let apart = |from: Location, to: Location| {
            let ((x1, y1), (x2, y2)) = (self.places[from.index()], self.places[to.index()]);
            (x1 - x2).abs() + (y1 - y2).abs()
        };
        let leg = |from, to| {
            let metres = apart(from, to);
            Some(Leg {
                duration: Seconds(metres / 10),
                distance: Metres(metres),
                empty: Joules(metres * 1000),
                per_tonne: Joules(metres * 300),
            })
        };
        let size = self.places.len();
        let q10 = Problem::warmth_classes(&self.county);
        let pairs =
            || (0..size * size).map(|pair| (Location((pair / size) as u32), Location((pair % size) as u32)));
        let warmth = |&q10: &f64| {
            let factor = Warming::warmth(&self.county.air, q10, Some(500.0), 1.0);
            pairs().map(|(from, to)| (apart(from, to) as f64 / 10.0 * factor).round() as u32).collect()
        };
        let warmth: Vec<Vec<u32>> = q10.iter().map(warmth).collect();
        let matrices = Matrices { by_running: vec![Matrix::from_legs(size, leg, &warmth)], q10 };
        Problem::assemble(&self.county, &self.placing, &matrices)
    }
}

pub fn door() -> Door {
    Door { place: None, point: Point::new(110.0, 31.0), windows: Vec::new(), service: Seconds(300) }
}

/// An open van: 1,000 kg, 2,000 L, 08:00 to 18:00, one trip; 100 yuan a day, 2 yuan a km, 30 yuan
/// an hour; half an hour to load.
pub fn van() -> VehicleType {
    VehicleType {
        code: "van".into(),
        name_zh: "厢式车".into(),
        name_en: "van".into(),
        count: 2,
        running: running(),
        payload: Grams(1_000_000),
        compartments: vec![compartment(TemperatureClass::Ambient, 2_000, None)],
        costs: VehicleCosts { fixed: Fen(10_000), per_km: Fen(200), per_hour: Fen(3_000) },
        start: SiteId(0),
        end: SiteId(0),
        shift: Shift { start: Moment::at(8, 0), end: Moment::at(18, 0), breaks: Vec::new() },
        max_trips: 1,
        reload: Seconds(1800),
        battery: None,
        skills: Skills(0),
        flies: None,
    }
}

pub fn compartment(class: TemperatureClass, litres: i64, set_point: Option<f64>) -> Compartment {
    Compartment {
        class,
        litres: Litres(litres),
        set_point: set_point.map(Celsius),
        door_recovery: Seconds(if set_point.is_some() { 120 } else { 0 }),
        watts: if set_point.is_some() { 1500.0 } else { 0.0 },
    }
}

pub fn running() -> Running {
    Running {
        drive: Drive::Diesel,
        curb_mass: 1_500.0,
        gross_mass: 2_600.0,
        height: 2.0,
        width: 1.8,
        length: 5.0,
        power: 60_000.0,
        drag_area: 2.0,
        rolling: 0.01,
        efficiency: 0.35,
        regeneration: 0.0,
        idle_power: 2_000.0,
        top_speed: 80.0,
        narrow: false,
    }
}

fn placing() -> Placing {
    Placing { sites: vec![Some(Location(0))], heights: vec![Some(500.0)], ..Placing::default() }
}

fn county() -> County {
    let goods = |code: &str, keeping, carried| Goods {
        code: code.into(),
        name_zh: code.into(),
        name_en: code.into(),
        keeping,
        carried,
        coldest: None,
    };
    let (open, chilled) = (TemperatureClass::Ambient, TemperatureClass::Chilled);
    // Two days of life at 20 °C.
    let decay = Decay { best: Celsius(20.0), life: Seconds(2 * 86_400), q10: 2.0 };
    let plum = Keeping::Decays { decay, curve: LossCurve::Power { gamma: 1.0 } };
    let vaccine = Keeping::Limited { low: Celsius(2.0), high: Celsius(8.0), budget: Seconds(1800) };
    County {
        code: "sample".into(),
        name_zh: "样县".into(),
        name_en: "Sample".into(),
        bounds: Bounds { west: 109.0, south: 30.0, east: 111.0, north: 32.0 },
        date: "2026-07-08".into(),
        season: Season::Summer,
        road_state: RoadState::default(),
        air: Air {
            mean: Celsius(20.0),
            reference_height: 500.0,
            swing: Celsius(0.0),
            warmest_hour: 15.0,
            lapse: Celsius(6.0),
        },
        prices: Prices { diesel: Fen(75_300), petrol: Fen(90_000), electricity: Fen(60_000), carbon: None },
        places: Vec::new(),
        goods: vec![
            goods("parcel", Keeping::Keeps, vec![open, chilled]),
            goods("plum", plum, vec![open, chilled]),
            goods("vaccine", vaccine, vec![chilled]),
        ],
        sites: vec![site("w")],
        vehicle_types: Vec::new(),
        drone_types: Vec::new(),
        zones: Vec::new(),
        aloft: crate::county::Aloft::default(),
        orders: Vec::new(),
        skills: Vec::new(),
    }
}

pub fn site(code: &str) -> Site {
    Site {
        code: code.into(),
        name_zh: code.into(),
        name_en: code.into(),
        kind: SiteKind::Warehouse,
        opening: Opening::Existing,
        point: Point::new(110.0, 31.0),
        fixed: Fen(0),
        parcels_per_day: None,
        cold_room: Litres(0),
        cold_temperature: None,
        kilograms_per_day: None,
        dock_hours: None,
        drivers: None,
    }
}
