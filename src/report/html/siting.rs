//! The page about sites: cost and bound, a map with catchments, tables, reasons.

use super::colour::ink;
use super::roads::{Frame, WIDTH, roads};
use super::siting_compared::compared;
use super::{Esc, POLICY, SCRIPT, STYLE, picture, put};
use crate::county::{SiteId, SiteKind};
use crate::report::ReportError;
use crate::report::site::{Case, EVENTS, FRONT, REJECTED, SiteInput, cost, event_row, front_row, worth};
use crate::report::text::{self, Lang, page, site as words};
use crate::site::survey::{Part, Refined, Resource, RoutedSet, Stand};
use crate::units::Fen;

pub(in crate::report) fn page(input: &SiteInput, lang: Lang) -> Result<String, ReportError> {
    let mut out = String::with_capacity(1 << 20);
    let name = text::name(&input.county.name_zh, &input.county.name_en, lang);
    put!(
        &mut out,
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{} – {}</title><style>{STYLE}</style></head><body><main>",
        lang.tag(),
        Esc(name),
        words::TITLE.say(lang),
    );
    put!(
        &mut out,
        "<header><div><p class=\"eyebrow\">mabang · {}</p><h1>{}</h1></div></header>",
        words::TITLE.say(lang),
        Esc(name)
    );
    for case in input.cases.iter().take(1) {
        cards(input, case, lang, &mut out);
        map(input, case, lang, &mut out)?;
    }
    if input.cases.len() > 1 {
        compared(input, lang, &mut out);
    }
    for case in &input.cases {
        put!(&mut out, "<h2>{}</h2>", Esc(case.name(lang)));
        breakdown(case, lang, &mut out);
        front(input, case, lang, &mut out);
        routed(input, case, lang, &mut out);
        sites(input, case, lang, &mut out);
        shares(input, case, lang, &mut out);
        rejected(input, case, lang, &mut out);
    }
    notes(lang, &mut out);
    put!(&mut out, "</main><script>{SCRIPT}</script></body></html>\n");
    Ok(out)
}

fn card(out: &mut String, class: &str, label: &str, value: &str, note: &str) {
    put!(
        out,
        "<div class=\"card {class}\"><p>{label}</p><strong>{}</strong><small>{}</small></div>",
        Esc(value),
        Esc(note)
    );
}

fn cards(input: &SiteInput, case: &Case, lang: Lang, out: &mut String) {
    let Some(outcome) = case.outcome else {
        put!(out, "<section><p>{}</p></section>", words::NOTHING.say(lang));
        return;
    };
    let new = outcome.opened.iter().filter(|own| input.is_new(own.site)).count();
    out.push_str("<section class=\"cards\">");
    let routed = case.refined.map(|refined| words::by_rounds(refined, lang)).unwrap_or_default();
    card(out, "", words::COST.say(lang), &text::yuan(outcome.total), &routed);
    card(out, "", words::BOUND.say(lang), &text::yuan(outcome.bound), &words::proof(outcome, lang));
    let sites = words::opened(outcome.opened.len(), new, lang);
    card(out, "", words::OPEN_SITES.say(lang), &text::count(outcome.opened.len()), &sites);
    match case.saved() {
        Some(saved) => card(out, "key", words::SAVES.say(lang), &text::yuan(saved), words::TODAY.say(lang)),
        None => card(out, "warn", words::TODAY.say(lang), "–", words::NOT_TODAY.say(lang)),
    }
    out.push_str("</section>");
}

