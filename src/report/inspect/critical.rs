//! The county's most critical roads.

use super::{Roads, collection, feature, line, position, rounded, table};
use crate::network::Network;
use crate::reliability::{Criticality, Stretch};
use crate::report::text::inspect as words;
use crate::report::text::{self, Lang};
use crate::units::{Fen, Metres, Seconds};
use geojson::Geometry;
use petgraph::graph::EdgeIndex;
use serde_json::{Value, json};

/// Ranked closures and what they are about.
pub struct Critical<'a> {
    pub roads: Roads<'a>,
    pub found: &'a Criticality,
    /// Roads that are shown, the dearest first.
    pub top: usize,
}

impl Critical<'_> {
    fn shown(&self) -> impl Iterator<Item = &Stretch> {
        self.found.stretches.iter().take(self.top)
    }

    /// One direction of a stretch.
    fn edges(&self, stretch: &Stretch) -> Vec<EdgeIndex> {
        let network = self.roads.network;
        let one = |edge: &&EdgeIndex| network.twin(**edge).is_none_or(|twin| **edge < twin);
        stretch.edges.iter().filter(one).copied().collect()
    }

    fn metres(&self, stretch: &Stretch) -> Metres {
        let network = self.roads.network;
        Metres(self.edges(stretch).iter().map(|edge| network.graph()[*edge].length.0).sum())
    }

    /// The longest named road of a stretch.
    fn name(&self, stretch: &Stretch) -> &str {
        let named = stretch.edges.iter().filter(|edge| !self.roads.name(**edge).is_empty());
        let length = |edge: &&EdgeIndex| self.roads.network.graph()[**edge].length;
        named.max_by_key(length).map_or("", |edge| self.roads.name(*edge))
    }

    fn near(&self, stretch: &Stretch, lang: Lang) -> String {
        let place = self.roads.middle(&stretch.edges).and_then(|point| self.roads.near(point));
        place.map_or_else(String::new, |place| {
            let place = &self.roads.county.places[place];
            text::name(&place.name_zh, &place.name_en, lang).to_owned()
        })
    }

    /// For a terminal of so many columns.
    #[must_use]
    pub fn table(&self, lang: Lang, width: u16) -> String {
        let found = self.found;
        let mut lines = vec![words::summary(found.roads, found.used, found.bridges, found.weak, lang)];
        if found.unreachable > 0 {
            lines.push(words::unreachable(found.unreachable, lang));
        }
        if found.stretches.is_empty() {
            lines.push(words::NOTHING.say(lang).to_owned());
            return lines.join("\n");
        }
        let headings = [
            words::ROAD,
            words::NEAR,
            words::LENGTH,
            words::BRIDGE,
            words::COST,
            words::CUT_OFF,
            words::DETOURS,
            words::MORE_TIME,
            words::CHANCE,
            words::EXPECTED,
        ];
        let headings: Vec<&str> = headings.iter().map(|heading| heading.say(lang)).collect();
        let mut table = table(width, &headings, 2);
        for stretch in self.shown() {
            table.add_row(self.row(stretch, lang));
        }
        lines.push(table.to_string());
        lines.join("\n")
    }

    fn row(&self, stretch: &Stretch, lang: Lang) -> Vec<String> {
        let name = match self.name(stretch) {
            "" => words::UNNAMED.say(lang).to_owned(),
            name => name.to_owned(),
        };
        let each = stretch.added_millis / 1000 / (stretch.detours.max(1) as i64);
        vec![
            name,
            self.near(stretch, lang),
            text::distance(self.metres(stretch)),
            if stretch.bridge { words::YES.say(lang).to_owned() } else { String::new() },
            text::money(stretch.cost),
            text::count(stretch.cut_off),
            text::count(stretch.detours),
            if stretch.detours > 0 { text::span(Seconds(each), lang) } else { String::new() },
            format!("{:.2} %", stretch.chance * 100.0),
            text::money(expected(stretch)),
        ]
    }

    fn properties(&self, rank: usize, stretch: &Stretch) -> Value {
        let middle = self.roads.middle(&stretch.edges).map(position);
        let graph = self.roads.network.graph();
        let mut ways: Vec<i64> = stretch.edges.iter().map(|edge| graph[*edge].way).collect();
        ways.sort_unstable();
        ways.dedup();
        json!({
            "rank": rank + 1,
            "name": self.name(stretch),
            "near": self.near(stretch, Lang::Zh),
            "middle": middle,
            "ways": ways,
            "metres": self.metres(stretch).0,
            "bridge": stretch.bridge,
            "chance": rounded(stretch.chance, 6),
            "cost_fen": stretch.cost.0,
            "expected_fen": expected(stretch).0,
            "cut_off": stretch.cut_off,
            "detours": stretch.detours,
            "added_s": stretch.added_millis / 1000,
            "added_m": stretch.added_decimetres / 10,
        })
    }

    #[must_use]
    pub fn json(&self) -> String {
        let found = self.found;
        let stretches: Vec<Value> =
            self.shown().enumerate().map(|(rank, stretch)| self.properties(rank, stretch)).collect();
        let all = json!({
            "county": self.roads.county.code,
            "date": self.roads.county.date,
            "roads": found.roads,
            "bridges": found.bridges,
            "weak": found.weak,
            "closed_one_by_one": found.used,
            "orders_unreachable": found.unreachable,
            "stretches": stretches,
        });
        all.to_string()
    }

    /// A `MultiLineString` for each stretch.
    #[must_use]
    pub fn geojson(&self) -> String {
        let drawn = self.shown().enumerate().map(|(rank, stretch)| {
            let lines: Vec<Vec<[f64; 2]>> = lines(self.roads.network, &self.edges(stretch));
            feature(Geometry::new_multi_line_string(lines), self.properties(rank, stretch))
        });
        collection(drawn.collect())
    }
}

/// What a closure costs times how likely it is today.
fn expected(stretch: &Stretch) -> Fen {
    Fen::rounded(stretch.cost.0 as f64 * stretch.chance)
}

fn lines(network: &Network, edges: &[EdgeIndex]) -> Vec<Vec<[f64; 2]>> {
    edges.iter().map(|edge| line(&network.graph()[*edge].geometry)).collect()
}
