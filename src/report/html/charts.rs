//! Costs with and without care for freshness, and how fresh goods arrive.
//!
//! Words stand in HTML and only the shapes in SVG, so that text keeps its
//! size on a phone while the shapes fill the width.

use super::{Esc, put};
use crate::county::GoodsId;
use crate::report::text::{self, Lang, label, page};
use crate::report::view::{View, left};
use crate::units::{Fen, Term};
use std::collections::BTreeMap;

pub fn costs(view: &View, out: &mut String) {
    let (lang, ours) = (view.lang, &view.plan.breakdown);
    let blind = view.plan.blind.as_ref().map(|blind| &blind.breakdown);
    let help = if blind.is_some() { page::COSTS_TWO } else { page::COSTS_ONE };
    put!(
        out,
        "<section class=\"costs\"><h2>{}</h2><p class=\"help\">{}</p>",
        page::COSTS.say(lang),
        help.say(lang)
    );
    if blind.is_some() {
        put!(out, "<p class=\"marks\"><i class=\"m-with\"></i>{}", label::WITH_CARE.say(lang));
        put!(out, " <i class=\"m-without\"></i>{}</p>", label::WITHOUT.say(lang));
    }
    let amounts = Term::ALL.iter().flat_map(|&term| [ours[term], blind.map_or(Fen::ZERO, |b| b[term])]);
    let most = amounts.max().unwrap_or_default().0.max(1) as f64;
    out.push_str("<div class=\"bars\">");
    for term in Term::ALL {
        let other = blind.map(|blind| blind[term]);
        if ours[term] != Fen::ZERO || other.is_some_and(|other| other != Fen::ZERO) {
            bars(text::term(term, lang), ours[term], other, most, out);
        }
    }
    total(lang, ours.total(), blind.map(|blind| blind.total()), out);
    out.push_str("</div></section>");
}

fn bars(name: &str, ours: Fen, other: Option<Fen>, most: f64, out: &mut String) {
    let wide = |amount: Fen| (amount.0.max(0) as f64 / most * 1000.0).round();
    let second = if other.is_some() { 20 } else { 10 };
    put!(out, "<p>{name}</p><svg class=\"bar\" viewBox=\"0 0 1000 {second}\" preserveAspectRatio=\"none\">");
    put!(out, "<rect class=\"with\" width=\"{}\" height=\"9\"/>", wide(ours));
    if let Some(other) = other {
        put!(out, "<rect class=\"without\" y=\"10\" width=\"{}\" height=\"9\"/>", wide(other));
    }
    put!(out, "</svg><p class=\"sum\">{}", text::money(ours));
    if let Some(other) = other {
        put!(out, "<br><span>{}</span>", text::money(other));
    }
    out.push_str("</p>");
}

fn total(lang: Lang, ours: Fen, other: Option<Fen>, out: &mut String) {
    let name = label::TOTAL.say(lang);
    put!(out, "<p class=\"total\">{name}</p><p class=\"total\">");
    if let Some(other) = other {
        put!(out, "{} <b>{}</b>", page::SAVED.say(lang), text::money(other - ours));
    }
    put!(out, "</p><p class=\"total sum\">{}", text::money(ours));
    if let Some(other) = other {
        put!(out, "<br><span>{}</span>", text::money(other));
    }
    out.push_str("</p>");
}

/// Value left, order by order, in rows of goods.
pub fn freshness(view: &View, out: &mut String) {
    let lang = view.lang;
    put!(out, "<section class=\"fresh\"><h2>{}</h2>", page::FRESHNESS.say(lang));
    let rows = by_goods(view);
    if rows.is_empty() {
        put!(out, "<p class=\"help\">{}</p></section>", page::NOTHING_FRESH.say(lang));
        return;
    }
    put!(out, "<p class=\"help\">{}</p><div class=\"strips\">", page::FRESHNESS_HELP.say(lang));
    let worst = rows.values().flatten().copied().fold(1.0, f64::min);
    let from = axis_start(worst);
    for (goods, shares) in &rows {
        strip(view, *goods, shares, from, out);
    }
    let ticks = [0.0, 0.25, 0.5, 0.75, 1.0].map(|part| from + (1.0 - from) * part);
    out.push_str("<p></p><div class=\"axis\">");
    for tick in ticks {
        let at = (tick - from) / (1.0 - from) * 100.0;
        put!(out, "<span style=\"left:{at:.0}%\">{}</span>", percent(tick, from));
    }
    out.push_str("</div><p></p></div></section>");
}

fn percent(share: f64, from: f64) -> String {
    if from > 0.9 { format!("{:.1}%", share * 100.0) } else { format!("{:.0}%", share * 100.0) }
}

/// The axis begins at a round share a little below the worst.
fn axis_start(worst: f64) -> f64 {
    let starts = [0.98, 0.96, 0.92, 0.9, 0.8, 0.6, 0.4, 0.2];
    starts.into_iter().find(|&start| start <= worst).unwrap_or(0.0)
}

/// Shares of value left, sorted, of goods that can age.
fn by_goods(view: &View) -> BTreeMap<GoodsId, Vec<f64>> {
    let mut rows: BTreeMap<GoodsId, Vec<f64>> = BTreeMap::new();
    for stop in view.plan.rounds.iter().flat_map(|round| round.stops()) {
        let goods = view.order(stop.order).goods;
        let ages = view.county.goods(goods).keeping != crate::county::Keeping::Keeps;
        if let Some(share) = stop.freshness.as_ref().filter(|_| ages).and_then(left) {
            rows.entry(goods).or_default().push(share);
        }
    }
    for shares in rows.values_mut() {
        shares.sort_by(f64::total_cmp);
    }
    rows
}

fn strip(view: &View, goods: GoodsId, shares: &[f64], from: f64, out: &mut String) {
    let kind = view.county.goods(goods);
    let name = text::name(&kind.name_zh, &kind.name_en, view.lang);
    let at = |share: f64| ((share - from) / (1.0 - from) * 1000.0).round();
    put!(out, "<p>{} <small>{}</small></p>", Esc(name), shares.len());
    out.push_str(
        "<svg class=\"strip\" viewBox=\"0 0 1000 40\" preserveAspectRatio=\"none\"><path class=\"dots\" d=\"",
    );
    for (number, &share) in shares.iter().enumerate() {
        // Spread over the height by a fixed pattern, so that dots of one value stay visible.
        put!(out, "M{} {}h0", at(share), 7 + number * 11 % 27);
    }
    let median = shares[shares.len() / 2];
    put!(
        out,
        "\"/><path class=\"median\" d=\"M{} 1v38\"/></svg><p class=\"sum\">{}</p>",
        at(median),
        text::percent(median)
    );
}
