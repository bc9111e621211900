//! The plan as a workbook: summary, rounds, stops, orders left out, costs.
//!
//! Money is written in yuan as numbers, so that a column can be summed; each
//! sum that we write is made from fen.

use super::ReportError;
use super::text::{self, Lang, Words, label, page};
use super::view::{View, working};
use crate::county::County;
use crate::plan::{Plan, Round};
use crate::units::{Breakdown, Fen, Moment, Term};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

type Result<T> = std::result::Result<T, ReportError>;

pub(super) fn workbook(plan: &Plan, county: &County, lang: Lang) -> Result<Vec<u8>> {
    let view = View { plan, county, lang };
    let mut book = Workbook::new();
    // The day that is planned, not the clock: the same plan gives the same bytes.
    let day = ExcelDateTime::parse_from_str(&plan.date).or_else(|_| ExcelDateTime::from_ymd(2000, 1, 1))?;
    book.set_properties(&DocProperties::new().set_author("mabang").set_creation_datetime(&day));
    for sheet in [summary(&view), rounds(&view), stops(&view), unserved(&view), costs(&view)] {
        book.push_worksheet(sheet?);
    }
    if let Some(sheet) = super::relayed::sheet(&view) {
        book.push_worksheet(sheet?);
    }
    if let Some(sheet) = super::airborne::sheet(&view) {
        book.push_worksheet(sheet?);
    }
    Ok(book.save_to_buffer()?)
}

/// What a cell holds.
pub(super) enum Cell {
    Text(String),
    Whole(i64),
    /// With one decimal.
    Tenths(f64),
    Percent(f64),
    Money(Fen),
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Cell {
        Cell::Whole(number as i64)
    }
}

/// A heading and the width of its column in letters.
pub(super) type Column<'a> = (&'a str, f64);

pub(super) fn table(
    name: Words,
    lang: Lang,
    columns: &[Column],
    rows: Vec<Vec<Cell>>,
    sums: bool,
) -> Result<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name.say(lang))?;
    let head = Format::new()
        .set_bold()
        .set_background_color("E7EEF0")
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    for (at, (heading, width)) in columns.iter().enumerate() {
        let at = at as u16;
        sheet.write_string_with_format(0, at, *heading, &head)?;
        sheet.set_column_width(at, *width)?;
    }
    let body = if sums { rows.len().saturating_sub(1) } else { rows.len() };
    for (at, row) in rows.iter().enumerate() {
        let total = sums && at == body;
        for (column, cell) in row.iter().enumerate() {
            put(&mut sheet, at as u32 + 1, column as u16, cell, total)?;
        }
    }
    sheet.set_row_height(0, 22)?;
    sheet.set_freeze_panes(1, 0)?;
    let last = columns.len().saturating_sub(1) as u16;
    sheet.autofilter(0, 0, body as u32, last)?;
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    sheet.set_footer("&L&F&R&P / &N");
    Ok(sheet)
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, total: bool) -> Result<()> {
    let mut format = Format::new().set_align(FormatAlign::Top);
    if total {
        format = format.set_bold().set_border_top(FormatBorder::Thin);
    }
    match cell {
        Cell::Text(text) => {
            let fits: String = text.chars().take(32_000).collect();
            sheet.write_string_with_format(row, column, fits, &format.set_text_wrap())?
        }
        Cell::Whole(number) => {
            sheet.write_number_with_format(row, column, *number as f64, &format.set_num_format("#,##0"))?
        }
        Cell::Tenths(number) => {
            sheet.write_number_with_format(row, column, *number, &format.set_num_format("#,##0.0"))?
        }
        Cell::Percent(share) => {
            sheet.write_number_with_format(row, column, *share, &format.set_num_format("0.0%"))?
        }
        Cell::Money(amount) => {
            let money = format.set_num_format("\"¥\"#,##0.00;[Red]-\"¥\"#,##0.00");
            sheet.write_number_with_format(row, column, amount.as_f64() / 100.0, &money)?
        }
        Cell::Empty => sheet.write_blank(row, column, &format)?,
    };
    Ok(())
}

