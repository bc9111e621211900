//! Routes and stops as GeoJSON (RFC 7946): WGS-84, longitude first.
//!
//! One `LineString` for each leg, one `Point` for each stop, site and order
//! left out; `properties.kind` says which. Legs of no length are left out.

use super::text::{self, Lang};
use super::view::View;
use crate::county::{County, SiteId};
use crate::plan::{Leg, Plan, Round, Stop, Trip, Unserved};
use crate::units::{Moment, Point};
use geojson::{Feature, FeatureCollection, Geometry, JsonObject};
use serde_json::{Value, json};

pub(super) fn routes(plan: &Plan, county: &County, lang: Lang) -> String {
    let view = View { plan, county, lang };
    let mut features = sites(&view);
    for (at, round) in plan.rounds.iter().enumerate() {
        for (number, trip) in round.trips.iter().enumerate() {
            features.extend(legs(&view, at, round, number, trip));
            features.extend(stops(&view, at, round, number, trip));
        }
    }
    features.extend(plan.unserved.iter().filter_map(|left_out| unserved(&view, left_out)));
    let about = json!({ "county": county.code, "date": plan.date, "datum": "WGS-84" });
    let foreign_members = JsonObject::from_iter([("mabang".to_owned(), about)]);
    let collection = FeatureCollection { bbox: None, features, foreign_members: Some(foreign_members) };
    collection.to_string()
}

fn legs(view: &View, at: usize, round: &Round, number: usize, trip: &Trip) -> Vec<Feature> {
    let ends = trip.stops.iter().map(|stop| (&stop.leg, stop.arrive));
    let ends = ends.chain([(&trip.home, trip.back)]);
    let lines = view.lines(trip);
    let drawn = ends.zip(lines).enumerate().filter(|(_, (_, line))| line.len() > 1);
    drawn
        .map(|(leg_number, ((leg, arrive), line))| {
            let mut properties = of_round(view, at, round, number);
            properties.insert("kind".into(), "leg".into());
            properties.insert("leg".into(), (leg_number + 1).into());
            of_leg(&mut properties, leg, arrive);
            let line = line.into_iter().map(position);
            feature(Geometry::new_line_string(line), properties)
        })
        .collect()
}

fn of_leg(properties: &mut JsonObject, leg: &Leg, arrive: Moment) {
    properties.insert("distance_m".into(), leg.distance.0.into());
    properties.insert("duration_s".into(), leg.duration.0.into());
    properties.insert("energy_wh".into(), leg.energy.watt_hours().0.into());
    properties.insert("arrive".into(), arrive.to_string().into());
}

fn stops(view: &View, at: usize, round: &Round, number: usize, trip: &Trip) -> Vec<Feature> {
    let with_door = trip.stops.iter().enumerate().filter_map(|(k, stop)| Some((k, stop, view.door(stop)?)));
    with_door
        .map(|(k, stop, door)| {
            let mut properties = of_round(view, at, round, number);
            properties.insert("kind".into(), "stop".into());
            properties.insert("stop".into(), (k + 1).into());
            of_stop(&mut properties, view, stop);
            feature(Geometry::new_point(position(door.point)), properties)
        })
        .collect()
}

fn of_stop(properties: &mut JsonObject, view: &View, stop: &Stop) {
    let order = view.order(stop.order);
    let mut set = |key: &str, value: Value| properties.insert(key.to_owned(), value);
    set("order", order.code.clone().into());
    set("action", text::action(stop.action, view.lang).into());
    set("place", view.place(stop).into());
    set("goods", view.goods(stop.order).into());
    set("mass_g", order.mass.0.into());
    set("arrive", stop.arrive.to_string().into());
    set("start", stop.start.to_string().into());
    set("end", stop.end.to_string().into());
    set("late_s", stop.late.0.into());
    if let Some(fresh) = stop.freshness {
        set("age", ((fresh.age.0 * 1e4).round() / 1e4).into());
        set("value_fen", fresh.value.0.into());
        set("lost_fen", fresh.lost.0.into());
    }
}

fn of_round(view: &View, at: usize, round: &Round, trip: usize) -> JsonObject {
    let kind = view.county.vehicle_type(round.vehicle_type);
    JsonObject::from_iter([
        ("round".to_owned(), json!(at + 1)),
        ("vehicle".to_owned(), view.vehicle(round).into()),
        ("vehicle_type".to_owned(), kind.code.clone().into()),
        ("trip".to_owned(), json!(trip + 1)),
    ])
}

/// Sites where a trip begins or ends, each once.
fn sites(view: &View) -> Vec<Feature> {
    let trips = view.plan.rounds.iter().flat_map(|round| &round.trips);
    let mut used: Vec<SiteId> = trips.flat_map(|trip| [trip.from, trip.to]).collect();
    used.sort_unstable();
    used.dedup();
    used.into_iter()
        .map(|id| {
            let site = view.county.site(id);
            let properties = JsonObject::from_iter([
                ("kind".to_owned(), "site".into()),
                ("code".to_owned(), site.code.clone().into()),
                ("name".to_owned(), view.site(id).into()),
            ]);
            feature(Geometry::new_point(position(site.point)), properties)
        })
        .collect()
}

fn unserved(view: &View, left_out: &Unserved) -> Option<Feature> {
    let order = view.order(left_out.order);
    let door = order.drop().or(order.pick())?;
    let properties = JsonObject::from_iter([
        ("kind".to_owned(), "unserved".into()),
        ("order".to_owned(), order.code.clone().into()),
        ("reason".to_owned(), text::reason_short(left_out.reason, view.lang).into()),
        ("price_fen".to_owned(), left_out.price.0.into()),
    ]);
    Some(feature(Geometry::new_point(position(door.point)), properties))
}

fn feature(geometry: Geometry, properties: JsonObject) -> Feature {
    Feature {
        bbox: None,
        geometry: Some(geometry),
        id: None,
        properties: Some(properties),
        foreign_members: None,
    }
}

/// Six decimals are a decimetre.
fn position(point: Point) -> [f64; 2] {
    let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
    [round(point.x()), round(point.y())]
}
