//! Finished parts of a comparison, so that an interrupted study goes on; and the study as it was used.

use crate::compare::{Axis, Block, Cell, Curve, Direction, Figures, Mode, Point, Study, TOLD};
use crate::county::{GoodsId, PlaceId, SiteId};
use crate::site::survey::SEASONS;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// What a fact's low and high make of the difference between air and road, in fen a kilogram.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    pub key: String,
    /// As the facts are.
    pub usual: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// Cells that both modes serve at the low, usual and high value.
    pub cells: [usize; 3],
}

/// A typical place and the curves through it.
#[derive(Clone, Debug, PartialEq)]
pub struct Middle {
    pub goods: GoodsId,
    pub direction: Direction,
    pub kilometres: f64,
    pub detour: f64,
    pub kilograms: f64,
    /// Fen a kilogram.
    pub value: f64,
    /// Kilometres an hour by road.
    pub speed: f64,
    pub curves: Vec<Curve>,
}

/// One finished part.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Cells(Vec<Cell>),
    Bar(Bar),
    Middles(Vec<Middle>),
}

#[derive(Serialize, Deserialize)]
enum PartRow {
    Cells(Vec<CellRow>),
    Bar(Bar),
    Middles(Vec<MiddleRow>),
}

type Numbers = [f64; 11];

#[derive(Serialize, Deserialize)]
struct CellRow {
    place: u32,
    goods: u32,
    inwards: bool,
    season: usize,
    kilograms: f64,
    straight_km: f64,
    by: [Option<Numbers>; 4],
    cooled: [Option<f64>; 4],
    planned: [bool; 2],
    blocks: [Option<usize>; 2],
    meet: Option<u32>,
}

#[derive(Serialize, Deserialize)]
struct MiddleRow {
    goods: u32,
    inwards: bool,
    numbers: [f64; 5],
    curves: Vec<CurveRow>,
}

#[derive(Serialize, Deserialize)]
struct CurveRow {
    axis: usize,
    here: f64,
    points: Vec<(f64, [Option<f64>; 3])>,
}

/// Nine significant digits: more than any input has, and the same text on every run.
fn short(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return 0.0;
    }
    let scale = 10_f64.powi(8 - value.abs().log10().floor() as i32);
    let rounded = (value * scale).round() / scale;
    if rounded.is_finite() { rounded } else { value }
}

fn numbers(it: &Figures) -> Numbers {
    let Figures { money, lost, left, minutes, kwh, carbon, labour, available, kilometres, load, trips } = *it;
    [money, lost, left, minutes, kwh, carbon, labour, available, kilometres, load, trips].map(short)
}

fn figures(numbers: &Numbers) -> Figures {
    let [money, lost, left, minutes, kwh, carbon, labour, available, kilometres, load, trips] = *numbers;
    Figures { money, lost, left, minutes, kwh, carbon, labour, available, kilometres, load, trips }
}

fn direction(inwards: bool) -> Direction {
    if inwards { Direction::In } else { Direction::Out }
}

impl From<&Cell> for CellRow {
    fn from(cell: &Cell) -> CellRow {
        CellRow {
            place: cell.place.0,
            goods: cell.goods.0,
            inwards: cell.direction == Direction::In,
            season: cell.season,
            kilograms: short(cell.kilograms),
            straight_km: short(cell.straight_km),
            by: Mode::ALL.map(|mode| cell.figures(mode).map(numbers)),
            cooled: cell.cooled.map(|lost| lost.map(short)),
            planned: cell.planned,
            blocks: cell.blocks.map(|block| block.map(|block| block as usize)),
            meet: cell.meet.map(|site| site.0),
        }
    }
}

impl From<&CellRow> for Cell {
    fn from(row: &CellRow) -> Cell {
        Cell {
            place: PlaceId(row.place),
            goods: GoodsId(row.goods),
            direction: direction(row.inwards),
            season: row.season,
            kilograms: row.kilograms,
            straight_km: row.straight_km,
            by: row.by.each_ref().map(|by| by.as_ref().map(figures)),
            cooled: row.cooled,
            planned: row.planned,
            blocks: row.blocks.map(|block| block.and_then(|block| Block::ALL.get(block).copied())),
            meet: row.meet.map(SiteId),
        }
    }
}

impl From<&Middle> for MiddleRow {
    fn from(middle: &Middle) -> MiddleRow {
        let curve = |curve: &Curve| CurveRow {
            axis: curve.axis as usize,
            here: short(curve.here),
            points: curve.points.iter().map(|it| (it.x, it.by.map(|by| by.map(short)))).collect(),
        };
        let Middle { kilometres, detour, kilograms, value, speed, .. } = *middle;
        MiddleRow {
            goods: middle.goods.0,
            inwards: middle.direction == Direction::In,
            numbers: [kilometres, detour, kilograms, value, speed].map(short),
            curves: middle.curves.iter().map(curve).collect(),
        }
    }
}

impl From<&MiddleRow> for Middle {
    fn from(row: &MiddleRow) -> Middle {
        let curve = |curve: &CurveRow| {
            let points = curve.points.iter().map(|&(x, by)| Point { x, by }).collect();
            Some(Curve { axis: *Axis::ALL.get(curve.axis)?, here: curve.here, points })
        };
        let [kilometres, detour, kilograms, value, speed] = row.numbers;
        Middle {
            goods: GoodsId(row.goods),
            direction: direction(row.inwards),
            kilometres,
            detour,
            kilograms,
            value,
            speed,
            curves: row.curves.iter().filter_map(curve).collect(),
        }
    }
}

