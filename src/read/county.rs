//! A whole county folder.

use super::config::{self, Config};
use super::dem::is_heights;
use super::fleet::{self, Fleet, Yard};
use super::geo::Frame;
use super::orders::{self, Known};
use super::row::Ids;
use super::sheets::{Sheets, is_workbook};
use super::skills::SkillNames;
use super::{Contacts, aloft, carry, cell, flying, goods, input, places, road_state, sites, zones};
use crate::county::datum::Datum;
use crate::county::{
    Bounds, County, Goods, Opening, Order, OrderId, Place, RoadState, Site, SiteId, SiteKind,
};
use crate::finding::{Code, Finding, Found, Spot};
use jiff::civil::Date;
use std::path::Path;

/// A county with what belongs beside it.
#[derive(Debug)]
pub struct ReadCounty {
    pub county: County,
    /// Who to call; never part of the county.
    pub contacts: Contacts,
    /// Hash over all files that the county was made from, roads and heights included.
    pub inputs: String,
    /// What `county.toml` declares for places and sites; all points have been turned into WGS-84.
    pub datum: Datum,
    /// The same for the points of orders.
    pub datum_orders: Datum,
}

/// Reads the tables of a county folder for one day (`YYYY-MM-DD`), or for its first day.
///
/// There is a county whenever `county.toml` is without errors and a day is known; it holds the
/// rows that are. Compute with it only if no finding is an error.
#[must_use]
pub fn county(folder: &Path, date: Option<&str>) -> Found<Option<ReadCounty>> {
    let mut findings = Vec::new();
    if !folder.is_dir() {
        let name = super::row::shown(&folder.to_string_lossy(), false);
        findings.push(Finding::new(Code::E101, Spot::file(name)));
        return Found { value: None, findings };
    }
    let config = config::read(folder, &mut findings);
    let mut sheets = Sheets::open(folder, &mut findings);
    let today = day(&sheets, date, &mut findings);
    let mut tables = tables(&mut sheets, config.as_ref(), today, &mut findings);
    let mut skills = SkillNames::default();
    let declared = config.as_ref().map_or(&[][..], |config| &config.skills);
    if skills.bits(declared).is_none() {
        let spot = Spot::file(config::FILE).column("skills");
        let values = fleet::too_many();
        findings.push(Finding { code: Code::E205, spot, values });
    }
    let home = home(&tables.sites);
    let mut yard = Yard { sites: &tables.site_ids, home, skills: &mut skills };
    let fleet = fleet::read(folder, &mut yard, &mut findings);
    let table = today.and_then(|today| sheets.orders(today, &mut findings));
    let orders = table.as_ref().map_or_else(Vec::new, |table| {
        let known = Known {
            frame: Frame::of(config.as_ref(), true),
            today,
            places: &tables.places,
            place_ids: &tables.place_ids,
            goods: &tables.goods,
            goods_ids: &tables.goods_ids,
            site_ids: &tables.site_ids,
            home,
        };
        let read = orders::read(table, &known, &mut skills, &mut findings);
        if table.lines.is_empty() {
            findings.push(Finding::new(Code::E405, table.spot.clone()));
        }
        read
    });
    tables.zones = zones::read(folder, &mut findings);
    let groundings = std::mem::take(&mut tables.aloft.groundings);
    tables.aloft = aloft::read(folder, groundings, &mut findings);
    unknown_files(folder, &sheets, &mut findings);
    sheets.finish(&mut findings);
    let value = today.zip(config.filter(|config| config.ok)).map(|(today, config)| {
        let (orders, contacts) = split(orders);
        let (datum, datum_orders) = (config.datum, config.datum_orders);
        let county = assemble(folder, config, today, tables, fleet, orders, skills);
        if let Some(table) = &table {
            carry::warn(&county, table, &mut findings);
        }
        ReadCounty { county, contacts, inputs: inputs(folder, today), datum, datum_orders }
    });
    Found { value, findings }
}

/// The bounds of a county folder, if its `county.toml` says them well.
#[must_use]
pub fn bounds(folder: &Path) -> Option<Bounds> {
    config::read(folder, &mut Vec::new()).filter(|config| config.placed).map(|config| config.bounds)
}

/// The days that a county folder has orders for, sorted, as `YYYY-MM-DD`.
#[must_use]
pub fn dates(folder: &Path) -> Vec<String> {
    Sheets::open(folder, &mut Vec::new()).dates().iter().map(Date::to_string).collect()
}

fn day(sheets: &Sheets, date: Option<&str>, findings: &mut Vec<Finding>) -> Option<Date> {
    match date {
        Some(text) => {
            let day = cell::date(text);
            if day.is_none() {
                let found = super::row::shown(text, false);
                findings.push(Finding::new(Code::E206, Spot::file("--date")).with("found", found));
            }
            day
        }
        None => {
            let first = sheets.dates().first().copied();
            if first.is_none() && !sheets.broken {
                findings.push(Finding::new(Code::E406, Spot::file("orders")));
            }
            first
        }
    }
}

/// What stands in tables, without the orders.
#[derive(Default)]
struct Tables {
    places: Vec<Place>,
    place_ids: Ids,
    goods: Vec<Goods>,
    goods_ids: Ids,
    sites: Vec<Site>,
    site_ids: Ids,
    zones: Vec<crate::county::Zone>,
    aloft: crate::county::Aloft,
    road_state: RoadState,
}