/// Sites by kind, and a line from each place to the site that serves it.
fn map(input: &SiteInput, case: &Case, lang: Lang, out: &mut String) -> Result<(), ReportError> {
    let Some(outcome) = case.outcome else { return Ok(()) };
    let frame = Frame::new(input.county.bounds);
    let height = frame.height.round();
    let title = words::MAP.say(lang);
    put!(out, "<section class=\"map\"><h2>{title}</h2><div class=\"board\"><div class=\"canvas\">");
    put!(out, "<svg id=\"map\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\">");
    if let Some(relief) = input.relief.as_ref().map(picture::data_uri).transpose()?.flatten() {
        put!(
            out,
            "<image class=\"relief\" href=\"{relief}\" width=\"{WIDTH}\" height=\"{height}\" preserveAspectRatio=\"none\"/>"
        );
    }
    out.push_str(&roads(input.roads, &frame));
    // Where rounds are drawn, who belongs to whom is only hinted at.
    let (width, opacity) = if case.refined.is_some() { (0.7, 0.25) } else { (1.1, 0.75) };
    for (at, own) in outcome.opened.iter().enumerate() {
        let from = frame.at(input.county.site(own.site).point);
        put!(out, "<g class=\"route\" data-r=\"{at}\" style=\"color:{}\">", ink(at).colour);
        put!(out, "<title>{}</title>", Esc(input.site_name(own.site, lang)));
        for place in &own.places {
            let to = frame.at(input.county.place(*place).point);
            put!(
                out,
                "<path class=\"line\" d=\"M{:.0} {:.0}L{:.0} {:.0}\" style=\"stroke-width:{width}px;opacity:{opacity}\"/>",
                from.x,
                from.y,
                to.x,
                to.y
            );
            put!(out, "<path class=\"stop\" d=\"M{:.0} {:.0}h0\"/>", to.x, to.y);
        }
        rounds(input, case, own.site, &frame, lang, out);
        out.push_str("</g>");
    }
    for own in &outcome.opened {
        let at = frame.at(input.county.site(own.site).point);
        let path = format!("M{:.0} {:.0}h0", at.x, at.y);
        put!(out, "<g class=\"site\"><path class=\"rim\" d=\"{path}\"/><path class=\"core\" d=\"{path}\"/>");
        put!(out, "<title>{}</title></g>", Esc(input.site_name(own.site, lang)));
        if matches!(input.county.site(own.site).kind, SiteKind::Warehouse | SiteKind::Station) {
            let name = Esc(input.site_name(own.site, lang));
            put!(out, "<text class=\"name\" x=\"{:.0}\" y=\"{:.0}\" dy=\"-.7em\">{name}</text>", at.x, at.y);
        }
    }
    out.push_str("</svg><div class=\"zoom script\"><button data-zoom=\"in\">+</button>");
    out.push_str("<button data-zoom=\"out\">−</button><button data-zoom=\"all\">⤢</button></div></div>");
    legend(input, case, lang, out);
    out.push_str("</div><div id=\"picked\"></div></section>");
    Ok(())
}

/// A site's rounds of the sample day, where the best sets were routed: lines from stop to stop.
fn rounds(input: &SiteInput, case: &Case, site: SiteId, frame: &Frame, lang: Lang, out: &mut String) {
    let trips = case.refined.map(Refined::trips).unwrap_or_default();
    for trip in trips.iter().filter(|it| it.0 == site).flat_map(|it| &it.1) {
        let home = frame.at(input.county.site(site).point);
        put!(out, "<path class=\"line\" d=\"M{:.0} {:.0}", home.x, home.y);
        for place in trip {
            let to = frame.at(input.county.place(*place).point);
            put!(out, "L{:.0} {:.0}", to.x, to.y);
        }
        let title = words::SAMPLE_ROUNDS.say(lang);
        put!(out, "Z\" style=\"stroke-width:2px;opacity:.6\"><title>{title}</title></path>");
    }
}

fn legend(input: &SiteInput, case: &Case, lang: Lang, out: &mut String) {
    put!(
        out,
        "<aside class=\"legend\"><p class=\"all script\"><button data-show=\"1\">{}</button>",
        page::ALL_ROUTES.say(lang)
    );
    put!(out, "<button data-show=\"0\">{}</button></p><ul>", page::NO_ROUTES.say(lang));
    for (at, own) in case.outcome.iter().flat_map(|outcome| outcome.opened.iter().enumerate()) {
        let name = input.site_name(own.site, lang);
        put!(
            out,
            "<li data-r=\"{at}\"><input class=\"script\" type=\"checkbox\" checked aria-label=\"{}\">",
            Esc(name)
        );
        put!(
            out,
            "<svg class=\"key\" viewBox=\"0 0 26 8\"><path d=\"M1 4h24\" stroke=\"{}\"/></svg>",
            ink(at).colour
        );
        let why = words::why(own.places.len(), own.fresh.as_f64() / 1e6, lang);
        put!(out, "<span>{}</span>", Esc(name));
        // Under the name: beside it, it would be cut off.
        put!(out, "<small style=\"grid-column:3/5;white-space:normal\">{}</small></li>", Esc(&why));
    }
    out.push_str("</ul></aside>");
}

