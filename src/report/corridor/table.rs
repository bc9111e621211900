//! Corridors as a table for the terminal, and as JSON.

use super::{CorridorReport, Edge, load, rounded};
use crate::corridor::{Approval, Suggestion};
use crate::report::text::corridor as words;
use crate::report::text::{Lang, name};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde_json::{Value, json};

fn table(width: u16, headings: &[&str], left: usize) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width.max(60));
    table.set_header(headings.iter().copied());
    for column in table.column_iter_mut().skip(left) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// Every directed edge, the refusals with their rules, and suggestions if there are any.
#[must_use]
pub fn corridors_table(report: &CorridorReport, lang: Lang, width: u16) -> String {
    let (found, refused) = (report.all.corridors.len(), report.all.refusals.len());
    let drone = report.drone_name(lang);
    let mut parts = vec![words::summary(report.title(lang), drone, found, refused, lang)];
    let sound = if report.faults.is_empty() { words::SOUND } else { words::FAULTY };
    let approval = words::approval(report.approval(), lang);
    parts.push(match report.approval() {
        Approval::Application => {
            let until = words::deadline(&report.county.date);
            format!("{} · {approval} ≤ {until}", sound.say(lang))
        }
        Approval::SuitableAirspace => format!("{} · {approval}", sound.say(lang)),
    });
    parts.push(if found == 0 {
        words::NOTHING.say(lang).to_owned()
    } else {
        edges(report, lang, width).to_string()
    });
    if refused > 0 {
        parts.push(refusals(report, lang, width).to_string());
    }
    if !report.suggestions.is_empty() {
        parts.push(format!("{}\n{}", words::SUGGESTED.say(lang), suggestions(report, lang, width)));
    }
    parts.join("\n")
}

fn edges(report: &CorridorReport, lang: Lang, width: u16) -> Table {
    let headings = [
        words::FROM,
        words::TO,
        words::LENGTH,
        words::UP_DOWN,
        words::ABOVE,
        words::LOAD_CALM,
        words::LOAD_WINDY,
        words::LOAD_RETURN,
        words::MINUTES,
        words::PEOPLE,
        words::CAPACITY,
        words::COST,
    ];
    let mut table = table(width, &headings.map(|heading| heading.say(lang)), 2);
    for edge in report.edges() {
        let (way, [from, to], (up, down)) = (edge.way(), edge.ends(), edge.up_down());
        table.add_row([
            report.pad(from).code.clone(),
            report.pad(to).code.clone(),
            format!("{:.1}", edge.corridor.length / 1000.0),
            format!("{up:.0}/{down:.0}"),
            format!("{:.0}–{:.0}", edge.corridor.above.0, edge.corridor.above.1),
            load(way.calm),
            load(way.windy),
            load(way.calm_return),
            format!("{:.0}", way.seconds / 60.0),
            format!("{:.0}", edge.corridor.people),
            format!("{:.0}", way.capacity()),
            format!("{:.1}", way.cost.as_f64() / 100.0),
        ]);
    }
    table
}

fn refusals(report: &CorridorReport, lang: Lang, width: u16) -> Table {
    let headings = [words::FROM.say(lang), words::TO.say(lang), words::REASON.say(lang)];
    let mut table = table(width, &headings, 3);
    for refusal in &report.all.refusals {
        let [from, to] = refusal.ends.map(|pad| report.pad(pad).code.clone());
        table.add_row([from, to, words::rule(&refusal.rule, report.county, report.pads, lang)]);
    }
    table
}

/// Names of the places that a suggestion serves.
pub(super) fn serves(report: &CorridorReport, suggestion: &Suggestion, lang: Lang) -> String {
    let places = suggestion.places.iter().map(|at| &report.county.places[*at]);
    let names: Vec<&str> = places.map(|place| name(&place.name_zh, &place.name_en, lang)).collect();
    names.join(lang.pick("、", ", "))
}

fn suggestions(report: &CorridorReport, lang: Lang, width: u16) -> Table {
    let headings = [
        words::LATITUDE,
        words::LONGITUDE,
        words::GROUND,
        words::SLOPE,
        words::ROAD,
        words::SERVED_PEOPLE,
        words::SERVES,
    ];
    let mut table = table(width, &headings.map(|heading| heading.say(lang)), 7);
    for one in report.suggestions {
        table.add_row([
            format!("{:.5}", one.point.y()),
            format!("{:.5}", one.point.x()),
            format!("{:.0}", one.ground),
            format!("{:.1}", one.slope),
            format!("{:.0}", one.road),
            one.people.to_string(),
            serves(report, one, lang),
        ]);
    }
    table
}

