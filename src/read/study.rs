//! `compare.toml`: seasons, scenarios and the grid of a comparison.

use super::config::SEASONS;
use super::keys::{self, Keys};
use super::row::shown;
use crate::compare::{Grid, Scenario, Study};
use crate::county::County;
use crate::facts;
use crate::finding::{Code, Finding, Found, Spot};
use std::path::Path;

/// A county may do without.
pub const FILE: &str = "compare.toml";

/// Factors that make sense.
const FACTORS: std::ops::RangeInclusive<f64> = 0.01..=100.0;
/// Each scenario is a county to be computed.
const SCENARIOS: u32 = 20;

/// The study of a file, or of the county's own, or the usual one. Everything wrong is told.
#[must_use]
pub fn study(folder: &Path, file: Option<&Path>, county: &County) -> Found<Option<Study>> {
    let mut findings = Vec::new();
    let (folder, name) = match file {
        Some(path) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (path.parent().unwrap_or(Path::new("")), name)
        }
        None => (folder, FILE.to_owned()),
    };
    let told = shown(&name, false);
    let Some(bytes) = super::input::open(folder, &name, &mut findings) else {
        if file.is_some() && findings.is_empty() {
            findings.push(Finding::new(Code::E101, Spot::file(told)));
        }
        let value = findings.is_empty().then(Study::default);
        return Found { value, findings };
    };
    let value = keys::with_file(&told, &bytes, &mut findings, |keys| read(keys, county));
    let is_sound = !findings.iter().any(Finding::is_error);
    Found { value: value.filter(|_| is_sound), findings }
}

fn read(keys: &mut Keys, county: &County) -> Study {
    let usual = Study::default();
    let scenarios: Vec<Scenario> = keys.tables("scenario", scenario).into_iter().map(|it| it.0).collect();
    if scenarios.len() > SCENARIOS as usize {
        let values = vec![
            ("found", (scenarios.len() as i64).into()),
            ("low", 0_i64.into()),
            ("high", i64::from(SCENARIOS).into()),
        ];
        keys.fault(Code::E205, "scenario", values);
    }
    let mut all = vec![Scenario::named(&usual.scenarios[0].name)];
    all.extend(if keys.has("scenario") { scenarios } else { usual.scenarios[1..].to_vec() });
    Study {
        seed: keys.maybe_whole("seed", 0..=u32::MAX).map_or(usual.seed, u64::from),
        seasons: seasons(keys).unwrap_or(usual.seasons),
        drone: drone(keys, county),
        within: keys.real_or("within_km", 0.1..=1_000.0, usual.within),
        sample: keys.maybe_whole("sample", 0..=1_000).map_or(usual.sample, |count| count as usize),
        scenarios: all,
        grid: keys.table("grid", grid).unwrap_or(usual.grid),
    }
}

fn seasons(keys: &mut Keys) -> Option<Vec<usize>> {
    if !keys.has("seasons") {
        return None;
    }
    let mut found = Vec::new();
    let words = keys.texts("seasons");
    if words.is_empty() && keys.ok {
        keys.fault(Code::E401, "seasons", vec![("key", "seasons".into())]);
    }
    for word in words {
        match SEASONS.iter().find(|known| known.0 == word.trim().to_lowercase()) {
            Some((_, season)) => found.push(*season as usize),
            None => {
                let allowed: Vec<&str> = SEASONS.iter().map(|known| known.0).collect();
                let values =
                    vec![("found", shown(&word, false).into()), ("allowed", allowed.join(", ").into())];
                keys.fault(Code::E208, "seasons", values);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    Some(found)
}

fn drone(keys: &mut Keys, county: &County) -> Option<String> {
    let code = keys.maybe_text("drone")?;
    if !county.drone_types.iter().any(|kind| kind.code == code) {
        keys.fault(Code::E210, "drone", vec![("id", shown(&code, false).into())]);
    }
    Some(code)
}

fn scenario(keys: &mut Keys) -> Scenario {
    Scenario {
        name: keys.text("name"),
        parcels: keys.real_or("parcels", FACTORS, 1.0),
        harvest: keys.real_or("harvest", FACTORS, 1.0),
        diesel: keys.real_or("diesel", FACTORS, 1.0),
        petrol: keys.real_or("petrol", FACTORS, 1.0),
        electricity: keys.real_or("electricity", FACTORS, 1.0),
        facts: keys.tables("fact", fact).into_iter().filter_map(|it| it.0).collect(),
    }
}

/// A fact within its own range: beyond it nobody says that it could be so.
fn fact(keys: &mut Keys) -> Option<(String, f64)> {
    let key = keys.text("key");
    let known = facts::get(&key);
    if known.is_none() && keys.ok {
        keys.fault(Code::E210, "key", vec![("id", shown(&key, false).into())]);
    }
    let range = known.map_or(f64::MIN..=f64::MAX, |fact| fact.low..=fact.high);
    let value = keys.real("value", range);
    known.map(|_| (key, value))
}

fn grid(keys: &mut Keys) -> Grid {
    let usual = Grid::default();
    Grid {
        distance: keys.numbers("distance_km", 0.2..=200.0).unwrap_or(usual.distance),
        detour: keys.numbers("detour", 1.0..=50.0).unwrap_or(usual.detour),
        payload: keys.numbers("payload_kg", 0.5..=500.0).unwrap_or(usual.payload),
        value: keys.numbers("value_yuan_per_kg", 0.0..=1e5).unwrap_or(usual.value),
        q10: keys.numbers("q10", 1.0..=10.0).unwrap_or(usual.q10),
        volume: keys.numbers("kg_per_day", 0.1..=1e5).unwrap_or(usual.volume),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (Option<Study>, Vec<(Code, Option<u64>)>) {
        let mut findings = Vec::new();
        let county = crate::read::county(Path::new("maps/tiny"), None).value.unwrap().county;
        let value = keys::with_file(FILE, text.as_bytes(), &mut findings, |keys| read(keys, &county));
        (value, findings.iter().map(|finding| (finding.code, finding.spot.row)).collect())
    }

    #[test]
    fn an_empty_study_is_the_usual_one() {
        assert_eq!(found(""), (Some(Study::default()), Vec::new()));
    }

    #[test]
    fn every_fault_is_told_with_its_row() {
        let text = "seasons = [\"summer\", \"monsoon\"]\ndrone = \"kite\"\nsample = -1\ncolour = 1\n\n\
            [[scenario]]\nname = \"a\"\ndiesel = -1\n[[scenario.fact]]\nkey = \"air.handling\"\nvalue = 99\n\
            [[scenario.fact]]\nkey = \"air.humour\"\nvalue = 1\n[grid]\ndistance_km = [5.0]\nq10 = \"2\"\n";
        let (_, found) = found(text);
        let wanted = [
            (Code::E208, Some(1)),
            (Code::E210, Some(2)),
            (Code::E205, Some(3)),
            (Code::E402, Some(4)),
            (Code::E205, Some(8)),
            (Code::E205, Some(11)),
            (Code::E210, Some(13)),
            (Code::E205, Some(16)),
            (Code::E403, Some(17)),
        ];
        assert_eq!(found, wanted);
    }
}
