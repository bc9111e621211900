//! Writes a whole county folder, all or nothing.
//!
//! Everything is written into a hidden folder beside it, which then takes its
//! place. Tables start with a byte order mark, so that spreadsheet programs
//! show Chinese. What is written reads back as the same county.

use super::number::{per_litre, scaled, yuan};
use super::{fleet, tables, zones};
use crate::county::{County, OrderId, Season, Weather};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Everything in a folder except roads and heights.
pub struct CountyFiles<'a> {
    pub county: &'a County,
    /// What is fact and what is synthetic.
    pub sources_md: &'a str,
    /// Written beside the orders; `None` for synthetic counties.
    pub contacts: Option<&'a Customers>,
}

/// Name, phone and address by order.
pub type Customers = BTreeMap<OrderId, [String; 3]>;

#[derive(Debug, thiserror::Error)]
#[error("cannot write `{path}`")]
pub struct StoreError {
    pub path: PathBuf,
    pub source: std::io::Error,
}

/// Writes the folder. Other files that are there already, such as roads and heights, stay; the
/// files written here are replaced.
///
/// # Errors
/// If the disk does not let us; then nothing has changed.
pub fn county(folder: &Path, files: &CountyFiles) -> Result<(), StoreError> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let new = folder.with_file_name(format!(".{name}.new"));
    let done = fill(&new, files).and_then(|()| settle(&new, folder));
    if done.is_err() {
        let _ = fs::remove_dir_all(&new);
    }
    done
}

fn fill(new: &Path, files: &CountyFiles) -> Result<(), StoreError> {
    if new.exists() {
        within(new, fs::remove_dir_all(new))?;
    }
    within(new, fs::create_dir_all(new.join("orders")))?;
    for (name, text) in texts(files) {
        let path = new.join(name);
        within(&path, fs::write(&path, text))?;
    }
    Ok(())
}

/// Puts the new files in the place of the old ones.
fn settle(new: &Path, folder: &Path) -> Result<(), StoreError> {
    if !folder.exists() {
        return within(folder, fs::rename(new, folder));
    }
    within(folder, fs::create_dir_all(folder.join("orders")))?;
    for name in FILES {
        let path = folder.join(name);
        within(&path, fs::rename(new.join(name), &path))?;
    }
    let orders = new.join("orders");
    for entry in within(&orders, fs::read_dir(&orders))? {
        let entry = within(&orders, entry)?;
        let path = folder.join("orders").join(entry.file_name());
        within(&path, fs::rename(entry.path(), &path))?;
    }
    within(new, fs::remove_dir_all(new))
}

fn within<T>(path: &Path, done: std::io::Result<T>) -> Result<T, StoreError> {
    done.map_err(|source| StoreError { path: path.to_owned(), source })
}

const FILES: [&str; 7] =
    ["county.toml", "places.csv", "goods.csv", "sites.csv", "fleet.toml", "zones.geojson", "SOURCES.md"];

fn texts(files: &CountyFiles) -> Vec<(String, String)> {
    let county = files.county;
    let contents = [
        settings(county),
        tables::places(county),
        tables::goods(county),
        tables::sites(county),
        fleet::text(county),
        zones::text(county),
        files.sources_md.to_owned(),
    ];
    let mut texts: Vec<(String, String)> = FILES.map(str::to_owned).into_iter().zip(contents).collect();
    texts.push((format!("orders/{}.csv", county.date), tables::orders(county, files.contacts)));
    texts
}

fn settings(county: &County) -> String {
    let (air, prices, bounds) = (&county.air, &county.prices, county.bounds);
    let season = match county.season {
        Season::Spring => "spring",
        Season::Summer => "summer",
        Season::Autumn => "autumn",
        Season::Winter => "winter",
    };
    let mut text = format!(
        "name_zh = {}\nname_en = {}\n# west, south, east, north\nbbox = [{:?}, {:?}, {:?}, {:?}]\ndatum = \"WGS-84\"\nseason = \"{season}\"\n",
        quoted(&county.name_zh),
        quoted(&county.name_en),
        bounds.west,
        bounds.south,
        bounds.east,
        bounds.north,
    );
    let weather = match county.road_state.weather {
        Weather::Fair => None,
        Weather::Rain => Some("rain"),
        Weather::Fog => Some("fog"),
        Weather::Snow => Some("snow"),
        Weather::Ice => Some("ice"),
    };
    if let Some(weather) = weather {
        let _ = writeln!(text, "weather = \"{weather}\"");
    }
    if !county.skills.is_empty() {
        let _ = writeln!(text, "skills = {}", list(&county.skills));
    }
    let _ = write!(
        text,
        "\n[air]\nmean_c = {:?}\nswing_c = {:?}\nwarmest_hour = {:?}\nlapse_c_per_km = {:?}\nreference_height_m = {:?}\n",
        air.mean.0, air.swing.0, air.warmest_hour, air.lapse.0, air.reference_height
    );
    let _ = write!(
        text,
        "\n[prices]\ndiesel_yuan_per_litre = {}\npetrol_yuan_per_litre = {}\nelectricity_yuan_per_kwh = {}\n",
        per_litre(prices.diesel, "diesel"),
        per_litre(prices.petrol, "petrol"),
        scaled(prices.electricity.0, 100_000.0),
    );
    if let Some(carbon) = prices.carbon {
        let _ = writeln!(text, "carbon_yuan_per_tonne = {}", yuan(carbon));
    }
    text
}

/// A TOML string.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

pub(super) fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}
