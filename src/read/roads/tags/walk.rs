//! Roads as they are walked: footways, steps and paths among them, oneway streets both ways.
//!
//! What is left out is counted under its tag, as for vehicles. Who may walk
//! follows `foot`, else `access`; what the kinds of ways allow where neither
//! is tagged follows the worldwide table of OpenStreetMap's wiki ("OSM tags
//! for routing/Access restrictions").

use super::access::{Access, by_keys};
use super::{Tags, class, closure};
use crate::county::{Barrier, Closure, Limits, Oneway, RoadClass, Sign, Way};
use crate::facts;
use crate::read::roads::tally::Tally;

/// From the special to the general; the first that is tagged decides.
const KEYS: [&str; 2] = ["foot", "access"];

/// The way on foot that these tags describe, still without nodes; `None` if it is none.
///
/// Its `maxspeed` is the pace of steps, nothing else; limits of size and speed are those of others.
#[must_use]
pub fn way(id: i64, tags: &Tags, tally: &mut Tally) -> Option<Way> {
    let found = classify(tags).and_then(|class| class.map(|class| allowed(tags, class)).transpose());
    let (class, destination_only) = match found {
        Ok(found) => found?,
        Err(reason) => {
            tally.leave_out(&reason, id);
            return None;
        }
    };
    let closure = seasons(tags, tally, id);
    if closure.seasons == [true; 4] {
        tally.leave_out("foot:conditional=no", id);
        return None;
    }
    let steps = tags.is("highway", "steps").then(|| facts::value("foot.speed.steps"));
    Some(Way {
        id,
        nodes: Vec::new(),
        class,
        surface: super::surface(tags, tally, id),
        structure: super::structure(tags),
        oneway: oneway(tags),
        maxspeed: steps,
        limits: Limits::default(),
        closure,
        timed: Vec::new(),
        destination_only,
        minutes: if class == RoadClass::Ferry { super::minutes(tags, tally, id) } else { None },
        urban: false,
        breadth: super::Breadth::default(),
        name: super::name(tags),
        sign: Sign { toll: false, ..super::sign(tags) },
    })
}

/// What kind of way it is; `Ok(None)` for what nobody walks on, `Err` with the tag that is the reason.
fn classify(tags: &Tags) -> Result<Option<RoadClass>, String> {
    let Some(highway) = tags.get("highway") else {
        return Ok(match (tags.get("route"), tags.get("man_made")) {
            (Some("ferry"), _) => Some(RoadClass::Ferry),
            (_, Some("pier")) => Some(RoadClass::Path),
            _ => None,
        });
    };
    Ok(Some(match highway.strip_suffix("_link").unwrap_or(highway) {
        "trunk" if !beside(tags) => return Err("highway=trunk".to_owned()),
        "trunk" => RoadClass::Trunk,
        "primary" => RoadClass::Primary,
        "secondary" => RoadClass::Secondary,
        "tertiary" => RoadClass::Tertiary,
        "unclassified" | "road" => RoadClass::Unclassified,
        "residential" => RoadClass::Residential,
        "living_street" => RoadClass::LivingStreet,
        "service" => RoadClass::Service,
        "track" => RoadClass::Track(3),
        "path" | "footway" if is_climb(tags) => return Err("sac_scale=alpine".to_owned()),
        "path" | "footway" | "cycleway" | "bridleway" | "pedestrian" | "steps" | "corridor" => {
            RoadClass::Path
        }
        _ => return Err(class::out("highway", highway)),
    }))
}

/// A trunk road is walked where it says that people walk there.
fn beside(tags: &Tags) -> bool {
    let sidewalk = |value: &str| matches!(value, "both" | "left" | "right" | "yes" | "separate");
    tags.get("sidewalk").is_some_and(sidewalk)
        || matches!(tags.get("foot"), Some("yes" | "designated" | "permissive"))
}

/// Hands are needed there.
fn is_climb(tags: &Tags) -> bool {
    matches!(
        tags.get("sac_scale"),
        Some("alpine_hiking" | "demanding_alpine_hiking" | "difficult_alpine_hiking")
    )
}

/// The class, and whether it leads to doors only; or the tag that closes it.
fn allowed(tags: &Tags, class: RoadClass) -> Result<(RoadClass, bool), String> {
    match by_keys(tags, &KEYS) {
        Access::Closed(key) if opens_at_times(tags).is_none() => {
            Err(format!("{key}={}", tags.get(key).unwrap_or("no")))
        }
        Access::Destination => Ok((class, true)),
        _ => Ok((class, false)),
    }
}

