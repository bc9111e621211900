//! Questions about a county's roads: which closures hurt, how far one gets,
//! which way to take and which other if it is closed.

use super::load::{self, Loaded};
use super::{AppError, Follow};
use crate::county::times::weekday;
use crate::county::{Drive, OrderId, Service, VehicleTypeId};
use crate::facts;
use crate::finding::{Code, Finding, Spot};
use crate::network::isochrone::{Reached, reached};
use crate::network::{Hours, Located, Location, State, Weights, timed};
use crate::reliability::{self, Alternative, Criticality, Demand, Prices, Rates};
use crate::units::{Grams, Moment, Point, Seconds};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::path::Path;

/// A county that is ready to be asked.
pub struct Inspector {
    pub loaded: Loaded,
    /// Whose times these are.
    pub kind: VehicleTypeId,
    pub weights: Weights,
    pub hours: Hours,
    pub rates: Rates,
}

/// A way at an hour of the day.
#[derive(Clone, Debug)]
pub struct Trip {
    pub depart: Moment,
    /// `None`: not reached within three days.
    pub arrive: Option<Moment>,
    pub path: Vec<EdgeIndex>,
    /// Other ways at the usual speeds, the fastest first; empty if there is none at all.
    pub others: Vec<Alternative>,
}

/// Nobody waits longer for a road to open.
const LATEST: u64 = 3 * 86_400_000;

impl Inspector {
    /// Reads a county. `vehicle` is a code of `fleet.toml`; without it the type with the most
    /// vehicles counts.
    ///
    /// # Errors
    /// All findings, if the county has errors or there is no such vehicle.
    pub fn open(
        folder: &Path,
        date: Option<&str>,
        vehicle: Option<&str>,
        follow: &dyn Follow,
    ) -> Result<Inspector, AppError> {
        let loaded = load::load(folder, date, follow)?;
        let county = &loaded.read.county;
        let ids = || county.vehicle_type_ids();
        let kind = match vehicle {
            Some(code) => {
                ids().find(|id| county.vehicle_type(*id).code == code).ok_or(unknown("--vehicle", code))?
            }
            None => {
                ids().max_by_key(|id| (county.vehicle_type(*id).count, std::cmp::Reverse(*id))).ok_or_else(
                    || AppError::Findings(vec![Finding::new(Code::E404, Spot::file("fleet.toml"))]),
                )?
            }
        };
        let located = &loaded.located;
        let weights = located.weights[located.running_of[kind.index()]].clone();
        let running = &county.vehicle_type(kind).running;
        let hours = Hours::new(&located.network, &county.road_state.hours, running, weekday(&county.date));
        let dem = &loaded.dem;
        let heights = |point: Point| dem.height(point);
        let reports = &county.road_state.reports;
        let rates = reliability::rates(&located.network, &heights, State::from(county), reports);
        Ok(Inspector { kind, weights, hours, rates, loaded })
    }

    /// What each closure costs today's orders.
    #[must_use]
    pub fn criticality(&self) -> Criticality {
        let county = &self.loaded.read.county;
        let kind = county.vehicle_type(self.kind);
        let energy = match kind.running.drive {
            Drive::Diesel => county.prices.diesel,
            Drive::Petrol => county.prices.petrol,
            Drive::Electric => county.prices.electricity,
        };
        let prices = Prices { per_hour: kind.costs.per_hour, per_km: kind.costs.per_km, energy };
        let demands: Vec<Demand> = county.order_ids().filter_map(|order| self.demand(order)).collect();
        let weak = facts::value("hazard.weak");
        let network = &self.loaded.located.network;
        reliability::critical(network, &self.weights, &self.rates, (&demands, &prices), weak)
    }

