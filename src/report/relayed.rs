//! The workbook's sheet about orders that change vehicles on the way, or go in parts.

use super::ReportError;
use super::text::{label, page, relays};
use super::view::View;
use super::xlsx::{Cell, table};
use crate::relay::Relay;
use rust_xlsxwriter::Worksheet;

/// `None` if every order is carried as it is.
pub(super) fn sheet(view: &View) -> Option<Result<Worksheet, ReportError>> {
    if view.plan.relays.is_empty() {
        return None;
    }
    let lang = view.lang;
    let columns = [
        (label::ORDER.say(lang), 10.0),
        (label::PLACE.say(lang), 24.0),
        (label::GOODS.say(lang), 18.0),
        (page::KILOGRAMS.say(lang), 10.0),
        (page::WAY.say(lang), 30.0),
        (page::HANDING_OVER.say(lang), 12.0),
    ];
    let row = |relay: &Relay| {
        vec![
            Cell::from(relay.whole.code.as_str()),
            Cell::from(view.whole_place(&relay.whole)),
            Cell::from(view.goods(relay.order)),
            Cell::Tenths(relay.whole.mass.as_f64() / 1000.0),
            Cell::from(relays::way(relay, view.county, lang)),
            Cell::Money(relay.handing_over()),
        ]
    };
    let rows = view.plan.relays.iter().map(row).collect();
    Some(table(page::RELAYS, lang, &columns, rows, false))
}
