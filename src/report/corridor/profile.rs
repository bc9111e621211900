//! Drawings: profiles of corridors from the side.

use super::{CorridorReport, Edge};
use crate::corridor::{Corridor, Spot};
use crate::report::html::{Esc, put};

const WIDE: f64 = 900.0;
const HIGH: f64 = 190.0;
/// Left, right, top, bottom.
const MARGINS: [f64; 4] = [48.0, 12.0, 12.0, 26.0];

/// Ground, highest ground around, ceiling and flight along one corridor.
pub(super) fn profile(report: &CorridorReport, corridor: &Corridor, out: &mut String) {
    let [left, right, top, bottom] = MARGINS;
    let spots = &corridor.profile;
    let low = spots.iter().map(|spot| spot.ground).fold(f64::INFINITY, f64::min);
    let high = spots.iter().map(|spot| spot.height.max(spot.around)).fold(f64::NEG_INFINITY, f64::max);
    let span = (high - low).max(50.0) * 1.08;
    let x = |along: f64| left + along / corridor.length.max(1.0) * (WIDE - left - right);
    let y = |height: f64| (HIGH - bottom - (height - low) / span * (HIGH - top - bottom)).max(2.0);
    let line = |of: &dyn Fn(&Spot) -> f64| -> String {
        let points = spots.iter().map(|spot| format!("{:.0},{:.1}", x(spot.along), y(of(spot))));
        points.collect::<Vec<String>>().join(" ")
    };
    let [from, to] = corridor.ends.map(|pad| &report.pad(pad).code);
    let base = HIGH - bottom;
    put!(
        out,
        "<svg class=\"profile\" viewBox=\"0 0 {WIDE} {HIGH}\" role=\"img\" aria-label=\"{} → {}\">",
        Esc(from),
        Esc(to)
    );
    let ground = line(&|spot| spot.ground);
    put!(out, "<polygon class=\"ground\" points=\"{left},{base} {ground} {:.0},{base}\"/>", WIDE - right);
    put!(out, "<polyline class=\"around\" points=\"{}\"/>", line(&|spot| spot.around));
    put!(out, "<polyline class=\"ceiling\" points=\"{}\"/>", line(&|spot| spot.ceiling));
    let ends = (spots.first(), spots.last());
    if let (Some(first), Some(last)) = ends {
        let flown = line(&|spot| spot.height);
        let (start, end) = (x(first.along), x(last.along));
        put!(
            out,
            "<polyline class=\"flown\" points=\"{start:.0},{:.1} {flown} {end:.0},{:.1}\"/>",
            y(first.ground),
            y(last.ground)
        );
    }
    for share in [0.0, 0.5, 1.0] {
        let height = low + (high - low) * share;
        put!(
            out,
            "<text x=\"{}\" y=\"{:.0}\" text-anchor=\"end\">{height:.0}</text>",
            left - 6.0,
            y(height) + 4.0
        );
        let along = corridor.length * share;
        put!(
            out,
            "<text x=\"{:.0}\" y=\"{}\" text-anchor=\"middle\">{:.1} km</text>",
            x(along).min(WIDE - 26.0),
            HIGH - 8.0,
            along / 1000.0
        );
    }
    out.push_str("</svg>");
}

/// One line about a directed edge, for the head of its profile.
pub(super) fn headline(report: &CorridorReport, edge: &Edge) -> String {
    let [from, to] = edge.ends().map(|pad| &report.pad(pad).code);
    format!("{from} → {to} · {:.1} km", edge.corridor.length / 1000.0)
}
