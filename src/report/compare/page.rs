//! One self-contained page: sentences, tables, plots. No network, no scripts.

use super::story::story;
use super::{Comparison, Tally, fixed, places, plots, tally, yuan};
use crate::compare::{Cell, Figures, Mode, TOLD, cooling};
use crate::report::Lang;
use crate::report::html::{Esc, put};
use crate::report::text::compare as words;
use crate::report::text::{self, Words, corridor, page as common};

const STYLE: &str = include_str!("../html/style.css");
const OWN: &str = include_str!("page.css");
const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

pub(super) fn page(input: &Comparison, lang: Lang) -> String {
    let mut out = String::with_capacity(1 << 20);
    let title = format!("{} {}", input.title(lang), words::TITLE.say(lang));
    head(&mut out, &title, lang);
    header(input, lang, &mut out);
    put!(&mut out, "<section><h2>{}</h2><ul class=\"headline\">", words::FINDINGS.say(lang));
    for sentence in story(input, lang) {
        put!(&mut out, "<li>{}</li>", Esc(&sentence));
    }
    out.push_str("</ul></section>");
    let empty = Vec::new();
    let cells = input.cells.first().unwrap_or(&empty);
    tallies(input, cells, lang, &mut out);
    maps(cells, lang, &mut out);
    blocks(cells, lang, &mut out);
    scenarios(input, lang, &mut out);
    curves(input, lang, &mut out);
    coolings(input, cells, lang, &mut out);
    bars(input, lang, &mut out);
    calibration(input, lang, &mut out);
    places::places(input, cells, lang, &mut out);
    put!(&mut out, "<section class=\"notes\"><h2>{}</h2><ul>", common::HOW.say(lang));
    for note in words::notes(lang) {
        put!(&mut out, "<li>{}</li>", Esc(note));
    }
    out.push_str("</ul></section></main></body></html>\n");
    out
}

/// Up to the beginning of what is shown.
pub(super) fn head(out: &mut String, title: &str, lang: Lang) {
    put!(
        out,
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{}</title><style>{STYLE}{OWN}</style></head><body><main>",
        lang.tag(),
        Esc(title)
    );
}

fn header(input: &Comparison, lang: Lang, out: &mut String) {
    put!(
        out,
        "<header><div><p class=\"eyebrow\">mabang · {}</p><h1>{} <span>{}</span></h1><p class=\"sub\">{}</p><p class=\"sub\">{}</p></div></header>",
        words::TITLE.say(lang),
        Esc(input.title(lang)),
        Esc(&input.county.date),
        Esc(&words::terms(
            text::name(&input.frame.name_zh, &input.frame.name_en, lang),
            input.drone.count,
            input.parcel,
            lang
        )),
        corridor::approval(input.approval, lang),
    );
}

/// The first `left` columns are words, the others numbers.
pub(super) fn heading(out: &mut String, columns: &[Words], left: usize, lang: Lang) {
    out.push_str("<div class=\"scroll\"><table><thead><tr>");
    for (at, column) in columns.iter().enumerate() {
        let class = if at < left { "" } else { " class=\"num\"" };
        put!(out, "<th{class}>{}</th>", column.say(lang));
    }
    out.push_str("</tr></thead><tbody>");
}

pub(super) const END: &str = "</tbody></table></div>";

/// What a row tells of a mode.
fn figures(out: &mut String, it: Option<&Figures>, parcel: f64) {
    let Some(it) = it else {
        out.push_str(&"<td class=\"num\">–</td>".repeat(10));
        return;
    };
    let cells = [
        fixed(yuan(it.money), 2),
        fixed(yuan(it.lost), 2),
        fixed(yuan(it.money) * parcel, 2),
        fixed(it.minutes / 60.0, 1),
        fixed(it.left * 100.0, 1),
        fixed(it.kwh, 3),
        fixed(it.carbon, 0),
        fixed(it.labour, 2),
        fixed(it.available * 100.0, 0),
        fixed(it.load, 1),
    ];
    for cell in cells {
        put!(out, "<td class=\"num\">{cell}</td>");
    }
}