fn tables(
    sheets: &mut Sheets,
    config: Option<&Config>,
    today: Option<Date>,
    findings: &mut Vec<Finding>,
) -> Tables {
    let frame = Frame::of(config, false);
    let mut all = Tables::default();
    let missing = Ids::missing;
    (all.places, all.place_ids) = match sheets.table("places.csv", findings) {
        Some(table) => places::read(&table, frame, findings),
        None => (Vec::new(), missing()),
    };
    (all.goods, all.goods_ids) = match sheets.table("goods.csv", findings) {
        Some(table) => goods::read(&table, findings),
        None => (Vec::new(), missing()),
    };
    (all.sites, all.site_ids) = match sheets.table("sites.csv", findings) {
        Some(table) => {
            let before = findings.len();
            let read = sites::read(&table, frame, findings);
            let open = |site: &Site| site.kind == SiteKind::Warehouse && site.opening == Opening::Existing;
            if !read.0.iter().any(open) && !findings[before..].iter().any(Finding::is_error) {
                findings.push(Finding::new(Code::E407, table.spot));
            }
            read
        }
        None => (Vec::new(), missing()),
    };
    if let Some(table) = sheets.maybe(road_state::HOURS, findings) {
        all.road_state.hours = road_state::hours(&table, frame, findings);
    }
    if let Some(table) = sheets.maybe(road_state::CLOSURES, findings) {
        all.road_state.reports = road_state::closures(&table, frame, findings);
    }
    if let Some(table) = sheets.maybe(flying::FILE, findings) {
        let season = config.map(|config| config.season);
        all.aloft.groundings = flying::read(&table, today, season, findings);
    }
    all
}

/// The only existing warehouse.
fn home(sites: &[Site]) -> Option<SiteId> {
    let open = |site: &Site| site.kind == SiteKind::Warehouse && site.opening == Opening::Existing;
    let mut homes = (0..).zip(sites).filter(|(_, site)| open(site));
    let first = homes.next()?;
    homes.next().is_none().then_some(SiteId(first.0))
}

fn split(read: Vec<(Order, super::Contact)>) -> (Vec<Order>, Contacts) {
    let (orders, contacts): (Vec<Order>, Vec<super::Contact>) = read.into_iter().unzip();
    let said = (0..).map(OrderId).zip(contacts).filter(|(_, contact)| !contact.is_empty());
    (orders, Contacts(said.collect()))
}

fn assemble(
    folder: &Path,
    config: Config,
    today: Date,
    tables: Tables,
    fleet: Fleet,
    orders: Vec<Order>,
    skills: SkillNames,
) -> County {
    let path = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    County {
        code: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        name_zh: config.name_zh,
        name_en: config.name_en,
        bounds: config.bounds,
        date: today.to_string(),
        season: config.season,
        road_state: RoadState { weather: config.weather, ..tables.road_state },
        air: config.air,
        prices: config.prices,
        places: tables.places,
        goods: tables.goods,
        sites: tables.sites,
        vehicle_types: fleet.vehicles,
        drone_types: fleet.drones,
        zones: tables.zones,
        aloft: tables.aloft,
        orders,
        skills: skills.0,
    }
}

const KNOWN_FILES: [&str; 16] = [
    "county.toml",
    "places.csv",
    "goods.csv",
    "sites.csv",
    "fleet.toml",
    "hours.csv",
    "closures.csv",
    flying::FILE,
    "orders",
    "site.toml",
    "compare.toml",
    "zones.geojson",
    aloft::POWER,
    aloft::LINK,
    "SOURCES.md",
    "README.md",
];

fn unknown_files(folder: &Path, sheets: &Sheets, findings: &mut Vec<Finding>) {
    for name in input::names_in(folder) {
        let known = KNOWN_FILES.contains(&name.as_str())
            || name.starts_with('.')
            || name.starts_with("~$")
            || name.starts_with("roads")
            || name == "dem"
            || is_heights(&name)
            || sheets.workbook() == Some(name.as_str())
            || is_workbook(&name);
        if !known {
            findings.push(Finding::new(Code::W102, Spot::file(super::row::shown(&name, false))));
        }
    }
    for name in input::names_in(&folder.join("orders")) {
        let known = name.strip_suffix(".csv").and_then(cell::date).is_some() || name.starts_with('.');
        if !known {
            let name = super::row::shown(&name, true);
            findings.push(Finding::new(Code::W102, Spot::file(format!("orders/{name}"))));
        }
    }
}

fn inputs(folder: &Path, today: Date) -> String {
    let orders = format!("orders/{today}.csv");
    let matters = |name: &String| {
        let table = KNOWN_FILES[..8].contains(&name.as_str())
            || ["zones.geojson", aloft::POWER, aloft::LINK].contains(&name.as_str());
        table || name.starts_with("roads") || name == "dem" || is_heights(name) || is_workbook(name)
    };
    let mut names: Vec<String> = input::names_in(folder).into_iter().filter(matters).collect();
    names.push(orders);
    input::hash(folder, &names)
}

#[cfg(test)]
mod tests;
