//! Answers about sites: a table for the terminal, a workbook, GeoJSON, and a page.

mod geojson;
mod table;
mod workbook;

pub use table::table;

use super::text::{self, Lang, Words, site as words};
use super::{Picture, ReportError, files, html};
use crate::county::{County, Opening, SiteId};
use crate::network::Network;
use crate::site::survey::{
    Customer, Drawn, EventCost, FrontPoint, Opened, Outcome, Refined, Rejected, RoutedSet, Surveyed, Wishes,
};
use crate::units::Fen;
use std::path::{Path, PathBuf};

/// One scenario.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    pub wishes: &'a Wishes,
    pub customers: &'a [Customer],
    pub surveyed: &'a Surveyed,
    pub outcome: Option<&'a Outcome>,
    pub today: Option<&'a Outcome>,
    pub refined: Option<&'a Refined>,
    /// Whether rounds were asked for.
    pub wants_rounds: bool,
    pub front: &'a [FrontPoint],
    pub events: &'a [EventCost],
    pub drawn: Option<Drawn>,
}

/// What the outputs are made from.
pub struct SiteInput<'a> {
    pub county: &'a County,
    pub roads: &'a Network,
    pub relief: Option<Picture<'a>>,
    /// The county's own rules first.
    pub cases: Vec<Case<'a>>,
}

impl SiteInput<'_> {
    pub(super) fn site_name(&self, site: SiteId, lang: Lang) -> &str {
        let site = self.county.site(site);
        text::name(&site.name_zh, &site.name_en, lang)
    }

    pub(super) fn is_new(&self, site: SiteId) -> bool {
        self.county.site(site).opening == Opening::Candidate
    }

    /// How a set differs from the one that shares of round trips would choose: `+S03 −S07`.
    pub(super) fn difference(&self, case: &Case, refined: &Refined, set: &RoutedSet, lang: Lang) -> String {
        let codes = |set: &RoutedSet| -> Vec<String> {
            let sites = set.siting.open.iter().map(|&at| {
                let found = &case.surveyed.found[at];
                let mark = if found.option.is_large { "*" } else { "" };
                format!("{}{mark}", self.county.site(found.site).code)
            });
            sites.collect()
        };
        let (first, own) = (codes(&refined.sets[0]), codes(set));
        let mut words: Vec<String> =
            own.iter().filter(|it| !first.contains(it)).map(|it| format!("+{it}")).collect();
        words.extend(first.iter().filter(|it| !own.contains(it)).map(|it| format!("−{it}")));
        let is_first = std::ptr::eq(set, &refined.sets[0]);
        match (words.is_empty(), is_first) {
            (true, true) => "=".to_owned(),
            (true, false) => format!("= {}", words::OTHER_PLACES.say(lang)),
            _ => words.join(" "),
        }
    }

    /// Codes of the sites that these alternatives open beyond what exists.
    pub(super) fn new_codes(&self, case: &Case, open: &[usize]) -> String {
        let sites = open.iter().map(|&at| case.surveyed.found[at].site);
        let codes: Vec<&str> = sites
            .filter(|&site| self.is_new(site))
            .map(|site| self.county.site(site).code.as_str())
            .collect();
        codes.join(" ")
    }

    pub(super) fn size(&self, case: &Case, alternative: usize, lang: Lang) -> String {
        words::size(&case.surveyed.found[alternative].option, lang)
    }
}

impl Case<'_> {
    pub(super) fn name(&self, lang: Lang) -> &str {
        self.wishes.name.as_deref().unwrap_or(words::OWN.say(lang))
    }

    /// What the siting saves against leaving everything as it is; `None` if that is not possible.
    pub(super) fn saved(&self) -> Option<Fen> {
        Some(self.today?.total - self.outcome?.total)
    }
}

/// Columns of the states of the roads.
pub(super) const EVENTS: [Words; 3] = [words::EVENT, words::SHARE_OF_YEAR, words::COST];

/// A row of the states of the roads.
pub(super) fn event_row(event: &EventCost, lang: Lang) -> Vec<String> {
    let name = match event.drawn {
        Some((season, roads)) => words::draw(season, roads, lang),
        None => event.name.clone().unwrap_or_else(|| words::USUAL.say(lang).to_owned()),
    };
    vec![name, text::percent(event.share), text::yuan(event.cost)]
}

/// Columns of cost against coverage.
pub(super) const FRONT: [Words; 7] =
    [words::FAR_PRICE, words::COST, words::BOUND, words::NEAR, words::LONGEST, words::EQUAL, words::NEW];

/// A row of cost against coverage.
pub(super) fn front_row(input: &SiteInput, case: &Case, point: &FrontPoint) -> Vec<String> {
    vec![
        text::yuan(point.price),
        text::yuan(point.cost),
        text::yuan(point.bound),
        text::percent(point.reach.share()),
        format!("{:.2}", point.reach.longest),
        format!("{:.2}", point.reach.equal),
        input.new_codes(case, &point.open),
    ]
}

/// Columns of sites that stay closed.
pub(super) const REJECTED: [Words; 6] =
    [words::SITE, words::SIZE, words::WORSE, words::AT_MOST, words::NOW_A_DAY, words::WORTH_FROM];

/// What a closed site may cost a day for the siting with it to be the cheaper one.
pub(super) fn worth(case: &Case, own: &Rejected) -> Option<Fen> {
    own.worth(case.surveyed.found[own.alternative].option.fixed)
}

/// What a site costs a year in all.
pub(super) fn cost(own: &Opened) -> Fen {
    Fen(own.money.iter().map(|part| part.0).sum())
}

/// Writes `sites.html`, `sites.xlsx` and `sites.geojson`; all or none. Returns their paths.
///
/// # Errors
/// If an output cannot be made or written.
pub fn write(dir: &Path, input: &SiteInput, lang: Lang) -> Result<Vec<PathBuf>, ReportError> {
    let outputs = [
        ("sites.html", html::siting::page(input, lang)?.into_bytes()),
        ("sites.xlsx", workbook::workbook(input, lang)?),
        ("sites.geojson", geojson::sites(input, lang).into_bytes()),
    ];
    files::write_side_by_side(dir, &outputs)
}
