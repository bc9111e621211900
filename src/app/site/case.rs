//! One set of rules: priced, solved, routed, and told.

use super::closures::Lab;
use super::rounds::Yard;
use super::{Case, front, refine};
use crate::app::clock::Deadline;
use crate::app::load::Loaded;
use crate::app::{AppError, Follow, Step, timed};
use crate::county::{County, Opening, OrderId, PlaceId, RoadReport, SiteKind};
use crate::finding::Finding;
use crate::matrix::{self, Ground};
use crate::model::Problem;
use crate::network::{self, Located};
use crate::read::siting;
use crate::site::Choice;
use crate::site::levels::{self, Answer, Levels};
use crate::site::survey::{
    Customer, Drawn, EventCost, Focus, Hedged, Outcome, Refined, State, Survey, Surveyed, Wishes, blocked,
    conflicts, customers, doors, draws, faults, hedge, outcome, prices, unserved, with_stranded,
};
use crate::units::{Fen, Stop as _};
use std::collections::BTreeMap;

/// What is asked beyond the siting.
#[derive(Clone, Copy)]
pub struct Extra {
    pub routes: bool,
    /// Of the county's own rules only.
    pub front: bool,
}

/// A county with a door at each place that wants something, and all who want something.
pub struct Asked<'a> {
    loaded: &'a Loaded,
    wishes: &'a Wishes,
    customers: Vec<Customer>,
    doors: BTreeMap<PlaceId, OrderId>,
    /// On the county's roads; places off the roads are told by what cannot be served.
    located: Located,
    /// Prepared once: which roads are closed changes nothing of it.
    ground: Ground,
}

impl<'a> Asked<'a> {
    fn new(loaded: &'a Loaded, wishes: &'a Wishes, follow: &dyn Follow) -> Asked<'a> {
        let county = &loaded.read.county;
        let customers = customers(county, wishes);
        let (mut with_doors, doors) = doors(county, &customers);
        with_doors.road_state.reports.extend(wishes.closed.iter().cloned());
        timed(follow, Step::Locate, || {
            let located = network::locate(loaded.located.network.clone(), &with_doors).value;
            // Doors cut the roads elsewhere than a day's plan does, so what that keeps does not fit.
            let ground = Ground::new(&located.network);
            Asked { loaded, wishes, customers, doors, located, ground }
        })
    }

    /// The same places on the roads that these closures leave.
    fn located(&self, closed: &[RoadReport]) -> Located {
        let mut located = self.located.clone();
        located.network.shut(closed);
        located
    }

    pub fn county(&self) -> &County {
        &self.loaded.read.county
    }

    pub fn customers(&self) -> &[Customer] {
        &self.customers
    }

    pub fn wishes(&self) -> &Wishes {
        self.wishes
    }

    /// Prices ways with these roads closed.
    pub fn survey(&self, closed: &[RoadReport], focus: Focus, follow: &dyn Follow) -> Surveyed {
        timed(follow, Step::Matrices, || {
            let survey = Survey {
                county: &self.loaded.read.county,
                wishes: self.wishes,
                customers: &self.customers,
                located: self.located(closed),
                ground: &self.ground,
                doors: &self.doors,
                focus,
            };
            survey.build()
        })
    }
}

/// Prices, solves, routes and tells one set of rules.
///
/// # Errors
/// All findings that keep the question from having an answer.
pub fn case(
    loaded: &mut Loaded,
    wishes: Wishes,
    extra: Extra,
    stop: &Deadline,
    follow: &dyn Follow,
) -> Result<Case, AppError> {
    let asked = Asked::new(loaded, &wishes, follow);
    let county = &loaded.read.county;
    let surveyed = asked.survey(&[], Focus::default(), follow);
    let file = siting::file_of(&wishes);
    let mut found = blocked(county, &wishes, &file, &surveyed);
    let (mut told, kept) = unserved(county, &wishes, &asked.customers, &surveyed.levels);
    let customers: Vec<Customer> = kept.iter().map(|&customer| asked.customers[customer].clone()).collect();
    let surveyed = surveyed.of(&kept, &asked.customers).serving(county, &customers, &wishes);
    if !surveyed.levels.hubs().is_empty() {
        found.extend(told.iter().filter(|finding| finding.is_error()).cloned());
    }
    if found.is_empty() {
        found.extend(faults(&wishes, &file, &surveyed, stop));
    }
    if !found.is_empty() {
        return Err(AppError::Findings(found));
    }
    let states = states(&asked, &kept, &customers, surveyed, follow);
    let for_search = stop.share(if extra.routes || extra.front { SEARCH } else { 1.0 - TODAY });
    let searched = timed(follow, Step::Site, || searched(&asked, (&kept, &customers), states, &for_search));
    let Searched { hedged: Hedged { surveyed, mut answer, costs: _ }, events, drawn } = searched;
    if answer.best.is_none() {
        told.extend(conflicts(county, &wishes, &file, &surveyed, stop));
    }
    let today = today(county, &customers, &surveyed, stop);
    let mut weighed = Vec::new();
    if extra.front {
        let for_front = stop.share(if extra.routes { FRONT } else { 1.0 });
        weighed =
            timed(follow, Step::Front, || front::front(county, &customers, &surveyed, &wishes, &for_front));
    }
    let mut refined = None;
    if extra.routes {
        refined = timed(follow, Step::Rounds, || {
            routed(county, &wishes, (&customers, &asked), &surveyed, &answer, stop)
        });
    }
    if let Some(refined) = refined.as_ref().filter(|refined| refined.best > 0) {
        // The star's bound still holds for the star's cost of what the routes prefer.
        answer.best = Some(refined.sets[refined.best].siting.clone());
        answer.is_optimal = false;
    }
    let outcome = outcome(&customers, &surveyed, &answer).map(|outcome| {
        let reach = answer.best.as_ref().map(|best| surveyed.reach(county, &customers, &wishes, best));
        Outcome { reach, ..outcome }
    });
    let new: Vec<Finding> = told.into_iter().filter(|finding| !loaded.findings.contains(finding)).collect();
    loaded.findings.extend(new);
    Ok(Case { wishes, customers, surveyed, answer, refined, front: weighed, events, drawn, outcome, today })
}

