//! One self-contained page: map, table, profiles. No network, no scripts.

use super::profile::{headline, profile};
use super::{CorridorReport, Edge, load, table};
use crate::corridor::{Approval, PadState};
use crate::report::html::{Esc, Frame, WIDTH, data_uri, put, roads};
use crate::report::text::corridor as words;
use crate::report::text::{self, Lang, Words};
use crate::report::{ReportError, text::page};
use crate::units::Point;

const STYLE: &str = include_str!("../html/style.css");
const OWN: &str = include_str!("page.css");
const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

pub(super) fn page(report: &CorridorReport, lang: Lang) -> Result<String, ReportError> {
    let mut out = String::with_capacity(1 << 20);
    let title = format!("{} {}", report.title(lang), words::TITLE.say(lang));
    put!(
        &mut out,
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{}</title><style>{STYLE}{OWN}</style></head><body><main>",
        lang.tag(),
        Esc(&title)
    );
    header(report, lang, &mut out);
    map(report, lang, &mut out)?;
    edges(report, lang, &mut out);
    refusals(report, lang, &mut out);
    suggestions(report, lang, &mut out);
    profiles(report, lang, &mut out);
    put!(&mut out, "<section class=\"notes\"><h2>{}</h2><ul>", page::HOW.say(lang));
    for note in words::notes(lang) {
        put!(&mut out, "<li>{note}</li>");
    }
    out.push_str("</ul></section></main></body></html>\n");
    Ok(out)
}

fn header(report: &CorridorReport, lang: Lang, out: &mut String) {
    let sound = report.faults.is_empty();
    let (state, badge) = if sound { ("good", words::SOUND) } else { ("bad", words::FAULTY) };
    put!(
        out,
        "<header><div><p class=\"eyebrow\">mabang · {}</p><h1>{} <span>{}</span></h1><p class=\"sub\">{}</p>",
        words::TITLE.say(lang),
        Esc(report.title(lang)),
        Esc(&report.county.date),
        Esc(&words::summary(
            report.title(lang),
            report.drone_name(lang),
            report.all.corridors.len(),
            report.all.refusals.len(),
            lang
        )),
    );
    let approval = words::approval(report.approval(), lang);
    let until = match report.approval() {
        Approval::Application => format!(" ≤ {}", words::deadline(&report.county.date)),
        Approval::SuitableAirspace => String::new(),
    };
    put!(out, "<p class=\"sub\">{approval}{}</p></div>", Esc(&until));
    put!(out, "<p class=\"badge {state}\">{}</p></header>", badge.say(lang));
}

fn map(report: &CorridorReport, lang: Lang, out: &mut String) -> Result<(), ReportError> {
    let frame = Frame::new(report.county.bounds);
    let height = frame.height.round();
    put!(out, "<section class=\"map\"><h2>{}</h2><div class=\"canvas\">", words::MAP.say(lang));
    put!(
        out,
        "<svg id=\"map\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\">",
        words::MAP.say(lang)
    );
    if let Some(relief) = report.relief.as_ref().map(data_uri).transpose()?.flatten() {
        put!(
            out,
            "<image class=\"relief\" href=\"{relief}\" width=\"{WIDTH}\" height=\"{height}\" preserveAspectRatio=\"none\"/>"
        );
    }
    if let Some(network) = report.roads {
        out.push_str(&roads(network, &frame));
    }
    aloft(report, &frame, out);
    for corridor in &report.all.corridors {
        let line: Vec<Point> = corridor.fixes.iter().map(|fix| fix.point).collect();
        let edge = Edge { corridor, backwards: false };
        put!(
            out,
            "<path class=\"air\" d=\"{}\"><title>{}</title></path>",
            frame.path(&line, 2.0),
            Esc(&headline(report, &edge))
        );
    }
    pads(report, &frame, lang, out);
    out.push_str("</svg></div>");
    legend(report, lang, out);
    out.push_str("</section>");
    Ok(())
}

/// What hangs in the air or keeps others out of it: areas of the radio link, power lines, zones.
fn aloft(report: &CorridorReport, frame: &Frame, out: &mut String) {
    let mut shape = |class: &str, points: Vec<Point>, close: &str, title: &str| {
        let path = frame.path(&points, 0.0);
        put!(out, "<path class=\"{class}\" d=\"{path}{close}\"><title>{}</title></path>", Esc(title));
    };
    for area in report.county.aloft.links.iter().flatten() {
        shape("link", area.exterior().points().collect(), "z", "");
    }
    for wire in &report.county.aloft.wires {
        shape("wire", wire.line.points().collect(), "", &wire.code);
    }
    for zone in &report.county.zones {
        shape("zone", zone.area.exterior().points().collect(), "z", &zone.code);
    }
}

/// What lines and areas on the map mean, those that are there.
fn legend(report: &CorridorReport, lang: Lang, out: &mut String) {
    let aloft = &report.county.aloft;
    let has_links = aloft.links.as_ref().is_some_and(|links| !links.is_empty());
    let kinds = [
        ("air", true, words::MAP_AIR),
        ("wire", !aloft.wires.is_empty(), words::MAP_WIRE),
        ("link", has_links, words::MAP_LINK),
        ("zone", !report.county.zones.is_empty(), words::MAP_ZONE),
    ];
    out.push_str("<p class=\"legend\">");
    for (class, _, text) in kinds.into_iter().filter(|kind| kind.1) {
        put!(
            out,
            "<span><svg viewBox=\"0 0 30 10\" width=\"30\" height=\"10\" class=\"key\"><path class=\"{class}\" d=\"M1 5h28\"/></svg> {}</span>",
            text.say(lang)
        );
    }
    out.push_str("</p>");
}

