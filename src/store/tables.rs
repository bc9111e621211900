//! The four tables as CSV text.

use super::county::Customers;
use super::number::{decimals, kilograms, scaled, yuan};
use super::table::Sheet;
use crate::cold::LossCurve;
use crate::county::{
    County, Door, Goods, Keeping, Opening, Order, PlaceKind, Service, SiteKind, TemperatureClass,
};
use crate::units::{Moment, Window};

pub fn places(county: &County) -> String {
    let mut sheet = Sheet::new(&[
        "id",
        "name_zh",
        "name_en",
        "kind",
        "lat",
        "lon",
        "population",
        "township",
        "precool_temp",
        "precool_price",
    ]);
    for place in &county.places {
        let kind = match place.kind {
            PlaceKind::Seat => "seat",
            PlaceKind::Township => "township",
            PlaceKind::Village => "village",
            PlaceKind::Farm => "farm",
        };
        sheet.row(&[
            &place.code,
            &place.name_zh,
            &place.name_en,
            kind,
            &place.point.y().to_string(),
            &place.point.x().to_string(),
            &place.population.to_string(),
            place.township.map_or("", |township| county.place(township).code.as_str()),
            &place.precooler.map_or(String::new(), |cooler| cooler.temperature.0.to_string()),
            &place.precooler.map_or(String::new(), |cooler| yuan(cooler.price)),
        ]);
    }
    sheet.text()
}

pub fn goods(county: &County) -> String {
    let mut sheet = Sheet::new(&[
        "id",
        "name_zh",
        "name_en",
        "keeping",
        "best_c",
        "life_days",
        "q10",
        "curve",
        "low",
        "high",
        "budget_h",
        "coldest",
        "carried",
    ]);
    for goods in &county.goods {
        let [keeping, best, life, q10, curve, low, high, budget] = keeping(goods);
        let carried: Vec<&str> = goods.carried.iter().map(|class| class_word(*class)).collect();
        let coldest = goods.coldest.map_or(String::new(), |coldest| coldest.0.to_string());
        sheet.row(&[
            &goods.code,
            &goods.name_zh,
            &goods.name_en,
            &keeping,
            &best,
            &life,
            &q10,
            &curve,
            &low,
            &high,
            &budget,
            &coldest,
            &carried.join(";"),
        ]);
    }
    sheet.text()
}

fn keeping(goods: &Goods) -> [String; 8] {
    let mut cells: [String; 8] = Default::default();
    match goods.keeping {
        Keeping::Keeps => cells[0] = "keeps".to_owned(),
        Keeping::Decays { decay, curve } => {
            cells[0] = "decays".to_owned();
            cells[1] = decay.best.0.to_string();
            cells[2] = scaled(decay.life.0, 86_400.0);
            cells[3] = decay.q10.to_string();
            cells[4] = match curve {
                LossCurve::Power { gamma: 1.0 } => "linear".to_owned(),
                LossCurve::Power { gamma } => format!("power:{gamma}"),
                LossCurve::Exponential { beta } => format!("exp:{beta}"),
            };
        }
        Keeping::Limited { low, high, budget } => {
            cells[0] = "limited".to_owned();
            cells[5] = low.0.to_string();
            cells[6] = high.0.to_string();
            cells[7] = scaled(budget.0, 3_600.0);
        }
    }
    cells
}

pub fn class_word(class: TemperatureClass) -> &'static str {
    match class {
        TemperatureClass::Ambient => "ambient",
        TemperatureClass::Insulated => "insulated",
        TemperatureClass::Chilled => "chilled",
        TemperatureClass::Frozen => "frozen",
    }
}

