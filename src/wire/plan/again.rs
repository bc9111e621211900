//! What became of the plan before: to its document and back.

use super::clock::Clock;
use super::dto::{AgainDto, ChangeOfOrderDto, VehicleDto};
use super::read::Reader;
use crate::county::{County, OrderId, SiteId, VehicleTypeId};
use crate::plan::{Again, Change};
use crate::units::{Fen, Moment};
use std::collections::BTreeMap;

/// Each change and how it is written.
const CHANGES: [(Change, ChangeOfOrderDto); 8] = [
    (Change::Fixed, ChangeOfOrderDto::Fixed),
    (Change::Kept, ChangeOfOrderDto::Kept),
    (Change::Shifted, ChangeOfOrderDto::Shifted),
    (Change::Moved, ChangeOfOrderDto::Moved),
    (Change::New, ChangeOfOrderDto::New),
    (Change::TakenIn, ChangeOfOrderDto::TakenIn),
    (Change::Dropped, ChangeOfOrderDto::Dropped),
    (Change::Out, ChangeOfOrderDto::Out),
];

pub(super) fn write(again: &Again, county: &County, clock: &Clock) -> AgainDto {
    let mut orders: BTreeMap<ChangeOfOrderDto, Vec<String>> = BTreeMap::new();
    for (order, change) in &again.orders {
        let (_, key) = CHANGES.iter().find(|(known, _)| known == change).expect("every change is listed");
        orders.entry(*key).or_default().push(county.order(*order).code.clone());
    }
    let broken = again
        .broken
        .iter()
        .map(|&(id, number)| VehicleDto { vehicle_type: county.vehicle_type(id).code.clone(), number });
    AgainDto {
        date: again.date.clone(),
        inputs: again.inputs.clone(),
        freeze: again.freeze.map(|freeze| clock.write(freeze)),
        stability_fen: again.stability.0,
        broken: broken.collect(),
        orders,
        cancelled: again.cancelled.clone(),
    }
}

/// What is needed to read codes and values back; each tells its own finding.
pub(super) trait Codes {
    fn order(&mut self, code: &str) -> OrderId;
    fn vehicle_type(&mut self, code: &str) -> VehicleTypeId;
    fn moment(&mut self, key: &str, text: &str) -> Moment;
    fn site(&mut self, code: &str) -> SiteId;
    fn whole(&mut self, key: &str, value: i64) -> i64;
    fn real(&mut self, key: &str, value: f64) -> f64;
}

impl Codes for Reader<'_> {
    fn order(&mut self, code: &str) -> OrderId {
        Reader::order(self, code)
    }

    fn vehicle_type(&mut self, code: &str) -> VehicleTypeId {
        Reader::vehicle_type(self, code)
    }

    fn moment(&mut self, key: &str, text: &str) -> Moment {
        Reader::moment(self, key, text)
    }

    fn site(&mut self, code: &str) -> SiteId {
        Reader::site(self, "site", code)
    }

    fn whole(&mut self, key: &str, value: i64) -> i64 {
        Reader::whole(self, key, value)
    }

    fn real(&mut self, key: &str, value: f64) -> f64 {
        Reader::real(self, key, value)
    }
}

pub(super) fn read(again: &AgainDto, codes: &mut impl Codes) -> Again {
    let mut orders = BTreeMap::new();
    for (key, listed) in &again.orders {
        let (change, _) = CHANGES.iter().find(|(_, known)| known == key).expect("every change is listed");
        orders.extend(listed.iter().map(|code| (codes.order(code), *change)));
    }
    Again {
        date: again.date.clone(),
        inputs: again.inputs.clone(),
        freeze: again.freeze.as_ref().map(|freeze| codes.moment("freeze", freeze)),
        stability: Fen(codes.whole("stability_fen", again.stability_fen)),
        broken: again.broken.iter().map(|one| (codes.vehicle_type(&one.vehicle_type), one.number)).collect(),
        orders,
        cancelled: again.cancelled.clone(),
    }
}
