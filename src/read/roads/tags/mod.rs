//! From OSM tags to a road: class, limits, access, season.
//!
//! One rule for all sources: what is not understood is counted and reported,
//! never guessed; what is left out is counted with the tag that was the reason.

pub mod access;
mod class;
mod closure;
pub mod condition;
pub mod restriction;
mod timed;
pub mod values;
pub mod walk;

use super::tally::Tally;
use crate::county::{Breadth, Closure, Limits, Oneway, RoadClass, Sign, Structure, Surface, TimedLimit, Way};
use crate::facts;
use access::Access;

/// Tags in the order of the file; where a key stands twice the first one counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags(pub Vec<(String, String)>);

impl Tags {
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    fn is(&self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }
}

/// The road that these tags describe, still without nodes. `None` if it is none, or one that no
/// delivery vehicle may use; then the tally says why.
#[must_use]
pub fn way(id: i64, tags: &Tags, tally: &mut Tally) -> Option<Way> {
    let class = match class::classify(tags, tally, id) {
        Ok(class) => class?,
        Err(reason) => {
            tally.leave_out(&reason, id);
            return None;
        }
    };
    let mut limits = limits(tags, tally, id);
    let mut timed = Vec::new();
    let (closure, destination_only) = match access_of(tags, class, (&mut limits, &mut timed), tally, id) {
        Ok(access) => access,
        Err(reason) => {
            tally.leave_out(&reason, id);
            return None;
        }
    };
    let oneway = match oneway(tags, class, tally, id) {
        Some(oneway) => oneway,
        None => {
            tally.leave_out("oneway=reversible", id);
            return None;
        }
    };
    timed::add(tags, &mut timed, tally, id);
    Some(Way {
        id,
        nodes: Vec::new(),
        class,
        surface: surface(tags, tally, id),
        structure: structure(tags),
        oneway,
        maxspeed: maxspeed(tags, tally, id),
        limits,
        closure,
        timed,
        destination_only,
        minutes: if class == RoadClass::Ferry { minutes(tags, tally, id) } else { None },
        urban: urban(tags, class),
        breadth: breadth(tags, tally, id),
        name: name(tags),
        sign: sign(tags),
    })
}

type Reason = String;

/// Closure and whether it is for destinations only, or the reason why it is closed for good.
fn access_of(
    tags: &Tags,
    class: RoadClass,
    (limits, timed): (&mut Limits, &mut Vec<TimedLimit>),
    tally: &mut Tally,
    id: i64,
) -> Result<(Closure, bool), Reason> {
    let narrow = class == RoadClass::Path;
    let access = if narrow { access::narrow_access(tags) } else { access::access(tags) };
    let open = !matches!(access, Access::Closed(_));
    let closure = closure(tags, open, (limits, timed), tally, id);
    if tags.is("hgv", "no") {
        let lorry = facts::value("import.lorry_mass");
        limits.mass = Some(limits.mass.map_or(lorry, |mass| mass.min(lorry)));
    }
    let destination = match access {
        Access::Closed(_) if closure.is_some_and(|closure| closure.seasons.contains(&false)) => false,
        Access::Closed(key) => return Err(format!("{key}={}", tags.get(key).unwrap_or("no"))),
        Access::Odd(key) => {
            tally.odd(key, tags.get(key).unwrap_or_default(), id);
            false
        }
        Access::Destination => true,
        Access::Open | Access::Unsaid => false,
    };
    let closure = closure.unwrap_or_default();
    if closure.seasons == [true; 4] {
        return Err("access:conditional=no".to_owned());
    }
    let dead_end = matches!(tags.get("service"), Some("driveway" | "parking"));
    Ok((closure, destination || dead_end))
}

/// `None` if nothing about seasons is tagged.
fn closure(
    tags: &Tags,
    open: bool,
    (limits, timed): (&mut Limits, &mut Vec<TimedLimit>),
    tally: &mut Tally,
    id: i64,
) -> Option<Closure> {
    let mut found: Option<Closure> = None;
    let mut add = |more: Closure| found = Some(closure::both(found.unwrap_or_default(), more));
    for key in ["motor_vehicle:conditional", "vehicle:conditional", "access:conditional"] {
        let Some(text) = tags.get(key) else { continue };
        let read = closure::conditions(text, open);
        if read.odd {
            tally.odd(key, text, id);
        }
        if let Some(mass) = read.mass {
            limits.mass = Some(limits.mass.map_or(mass, |known| known.min(mass)));
        }
        timed.extend(read.timed);
        add(read.closure);
        break;
    }
    if let Some(text) = tags.get("seasonal") {
        match closure::seasonal(text) {
            Some(closure) => add(closure),
            None => tally.odd("seasonal", text, id),
        }
    }
    if tags.is("winter_road", "yes") || tags.is("ice_road", "yes") {
        add(Closure { seasons: [true, true, true, false] });
    }
    found
}

fn limits(tags: &Tags, tally: &mut Tally, id: i64) -> Limits {
    let mut least = |keys: &[&'static str], read: fn(&str) -> Result<Option<f64>, values::Odd>| {
        let mut least: Option<f64> = None;
        for key in keys {
            let Some(text) = tags.get(key) else { continue };
            match read(text) {
                Ok(Some(value)) => least = Some(least.map_or(value, |known| known.min(value))),
                Ok(None) => {}
                Err(values::Odd) => tally.odd(key, text, id),
            }
        }
        least
    };
    Limits {
        mass: least(&["maxweight", "maxgrossweight", "maxweightrating"], values::mass),
        height: least(&["maxheight", "maxheight:physical"], values::length),
        width: least(&["maxwidth", "maxwidth:physical"], values::length),
    }
}

