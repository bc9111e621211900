//! From the users' codes back to indices.

use crate::county::{County, OrderId, SiteId, VehicleTypeId};
use std::collections::{BTreeMap, HashMap};

pub(super) struct Ids<'a> {
    orders: BTreeMap<&'a str, OrderId>,
    sites: HashMap<&'a str, SiteId>,
    kinds: HashMap<&'a str, VehicleTypeId>,
}

impl<'a> Ids<'a> {
    pub fn of(county: &'a County) -> Ids<'a> {
        let sites = county.sites.iter().zip(0..);
        let kinds = county.vehicle_types.iter().zip(0..);
        Ids {
            orders: county.orders_by_code(),
            sites: sites.map(|(site, index)| (site.code.as_str(), SiteId(index))).collect(),
            kinds: kinds.map(|(kind, index)| (kind.code.as_str(), VehicleTypeId(index))).collect(),
        }
    }

    pub fn order(&self, code: &str) -> Option<OrderId> {
        self.orders.get(code).copied()
    }

    pub fn site(&self, code: &str) -> Option<SiteId> {
        self.sites.get(code).copied()
    }

    pub fn vehicle_type(&self, code: &str) -> Option<VehicleTypeId> {
        self.kinds.get(code).copied()
    }
}
