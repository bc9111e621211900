//! Sites and catchments for maps: points of sites, and a line from each place to who serves it.

use super::{Case, SiteInput, cost};
use crate::county::{PlaceId, SiteId};
use crate::report::inspect::{collection, feature, position, rounded};
use crate::report::text::{Lang, site as words};
use crate::site::survey::{ColdRoom, Opened, Resource};
use crate::units::Fen;
use geojson::{Feature, Geometry};
use serde_json::json;

/// Of every scenario; `scenario` tells them apart.
#[must_use]
pub fn sites(input: &SiteInput, lang: Lang) -> String {
    collection((0..input.cases.len()).flat_map(|case| of_case(input, case, lang)).collect())
}

fn of_case(input: &SiteInput, number: usize, lang: Lang) -> Vec<Feature> {
    let case = &input.cases[number];
    let Some(outcome) = case.outcome else { return Vec::new() };
    let scenario = case.name(lang);
    let mut features: Vec<Feature> = Vec::new();
    for own in &outcome.opened {
        let site = input.county.site(own.site);
        let properties = json!({
            "scenario": scenario,
            "role": "site",
            "id": site.code,
            "name": input.site_name(own.site, lang),
            "kind": words::kind(site.kind, lang),
            "size": input.size(case, own.alternative, lang),
            "fed_by": input.county.site(own.hub).code,
            "new": input.is_new(own.site),
            "places": own.places.len(),
            "parcels_per_day": own.parcels.map(|parcels| rounded(parcels, 1)),
            "used": used(own),
            "yuan_a_year": rounded(cost(own).as_f64() / 100.0, 0),
            "cold_room": cold_room(input, own),
        });
        features.push(feature(Geometry::new_point(position(site.point)), properties));
    }
    for served in &outcome.served {
        let customer = &case.customers[served.customer];
        let place = input.county.place(customer.place);
        let site = input.county.site(outcome.opened[served.opened].site);
        let properties = json!({
            "scenario": scenario,
            "role": "service",
            "place": place.code,
            "stream": words::stream(customer.stream, lang),
            "site": site.code,
            "share": rounded(served.share, 4),
        });
        let line = vec![position(place.point), position(site.point)];
        features.push(feature(Geometry::new_line_string(line), properties));
    }
    features.extend(rounds(input, case, lang));
    features
}

/// Shares of what a site has that are used, by resource, each in four seasons.
fn used(own: &Opened) -> serde_json::Value {
    let of =
        |resource: Resource| own.used.map(|season| season[resource as usize].map(|used| rounded(used, 4)));
    let all = Resource::ALL.map(|resource| (resource.column().to_owned(), json!(of(resource))));
    serde_json::Value::Object(all.into_iter().collect())
}

/// What a site's cold room costs and who pays how much of it, in yuan a year.
fn cold_room(input: &SiteInput, own: &Opened) -> serde_json::Value {
    let Some(ColdRoom { users, split }) = &own.cold else { return serde_json::Value::Null };
    let yuan = |amount: Fen| rounded(amount.as_f64() / 100.0, 2);
    let user = |(number, (place, &by_prices)): (usize, (&PlaceId, &Fen))| {
        json!({
            "place": input.county.place(*place).code,
            "by_prices": yuan(by_prices),
            "shapley": split.shapley.as_ref().map(|it| yuan(it[number])),
        })
    };
    let users: Vec<_> = users.iter().zip(&split.by_prices).enumerate().map(user).collect();
    json!({ "yuan_a_year": yuan(split.cost), "litre": rounded(split.litre / 100.0, 4), "users": users })
}

/// Trips of the sample day, where the best sets were routed.
fn rounds(input: &SiteInput, case: &Case, lang: Lang) -> Vec<Feature> {
    let trips = case.refined.map(|refined| refined.trips()).unwrap_or_default();
    let all = trips.iter().flat_map(|(site, trips)| trips.iter().map(|trip| (*site, trip)));
    let line = |(site, trip): (SiteId, &Vec<PlaceId>)| {
        let home = position(input.county.site(site).point);
        let stops = trip.iter().map(|place| position(input.county.place(*place).point));
        let line = std::iter::once(home).chain(stops).chain(std::iter::once(home));
        let places: Vec<&str> = trip.iter().map(|it| input.county.place(*it).code.as_str()).collect();
        let properties = json!({
            "scenario": case.name(lang),
            "role": "round",
            "site": input.county.site(site).code,
            "places": places,
        });
        feature(Geometry::new_line_string(line.collect::<Vec<_>>()), properties)
    };
    all.map(line).collect()
}
