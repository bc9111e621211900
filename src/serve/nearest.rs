//! `/nearest`: places on roads near one coordinate.

use super::desk::Desk;
use super::options::Options;
use super::refusal::Refusal;
use super::request::Request;
use super::route::{only, too_big};
use super::snapped::Asked;
use crate::guide::{Phantom, nearest};
use serde_json::{Value, json};

pub(super) fn answer(desk: &Desk, request: &Request) -> Result<String, Refusal> {
    let mut options = Options::new(&request.options);
    let asked = Asked::read(desk, request, &mut options)?;
    let number = options.number("number", 1.0, 1e6)?.unwrap_or(1.0);
    options.finish()?;
    if number.fract() != 0.0 {
        return Err(Refusal::query("`number` is a whole number"));
    }
    let number = number as usize;
    too_big(number, desk.limits.nearest)?;
    let ask = only(&asked.asks)?;
    let found = nearest(&desk.atlas, &asked.prepared.profile, ask, number);
    if found.is_empty() {
        return Err(Refusal::new("NoSegment", "Could not find a matching segment for coordinate 0"));
    }
    let waypoint = |phantom: &Phantom| {
        let mut value = asked.waypoint(desk, ask, phantom);
        let nodes = desk.atlas.nodes(phantom.line);
        let stretch = phantom.stretch as usize;
        value.insert("nodes".to_owned(), json!([nodes[stretch], nodes[stretch + 1]]));
        Value::Object(value)
    };
    let waypoints: Vec<Value> = found.iter().map(waypoint).collect();
    Ok(json!({ "code": "Ok", "waypoints": waypoints }).to_string())
}
