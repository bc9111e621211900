//! What changed since the plan before.

use super::{Esc, put};
use crate::plan::{Again, Change};
use crate::report::text::{self, page};
use crate::report::view::View;

/// Changes by kind with their orders; those that stay are counted only.
pub fn section(view: &View, out: &mut String) {
    let Some(again) = &view.plan.again else { return };
    let lang = view.lang;
    put!(out, "<section><h2>{} ({})</h2>", page::AGAIN.say(lang), Esc(&again.date));
    if let Some(freeze) = again.freeze {
        put!(out, "<p class=\"help\">{} {}</p>", page::FREEZE.say(lang), text::clock(freeze, lang));
    }
    if !again.broken.is_empty() {
        let vehicles = again.broken.iter().map(|&(id, number)| {
            let kind = view.county.vehicle_type(id);
            format!("{} {number}", text::name(&kind.name_zh, &kind.name_en, lang))
        });
        let vehicles: Vec<String> = vehicles.collect();
        put!(out, "<p class=\"help\">{}: {}</p>", page::BROKEN.say(lang), Esc(&vehicles.join(", ")));
    }
    let heads = [page::CHANGE_OF_ORDERS, page::FIGURE_VALUE, page::ORDERS].map(|words| words.say(lang));
    put!(out, "<div class=\"scroll\"><table><thead><tr>");
    heads.iter().for_each(|head| put!(out, "<th>{head}</th>"));
    out.push_str("</tr></thead><tbody>");
    for change in Change::ALL {
        row(page::change(change).say(lang), again.count(change), &codes(view, again, change), out);
    }
    row(page::CANCELLED.say(lang), again.cancelled.len(), &again.cancelled.join(", "), out);
    out.push_str("</tbody></table></div></section>");
}

fn row(name: &str, count: usize, codes: &str, out: &mut String) {
    if count > 0 {
        put!(out, "<tr><td>{name}</td><td>{}</td><td>{}</td></tr>", text::count(count), Esc(codes));
    }
}

/// Orders that somebody has to be told about.
fn codes(view: &View, again: &Again, change: Change) -> String {
    if matches!(change, Change::Fixed | Change::Kept) {
        return String::new();
    }
    let orders = again.orders.iter().filter(|(_, one)| **one == change);
    orders.map(|(&order, _)| view.county.order(order).code.as_str()).collect::<Vec<_>>().join(", ")
}