fn table(title: &str, headings: &[&str], rows: &[Vec<String>], out: &mut String) {
    put!(out, "<section><h2>{title}</h2><div class=\"wide\"><table><thead><tr>");
    headings.iter().for_each(|heading| put!(out, "<th>{}</th>", Esc(heading)));
    out.push_str("</tr></thead><tbody>");
    for row in rows {
        out.push_str("<tr>");
        row.iter().for_each(|cell| put!(out, "<td>{}</td>", Esc(cell)));
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div></section>");
}

fn breakdown(case: &Case, lang: Lang, out: &mut String) {
    let Some(outcome) = case.outcome else { return };
    let before = |at: usize| case.today.map_or_else(|| "–".to_owned(), |today| text::yuan(today.money[at]));
    let names = std::iter::once(words::HAVING.say(lang)).chain(Part::ALL.map(|part| words::part(part, lang)));
    let mut rows: Vec<Vec<String>> = names
        .enumerate()
        .map(|(at, name)| vec![name.to_owned(), text::yuan(outcome.money[at]), before(at)])
        .collect();
    let all = case.today.map_or_else(|| "–".to_owned(), |today| text::yuan(today.total));
    rows.push(vec![words::TOTAL.say(lang).to_owned(), text::yuan(outcome.total), all]);
    let headings = [words::BREAKDOWN.say(lang), words::COST.say(lang), words::TODAY.say(lang)];
    table(words::BREAKDOWN.say(lang), &headings, &rows, out);
}

/// How far people are, and cost against coverage where that was asked for.
fn front(input: &SiteInput, case: &Case, lang: Lang, out: &mut String) {
    if let Some(reach) = case.outcome.and_then(|outcome| outcome.reach) {
        put!(out, "<p>{}</p>", Esc(&words::reach(&reach, lang)));
    }
    if !case.events.is_empty() {
        let rows: Vec<Vec<String>> = case.events.iter().map(|event| event_row(event, lang)).collect();
        table(words::EVENTS.say(lang), &EVENTS.map(|words| words.say(lang)), &rows, out);
        if let Some(drawn) = &case.drawn {
            put!(out, "<p>{}</p>", Esc(&words::drawn(drawn, lang)));
        }
    }
    if case.front.is_empty() {
        return;
    }
    let rows: Vec<Vec<String>> = case.front.iter().map(|point| front_row(input, case, point)).collect();
    table(words::FRONT.say(lang), &FRONT.map(|words| words.say(lang)), &rows, out);
    put!(out, "<p>{}</p>", words::FRONT_NOTE.say(lang));
}

/// Who pays how much of which cold room.
fn shares(input: &SiteInput, case: &Case, lang: Lang, out: &mut String) {
    let (mut rows, mut told): (Vec<Vec<String>>, Vec<String>) = Default::default();
    for own in case.outcome.iter().flat_map(|outcome| &outcome.opened) {
        let code = &input.county.site(own.site).code;
        let Some(room) = &own.cold else { continue };
        let site = format!("{code} {}", input.site_name(own.site, lang));
        told.push(words::cold_room(&site, &room.split, lang));
        let yuan = |share: Fen| format!("¥{:.2}", share.as_f64() / 100.0);
        for (user, (place, &by_prices)) in room.users.iter().zip(&room.split.by_prices).enumerate() {
            let place = input.county.place(*place);
            let shapley = room.split.shapley.as_ref().map_or_else(|| "–".to_owned(), |it| yuan(it[user]));
            rows.push(vec![
                site.clone(),
                format!("{} {}", place.code, text::name(&place.name_zh, &place.name_en, lang)),
                yuan(by_prices),
                shapley,
            ]);
        }
    }
    if !rows.is_empty() {
        let columns = [words::SITE, words::PLACE, words::BY_PRICES, words::BY_SHAPLEY];
        let headings = columns.map(|words| words.say(lang));
        put!(out, "<details><summary>{}</summary>", words::COLD_SHARES.say(lang));
        table(words::COLD_SHARES.say(lang), &headings, &rows, out);
        told.iter().for_each(|room| put!(out, "<p>{}</p>", Esc(room)));
        put!(out, "<p>{}</p></details>", words::SHARES_NOTE.say(lang));
    }
}

fn routed(input: &SiteInput, case: &Case, lang: Lang, out: &mut String) {
    let Some(refined) = case.refined else {
        if case.wants_rounds && case.outcome.is_some() {
            put!(out, "<p>{}</p>", words::NOT_ROUTED.say(lang));
        }
        return;
    };
    let row = |(number, set): (usize, &RoutedSet)| {
        vec![
            input.difference(case, refined, set, lang),
            text::yuan(set.star),
            text::yuan(set.routed),
            if number == refined.best { "●".to_owned() } else { String::new() },
        ]
    };
    let rows: Vec<Vec<String>> = refined.sets.iter().enumerate().map(row).collect();
    let columns = [words::SET, words::STAR_COST, words::ROUTED_COST, words::TAKEN];
    table(words::ROUTED_SETS.say(lang), &columns.map(|words| words.say(lang)), &rows, out);
    put!(out, "<p>{}</p>", Esc(&words::refined(refined, lang)));
    let stand = |(site, vehicles): &Stand| {
        let code = &input.county.site(*site).code;
        let types = vehicles.iter().map(|(&id, count)| {
            let kind = input.county.vehicle_type(id);
            format!("{count} × {}", text::name(&kind.name_zh, &kind.name_en, lang))
        });
        vec![format!("{code} {}", input.site_name(*site, lang)), types.collect::<Vec<_>>().join(", ")]
    };
    let rows: Vec<Vec<String>> = refined.vehicles().iter().map(stand).collect();
    let columns = [words::SITE, words::VEHICLES].map(|words| words.say(lang));
    table(words::VEHICLES.say(lang), &columns, &rows, out);
}

fn sites(input: &SiteInput, case: &Case, lang: Lang, out: &mut String) {
    let columns = [
        words::SITE,
        words::KIND,
        words::SIZE,
        words::HUB,
        words::PLACES,
        words::YEARLY,
        words::PARCELS,
        words::FRESH,
        words::SPOILED,
        words::SAVED_SPOILAGE,
    ];
    let uses = Resource::ALL.map(|resource| format!("{} %", words::resource(resource, lang)));
    let mut headings: Vec<&str> = columns.iter().map(|words| words.say(lang)).collect();
    headings.splice(7..7, uses.iter().map(String::as_str));
    let row = |own: &crate::site::survey::Opened| {
        let site = input.county.site(own.site);
        let mark =
            if input.is_new(own.site) { format!(" ({})", words::NEW.say(lang)) } else { String::new() };
        let seasons = |of: [String; 4]| of.join(" / ");
        let mut row = vec![
            format!("{} {}{mark}", site.code, input.site_name(own.site, lang)),
            words::kind(site.kind, lang).to_owned(),
            input.size(case, own.alternative, lang),
            if own.hub == own.site { String::new() } else { input.county.site(own.hub).code.clone() },
            text::count(own.places.len()),
            text::yuan(cost(own)),
            seasons(own.parcels.map(|parcels| format!("{parcels:.0}"))),
            format!("{:.1}", own.fresh.as_f64() / 1e6),
            text::yuan(own.money[1 + Part::Spoilage as usize]),
            text::yuan(own.saved),
        ];
        let used = |resource: Resource| {
            seasons(own.used.map(|season| words::whole_percent(season[resource as usize])))
        };
        row.splice(7..7, Resource::ALL.map(used));
        row
    };
    let rows: Vec<Vec<String>> = case.outcome.iter().flat_map(|outcome| &outcome.opened).map(row).collect();
    table(words::WHY.say(lang), &headings, &rows, out);
}

fn rejected(input: &SiteInput, case: &Case, lang: Lang, out: &mut String) {
    let row = |own: &crate::site::survey::Rejected| {
        let code = &input.county.site(own.site).code;
        vec![
            format!("{code} {}", input.site_name(own.site, lang)),
            input.size(case, own.alternative, lang),
            words::worse(own.worse_by, lang),
            own.at_most.map_or_else(|| "–".to_owned(), text::yuan),
            text::yuan(case.surveyed.found[own.alternative].option.fixed),
            worth(case, own).map_or_else(|| "–".to_owned(), text::yuan),
        ]
    };
    let rows: Vec<Vec<String>> = case.outcome.iter().flat_map(|outcome| &outcome.rejected).map(row).collect();
    if !rows.is_empty() {
        let columns = REJECTED.map(|words| words.say(lang));
        table(words::WHY_NOT.say(lang), &columns, &rows, out);
        put!(out, "<p>{}</p>", words::WHY_NOT_NOTE.say(lang));
    }
}

fn notes(lang: Lang, out: &mut String) {
    put!(out, "<section class=\"notes\"><h2>{}</h2><ul>", page::HOW.say(lang));
    for note in [words::STAR, words::SEASONAL, words::SURE] {
        put!(out, "<li>{}</li>", note.say(lang));
    }
    out.push_str("</ul></section>");
}
