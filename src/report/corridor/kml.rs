//! Corridors as KML 2.2 for flight software and globes: absolute heights above sea level.

use super::{CorridorReport, load};
use crate::report::Lang;
use crate::report::html::{Esc, put};
use crate::report::text::corridor as words;

pub(super) fn kml(report: &CorridorReport, lang: Lang) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>\n",
    );
    put!(&mut out, "<name>{} {}</name>\n", Esc(report.title(lang)), words::TITLE.say(lang));
    out.push_str("<Style id=\"way\"><LineStyle><color>ffb27200</color><width>3</width></LineStyle><PolyStyle><color>40b27200</color></PolyStyle></Style>\n");
    for at in 0..report.pads.len() {
        let site = report.pad(at);
        let ground = report.terms.dem.height(site.point).unwrap_or(0.0);
        put!(
            &mut out,
            "<Placemark><name>{} {}</name><Point><altitudeMode>absolute</altitudeMode><coordinates>{:.6},{:.6},{ground:.1}</coordinates></Point></Placemark>\n",
            Esc(&site.code),
            Esc(report.name(at, lang)),
            site.point.x(),
            site.point.y(),
        );
    }
    for edge in report.edges() {
        let [from, to] = edge.ends().map(|pad| &report.pad(pad).code);
        let way = edge.way();
        put!(&mut out, "<Placemark><name>{} → {}</name>", Esc(from), Esc(to));
        put!(
            &mut out,
            "<description>{:.1} km, {:.0} min, {} {}, {} {}</description><styleUrl>#way</styleUrl>",
            edge.corridor.length / 1000.0,
            way.seconds / 60.0,
            words::LOAD_CALM.say(lang),
            load(way.calm),
            words::LOAD_WINDY.say(lang),
            load(way.windy),
        );
        out.push_str("<LineString><extrude>1</extrude><altitudeMode>absolute</altitudeMode><coordinates>");
        let mut points: Vec<String> = edge
            .corridor
            .fixes
            .iter()
            .map(|fix| format!("{:.6},{:.6},{:.1}", fix.point.x(), fix.point.y(), fix.height))
            .collect();
        if edge.backwards {
            points.reverse();
        }
        put!(&mut out, "{}</coordinates></LineString></Placemark>\n", points.join(" "));
    }
    out.push_str("</Document></kml>\n");
    out
}
