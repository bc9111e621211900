//! A synthetic day for a county folder that has places, roads and heights.

use super::{GenerateError, Made, checked};
use crate::app::AppError;
use crate::county::{County, OrderId};
use crate::finding::{Finding, Found};
use crate::generate::{self, Day};
use crate::network::{self, Located, Network};
use crate::{read, store};
use std::path::PathBuf;

/// What `mabang generate orders` was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct OrdersRequest {
    pub county: PathBuf,
    pub date: String,
    /// `None`: as many as the people give.
    pub count: Option<usize>,
    pub seed: u64,
}

/// Fills a county folder with goods, sites, a fleet and a day of orders; all of it or nothing.
/// Roads, heights and places stay. Places too far from a road get no orders.
///
/// # Errors
/// If the date is none, the folder is at fault, no place is near a road, or the disk fails.
pub fn orders(request: &OrdersRequest) -> Result<Made, GenerateError> {
    let date = checked(&request.date)?;
    let folder = &request.county;
    let mut faults = Vec::new();
    let read = keep(read::county(folder, None), &mut faults);
    let bounds = read.as_ref().map(|read| read.county.bounds);
    let (Some(read), Some(bounds)) = (read, bounds) else { return Err(AppError::Findings(faults).into()) };
    let roads = keep(read::roads::read_roads(folder, bounds), &mut faults);
    let dem = keep(read::dem::read_dem(folder, bounds), &mut faults);
    let (Some(roads), Some(dem)) = (roads, dem) else { return Err(AppError::Findings(faults).into()) };
    let mut county = read.county;
    // Some places lie off the roads: ask for more than are wanted, then keep those that snap.
    let more = request.count.map(|count| count + count / 2 + 5);
    let day = Day { date, seed: request.seed, orders: more };
    generate::fill(&mut county, &day, &|point| dem.height(point));
    let network = Network::build(&roads, &|point| dem.height(point)).value;
    let located = network::locate(network, &county).value;
    retain(&mut county, &located, request.count);
    if county.orders.is_empty() {
        return Err(GenerateError::NoPlaces(folder.clone()));
    }
    let contacts = generate::contacts(&county);
    let sources = std::fs::read_to_string(folder.join("SOURCES.md")).unwrap_or_default();
    let sources = marked(&sources, request);
    let files = store::CountyFiles { county: &county, sources_md: &sources, contacts: Some(&contacts) };
    store::county(folder, &files)
        .map_err(|error| AppError::Write { path: error.path, source: error.source })?;
    Ok(Made {
        places: county.places.len(),
        orders: county.orders.len(),
        vehicles: county.vehicle_types.iter().map(|kind| kind.count).sum(),
        road_points: roads.nodes.len(),
    })
}

fn keep<T>(found: Found<Option<T>>, faults: &mut Vec<Finding>) -> Option<T> {
    faults.extend(found.findings.into_iter().filter(Finding::is_error));
    found.value
}

/// Orders whose doors lie on roads, thinned evenly to the number that is wanted.
fn retain(county: &mut County, located: &Located, count: Option<usize>) {
    let on_road = |id: OrderId| {
        let order = county.order(id);
        let pick = order.pick().is_none() || located.picks[id.index()].is_some();
        pick && (order.drop().is_none() || located.drops[id.index()].is_some())
    };
    let good: Vec<OrderId> = county.order_ids().filter(|&id| on_road(id)).collect();
    let wanted = count.unwrap_or(good.len()).min(good.len());
    let chosen = (0..wanted).map(|at| county.order(good[at * good.len() / wanted]).clone());
    let mut orders: Vec<_> = chosen.collect();
    for (number, order) in orders.iter_mut().enumerate() {
        order.code = format!("{:04}", number + 1);
    }
    county.orders = orders;
}

/// Says once what is synthetic.
fn marked(sources: &str, request: &OrdersRequest) -> String {
    const LINE: &str = "Goods, sites, fleet, orders and contacts are synthetic";
    if sources.contains(LINE) {
        return sources.to_owned();
    }
    format!("{sources}\n{LINE} (`mabang generate orders`, seed {}).\n", request.seed)
}