/// A finished part as it is kept.
#[must_use]
pub fn to_json(part: &Part) -> String {
    let row = match part {
        Part::Cells(cells) => PartRow::Cells(cells.iter().map(CellRow::from).collect()),
        Part::Bar(bar) => PartRow::Bar(Bar {
            usual: bar.usual.map(short),
            low: bar.low.map(short),
            high: bar.high.map(short),
            ..bar.clone()
        }),
        Part::Middles(middles) => PartRow::Middles(middles.iter().map(MiddleRow::from).collect()),
    };
    serde_json::to_string(&row).expect("numbers and texts are always JSON")
}

/// A part that was kept; `None` if it is not one, or names places, goods or sites beyond `limits`.
#[must_use]
pub fn from_json(text: &str, limits: [usize; 3]) -> Option<Part> {
    let [places, goods, sites] = limits.map(|limit| limit as u32);
    let sound = |row: &CellRow| {
        row.place < places
            && row.goods < goods
            && row.season < SEASONS.len()
            && row.meet.is_none_or(|site| site < sites)
    };
    Some(match serde_json::from_str(text).ok()? {
        PartRow::Cells(rows) => {
            Part::Cells(rows.iter().all(sound).then(|| rows.iter().map(Cell::from).collect())?)
        }
        PartRow::Bar(bar) => Part::Bar(bar),
        PartRow::Middles(rows) => {
            let sound = rows.iter().all(|row| row.goods < goods);
            Part::Middles(sound.then(|| rows.iter().map(Middle::from).collect())?)
        }
    })
}

/// The words of the seasons in files.
pub const SEASON_WORDS: [&str; 4] = ["spring", "summer", "autumn", "winter"];

/// The study with everything that it took from defaults, as a file that `--study` reads.
#[must_use]
pub fn study_toml(study: &Study, drone: &str) -> String {
    let mut out = String::new();
    let seasons: Vec<String> =
        study.seasons.iter().map(|&season| format!("\"{}\"", SEASON_WORDS[season])).collect();
    let text = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let _ = writeln!(out, "seed = {}\nseasons = [{}]", study.seed, seasons.join(", "));
    let _ = writeln!(out, "drone = {}\nwithin_km = {}\nsample = {}", text(drone), study.within, study.sample);
    let grid = &study.grid;
    let lists = [&grid.distance, &grid.detour, &grid.payload, &grid.value, &grid.q10, &grid.volume];
    let _ = writeln!(out, "\n[grid]");
    for (axis, list) in Axis::ALL.iter().zip(lists) {
        let list: Vec<String> = list.iter().map(f64::to_string).collect();
        let _ = writeln!(out, "{} = [{}]", axis.word(), list.join(", "));
    }
    if study.scenarios.len() < 2 {
        out.insert_str(0, "scenario = []\n");
    }
    for scenario in study.scenarios.iter().skip(1) {
        let _ = writeln!(out, "\n[[scenario]]\nname = {}", text(&scenario.name));
        let factors = [
            ("parcels", scenario.parcels),
            ("harvest", scenario.harvest),
            ("diesel", scenario.diesel),
            ("petrol", scenario.petrol),
            ("electricity", scenario.electricity),
        ];
        for (name, factor) in factors.iter().filter(|it| it.1 != 1.0) {
            let _ = writeln!(out, "{name} = {factor}");
        }
        for (key, value) in &scenario.facts {
            let _ = writeln!(out, "[[scenario.fact]]\nkey = {}\nvalue = {value}", text(key));
        }
    }
    out
}

/// Modes of the curves, as they stand in files.
#[must_use]
pub fn told() -> [&'static str; 3] {
    TOLD.map(Mode::word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_reads_back_as_the_same_text() {
        let figures = Figures { money: 1.0 / 3.0, left: 0.9, trips: 2.0e-7, ..Figures::default() };
        let cell = Cell {
            place: PlaceId(1),
            goods: GoodsId(0),
            direction: Direction::In,
            season: 2,
            kilograms: 12.345_678_912_3,
            straight_km: 3.0,
            cooled: [None, None, Some(0.5), None],
            planned: [true, false],
            blocks: [None, Some(Block::NoPad)],
            meet: Some(SiteId(3)),
            by: [Some(figures), None, None, None],
        };

        let text = to_json(&Part::Cells(vec![cell]));
        let again = from_json(&text, [2, 1, 4]).unwrap();

        assert_eq!(to_json(&again), text);
        assert!(text.contains("12.3456789,") && text.contains("0.333333333,"));
        assert!(from_json(&text, [1, 1, 4]).is_none() && from_json(&text, [2, 1, 3]).is_none());
        assert!(from_json(&text[1..], [2, 1, 4]).is_none());
    }

    #[test]
    fn numbers_of_any_size_stay_finite() {
        for value in [0.0, -0.0, 1e-300, -1e300, f64::MAX, f64::MIN_POSITIVE, f64::INFINITY, 123_456.789] {
            assert!(short(value).is_finite());
        }
    }
}
