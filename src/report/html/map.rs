//! The map: relief, roads, routes, stops, sites, names; and its legend.
//!
//! Dots are strokes of no length with round caps and a width that does not
//! scale, so they keep their size when the map is enlarged.

use super::colour::{Ink, ink};
use super::roads::{Frame, WIDTH, roads};
use super::{Esc, picture, put};
use crate::county::{PlaceKind, SiteId};
use crate::plan::{Round, Stop};
use crate::report::text::{self, page};
use crate::report::view::View;
use crate::report::{ReportError, ReportInput};
use crate::units::Point;
use geo::Coord;

/// Routes may be off by this many map units: half a pixel on a large screen.
const TOLERANCE: f64 = 4.0;

pub fn section(view: &View, input: &ReportInput, out: &mut String) -> Result<(), ReportError> {
    let frame = Frame::new(view.county.bounds);
    let lang = view.lang;
    put!(
        out,
        "<section class=\"map\"><h2>{}</h2><p class=\"help script\">{}</p><div class=\"board\"><div class=\"canvas\">",
        page::MAP.say(lang),
        page::MAP_HELP.say(lang)
    );
    let height = frame.height.round();
    put!(
        out,
        "<svg id=\"map\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\">",
        page::MAP.say(lang)
    );
    if let Some(relief) = input.relief.as_ref().map(picture::data_uri).transpose()?.flatten() {
        put!(
            out,
            "<image class=\"relief\" href=\"{relief}\" width=\"{WIDTH}\" height=\"{height}\" preserveAspectRatio=\"none\"/>"
        );
    }
    if let Some(network) = input.roads {
        out.push_str(&roads(network, &frame));
    }
    for (at, round) in view.plan.rounds.iter().enumerate() {
        route(view, &frame, at, round, out);
    }
    unserved(view, &frame, out);
    sites(view, &frame, out);
    names(view, &frame, out);
    scale_bar(&frame, out);
    out.push_str("</svg><div class=\"zoom script\"><button data-zoom=\"in\">+</button>");
    out.push_str("<button data-zoom=\"out\">−</button><button data-zoom=\"all\">⤢</button></div></div>");
    legend(view, out);
    out.push_str("</div><div id=\"picked\"></div></section>");
    Ok(())
}

/// Flights are dotted.
fn ink_of(view: &View, at: usize, round: &Round) -> Ink {
    let flies = view.county.vehicle_type(round.vehicle_type).flies.is_some();
    if flies { Ink { dash: "1.5 4", ..ink(at) } } else { ink(at) }
}

fn route(view: &View, frame: &Frame, at: usize, round: &Round, out: &mut String) {
    let ink = ink_of(view, at, round);
    let lines = round.trips.iter().flat_map(|trip| view.lines(trip));
    let path: String = lines.map(|line| frame.path(&line, TOLERANCE)).collect();
    let name = view.vehicle(round);
    put!(
        out,
        "<g class=\"route\" data-r=\"{at}\" style=\"color:{}\"><title>{}</title>",
        ink.colour,
        Esc(&name)
    );
    if !path.is_empty() {
        put!(
            out,
            "<defs><path d=\"{path}\" id=\"line{at}\" vector-effect=\"non-scaling-stroke\"/></defs><use class=\"case\" href=\"#line{at}\"/>\
             <use class=\"line\" href=\"#line{at}\" stroke-dasharray=\"{}\"/>",
            ink.dash
        );
    }
    for (number, stop) in round.stops().enumerate() {
        if let Some(door) = view.door(stop) {
            put!(out, "<path class=\"stop\" d=\"{}\"><title>", dot(frame.at(door.point)));
            put!(out, "{}. {}</title></path>", number + 1, Esc(&about(view, stop)));
        }
    }
    out.push_str("</g>");
}

fn about(view: &View, stop: &Stop) -> String {
    [
        view.place(stop),
        &text::clock(stop.arrive, view.lang),
        text::action(stop.action, view.lang),
        view.goods(stop.order),
        &text::mass(view.order(stop.order).mass),
    ]
    .join(" · ")
}

fn dot(at: Coord<f64>) -> String {
    format!("M{:.0} {:.0}h0", at.x, at.y)
}

fn unserved(view: &View, frame: &Frame, out: &mut String) {
    for left_out in &view.plan.unserved {
        let order = view.order(left_out.order);
        let Some(door) = order.drop().or(order.pick()) else { continue };
        let path = dot(frame.at(door.point));
        put!(
            out,
            "<g class=\"out\"><path class=\"ring\" d=\"{path}\"/><path class=\"hole\" d=\"{path}\"/><title>"
        );
        let reason = text::reason_short(left_out.reason, view.lang);
        put!(out, "{} · {reason}</title></g>", Esc(&order.code));
    }
}

