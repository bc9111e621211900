//! Sites in a terminal: cost, bound and gap, open sites, the closest of the others.

use super::{Case, SiteInput, cost};
use crate::report::inspect::table as plain;
use crate::report::text::{self, Lang, Words, site as words};
use crate::site::survey::{Part, Refined};

/// Rejected sites that are shown.
const CLOSEST: usize = 8;

/// For a terminal of so many columns; the last lines are cost, bound, gap and the sites.
#[must_use]
pub fn table(input: &SiteInput, lang: Lang, width: u16) -> String {
    let mut parts: Vec<String> = input.cases.iter().map(|case| one(input, case, lang, width)).collect();
    if input.cases.len() > 1 {
        parts.push(compared(input, lang, width));
    }
    parts.extend(input.cases.first().map(|case| last(input, case, lang)));
    parts.join("\n\n")
}

fn heading(words: &[Words], lang: Lang) -> Vec<&'static str> {
    words.iter().map(|words| words.say(lang)).collect()
}

fn one(input: &SiteInput, case: &Case, lang: Lang, width: u16) -> String {
    let title = format!("{} · {}", words::TITLE.say(lang), case.name(lang));
    let Some(outcome) = case.outcome else {
        return format!("{title}\n{}", words::NOTHING.say(lang));
    };
    let columns =
        [words::SITE, words::KIND, words::SIZE, words::HUB, words::PLACES, words::USE, words::YEARLY];
    let mut sites = plain(width, &heading(&columns, lang), 4);
    for own in &outcome.opened {
        let site = input.county.site(own.site);
        let new = if input.is_new(own.site) { format!(" ({})", words::NEW.say(lang)) } else { String::new() };
        sites.add_row([
            format!("{} {}{new}", site.code, input.site_name(own.site, lang)),
            words::kind(site.kind, lang).to_owned(),
            input.size(case, own.alternative, lang),
            if own.hub == own.site { String::new() } else { input.county.site(own.hub).code.clone() },
            text::count(own.places.len()),
            words::fullest(own, lang),
            text::yuan(cost(own)),
        ]);
    }
    let mut lines = vec![title, sites.to_string(), money(case, lang, width)];
    lines.extend(outcome.reach.as_ref().map(|it| words::reach(it, lang)));
    if !case.events.is_empty() {
        let mut table = plain(width, &heading(&super::EVENTS, lang), 1);
        for event in case.events {
            table.add_row(super::event_row(event, lang));
        }
        lines.push(format!("{}\n{table}", words::EVENTS.say(lang)));
        lines.extend(case.drawn.as_ref().map(|drawn| words::drawn(drawn, lang)));
    }
    if !case.front.is_empty() {
        lines.push(front(input, case, lang, width));
    }
    match case.refined {
        Some(refined) => lines.push(routed(input, case, refined, lang, width)),
        None if case.wants_rounds => lines.push(words::NOT_ROUTED.say(lang).to_owned()),
        None => {}
    }
    if !outcome.rejected.is_empty() {
        lines.push(rejected(input, case, lang, width));
    }
    lines.join("\n")
}

fn money(case: &Case, lang: Lang, width: u16) -> String {
    let mut table =
        plain(width, &[words::BREAKDOWN.say(lang), words::COST.say(lang), words::TODAY.say(lang)], 1);
    let Some(outcome) = case.outcome else { return String::new() };
    let names = std::iter::once(words::HAVING.say(lang)).chain(Part::ALL.map(|part| words::part(part, lang)));
    let before = |at: usize| case.today.map_or_else(|| "–".to_owned(), |today| text::yuan(today.money[at]));
    for (at, name) in names.enumerate() {
        table.add_row([name.to_owned(), text::yuan(outcome.money[at]), before(at)]);
    }
    let all = case.today.map_or_else(|| "–".to_owned(), |today| text::yuan(today.total));
    table.add_row([words::TOTAL.say(lang).to_owned(), text::yuan(outcome.total), all]);
    table.to_string()
}