/// How wide the road is, as far as it says so.
fn breadth(tags: &Tags, tally: &mut Tally, id: i64) -> Breadth {
    let mut odd = |key: &str| tally.odd(key, tags.get(key).unwrap_or_default(), id);
    let width = match tags.get("width").map(values::length) {
        Some(Ok(width)) => width,
        Some(Err(values::Odd)) => {
            odd("width");
            None
        }
        None => None,
    };
    let lanes = tags.get("lanes").and_then(|text| {
        let lanes = values::lanes(text);
        lanes.map_err(|values::Odd| odd("lanes")).ok()
    });
    let passing_places = match tags.get("passing_places") {
        Some("yes") => true,
        Some("no") | None => false,
        Some(_) => {
            odd("passing_places");
            false
        }
    };
    Breadth { width, lanes, passing_places }
}

/// `None` where the direction changes with the hour.
fn oneway(tags: &Tags, class: RoadClass, tally: &mut Tally, id: i64) -> Option<Oneway> {
    let circle = matches!(tags.get("junction"), Some("roundabout" | "circular"));
    let implied = if circle || class == RoadClass::Motorway { Oneway::Forward } else { Oneway::No };
    let Some(text) = tags.get("oneway") else { return Some(implied) };
    match text {
        "yes" | "true" | "1" => Some(Oneway::Forward),
        "-1" | "reverse" => Some(Oneway::Backward),
        "no" | "false" | "0" | "alternating" => Some(Oneway::No),
        "reversible" => None,
        _ => {
            tally.odd("oneway", text, id);
            Some(implied)
        }
    }
}

fn maxspeed(tags: &Tags, tally: &mut Tally, id: i64) -> Option<f64> {
    let mut read = |key: &str| match values::speed(tags.get(key)?) {
        Ok(speed) => speed,
        Err(values::Odd) => {
            tally.odd(key, tags.get(key).unwrap_or_default(), id);
            None
        }
    };
    if let Some(speed) = read("maxspeed") {
        return Some(speed);
    }
    let (forward, backward) = (read("maxspeed:forward")?, read("maxspeed:backward")?);
    Some(forward.min(backward))
}

fn surface(tags: &Tags, tally: &mut Tally, id: i64) -> Option<Surface> {
    let text = tags.get("surface")?;
    let mut worst = None;
    for word in text.split([';', ',']) {
        match one_surface(word.trim()) {
            Some(surface) if worst.is_none_or(|known| surface as u8 > known as u8) => worst = Some(surface),
            Some(_) => {}
            None => tally.odd("surface", text, id),
        }
    }
    worst
}

fn one_surface(word: &str) -> Option<Surface> {
    match word {
        "paved" | "asphalt" | "chipseal" | "paving_stones" | "bricks" | "brick" | "metal" | "metal_grid"
        | "wood" | "tartan" | "rubber" => Some(Surface::Paved),
        "concrete" | "concrete:lanes" | "concrete:plates" | "cement" => Some(Surface::Concrete),
        "compacted"
        | "fine_gravel"
        | "sett"
        | "cobblestone"
        | "unhewn_cobblestone"
        | "grass_paver"
        | "cobblestone:flattened" => Some(Surface::Compacted),
        "gravel" | "unpaved" | "pebblestone" | "rock" | "rocks" | "stone" | "stones" | "shells" => {
            Some(Surface::Gravel)
        }
        "ground" | "dirt" | "earth" | "mud" | "sand" | "grass" | "clay" | "soil" | "snow" | "ice"
        | "woodchips" | "dirt/sand" => Some(Surface::Ground),
        _ => None,
    }
}

fn structure(tags: &Tags) -> Structure {
    match (tags.get("bridge"), tags.get("tunnel")) {
        // These follow the ground.
        (Some("no" | "boardwalk" | "low_water_crossing") | None, None) => Structure::Ground,
        (_, Some("no" | "building_passage" | "avalanche_protector" | "culvert")) => Structure::Ground,
        (_, Some(_)) => Structure::Tunnel,
        (Some(_), None) => Structure::Bridge,
    }
}

fn minutes(tags: &Tags, tally: &mut Tally, id: i64) -> Option<f64> {
    let text = tags.get("duration")?;
    values::minutes(text).map_err(|values::Odd| tally.odd("duration", text, id)).ok()
}

/// Built-up by its class, or because a tag says so.
fn urban(tags: &Tags, class: RoadClass) -> bool {
    let keys = ["zone:traffic", "source:maxspeed", "maxspeed:type", "maxspeed"];
    let said = keys.iter().find_map(|key| {
        let value = tags.get(key)?;
        (value.ends_with(":urban").then_some(true)).or(value.ends_with(":rural").then_some(false))
    });
    said.unwrap_or(matches!(class, RoadClass::Residential | RoadClass::LivingStreet))
}

fn name(tags: &Tags) -> String {
    short(tags.get("name").or(tags.get("ref")).unwrap_or_default())
}

fn sign(tags: &Tags) -> Sign {
    Sign {
        number: short(tags.get("ref").unwrap_or_default()),
        link: tags.get("highway").is_some_and(|highway| highway.ends_with("_link")),
        roundabout: matches!(tags.get("junction"), Some("roundabout" | "circular")),
        toll: tags.is("toll", "yes"),
    }
}

fn short(text: &str) -> String {
    text.chars().take(120).collect()
}

#[cfg(test)]
mod tests;