pub fn sites(county: &County) -> String {
    let has_docks =
        county.sites.iter().any(|site| site.kilograms_per_day.is_some() || site.dock_hours.is_some());
    let mut heading = vec![
        "id",
        "name_zh",
        "name_en",
        "kind",
        "opening",
        "lat",
        "lon",
        "fixed_yuan",
        "parcels_per_day",
        "cold_room",
        "cold_temp",
        "drivers",
    ];
    // Most counties say nothing about these.
    heading.extend(["kg_per_day", "dock_hours"].iter().filter(|_| has_docks));
    let mut sheet = Sheet::new(&heading);
    for site in &county.sites {
        let kind = match site.kind {
            SiteKind::Warehouse => "warehouse",
            SiteKind::Station => "station",
            SiteKind::ColdRoom => "cold_room",
            SiteKind::CollectionPoint => "collection_point",
            SiteKind::Pad => "pad",
        };
        let opening = if site.opening == Opening::Existing { "existing" } else { "candidate" };
        let number = |value: Option<u32>| value.map_or(String::new(), |value| value.to_string());
        let cells = [
            site.code.clone(),
            site.name_zh.clone(),
            site.name_en.clone(),
            kind.to_owned(),
            opening.to_owned(),
            site.point.y().to_string(),
            site.point.x().to_string(),
            yuan(site.fixed),
            number(site.parcels_per_day),
            site.cold_room.0.to_string(),
            site.cold_temperature.map_or(String::new(), |cold| cold.0.to_string()),
            number(site.drivers),
            number(site.kilograms_per_day),
            site.dock_hours.map_or(String::new(), |hours| hours.to_string()),
        ];
        let shown: Vec<&str> = cells.iter().map(String::as_str).take(heading.len()).collect();
        sheet.row(&shown);
    }
    sheet.text()
}

pub fn orders(county: &County, contacts: Option<&Customers>) -> String {
    let mut heading = vec![
        "id",
        "type",
        "place",
        "lat",
        "lon",
        "site",
        "to_place",
        "to_lat",
        "to_lon",
        "goods",
        "kg",
        "litres",
        "value_yuan",
        "ready",
        "windows",
        "to_windows",
        "service_min",
        "to_service_min",
        "skills",
        "price_out",
        "late_per_hour",
        "age",
    ];
    if contacts.is_some() {
        heading.extend(["name", "phone", "address"]);
    }
    let mut sheet = Sheet::new(&heading);
    for (order, id) in county.orders.iter().zip(county.order_ids()) {
        let mut cells = order_cells(county, order);
        if let Some(contacts) = contacts {
            cells.extend(contacts.get(&id).cloned().unwrap_or_default());
        }
        sheet.row(&cells.iter().map(String::as_str).collect::<Vec<&str>>());
    }
    sheet.text()
}

fn order_cells(county: &County, order: &Order) -> Vec<String> {
    let (kind, near, far, site) = match &order.service {
        Service::Delivery { from, to } => ("delivery", to, None, Some(*from)),
        Service::Collection { from, to } => ("collection", from, None, Some(*to)),
        Service::Transfer { from, to } => ("transfer", from, Some(to), None),
    };
    let [place, lat, lon] = where_is(county, near);
    let [to_place, to_lat, to_lon] = far.map(|far| where_is(county, far)).unwrap_or_default();
    let names = county.skills.iter().enumerate().filter(|(bit, _)| order.skills.0 >> bit & 1 == 1);
    let skills: Vec<&str> = names.map(|(_, name)| name.as_str()).collect();
    vec![
        order.code.clone(),
        kind.to_owned(),
        place,
        lat,
        lon,
        site.map_or(String::new(), |site| county.site(site).code.clone()),
        to_place,
        to_lat,
        to_lon,
        county.goods(order.goods).code.clone(),
        kilograms(order.mass),
        order.volume.0.to_string(),
        yuan(order.value),
        clock(order.ready),
        windows(&near.windows),
        far.map_or(String::new(), |far| windows(&far.windows)),
        scaled(near.service.0, 60.0),
        far.map_or(String::new(), |far| scaled(far.service.0, 60.0)),
        skills.join(";"),
        yuan(order.price_out),
        order.late_per_hour.map_or(String::new(), yuan),
        decimals(order.age.0),
    ]
}

/// Place and, where the door is not at the place's own point, its latitude and longitude.
fn where_is(county: &County, door: &Door) -> [String; 3] {
    let place = door.place.map(|place| county.place(place));
    let code = place.map_or(String::new(), |place| place.code.clone());
    if place.is_some_and(|place| place.point == door.point) {
        return [code, String::new(), String::new()];
    }
    [code, door.point.y().to_string(), door.point.x().to_string()]
}

fn windows(windows: &[Window]) -> String {
    let texts: Vec<String> =
        windows.iter().map(|window| format!("{}-{}", clock(window.open), clock(window.close))).collect();
    texts.join(";")
}

/// As [`Moment`]'s own text, with seconds where there are any.
pub fn clock(moment: Moment) -> String {
    let seconds = moment.0.rem_euclid(60);
    if seconds == 0 { moment.to_string() } else { format!("{moment}:{seconds:02}") }
}