fn tallies(input: &Comparison, cells: &[Cell], lang: Lang, out: &mut String) {
    put!(
        out,
        "<section><h2>{}</h2><p class=\"help\">{}</p>",
        words::BY_GOODS.say(lang),
        words::BY_GOODS_NOTE.say(lang)
    );
    heading(out, &words::TALLY, 2, lang);
    for tally in tally(cells, input.county) {
        rows(input, &tally, lang, out);
    }
    put!(out, "{END}</section>");
}

fn rows(input: &Comparison, tally: &Tally, lang: Lang, out: &mut String) {
    let goods = input.county.goods(tally.goods);
    let name = text::name(&goods.name_zh, &goods.name_en, lang);
    for mode in Mode::ALL {
        out.push_str("<tr>");
        if mode == Mode::Road {
            put!(
                out,
                "<td rowspan=\"4\"><b>{}</b><br>{} · {}<br><small>{}</small></td>",
                Esc(name),
                words::direction(tally.direction, lang),
                words::season(tally.season, lang),
                Esc(&words::compared(tally.compared, tally.cells, lang)),
            );
        }
        put!(
            out,
            "<td>{}</td><td class=\"num\">{}</td>",
            words::mode(mode, lang),
            tally.served[mode as usize]
        );
        figures(out, tally.mean[mode as usize].as_ref(), input.parcel);
        out.push_str("</tr>");
    }
}

fn maps(cells: &[Cell], lang: Lang, out: &mut String) {
    let Some(season) = cells.first().map(|cell| cell.season) else { return };
    let of: Vec<&Cell> = cells.iter().filter(|cell| cell.season == season).collect();
    put!(
        out,
        "<section><h2>{}</h2><p class=\"help\">{} · {}</p>",
        words::PLACES_PLOTS.say(lang),
        words::season(season, lang),
        words::DOTS.say(lang)
    );
    put!(
        out,
        "<div class=\"plots\"><figure>{}<figcaption>{}</figcaption></figure>",
        plots::scatter(&of, lang),
        words::SCATTER.say(lang)
    );
    put!(
        out,
        "<figure>{}<figcaption>{}{}</figcaption></figure></div></section>",
        plots::times(&of, lang),
        words::TIMES.say(lang),
        plots::legend(&Mode::ALL, lang)
    );
}

fn blocks(cells: &[Cell], lang: Lang, out: &mut String) {
    let mut counts: Vec<(crate::compare::Block, [usize; 2])> = Vec::new();
    for block in crate::compare::Block::ALL {
        let count = |at: usize| cells.iter().filter(|cell| cell.blocks[at] == Some(block)).count();
        counts.push((block, [count(0), count(1)]));
    }
    counts.retain(|it| it.1 != [0, 0]);
    counts.sort_by_key(|it| std::cmp::Reverse(it.1[0]));
    put!(
        out,
        "<section><h2>{}</h2><p class=\"help\">{}</p>",
        words::BLOCKS.say(lang),
        words::BLOCKS_NOTE.say(lang)
    );
    heading(out, &words::BLOCK_COLUMNS, 1, lang);
    for (block, [air, mixed]) in counts {
        put!(
            out,
            "<tr><td>{}</td><td class=\"num\">{air}</td><td class=\"num\">{mixed}</td></tr>",
            words::block(block, lang)
        );
    }
    put!(out, "{END}</section>");
}

fn scenarios(input: &Comparison, lang: Lang, out: &mut String) {
    put!(out, "<section><h2>{}</h2>", words::SCENARIOS.say(lang));
    heading(out, &words::SCENARIO_COLUMNS, 2, lang);
    for (at, cells) in input.cells.iter().enumerate() {
        let best = |mode: Mode| cells.iter().filter(|cell| cell.best(&Mode::ALL) == Some(mode)).count();
        let changed: Vec<String> =
            input.study.scenarios[at].facts.iter().map(|it| format!("{} = {}", it.0, it.1)).collect();
        put!(
            out,
            "<tr><td>{}</td><td>{}</td><td class=\"num\">{}</td>",
            Esc(&input.scenario(at, lang)),
            Esc(&changed.join(", ")),
            cells.len()
        );
        for mode in Mode::ALL {
            put!(out, "<td class=\"num\">{}</td>", best(mode));
        }
        out.push_str("</tr>");
    }
    put!(out, "{END}</section>");
}

