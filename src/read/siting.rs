//! `site.toml` and scenarios: rules about sites, and what is different from the county's files.

use super::fleet::{self, Codes};
use super::keys::{self, Keys};
use super::row::{plain, shown};
use super::sites::KINDS;
use crate::county::datum::Datum;
use crate::county::{Circle, County, Opening, Report, RoadReport, SiteId};
use crate::finding::{Code, Finding, Found, Spot};
use crate::site::survey::{Closures, Event, Measure, Size, Wishes};
use crate::units::{Fen, Point};
use std::path::Path;

/// The county's own rules; a county may do without.
pub const FILE: &str = "site.toml";

/// Closures that are drawn, and percent of the cost that is tolerated, where nothing is said.
const DRAWS: u32 = 40;
const TOLERANCE: f64 = 0.1;
/// Factors that make sense.
const FACTORS: std::ops::RangeInclusive<f64> = 0.0..=100.0;

/// The county's own rules, or none.
#[must_use]
pub fn own(folder: &Path, county: &County, datum: Datum) -> Found<Option<Wishes>> {
    let mut findings = Vec::new();
    let Some(bytes) = super::input::open(folder, FILE, &mut findings) else {
        let value = findings.is_empty().then(Wishes::default);
        return Found { value, findings };
    };
    let value = parse(FILE, &bytes, Wishes::default(), county, datum, &mut findings);
    Found { value, findings }
}

/// A scenario: what it says in place of the county's own rules.
#[must_use]
pub fn scenario(path: &Path, own: &Wishes, county: &County, datum: Datum) -> Found<Option<Wishes>> {
    let mut findings = Vec::new();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = path.parent().unwrap_or(Path::new(""));
    let Some(bytes) = super::input::open(folder, &name, &mut findings) else {
        if findings.is_empty() {
            findings.push(Finding::new(Code::E101, Spot::file(shown(&name, false))));
        }
        return Found { value: None, findings };
    };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let base = Wishes { name: Some(stem), ..own.clone() };
    let value = parse(&shown(&name, false), &bytes, base, county, datum, &mut findings);
    Found { value, findings }
}

fn parse(
    file: &str,
    bytes: &[u8],
    base: Wishes,
    county: &County,
    datum: Datum,
    findings: &mut Vec<Finding>,
) -> Option<Wishes> {
    let before = findings.len();
    let wishes = keys::with_file(file, bytes, findings, |keys| wishes(keys, base, county, datum))?;
    (!findings[before..].iter().any(Finding::is_error)).then_some(wishes)
}

fn wishes(keys: &mut Keys, base: Wishes, county: &County, datum: Datum) -> Wishes {
    let sites = |keys: &mut Keys, key: &str, base: &Vec<SiteId>| {
        if keys.has(key) { ids(keys, key, county) } else { base.clone() }
    };
    let base_measure = base.measure;
    let mut wishes = Wishes {
        name: keys.maybe_text("name").or(base.name.clone()),
        budget: keys
            .maybe_real("budget_yuan", 0.0..=1e12)
            .map(|yuan| Fen::rounded(yuan * 100.0))
            .or(base.budget),
        most: keys.maybe_whole("most", 1..=100_000).map(|most| most as usize).or(base.most),
        required: sites(keys, "required", &base.required),
        forbidden: sites(keys, "forbidden", &base.forbidden),
        may_close: keys.flag_or("may_close", base.may_close),
        longest: keys.maybe_real("longest_h", 0.01..=100.0).map(|hours| hours * 3600.0).or(base.longest),
        within: keys.maybe_real("within_h", 0.01..=100.0).map(|hours| hours * 3600.0).or(base.within),
        everybody: keys.flag_or("everybody", base.everybody),
        single: keys.flag_or("single", base.single),
        share: keys.maybe_real("share", 0.0..=1.0).or(base.share),
        beyond: keys.real_or("beyond_yuan", 0.0..=1e9, base.beyond / 100.0) * 100.0,
        equity: keys.real_or("equity_yuan", 0.0..=1e6, base.equity / 100.0) * 100.0,
        parcels: keys.real_or("parcels", FACTORS, base.parcels),
        harvest: keys.real_or("harvest", FACTORS, base.harvest),
        diesel: keys.real_or("diesel", FACTORS, base.diesel),
        petrol: keys.real_or("petrol", FACTORS, base.petrol),
        electricity: keys.real_or("electricity", FACTORS, base.electricity),
        ..base
    };
    let groups = keys.tables("exclusive", |keys| ids(keys, "sites", county));
    if !groups.is_empty() {
        wishes.exclusive = groups.into_iter().map(|it| it.0).collect();
    }
    // What comes later counts, so a scenario's sizes go before the county's.
    wishes.sizes.extend(keys.tables("size", size).into_iter().filter(|it| it.1).map(|it| it.0));
    let closed = keys.tables("closed", |keys| closure(keys, datum));
    let mut codes = Codes::new();
    let events = keys.tables("event", |keys| event(keys, datum, &mut codes));
    if !events.is_empty() {
        wishes.events = events.into_iter().filter(|it| it.1).map(|it| it.0).collect();
        let all: f64 = wishes.events.iter().map(|event| event.share).sum();
        if all > 1.0 {
            let values = vec![("found", plain(all).into()), ("low", "0".into()), ("high", "1".into())];
            keys.fault(Code::E205, "event", values);
        }
    }
    wishes.closures = keys.table("closures", closures).or(wishes.closures);
    wishes.measure = measure(keys, base_measure);
    wishes.closed.extend(closed.into_iter().filter(|it| it.1).map(|it| it.0));
    contradictions(keys, &wishes, county);
    wishes
}

