//! Drones that a vehicle carries to a pad and fetches again: each way is an order. (M195)

use super::Stage;
use crate::county::{
    County, Door, GoodsId, Keeping, Order, Place, PlaceId, PlaceKind, Service, SiteId, Skills,
    TemperatureClass, VehicleTypeId,
};
use crate::facts;
use crate::units::{Fen, Grams, Litres, Moment, Seconds, ThermalAge, Window};

/// A drone at a pad for a part of a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kit {
    /// The vehicle type that stands for it there.
    pub kind: VehicleTypeId,
    /// It is there and set up; its first flight is loaded then or later.
    pub out: Moment,
    /// It is back from its last flight; it is fetched then or later.
    pub back: Moment,
}

/// Setting up at a pad, or packing.
#[must_use]
pub fn setting_up() -> Seconds {
    Seconds::rounded(facts::value("air.kit.setup") * 60.0)
}

impl Kit {
    /// Where it comes from, and the pad; `None` if its vehicle type is not carried.
    #[must_use]
    pub fn sites(&self, county: &County) -> Option<(SiteId, SiteId)> {
        let kind = county.vehicle_types.get(self.kind.index())?;
        Some((kind.flies?.from?, kind.start))
    }

    /// Without batteries for more than one flight, which are there with the load.
    fn mass(&self, county: &County) -> Option<Grams> {
        let drone = county.vehicle_types.get(self.kind.index())?.flies?.drone;
        Some(Grams::rounded(county.drone_types.get(drone)?.frame()?.mass * 1000.0))
    }

    /// What it is called among the orders: there, and back.
    #[must_use]
    pub fn code(&self, county: &County, stage: Stage) -> String {
        let own = county.vehicle_types.get(self.kind.index()).map_or("", |kind| &kind.code);
        match stage {
            Stage::First | Stage::Only => format!("{own}>"),
            Stage::Last => format!("{own}<"),
        }
    }

    /// The orders that bring and fetch it; `None` if the county has no goods like it.
    pub(super) fn orders(&self, county: &County, place: PlaceId) -> Option<[Order; 2]> {
        let (from, at) = self.sites(county)?;
        let door = |windows: Vec<Window>| Door {
            place: Some(place),
            point: county.site(at).point,
            windows,
            service: setting_up(),
        };
        let close = self.out - setting_up();
        let bring = Service::Delivery { from, to: door(vec![Window { open: close.min(Moment(0)), close }]) };
        let fetch = Service::Collection { from: door(Vec::new()), to: from };
        let order = |stage, service, ready| {
            Some(Order {
                code: self.code(county, stage),
                service,
                goods: plain(county)?,
                mass: self.mass(county)?,
                volume: Litres(facts::value("air.kit.box") as i64),
                value: Fen::ZERO,
                ready,
                age: ThermalAge::default(),
                skills: Skills::default(),
                price_out: Fen::ZERO,
                late_per_hour: None,
                row: None,
            })
        };
        Some([order(Stage::First, bring, Moment(0))?, order(Stage::Last, fetch, self.back)?])
    }

    /// The pad as a place that sheets can name.
    pub(super) fn place(&self, county: &County) -> Option<Place> {
        let site = county.site(self.sites(county)?.1);
        Some(Place {
            code: site.code.clone(),
            name_zh: site.name_zh.clone(),
            name_en: site.name_en.clone(),
            kind: PlaceKind::Township,
            point: site.point,
            population: 0,
            township: None,
            precooler: None,
        })
    }
}

/// Goods that keep and travel in the open: a drone goes as they do.
#[must_use]
pub fn plain(county: &County) -> Option<GoodsId> {
    let like = |goods: &crate::county::Goods| {
        goods.keeping == Keeping::Keeps && goods.carried.contains(&TemperatureClass::Ambient)
    };
    county.goods.iter().position(like).map(|index| GoodsId(index as u32))
}
