//! A county by hand with one of everything.

use mabang::cold::{Air, Decay, LossCurve};
use mabang::county::{
    Bounds, Break, Compartment, County, Door, DroneType, DroneWork, Goods, GoodsId, Keeping, Opening, Order,
    Place, PlaceId, PlaceKind, Precooler, Prices, RoadState, Season, Service, Site, SiteId, SiteKind, Skills,
    TemperatureClass, VehicleType, Zone, preset,
};
use mabang::store::{self, CountyFiles};
use mabang::units::{Celsius, Fen, Grams, Litres, Moment, Point, Seconds, ThermalAge, WattHours, Window};
use std::path::Path;

/// Writes the county's folder.
pub fn write(folder: &Path, county: &County) {
    store::county(folder, &CountyFiles { county, sources_md: "# Sources\n", contacts: None }).unwrap();
}

fn door(place: Option<u32>, lon: f64, lat: f64) -> Door {
    Door {
        place: place.map(PlaceId),
        point: Point::new(lon, lat),
        windows: vec![
            Window { open: Moment::at(8, 0), close: Moment::at(11, 30) },
            Window { open: Moment::at(14, 0), close: Moment(18 * 3600 + 20) },
        ],
        service: Seconds(400),
    }
}

fn order(code: &str, service: Service, goods: u32) -> Order {
    Order {
        code: code.to_owned(),
        service,
        goods: GoodsId(goods),
        mass: Grams(1_234),
        volume: Litres(17),
        value: Fen(12_345),
        ready: Moment::at(-6, 0),
        age: ThermalAge(0.123_456_789),
        skills: Skills(0b10),
        price_out: Fen(9_999),
        late_per_hour: Some(Fen(333)),
        row: None,
    }
}

fn place(code: &str, kind: PlaceKind, lon: f64, lat: f64) -> Place {
    Place {
        code: code.to_owned(),
        name_zh: format!("村\"{code}\", 一"),
        name_en: format!("Village {code}"),
        kind,
        point: Point::new(lon, lat),
        population: 1_200,
        township: (kind == PlaceKind::Village).then_some(PlaceId(0)),
        precooler: (kind == PlaceKind::Farm)
            .then_some(Precooler { temperature: Celsius(5.0), price: Fen(12) }),
    }
}

fn site(code: &str, kind: SiteKind, opening: Opening) -> Site {
    Site {
        code: code.to_owned(),
        name_zh: "县域云仓".to_owned(),
        name_en: "County cloud warehouse".to_owned(),
        kind,
        opening,
        point: Point::new(109.876_391_234_567, 31.077_49),
        fixed: Fen(123_450),
        parcels_per_day: Some(3_000),
        cold_room: Litres(50_000),
        cold_temperature: Some(Celsius(2.5)),
        kilograms_per_day: None,
        dock_hours: None,
        drivers: None,
    }
}

fn vehicles() -> Vec<VehicleType> {
    let mut etrike = preset::vehicle("etrike", SiteId(0)).unwrap();
    etrike.count = 6;
    etrike.battery = Some(WattHours(6_600));
    etrike.shift.breaks =
        vec![Break { earliest: Moment::at(11, 30), latest: Moment::at(13, 0), duration: Seconds(2_700) }];
    let mut odd = preset::vehicle("van", SiteId(0)).unwrap();
    odd.code = "insulated".to_owned();
    odd.end = SiteId(1);
    odd.skills = Skills(0b11);
    odd.running.curb_mass = 1_333.25;
    odd.running.gross_mass = preset::gross_mass(1_333.25, odd.payload) + 50.0;
    odd.running.narrow = true;
    let room = |class, litres, set: Option<f64>, watts| Compartment {
        class,
        litres: Litres(litres),
        set_point: set.map(Celsius),
        door_recovery: Seconds(set.map_or(0, |_| 100)),
        watts,
    };
    odd.compartments = vec![
        room(TemperatureClass::Ambient, 3_000, None, 0.0),
        room(TemperatureClass::Insulated, 120, Some(5.0), 12.5),
    ];
    vec![etrike, odd, preset::vehicle("reefer_4t2", SiteId(1)).unwrap()]
}

