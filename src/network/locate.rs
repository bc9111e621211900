//! Where the county's stops and sites lie on its roads.

use super::cut::{Mark, cut};
use super::snap::{Snap, Snapper, Use};
use super::speed::permits;
use super::{Located, Location, Network, parts};
use crate::county::{County, Door, Opening, Order, Running, Service, Site, SiteId, VehicleType};
use crate::finding::{Code, Finding, Found, Spot};
use crate::units::Point;
use petgraph::graph::NodeIndex;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Snaps all stops and sites to the nearest road point that some vehicle of the county can reach
/// and leave again. Farther than 500 m is a finding (`E304`), in a part that cannot be left
/// (`E305`). Stops that only some vehicle types can reach are counted by type (`W301`).
#[must_use]
pub fn locate(mut network: Network, county: &County) -> Found<Located> {
    network.shut(&county.road_state.reports);
    let (runnings, running_of) = distinct(county);
    let mains: Vec<Vec<bool>> =
        runnings.iter().map(|running| main(&network, |arc| permits(arc, running, county.season))).collect();
    let uses =
        if mains.is_empty() { uses(&network, &[main(&network, |_| true)]) } else { uses(&network, &mains) };
    let points = points(county);
    let snapper = Snapper::new(&network, &uses);
    let snaps: Vec<Snap> = points.list.iter().map(|&point| snapper.snap(point)).collect();
    let mut findings = missing(county, &points, &snaps, &snapper);
    drop(snapper);
    let mut locations = vec![None; snaps.len()];
    let mut marks = Vec::new();
    for (snap, location) in snaps.iter().zip(&mut locations) {
        if let Snap::On(mark) = snap {
            *location = Some(Location(marks.len() as u32));
            marks.push(*mark);
        }
    }
    findings.extend(out_of_reach(county, &network, &mains, &running_of, &marks));
    let (network, junctions) = cut(network, &marks);
    let of = |point: Point| points.index.get(&key(point)).and_then(|&index| locations[index]);
    let located = Located {
        weights: runnings.iter().map(|running| network.weigh(running, county)).collect(),
        sites: county.sites.iter().map(|site| of(site.point)).collect(),
        picks: county.orders.iter().map(|order| order.pick().and_then(|door| of(door.point))).collect(),
        drops: county.orders.iter().map(|order| order.drop().and_then(|door| of(door.point))).collect(),
        network,
        runnings,
        running_of,
        junctions,
    };
    Found { value: located, findings }
}

/// Distinct kinds of vehicle, and which one each vehicle type is.
fn distinct(county: &County) -> (Vec<Running>, Vec<usize>) {
    let mut runnings: Vec<Running> = Vec::new();
    let running_of = county.vehicle_types.iter().map(|kind| {
        runnings.iter().position(|known| *known == kind.running).unwrap_or_else(|| {
            runnings.push(kind.running);
            runnings.len() - 1
        })
    });
    let running_of = running_of.collect();
    (runnings, running_of)
}

/// By arc: true if it lies in the largest part of these roads that one can go about in.
fn main(network: &Network, open: impl Fn(&super::Arc) -> bool) -> Vec<bool> {
    let inside = parts::main(network, &open);
    let graph = network.graph();
    let within = |edge: &petgraph::graph::Edge<super::Arc>| {
        open(&edge.weight) && inside[edge.source().index()] && inside[edge.target().index()]
    };
    graph.raw_edges().iter().map(within).collect()
}

fn uses(network: &Network, mains: &[Vec<bool>]) -> Vec<Use> {
    // Vehicles that can go nowhere at all have no say in where to stop.
    let mains: Vec<&Vec<bool>> = mains.iter().filter(|main| main.contains(&true)).collect();
    let of = |arc: usize| match mains.iter().filter(|main| main[arc]).count() {
        0 => Use::Nobody,
        some if some < mains.len() => Use::Some,
        _ => Use::Everybody,
    };
    (0..network.graph().edge_count()).map(of).collect()
}

/// Points that must lie on a road, each once.
struct Points {
    list: Vec<Point>,
    index: FxHashMap<(u64, u64), usize>,
}

