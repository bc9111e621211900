//! What is asked: seasons, scenarios, the grid of the curves, and which facts are uncertain.

use crate::county::{County, preset};
use crate::facts;
use crate::site::survey::Wishes;
use crate::units::{Celsius, Fen, Grams, Litres, Seconds};
use std::collections::BTreeSet;

/// A study: with the county's files it says everything that decides its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// Chooses the places of the bars.
    pub seed: u64,
    /// Indices into the four seasons, spring first.
    pub seasons: Vec<usize>,
    /// Drone type of the county; `None`: the first.
    pub drone: Option<String>,
    /// Kilometres between pads whose corridors are planned.
    pub within: f64,
    /// Places that the bars look at.
    pub sample: usize,
    /// The county as it is first.
    pub scenarios: Vec<Scenario>,
    pub grid: Grid,
}

/// What is different in a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    pub name: String,
    /// Factors on amounts and prices of the county's files.
    pub parcels: f64,
    pub harvest: f64,
    pub diesel: f64,
    pub petrol: f64,
    pub electricity: f64,
    /// Facts and what they are supposed to be.
    pub facts: Vec<(String, f64)>,
}

impl Scenario {
    #[must_use]
    pub fn named(name: &str) -> Scenario {
        Scenario {
            name: name.to_owned(),
            parcels: 1.0,
            harvest: 1.0,
            diesel: 1.0,
            petrol: 1.0,
            electricity: 1.0,
            facts: Vec::new(),
        }
    }

    #[must_use]
    pub fn wishes(&self) -> Wishes {
        Wishes { parcels: self.parcels, harvest: self.harvest, ..Wishes::default() }
    }

    /// The county with this scenario's prices.
    #[must_use]
    pub fn county(&self, county: &County) -> County {
        let times = |price: Fen, factor: f64| Fen::rounded(price.as_f64() * factor);
        let mut county = county.clone();
        county.prices.diesel = times(county.prices.diesel, self.diesel);
        county.prices.petrol = times(county.prices.petrol, self.petrol);
        county.prices.electricity = times(county.prices.electricity, self.electricity);
        for (key, value) in &self.facts {
            vary(&mut county, key, *value);
        }
        county
    }
}

/// What the curves go through.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// Straight kilometres.
    pub distance: Vec<f64>,
    /// Kilometres by road for one straight.
    pub detour: Vec<f64>,
    /// Kilograms on a flight at most.
    pub payload: Vec<f64>,
    /// Yuan a kilogram.
    pub value: Vec<f64>,
    pub q10: Vec<f64>,
    /// Kilograms a day.
    pub volume: Vec<f64>,
}

impl Default for Grid {
    fn default() -> Grid {
        let steps = |first: f64, last: f64, count: u32| -> Vec<f64> {
            let at = |step: u32| first + (last - first) * f64::from(step) / f64::from(count - 1);
            (0..count).map(at).map(|value| (value * 1000.0).round() / 1000.0).collect()
        };
        Grid {
            distance: steps(1.0, 15.0, 29),
            detour: steps(1.0, 8.0, 29),
            payload: steps(2.0, 30.0, 29),
            value: vec![1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 300.0, 400.0, 600.0, 800.0, 1000.0],
            q10: steps(1.5, 4.5, 25),
            volume: vec![
                1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0, 240.0, 300.0,
            ],
        }
    }
}

impl Default for Study {
    fn default() -> Study {
        let operator = Scenario {
            facts: vec![("air.operator.drones".to_owned(), 5.0)],
            ..Scenario::named("one operator, five drones")
        };
        Study {
            seed: 1,
            seasons: vec![0, 1, 2, 3],
            drone: None,
            within: 25.0,
            sample: 16,
            scenarios: vec![Scenario::named("as it is"), operator],
            grid: Grid::default(),
        }
    }
}

/// Beginnings of keys that decide what a comparison says; other airframes' are not among them.
const PREFIXES: [&str; 19] = [
    "air.",
    "carbon.",
    "compare.",
    "day.parcel.mass",
    "drone.cold.",
    "drone.descent.",
    "drone.hover",
    "drone.reserve",
    "drone.rotor.",
    "drone.winged.",
    "generate.precooler.temperature",
    "goods.",
    "physics.",
    "road.",
    "siting.handling",
    "siting.hour.",
    "siting.parcels.",
    "turn.",
    "vehicle.",
];

/// What shapes roads when a map is read, before anything is compared.
const MAP: [&str; 2] = ["road.grade.", "road.profile."];

/// Facts with a range that a comparison with this airframe can feel, sorted.
#[must_use]
pub fn uncertain(airframe: &str) -> Vec<&'static str> {
    let own = format!("drone.{airframe}.");
    let is_asked = |key: &str| {
        (key.starts_with(&own) || PREFIXES.iter().any(|prefix| key.starts_with(prefix)))
            && !MAP.iter().any(|prefix| key.starts_with(prefix))
    };
    let all = facts::all().iter();
    all.filter(|(key, fact)| fact.low < fact.high && is_asked(key)).map(|(key, _)| key.as_str()).collect()
}

/// What has to be computed anew when a fact changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touches {
    /// Speeds and energies on roads.
    Roads,
    /// Where corridors run.
    Corridors,
    /// Prices, flights, ageing.
    Cells,
}