/// Sites where trips begin or end.
fn used_sites(view: &View) -> Vec<SiteId> {
    let trips = view.plan.rounds.iter().flat_map(|round| &round.trips);
    let mut used: Vec<SiteId> = trips.flat_map(|trip| [trip.from, trip.to]).collect();
    used.sort_unstable();
    used.dedup();
    used
}

fn sites(view: &View, frame: &Frame, out: &mut String) {
    for id in used_sites(view) {
        let path = dot(frame.at(view.county.site(id).point));
        put!(out, "<g class=\"site\"><path class=\"rim\" d=\"{path}\"/><path class=\"core\" d=\"{path}\"/>");
        put!(out, "<title>{}</title></g>", Esc(view.site(id)));
    }
}

/// Names that do not cover each other: sites first, then towns by population.
fn names(view: &View, frame: &Frame, out: &mut String) {
    let county = view.county;
    let mut wanted: Vec<(&str, Point, &str)> =
        used_sites(view).into_iter().map(|id| (view.site(id), county.site(id).point, "name first")).collect();
    let mut towns: Vec<_> = county
        .places
        .iter()
        .filter(|place| matches!(place.kind, PlaceKind::Seat | PlaceKind::Township))
        .collect();
    towns.sort_by_key(|place| (place.kind != PlaceKind::Seat, std::cmp::Reverse(place.population)));
    wanted.extend(towns.iter().map(|place| {
        let class = if place.kind == PlaceKind::Seat { "name first" } else { "name" };
        (text::name(&place.name_zh, &place.name_en, view.lang), place.point, class)
    }));
    let mut taken: Vec<[f64; 4]> = Vec::new();
    for (name, point, class) in wanted {
        let at = frame.at(point);
        let wide = name.chars().map(|letter| if letter.is_ascii() { 75.0 } else { 130.0 }).sum::<f64>();
        let area = [at.x - wide / 2.0, at.y - 250.0, at.x + wide / 2.0, at.y - 60.0];
        let apart = |other: &[f64; 4]| {
            area[2] < other[0] || other[2] < area[0] || area[3] < other[1] || other[3] < area[1]
        };
        let inside = area[0] > 0.0 && area[1] > 0.0 && area[2] < WIDTH && area[3] < frame.height;
        if inside && taken.iter().all(apart) {
            put!(
                out,
                "<text class=\"{class}\" x=\"{:.0}\" y=\"{:.0}\" dy=\"-.7em\">{}</text>",
                at.x,
                at.y,
                Esc(name)
            );
            taken.push(area);
        }
    }
}

/// A round number of kilometres, about a sixth of the map.
fn scale_bar(frame: &Frame, out: &mut String) {
    let fits = |km: &f64| frame.kilometres(*km) <= WIDTH / 5.0;
    let Some(km) = [100.0, 50.0, 20.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1].into_iter().find(fits) else {
        return;
    };
    let (y, right) = (frame.height - 180.0, 150.0 + frame.kilometres(km));
    put!(out, "<g class=\"scale\"><path d=\"M150 {y:.0}V{0:.0}H{right:.0}V{y:.0}\"/>", y + 70.0);
    put!(out, "<text x=\"{:.0}\" y=\"{:.0}\">{km} km</text></g>", (150.0 + right) / 2.0, y);
}

fn legend(view: &View, out: &mut String) {
    let lang = view.lang;
    put!(
        out,
        "<aside class=\"legend\"><p class=\"all script\"><button data-show=\"1\">{}</button>",
        page::ALL_ROUTES.say(lang)
    );
    put!(out, "<button data-show=\"0\">{}</button></p><ul>", page::NO_ROUTES.say(lang));
    for (at, round) in view.plan.rounds.iter().enumerate() {
        let ink = ink_of(view, at, round);
        let name = view.vehicle(round);
        put!(
            out,
            "<li data-r=\"{at}\"><input class=\"script\" type=\"checkbox\" checked aria-label=\"{}\">",
            Esc(&name)
        );
        put!(
            out,
            "<svg class=\"key\" viewBox=\"0 0 26 8\"><path d=\"M1 4h24\" stroke=\"{}\" stroke-dasharray=\"{}\"/></svg>",
            ink.colour,
            ink.dash
        );
        let stops = page::stops(round.stops().count(), lang);
        put!(
            out,
            "<a href=\"#round-{at}\">{}</a><small>{stops} · {}</small></li>",
            Esc(&name),
            text::distance(round.distance())
        );
    }
    put!(
        out,
        "</ul><p class=\"marks\"><i class=\"m-site\"></i>{} <i class=\"m-stop\"></i>{} <i class=\"m-out\"></i>{}</p></aside>",
        page::LEGEND_SITE.say(lang),
        page::LEGEND_STOP.say(lang),
        page::LEGEND_UNSERVED.say(lang)
    );
}
