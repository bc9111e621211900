//! The workbook's sheet about road and air: every order with both costs and the reason.

use super::ReportError;
use super::text::{self, flights, label, page};
use super::view::View;
use super::xlsx::{Cell, table};
use rust_xlsxwriter::Worksheet;

/// `None` if no drone could fly.
pub(super) fn sheet(view: &View) -> Option<Result<Worksheet, ReportError>> {
    let air = view.plan.air.as_ref()?;
    let lang = view.lang;
    let columns = [
        (label::ORDER.say(lang), 10.0),
        (label::PLACE.say(lang), 24.0),
        (label::GOODS.say(lang), 18.0),
        (page::KILOGRAMS.say(lang), 10.0),
        (page::BY_ROAD.say(lang), 12.0),
        (page::BY_AIR.say(lang), 12.0),
        (page::WHY.say(lang), 40.0),
    ];
    let rows = air.verdicts.iter().map(|one| {
        let order = view.order(one.order);
        vec![
            Cell::from(order.code.as_str()),
            Cell::from(view.order_place(one.order)),
            Cell::from(view.goods(one.order)),
            Cell::Tenths(order.mass.as_f64() / 1000.0),
            one.road.map_or(Cell::Empty, Cell::Money),
            one.air.map_or(Cell::Empty, Cell::Money),
            Cell::from(flights::why(one, lang)),
        ]
    });
    Some(table(page::AIR, lang, &columns, rows.collect(), false))
}

/// Name of a pad with the walk to the door, for a courier's sheet.
pub(super) fn pad(view: &View, round: &crate::plan::Round, stop: &crate::plan::Stop) -> Option<String> {
    let door = view.air_door(round, stop)?;
    let walk = text::span(door.walk, text::Lang::Zh);
    Some(match door.walk.0 {
        0 => view.site(door.pad).to_owned(),
        _ => format!("{}（步行 {walk}）", view.site(door.pad)),
    })
}
