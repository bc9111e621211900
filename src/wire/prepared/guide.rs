//! What `serve` needs, in one file: lines, names, turns, the order of the roads,
//! and what each arc costs each kind of vehicle. No map has to be read then.

use super::sections::{Kind, Refused, Sections, Writer, rows, text};
use super::{put_skeleton, put_turns, take_skeleton, take_turns};
use crate::county::times::ALL_DAYS;
use crate::guide::{Atlas, AtlasParts, Ground, Vehicle, weighed};
use crate::network::Step;
use crate::units::DAY;

/// Raise the version whenever an older program would misread the file.
const KIND: Kind = Kind { magic: *b"MABANGGD", version: 2 };

/// The tags of sections. Those of the order and the turns are lower.
const LINES: u32 = 20;
const POINTS: u32 = 21;
const LINE_ARCS: u32 = 22;
const LEAVES: u32 = 23;
const ENDS: u32 = 24;
const COUNTS: u32 = 25;
const KINDS: u32 = 26;
const LIMITS: u32 = 27;
const FIRST_ROAD: u32 = 28;
const FOLLOWS: u32 = 29;
const ROADS: u32 = 30;
const NAMES: u32 = 31;
const FIRST_ID: u32 = 32;
const IDS: u32 = 33;
/// The hours of the vehicles, in their order, and then the vehicles by name.
const STEPS: u32 = 60;
const VEHICLES: u32 = 100;

/// Roads that can be served.
#[derive(Clone, Debug)]
pub struct Guide {
    pub atlas: Atlas,
    pub ground: Ground,
    pub vehicles: Vec<Vehicle>,
}

/// The bytes of a file. `key` says what the roads were made of.
#[must_use]
pub fn encode(guide: &Guide, key: u64) -> Vec<u8> {
    let mut writer = Writer::default();
    put_skeleton(&mut writer, guide.ground.skeleton());
    put_turns(&mut writer, guide.ground.turns());
    put_atlas(&mut writer, &guide.atlas.parts());
    for (number, vehicle) in guide.vehicles.iter().enumerate() {
        let name = vehicle.names.first().copied().unwrap_or_default();
        writer.named(VEHICLES + number as u32, name, vehicle.arcs.iter().flatten().copied());
        let steps = vehicle.steps.iter();
        let numbers = steps.flat_map(|step| [step.arc, u32::from(step.days), step.from, step.to, step.rate]);
        writer.list(STEPS + number as u32, numbers);
    }
    writer.seal(KIND, key)
}

/// What a file holds, of its vehicles those that are wanted.
///
/// # Errors
/// If it is not one, or was made of something else than `key` says.
pub fn decode(bytes: &[u8], key: u64, wanted: &[String]) -> Result<Guide, Refused> {
    read(&Sections::open(bytes, KIND, key)?, wanted).ok_or(Refused::Broken)
}

fn read(sections: &Sections, wanted: &[String]) -> Option<Guide> {
    let ((skeleton, turns), atlas) = rayon::join(
        || rayon::join(|| take_skeleton(sections), || take_turns(sections)),
        || Atlas::from_parts(take_atlas(sections)?),
    );
    let (skeleton, turns, atlas) = (skeleton?, turns?, atlas?);
    if !turns.fit(&skeleton, atlas.arcs()) {
        return None;
    }
    let mut vehicles = Vec::new();
    for name in wanted {
        let named = |content: &[u8]| text(content).is_some_and(|(known, _)| known == name);
        let (number, content) = sections.from(VEHICLES).enumerate().find(|(_, content)| named(content))?;
        let (_, content) = text(content)?;
        let steps = take_steps(sections, STEPS + number as u32, atlas.arcs())?;
        let arcs: Vec<[u32; 2]> = rows(content)?;
        if arcs.len() != atlas.arcs() {
            return None;
        }
        vehicles.push(weighed(name, arcs, steps)?);
    }
    Some(Guide { atlas, ground: Ground::of(turns, skeleton), vehicles })
}

fn take_steps(sections: &Sections, tag: u32, arcs: usize) -> Option<Vec<Step>> {
    let step = |[arc, days, from, to, rate]: [u32; 5]| {
        let days = u8::try_from(days).ok().filter(|days| *days <= ALL_DAYS)?;
        let sound = (arc as usize) < arcs && from < to && i64::from(to) <= DAY.0 && rate <= 1_000;
        sound.then_some(Step { arc, days, from, to, rate })
    };
    sections.rows(tag)?.into_iter().map(step).collect()
}

fn put_atlas(writer: &mut Writer, parts: &AtlasParts) {
    let points = parts.points.iter().flatten().map(|step| step.cast_unsigned());
    writer.list(LINES, parts.first.iter().copied());
    writer.list(POINTS, points);
    writer.list(LINE_ARCS, parts.arcs.iter().flatten().copied());
    writer.list(LEAVES, parts.leaves.iter().copied());
    writer.list(ENDS, parts.ends.iter().flatten().copied());
    writer.list(COUNTS, [parts.junctions, parts.count]);
    writer.bytes(KINDS, &parts.kinds);
    writer.list(LIMITS, parts.limits.iter().flatten().copied());
    writer.list(FIRST_ROAD, parts.first_road.iter().copied());
    writer.list(FOLLOWS, parts.follows.iter().flatten().copied());
    writer.list(ROADS, parts.roads.iter().flatten().copied());
    // A name has no line feed in it that anybody would see.
    let names: Vec<String> = parts.names.iter().map(|name| name.replace('\n', " ")).collect();
    writer.bytes(NAMES, names.join("\n").as_bytes());
    writer.list(FIRST_ID, parts.first_id.iter().copied());
    writer.bytes(IDS, &parts.ids);
}

fn take_atlas(sections: &Sections) -> Option<AtlasParts> {
    let point = |point: [u32; 2]| point.map(u32::cast_signed);
    let &[junctions, count] = sections.list(COUNTS)?.as_slice() else { return None };
    let names = std::str::from_utf8(sections.bytes(NAMES)?).ok()?;
    Some(AtlasParts {
        first: sections.list(LINES)?,
        points: sections.rows(POINTS)?.into_iter().map(point).collect(),
        arcs: sections.rows(LINE_ARCS)?,
        leaves: sections.list(LEAVES)?,
        ends: sections.rows(ENDS)?,
        junctions,
        count,
        kinds: sections.bytes(KINDS)?.to_vec(),
        limits: sections.rows(LIMITS)?,
        first_road: sections.list(FIRST_ROAD)?,
        follows: sections.rows(FOLLOWS)?,
        roads: sections.rows(ROADS)?,
        names: names.split('\n').map(str::to_owned).collect(),
        first_id: sections.list(FIRST_ID)?,
        ids: sections.bytes(IDS)?.to_vec(),
    })
}

#[cfg(test)]
mod tests;
