//! Which orders fly and why the others do not.

use super::{Esc, put};
use crate::plan::Verdict;
use crate::report::text::{self, Lang, flights, label, page};
use crate::report::view::View;
use crate::units::Fen;

/// Flights by line, orders that could fly with both costs, and how many have nothing that they
/// could fly from.
pub fn section(view: &View, out: &mut String) {
    let Some(air) = &view.plan.air else { return };
    let lang = view.lang;
    put!(out, "<section class=\"air\"><h2>{}</h2>", page::AIR.say(lang));
    put!(out, "<p class=\"help\">{}</p>", page::AIR_HELP.say(lang));
    put!(out, "<p>{}</p>", Esc(&flights::summary(&air.verdicts, lang)));
    lines(view, out);
    let near: Vec<&Verdict> = air.verdicts.iter().filter(|one| one.flies || one.air.is_some()).collect();
    if !near.is_empty() {
        put!(out, "<div class=\"scroll\"><table><thead><tr>");
        let heads =
            [label::ORDER, label::PLACE, label::GOODS, label::MASS, page::BY_ROAD, page::BY_AIR, page::WHY];
        heads.iter().for_each(|head| put!(out, "<th>{}</th>", head.say(lang)));
        out.push_str("</tr></thead><tbody>");
        near.iter().for_each(|one| row(view, one, out));
        out.push_str("</tbody></table></div>");
    }
    out.push_str("</section>");
}

fn row(view: &View, one: &Verdict, out: &mut String) {
    let (lang, order) = (view.lang, view.order(one.order));
    put!(out, "<tr><td>{}</td><td>{}</td>", Esc(&order.code), Esc(view.order_place(one.order)));
    put!(out, "<td>{}</td><td>{}</td>", Esc(view.goods(one.order)), text::mass(order.mass));
    put!(out, "<td>{}</td><td>{}</td>", amount(one.road), amount(one.air));
    put!(out, "<td class=\"long\">{}</td></tr>", Esc(&flights::why(one, lang)));
}

fn amount(fen: Option<Fen>) -> String {
    fen.map_or_else(|| "–".to_owned(), text::money)
}

fn lines(view: &View, out: &mut String) {
    let Some(air) = view.plan.air.as_ref().filter(|air| !air.ways.is_empty()) else { return };
    let lang = view.lang;
    put!(out, "<div class=\"scroll\"><table><thead><tr>");
    let heads =
        [page::FROM_PAD, page::TO_PAD, label::KM, page::FLIGHT_TIME, page::LARGEST_LOAD, page::FLYABLE];
    heads.iter().for_each(|head| put!(out, "<th>{}</th>", head.say(lang)));
    out.push_str("</tr></thead><tbody>");
    for way in &air.ways {
        put!(out, "<tr><td>{}</td><td>{}</td>", Esc(view.site(way.from)), Esc(view.site(way.to)));
        put!(out, "<td>{}</td><td>{}</td>", text::distance(way.distance), minutes(way.duration.0, lang));
        put!(out, "<td>{}</td><td>{}</td></tr>", text::mass(way.limit), text::percent(way.available));
    }
    out.push_str("</tbody></table></div>");
}

fn minutes(seconds: i64, lang: Lang) -> String {
    let minutes = seconds as f64 / 60.0;
    lang.pick(format!("{minutes:.1} 分"), format!("{minutes:.1} min"))
}
