//! Which orders change vehicles on the way, or go in parts.

use super::{Esc, put};
use crate::report::text::{self, label, page, relays};
use crate::report::view::View;

/// A table of the orders; nothing where every order is carried as it is.
pub fn section(view: &View, out: &mut String) {
    let all = &view.plan.relays;
    if all.is_empty() {
        return;
    }
    let lang = view.lang;
    put!(out, "<section class=\"relays\"><h2>{}</h2>", page::RELAYS.say(lang));
    put!(out, "<p class=\"help\">{}</p>", page::RELAYS_HELP.say(lang));
    put!(out, "<p>{}</p>", Esc(&relays::summary(all, lang)));
    if !view.plan.kits.is_empty() {
        let kits = view.plan.kits.iter().map(|kit| relays::kit(kit, view.county, lang)).collect::<Vec<_>>();
        put!(out, "<p>{}: {}</p>", page::CARRIED.say(lang), Esc(&kits.join("; ")));
    }
    out.push_str("<div class=\"scroll\"><table><thead><tr>");
    let heads = [label::ORDER, label::PLACE, label::GOODS, label::MASS, page::WAY];
    heads.iter().for_each(|head| put!(out, "<th>{}</th>", head.say(lang)));
    out.push_str("</tr></thead><tbody>");
    for relay in all {
        put!(out, "<tr><td>{}</td>", Esc(&relay.whole.code));
        put!(out, "<td>{}</td>", Esc(view.whole_place(&relay.whole)));
        put!(out, "<td>{}</td><td>{}</td>", Esc(view.goods(relay.order)), text::mass(relay.whole.mass));
        put!(out, "<td class=\"long\">{}</td></tr>", Esc(&relays::way(relay, view.county, lang)));
    }
    out.push_str("</tbody></table></div></section>");
}
