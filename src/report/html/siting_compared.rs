//! Scenarios about sites side by side, what differs from the first marked.

use super::{Esc, put};
use crate::report::site::{Case, SiteInput};
use crate::report::text::{self, Lang, site as words};
use crate::site::survey::Part;
use crate::units::Fen;

/// What differs by more than this share is marked.
const MARKED: f64 = 0.005;

/// A cell, and whether it differs.
type Marked = (String, bool);

pub(super) fn compared(input: &SiteInput, lang: Lang, out: &mut String) {
    let cases: Vec<&Case> = input.cases.iter().filter(|case| case.outcome.is_some()).collect();
    put!(
        out,
        "<section><h2>{}</h2><div class=\"wide\"><table><thead><tr><th></th>",
        words::COMPARED.say(lang)
    );
    cases.iter().for_each(|case| put!(out, "<th>{}</th>", Esc(case.name(lang))));
    out.push_str("</tr></thead><tbody>");
    for (name, cells) in rows(input, &cases, lang) {
        put!(out, "<tr><td>{}</td>", Esc(&name));
        for (cell, is_marked) in cells {
            let (open, close) = if is_marked { ("<mark>", "</mark>") } else { ("", "") };
            put!(out, "<td>{open}{}{close}</td>", Esc(&cell));
        }
        out.push_str("</tr>");
    }
    put!(out, "</tbody></table></div><p>{}</p></section>", words::MARKED.say(lang));
}

fn rows(input: &SiteInput, cases: &[&Case], lang: Lang) -> Vec<(String, Vec<Marked>)> {
    let of = |value: &dyn Fn(&Case) -> Fen| money(cases, value);
    let total = |case: &Case| case.outcome.map_or(Fen(0), |outcome| outcome.total);
    let mut rows = vec![(words::TOTAL.say(lang).to_owned(), of(&total))];
    let bound = |case: &Case| case.outcome.map_or(Fen(0), |outcome| outcome.bound);
    rows.push((words::BOUND.say(lang).to_owned(), of(&bound)));
    if cases.iter().any(|case| case.refined.is_some()) {
        let routed = |case: &Case| case.refined.map(|it| it.sets[it.best].routed);
        let is_all = cases.iter().all(|case| case.refined.is_some());
        let cells = if is_all {
            of(&|case| routed(case).unwrap_or(Fen(0)))
        } else {
            let cell = |case: &&Case| routed(case).map_or_else(|| "–".to_owned(), text::yuan);
            cases.iter().map(|case| (cell(case), false)).collect()
        };
        rows.push((words::ROUTED_COST.say(lang).to_owned(), cells));
    }
    let names = std::iter::once(words::HAVING.say(lang)).chain(Part::ALL.map(|part| words::part(part, lang)));
    for (part, name) in names.enumerate() {
        let value = |case: &Case| case.outcome.map_or(Fen(0), |outcome| outcome.money[part]);
        rows.push((name.to_owned(), of(&value)));
    }
    let near = |case: &&Case| {
        let reach = case.outcome.and_then(|outcome| outcome.reach);
        reach.map_or_else(|| "–".to_owned(), |reach| text::percent(reach.share()))
    };
    rows.push((words::NEAR.say(lang).to_owned(), unlike(cases.iter().map(near).collect())));
    let open = |case: &&Case| text::count(case.outcome.map_or(0, |outcome| outcome.opened.len()));
    rows.push((words::OPEN_SITES.say(lang).to_owned(), unlike(cases.iter().map(open).collect())));
    let own = cases.first().map(|case| new_sites(input, case)).unwrap_or_default();
    let new = |case: &&Case| (changed(&own, &new_sites(input, case)), new_sites(input, case) != own);
    rows.push((words::NEW.say(lang).to_owned(), cases.iter().map(new).collect()));
    rows
}

/// Amounts, with what they differ by from the first.
fn money(cases: &[&Case], value: &dyn Fn(&Case) -> Fen) -> Vec<Marked> {
    let first = cases.first().map_or(Fen(0), |case| value(case));
    let cell = |(at, case): (usize, &&Case)| {
        let own = value(case);
        let by = own - first;
        let is_marked = (by.as_f64()).abs() > MARKED * first.as_f64().abs().max(1.0);
        let sign = if by.0 > 0 { "+" } else { "" };
        let difference =
            if at > 0 && by.0 != 0 { format!(" ({sign}{})", text::yuan(by)) } else { String::new() };
        (format!("{}{difference}", text::yuan(own)), at > 0 && is_marked)
    };
    cases.iter().enumerate().map(cell).collect()
}

/// Marks what is not as in the first.
fn unlike(cells: Vec<String>) -> Vec<Marked> {
    let first = cells.first().cloned().unwrap_or_default();
    cells.into_iter().map(|cell| (cell.clone(), cell != first)).collect()
}

/// New sites, with a sign where the first has none or another has it.
fn changed(own: &[&str], codes: &[&str]) -> String {
    let mut words: Vec<String> = codes
        .iter()
        .map(|code| if own.contains(code) { (*code).to_owned() } else { format!("+{code}") })
        .collect();
    words.extend(own.iter().filter(|code| !codes.contains(code)).map(|code| format!("−{code}")));
    words.join(" ")
}

fn new_sites<'a>(input: &'a SiteInput, case: &Case) -> Vec<&'a str> {
    let opened = case.outcome.iter().flat_map(|outcome| &outcome.opened);
    let new = opened.filter(|own| input.is_new(own.site));
    new.map(|own| input.county.site(own.site).code.as_str()).collect()
}
