//! The vehicles' day: one row each, hours across.

use super::colour::ink;
use super::{Esc, put};
use crate::plan::{Leg, Rest, Round, Trip};
use crate::report::text::page;
use crate::report::view::{View, hours};
use crate::units::Moment;

/// Width in units of the drawing.
const WIDTH: f64 = 10_000.0;

/// What a vehicle does at a time, in the order of drawing, with its class and height in the row.
const KINDS: [(&str, u32, u32); 5] =
    [("wait", 9, 2), ("drive", 8, 4), ("load", 5, 10), ("serve", 3, 14), ("rest", 5, 10)];
const WAIT: usize = 0;
const DRIVE: usize = 1;
const LOAD: usize = 2;
const SERVE: usize = 3;
const REST: usize = 4;

/// The hours of the drawing.
struct Axis {
    first: i64,
    last: i64,
}

impl Axis {
    fn at(&self, moment: Moment) -> f64 {
        let share = (moment.0 - self.first * 3600) as f64 / ((self.last - self.first) * 3600) as f64;
        (share * WIDTH).round()
    }

    /// Every hour, or every second, third … on long days.
    fn ticks(&self) -> impl Iterator<Item = i64> + use<> {
        let step = ((self.last - self.first) / 12 + 1).max(1) as usize;
        (self.first..=self.last).step_by(step)
    }
}

pub fn section(view: &View, out: &mut String) {
    let lang = view.lang;
    if view.plan.rounds.is_empty() {
        return;
    }
    put!(out, "<section class=\"day\"><h2>{}</h2><p class=\"marks\">", page::TIMELINE.say(lang));
    let keys = [page::LOADING, page::DRIVING, page::SERVICE, page::WAITING, page::REST];
    for (class, words) in ["load", "drive", "serve", "wait", "rest"].iter().zip(keys) {
        put!(out, "<i class=\"t-{class}\"></i>{} ", words.say(lang));
    }
    out.push_str("</p><div class=\"rows\">");
    let (first, last) = hours(view.plan);
    let axis = Axis { first, last };
    hour_row(&axis, out);
    let ticks: String = axis.ticks().map(|hour| format!("M{} 0v20", axis.at(Moment(hour * 3600)))).collect();
    for (at, round) in view.plan.rounds.iter().enumerate() {
        row(view, &axis, at, round, &ticks, out);
    }
    hour_row(&axis, out);
    out.push_str("</div></section>");
}

fn hour_row(axis: &Axis, out: &mut String) {
    out.push_str("<p></p><div class=\"axis\">");
    for hour in axis.ticks() {
        let at = axis.at(Moment(hour * 3600)) / WIDTH * 100.0;
        put!(out, "<span style=\"left:{at:.2}%\">{}</span>", hour.rem_euclid(24));
    }
    out.push_str("</div>");
}

fn row(view: &View, axis: &Axis, at: usize, round: &Round, ticks: &str, out: &mut String) {
    let mut paths: [String; 5] = Default::default();
    for trip in &round.trips {
        draw(axis, trip, &mut paths);
    }
    let ink = ink(at).colour;
    put!(out, "<p data-r=\"{at}\"><i style=\"background:{ink}\"></i>{}</p>", Esc(&view.vehicle(round)));
    put!(
        out,
        "<svg data-r=\"{at}\" viewBox=\"0 0 {WIDTH} 20\" preserveAspectRatio=\"none\"><path class=\"tick\" d=\"{ticks}\"/>"
    );
    for ((class, _, _), path) in KINDS.iter().zip(&paths).filter(|(_, path)| !path.is_empty()) {
        put!(out, "<path class=\"t-{class}\" d=\"{path}\"/>");
    }
    out.push_str("</svg>");
}

fn draw(axis: &Axis, trip: &Trip, paths: &mut [String; 5]) {
    let mut bar = |kind: usize, from: Moment, to: Moment| {
        let (x, wide) = (axis.at(from), axis.at(to) - axis.at(from));
        if wide > 0.0 {
            let (_, y, high) = KINDS[kind];
            put!(&mut paths[kind], "M{x} {y}h{wide}v{high}h-{wide}z");
        }
    };
    let rest = |bar: &mut dyn FnMut(usize, Moment, Moment), rest: Option<Rest>| {
        if let Some(rest) = rest {
            bar(REST, rest.start, rest.end);
        }
    };
    let drive = |bar: &mut dyn FnMut(usize, Moment, Moment), leg: &Leg, arrive: Moment| {
        bar(DRIVE, arrive - leg.duration, arrive);
    };
    bar(LOAD, trip.load_start, trip.depart);
    for stop in &trip.stops {
        rest(&mut bar, stop.rest);
        drive(&mut bar, &stop.leg, stop.arrive);
        bar(WAIT, stop.arrive, stop.start);
        bar(SERVE, stop.start, stop.end);
    }
    rest(&mut bar, trip.rest);
    drive(&mut bar, &trip.home, trip.back);
}
