//! Orders that no vehicle of the county can carry. They stay in the day and
//! come out unserved with their reason; the user should know while reading.

use super::table::Table;
use crate::county::{County, Goods, Keeping, Order, TemperatureClass, VehicleType};
use crate::finding::{Code, Finding, Spot};
use crate::units::{Grams, Litres};

/// Warnings for orders, in their order.
pub fn warn(county: &County, table: &Table, findings: &mut Vec<Finding>) {
    if county.vehicle_types.iter().all(|kind| kind.count == 0) {
        return;
    }
    for order in &county.orders {
        let spot = Spot { row: order.row, ..table.spot.clone() };
        let goods = county.goods(order.goods);
        let fitting: Vec<&VehicleType> = county
            .vehicle_types
            .iter()
            .filter(|kind| kind.count > 0 && room(kind, goods).is_some())
            .collect();
        if fitting.is_empty() {
            let wanted: Vec<&str> = goods.carried.iter().map(|class| word(*class)).collect();
            findings.push(
                Finding::new(Code::W212, spot.column("goods"))
                    .with("goods", super::row::shown(&goods.code, true))
                    .with("wanted", wanted.join(", ")),
            );
            continue;
        }
        let payload = fitting.iter().map(|kind| kind.payload).max().unwrap_or(Grams(0));
        let room = fitting.iter().filter_map(|kind| room(kind, goods)).max().unwrap_or(Litres(0));
        findings.extend(too_big(order, &spot, payload, room));
    }
}

fn too_big(order: &Order, spot: &Spot, payload: Grams, room: Litres) -> Vec<Finding> {
    let mut findings = Vec::new();
    if order.mass > payload {
        findings.push(
            Finding::new(Code::W211, spot.clone().column("kg"))
                .with("kg", super::row::plain(order.mass.as_f64() / 1000.0))
                .with("most", super::row::plain(payload.as_f64() / 1000.0)),
        );
    }
    if order.volume > room {
        findings.push(
            Finding::new(Code::W214, spot.clone().column("litres"))
                .with("litres", order.volume.0)
                .with("most", room.0),
        );
    }
    findings
}

/// The largest compartment of a vehicle in which the goods may travel.
fn room(kind: &VehicleType, goods: &Goods) -> Option<Litres> {
    let fits = |set: Option<f64>| {
        let warm = goods.coldest.is_none_or(|coldest| set.is_none_or(|set| set >= coldest.0));
        let inside = match goods.keeping {
            Keeping::Limited { low, high, .. } => set.is_some_and(|set| (low.0..=high.0).contains(&set)),
            _ => true,
        };
        warm && inside
    };
    let rooms = kind.compartments.iter();
    let rooms =
        rooms.filter(|room| goods.carried.contains(&room.class) && fits(room.set_point.map(|set| set.0)));
    rooms.map(|room| room.litres).max()
}

/// Our word for a class, as in `goods.csv`.
#[must_use]
pub fn word(class: TemperatureClass) -> &'static str {
    super::goods::CLASSES.iter().find(|(_, known)| *known == class).map_or("", |(word, _)| word)
}