/// The roads as they usually are, and with each event.
fn states(
    asked: &Asked,
    kept: &[usize],
    customers: &[Customer],
    usual: Surveyed,
    follow: &dyn Follow,
) -> Vec<State> {
    let county = &asked.loaded.read.county;
    let shares: f64 = asked.wishes.events.iter().map(|event| event.share).sum();
    let mut states = vec![State { share: (1.0 - shares).max(0.0), surveyed: usual }];
    for event in &asked.wishes.events {
        let closed = asked
            .survey(std::slice::from_ref(&event.report), Focus::default(), follow)
            .of(kept, &asked.customers);
        let closed = closed.serving(county, customers, asked.wishes);
        let surveyed = with_stranded(&states[0].surveyed, closed, customers, None);
        states.push(State { share: event.share, surveyed });
    }
    states
}

/// What the search found, in which states of the roads.
struct Searched {
    hedged: Hedged,
    events: Vec<EventCost>,
    drawn: Option<Drawn>,
}

fn searched(
    asked: &Asked,
    (kept, customers): (&[usize], &[Customer]),
    mut states: Vec<State>,
    stop: &Deadline,
) -> Searched {
    let wishes = asked.wishes;
    if let Some(wanted) = wishes.closures {
        let dem = &asked.loaded.dem;
        let heights = |point: crate::units::Point| dem.height(point);
        let draws = draws(&asked.loaded.located.network, &heights, asked.county(), &wanted);
        let lab = Lab::new(asked, (kept, customers), wanted, states.clone(), draws);
        if let Some((hedged, drawn, events)) = lab.run(stop) {
            return Searched { hedged, events, drawn: Some(drawn) };
        }
    }
    let hedged = if states.len() > 1 { hedge(&states, wishes.measure, stop) } else { None };
    let hedged = hedged.unwrap_or_else(|| {
        let surveyed = states.swap_remove(0).surveyed;
        let answer = levels::solve(&surveyed.levels, stop);
        Hedged { surveyed, answer, costs: Vec::new() }
    });
    let events = event_costs(wishes, &hedged.costs);
    Searched { hedged, events, drawn: None }
}

/// What the siting would cost in a year of each state, the usual one first; none without events.
fn event_costs(wishes: &Wishes, costs: &[f64]) -> Vec<EventCost> {
    let shares: f64 = wishes.events.iter().map(|event| event.share).sum();
    let usual = std::iter::once((None, (1.0 - shares).max(0.0)));
    let events = wishes.events.iter().map(|event| (Some(event.report.code.clone()), event.share));
    let all = usual.chain(events).zip(costs);
    all.map(|((name, share), &cost)| EventCost { name, drawn: None, share, cost: Fen::rounded(cost) })
        .collect()
}

/// Of the time that is left, what the search may take where routing follows.
const SEARCH: f64 = 0.6;
/// Of the time that is left then, what cost against coverage may take before routing.
const FRONT: f64 = 0.5;

/// Routes the best site sets on the roads of the sample day's season.
fn routed(
    county: &County,
    wishes: &Wishes,
    (customers, asked): (&[Customer], &Asked),
    surveyed: &Surveyed,
    answer: &Answer,
    stop: &Deadline,
) -> Option<Refined> {
    let best = answer.best.as_ref().filter(|_| !stop.now())?;
    let county = County { prices: prices(county, wishes), ..county.clone() };
    let classes = Problem::warmth_classes(&county);
    let matrices = matrix::compute_on(&asked.ground, &asked.located, (&county.air, &classes), &[]);
    let yard = Yard::new(&county, &asked.located, &matrices, &asked.doors, customers);
    let kinds: Vec<SiteKind> = county.sites.iter().map(|site| site.kind).collect();
    refine::refine(&yard, &kinds, surveyed, (best, &answer.with), stop)
}

/// Of the time that is left, what the comparison with today may take.
const TODAY: f64 = 0.1;

/// What exists, as it is, and nothing else.
fn today(county: &County, customers: &[Customer], surveyed: &Surveyed, stop: &Deadline) -> Option<Outcome> {
    let is_there = |at: &usize| {
        let found = &surveyed.found[*at];
        let site = county.site(found.site);
        let first = surveyed.found.iter().find(|it| it.site == found.site).map(|it| &it.option);
        site.opening == Opening::Existing && first == Some(&found.option)
    };
    let kept: Vec<usize> = (0..surveyed.found.len()).filter(is_there).collect();
    let choice = |site: usize| {
        if county.sites[site].opening == Opening::Existing { Choice::Open } else { Choice::Closed }
    };
    let levels = Levels {
        alternatives: kept.iter().map(|&at| surveyed.levels.alternatives[at].clone()).collect(),
        choice: (0..county.sites.len()).map(choice).collect(),
        budget: None,
        most: county.sites.len(),
        exclusive: Vec::new(),
        coverage: None,
        ..surveyed.levels.clone()
    };
    let found = kept.iter().map(|&at| surveyed.found[at].clone()).collect();
    let (parts, drive) = (surveyed.parts.clone(), surveyed.drive.clone());
    let surveyed = Surveyed { levels, found, parts, drive, out: surveyed.out, lost: Vec::new() };
    let answer = levels::solve(&surveyed.levels, &stop.share(TODAY));
    outcome(customers, &surveyed, &answer)
}
