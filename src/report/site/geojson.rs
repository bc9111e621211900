//! Sites and catchments for maps: points of sites, and a line from each place to who serves it.

use super::{SiteInput, cost};
use crate::report::inspect::{collection, feature, position, rounded};
use crate::report::text::{Lang, site as words};
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
            "used": own.used.map(|used| used.map(|used| rounded(used, 4))),
            "yuan_a_year": rounded(cost(own).as_f64() / 100.0, 0),
        });
        features.push(feature(Geometry::new_point(position(site.point)), properties));
    }
    for (customer, &home) in case.customers.iter().zip(&outcome.home) {
        let (place, site) =
            (input.county.place(customer.place), input.county.site(outcome.opened[home].site));
        let properties = json!({
            "scenario": scenario,
            "role": "service",
            "place": place.code,
            "stream": words::stream(customer.stream, lang),
            "site": site.code,
        });
        let line = vec![position(place.point), position(site.point)];
        features.push(feature(Geometry::new_line_string(line), properties));
    }
    features
}
