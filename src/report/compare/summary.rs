//! What a study says on one sheet, in Chinese and in English.

use super::story::story;
use super::{Comparison, fixed, page, tally, yuan};
use crate::compare::Mode;
use crate::report::Lang;
use crate::report::html::{Esc, put};
use crate::report::text;
use crate::report::text::compare as words;

const PRINT: &str = "<style>@page{size:A4;margin:9mm}main{max-width:1000px;padding:14px 20px}section{padding:10px 16px;margin-bottom:8px}ul.headline{font-size:11.5px;line-height:1.42;padding-left:16px}h1{font-size:20px}h2{font-size:14px}.scroll table{font-size:11px}.scroll td,.scroll th{padding:1px 6px}.scroll{overflow:visible}.scroll th{white-space:normal;vertical-align:bottom}@media print{body{background:#fff}section{border:0;padding:2px 0}main{padding:0}}</style>";

pub(super) fn summary(input: &Comparison) -> String {
    let mut out = String::new();
    let title = format!("{} / {}", input.title(Lang::Zh), input.title(Lang::En));
    page::head(&mut out, &format!("{title}: {}", words::SUMMARY.say(Lang::Zh)), Lang::Zh);
    out.push_str(PRINT);
    put!(
        &mut out,
        "<h1>{} <span>{} · {}</span></h1>",
        Esc(&title),
        Esc(&input.county.date),
        Esc(&input.frame.code)
    );
    for lang in [Lang::Zh, Lang::En] {
        put!(
            &mut out,
            "<section lang=\"{}\"><h2>{}</h2><ul class=\"headline\">",
            lang.tag(),
            words::TITLE.say(lang)
        );
        for sentence in story(input, lang) {
            put!(&mut out, "<li>{}</li>", Esc(&sentence));
        }
        out.push_str("</ul></section>");
    }
    table(input, &mut out);
    out.push_str("</main></body></html>\n");
    out
}

/// Yuan a kilogram by kind of goods, over all seasons' largest one.
fn table(input: &Comparison, out: &mut String) {
    let both = |one: text::Words| format!("{} {}", one.zh, one.en);
    out.push_str("<section><div class=\"scroll\"><table><thead><tr>");
    for heading in [words::GOODS, words::SEASON] {
        put!(out, "<th>{}</th>", Esc(&both(heading)));
    }
    for mode in Mode::ALL {
        put!(out, "<th>{} {}</th>", words::mode(mode, Lang::Zh), words::mode(mode, Lang::En));
    }
    put!(out, "<th>{}</th></tr></thead><tbody>", Esc(&both(words::WINS)));
    for tally in input.cells.first().map(|cells| tally(cells, input.county)).unwrap_or_default() {
        let goods = input.county.goods(tally.goods);
        put!(
            out,
            "<tr><td>{} {} · {} {}</td><td>{} {}</td>",
            Esc(&goods.name_zh),
            Esc(&goods.name_en),
            words::direction(tally.direction, Lang::Zh),
            words::direction(tally.direction, Lang::En),
            words::season(tally.season, Lang::Zh),
            words::season(tally.season, Lang::En),
        );
        for mean in &tally.mean {
            put!(
                out,
                "<td class=\"num\">{}</td>",
                mean.map_or("–".to_owned(), |it| fixed(yuan(it.sum()), 2))
            );
        }
        put!(out, "<td class=\"num\">{}/{}</td></tr>", tally.drone_wins, tally.cells);
    }
    put!(
        out,
        "</tbody></table></div><p class=\"help\">{}<br>{}</p></section>",
        words::TERMINAL_NOTE.zh,
        words::TERMINAL_NOTE.en
    );
}
