//! Drones that a vehicle carries to a pad and fetches again: each way is an order. (M195)

use super::{Stage, place};
use crate::county::{
    County, Door, GoodsId, Keeping, Order, Place, PlaceId, Service, SiteId, Skills, TemperatureClass,
    VehicleType, VehicleTypeId,
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
    /// It makes one flight, which ends at another pad: the vehicle that brought it has gone on to
    /// there. `None`: it lands where it took off.
    pub meet: Option<Meet>,
}

/// Where a vehicle takes up a drone that it has launched at another pad. (M196)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meet {
    pub pad: SiteId,
    /// From set up to aloft: the operator loads it, sees it off, and goes on with the vehicle.
    pub launch: Seconds,
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

    /// Where it lands at last; `None` if its vehicle type is not carried.
    #[must_use]
    pub fn lands(&self, county: &County) -> Option<SiteId> {
        let (_, post) = self.sites(county)?;
        Some(self.meet.map_or(post, |meet| meet.pad))
    }

    /// Where it takes off and where it lands at last.
    #[must_use]
    pub fn pads(&self, county: &County) -> Vec<SiteId> {
        let post = self.sites(county).map(|sites| sites.1);
        post.into_iter().chain(self.meet.map(|meet| meet.pad)).collect()
    }

    /// From the first loading to the moment at which its operator may leave the pad.
    #[must_use]
    pub fn launch(&self) -> Seconds {
        self.meet.map_or(Seconds::ZERO, |meet| meet.launch)
    }

    /// The vehicle type that stands for it, as far as this day changes it.
    pub(super) fn equip(&self, kind: &mut VehicleType) {
        if let Some(meet) = self.meet {
            (kind.end, kind.max_trips) = (meet.pad, 1);
        }
    }

    /// What a vehicle that carries it has more on board.
    #[must_use]
    pub fn load(&self, county: &County) -> Option<(Grams, Litres)> {
        Some((self.mass(county)?, Litres(facts::value("air.kit.box") as i64)))
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
    ///
    /// `places` are the pads where it is set up and where it lands.
    pub(super) fn orders(&self, county: &County, places: [PlaceId; 2]) -> Option<[Order; 2]> {
        let (from, at) = self.sites(county)?;
        let door = |place: PlaceId, at: SiteId, windows: Vec<Window>, service: Seconds| Door {
            place: Some(place),
            point: county.site(at).point,
            windows,
            service,
        };
        let close = self.out - setting_up();
        let until = vec![Window { open: close.min(Moment(0)), close }];
        let set_up = door(places[0], at, until, setting_up() + self.launch());
        let bring = Service::Delivery { from, to: set_up };
        let packed = door(places[1], self.lands(county)?, Vec::new(), setting_up());
        let fetch = Service::Collection { from: packed, to: from };
        let order = |stage, service, ready| {
            Some(Order {
                code: self.code(county, stage),
                service,
                goods: plain(county)?,
                mass: self.load(county)?.0,
                volume: self.load(county)?.1,
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

    /// The pads where it is set up and where it lands, as places that sheets can name.
    pub(super) fn places(&self, county: &County) -> Option<[Place; 2]> {
        let place = |site: SiteId| place(county.site(site), None);
        Some([place(self.sites(county)?.1), place(self.lands(county)?)])
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
