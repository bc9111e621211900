//! Orders in several legs: to their document and back.

use super::clock::Clock;
use super::dto::{KitDto, MeetDto, OverDto, PartDto, PlanDto, RelayDto};
use super::read::{Reader, broken, from_json, header, not_a_plan};
use crate::county::County;
use crate::finding::{Code, Finding, Spot};
use crate::plan::Plan;
use crate::relay::{Kit, Meet, Over, Part, Relay, Stage, extra, is_nameable, legs, plain};
use crate::units::{DAY, Seconds, ThermalAge};
use std::collections::BTreeSet;

/// Orders that a plan carries in several legs, and drones that its vehicles carry.
pub type Legs = (Vec<Relay>, Vec<Kit>);

/// No order is in more parts.
const MOST_PARTS: usize = 1000;

/// `county` has the legs as orders.
pub(super) fn write(plan: &Plan, county: &County, clock: &Clock) -> Vec<RelayDto> {
    let relays = &plan.relays;
    let legs = legs(county.orders.len().saturating_sub(extra(relays, &plan.kits)), relays);
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

pub(super) fn write_kits(kits: &[Kit], county: &County, clock: &Clock) -> Vec<KitDto> {
    let one = |kit: &Kit| KitDto {
        vehicle_type: county.vehicle_type(kit.kind).code.clone(),
        legs: [Stage::First, Stage::Last].map(|stage| kit.code(county, stage)).to_vec(),
        out: clock.write(kit.out),
        back: clock.write(kit.back),
        meet: kit
            .meet
            .map(|meet| MeetDto { pad: county.site(meet.pad).code.clone(), launch_s: meet.launch.0 }),
    };
    kits.iter().map(one).collect()
}

/// Which orders of a county a `plan.json` carries in several legs.
///
/// # Errors
/// As [`from_json`]; also `E601` for legs that no order can have.
pub fn relays(text: &str, county: &County) -> Result<Legs, Vec<Finding>> {
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
    let kits = kits(&document, county, &mut reader);
    if reader.findings.is_empty() { Ok((found, kits)) } else { Err(reader.findings) }
}

/// Each vehicle type once, and only those that are carried.
fn kits(document: &PlanDto, county: &County, reader: &mut Reader) -> Vec<Kit> {
    let mut kits: Vec<Kit> = Vec::new();
    for (index, one) in document.kits.iter().enumerate() {
        reader.at = format!("kits[{index}]");
        let kit = Kit {
            kind: reader.vehicle_type(&one.vehicle_type),
            out: reader.moment("out", &one.out),
            back: reader.moment("back", &one.back),
            meet: one.meet.as_ref().map(|meet| Meet {
                pad: reader.site("pad", &meet.pad),
                launch: Seconds(reader.whole("launch_s", meet.launch_s)),
            }),
        };
        if let Some(meet) = kit.meet.filter(|meet| !(Seconds::ZERO..=DAY).contains(&meet.launch)) {
            reader.fault("launch_s", &meet.launch.0.to_string());
        }
        let codes = [Stage::First, Stage::Last].map(|stage| kit.code(county, stage));
        let taken = county.orders.iter().any(|order| codes.contains(&order.code));
        let twice = kits.iter().any(|other| other.kind == kit.kind);
        if kit.sites(county).is_none() || plain(county).is_none() || taken || twice {
            reader.fault("vehicle_type", &one.vehicle_type);
        }
        kits.push(kit);
    }
    kits
}

/// The orders that a `plan.json` names as legs.
///
/// # Errors
/// `E601` if it is not a plan.
pub fn leg_codes(text: &str) -> Result<BTreeSet<String>, Vec<Finding>> {
    let document: PlanDto = serde_json::from_str(text).map_err(|error| vec![not_a_plan(&error)])?;
    let parts = document.relays.into_iter().flat_map(|relay| relay.parts);
    let kits = document.kits.into_iter().flat_map(|kit| kit.legs);
    Ok(parts.flat_map(|part| part.legs).chain(kits).collect())
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
pub fn with_legs(text: &str, county: &County, legs: Legs) -> Result<Plan, Vec<Finding>> {
    let (relays, kits) = legs;
    Ok(Plan { relays, kits, ..from_json(text, county)? })
}
