//! One self-contained page about a plan: no network, no fonts, no scripts
//! from elsewhere, no personal data.
//!
//! It is complete without its script, which only adds moving the map and
//! picking routes. Everything that comes from the user's files passes
//! [`Esc`] on its way into the page.

mod again;
mod air;
mod charts;
mod colour;
mod escape;
mod head;
mod map;
mod palette;
mod picture;
mod relays;
mod roads;
pub(super) mod siting;
mod siting_compared;
mod tables;
mod timeline;

pub(super) use escape::{Esc, put};
pub(super) use picture::data_uri;
pub(super) use roads::{Frame, WIDTH, roads};

use super::text::{Lang, page as words};
use super::view::View;
use super::{ReportError, ReportInput};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// No request leaves the page, whatever a name in it contains.
const POLICY: &str =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

pub(super) fn page(input: &ReportInput, lang: Lang) -> Result<String, ReportError> {
    let view = View { plan: input.plan, county: input.county, lang };
    let mut out = String::with_capacity(1 << 20);
    open(&view, &mut out);
    head::header(&view, input.violations, &mut out);
    head::cards(&view, &mut out);
    head::violations(&view, input.violations, &mut out);
    map::section(&view, input, &mut out)?;
    out.push_str("<div class=\"pair\">");
    charts::costs(&view, &mut out);
    charts::freshness(&view, &mut out);
    out.push_str("</div>");
    timeline::section(&view, &mut out);
    tables::rounds(&view, &mut out);
    relays::section(&view, &mut out);
    air::section(&view, &mut out);
    again::section(&view, &mut out);
    tables::unserved(&view, &mut out);
    tables::duals(&view, &mut out);
    head::notes(&view, &mut out);
    put!(&mut out, "</main><script>{SCRIPT}</script></body></html>\n");
    Ok(out)
}

fn open(view: &View, out: &mut String) {
    put!(
        out,
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{} {} – {}</title><style>{STYLE}</style></head><body><main>",
        view.lang.tag(),
        Esc(view.county_name()),
        Esc(&view.plan.date),
        words::PLAN.say(view.lang),
    );
}
