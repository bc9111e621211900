//! `/trip`: through coordinates in a good order.

use super::desk::Desk;
use super::options::Options;
use super::refusal::Refusal;
use super::request::Request;
use super::route::{drawn, shown, too_big};
use super::snapped::Asked;
use crate::guide::{Ends, Phantom, Vias, route, table, trip};
use serde_json::{Value, json};
use std::sync::Arc;

pub(super) fn answer(desk: &Desk, request: &Request) -> Result<String, Refusal> {
    let count = request.coordinates.len();
    if count < 2 {
        return Err(Refusal::options("Number of coordinates needs to be at least two."));
    }
    too_big(count, desk.limits.trip)?;
    let mut options = Options::new(&request.options);
    let mut asked = Asked::read(desk, request, &mut options)?;
    let shown = shown(&mut options, asked.prepared.mode)?;
    let ends = Ends {
        first: options.word("source", &[("any", false), ("first", true)], false)?,
        last: options.word("destination", &[("any", false), ("last", true)], false)?,
        round: options.is_true("roundtrip", true)?,
    };
    options.finish()?;
    let phantoms = asked.phantoms(desk)?;
    let prepared = Arc::clone(&asked.prepared);
    let departing = asked.departing(&prepared, desk);
    let engine = departing.as_deref().unwrap_or(prepared.engine.as_ref());
    let profile = &prepared.profile;
    let costs = table(&desk.atlas, profile, engine, &phantoms, &phantoms, false);
    let millis: Vec<Option<i64>> = costs.iter().map(|cost| cost.map(|cost| cost.millis)).collect();
    let no_trip = || Refusal::new("NoTrips", "No trip visiting all destinations possible.");
    let order = trip(count, &millis, ends).ok_or_else(no_trip)?.order;
    let mut tour = order.clone();
    if ends.round {
        tour.push(order[0]);
    }
    let toured: Vec<Phantom> = tour.iter().map(|&number| phantoms[number]).collect();
    let legs = route(&desk.atlas, profile, engine, &toured, Vias::Around).ok_or_else(no_trip)?;
    let mut waypoints: Vec<Value> = Vec::new();
    for (number, (ask, phantom)) in asked.asks.iter().zip(&phantoms).enumerate() {
        let mut waypoint = asked.waypoint(desk, ask, phantom);
        let place = order.iter().position(|&visited| visited == number);
        waypoint.insert("trips_index".to_owned(), json!(0));
        waypoint.insert("waypoint_index".to_owned(), json!(place));
        waypoints.push(Value::Object(waypoint));
    }
    asked.asks = tour.iter().map(|&number| asked.asks[number]).collect();
    let stops: Vec<usize> = (0..tour.len()).collect();
    let value = drawn(desk, (&asked, engine), &toured, &legs, &stops, shown);
    let mut answer = json!({ "code": "Ok", "trips": [value] });
    if !asked.no_waypoints {
        answer["waypoints"] = waypoints.into();
    }
    Ok(answer.to_string())
}