fn summary(view: &View) -> Result<Worksheet> {
    let (lang, plan, figures) = (view.lang, view.plan, view.figures());
    let line = |words: Words, cell: Cell| vec![words.say(lang).into(), cell];
    let mut rows = vec![
        line(page::COUNTY, view.county_name().into()),
        line(page::DATE, plan.date.as_str().into()),
        line(page::TOTAL_COST, Cell::Money(figures.total)),
        line(label::SPOILAGE, Cell::Money(figures.spoilage)),
    ];
    if let Some(saved) = figures.saved {
        rows.push(line(page::SAVED, Cell::Money(saved)));
    }
    rows.extend([
        line(page::ORDERS, figures.orders.into()),
        line(label::SERVED, figures.served.into()),
        line(label::UNSERVED, plan.unserved.len().into()),
        line(label::VEHICLES, figures.vehicles.into()),
        line(label::TRIPS, figures.trips.into()),
        line(page::KILOMETRES, Cell::Tenths(figures.distance.as_f64() / 1000.0)),
        line(page::WORKING_HOURS, Cell::Tenths(figures.working.as_f64() / 3600.0)),
        line(page::SEED, plan.search.seed.to_string().into()),
        line(page::ITERATIONS, plan.search.iterations.to_string().into()),
    ]);
    if let Some(partition) = &plan.search.partition {
        rows.push(line(page::POOL, partition.columns.into()));
        rows.push(line(page::LP_VALUE, Cell::Money(partition.lp_value)));
        rows.push(line(page::MIP_VALUE, Cell::Money(partition.mip_value)));
    }
    if let Some(bound) = &plan.search.bound {
        rows.push(line(page::LOWER_BOUND, Cell::Money(bound.value)));
    }
    rows.push(line(page::INPUTS, plan.inputs.as_str().into()));
    let columns = [(page::FIGURE.say(lang), 26.0), (page::FIGURE_VALUE.say(lang), 34.0)];
    table(page::SHEET_SUMMARY, lang, &columns, rows, false)
}

fn rounds(view: &View) -> Result<Worksheet> {
    let lang = view.lang;
    let mut columns: Vec<Column> = vec![
        ("#", 5.0),
        (label::VEHICLE.say(lang), 24.0),
        (label::TRIPS.say(lang), 8.0),
        (label::STOPS.say(lang), 8.0),
        (label::START.say(lang), 10.0),
        (label::BACK.say(lang), 10.0),
        (page::KILOMETRES.say(lang), 11.0),
        (page::WORKING_HOURS.say(lang), 11.0),
    ];
    columns.extend(Term::ALL.map(|term| (text::term(term, lang), 13.0)));
    columns.push((label::TOTAL.say(lang), 14.0));
    let mut rows: Vec<Vec<Cell>> =
        view.plan.rounds.iter().enumerate().map(|(at, round)| round_row(view, at, round)).collect();
    let figures = view.figures();
    let mut last = vec![
        Cell::Empty,
        label::TOTAL.say(lang).into(),
        figures.trips.into(),
        view.plan.rounds.iter().map(|round| round.stops().count()).sum::<usize>().into(),
        Cell::Empty,
        Cell::Empty,
        Cell::Tenths(figures.distance.as_f64() / 1000.0),
        Cell::Tenths(figures.working.as_f64() / 3600.0),
    ];
    let sum: Breakdown = view.plan.rounds.iter().map(|round| round.breakdown).sum();
    last.extend(money_cells(&sum));
    rows.push(last);
    table(page::SHEET_ROUNDS, lang, &columns, rows, true)
}

fn round_row(view: &View, at: usize, round: &Round) -> Vec<Cell> {
    let clock = |moment: Option<Moment>| moment.map_or(Cell::Empty, |at| text::clock(at, view.lang).into());
    let mut row = vec![
        (at + 1).into(),
        view.vehicle(round).into(),
        round.trips.len().into(),
        round.stops().count().into(),
        clock(round.start()),
        clock(round.end()),
        Cell::Tenths(round.distance().as_f64() / 1000.0),
        Cell::Tenths(working(round).as_f64() / 3600.0),
    ];
    row.extend(money_cells(&round.breakdown));
    row
}

fn money_cells(breakdown: &Breakdown) -> Vec<Cell> {
    let terms = breakdown.terms().map(|(_, amount)| Cell::Money(amount));
    terms.chain([Cell::Money(breakdown.total())]).collect()
}