/// What a fact reaches.
#[must_use]
pub fn touches(key: &str) -> Touches {
    const CORRIDORS: [&str; 9] = [
        "air.ceiling",
        "air.clearance",
        "air.half_width",
        "air.buffer",
        "air.people",
        "air.landing",
        "air.turn",
        "air.wind",
        "air.pad.slope",
    ];
    const ROADS: [&str; 6] = ["physics.", "road.", "turn.", "vehicle.", "goods.", "air.density"];
    let begins = |with: &[&str]| with.iter().any(|prefix| key.starts_with(prefix));
    if begins(&ROADS) {
        Touches::Roads
    } else if begins(&CORRIDORS) {
        Touches::Corridors
    } else {
        Touches::Cells
    }
}

/// Gives a county's vehicles and goods that keep to the value of a fact another one. What the
/// county's own files changed stays: it is no longer this fact.
pub fn vary(county: &mut County, key: &str, value: f64) {
    let Some(fact) = facts::get(key) else { return };
    let parts: Vec<&str> = key.split('.').collect();
    match parts.as_slice() {
        ["vehicle", name, field] => vary_vehicles(county, name, field, (fact.value, value)),
        ["goods", code, field] => vary_goods(county, code, field, (fact.value, value)),
        _ => {}
    }
}

fn vary_vehicles(county: &mut County, name: &str, field: &str, (from, to): (f64, f64)) {
    let Some(usual) = preset::vehicle(name, crate::county::SiteId(0)) else { return };
    let set = |own: &mut f64| {
        if (*own - from).abs() < 1e-9 {
            *own = to;
        }
    };
    let (mass, power) = (usual.running.curb_mass, usual.running.power);
    let kinds = county.vehicle_types.iter_mut();
    for kind in kinds.filter(|it| it.running.curb_mass == mass && it.running.power == power) {
        let (running, costs) = (&mut kind.running, &mut kind.costs);
        let yuan = |own: &mut Fen| {
            if own.0 == Fen::rounded(from * 100.0).0 {
                *own = Fen::rounded(to * 100.0);
            }
        };
        match field {
            "drag_area" => set(&mut running.drag_area),
            "rolling" => set(&mut running.rolling),
            "efficiency" => set(&mut running.efficiency),
            "regeneration" => set(&mut running.regeneration),
            "idle_power" => set(&mut running.idle_power),
            "top_speed" => set(&mut running.top_speed),
            "power" => set(&mut running.power),
            "curb_mass" => set(&mut running.curb_mass),
            "fixed" => yuan(&mut costs.fixed),
            "per_km" => yuan(&mut costs.per_km),
            "per_hour" => yuan(&mut costs.per_hour),
            "reload" if kind.reload == Seconds::rounded(from * 60.0) => {
                kind.reload = Seconds::rounded(to * 60.0);
            }
            "payload" if kind.payload == Grams::rounded(from * 1000.0) => {
                kind.payload = Grams::rounded(to * 1000.0);
            }
            _ => vary_boxes(kind, field, (from, to)),
        }
        running_mass(kind);
    }
}

fn running_mass(kind: &mut crate::county::VehicleType) {
    kind.running.gross_mass = preset::gross_mass(kind.running.curb_mass, kind.payload);
}

fn vary_boxes(kind: &mut crate::county::VehicleType, field: &str, (from, to): (f64, f64)) {
    for own in &mut kind.compartments {
        match field {
            "litres" if own.litres == Litres::rounded(from) => own.litres = Litres::rounded(to),
            "set_point" if own.set_point == Some(Celsius(from)) => own.set_point = Some(Celsius(to)),
            "watts" if own.watts == from => own.watts = to,
            "door_recovery" if own.door_recovery == Seconds::rounded(from * 60.0) => {
                own.door_recovery = Seconds::rounded(to * 60.0);
            }
            _ => {}
        }
    }
}

fn vary_goods(county: &mut County, code: &str, field: &str, (from, to): (f64, f64)) {
    use crate::county::Keeping;
    for goods in county.goods.iter_mut().filter(|goods| goods.code == code) {
        match (&mut goods.keeping, field) {
            (Keeping::Decays { decay, .. }, "q10") if decay.q10 == from => decay.q10 = to,
            (Keeping::Decays { decay, .. }, "life_days")
                if decay.life == Seconds::rounded(from * 86_400.0) =>
            {
                decay.life = Seconds::rounded(to * 86_400.0);
            }
            (Keeping::Limited { budget, .. }, "budget_h") if *budget == Seconds::rounded(from * 3600.0) => {
                *budget = Seconds::rounded(to * 3600.0);
            }
            _ => {}
        }
    }
}

/// Codes of goods and presets that a county has anything of, for leaving out what cannot matter.
#[must_use]
pub fn present(county: &County, key: &str) -> bool {
    let mut parts = key.split('.');
    match (parts.next(), parts.next()) {
        (Some("goods"), Some(code)) => county.goods.iter().any(|goods| goods.code == code),
        (Some("vehicle"), Some(name)) => {
            let usual = preset::vehicle(name, crate::county::SiteId(0));
            let masses: BTreeSet<u64> =
                county.vehicle_types.iter().map(|kind| kind.running.curb_mass.to_bits()).collect();
            usual.is_none_or(|usual| masses.contains(&usual.running.curb_mass.to_bits()))
        }
        _ => true,
    }
}
