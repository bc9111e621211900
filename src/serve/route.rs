//! `/route`: through coordinates in their order.

use super::desk::Desk;
use super::options::Options;
use super::refusal::Refusal;
use super::request::Request;
use super::snapped::Asked;
use crate::guide::{Ask, Engine, Leg, Phantom, Vias, others, route, steps, trace};
use crate::wire::osrm::{Annotations, Drawn, Line, Overview, Shown, route as route_value};
use serde_json::{Value, json};

/// So many other ways may be asked for; OSRM's usual limit.
const MOST_OTHERS: usize = 3;

pub(super) fn answer(desk: &Desk, request: &Request) -> Result<String, Refusal> {
    let count = request.coordinates.len();
    if count < 2 {
        return Err(Refusal::options("Number of coordinates needs to be at least two."));
    }
    too_big(count, desk.limits.route)?;
    let mut options = Options::new(&request.options);
    let asked = Asked::read(desk, request, &mut options)?;
    let shown = shown(&mut options, asked.prepared.mode)?;
    let more = alternatives(&mut options)?;
    let words = [("default", Vias::Straight), ("true", Vias::Straight), ("false", Vias::Around)];
    let vias = options.word("continue_straight", &words, Vias::Straight)?;
    let stops = stops(&mut options, count)?;
    options.finish()?;
    let phantoms = asked.phantoms(desk)?;
    let departing = asked.departing(&asked.prepared, desk);
    let engine = departing.as_deref().unwrap_or(asked.prepared.engine.as_ref());
    let legs = route(&desk.atlas, &asked.prepared.profile, engine, &phantoms, vias)
        .ok_or_else(|| Refusal::new("NoRoute", "Impossible route between points"))?;
    let mut routes = vec![drawn(desk, (&asked, engine), &phantoms, &legs, &stops, shown)];
    // As with OSRM, between two places only.
    if let [from, to] = phantoms.as_slice() {
        let others = others(&desk.atlas, &asked.prepared.profile, engine, [from, to], more);
        routes.extend(
            others.iter().map(|leg| {
                drawn(desk, (&asked, engine), &phantoms, std::slice::from_ref(leg), &stops, shown)
            }),
        );
    }
    let mut answer = json!({ "code": "Ok", "routes": routes });
    if !asked.no_waypoints {
        answer["waypoints"] = asked.waypoints(desk, &phantoms, &stops).into();
    }
    Ok(answer.to_string())
}

/// How many other ways are asked for.
fn alternatives(options: &mut Options) -> Result<usize, Refusal> {
    let text = options.text("alternatives");
    let more = match text.as_deref() {
        None | Some("false") => return Ok(0),
        Some("true") => return Ok(1),
        Some(number) => {
            number.parse().map_err(|_| Refusal::query("`alternatives` is true, false or a number"))?
        }
    };
    if more <= MOST_OTHERS {
        return Ok(more);
    }
    let text = format!("Requested number of alternatives is higher than current maximum ({MOST_OTHERS})");
    Err(Refusal::new("TooBig", text))
}

pub(super) fn too_big(count: usize, most: usize) -> Result<(), Refusal> {
    if count <= most {
        return Ok(());
    }
    Err(Refusal::new("TooBig", format!("Number of entries {count} is higher than current maximum ({most})")))
}

/// Which coordinates are stops; the others are only driven through.
fn stops(options: &mut Options, count: usize) -> Result<Vec<usize>, Refusal> {
    let stops = options.indices("waypoints", count)?;
    let sorted = stops.windows(2).all(|pair| pair[0] < pair[1]);
    if !sorted || stops.first() != Some(&0) || stops.last() != Some(&(count - 1)) {
        return Err(Refusal::options("`waypoints` ascend from the first coordinate to the last"));
    }
    Ok(stops)
}

/// What is wanted of the answer.
pub(super) fn shown(options: &mut Options, mode: &'static str) -> Result<Shown, Refusal> {
    let lines = [("polyline", Line::Polyline), ("polyline6", Line::Polyline6), ("geojson", Line::Geojson)];
    let overviews =
        [("simplified", Overview::Simplified), ("full", Overview::Full), ("false", Overview::Nothing)];
    Ok(Shown {
        line: options.word("geometries", &lines, Line::Polyline)?,
        overview: options.word("overview", &overviews, Overview::Simplified)?,
        annotations: annotations(options.text("annotations").as_deref())?,
        mode: options.is_true("steps", false)?.then_some(mode),
    })
}

fn annotations(text: Option<&str>) -> Result<Annotations, Refusal> {
    let mut wanted = Annotations::default();
    match text {
        None | Some("false") => return Ok(wanted),
        Some("true") => {
            return Ok(Annotations {
                duration: true,
                distance: true,
                speed: true,
                nodes: true,
                weight: true,
                datasources: true,
                ways: false,
            });
        }
        Some(_) => {}
    }
    for word in text.unwrap_or_default().split(',') {
        match word {
            "duration" => wanted.duration = true,
            "distance" => wanted.distance = true,
            "speed" => wanted.speed = true,
            "nodes" => wanted.nodes = true,
            "weight" => wanted.weight = true,
            "datasources" => wanted.datasources = true,
            "ways" => wanted.ways = true,
            _ => {
                return Err(Refusal::query(
                    "`annotations` is true, false, or of duration,distance,speed,nodes,ways,weight,datasources",
                ));
            }
        }
    }
    Ok(wanted)
}

/// The route from stop to stop.
pub(super) fn drawn(
    desk: &Desk,
    (asked, engine): (&Asked, &dyn Engine),
    phantoms: &[Phantom],
    legs: &[Leg],
    stops: &[usize],
    shown: Shown,
) -> Value {
    let profile = &asked.prepared.profile;
    let end = |number: usize| (asked.asks[number].point, &phantoms[number]);
    let draw = |pair: &[usize]| {
        let leg = joined(&legs[pair[0]..pair[1]]);
        let trace = trace(&desk.atlas, profile, engine, &leg);
        let wanted = shown.mode.is_some();
        let steps =
            if wanted { steps(&desk.atlas, profile, &trace, end(pair[0]), end(pair[1])) } else { Vec::new() };
        Drawn { cost: leg.cost, trace, steps }
    };
    let drawn: Vec<Drawn> = stops.windows(2).map(draw).collect();
    route_value(&desk.atlas, &drawn, shown)
}

/// Legs in a row as one.
fn joined(legs: &[Leg]) -> Leg {
    let spans = legs.iter().flat_map(|leg| leg.spans.iter().copied()).collect();
    let after = legs.first().map_or(0, |leg| leg.after);
    Leg {
        spans,
        after,
        cost: legs.iter().map(|leg| leg.cost).fold(Default::default(), |sum, cost| sum + cost),
    }
}

/// For those who ask for one point only.
pub(super) fn only(asks: &[Ask]) -> Result<&Ask, Refusal> {
    match asks {
        [ask] => Ok(ask),
        _ => Err(Refusal::options("Only one input coordinate is supported")),
    }
}
