//! Every place, by township, folded.

use super::page::{END, heading};
use super::{Comparison, fixed, yuan};
use crate::compare::{Cell, Mode};
use crate::county::PlaceId;
use crate::report::Lang;
use crate::report::html::{Esc, put};
use crate::report::text;
use crate::report::text::compare as words;
use std::collections::BTreeMap;

/// The season with the most cells, each class of each place.
pub(super) fn places(input: &Comparison, cells: &[Cell], lang: Lang, out: &mut String) {
    let count = |season: usize| cells.iter().filter(|cell| cell.season == season).count();
    let Some(season) = (0..4).max_by_key(|&season| (count(season), std::cmp::Reverse(season))) else {
        return;
    };
    let mut towns: BTreeMap<Option<PlaceId>, Vec<&Cell>> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| cell.season == season) {
        let place = input.county.place(cell.place);
        towns.entry(place.township.or(Some(cell.place))).or_default().push(cell);
    }
    put!(
        out,
        "<section><h2>{} · {}</h2><p class=\"help\">{}</p>",
        words::EACH_PLACE.say(lang),
        words::season(season, lang),
        words::EACH_PLACE_NOTE.say(lang)
    );
    for (town, cells) in towns {
        let name = town.map(|town| input.county.place(town));
        let name = name.map_or("", |place| text::name(&place.name_zh, &place.name_en, lang));
        put!(out, "<details><summary>{} <small>{}</small></summary>", Esc(name), cells.len());
        heading(out, &words::PLACE_COLUMNS, 10, lang);
        cells.iter().for_each(|cell| row(input, cell, lang, out));
        put!(out, "{END}</details>");
    }
    out.push_str("</section>");
}

fn row(input: &Comparison, cell: &Cell, lang: Lang, out: &mut String) {
    let (place, goods) = (input.county.place(cell.place), input.county.goods(cell.goods));
    put!(
        out,
        "<tr><td>{}</td><td>{} {}</td><td class=\"num\">{}</td><td class=\"num\">{}</td>",
        Esc(text::name(&place.name_zh, &place.name_en, lang)),
        Esc(text::name(&goods.name_zh, &goods.name_en, lang)),
        words::direction(cell.direction, lang),
        fixed(cell.kilograms, 1),
        fixed(cell.straight_km, 1),
    );
    let best = cell.best(&Mode::ALL);
    for mode in Mode::ALL {
        let class = if best == Some(mode) { "num win" } else { "num" };
        let told = cell.figures(mode).map_or("–".to_owned(), |it| {
            let straight = match mode {
                Mode::Air if !cell.planned[0] => "*",
                Mode::Mixed if !cell.planned[1] => "*",
                _ => "",
            };
            format!("{}{straight} · {} h", fixed(yuan(it.sum()), 2), fixed(it.minutes / 60.0, 1))
        });
        put!(out, "<td class=\"{class}\">{told}</td>");
    }
    let pad = cell.meet.map(|site| input.county.site(site).code.clone()).unwrap_or_default();
    let block = cell.blocks[0].map_or("", |block| words::block(block, lang));
    put!(out, "<td>{}</td><td>{block}</td></tr>", Esc(&pad));
}