fn opens_at_times(tags: &Tags) -> Option<&str> {
    tags.get("foot:conditional").or_else(|| tags.get("access:conditional"))
}

fn seasons(tags: &Tags, tally: &mut Tally, id: i64) -> Closure {
    let mut found = Closure::default();
    if let Some(text) = opens_at_times(tags) {
        let open = !matches!(by_keys(tags, &KEYS), Access::Closed(_));
        let read = closure::conditions(text, open);
        if read.odd {
            tally.odd("foot:conditional", text, id);
        }
        found = read.closure;
    }
    match tags.get("seasonal").map(closure::seasonal) {
        Some(Some(closure)) => closure::both(found, closure),
        _ => found,
    }
}

/// Streets are walked both ways, unless it is people that a sign or a moving stair means.
fn oneway(tags: &Tags) -> Oneway {
    let stair = tags.get("conveying").filter(|_| tags.is("highway", "steps"));
    match tags.get("oneway:foot").or(tags.get("foot:oneway")).or(stair) {
        Some("yes" | "forward" | "1") => Oneway::Forward,
        Some("-1" | "backward") => Oneway::Backward,
        _ => Oneway::No,
    }
}

/// What stands on a node, for those on foot: they pass whatever has a way through.
#[must_use]
pub fn barrier(tags: &Tags) -> Option<Barrier> {
    let kind = tags.get("barrier")?;
    let walls = ["wall", "fence", "hedge", "ditch", "guard_rail", "retaining_wall", "city_wall"];
    Some(match by_keys(tags, &KEYS) {
        Access::Closed(_) => Barrier::Closed,
        Access::Open | Access::Destination => Barrier::Open,
        _ if walls.contains(&kind) => Barrier::Closed,
        _ => Barrier::Open,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tags: &[(&str, &str)]) -> Option<Way> {
        let tags = tags.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
        way(1, &Tags(tags), &mut Tally::default())
    }

    #[test]
    fn steps_footways_and_paths_are_walked_and_steps_slowly() {
        for kind in ["footway", "path", "pedestrian", "bridleway", "cycleway", "track", "residential"] {
            assert_eq!(read(&[("highway", kind)]).map(|way| way.maxspeed), Some(None), "{kind}");
        }
        let steps = read(&[("highway", "steps")]).unwrap();
        assert_eq!((steps.class, steps.maxspeed), (RoadClass::Path, Some(facts::value("foot.speed.steps"))));
    }

    #[test]
    fn motorways_and_climbs_are_left_out_and_trunk_roads_without_a_sidewalk() {
        assert_eq!(read(&[("highway", "motorway")]), None);
        assert_eq!(read(&[("highway", "motorway_link")]), None);
        assert_eq!(read(&[("highway", "trunk")]), None);
        assert!(read(&[("highway", "trunk"), ("sidewalk", "right")]).is_some());
        assert_eq!(read(&[("highway", "path"), ("sac_scale", "alpine_hiking")]), None);
        assert_eq!(read(&[("building", "yes")]), None);
    }

    #[test]
    fn foot_comes_before_access_and_signs_for_vehicles_say_nothing() {
        assert_eq!(read(&[("highway", "footway"), ("foot", "no")]), None);
        assert_eq!(read(&[("highway", "service"), ("access", "no")]), None);
        assert!(read(&[("highway", "service"), ("access", "no"), ("foot", "yes")]).is_some());
        assert!(read(&[("highway", "path"), ("motor_vehicle", "no")]).is_some());
        assert!(read(&[("highway", "path"), ("foot", "private")]).unwrap().destination_only);
    }

    #[test]
    fn oneway_streets_are_walked_both_ways() {
        assert_eq!(read(&[("highway", "residential"), ("oneway", "yes")]).unwrap().oneway, Oneway::No);
        let path = read(&[("highway", "path"), ("oneway:foot", "-1")]).unwrap();
        assert_eq!(path.oneway, Oneway::Backward);
    }

    #[test]
    fn bollards_and_stiles_let_people_through_and_walls_do_not() {
        let stands = |pairs: &[(&str, &str)]| {
            barrier(&Tags(pairs.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect()))
        };

        assert_eq!(stands(&[("barrier", "bollard")]), Some(Barrier::Open));
        assert_eq!(stands(&[("barrier", "stile")]), Some(Barrier::Open));
        assert_eq!(stands(&[("barrier", "wall")]), Some(Barrier::Closed));
        assert_eq!(stands(&[("barrier", "gate"), ("foot", "no")]), Some(Barrier::Closed));
        assert_eq!(stands(&[("highway", "crossing")]), None);
    }
}
