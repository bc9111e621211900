//! Sites as a workbook: summary, sites, who serves whom, rejected sites, scenarios.

use super::{Case, SiteInput, cost};
use crate::county::Season;
use crate::report::ReportError;
use crate::report::text::{self, Lang, Words, site as words};
use crate::report::xlsx::{Cell, Column, table};
use crate::site::survey::{Part, Resource, SEASONS};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

type Result<T> = std::result::Result<T, ReportError>;

const SUMMARY: Words = Words::new("汇总", "Summary");
const SITES: Words = Words::new("站点", "Sites");
const SERVICE: Words = Words::new("服务关系", "Service");

pub fn workbook(input: &SiteInput, lang: Lang) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    // The sample day, not the clock: the same answer gives the same bytes.
    let day =
        ExcelDateTime::parse_from_str(&input.county.date).or_else(|_| ExcelDateTime::from_ymd(2000, 1, 1))?;
    book.set_properties(&DocProperties::new().set_author("mabang").set_creation_datetime(&day));
    for sheet in [
        summary(input, lang),
        sites(input, lang),
        service(input, lang),
        rejected(input, lang),
        shares(input, lang),
    ] {
        book.push_worksheet(sheet?);
    }
    Ok(book.save_to_buffer()?)
}

/// One row for each scenario.
fn summary(input: &SiteInput, lang: Lang) -> Result<Worksheet> {
    let mut columns: Vec<Column> =
        vec![(words::SCENARIO.say(lang), 20.0), (words::OPEN_SITES.say(lang), 11.0)];
    columns.push((words::HAVING.say(lang), 16.0));
    columns.extend(Part::ALL.map(|part| (words::part(part, lang), 18.0)));
    for heading in [words::TOTAL, words::BOUND, words::GAP, words::TODAY, words::SAVES] {
        columns.push((heading.say(lang), 17.0));
    }
    let row = |case: &Case| {
        let Some(outcome) = case.outcome else {
            return vec![case.name(lang).into(), words::NOTHING.say(lang).into()];
        };
        let mut row = vec![Cell::from(case.name(lang)), outcome.opened.len().into()];
        row.extend(outcome.money.map(Cell::Money));
        row.extend([Cell::Money(outcome.total), Cell::Money(outcome.bound), Cell::Percent(outcome.gap())]);
        row.push(case.today.map_or(Cell::Empty, |today| Cell::Money(today.total)));
        row.push(case.saved().map_or(Cell::Empty, Cell::Money));
        row
    };
    table(SUMMARY, lang, &columns, input.cases.iter().map(row).collect(), false)
}

fn sites(input: &SiteInput, lang: Lang) -> Result<Worksheet> {
    let mut columns: Vec<Column> = vec![
        (words::SCENARIO.say(lang), 14.0),
        ("id", 8.0),
        (words::SITE.say(lang), 24.0),
        (words::KIND.say(lang), 12.0),
        (words::SIZE.say(lang), 20.0),
        (words::NEW.say(lang), 6.0),
        (words::HUB.say(lang), 10.0),
        (words::PLACES.say(lang), 9.0),
    ];
    let parcels =
        SEASONS.map(|season| format!("{} {}", words::PARCELS.say(lang), text::season(season, lang)));
    let uses = Resource::ALL.map(|resource| SEASONS.map(|season| use_heading(resource, season, lang)));
    columns.extend(parcels.iter().map(|heading| (heading.as_str(), 13.0)));
    columns.extend(uses.iter().flatten().map(|heading| (heading.as_str(), 13.0)));
    columns.push((words::FRESH.say(lang), 12.0));
    columns.push((words::HAVING.say(lang), 15.0));
    columns.extend(Part::ALL.map(|part| (words::part(part, lang), 16.0)));
    columns.push((words::TOTAL.say(lang), 15.0));
    columns.push((words::SAVED_SPOILAGE.say(lang), 15.0));
    let mut rows = Vec::new();
    for case in &input.cases {
        for own in case.outcome.iter().flat_map(|outcome| &outcome.opened) {
            let site = input.county.site(own.site);
            let mut row = vec![
                case.name(lang).into(),
                site.code.as_str().into(),
                input.site_name(own.site, lang).into(),
                words::kind(site.kind, lang).into(),
                input.size(case, own.alternative, lang).into(),
                if input.is_new(own.site) { "●".into() } else { Cell::Empty },
                input.county.site(own.hub).code.as_str().into(),
                own.places.len().into(),
            ];
            row.extend(own.parcels.map(Cell::Tenths));
            for resource in Resource::ALL {
                let used = own.used.map(|season| season[resource as usize]);
                row.extend(used.map(|used| used.map_or(Cell::Empty, Cell::Percent)));
            }
            row.push(Cell::Tenths(own.fresh.as_f64() / 1e6));
            row.extend(own.money.map(Cell::Money));
            row.push(Cell::Money(cost(own)));
            row.push(Cell::Money(own.saved));
            rows.push(row);
        }
    }
    table(SITES, lang, &columns, rows, false)
}