/// What is known of a directed edge, without its line.
pub(super) fn properties(report: &CorridorReport, edge: &Edge) -> Value {
    let (way, [from, to], (up, down)) = (edge.way(), edge.ends(), edge.up_down());
    let loads: Vec<Value> = way
        .loads
        .iter()
        .map(|load| {
            json!({
                "payload_kg": rounded(load.payload, 2),
                "calm_wh": load.calm.map(|wh| rounded(wh, 1)),
                "windy_wh": load.windy.map(|wh| rounded(wh, 1)),
            })
        })
        .collect();
    let [spring, summer, autumn, winter] = way.available.map(|share| rounded(share, 3));
    let filed = report.approval() == Approval::Application;
    json!({
        "from": report.pad(from).code,
        "to": report.pad(to).code,
        "drone": report.drone.code,
        "airframe": report.terms.frame.code,
        "length_m": edge.corridor.length.round(),
        "climb_m": up.round(),
        "descent_m": down.round(),
        "above_ground_min_m": rounded(edge.corridor.above.0, 1),
        "above_ground_max_m": rounded(edge.corridor.above.1, 1),
        "energy": loads,
        "usable_wh": rounded(way.usable, 1),
        "payload_calm_kg": way.calm,
        "payload_windy_kg": way.windy,
        "payload_return_calm_kg": way.calm_return,
        "payload_return_windy_kg": way.windy_return,
        "windy_m_per_s": report.terms.wind,
        "strongest_headwind_m_per_s": rounded(way.strongest, 1),
        "seconds": way.seconds.round(),
        "windy_seconds": way.windy_seconds.map(f64::round),
        "people": edge.corridor.people.round(),
        "buffer_m": report.terms.rules.buffer,
        "zones": report.zones(edge.corridor),
        "power_lines": power_lines(report, edge),
        "without_link_m": edge.corridor.unlinked.map(f64::round),
        "approval": if filed { "application" } else { "suitable_airspace" },
        "file_before": filed.then(|| words::deadline(&report.county.date)),
        "flights_per_day": way.flights,
        "kg_per_day": rounded(way.capacity(), 1),
        "available": { "spring": spring, "summer": summer, "autumn": autumn, "winter": winter },
        "cost_yuan": way.cost.as_f64() / 100.0,
        "co2_g": way.carbon.round(),
        "farthest_landing_m": edge.corridor.farthest.round(),
    })
}

/// Where power lines are crossed, in the edge's own direction.
fn power_lines(report: &CorridorReport, edge: &Edge) -> Vec<Value> {
    let one = |crossing: &crate::corridor::Crossing| {
        let back = edge.corridor.length - crossing.along;
        let along = if edge.backwards { back } else { crossing.along };
        json!({
            "id": report.wire(crossing.wire),
            "along_m": along.round(),
            "above_line_m": rounded(crossing.over, 1),
        })
    };
    let mut all: Vec<Value> = edge.corridor.crossings.iter().map(one).collect();
    if edge.backwards {
        all.reverse();
    }
    all
}

/// All directed edges, refusals and suggestions.
#[must_use]
pub fn corridors_json(report: &CorridorReport) -> String {
    let edges: Vec<Value> = report.edges().map(|edge| properties(report, &edge)).collect();
    let refusal = |refusal: &crate::corridor::Refusal| {
        let [from, to] = refusal.ends.map(|pad| report.pad(pad).code.clone());
        let say = |lang| words::rule(&refusal.rule, report.county, report.pads, lang);
        json!({ "from": from, "to": to, "rule_zh": say(Lang::Zh), "rule_en": say(Lang::En) })
    };
    let suggestion = |one: &Suggestion| {
        json!({
            "lon": rounded(one.point.x(), 6),
            "lat": rounded(one.point.y(), 6),
            "ground_m": one.ground.round(),
            "slope_deg": rounded(one.slope, 1),
            "road_m": one.road.round(),
            "people": one.people,
            "places": one.places.iter().map(|at| report.county.places[*at].code.as_str()).collect::<Vec<_>>(),
        })
    };
    let fault = |(at, fault): &(usize, crate::corridor::verify::Fault)| {
        let [from, to] = report.all.corridors[*at].ends.map(|pad| report.pad(pad).code.clone());
        json!({ "from": from, "to": to, "fault": format!("{fault:?}") })
    };
    json!({
        "county": report.county.code,
        "date": report.county.date,
        "sound": report.faults.is_empty(),
        "faults": report.faults.iter().map(fault).collect::<Vec<Value>>(),
        "edges": edges,
        "refused": report.all.refusals.iter().map(refusal).collect::<Vec<Value>>(),
        "suggested_pads": report.suggestions.iter().map(suggestion).collect::<Vec<Value>>(),
    })
    .to_string()
}
