//! The plan in a terminal: a few lines and three short tables.

use super::text::{self, Lang, flights, label, page, relays};
use super::view::{View, working};
use crate::county::{County, VehicleTypeId};
use crate::model::Reason;
use crate::plan::{Again, Change, Plan, Round};
use crate::units::{Fen, Metres, Seconds, Term};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A short table for people; it makes sense without colour. `width` in columns.
#[must_use]
pub fn terminal(plan: &Plan, county: &County, lang: Lang, width: u16) -> String {
    let view = View { plan, county, lang };
    let mut parts = vec![header(&view), breakdown(&view, width).to_string(), types(&view, width).to_string()];
    if !plan.unserved.is_empty() {
        parts.push(reasons(&view, width).to_string());
    }
    if let Some(air) = &plan.air {
        parts.push(format!("{}: {}", page::AIR.say(lang), flights::summary(&air.verdicts, lang)));
    }
    if !plan.relays.is_empty() {
        parts.push(format!("{}: {}", page::RELAYS.say(lang), relays::summary(&plan.relays, lang)));
    }
    if !plan.kits.is_empty() {
        let kits = plan.kits.iter().map(|kit| relays::kit(kit, county, lang)).collect::<Vec<_>>();
        parts.push(format!("{}: {}", page::CARRIED.say(lang), kits.join("; ")));
    }
    if let Some(again) = &plan.again {
        parts.push(changes(&view, again, width).to_string());
    }
    parts.push(format!("{}\n{}", page::search(plan, lang), page::bound(plan, lang)));
    let lines = parts.join("\n\n");
    lines.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Where the files are, one a line; the sheets as their folder.
#[must_use]
pub fn written(files: &[PathBuf], lang: Lang) -> String {
    let (sheets, others): (Vec<_>, Vec<_>) =
        files.iter().partition(|path| path.parent().is_some_and(|dir| dir.ends_with("sheets")));
    let mut out = format!("{}:\n", page::FILES.say(lang));
    for path in others {
        out.push_str(&format!("  {}\n", path.display()));
    }
    if let Some(index) = sheets.iter().find(|path| path.ends_with("index.html")) {
        out.push_str(&format!("  {} (+{})\n", index.display(), sheets.len() - 1));
    }
    out
}

fn header(view: &View) -> String {
    let (lang, figures) = (view.lang, view.figures());
    let line = |parts: &[String]| parts.join(" · ");
    let mut lines = vec![
        format!("{} {}  {}", view.county_name(), view.plan.date, page::PLAN.say(lang)),
        line(&[
            format!("{} {}", page::TOTAL_COST.say(lang), text::money(figures.total)),
            page::served_of(figures.served, figures.orders, lang),
            page::left_out(view.plan.unserved.len(), lang),
        ]),
        line(&[
            format!("{} {}", page::VEHICLES_OUT.say(lang), text::count(figures.vehicles)),
            page::trips(figures.trips, lang),
            text::distance(figures.distance),
            format!("{} {}", page::SPOILED.say(lang), text::money(figures.spoilage)),
        ]),
    ];
    if let Some(saved) = figures.saved {
        lines.push(format!("{} {}", page::SAVED.say(lang), text::money(saved)));
    }
    if !view.plan.search.spoilage {
        lines.push(page::BLIND_NOTE.say(lang).to_owned());
    }
    lines.join("\n")
}

fn table(width: u16, headings: &[&str], left: usize) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width.max(40));
    table.set_header(headings.iter().copied());
    for column in table.column_iter_mut().skip(left) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

fn breakdown(view: &View, width: u16) -> Table {
    let (lang, ours) = (view.lang, &view.plan.breakdown);
    let blind = view.plan.blind.as_ref().map(|blind| &blind.breakdown);
    let mut headings = vec![label::TERM.say(lang)];
    match blind {
        Some(_) => {
            headings.extend([label::WITH_CARE, label::WITHOUT, label::DIFFERENCE].map(|w| w.say(lang)))
        }
        None => headings.push(page::THIS_PLAN.say(lang)),
    }
    let mut table = table(width, &headings, 1);
    let mut row = |name: &str, amount: Fen, other: Option<Fen>| {
        let mut cells = vec![name.to_owned(), text::money(amount)];
        cells.extend(other.into_iter().flat_map(|other| [text::money(other), text::money(other - amount)]));
        table.add_row(cells);
    };
    for term in Term::ALL {
        let other = blind.map(|blind| blind[term]);
        if ours[term] != Fen::ZERO || other.is_some_and(|other| other != Fen::ZERO) {
            row(text::term(term, lang), ours[term], other);
        }
    }
    row(label::TOTAL.say(lang), ours.total(), blind.map(|blind| blind.total()));
    table
}

#[derive(Default)]
struct OfType {
    rounds: usize,
    trips: usize,
    stops: usize,
    distance: Metres,
    working: Seconds,
    cost: Fen,
}

impl OfType {
    fn add(&mut self, round: &Round) {
        self.rounds += 1;
        self.trips += round.trips.len();
        self.stops += round.stops().count();
        self.distance += round.distance();
        self.working += working(round);
        self.cost += round.breakdown.total();
    }
}

fn types(view: &View, width: u16) -> Table {
    let lang = view.lang;
    let mut by_type: BTreeMap<VehicleTypeId, OfType> = BTreeMap::new();
    for round in &view.plan.rounds {
        by_type.entry(round.vehicle_type).or_default().add(round);
    }
    let headings =
        [label::TYPE, page::VEHICLES_OUT, label::TRIPS, label::STOPS, label::KM, label::HOURS, label::COST];
    let mut table = table(width, &headings.map(|words| words.say(lang)), 1);
    for (id, sums) in by_type {
        let kind = view.county.vehicle_type(id);
        table.add_row([
            text::name(&kind.name_zh, &kind.name_en, lang).to_owned(),
            format!("{}/{}", sums.rounds, kind.count),
            text::count(sums.trips),
            text::count(sums.stops),
            text::distance(sums.distance),
            text::span(sums.working, lang),
            text::money(sums.cost),
        ]);
    }
    table
}

/// Against the plan before.
fn changes(view: &View, again: &Again, width: u16) -> Table {
    let lang = view.lang;
    let title = format!("{} ({})", page::AGAIN.say(lang), again.date);
    let mut table = table(width, &[&title, page::ORDERS.say(lang)], 1);
    for change in Change::ALL {
        let count = again.count(change);
        if count > 0 {
            table.add_row([page::change(change).say(lang).to_owned(), text::count(count)]);
        }
    }
    if !again.cancelled.is_empty() {
        table.add_row([page::CANCELLED.say(lang).to_owned(), text::count(again.cancelled.len())]);
    }
    table
}

fn reasons(view: &View, width: u16) -> Table {
    let lang = view.lang;
    let mut by_reason: BTreeMap<Reason, (usize, Fen)> = BTreeMap::new();
    for left_out in &view.plan.unserved {
        let sums = by_reason.entry(left_out.reason).or_default();
        *sums = (sums.0 + 1, sums.1 + left_out.price);
    }
    let headings = [label::UNSERVED, label::PRICE, label::REASON].map(|words| words.say(lang));
    let mut table = table(width, &headings, headings.len());
    for (reason, (orders, price)) in by_reason {
        table.add_row([text::count(orders), text::money(price), text::reason(reason, lang).to_owned()]);
    }
    for column in table.column_iter_mut().take(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}