fn stops(view: &View) -> Result<Worksheet> {
    let columns = [
        ("#", 5.0),
        (label::VEHICLE.say(view.lang), 24.0),
        (label::TRIP.say(view.lang), 7.0),
        (page::STOP_NUMBER.say(view.lang), 7.0),
        (label::ORDER.say(view.lang), 14.0),
        (label::ACTION.say(view.lang), 9.0),
        (label::PLACE.say(view.lang), 22.0),
        (label::GOODS.say(view.lang), 16.0),
        (label::MASS_KG.say(view.lang), 10.0),
        (label::LITRES.say(view.lang), 10.0),
        (label::COMPARTMENT.say(view.lang), 14.0),
        (label::WINDOW.say(view.lang), 18.0),
        (label::ARRIVE.say(view.lang), 10.0),
        (label::START.say(view.lang), 10.0),
        (label::END.say(view.lang), 10.0),
        (page::LATE_MINUTES.say(view.lang), 10.0),
        (label::PRECOOLED.say(view.lang), 9.0),
        (label::FRESH.say(view.lang), 11.0),
        (label::VALUE.say(view.lang), 13.0),
        (label::LOST.say(view.lang), 12.0),
    ];
    let mut rows = Vec::new();
    for (at, round) in view.plan.rounds.iter().enumerate() {
        for (trip_number, trip) in round.trips.iter().enumerate() {
            for (number, stop) in trip.stops.iter().enumerate() {
                let mut row: Vec<Cell> = vec![(at + 1).into(), view.vehicle(round).into()];
                row.extend([(trip_number + 1).into(), (number + 1).into()]);
                row.extend(stop_cells(view, round, stop));
                rows.push(row);
            }
        }
    }
    table(page::SHEET_STOPS, view.lang, &columns, rows, false)
}

fn stop_cells(view: &View, round: &Round, stop: &crate::plan::Stop) -> Vec<Cell> {
    let order = view.order(stop.order);
    let clock = |moment| Cell::from(text::clock(moment, view.lang));
    let mut cells = vec![
        order.code.as_str().into(),
        text::action(stop.action, view.lang).into(),
        view.place(stop).into(),
        view.goods(stop.order).into(),
        Cell::Tenths(order.mass.as_f64() / 1000.0),
        Cell::Whole(order.volume.0),
        view.compartment(round, stop).into(),
        view.windows(stop).into(),
        clock(stop.arrive),
        clock(stop.start),
        clock(stop.end),
        Cell::Whole(stop.late.0 / 60),
        if stop.precooled { label::YES.say(view.lang).into() } else { Cell::Empty },
    ];
    match stop.freshness {
        Some(fresh) => {
            let left = super::view::left(&fresh).map_or(Cell::Empty, Cell::Percent);
            cells.extend([left, Cell::Money(fresh.value), Cell::Money(fresh.lost)]);
        }
        None => cells.extend([Cell::Empty, Cell::Empty, Cell::Empty]),
    }
    cells
}

fn unserved(view: &View) -> Result<Worksheet> {
    let lang = view.lang;
    let columns = [
        (label::ORDER.say(lang), 14.0),
        (label::PLACE.say(lang), 22.0),
        (label::GOODS.say(lang), 16.0),
        (label::MASS_KG.say(lang), 10.0),
        (label::PRICE.say(lang), 14.0),
        (label::REASON.say(lang), 44.0),
        (label::REMEDY.say(lang), 48.0),
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for left_out in &view.plan.unserved {
        let order = view.order(left_out.order);
        let remedy = left_out.remedy.as_ref().map(|remedy| text::remedy(view.county, remedy, lang));
        rows.push(vec![
            order.code.as_str().into(),
            view.order_place(left_out.order).into(),
            view.goods(left_out.order).into(),
            Cell::Tenths(order.mass.as_f64() / 1000.0),
            Cell::Money(left_out.price),
            text::reason(left_out.reason, lang).into(),
            remedy.map_or(Cell::Empty, Cell::Text),
        ]);
    }
    let total: Fen = view.plan.unserved.iter().map(|left_out| left_out.price).sum();
    let mut last = vec![label::TOTAL.say(lang).into(), Cell::Empty, Cell::Empty, Cell::Empty];
    last.extend([Cell::Money(total), Cell::Empty, Cell::Empty]);
    rows.push(last);
    table(page::SHEET_UNSERVED, lang, &columns, rows, true)
}

fn costs(view: &View) -> Result<Worksheet> {
    let (lang, ours) = (view.lang, &view.plan.breakdown);
    let blind = view.plan.blind.as_ref().map(|blind| &blind.breakdown);
    let mut columns = vec![(label::TERM.say(lang), 20.0), (page::THIS_PLAN.say(lang), 18.0)];
    if blind.is_some() {
        columns.push((label::WITHOUT.say(lang), 18.0));
        columns.push((label::DIFFERENCE.say(lang), 18.0));
    }
    let row = |name: &'static str, amount: Fen, without: Option<Fen>| {
        let mut row = vec![name.into(), Cell::Money(amount)];
        row.extend(without.into_iter().flat_map(|other| [Cell::Money(other), Cell::Money(other - amount)]));
        row
    };
    let lines = Term::ALL.map(|term| row(text::term(term, lang), ours[term], blind.map(|other| other[term])));
    let mut rows: Vec<Vec<Cell>> = lines.into_iter().collect();
    rows.push(row(label::TOTAL.say(lang), ours.total(), blind.map(Breakdown::total)));
    table(page::SHEET_COSTS, lang, &columns, rows, true)
}
