//! A way at an hour of the day, and others that avoid its weak roads.

use super::{collection, feature, line, rounded, table};
use crate::network::Network;
use crate::reliability::Alternative;
use crate::report::text::inspect as words;
use crate::report::text::{self, Lang};
use crate::units::{Metres, Moment, Seconds};
use geojson::Geometry;
use petgraph::graph::EdgeIndex;
use serde_json::{Value, json};

/// From one place to another.
pub struct Ways<'a> {
    pub network: &'a Network,
    pub depart: Moment,
    pub arrive: Option<Moment>,
    /// The way of that hour.
    pub path: &'a [EdgeIndex],
    /// At the usual speeds, the fastest first.
    pub others: &'a [Alternative],
}

#[must_use]
pub fn ways_table(ways: &Ways, lang: Lang, width: u16) -> String {
    let clock = |moment: Moment| text::clock(moment, lang);
    let arrive = ways.arrive.map(clock);
    let mut lines = vec![words::leaves(&clock(ways.depart), arrive.as_deref(), lang)];
    if ways.others.is_empty() {
        return lines.join("\n");
    }
    let headings = [words::WAY, words::TIME, words::LENGTH, words::ENERGY, words::CHANCE, words::SHARED];
    let headings: Vec<&str> = headings.iter().map(|heading| heading.say(lang)).collect();
    let mut table = table(width, &headings, 0);
    for (number, other) in ways.others.iter().enumerate() {
        table.add_row([
            text::count(number + 1),
            text::span(Seconds((other.way.millis / 1000) as i64), lang),
            text::distance(Metres((other.way.decimetres / 10) as i64)),
            format!("{:.1} kWh", other.way.joules as f64 / 3.6e6),
            format!("{:.2} %", other.chance * 100.0),
            text::percent(other.shared),
        ]);
    }
    lines.push(table.to_string());
    lines.join("\n")
}

fn properties(number: usize, other: &Alternative) -> Value {
    json!({
        "way": number + 1,
        "seconds": other.way.millis / 1000,
        "metres": other.way.decimetres / 10,
        "joules_empty": other.way.joules,
        "chance_closed": rounded(other.chance, 6),
        "risk_shared": rounded(other.shared, 4),
    })
}

#[must_use]
pub fn ways_json(ways: &Ways) -> String {
    let others: Vec<Value> =
        ways.others.iter().enumerate().map(|(number, other)| properties(number, other)).collect();
    let arrive = ways.arrive.map(|moment| moment.to_string());
    json!({ "depart": ways.depart.to_string(), "arrive": arrive, "ways": others }).to_string()
}

/// The way of the hour (`way: 0`), then the others.
#[must_use]
pub fn ways_geojson(ways: &Ways) -> String {
    let drawn = |path: &[EdgeIndex], properties: Value| {
        let points = line(&ways.network.geometry(path));
        (points.len() > 1).then(|| feature(Geometry::new_line_string(points), properties))
    };
    let arrive = ways.arrive.map(|moment| moment.to_string());
    let of_the_hour = json!({ "way": 0, "depart": ways.depart.to_string(), "arrive": arrive });
    let first = drawn(ways.path, of_the_hour);
    let others = ways.others.iter().enumerate();
    let others = others.filter_map(|(number, other)| drawn(&other.path, properties(number, other)));
    collection(first.into_iter().chain(others).collect())
}
