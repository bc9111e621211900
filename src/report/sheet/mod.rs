//! One printable page set for each vehicle: what to load, where to go, in
//! which order, whom to meet. The only outputs with names, phones and
//! addresses.
//!
//! Chinese first; with English chosen, small English beside it. A stop is
//! never cut by a page break. Navigation opens Amap, which counts in GCJ-02.

mod amap;
mod card;
mod qr;

use super::ReportInput;
use super::html::{Esc, put};
use super::text::{self, Lang, Words, label, page, sheet as words};
use super::view::View;
use crate::plan::{Round, Stop, Trip};
use std::collections::BTreeMap;

const STYLE: &str = include_str!("style.css");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// File names and texts of all sheets and of `index.html`.
pub(super) fn sheets(input: &ReportInput, lang: Lang) -> Vec<(String, String)> {
    // Names on sheets are Chinese in both languages: couriers compare them with road signs.
    let view = View { plan: input.plan, county: input.county, lang: Lang::Zh };
    let paper = Paper { view, lang, input };
    let mut sheets = vec![("index.html".to_owned(), paper.index())];
    for (at, round) in input.plan.rounds.iter().enumerate() {
        sheets.push((paper.file_name(at, round), paper.sheet(round)));
    }
    sheets
}

/// What all parts of a sheet need.
struct Paper<'a> {
    view: View<'a>,
    lang: Lang,
    input: &'a ReportInput<'a>,
}

