//! What a study says, in sentences that its numbers fill.

use super::{Comparison, Tally, fixed, tally, yuan};
use crate::compare::{Axis, Cell, Direction, Mode, Verdict, cooling, crossing};
use crate::report::text::compare as words;
use crate::report::text::{self, Lang};
use std::collections::BTreeMap;

/// The sentences, the most important first.
pub(super) fn story(input: &Comparison, lang: Lang) -> Vec<String> {
    let Some(cells) = input.cells.first().filter(|cells| !cells.is_empty()) else {
        return vec![words::NOTHING.say(lang).to_owned()];
    };
    let tallies = tally(cells, input.county);
    let mut told = vec![reach(cells, lang)];
    told.extend(blocks(&tallies, lang));
    told.extend(tallies.iter().filter(|it| matters(it, &tallies)).filter_map(|it| costs(input, it, lang)));
    told.extend(harvest(input, cells, lang));
    told.extend(break_even(input, lang));
    told.extend(scenarios(input, lang));
    told.extend(bars(input, lang));
    told.push(calibrated(input, lang));
    told
}

fn reach(cells: &[Cell], lang: Lang) -> String {
    let count = |wanted: &dyn Fn(&Cell) -> bool| cells.iter().filter(|cell| wanted(cell)).count();
    let flies = count(&|cell| cell.figures(Mode::Air).is_some());
    let planned = count(&|cell| cell.figures(Mode::Air).is_some() && cell.planned[0]);
    let mixed = count(&|cell| cell.figures(Mode::Mixed).is_some());
    let wins = count(&|cell| matches!(cell.best(&Mode::ALL), Some(Mode::Air | Mode::Mixed)));
    words::reach([cells.len(), flies, planned, mixed, wins], lang)
}

fn blocks(tallies: &[Tally], lang: Lang) -> Option<String> {
    let mut all: BTreeMap<_, usize> = BTreeMap::new();
    for (block, count) in tallies.iter().flat_map(|tally| &tally.blocks) {
        *all.entry(*block).or_default() += count;
    }
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.1));
    let each = all.iter().take(4).map(|(block, count)| format!("{} {count}", words::block(*block, lang)));
    let list: Vec<String> = each.collect();
    (!list.is_empty()).then(|| words::blocked(&list.join(lang.pick("，", ", ")), lang))
}

/// For each kind of goods, the season with the most kilograms to compare.
fn matters(tally: &Tally, all: &[Tally]) -> bool {
    let same = all.iter().filter(|it| it.goods == tally.goods && it.direction == tally.direction);
    let best = same.max_by_key(|it| (it.compared, std::cmp::Reverse(it.season)));
    tally.compared > 0 && best.is_some_and(|best| best.season == tally.season)
}

fn goods(input: &Comparison, tally: &Tally, lang: Lang) -> String {
    let goods = input.county.goods(tally.goods);
    let name = text::name(&goods.name_zh, &goods.name_en, lang);
    match lang {
        Lang::Zh => format!(
            "{name}{}（{}）",
            words::direction(tally.direction, lang),
            words::season(tally.season, lang)
        ),
        Lang::En => format!(
            "{name}, {} in {}",
            words::direction(tally.direction, lang),
            words::season(tally.season, lang)
        ),
    }
}

fn costs(input: &Comparison, tally: &Tally, lang: Lang) -> Option<String> {
    let (road, own, air) = (tally.mean[0]?, tally.mean[1], tally.mean[2]?);
    let money = |fen: f64| fixed(yuan(fen), 2);
    let own = own.map_or("–".to_owned(), |own| money(own.sum()));
    let hours = |minutes: f64| fixed(minutes / 60.0, 1);
    let numbers = [
        money(road.sum()),
        own,
        money(air.sum()),
        hours(road.minutes),
        hours(air.minutes),
        fixed(road.carbon, 0),
        fixed(air.carbon, 0),
        fixed(tally.air_wins * 100.0, 0),
    ];
    Some(words::costs(&goods(input, tally, lang), tally.compared, &numbers, lang))
}

/// Pre-cooling beside speed, for the harvest that has the most to lose.
fn harvest(input: &Comparison, cells: &[Cell], lang: Lang) -> Option<String> {
    let all = cooling(cells);
    let most = all.iter().max_by(|one, other| one.warm[0].total_cmp(&other.warm[0]))?;
    let kind = input.county.goods(most.goods);
    let money = |fen: f64| fixed(yuan(fen), 2);
    let numbers = [
        money(most.warm[0]),
        money(most.warm[1]),
        money(most.cool[0]),
        money(most.price),
        money(most.worth_of_cooling()),
        money(most.money[1] - most.money[0]),
        money(most.worth_of_speed()),
    ];
    let name = text::name(&kind.name_zh, &kind.name_en, lang);
    Some(words::harvest(name, words::season(most.season, lang), &numbers, lang))
}

fn break_even(input: &Comparison, lang: Lang) -> Vec<String> {
    let mut told = Vec::new();
    for middle in input.middles {
        let goods = input.county.goods(middle.goods);
        let name = text::name(&goods.name_zh, &goods.name_en, lang);
        let meets: Vec<String> = middle
            .curves
            .iter()
            .flat_map(|curve| [Mode::Road, Mode::Own].map(|mode| (curve, mode)))
            .filter_map(|(curve, mode)| {
                let (x, above) = crossing(curve, mode)?;
                let digits = if matches!(curve.axis, Axis::Value | Axis::Volume) { 0 } else { 1 };
                Some(words::meets(words::axis(curve.axis, lang), &fixed(x, digits), mode, above, lang))
            })
            .collect();
        let is_harvest = middle.direction == Direction::In;
        told.push(words::break_even(name, is_harvest, &meets, lang));
    }
    told
}

fn scenarios(input: &Comparison, lang: Lang) -> Vec<String> {
    let share = |cells: &Vec<Cell>| {
        let wins = cells.iter().filter(|cell| matches!(cell.best(&Mode::ALL), Some(Mode::Air | Mode::Mixed)));
        wins.count()
    };
    let each = input.cells.iter().enumerate().skip(1);
    each.map(|(at, cells)| words::scenario(&input.scenario(at, lang), share(cells), cells.len(), lang))
        .collect()
}

fn bars(input: &Comparison, lang: Lang) -> Option<String> {
    let usual = yuan(input.bars.iter().find_map(|bar| bar.usual)?);
    let end = |value: Option<f64>| value.map_or("–".to_owned(), |value| fixed(yuan(value), 2));
    let three = input.bars.iter().take(4);
    let list: Vec<String> =
        three.map(|bar| format!("{} {} … {}", bar.key, end(bar.low), end(bar.high))).collect();
    Some(words::matters(&fixed(usual, 2), &list.join(lang.pick("；", "; ")), lang))
}

fn calibrated(input: &Comparison, lang: Lang) -> String {
    let count = |verdict: Verdict| input.calibrated.iter().filter(|line| line.verdict == verdict).count();
    let wrong = input.calibrated.iter().filter(|line| line.verdict == Verdict::Differs);
    let list: Vec<String> = wrong
        .map(|line| {
            let (place, _) = words::operation(line.operation, line.what, lang);
            format!("{place} ({})", words::what(line.what, lang))
        })
        .collect();
    let counts = [Verdict::Agrees, Verdict::Differs, Verdict::Open].map(count);
    words::calibrated(counts, &list.join(lang.pick("；", "; ")), lang)
}