fn ids(keys: &mut Keys, key: &str, county: &County) -> Vec<SiteId> {
    let mut found = Vec::new();
    for code in keys.texts(key) {
        match county.sites.iter().position(|site| site.code == code) {
            Some(site) => found.push(SiteId(site as u32)),
            None => keys.fault(Code::E210, key, vec![("id", shown(&code, false).into())]),
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// How closures are drawn.
fn closures(keys: &mut Keys) -> Closures {
    Closures {
        draws: keys.maybe_whole("draws", 1..=1_000).unwrap_or(DRAWS) as usize,
        seed: u64::from(keys.maybe_whole("seed", 0..=u32::MAX).unwrap_or(1)),
        tolerance: keys.real_or("tolerance_percent", 0.0..=100.0, TOLERANCE) / 100.0,
    }
}

/// What sites of a kind take a day.
fn size(keys: &mut Keys) -> Size {
    Size {
        kind: keys.word("kind", &KINDS, None),
        kilograms: keys.maybe_real("kg_per_day", 0.0..=1e8),
        dock_hours: keys.maybe_real("dock_hours", 0.0..=1e5),
    }
}

/// The table of results names events by their ids, so no two may share one.
fn event(keys: &mut Keys, datum: Datum, codes: &mut Codes) -> Event {
    let event = Event { share: keys.real("share", 0.0..=1.0), report: closure(keys, datum) };
    if !event.report.code.is_empty() {
        fleet::once(keys, &event.report.code, codes);
    }
    event
}

fn measure(keys: &mut Keys, base: Measure) -> Measure {
    let tail = keys.maybe_real("tail", 0.001..=1.0);
    let words = [("expected", Measure::Expected), ("worst", Measure::Worst), ("tail", Measure::Tail(0.1))];
    let measure = keys.word("measure", &words, Some(base));
    match (measure, tail) {
        (Measure::Tail(_), Some(tail)) => Measure::Tail(tail),
        (measure, _) => measure,
    }
}

fn closure(keys: &mut Keys, datum: Datum) -> RoadReport {
    let point = Point::new(keys.real("lon", -180.0..=180.0), keys.real("lat", -90.0..=90.0));
    let area =
        Circle { point: datum.to_wgs(point), radius: keys.real_or("radius_m", 10.0..=50_000.0, 100.0) };
    let code = keys.maybe_text("id").unwrap_or_default();
    RoadReport { code, area, report: Report::Closed }
}

/// Rules that cannot hold together. What exists stays unless it is forbidden or may close.
fn contradictions(keys: &mut Keys, wishes: &Wishes, county: &County) {
    let code = |site: SiteId| county.site(site).code.clone();
    let mut tell = |key: &str, one: String, other: String| {
        keys.fault(Code::E904, key, vec![("site", one.into()), ("other", other.into())]);
    };
    for &site in wishes.required.iter().filter(|site| wishes.forbidden.contains(site)) {
        tell("forbidden", format!("required {}", code(site)), format!("forbidden {}", code(site)));
    }
    let fixed: Vec<(SiteId, String)> = county
        .sites
        .iter()
        .zip((0..).map(SiteId))
        .filter(|it| !wishes.forbidden.contains(&it.1))
        .filter_map(|(site, id)| {
            let stays = site.opening == Opening::Existing && !wishes.may_close;
            let why = if wishes.required.contains(&id) { "required" } else { "existing" };
            (stays || wishes.required.contains(&id)).then(|| (id, format!("{why} {}", site.code)))
        })
        .collect();
    for group in &wishes.exclusive {
        let own: Vec<&String> = fixed.iter().filter(|it| group.contains(&it.0)).map(|it| &it.1).collect();
        if let [first, second, ..] = own.as_slice() {
            tell("exclusive", (*first).clone(), (*second).clone());
        }
    }
    if let Some(most) = wishes.most.filter(|&most| fixed.len() > most) {
        let all: Vec<&str> = fixed.iter().map(|it| it.1.as_str()).collect();
        tell("most", all.join(", "), format!("most = {most}"));
    }
}

/// Where the county's file of settings is; named in findings about a county without `site.toml`.
#[must_use]
pub fn file_of(wishes: &Wishes) -> String {
    wishes.name.as_ref().map_or_else(|| FILE.to_owned(), |name| format!("{name}.toml"))
}