    /// From where an order's vehicle comes to its door.
    fn demand(&self, id: OrderId) -> Option<Demand> {
        let (county, located) = (&self.loaded.read.county, &self.loaded.located);
        let order = county.order(id);
        let (pick, drop) = (located.picks[id.index()], located.drops[id.index()]);
        let site = |site: crate::county::SiteId| located.sites[site.index()];
        let (from, to) = match &order.service {
            Service::Delivery { from, .. } => (site(*from)?, drop?),
            Service::Collection { to, .. } => (site(*to)?, pick?),
            Service::Transfer { .. } => (pick?, drop?),
        };
        let Grams(payload) = county.vehicle_type(self.kind).payload;
        let share = (order.mass.0 as f64 / payload.max(1) as f64).clamp(0.0, 1.0);
        let junction = |location: Location| located.junctions[location.index()];
        Some(Demand { from: junction(from), to: junction(to), share, price_out: order.price_out })
    }

    /// What is reached from a site or place.
    ///
    /// # Errors
    /// If there is no such site or place.
    pub fn isochrone(
        &self,
        code: &str,
        depart: Moment,
        within: &[Seconds],
    ) -> Result<Vec<Reached>, AppError> {
        let from = self.junction(code, "--isochrone")?;
        let network = &self.loaded.located.network;
        let depart = depart.0.max(0) as u64 * 1000;
        let most = within.iter().map(|within| within.0.max(0) as u64).max().unwrap_or(0);
        let arrivals =
            timed::arrivals(network, &self.weights, &self.hours, (from, depart), depart + most * 1000);
        let of =
            |&within: &Seconds| reached(network, (&self.weights, &self.hours), &arrivals, (depart, within));
        Ok(within.iter().map(of).collect())
    }

    /// The way between two sites or places at an hour, and others that avoid its weak roads.
    ///
    /// # Errors
    /// If there is no such site or place.
    pub fn route(&self, (from, to): (&str, &str), depart: Moment, others: usize) -> Result<Trip, AppError> {
        let (from, to) = (self.junction(from, "--route")?, self.junction(to, "--route")?);
        let network = &self.loaded.located.network;
        let start = depart.0.max(0) as u64 * 1000;
        let arrivals = timed::arrivals(network, &self.weights, &self.hours, (from, start), start + LATEST);
        let arrive = arrivals.at(to).map(|millis| Moment(((millis + 500) / 1000) as i64));
        Ok(Trip {
            depart,
            arrive,
            path: arrivals.path(network, to).unwrap_or_default(),
            others: reliability::alternatives(network, &self.weights, &self.rates, (from, to), others),
        })
    }

    /// The junction of a site, else of a place.
    fn junction(&self, code: &str, asked: &'static str) -> Result<NodeIndex, AppError> {
        let (county, located) = (&self.loaded.read.county, &self.loaded.located);
        let site = county.sites.iter().position(|site| site.code == code);
        if let Some(location) = site.and_then(|site| located.sites[site]) {
            return Ok(located.junctions[location.index()]);
        }
        let point = county.places.iter().find(|place| place.code == code).map(|place| place.point);
        let point = point.or(site.map(|site| county.sites[site].point));
        point.and_then(|point| nearest(located, &self.weights, point)).ok_or(unknown(asked, code))
    }
}

/// The nearest junction from which this vehicle can go anywhere.
fn nearest(located: &Located, weights: &Weights, point: Point) -> Option<NodeIndex> {
    let graph = located.network.graph();
    let narrow = point.y().to_radians().cos();
    let away = |node: &NodeIndex| {
        let at = graph[*node].point;
        ((at.x() - point.x()) * narrow).hypot(at.y() - point.y())
    };
    let open = |node: &NodeIndex| {
        graph.edges(*node).any(|edge| {
            use petgraph::visit::EdgeRef;
            weights.arcs[edge.id().index()].is_some()
        })
    };
    graph.node_indices().filter(open).min_by(|one, other| away(one).total_cmp(&away(other)))
}

fn unknown(asked: &'static str, code: &str) -> AppError {
    AppError::Findings(vec![Finding::new(Code::E210, Spot::file(asked)).with("id", code)])
}
