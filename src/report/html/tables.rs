//! Rounds with their stops, orders left out, and what one more is worth.

use super::colour::ink;
use super::{Esc, put};
use crate::plan::{PartitionRecord, Round, Stop, Trip};
use crate::report::text::{self, label, page};
use crate::report::view::{View, left, working};
use crate::units::{Fen, Term};

pub fn rounds(view: &View, out: &mut String) {
    let lang = view.lang;
    put!(
        out,
        "<section class=\"rounds\"><h2>{}</h2><p class=\"help\">{}</p><div class=\"round heads\">",
        page::ROUNDS.say(lang),
        page::ROUNDS_HELP.say(lang)
    );
    let heads = [
        label::VEHICLE,
        label::TRIPS,
        label::STOPS,
        label::START,
        label::BACK,
        label::KM,
        label::HOURS,
        label::SPOILAGE,
        label::COST,
    ];
    for head in heads {
        put!(out, "<span>{}</span>", head.say(lang));
    }
    out.push_str("</div>");
    for (at, round) in view.plan.rounds.iter().enumerate() {
        one_round(view, at, round, out);
    }
    out.push_str("</section>");
}

fn one_round(view: &View, at: usize, round: &Round, out: &mut String) {
    let lang = view.lang;
    let clock = |moment: Option<_>| moment.map_or(String::new(), |at| text::clock(at, lang));
    put!(out, "<details id=\"round-{at}\" data-r=\"{at}\"><summary class=\"round\"><span>");
    put!(out, "<i style=\"background:{}\"></i>{}</span>", ink(at).colour, Esc(&view.vehicle(round)));
    let cells = [
        text::count(round.trips.len()),
        text::count(round.stops().count()),
        clock(round.start()),
        clock(round.end()),
        text::distance(round.distance()),
        text::span(working(round), lang),
        text::money(round.breakdown[Term::Spoilage]),
        text::money(round.breakdown.total()),
    ];
    for cell in cells {
        put!(out, "<span>{cell}</span>");
    }
    out.push_str("</summary><div class=\"scroll\"><table>");
    heads(view, out);
    let mut number = 0;
    for (trip_number, trip) in round.trips.iter().enumerate() {
        one_trip(view, round, trip_number, trip, &mut number, out);
    }
    out.push_str("</table></div></details>");
}

fn heads(view: &View, out: &mut String) {
    out.push_str("<thead><tr><th>#</th>");
    let heads = [
        label::ARRIVE,
        label::END,
        label::WINDOW,
        label::PLACE,
        label::ACTION,
        label::GOODS,
        label::MASS,
        label::COMPARTMENT,
        label::FRESH,
        label::ORDER,
    ];
    for head in heads {
        put!(out, "<th>{}</th>", head.say(view.lang));
    }
    out.push_str("</tr></thead>");
}

fn one_trip(view: &View, round: &Round, at: usize, trip: &Trip, number: &mut usize, out: &mut String) {
    let lang = view.lang;
    put!(
        out,
        "<tbody><tr class=\"trip\"><td colspan=\"11\">{} · {} {} {} · {} {} · {} {} {}</td></tr>",
        page::trip_number(at + 1, lang),
        text::clock(trip.depart, lang),
        label::DEPART.say(lang),
        Esc(view.site(trip.from)),
        text::mass(trip.load),
        label::LOAD.say(lang),
        text::clock(trip.back, lang),
        page::BACK_TO.say(lang),
        Esc(view.site(trip.to)),
    );
    for stop in &trip.stops {
        *number += 1;
        one_stop(view, round, stop, *number, out);
    }
    out.push_str("</tbody>");
}

fn one_stop(view: &View, round: &Round, stop: &Stop, number: usize, out: &mut String) {
    let lang = view.lang;
    let order = view.order(stop.order);
    put!(out, "<tr><td>{number}</td><td>{}</td>", text::clock(stop.arrive, lang));
    put!(out, "<td>{}</td><td>{}</td>", text::clock(stop.end, lang), view.windows(stop));
    put!(out, "<td>{}</td><td>{}</td>", Esc(view.place(stop)), text::action(stop.action, lang));
    put!(out, "<td>{}</td><td>{}</td>", Esc(view.goods(stop.order)), text::mass(order.mass));
    let cooled = if stop.precooled { label::PRECOOLED.say(lang) } else { "" };
    let gap = if stop.precooled { " · " } else { "" };
    put!(out, "<td>{}{gap}{cooled}</td>", view.compartment(round, stop));
    let fresh = stop.freshness.as_ref().and_then(left).map_or(String::new(), text::percent);
    put!(out, "<td>{fresh}</td><td>{}</td></tr>", Esc(&order.code));
}

