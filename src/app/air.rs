//! Drones join a county's vehicles: enlisted as vehicle types, with corridors and matrices.

use super::corridor::about_pads;
use super::drone::plain;
use super::load::Loaded;
use super::{Follow, Step, timed};
use crate::airlift::{Airlift, Grounds, Wing, survey, survey_all};
use crate::county::{County, DroneType, Opening, SiteId, VehicleType, VehicleTypeId, daylight, still};
use crate::finding::{Code, Finding, Spot};
use crate::matrix::Matrices;
use crate::plan::Plan;
use crate::relay;
use crate::units::Moment;
use std::collections::BTreeSet;

/// Which pads a day's drones may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drones {
    /// No drones at all.
    Off,
    /// Pads that are there.
    Existing,
    /// Those that are candidates as well.
    All,
}

/// Every drone type that can fly at all becomes a vehicle type of the county, behind the others.
/// A plan that was written down names them by their codes.
pub fn enlist(loaded: &mut Loaded) {
    for (drone, post) in posts(&loaded.read.county, true) {
        if let Ok(vehicle) = vehicle(loaded, drone, post) {
            add(loaded, vehicle);
        }
    }
}

/// Every drone type with every site that its flights may begin at.
fn posts(county: &County, candidates: bool) -> Vec<(usize, SiteId)> {
    let all = county.drone_types.iter().enumerate();
    all.flat_map(|(drone, kind)| kind.posts(county, candidates).into_iter().map(move |post| (drone, post)))
        .collect()
}

fn add(loaded: &mut Loaded, vehicle: VehicleType) -> VehicleTypeId {
    let county = &mut loaded.read.county;
    // Behind the matrices of those that drive.
    let flying = county.vehicle_types.iter().filter(|kind| kind.flies.is_some()).count();
    loaded.located.running_of.push(loaded.located.runnings.len() + flying);
    county.vehicle_types.push(vehicle);
    VehicleTypeId(county.vehicle_types.len() as u32 - 1)
}

/// The drone as a vehicle type, or why it stays on the ground today.
fn vehicle(loaded: &Loaded, drone: usize, post: SiteId) -> Result<VehicleType, Option<Box<Finding>>> {
    let county = &loaded.read.county;
    let kind = &county.drone_types[drone];
    let frame = kind.frame().filter(|_| kind.count > 0 && kind.payload.0 > 0).ok_or(None)?;
    let home = county.site(post);
    let spot = || Spot::file("fleet.toml").feature(kind.code.clone());
    let Some(height) = loaded.dem.height(home.point) else {
        let finding = Finding::new(Code::W805, spot()).with("drone", kind.code.clone());
        return Err(Some(Box::new(finding.with("home", home.code.clone()))));
    };
    let air = still(county).celsius_at(height);
    if air < frame.coldest || air > frame.hottest {
        let limit = if air < frame.coldest { frame.coldest } else { frame.hottest };
        let finding = Finding::new(Code::W806, spot()).with("drone", kind.code.clone());
        return Err(Some(Box::new(finding.with("found", plain(air)).with("limit", plain(limit)))));
    }
    let light = daylight(&county.date, home.point).ok_or(None)?;
    let vehicle = kind.vehicle(drone, county, post, height, light).ok_or(None)?;
    let shift = &vehicle.shift;
    let is_shut = |(from, to): &(Moment, Moment)| *from <= shift.start && shift.end <= *to;
    if kind.groundings(county).iter().any(is_shut) {
        return Err(Some(Box::new(about(Code::W809, kind))));
    }
    Ok(vehicle)
}

/// A finding about a drone type.
fn about(code: Code, kind: &DroneType) -> Finding {
    Finding::new(code, Spot::file("fleet.toml").feature(kind.code.clone())).with("drone", kind.code.clone())
}