impl Paper<'_> {
    /// Chinese, and small English where that was asked for.
    fn say(&self, words: Words) -> String {
        match self.lang {
            Lang::Zh => words.zh.to_owned(),
            Lang::En => format!("{} <small>{}</small>", words.zh, words.en),
        }
    }

    /// `01-truck-2.html`: letters of the type's code that are safe in every file system.
    fn file_name(&self, at: usize, round: &Round) -> String {
        let code = &self.view.county.vehicle_type(round.vehicle_type).code;
        let safe = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
        let code: String = code.chars().take(40).map(safe).collect();
        format!("{:02}-{code}-{}.html", at + 1, round.number)
    }

    fn open(&self, title: &str, out: &mut String) {
        put!(
            out,
            "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>{}</title><style>{STYLE}</style></head><body><main>",
            Esc(title)
        );
    }

    fn index(&self) -> String {
        let (view, mut out) = (&self.view, String::new());
        self.open(&format!("{} {}", words::ALL.zh, view.plan.date), &mut out);
        put!(&mut out, "<header><div><p>{} · {}</p>", Esc(view.county_name()), Esc(&view.plan.date));
        put!(&mut out, "<h1>{}</h1></div></header><ol class=\"index\">", self.say(words::ALL));
        for (at, round) in view.plan.rounds.iter().enumerate() {
            let start = round.start().map_or(String::new(), |start| text::clock(start, Lang::Zh));
            let stops = page::stops(round.stops().count(), Lang::Zh);
            let far = text::distance(round.distance());
            put!(&mut out, "<li><a href=\"{}\">", self.file_name(at, round));
            put!(&mut out, "{}</a><span>{start} · {stops} · {far}</span></li>", Esc(&view.vehicle(round)));
        }
        put!(&mut out, "</ol><p class=\"private\">{}</p></main></body></html>\n", self.say(words::PRIVATE));
        out
    }

    fn sheet(&self, round: &Round) -> String {
        let (view, mut out) = (&self.view, String::new());
        let vehicle = view.vehicle(round);
        self.open(&format!("{vehicle} {}", view.plan.date), &mut out);
        self.header(round, &vehicle, &mut out);
        let mut number = 0;
        for (at, trip) in round.trips.iter().enumerate() {
            self.trip(round, at, trip, &mut number, &mut out);
        }
        put!(
            &mut out,
            "<footer><p>{} <i></i></p><p>{} <i></i></p><p>{} <i></i></p></footer>",
            self.say(words::COURIER),
            self.say(words::DISPATCHER),
            self.say(words::KM_READING)
        );
        put!(&mut out, "<p class=\"private\">{}</p></main></body></html>\n", self.say(words::PRIVATE));
        out
    }

    fn header(&self, round: &Round, vehicle: &str, out: &mut String) {
        let view = &self.view;
        let clock = |moment: Option<_>| moment.map_or(String::new(), |at| text::clock(at, Lang::Zh));
        put!(out, "<header><div><p>{} · {}</p>", Esc(view.county_name()), self.say(words::TITLE));
        put!(out, "<h1>{}</h1></div><dl><dt>{}</dt>", Esc(vehicle), Esc(&view.plan.date));
        put!(out, "<dd>{}–{}</dd>", clock(round.start()), clock(round.end()));
        put!(out, "<dt>{}</dt>", page::trips(round.trips.len(), Lang::Zh));
        let stops = page::stops(round.stops().count(), Lang::Zh);
        put!(out, "<dd>{stops} · {}</dd></dl></header>", text::distance(round.distance()));
    }

    fn trip(&self, round: &Round, at: usize, trip: &Trip, number: &mut usize, out: &mut String) {
        let view = &self.view;
        put!(
            out,
            "<section><h2>{} <span>{}</span> {} <b>{}</b> {}</h2>",
            page::trip_number(at + 1, Lang::Zh),
            text::clock(trip.load_start, Lang::Zh),
            Esc(view.site(trip.from)),
            text::clock(trip.depart, Lang::Zh),
            self.say(words::LEAVE)
        );
        let visits = visits(view, trip);
        self.loading(round, trip, *number, &visits, out);
        for visit in &visits {
            *number += 1;
            self.card(round, *number, visit, out);
        }
        if let Some(rest) = trip.rest {
            self.rest(rest, out);
        }
        put!(
            out,
            "<p class=\"back\"><b>{}</b> {} {}</p></section>",
            text::clock(trip.back, Lang::Zh),
            self.say(words::BACK_AT),
            Esc(view.site(trip.to))
        );
    }

    fn rest(&self, rest: crate::plan::Rest, out: &mut String) {
        let (from, to) = (text::clock(rest.start, Lang::Zh), text::clock(rest.end, Lang::Zh));
        put!(out, "<p class=\"rest\">{from}–{to} {}</p>", self.say(words::REST));
    }

    /// Deliveries by compartment, the last stop first, with the stop's number.
    fn loading(&self, round: &Round, trip: &Trip, before: usize, visits: &[&[Stop]], out: &mut String) {
        let mut lists: BTreeMap<usize, Vec<(usize, &Stop)>> = BTreeMap::new();
        for (at, visit) in visits.iter().enumerate().rev() {
            for stop in visit.iter().filter(|stop| stop.action == crate::plan::Action::Deliver) {
                lists.entry(stop.compartment).or_default().push((before + at + 1, stop));
            }
        }
        put!(out, "<div class=\"load\"><h3>{}", self.say(words::LOADING));
        if lists.is_empty() {
            put!(out, " <span>{}</span></h3></div>", self.say(words::NOTHING_TO_LOAD));
            return;
        }
        put!(out, " <span>{} · {}</span></h3>", text::mass(trip.load), self.say(words::LAST_FIRST));
        for stops in lists.values() {
            let Some((_, first)) = stops.first() else { continue };
            put!(out, "<p class=\"box\">{}</p><ul>", self.view.compartment(round, first));
            for (number, stop) in stops {
                let order = self.view.order(stop.order);
                put!(out, "<li><i class=\"tick\"></i><b>{number}</b> {} ", Esc(self.view.goods(stop.order)));
                put!(out, "{} <em>{}</em></li>", text::mass(order.mass), Esc(&order.code));
            }
            out.push_str("</ul>");
        }
        out.push_str("</div>");
    }
}

/// Stops of a trip in runs at the same door.
fn visits<'t>(view: &View, trip: &'t Trip) -> Vec<&'t [Stop]> {
    let same = |one: &Stop, other: &Stop| {
        let points = (view.door(one).map(|door| door.point), view.door(other).map(|door| door.point));
        other.leg.distance.0 == 0 && other.rest.is_none() && points.0 == points.1
    };
    trip.stops.chunk_by(same).collect()
}

/// The label of a window, or nothing when any time will do.
fn open_hours(view: &View, stop: &Stop) -> Option<String> {
    Some(view.windows(stop)).filter(|windows| !windows.is_empty())
}

/// Shared by cards: the name of an action as a class of the style sheet.
fn action_class(stop: &Stop) -> &'static str {
    match stop.action {
        crate::plan::Action::Deliver | crate::plan::Action::DropOff => "give",
        crate::plan::Action::Collect | crate::plan::Action::PickUp => "take",
    }
}

/// `订单 0417`, for lines that need the order's id.
fn order_label(code: &str) -> String {
    format!("{} {}", label::ORDER.zh, Esc(code))
}