/// How much of a resource is used in a season.
fn use_heading(resource: Resource, season: Season, lang: Lang) -> String {
    format!("{} {} %", words::resource(resource, lang), text::season(season, lang))
}

fn service(input: &SiteInput, lang: Lang) -> Result<Worksheet> {
    let columns = [
        (words::SCENARIO.say(lang), 14.0),
        ("id", 14.0),
        (words::PLACE.say(lang), 22.0),
        (words::GOODS.say(lang), 16.0),
        (words::SERVED_BY.say(lang), 26.0),
        (words::PART.say(lang), 10.0),
    ];
    let mut rows = Vec::new();
    for case in &input.cases {
        let Some(outcome) = case.outcome else { continue };
        for served in &outcome.served {
            let customer = &case.customers[served.customer];
            let place = input.county.place(customer.place);
            let own = &outcome.opened[served.opened];
            rows.push(vec![
                case.name(lang).into(),
                place.code.as_str().into(),
                text::name(&place.name_zh, &place.name_en, lang).into(),
                words::stream(customer.stream, lang).into(),
                format!("{} {}", input.county.site(own.site).code, input.site_name(own.site, lang)).into(),
                text::percent(served.share).into(),
            ]);
        }
    }
    table(SERVICE, lang, &columns, rows, false)
}

/// Who pays how much of which cold room.
fn shares(input: &SiteInput, lang: Lang) -> Result<Worksheet> {
    let columns = [
        (words::SCENARIO.say(lang), 14.0),
        ("id", 8.0),
        (words::SITE.say(lang), 24.0),
        (words::PLACE.say(lang), 22.0),
        (words::BY_PRICES.say(lang), 26.0),
        (words::BY_SHAPLEY.say(lang), 24.0),
    ];
    let mut rows = Vec::new();
    for case in &input.cases {
        for own in case.outcome.iter().flat_map(|outcome| &outcome.opened) {
            let Some(room) = &own.cold else { continue };
            for (user, (place, &by_prices)) in room.users.iter().zip(&room.split.by_prices).enumerate() {
                let place = input.county.place(*place);
                rows.push(vec![
                    case.name(lang).into(),
                    input.county.site(own.site).code.as_str().into(),
                    input.site_name(own.site, lang).into(),
                    text::name(&place.name_zh, &place.name_en, lang).into(),
                    Cell::Money(by_prices),
                    room.split.shapley.as_ref().map_or(Cell::Empty, |it| Cell::Money(it[user])),
                ]);
            }
        }
    }
    table(words::COLD_SHARES, lang, &columns, rows, false)
}

fn rejected(input: &SiteInput, lang: Lang) -> Result<Worksheet> {
    let columns = [
        (words::SCENARIO.say(lang), 14.0),
        ("id", 8.0),
        (words::SITE.say(lang), 26.0),
        (words::SIZE.say(lang), 20.0),
        (words::WORSE.say(lang), 26.0),
        (words::AT_MOST.say(lang), 16.0),
        (words::NOW_A_DAY.say(lang), 16.0),
        (words::WORTH_FROM.say(lang), 26.0),
    ];
    let mut rows = Vec::new();
    for case in &input.cases {
        for own in case.outcome.iter().flat_map(|outcome| &outcome.rejected) {
            let is_known = own.worse_by.0 > 0;
            rows.push(vec![
                case.name(lang).into(),
                input.county.site(own.site).code.as_str().into(),
                input.site_name(own.site, lang).into(),
                input.size(case, own.alternative, lang).into(),
                if is_known { Cell::Money(own.worse_by) } else { words::UNDECIDED.say(lang).into() },
                own.at_most.map_or(Cell::Empty, Cell::Money),
                Cell::Money(case.surveyed.found[own.alternative].option.fixed),
                super::worth(case, own).map_or(Cell::Empty, Cell::Money),
            ]);
        }
    }
    table(words::WHY_NOT, lang, &columns, rows, false)
}