fn curves(input: &Comparison, lang: Lang, out: &mut String) {
    put!(
        out,
        "<section><h2>{}</h2><p class=\"help\">{}</p>{}",
        words::CURVES.say(lang),
        words::CURVES_NOTE.say(lang),
        plots::legend(&TOLD, lang)
    );
    for middle in input.middles {
        put!(out, "<h3>{}</h3><div class=\"plots\">", Esc(&plots::middle_title(input, middle, lang)));
        for curve in &middle.curves {
            put!(
                out,
                "<figure>{}<figcaption>{}</figcaption></figure>",
                plots::curve(curve, lang),
                Esc(&words::crossings(curve, lang))
            );
        }
        out.push_str("</div>");
    }
    out.push_str("</section>");
}

fn coolings(input: &Comparison, cells: &[Cell], lang: Lang, out: &mut String) {
    let all = cooling(cells);
    if all.is_empty() {
        return;
    }
    put!(
        out,
        "<section><h2>{}</h2><p class=\"help\">{}</p>",
        words::COOLING.say(lang),
        words::COOLING_NOTE.say(lang)
    );
    heading(out, &words::COOLING_COLUMNS, 1, lang);
    for one in all {
        let goods = input.county.goods(one.goods);
        put!(
            out,
            "<tr><td>{} · {}</td><td class=\"num\">{}</td>",
            Esc(text::name(&goods.name_zh, &goods.name_en, lang)),
            words::season(one.season, lang),
            one.places
        );
        let money = [
            one.warm[0],
            one.cool[0],
            one.warm[1],
            one.cool[1],
            one.price,
            one.money[1] - one.money[0],
            one.worth_of_cooling(),
            one.worth_of_speed(),
        ];
        for fen in money {
            put!(out, "<td class=\"num\">{}</td>", fixed(yuan(fen), 2));
        }
        put!(
            out,
            "<td class=\"num\">{} / {}</td></tr>",
            fixed(one.minutes[0] / 60.0, 1),
            fixed(one.minutes[1] / 60.0, 1)
        );
    }
    put!(out, "{END}</section>");
}

/// Bars that are drawn.
const SHOWN: usize = 24;

fn bars(input: &Comparison, lang: Lang, out: &mut String) {
    let moves = |bar: &&crate::wire::compare::Bar| {
        let usual = bar.usual.unwrap_or(0.0);
        [bar.low, bar.high].into_iter().flatten().any(|value| (value - usual).abs() >= 0.05)
    };
    let moving: Vec<_> = input.bars.iter().filter(moves).cloned().collect();
    let shown = &moving[..moving.len().min(SHOWN)];
    let places = input.bars.first().map_or(0, |bar| bar.cells[1]);
    put!(
        out,
        "<section><h2>{}</h2><p class=\"help\">{}</p>{}",
        words::BARS.say(lang),
        Esc(&words::bars_note(places, input.bars.len(), input.bars.len() - moving.len(), lang)),
        plots::tornado(shown, lang)
    );
    out.push_str("</section>");
}

fn calibration(input: &Comparison, lang: Lang, out: &mut String) {
    put!(
        out,
        "<section><h2>{}</h2><p class=\"help\">{}</p>",
        words::CALIBRATION.say(lang),
        words::CALIBRATION_NOTE.say(lang)
    );
    heading(out, &words::CALIBRATION_COLUMNS, 7, lang);
    for line in input.calibrated {
        let (place, note) = words::operation(line.operation, line.what, lang);
        let [value, low, high] = line.reported;
        let range = if low < high { format!(" ({}–{})", short(low), short(high)) } else { String::new() };
        put!(
            out,
            "<tr><td class=\"wrap\">{}</td><td class=\"wrap\">{}</td><td>{}</td><td class=\"num\">{}{range}</td><td class=\"num\">{}</td><td class=\"{}\">{}</td><td class=\"long\">{}</td></tr>",
            Esc(place),
            words::what(line.what, lang),
            line.airframe.unwrap_or("–"),
            short(value),
            line.model.map_or("–".to_owned(), short),
            words::verdict_word(line.verdict),
            words::verdict(line.verdict, lang),
            Esc(note),
        );
    }
    put!(out, "{END}</section>");
}

fn short(value: f64) -> String {
    fixed(
        value,
        if value.abs() < 0.1 {
            3
        } else if value.abs() < 10.0 {
            2
        } else {
            0
        },
    )
}
