//! The choice written into the county: sites that exist from then on, and vehicles that stand there.

use super::Sited;
use super::rounds::anywhere;
use crate::app::AppError;
use crate::county::datum::Datum;
use crate::county::{County, Opening, SiteId, SiteKind, VehicleTypeId};
use crate::site::survey::Stand;
use crate::store::{self, Stationed};
use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

const SITES: &str = "sites.csv";
const FLEET: &str = "fleet.toml";

/// Writes the choice into the county's files; all or none. Returns what was written.
///
/// In `sites.csv` what is opened exists from then on, in the size and temperature that was chosen;
/// everything else stays a candidate. Points are written in WGS-84. Where the sites' rounds were
/// routed, the vehicles that they take stand at stations afterwards (`fleet.toml`). Those of other
/// sites stay what they were: how many of them are still needed is for the day's plan to say.
///
/// # Errors
/// If the county keeps its tables elsewhere or in another datum, or a file cannot be written.
pub fn apply(sited: &Sited, folder: &Path) -> Result<Vec<PathBuf>, AppError> {
    let sites = folder.join(SITES);
    if !sites.exists() || sited.loaded.read.datum != Datum::Wgs84 {
        return Err(AppError::Write { path: sites, source: Error::from(ErrorKind::Unsupported) });
    }
    let stands = stands(sited);
    let mut files = vec![(sites, store::sites(&with_sites(sited, &stands)))];
    let county = &sited.loaded.read.county;
    let added = stationed(county, &stands);
    if !added.is_empty() {
        let path = folder.join(FLEET);
        let failed = |source| AppError::Write { path: path.clone(), source };
        let text = fs::read_to_string(&path).map_err(failed)?;
        let text = store::stationed(&text, county.vehicle_types.len(), &added);
        let text = text.ok_or_else(|| failed(Error::from(ErrorKind::Unsupported)))?;
        files.push((path, text));
    }
    let new = |path: &Path| path.with_extension("new");
    for (path, text) in &files {
        fs::write(new(path), text).map_err(|source| AppError::Write { path: path.clone(), source })?;
    }
    for (path, _) in &files {
        fs::rename(new(path), path).map_err(|source| AppError::Write { path: path.clone(), source })?;
    }
    Ok(files.into_iter().map(|it| it.0).collect())
}

/// Vehicles that the choice's rounds take, by site.
fn stands(sited: &Sited) -> Vec<Stand> {
    let refined = sited.cases.first().and_then(|case| case.refined.as_ref());
    refined.map(|refined| refined.vehicles().to_vec()).unwrap_or_default()
}

/// The county with what was chosen as existing.
fn with_sites(sited: &Sited, stands: &[Stand]) -> County {
    let mut county = sited.loaded.read.county.clone();
    county.sites.iter_mut().for_each(|site| site.opening = Opening::Candidate);
    for case in sited.cases.iter().take(1) {
        for own in case.outcome.iter().flat_map(|outcome| &outcome.opened) {
            let option = &case.surveyed.found[own.alternative].option;
            let site = &mut county.sites[own.site.index()];
            site.opening = Opening::Existing;
            site.fixed = option.fixed;
            site.parcels_per_day = option.parcels_per_day.map(|parcels| parcels as u32);
            if option.is_large || site.kilograms_per_day.is_some() {
                site.kilograms_per_day = option.kilograms_per_day.map(|kilograms| kilograms as u32);
            }
            if option.is_large || site.dock_hours.is_some() {
                site.dock_hours = option.dock_hours;
            }
            site.cold_room = option.cold;
            site.cold_temperature = option.hold.temperature().or(site.cold_temperature);
        }
    }
    for (site, vehicles) in stands {
        let wanted: u32 = if is_fed(&county, *site) { vehicles.values().sum() } else { 0 };
        let drivers = &mut county.sites[site.index()].drivers;
        *drivers = drivers.map(|drivers| drivers.max(wanted));
    }
    county
}

/// True for sites that a warehouse feeds and vehicles can stand at.
fn is_fed(county: &County, site: SiteId) -> bool {
    !matches!(county.site(site).kind, SiteKind::Warehouse | SiteKind::Pad)
}

/// What comes to stand at stations, beyond what is there.
fn stationed(county: &County, stands: &[Stand]) -> Vec<Stationed> {
    let types = &county.vehicle_types;
    let there = |site: SiteId, id: VehicleTypeId| -> u32 {
        let own = anywhere(county.vehicle_type(id));
        let alike = types.iter().filter(|kind| kind.start == site && anywhere(kind) == own);
        alike.map(|kind| kind.count).sum()
    };
    let wanted = stands.iter().filter(|it| is_fed(county, it.0));
    let wanted = wanted.flat_map(|(site, vehicles)| vehicles.iter().map(|(&id, &count)| (*site, id, count)));
    let more = wanted.map(|(site, id, count)| (site, id, count.saturating_sub(there(site, id))));
    more.filter(|it| it.2 > 0).map(|(site, id, count)| new(county, id, site, count)).collect()
}

fn new(county: &County, id: VehicleTypeId, at: SiteId, count: u32) -> Stationed {
    let (kind, site) = (county.vehicle_type(id), county.site(at));
    let base = format!("{}@{}", kind.code.split('@').next().unwrap_or(&kind.code), site.code);
    let is_known = |code: &String| county.vehicle_types.iter().any(|kind| kind.code == *code);
    let later = (2..).map(|number| format!("{base}.{number}"));
    let code =
        std::iter::once(base.clone()).chain(later).find(|code| !is_known(code)).unwrap_or(base.clone());
    Stationed {
        like: id.index(),
        id: code,
        name_zh: format!("{}（{}）", kind.name_zh, site.name_zh),
        name_en: format!("{}, {}", kind.name_en, site.name_en),
        site: site.code.clone(),
        count,
    }
}
