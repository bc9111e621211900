//! The top of the page: what day, how much, is it sound. And the notes at its end.

use super::{Esc, put};
use crate::report::text::{self, Lang, page};
use crate::report::view::View;

pub fn header(view: &View, violations: Option<&[String]>, out: &mut String) {
    let (lang, county) = (view.lang, view.county);
    let (badge, state) = match violations {
        None => (page::UNCHECKED, "unknown"),
        Some([]) => (page::CHECKED, "good"),
        Some(_) => (page::VIOLATED, "bad"),
    };
    put!(
        out,
        "<header><div><p class=\"eyebrow\">mabang · {}</p><h1>{} <span>{}</span></h1>",
        page::PLAN.say(lang),
        Esc(view.county_name()),
        Esc(&view.plan.date),
    );
    let mean = county.air.mean.0;
    let air = lang.pick(format!("日均气温 {mean:.0} °C"), format!("mean of the day {mean:.0} °C"));
    put!(
        out,
        "<p class=\"sub\">{} · {air} · {}</p></div>",
        text::season(county.season, lang),
        search(view, lang)
    );
    put!(out, "<p class=\"badge {state}\">{}</p></header>", badge.say(lang));
}

fn search(view: &View, lang: Lang) -> String {
    let line = format!("{} · {}", page::search(view.plan, lang), page::bound(view.plan, lang));
    let note = if view.plan.search.spoilage { "" } else { page::BLIND_NOTE.say(lang) };
    if note.is_empty() { line } else { format!("{line} · {note}") }
}

/// Key figures.
pub fn cards(view: &View, out: &mut String) {
    let (lang, figures) = (view.lang, view.figures());
    out.push_str("<section class=\"cards\">");
    let each = match i64::try_from(figures.served) {
        Ok(served) if served > 0 => {
            format!("{} {}", page::PER_ORDER.say(lang), text::money(figures.total / served))
        }
        _ => String::new(),
    };
    card(out, "", page::TOTAL_COST.say(lang), &text::yuan(figures.total), &each);
    let left_out = page::left_out(view.plan.unserved.len(), lang);
    let state = if view.plan.unserved.is_empty() { "" } else { "warn" };
    let served = format!("{} / {}", text::count(figures.served), text::count(figures.orders));
    card(out, state, page::ORDERS_SERVED.say(lang), &served, &left_out);
    let trips = format!("{} · {}", page::trips(figures.trips, lang), text::span(figures.working, lang));
    card(out, "", page::VEHICLES_OUT.say(lang), &text::count(figures.vehicles), &trips);
    let each = match i64::try_from(figures.vehicles) {
        Ok(vehicles) if vehicles > 0 => per_vehicle(view, figures.distance / vehicles),
        _ => String::new(),
    };
    card(out, "", page::ROAD.say(lang), &text::distance(figures.distance), &each);
    let share = figures.spoilage.as_f64() / figures.perishable.as_f64();
    let of_value = match lang {
        Lang::Zh => format!("{} {}", page::OF_VALUE.say(lang), text::percent(share)),
        Lang::En => format!("{} {}", text::percent(share), page::OF_VALUE.say(lang)),
    };
    let of_value = if figures.perishable.0 > 0 { of_value } else { String::new() };
    card(out, "", page::SPOILED.say(lang), &text::yuan(figures.spoilage), &of_value);
    if let Some(saved) = figures.saved {
        card(out, "key", page::SAVED.say(lang), &text::yuan(saved), page::SAVED_WHY.say(lang));
    }
    out.push_str("</section>");
}

fn per_vehicle(view: &View, distance: crate::units::Metres) -> String {
    let distance = text::distance(distance);
    view.lang.pick(format!("平均每车 {distance}"), format!("{distance} a vehicle"))
}

fn card(out: &mut String, class: &str, label: &str, value: &str, note: &str) {
    put!(
        out,
        "<div class=\"card {class}\"><p>{label}</p><strong>{}</strong><small>{}</small></div>",
        Esc(value),
        Esc(note)
    );
}

/// What the check found, if it found anything.
pub fn violations(view: &View, violations: Option<&[String]>, out: &mut String) {
    let Some(found) = violations.filter(|found| !found.is_empty()) else { return };
    put!(out, "<section class=\"violations\"><h2>{}</h2><ul>", page::VIOLATED.say(view.lang));
    for sentence in found {
        put!(out, "<li>{}</li>", Esc(sentence));
    }
    out.push_str("</ul></section>");
}

pub fn notes(view: &View, out: &mut String) {
    put!(out, "<section class=\"notes\"><h2>{}</h2><ul>", page::HOW.say(view.lang));
    for note in page::notes(view.lang) {
        put!(out, "<li>{note}</li>");
    }
    let print = Esc(&view.plan.inputs);
    put!(out, "<li>{} <code>{print}</code></li></ul></section>", page::INPUTS.say(view.lang));
}
