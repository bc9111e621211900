//! One stop on paper: when, where, who, what, and a code to navigate with.

use super::{Paper, action_class, amap, open_hours, order_label, qr};
use crate::plan::{Round, Stop};
use crate::report::airborne;
use crate::report::html::{Esc, put};
use crate::report::text::{self, Lang, sheet as words};

impl Paper<'_> {
    /// A visit: one or more orders at the same door.
    pub fn card(&self, round: &Round, number: usize, visit: &[Stop], out: &mut String) {
        let Some(first) = visit.first() else { return };
        if let Some(rest) = first.rest {
            self.rest(rest, out);
        }
        let arrive = text::clock(first.arrive, Lang::Zh);
        put!(out, "<article><div class=\"when\"><b>{number}</b><time>{arrive}</time>");
        put!(out, "<small>{}</small></div><div class=\"what\">", text::distance(first.leg.distance));
        put!(out, "<h3>{}</h3>", Esc(self.view.place(first)));
        if let Some(pad) = airborne::pad(&self.view, round, first) {
            put!(out, "<p class=\"hours\">{} {}</p>", self.say(words::PAD), Esc(&pad));
        }
        self.hours(visit, out);
        self.people(visit, out);
        for stop in visit {
            self.order(round, stop, out);
        }
        out.push_str("</div>");
        self.navigation(first, out);
        out.push_str("</article>");
    }

    fn hours(&self, visit: &[Stop], out: &mut String) {
        let mut hours: Vec<String> = visit.iter().filter_map(|stop| open_hours(&self.view, stop)).collect();
        hours.dedup();
        if !hours.is_empty() {
            put!(out, "<p class=\"hours\">{} {}</p>", self.say(words::OPEN), hours.join(" / "));
        }
        if visit.iter().any(|stop| stop.late.0 > 0) {
            let late = visit.iter().map(|stop| stop.late).max().unwrap_or_default();
            put!(out, "<p class=\"late\">{} {}</p>", self.say(words::LATE), text::span(late, Lang::Zh));
        }
    }

    /// Names, phones and addresses, each person once.
    fn people(&self, visit: &[Stop], out: &mut String) {
        let mut people: Vec<_> = visit.iter().filter_map(|stop| (self.input.contacts)(stop.order)).collect();
        people.dedup();
        for person in people {
            put!(out, "<p class=\"who\"><b>{}</b>", Esc(&person.name));
            if !person.phone.is_empty() {
                let digits: String =
                    person.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').take(20).collect();
                put!(out, " <a href=\"tel:{digits}\">{}</a>", Esc(&person.phone));
            }
            put!(out, " <span>{}</span></p>", Esc(&person.address));
        }
    }

    fn order(&self, round: &Round, stop: &Stop, out: &mut String) {
        let (view, order) = (&self.view, self.view.order(stop.order));
        put!(out, "<div class=\"order\"><i class=\"tick\"></i>");
        put!(out, "<b class=\"{}\">{}</b> ", action_class(stop), text::action(stop.action, Lang::Zh));
        put!(out, "<span class=\"goods\">{} {}", Esc(view.goods(stop.order)), text::mass(order.mass));
        put!(out, " · {} {}</span> ", order.volume.0, words::LITRES.zh);
        put!(
            out,
            "<span class=\"box\">{}</span> <em>{}</em>",
            view.compartment(round, stop),
            order_label(&order.code)
        );
        if stop.precooled {
            put!(out, " <strong>{}</strong>", self.say(words::PRECOOL));
        }
        put!(
            out,
            "<p class=\"sign\">{} <i></i> <s></s> {}</p></div>",
            self.say(words::SIGN),
            self.say(words::PROBLEM)
        );
    }

    fn navigation(&self, stop: &Stop, out: &mut String) {
        let Some(door) = self.view.door(stop) else {
            out.push_str("<div class=\"go\"></div>");
            return;
        };
        let link = amap::link(door.point, self.view.place(stop));
        put!(out, "<a class=\"go\" href=\"{}\">", Esc(&link));
        if let Some(code) = qr::svg(&link) {
            out.push_str(&code);
        }
        put!(out, "<small>{}</small></a>", words::NAVIGATE.zh);
    }
}