/// Enlists the drones that reach anything, with their flights; those that have to be carried only
/// if something may change vehicles. What stands against the others is told.
pub fn join(loaded: &mut Loaded, (candidates, carries): (bool, bool), follow: &dyn Follow) -> Airlift {
    let mut airlift = Airlift::default();
    for drone in 0..loaded.read.county.drone_types.len() {
        let kind = loaded.read.county.drone_types[drone].clone();
        if kind.work.carried && !carries {
            continue;
        }
        if kind.work.carried && relay::plain(&loaded.read.county).is_none() {
            loaded.findings.push(about(Code::W808, &kind));
            continue;
        }
        let mut vehicles = Vec::new();
        for post in kind.posts(&loaded.read.county, candidates) {
            match vehicle(loaded, drone, post) {
                Ok(vehicle) => vehicles.push(vehicle),
                Err(finding) => loaded.findings.extend(finding.map(|finding| *finding)),
            }
        }
        let before = loaded.read.county.vehicle_types.len();
        let ids: Vec<VehicleTypeId> = vehicles.iter().map(|vehicle| add(loaded, vehicle.clone())).collect();
        let county = &loaded.read.county;
        let grounds = Grounds { county, located: &loaded.located, dem: &loaded.dem, candidates };
        let wings: Vec<Wing> = timed(follow, Step::Corridors, || match &ids[..] {
            [one] => survey(&grounds, *one).into_iter().collect(),
            all => survey_all(&grounds, drone, all),
        });
        tell(loaded, &kind, &wings);
        // Those of no use make room for the others.
        let away = loaded.read.county.vehicle_types.len() - before;
        loaded.read.county.vehicle_types.truncate(before);
        loaded.located.running_of.truncate(loaded.located.running_of.len() - away);
        for wing in wings.into_iter().filter(Wing::is_any_use) {
            let vehicle = vehicles[wing.kind.index() - before].clone();
            airlift.wings.push(Wing { kind: add(loaded, vehicle), ..wing });
        }
    }
    airlift
}

/// What is wrong with the pads of a drone type, and that it has none at home.
fn tell(loaded: &mut Loaded, kind: &DroneType, wings: &[Wing]) {
    let county = &loaded.read.county;
    let mut told = Vec::new();
    for wing in wings {
        // What one pad does not reach, another one may.
        let all = about_pads(county, &wing.pads, &wing.corridors, kind);
        told.extend(all.into_iter().filter(|one| !kind.work.carried || one.code != Code::W804));
        let is_far = wing.home.is_some() && wing.flights.is_empty() && wing.pads.len() > 1;
        if is_far && !kind.work.carried && told.iter().all(|one| one.code != Code::W804) {
            told.push(about(Code::W804, kind).with("count", wing.pads.len() - 1));
        }
        if wing.home.is_none() && !kind.work.carried {
            told.push(homeless(county, kind, county.vehicle_type(wing.kind).start));
        }
    }
    for finding in told {
        if !loaded.findings.contains(&finding) {
            loaded.findings.push(finding);
        }
    }
}

fn homeless(county: &County, kind: &DroneType, post: SiteId) -> Finding {
    let spot = Spot::file("fleet.toml").feature(kind.code.clone());
    let finding = Finding::new(Code::W805, spot).with("drone", kind.code.clone());
    finding.with("home", county.site(post).code.clone())
}

/// Puts the matrices of flights behind those of drives.
pub fn extend(matrices: &mut Matrices, loaded: &Loaded, airlift: &Airlift) {
    let (county, located) = (&loaded.read.county, &loaded.located);
    for wing in &airlift.wings {
        let matrix = wing.matrix(county, located, &matrices.q10);
        matrices.by_running.push(matrix);
    }
}

/// Pads that a plan flies to and that are only candidates.
pub fn about_candidates(county: &County, plan: &Plan) -> Option<Finding> {
    let doors = plan.air.iter().flat_map(|air| &air.doors);
    let pads: BTreeSet<_> = doors.map(|door| door.pad).collect();
    let pads: Vec<_> = pads.into_iter().map(|pad| county.site(pad)).collect();
    let missing: Vec<_> = pads.into_iter().filter(|site| site.opening == Opening::Candidate).collect();
    if missing.is_empty() {
        return None;
    }
    let codes: Vec<&str> = missing.iter().map(|site| site.code.as_str()).collect();
    let price: i64 = missing.iter().map(|site| site.fixed.0).sum();
    let finding = Finding::new(Code::W807, Spot::file("sites.csv")).with("pads", codes.join(", "));
    Some(finding.with("count", codes.len()).with("price", plain(price as f64 / 100.0)))
}
