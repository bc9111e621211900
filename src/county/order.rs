//! What has to be brought, and from where to where.

use super::{GoodsId, PlaceId, SiteId};
use crate::units::{Fen, Grams, Litres, Moment, Point, Seconds, ThermalAge, Window};

/// Bits of [`super::County::skills`]: what a driver or vehicle can do, or an order needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Skills(pub u32);

impl Skills {
    /// True if everything that `needed` asks for is here.
    #[must_use]
    pub fn cover(self, needed: Skills) -> bool {
        self.0 & needed.0 == needed.0
    }
}

/// A stop at a customer's or farmer's door.
#[derive(Clone, Debug, PartialEq)]
pub struct Door {
    pub place: Option<PlaceId>,
    pub point: Point,
    /// Service starts in one of these, sorted and apart from each other; empty: any time.
    pub windows: Vec<Window>,
    /// From opening the vehicle's door to driving off.
    pub service: Seconds,
}

/// From where to where.
#[derive(Clone, Debug, PartialEq)]
pub enum Service {
    /// 派送: from a site to a door.
    Delivery { from: SiteId, to: Door },
    /// 揽收: from a door to a site.
    Collection { from: Door, to: SiteId },
    /// From door to door in one trip.
    Transfer { from: Door, to: Door },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Id in the user's files.
    pub code: String,
    pub service: Service,
    pub goods: GoodsId,
    pub mass: Grams,
    pub volume: Litres,
    /// What the goods are worth when fresh.
    pub value: Fen,
    /// Collections and transfers: harvested, packed and waiting from this moment on; not loaded
    /// earlier. Deliveries: not loaded at the site earlier.
    pub ready: Moment,
    /// Age when ready or when leaving the site.
    pub age: ThermalAge,
    pub skills: Skills,
    /// Price of leaving it out, priority included.
    pub price_out: Fen,
    /// Soft windows: fen per hour after the last window closes. `None`: windows are hard.
    pub late_per_hour: Option<Fen>,
    /// Row in the user's file, for findings.
    pub row: Option<u64>,
}

impl Order {
    /// Where it is picked up, if that is a door.
    #[must_use]
    pub fn pick(&self) -> Option<&Door> {
        match &self.service {
            Service::Collection { from, .. } | Service::Transfer { from, .. } => Some(from),
            Service::Delivery { .. } => None,
        }
    }

    /// Where it is dropped, if that is a door.
    #[must_use]
    pub fn drop(&self) -> Option<&Door> {
        match &self.service {
            Service::Delivery { to, .. } | Service::Transfer { to, .. } => Some(to),
            Service::Collection { .. } => None,
        }
    }
}
