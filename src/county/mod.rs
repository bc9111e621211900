//! The validated domain: everything a county folder says, in our own types.
//!
//! A `County` is consistent: every id points to something that exists, every
//! number is finite and in range, windows open before they close. `read` makes
//! it and reports what is wrong; `generate` makes it from a seed.
//!
//! Absent on purpose: customers' names, phones and addresses. An order is an id.

mod aloft;
mod climate;
pub mod datum;
mod fleet;
mod flying;
mod goods;
mod light;
mod order;
mod place;
pub mod preset;
mod road_state;
mod roads;
pub mod times;

pub use aloft::{Aloft, Grounding, PowerLine, Wire};
pub use climate::{Prices, Season};
pub use fleet::{
    Break, Compartment, Drive, DroneType, Running, Shift, TemperatureClass, VehicleCosts, VehicleType,
};
pub use flying::{DroneWork, Flies, still};
pub use goods::{Goods, Keeping};
pub use light::daylight;
pub use order::{Door, Order, Service, Skills};
pub use place::{Bounds, Opening, Place, PlaceKind, Precooler, Site, SiteKind, Zone};
pub use roads::{
    Barrier, Breadth, Closure, Limits, Oneway, Restriction, RoadClass, RoadMap, RoadNode, Rule, Sign,
    Structure, Subjects, Surface, TimedLimit, Via, Way,
};
pub use times::Times;

pub use road_state::{Circle, HourRule, Report, RoadReport, RoadState, Weather, Whom};

use crate::cold::Air;
use crate::units::Moment;
use std::collections::BTreeMap;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// As an index into the county's list of these.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// Index into [`County::places`].
    PlaceId
);
id!(
    /// Index into [`County::goods`].
    GoodsId
);
id!(
    /// Index into [`County::sites`].
    SiteId
);
id!(
    /// Index into [`County::vehicle_types`].
    VehicleTypeId
);
id!(
    /// Index into [`County::orders`].
    OrderId
);

/// One county on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct County {
    /// Folder name, for example `wushan`.
    pub code: String,
    pub name_zh: String,
    pub name_en: String,
    pub bounds: Bounds,
    /// The day that is planned, ISO 8601, for example `2026-07-08`.
    pub date: String,
    pub season: Season,
    pub road_state: RoadState,
    pub air: Air,
    pub prices: Prices,
    pub places: Vec<Place>,
    pub goods: Vec<Goods>,
    pub sites: Vec<Site>,
    pub vehicle_types: Vec<VehicleType>,
    pub drone_types: Vec<DroneType>,
    pub zones: Vec<Zone>,
    pub aloft: Aloft,
    pub orders: Vec<Order>,
    /// What skill bit `k` is called, at most 32.
    pub skills: Vec<String>,
}

impl County {
    #[must_use]
    pub fn place(&self, id: PlaceId) -> &Place {
        &self.places[id.index()]
    }

    #[must_use]
    pub fn goods(&self, id: GoodsId) -> &Goods {
        &self.goods[id.index()]
    }

    #[must_use]
    pub fn site(&self, id: SiteId) -> &Site {
        &self.sites[id.index()]
    }

    #[must_use]
    pub fn vehicle_type(&self, id: VehicleTypeId) -> &VehicleType {
        &self.vehicle_types[id.index()]
    }

    #[must_use]
    pub fn order(&self, id: OrderId) -> &Order {
        &self.orders[id.index()]
    }

    pub fn order_ids(&self) -> impl Iterator<Item = OrderId> + use<> {
        (0..self.orders.len() as u32).map(OrderId)
    }

    /// Orders by what their files call them.
    #[must_use]
    pub fn orders_by_code(&self) -> BTreeMap<&str, OrderId> {
        self.order_ids().map(|id| (self.order(id).code.as_str(), id)).collect()
    }

    /// The type of a vehicle that is named by the type's code and a number; `None` if there is no
    /// such type, or it has fewer vehicles.
    #[must_use]
    pub fn type_of_vehicle(&self, code: &str, number: u32) -> Option<VehicleTypeId> {
        let named = |id: &VehicleTypeId| self.vehicle_type(*id).code == code;
        let kind = self.vehicle_type_ids().find(named)?;
        (1..=self.vehicle_type(kind).count).contains(&number).then_some(kind)
    }

    pub fn vehicle_type_ids(&self) -> impl Iterator<Item = VehicleTypeId> + use<> {
        (0..self.vehicle_types.len() as u32).map(VehicleTypeId)
    }

    /// The first and last moment at which anything can happen.
    #[must_use]
    pub fn working_day(&self) -> Option<(Moment, Moment)> {
        let starts = self.vehicle_types.iter().map(|kind| kind.shift.start);
        let ends = self.vehicle_types.iter().map(|kind| kind.shift.end);
        starts.min().zip(ends.max())
    }
}