/// Cost against coverage.
fn front(input: &SiteInput, case: &Case, lang: Lang, width: u16) -> String {
    let mut table = plain(width, &heading(&super::FRONT, lang), 0);
    for point in case.front {
        table.add_row(super::front_row(input, case, point));
    }
    format!("{}\n{table}", words::FRONT.say(lang))
}

/// The sets that were routed.
fn routed(input: &SiteInput, case: &Case, refined: &Refined, lang: Lang, width: u16) -> String {
    let columns = [words::SET, words::STAR_COST, words::ROUTED_COST, words::TAKEN];
    let mut table = plain(width, &heading(&columns, lang), 1);
    for (number, set) in refined.sets.iter().enumerate() {
        table.add_row([
            input.difference(case, refined, set, lang),
            text::yuan(set.star),
            text::yuan(set.routed),
            if number == refined.best { "●".to_owned() } else { String::new() },
        ]);
    }
    format!("{}\n{table}\n{}", words::ROUTED_SETS.say(lang), words::refined(refined, lang))
}

fn rejected(input: &SiteInput, case: &Case, lang: Lang, width: u16) -> String {
    let mut table = plain(
        width,
        &heading(&[words::WHY_NOT, words::SIZE, words::WORSE, words::AT_MOST, words::WORTH_FROM], lang),
        2,
    );
    for own in case.outcome.iter().flat_map(|outcome| &outcome.rejected).take(CLOSEST) {
        let code = &input.county.site(own.site).code;
        table.add_row([
            format!("{code} {}", input.site_name(own.site, lang)),
            input.size(case, own.alternative, lang),
            words::worse(own.worse_by, lang),
            own.at_most.map_or_else(|| "–".to_owned(), text::yuan),
            super::worth(case, own).map_or_else(|| "–".to_owned(), text::yuan),
        ]);
    }
    table.to_string()
}

/// Scenarios side by side.
fn compared(input: &SiteInput, lang: Lang, width: u16) -> String {
    let columns =
        [words::SCENARIO, words::COST, words::DIFFERENCE, words::BOUND, words::OPEN_SITES, words::NEW];
    let mut table = plain(width, &heading(&columns, lang), 1);
    let own = input.cases.first().and_then(|case| case.outcome).map(|outcome| outcome.total);
    for case in &input.cases {
        let Some(outcome) = case.outcome else { continue };
        let new: Vec<&str> = outcome
            .opened
            .iter()
            .filter(|own| input.is_new(own.site))
            .map(|own| input.county.site(own.site).code.as_str())
            .collect();
        table.add_row([
            case.name(lang).to_owned(),
            text::yuan(outcome.total),
            own.map_or_else(String::new, |own| text::yuan(outcome.total - own)),
            text::yuan(outcome.bound),
            text::count(outcome.opened.len()),
            new.join(" "),
        ]);
    }
    format!("{}\n{table}", words::COMPARED.say(lang))
}

fn last(input: &SiteInput, case: &Case, lang: Lang) -> String {
    let Some(outcome) = case.outcome else { return words::NOTHING.say(lang).to_owned() };
    let codes: Vec<&str> =
        outcome.opened.iter().map(|own| input.county.site(own.site).code.as_str()).collect();
    let new = outcome.opened.iter().filter(|own| input.is_new(own.site)).count();
    let saved = match case.saved() {
        Some(saved) => format!("{} {}", words::SAVES.say(lang), text::yuan(saved)),
        None => words::NOT_TODAY.say(lang).to_owned(),
    };
    let colon = lang.pick("：", ": ");
    format!(
        "{}\n{} · {saved}\n{}{colon}{}",
        words::verdict(outcome, lang),
        words::opened(outcome.opened.len(), new, lang),
        words::OPEN_SITES.say(lang),
        codes.join(" ")
    )
}