fn key(point: Point) -> (u64, u64) {
    (point.x().to_bits(), point.y().to_bits())
}

fn points(county: &County) -> Points {
    let doors = county.orders.iter().flat_map(doors).map(|door| door.point);
    let mut points = Points { list: Vec::new(), index: FxHashMap::default() };
    for point in county.sites.iter().map(|site| site.point).chain(doors) {
        points.index.entry(key(point)).or_insert_with(|| {
            points.list.push(point);
            points.list.len() - 1
        });
    }
    points
}

fn doors(order: &Order) -> impl Iterator<Item = &Door> {
    order.pick().into_iter().chain(order.drop())
}

/// Sites that today's orders or vehicles start or end at.
fn used_sites(county: &County) -> BTreeSet<SiteId> {
    let of_orders = county.orders.iter().filter_map(|order| match &order.service {
        Service::Delivery { from, .. } => Some(*from),
        Service::Collection { to, .. } => Some(*to),
        Service::Transfer { .. } => None,
    });
    let of_types = county.vehicle_types.iter().flat_map(|kind| [kind.start, kind.end]);
    of_orders.chain(of_types).collect()
}

/// Findings for points that are not on a usable road: once for a place, once for an order's own
/// point. None where there is no usable road at all: that is another finding.
fn missing(county: &County, points: &Points, snaps: &[Snap], snapper: &Snapper) -> Vec<Finding> {
    let finding = |point: Point, spot: Spot| {
        let snap = snaps[points.index[&key(point)]];
        let (code, metres) = match snap {
            Snap::On(_) => return None,
            Snap::CutOff(metres) => (Code::E305, metres),
            Snap::Far => (Code::E304, snapper.distance(point)?),
        };
        Some(Finding::new(code, spot).with("metres", metres.round() as i64))
    };
    let used = used_sites(county);
    let needed = |(index, site): &(usize, &Site)| {
        site.opening == Opening::Existing && used.contains(&SiteId(*index as u32))
    };
    let sites = county.sites.iter().enumerate().filter(needed);
    let mut findings: Vec<Finding> =
        sites.filter_map(|(_, site)| finding(site.point, site_spot(site))).collect();
    let mut told = BTreeSet::new();
    for order in &county.orders {
        for door in doors(order) {
            let spot = door_spot(county, order, door);
            if told.insert(spot.clone()) {
                findings.extend(finding(door.point, spot));
            }
        }
    }
    findings
}

fn site_spot(site: &Site) -> Spot {
    Spot::file("sites.csv").feature(&site.code)
}

fn door_spot(county: &County, order: &Order, door: &Door) -> Spot {
    let place = door.place.map(|id| county.place(id)).filter(|place| place.point == door.point);
    if let Some(place) = place {
        return Spot::file("places.csv").feature(&place.code);
    }
    let spot = Spot::file(format!("orders/{}.csv", county.date)).feature(&order.code);
    Spot { row: order.row, ..spot }
}

/// Counts stops that a vehicle type cannot reach, for each type that has any.
fn out_of_reach(
    county: &County,
    network: &Network,
    mains: &[Vec<bool>],
    running_of: &[usize],
    marks: &[Mark],
) -> Vec<Finding> {
    let of = |(kind, &running): (&VehicleType, &usize)| {
        let reached = |mark: &&Mark| {
            let twin = network.twin(mark.arc).is_some_and(|twin| mains[running][twin.index()]);
            mains[running][mark.arc.index()] || twin
        };
        let away = marks.len() - marks.iter().filter(reached).count();
        let spot = Spot::file("fleet.toml").feature(&kind.code);
        (away > 0).then(|| Finding::new(Code::W301, spot).with("stops", away).with("of", marks.len()))
    };
    county.vehicle_types.iter().zip(running_of).filter_map(of).collect()
}

/// The junction of a location, for tests and drawing.
impl Located {
    #[must_use]
    pub fn junction(&self, location: Location) -> NodeIndex {
        self.junctions[location.index()]
    }
}

#[cfg(test)]
mod tests;
