//! Orders in several legs: to their document and back.

use super::clock::Clock;
use super::dto::{OverDto, PartDto, PlanDto, RelayDto};
use super::read::{Reader, broken, from_json, header, not_a_plan};
use crate::county::County;
use crate::finding::{Code, Finding, Spot};
use crate::plan::Plan;
use crate::relay::{Over, Part, Relay, Stage, is_nameable, legs};
use crate::units::ThermalAge;
use std::collections::BTreeSet;

/// No order is in more parts.
const MOST_PARTS: usize = 1000;

/// `county` has the legs as orders.
pub(super) fn write(relays: &[Relay], county: &County, clock: &Clock) -> Vec<RelayDto> {
    let more: usize = relays.iter().map(Relay::extra).sum();
    let legs = legs(county.orders.len().saturating_sub(more), relays);
    let part = |relay: usize, part: usize| {
        let own = |stage| legs.iter().find(|leg| (leg.relay, leg.part, leg.stage) == (relay, part, stage));
        let stages = [Stage::First, Stage::Only, Stage::Last];
        let codes = stages.into_iter().filter_map(own);
        let one = &relays[relay];
        PartDto {
            mass_g: one.share(one.whole.mass.0, part),
            legs: codes.map(|leg| county.order(leg.id).code.clone()).collect(),
            over: one.parts[part].over.map(|over| OverDto {
                site: county.site(over.site).code.clone(),
                at: clock.write(over.at),
                age: over.age.0,
                cold: over.cold,
            }),
        }
    };
    let relay = |(index, relay): (usize, &Relay)| RelayDto {
        order: relay.whole.code.clone(),
        parts: (0..relay.parts.len()).map(|number| part(index, number)).collect(),
    };
    relays.iter().enumerate().map(relay).collect()
}

/// Which orders of a county a `plan.json` carries in several legs.
///
/// # Errors
/// As [`from_json`]; also `E601` for legs that no order can have.
pub fn relays(text: &str, county: &County) -> Result<Vec<Relay>, Vec<Finding>> {
    let header = header(text)?;
    if header.county != county.code {
        let found = format!("{} {}", header.county, header.date);
        return Err(vec![Finding::new(Code::E603, Spot::file("plan.json")).with("found", found)]);
    }
    let document: PlanDto = serde_json::from_str(text).map_err(|error| vec![not_a_plan(&error)])?;
    let clock = Clock::of(&document.date).ok_or_else(|| vec![broken("date", &document.date)])?;
    let mut reader = Reader::new(county, clock);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (index, one) in document.relays.iter().enumerate() {
        reader.at = format!("relays[{index}]");
        let order = reader.order(&one.order);
        let parts: Vec<Part> =
            one.parts.iter().take(MOST_PARTS + 1).map(|one| part(one, &mut reader)).collect();
        let is_one = parts.len() == 1 && parts[0].over.is_none();
        if parts.is_empty() || is_one || parts.len() > MOST_PARTS {
            reader.fault("parts", &parts.len().to_string());
            continue;
        }
        if !reader.findings.is_empty() {
            continue;
        }
        let relay = Relay { order, whole: county.order(order).clone(), parts };
        if !seen.insert(order) || !is_nameable(county, &relay) {
            reader.fault("order", &one.order);
        }
        found.push(relay);
    }
    if reader.findings.is_empty() { Ok(found) } else { Err(reader.findings) }
}

/// The orders that a `plan.json` names as legs.
///
/// # Errors
/// `E601` if it is not a plan.
pub fn leg_codes(text: &str) -> Result<BTreeSet<String>, Vec<Finding>> {
    let document: PlanDto = serde_json::from_str(text).map_err(|error| vec![not_a_plan(&error)])?;
    let parts = document.relays.into_iter().flat_map(|relay| relay.parts);
    Ok(parts.flat_map(|part| part.legs).collect())
}

fn part(one: &PartDto, reader: &mut Reader) -> Part {
    let over = one.over.as_ref().map(|over| Over {
        site: reader.site("site", &over.site),
        at: reader.moment("at", &over.at),
        age: ThermalAge(reader.real("age", over.age)),
        cold: over.cold,
    });
    Part { over }
}

/// A plan with the relays that were read from it. `county` has their legs as orders.
///
/// # Errors
/// As [`from_json`].
pub fn with_legs(text: &str, county: &County, relays: Vec<Relay>) -> Result<Plan, Vec<Finding>> {
    Ok(Plan { relays, ..from_json(text, county)? })
}
