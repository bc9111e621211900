//! Tables of a comparison as files, and the short one on screen.

use super::{Comparison, fixed, tally, yuan};
use crate::compare::{Cell, Curve, Figures, Mode, crossing};
use crate::report::text::compare as words;
use crate::report::text::{self, Lang};
use crate::wire::compare::{SEASON_WORDS, told};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde_json::{Map, Value, json};

/// Columns of one mode: heading, digits, and the figure.
type Column = (&'static str, usize, fn(&Figures, f64) -> f64);

const COLUMNS: [Column; 14] = [
    ("yuan_per_parcel", 4, |it, parcel| yuan(it.money) * parcel),
    ("yuan_per_kg", 4, |it, _| yuan(it.money)),
    ("lost_yuan_per_kg", 4, |it, _| yuan(it.lost)),
    ("sum_yuan_per_kg", 4, |it, _| yuan(it.sum())),
    ("value_left_pct", 3, |it, _| it.left * 100.0),
    ("minutes", 1, |it, _| it.minutes),
    ("kwh_per_kg", 5, |it, _| it.kwh),
    ("co2_g_per_kg", 2, |it, _| it.carbon),
    ("labour_min_per_kg", 4, |it, _| it.labour),
    ("available_pct", 2, |it, _| it.available * 100.0),
    ("km", 3, |it, _| it.kilometres),
    ("kg_per_trip", 2, |it, _| it.load),
    ("trips_per_day", 4, |it, _| it.trips),
    ("co2_g_per_parcel", 2, |it, parcel| it.carbon * parcel),
];

/// Whose cell it is: place, township, goods, direction, season, scenario.
fn keys(input: &Comparison, scenario: usize, cell: &Cell) -> [(&'static str, String); 8] {
    let county = input.county;
    let place = county.place(cell.place);
    let town = place.township.map(|town| county.place(town).code.clone()).unwrap_or_default();
    [
        ("scenario", input.study.scenarios[scenario].name.clone()),
        ("place", place.code.clone()),
        ("name_zh", place.name_zh.clone()),
        ("name_en", place.name_en.clone()),
        ("township", town),
        ("goods", county.goods(cell.goods).code.clone()),
        ("direction", cell.direction.word().to_owned()),
        ("season", SEASON_WORDS[cell.season].to_owned()),
    ]
}

/// What is said of drones in words.
fn flown(input: &Comparison, cell: &Cell) -> [(&'static str, String); 5] {
    let block = |at: usize| cell.blocks[at].map(|block| block.word().to_owned()).unwrap_or_default();
    let basis = |at: usize, mode: Mode| match (cell.figures(mode), cell.planned[at]) {
        (None, _) => String::new(),
        (Some(_), true) => "corridor".to_owned(),
        (Some(_), false) => "straight".to_owned(),
    };
    [
        ("air_basis", basis(0, Mode::Air)),
        ("air_blocked_by", block(0)),
        ("mixed_basis", basis(1, Mode::Mixed)),
        ("mixed_blocked_by", block(1)),
        ("mixed_pad", cell.meet.map(|site| input.county.site(site).code.clone()).unwrap_or_default()),
    ]
}

/// One row for each cell; numbers that are not there are blank.
pub(super) fn cells_csv(input: &Comparison) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    let modes = || Mode::ALL.into_iter().flat_map(|mode| COLUMNS.iter().map(move |column| (mode, column)));
    let Some((first, cell)) =
        input.cells.iter().enumerate().find_map(|(at, cells)| Some((at, cells.first()?)))
    else {
        return Ok(Vec::new());
    };
    let mut heading: Vec<String> = keys(input, first, cell).iter().map(|it| it.0.to_owned()).collect();
    heading.extend(["kg_per_day", "straight_km", "best"].map(str::to_owned));
    heading.extend(flown(input, cell).iter().map(|it| it.0.to_owned()));
    heading.extend(modes().map(|(mode, column)| format!("{}_{}", mode.word(), column.0)));
    out.write_record(&heading)?;
    for (scenario, cells) in input.cells.iter().enumerate() {
        for cell in cells {
            let mut row: Vec<String> = keys(input, scenario, cell).into_iter().map(|it| it.1).collect();
            row.push(format!("{:.3}", cell.kilograms));
            row.push(format!("{:.3}", cell.straight_km));
            row.push(cell.best(&Mode::ALL).map(|mode| mode.word().to_owned()).unwrap_or_default());
            row.extend(flown(input, cell).into_iter().map(|it| it.1));
            row.extend(modes().map(|(mode, (_, digits, of))| {
                cell.figures(mode)
                    .map(|it| format!("{:.*}", *digits, of(it, input.parcel)))
                    .unwrap_or_default()
            }));
            out.write_record(&row)?;
        }
    }
    out.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// The same, one JSON document a line.
pub(super) fn cells_jsonl(input: &Comparison) -> String {
    let mut out = String::new();
    for (scenario, cells) in input.cells.iter().enumerate() {
        for cell in cells {
            let mut row = Map::new();
            for (key, value) in keys(input, scenario, cell).into_iter().chain(flown(input, cell)) {
                row.insert(key.to_owned(), if value.is_empty() { Value::Null } else { Value::String(value) });
            }
            row.insert("kg_per_day".to_owned(), number(cell.kilograms, 3));
            row.insert("straight_km".to_owned(), number(cell.straight_km, 3));
            for mode in Mode::ALL {
                let of = |it: &Figures| {
                    let each = COLUMNS.iter();
                    each.map(|(name, digits, of)| ((*name).to_owned(), number(of(it, input.parcel), *digits)))
                        .collect::<Map<String, Value>>()
                };
                row.insert(
                    mode.word().to_owned(),
                    cell.figures(mode).map_or(Value::Null, |it| of(it).into()),
                );
            }
            out.push_str(&Value::Object(row).to_string());
            out.push('\n');
        }
    }
    out
}

fn number(value: f64, digits: usize) -> Value {
    let unit = 10_f64.powi(i32::try_from(digits).unwrap_or(0));
    json!((value * unit).round() / unit)
}

fn optional(value: Option<f64>) -> String {
    value.map(|value| format!("{:.4}", yuan(value))).unwrap_or_default()
}

/// One row for each point of each curve, yuan a kilogram.
pub(super) fn curves_csv(input: &Comparison) -> String {
    let mut out =
        format!("goods,direction,axis,x,{}\n", told().map(|mode| format!("{mode}_yuan_per_kg")).join(","));
    for middle in input.middles {
        let goods = &input.county.goods(middle.goods).code;
        for curve in &middle.curves {
            for point in &curve.points {
                let by = point.by.map(optional).join(",");
                out +=
                    &format!("{goods},{},{},{},{by}\n", middle.direction.word(), curve.axis.word(), point.x);
            }
        }
    }
    out
}

/// One row for each fact, the widest first.
pub(super) fn bars_csv(input: &Comparison) -> String {
    let mut out =
        "fact,low,value,high,unit,air_minus_road_low,air_minus_road,air_minus_road_high,cells_low,cells,cells_high\n"
            .to_owned();
    for bar in input.bars {
        let Some(fact) = crate::facts::get(&bar.key) else { continue };
        let [low, usual, high] = [bar.low, bar.usual, bar.high].map(optional);
        let [few, some, many] = bar.cells;
        let unit = fact.unit.replace(',', ";");
        out += &format!(
            "{},{},{},{},{unit},{low},{usual},{high},{few},{some},{many}\n",
            bar.key, fact.low, fact.value, fact.high
        );
    }
    out
}

/// One row for each report.
pub(super) fn calibration_csv(input: &Comparison) -> String {
    let mut out = "operation,what,airframe,reported,low,high,model,verdict\n".to_owned();
    for line in input.calibrated {
        let [value, low, high] = line.reported;
        out += &format!(
            "{},{},{},{value:.3},{low:.3},{high:.3},{},{}\n",
            line.operation,
            words::what_word(line.what),
            line.airframe.unwrap_or_default(),
            line.model.map(|model| format!("{model:.3}")).unwrap_or_default(),
            words::verdict_word(line.verdict),
        );
    }
    out
}

/// Everything that is told on one sheet, as data.
pub(super) fn summary_json(input: &Comparison) -> String {
    let tallies = |(at, cells): (usize, &Vec<Cell>)| {
        let each = tally(cells, input.county).into_iter().map(|tally| {
            let by = |of: fn(&Figures) -> f64| {
                let each = Mode::ALL.iter().zip(&tally.mean);
                each.map(|(mode, it)| (mode.word().to_owned(), it.map_or(Value::Null, |it| number(of(&it), 4))))
                    .collect::<Map<String, Value>>()
            };
            json!({
                "goods": input.county.goods(tally.goods).code,
                "direction": tally.direction.word(),
                "season": SEASON_WORDS[tally.season],
                "cells": tally.cells,
                "served": Mode::ALL.iter().zip(tally.served).map(|(mode, count)| (mode.word().to_owned(), json!(count))).collect::<Map<String, Value>>(),
                "compared": tally.compared,
                "air_wins_share": number(tally.air_wins, 4),
                "drone_wins_cells": tally.drone_wins,
                "yuan_per_kg": by(|it| yuan(it.money)),
                "lost_yuan_per_kg": by(|it| yuan(it.lost)),
                "minutes": by(|it| it.minutes),
                "co2_g_per_kg": by(|it| it.carbon),
                "labour_min_per_kg": by(|it| it.labour),
            })
        });
        json!({ "scenario": input.study.scenarios[at].name, "classes": each.collect::<Vec<Value>>() })
    };
    let crossings = input.middles.iter().flat_map(|middle| {
        let of = |curve: &Curve, other: Mode| {
            crossing(curve, other).map(|(x, above)| json!({ "at": number(x, 3), "air_cheaper_above": above }))
        };
        let goods = &input.county.goods(middle.goods).code;
        middle.curves.iter().map(move |curve| {
            json!({
                "goods": goods,
                "direction": middle.direction.word(),
                "axis": curve.axis.word(),
                "here": number(curve.here, 3),
                "air_meets_road": of(curve, Mode::Road),
                "air_meets_own_trip": of(curve, Mode::Own),
            })
        })
    });
    let crossings: Vec<Value> = crossings.collect();
    let value = json!({
        "county": input.county.code,
        "date": input.county.date,
        "drone": input.drone.code,
        "airframe": input.frame.code,
        "parcel_kg": input.parcel,
        "scenarios": input.cells.iter().enumerate().map(tallies).collect::<Vec<Value>>(),
        "break_even": crossings,
    });
    format!("{value:#}\n")
}

/// By goods, direction and season: what each mode costs, for the scenario as it is.
#[must_use]
pub fn terminal(input: &Comparison, lang: Lang, width: u16) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width.max(60));
    table.set_header(words::TERMINAL.map(|heading| heading.say(lang)));
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for tally in input.cells.first().map(|cells| tally(cells, input.county)).unwrap_or_default() {
        let goods = input.county.goods(tally.goods);
        let money =
            |mode: Mode| tally.mean[mode as usize].map_or("–".to_owned(), |it| fixed(yuan(it.sum()), 2));
        table.add_row([
            format!(
                "{} {}",
                text::name(&goods.name_zh, &goods.name_en, lang),
                words::direction(tally.direction, lang)
            ),
            words::season(tally.season, lang).to_owned(),
            tally.cells.to_string(),
            money(Mode::Road),
            money(Mode::Own),
            money(Mode::Air),
            money(Mode::Mixed),
            format!("{}/{}", tally.served[Mode::Air as usize], tally.cells),
            format!("{}/{}", tally.drone_wins, tally.cells),
        ]);
    }
    format!("{table}\n{}", words::TERMINAL_NOTE.say(lang))
}