fn goods() -> Vec<Goods> {
    let goods = |code: &str, keeping: Keeping| Goods {
        code: code.to_owned(),
        name_zh: "品".to_owned(),
        name_en: "Goods".to_owned(),
        keeping,
        carried: vec![TemperatureClass::Insulated, TemperatureClass::Chilled],
        coldest: Some(Celsius(-0.5)),
    };
    let decay = Decay { best: Celsius(0.0), life: Seconds(21 * 86_400 + 1), q10: 2.6 };
    vec![
        goods("box", Keeping::Keeps),
        goods("plum", Keeping::Decays { decay, curve: LossCurve::Power { gamma: 1.5 } }),
        goods("pork", Keeping::Decays { decay, curve: LossCurve::Exponential { beta: 2.25 } }),
        goods("vaccine", Keeping::Limited { low: Celsius(2.0), high: Celsius(8.0), budget: Seconds(1_800) }),
    ]
}

fn orders() -> Vec<Order> {
    let transfer = Service::Transfer { from: door(Some(1), 109.7, 31.2), to: door(None, 109.9, 31.1) };
    let mut last = order("c3", transfer, 2);
    last.late_per_hour = None;
    vec![
        order("d1", Service::Delivery { from: SiteId(0), to: door(Some(1), 109.7, 31.2) }, 0),
        order("c2", Service::Collection { from: door(Some(2), 109.751, 31.25), to: SiteId(1) }, 1),
        last,
    ]
}

/// One of everything.
pub fn county() -> County {
    let ring = vec![(109.7, 31.0), (109.8, 31.0), (109.8, 31.1), (109.7, 31.0)];
    let area = geo::Polygon::new(geo::LineString::from(ring), vec![]);
    County {
        code: "small".to_owned(),
        name_zh: "小县".to_owned(),
        name_en: "Small \"county\"".to_owned(),
        bounds: Bounds { west: 109.5, south: 30.7, east: 110.2, north: 31.5 },
        date: "2026-07-08".to_owned(),
        season: Season::Summer,
        road_state: RoadState::default(),
        air: Air {
            mean: Celsius(26.5),
            reference_height: 300.0,
            swing: Celsius(5.0),
            warmest_hour: 15.0,
            lapse: Celsius(6.0),
        },
        prices: Prices {
            diesel: Fen(75_301),
            petrol: Fen(91_234),
            electricity: Fen(60_000),
            carbon: Some(Fen(8_000)),
        },
        places: vec![
            place("t1", PlaceKind::Township, 109.8, 31.1),
            place("v1", PlaceKind::Village, 109.7, 31.2),
            place("f1", PlaceKind::Farm, 109.75, 31.25),
        ],
        goods: goods(),
        sites: vec![
            site("w1", SiteKind::Warehouse, Opening::Existing),
            site("p1", SiteKind::Pad, Opening::Candidate),
        ],
        vehicle_types: vehicles(),
        drone_types: vec![DroneType {
            code: "fc30".to_owned(),
            name_zh: "运载无人机".to_owned(),
            name_en: "Cargo drone".to_owned(),
            count: 2,
            airframe: "flycart30".to_owned(),
            payload: Grams(30_000),
            range_km: Some(16.0),
            home: SiteId(1),
            work: DroneWork { sets: 7, max_flights: 9, ..DroneWork::usual("flycart30", 2) },
        }],
        zones: vec![Zone { code: "z1".to_owned(), area, floor: Some(120.0) }],
        aloft: mabang::county::Aloft::default(),
        orders: orders(),
        skills: vec!["medicine".to_owned(), "heavy".to_owned()],
    }
}