pub fn unserved(view: &View, out: &mut String) {
    let lang = view.lang;
    put!(out, "<section class=\"unserved\"><h2>{}</h2>", page::UNSERVED_TITLE.say(lang));
    if view.plan.unserved.is_empty() {
        put!(out, "<p class=\"help\">{}</p></section>", page::NONE_UNSERVED.say(lang));
        return;
    }
    put!(
        out,
        "<p class=\"help\">{}</p><div class=\"scroll\"><table><thead><tr>",
        page::UNSERVED_HELP.say(lang)
    );
    let heads =
        [label::ORDER, label::PLACE, label::GOODS, label::MASS, label::PRICE, label::REASON, label::REMEDY];
    for head in heads {
        put!(out, "<th>{}</th>", head.say(lang));
    }
    out.push_str("</tr></thead><tbody>");
    for left_out in &view.plan.unserved {
        let order = view.order(left_out.order);
        put!(out, "<tr><td>{}</td><td>{}</td>", Esc(&order.code), Esc(view.order_place(left_out.order)));
        put!(out, "<td>{}</td><td>{}</td>", Esc(view.goods(left_out.order)), text::mass(order.mass));
        put!(out, "<td>{}</td><td class=\"long\">", text::money(left_out.price));
        let remedy = left_out.remedy.as_ref().map(|remedy| text::remedy(view.county, remedy, lang));
        put!(out, "{}</td><td class=\"long\">", text::reason(left_out.reason, lang));
        put!(out, "{}</td></tr>", Esc(&remedy.unwrap_or_else(|| "–".to_owned())));
    }
    out.push_str("</tbody></table></div></section>");
}

/// Prices of the pool's LP, where there are any.
pub fn duals(view: &View, out: &mut String) {
    let has_prices =
        |record: &&PartitionRecord| !(record.order_prices.is_empty() && record.vehicle_worth.is_empty());
    let record = view.plan.search.partition.as_ref().filter(has_prices);
    if record.is_none() && view.plan.search.cold.is_empty() {
        return;
    }
    let lang = view.lang;
    put!(out, "<section class=\"duals\"><h2>{}</h2>", page::DUALS.say(lang));
    if let Some(record) = record {
        put!(out, "<p class=\"help\">{}</p><div class=\"pair\">", page::DUALS_HELP.say(lang));
        dear_orders(view, record, out);
        vehicle_worth(view, record, out);
        out.push_str("</div>");
    }
    if !view.plan.search.cold.is_empty() {
        cold_worth(view, out);
    }
    out.push_str("</section>");
}

/// A degree colder, a litre more.
fn cold_worth(view: &View, out: &mut String) {
    let lang = view.lang;
    put!(out, "<p class=\"help\">{}</p><div class=\"scroll\">", page::COLD_HELP.say(lang));
    put!(out, "<table><caption>{}</caption><thead><tr>", page::MORE_COLD.say(lang));
    for head in [label::TYPE, page::COMPARTMENT, page::DEGREE, page::LITRE, page::LITRE_WHY] {
        put!(out, "<th>{}</th>", head.say(lang));
    }
    out.push_str("</tr></thead><tbody>");
    for worth in &view.plan.search.cold {
        let kind = view.county.vehicle_type(worth.vehicle_type);
        let Some(compartment) = kind.compartments.get(worth.compartment) else { continue };
        let name = text::name(&kind.name_zh, &kind.name_en, lang);
        let degree = worth.degree.map_or_else(|| page::HURT.say(lang).to_owned(), text::money);
        put!(out, "<tr><td>{}</td><td>{}</td>", Esc(name), text::class(compartment.class, lang));
        put!(out, "<td>{degree}</td>");
        match worth.room {
            Some(room) => {
                let litre = Fen::rounded(room.saved.as_f64() / room.litres.0.max(1) as f64);
                put!(out, "<td>{}</td><td class=\"long\">", text::money(litre));
                let code = &view.order(room.order).code;
                put!(out, "{}</td></tr>", Esc(&text::more_room(room.litres, code, room.saved, lang)));
            }
            None => put!(out, "<td>{}</td><td>–</td></tr>", text::money(Fen(0))),
        }
    }
    out.push_str("</tbody></table></div>");
}

fn dear_orders(view: &View, record: &PartitionRecord, out: &mut String) {
    let lang = view.lang;
    let mut prices = record.order_prices.clone();
    prices.sort_by_key(|&(order, price)| (std::cmp::Reverse(price), order));
    put!(out, "<div class=\"scroll\"><table><caption>{}</caption><thead><tr>", page::DEAR_ORDERS.say(lang));
    for head in [label::ORDER, label::PLACE, label::GOODS, label::MASS, page::PRICE_OF_ORDER] {
        put!(out, "<th>{}</th>", head.say(lang));
    }
    out.push_str("</tr></thead><tbody>");
    for (id, price) in prices.into_iter().take(10) {
        let order = view.order(id);
        put!(out, "<tr><td>{}</td><td>{}</td>", Esc(&order.code), Esc(view.order_place(id)));
        put!(out, "<td>{}</td><td>{}</td>", Esc(view.goods(id)), text::mass(order.mass));
        put!(out, "<td>{}</td></tr>", text::money(price));
    }
    out.push_str("</tbody></table></div>");
}

fn vehicle_worth(view: &View, record: &PartitionRecord, out: &mut String) {
    let lang = view.lang;
    put!(out, "<div class=\"scroll\"><table><caption>{}</caption>", page::ONE_MORE.say(lang));
    put!(out, "<thead><tr><th>{}</th>", label::TYPE.say(lang));
    put!(out, "<th>{}</th></tr></thead><tbody>", page::WORTH_A_DAY.say(lang));
    for &(id, worth) in &record.vehicle_worth {
        let kind = view.county.vehicle_type(id);
        let name = text::name(&kind.name_zh, &kind.name_en, lang);
        put!(out, "<tr><td>{}</td><td>{}</td></tr>", Esc(name), text::money(worth));
    }
    out.push_str("</tbody></table>");
    if record.vehicle_worth.iter().all(|(_, worth)| worth.0 == 0) {
        put!(out, "<p class=\"help\">{}</p>", page::NO_WORTH.say(lang));
    }
    out.push_str("</div>");
}