fn pads(report: &CorridorReport, frame: &Frame, lang: Lang, out: &mut String) {
    for at in 0..report.pads.len() {
        let place = frame.at(report.pad(at).point);
        let usable = report.all.pads.get(at) == Some(&PadState::Good);
        let class = if usable { "pad" } else { "pad shut" };
        put!(
            out,
            "<path class=\"{class}\" d=\"M{:.0} {:.0}h0\"><title>{}</title></path>",
            place.x,
            place.y,
            Esc(report.name(at, lang))
        );
        put!(
            out,
            "<text x=\"{:.0}\" y=\"{:.0}\" dy=\"-.6em\">{}</text>",
            place.x,
            place.y,
            Esc(&report.pad(at).code)
        );
    }
    for one in report.suggestions {
        let place = frame.at(one.point);
        put!(out, "<path class=\"pad wanted\" d=\"M{:.0} {:.0}h0\"/>", place.x, place.y);
    }
}

fn heading(out: &mut String, title: Words, columns: &[Words], lang: Lang) {
    put!(out, "<section><h2>{}</h2><div class=\"scroll\"><table><thead><tr>", title.say(lang));
    for column in columns {
        put!(out, "<th>{}</th>", column.say(lang));
    }
    out.push_str("</tr></thead><tbody>");
}

fn row(out: &mut String, cells: &[String]) {
    out.push_str("<tr>");
    for cell in cells {
        put!(out, "<td>{}</td>", Esc(cell));
    }
    out.push_str("</tr>");
}

fn edges(report: &CorridorReport, lang: Lang, out: &mut String) {
    let columns = [
        words::FROM,
        words::TO,
        words::LENGTH,
        words::UP_DOWN,
        words::ABOVE,
        words::LOAD_CALM,
        words::LOAD_WINDY,
        words::LOAD_RETURN,
        words::ENERGY,
        words::MINUTES,
        words::PEOPLE,
        words::ZONES,
        words::POWER,
        words::UNLINKED,
        words::LANDING,
        words::FLIGHTS,
        words::CAPACITY,
        words::COST,
        words::CARBON,
    ];
    heading(out, words::TITLE, &columns, lang);
    for edge in report.edges() {
        let (way, [from, to], (up, down)) = (edge.way(), edge.ends(), edge.up_down());
        let corridor = edge.corridor;
        let full = way.loads.last().and_then(|load| load.calm);
        row(
            out,
            &[
                format!("{} {}", report.pad(from).code, report.name(from, lang)),
                format!("{} {}", report.pad(to).code, report.name(to, lang)),
                format!("{:.1}", corridor.length / 1000.0),
                format!("{up:.0}/{down:.0}"),
                format!("{:.0}–{:.0}", corridor.above.0, corridor.above.1),
                load(way.calm),
                load(way.windy),
                load(way.calm_return),
                full.map_or("–".to_owned(), |wh| format!("{wh:.0}")),
                format!("{:.1}", way.seconds / 60.0),
                format!("{:.0}", corridor.people),
                report.zones(corridor).join(", "),
                report.crossed(corridor).join(", "),
                corridor.unlinked.map_or("–".to_owned(), |metres| format!("{metres:.0}")),
                format!("{:.0}", corridor.farthest),
                way.flights.to_string(),
                format!("{:.0}", way.capacity()),
                text::money(way.cost),
                format!("{:.0}", way.carbon),
            ],
        );
    }
    out.push_str("</tbody></table></div></section>");
}

fn refusals(report: &CorridorReport, lang: Lang, out: &mut String) {
    if report.all.refusals.is_empty() {
        return;
    }
    heading(out, words::REFUSED, &[words::FROM, words::TO, words::REASON], lang);
    for refusal in &report.all.refusals {
        let [from, to] =
            refusal.ends.map(|pad| format!("{} {}", report.pad(pad).code, report.name(pad, lang)));
        row(out, &[from, to, words::rule(&refusal.rule, report.county, report.pads, lang)]);
    }
    out.push_str("</tbody></table></div></section>");
}

fn suggestions(report: &CorridorReport, lang: Lang, out: &mut String) {
    if report.suggestions.is_empty() {
        return;
    }
    let columns = [
        words::LATITUDE,
        words::LONGITUDE,
        words::GROUND,
        words::SLOPE,
        words::ROAD,
        words::SERVED_PEOPLE,
        words::SERVES,
    ];
    heading(out, words::SUGGESTED, &columns, lang);
    for one in report.suggestions {
        row(
            out,
            &[
                format!("{:.5}", one.point.y()),
                format!("{:.5}", one.point.x()),
                format!("{:.0}", one.ground),
                format!("{:.1}", one.slope),
                format!("{:.0}", one.road),
                one.people.to_string(),
                table::serves(report, one, lang),
            ],
        );
    }
    out.push_str("</tbody></table></div></section>");
}

fn profiles(report: &CorridorReport, lang: Lang, out: &mut String) {
    put!(out, "<section><h2>{}</h2><p class=\"help\">{}</p>", words::PROFILE.say(lang), words::KEY.say(lang));
    for (at, corridor) in report.all.corridors.iter().enumerate() {
        let open = if at < 6 { " open" } else { "" };
        let [from, to] = corridor.ends.map(|pad| report.name(pad, lang));
        let title = headline(report, &Edge { corridor, backwards: false });
        put!(out, "<details{open}><summary>{} · {} → {}</summary>", Esc(&title), Esc(from), Esc(to));
        profile(report, corridor, out);
        out.push_str("</details>");
    }
    out.push_str("</section>");
}
