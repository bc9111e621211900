//! What can be told before anything is solved.

use super::build::Surveyed;
use super::demand::{Customer, Stream};
use super::resources::Resource;
use super::season::SEASONS;
use super::wishes::Wishes;
use crate::county::County;
use crate::finding::{Code, Finding, Spot};
use crate::site::levels::{self, Levels, MOST_HUBS};
use crate::units::Stop;

/// Everything that keeps the question from having an answer, as far as it can be seen.
#[must_use]
pub fn faults(wishes: &Wishes, file: &str, surveyed: &Surveyed, stop: &dyn Stop) -> Vec<Finding> {
    let levels = &surveyed.levels;
    let mut findings = Vec::new();
    let hubs = levels.hubs().len();
    if hubs > MOST_HUBS {
        let finding = Finding::new(Code::E905, Spot::file("sites.csv"));
        findings.push(finding.with("found", hubs).with("high", MOST_HUBS));
    }
    findings.extend(too_far(wishes, file, surveyed));
    if findings.is_empty() {
        findings.extend(too_poor(levels, wishes, file, stop));
    }
    findings
}

/// What cannot be whoever is served: no warehouse that may be open, too little room in all of them,
/// or a wanted site that no road leads to.
#[must_use]
pub fn blocked(county: &County, wishes: &Wishes, file: &str, surveyed: &Surveyed) -> Vec<Finding> {
    let mut findings = Vec::new();
    if surveyed.levels.hubs().is_empty() {
        findings.push(Finding::new(Code::E909, Spot::file("sites.csv").column("kind")));
    } else {
        findings.extend(short(&surveyed.levels));
    }
    let lost = wishes.required.iter().filter(|site| surveyed.lost.contains(site));
    findings.extend(lost.map(|&site| {
        let finding = Finding::new(Code::E910, Spot::file(file).column("required"));
        finding.with("site", county.site(site).code.clone())
    }));
    findings
}

/// Why no site can serve somebody.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    /// No way, no vehicle, or no site that keeps the goods.
    NoWay,
    /// More than any site has room for.
    TooMuch,
}

/// Streams of places that no site can serve, and which customers can be. The others are left out
/// with a warning; where everybody is to be served, or nobody can be, each of them is an error.
#[must_use]
pub fn unserved(
    county: &County,
    wishes: &Wishes,
    customers: &[Customer],
    levels: &Levels,
) -> (Vec<Finding>, Vec<usize>) {
    let whys: Vec<Option<Why>> = (0..customers.len()).map(|customer| why(levels, customer)).collect();
    let code = if wishes.everybody || whys.iter().all(Option::is_some) { Code::E907 } else { Code::W901 };
    let tell = |(customer, why): (usize, Why)| {
        let flows = customers[customer].flows.iter();
        let goods: Vec<&str> = flows.map(|flow| county.goods(flow.goods).code.as_str()).collect();
        let place = county.place(customers[customer].place).code.clone();
        let cause = match why {
            Why::NoWay => "no way, no vehicle, or no site that keeps them",
            Why::TooMuch => "more than any site has room for",
        };
        let finding = Finding::new(code, Spot::file("places.csv").feature(place.clone()));
        finding.with("place", place).with("goods", goods.join(", ")).with("cause", cause)
    };
    let out = whys.iter().enumerate().filter_map(|(customer, why)| Some((customer, (*why)?)));
    let findings = out.map(tell).collect();
    (findings, (0..customers.len()).filter(|&customer| whys[customer].is_none()).collect())
}

fn why(levels: &Levels, customer: usize) -> Option<Why> {
    let fits = |at: usize| {
        let room = levels.uses(customer).iter().zip(&levels.alternatives[at].capacity);
        room.into_iter().all(|(uses, room)| uses <= room)
    };
    let hub_fits = |hub: usize| levels.usable().any(|at| levels.alternatives[at].site == hub && fits(at));
    let ways: Vec<usize> = levels.usable().filter(|&at| levels.cost(at, customer).is_finite()).collect();
    // Who may be divided needs no room in one place.
    let is_served =
        levels.divides || ways.iter().any(|&at| fits(at) && hub_fits(levels.alternatives[at].hub));
    match (ways.is_empty(), is_served) {
        (true, _) => Some(Why::NoWay),
        (false, true) => None,
        (false, false) => Some(Why::TooMuch),
    }
}

/// Resources of which all hubs together have too little in a season; all goods pass a hub. Each
/// resource in the season that lacks most.
fn short(levels: &Levels) -> Vec<Finding> {
    let widest = |site: usize, resource: usize| {
        let of = levels.usable().filter(|&at| levels.alternatives[at].site == site);
        of.map(|at| levels.alternatives[at].capacity[resource]).fold(0.0, f64::max)
    };
    let hubs = levels.hubs();
    let lacks = |resource: Resource| {
        let of = |season: usize| {
            let at = resource.at(season);
            let need: f64 = (0..levels.customers).map(|customer| levels.uses(customer)[at]).sum();
            let have: f64 = hubs.iter().map(|&hub| widest(hub, at)).sum();
            (need, have, season)
        };
        let seasons = (0..SEASONS.len()).map(of).filter(|(need, have, _)| *need > have * (1.0 + 1e-9));
        seasons.max_by(|a, b| (a.0 - a.1).total_cmp(&(b.0 - b.1)))
    };
    let tell = |resource: Resource| {
        let (need, have, season) = lacks(resource)?;
        let finding = Finding::new(Code::E903, Spot::file("sites.csv").column(resource.column()));
        let season = format!("{:?}", SEASONS[season]).to_lowercase();
        let finding = finding.with("season", season).with("what", resource.unit());
        let finding = finding.with("column", resource.column());
        Some(finding.with("need", need.ceil() as i64).with("have", have.floor() as i64))
    };
    Resource::ALL.into_iter().filter_map(tell).collect()
}

/// A share of near streams that not even all sites together reach.
fn too_far(wishes: &Wishes, file: &str, surveyed: &Surveyed) -> Vec<Finding> {
    let levels = &surveyed.levels;
    let (Some(share), Some(coverage)) = (wishes.share, &levels.coverage) else { return Vec::new() };
    let is_far = |customer: usize| {
        let mut ways = levels.usable().filter(|&at| levels.cost(at, customer).is_finite());
        ways.all(|at| levels.far(at, customer).is_some())
    };
    let tell = |group: usize| {
        let own: Vec<usize> =
            (0..levels.customers).filter(|&customer| coverage.group[customer] == group).collect();
        let far = own.iter().filter(|&&customer| is_far(customer)).count() + surveyed.out[group];
        let all = own.len() + surveyed.out[group];
        let over = far as f64 > (1.0 - share) * all as f64 + 1e-9;
        over.then(|| {
            let most = 100.0 * (1.0 - far as f64 / all as f64);
            let finding = Finding::new(Code::E908, Spot::file(file).column("share"));
            let finding = finding.with("found", format!("{:.1}", share * 100.0));
            let direction = if group == 0 { "deliveries" } else { "collections" };
            finding.with("direction", direction).with("most", format!("{:.1}", (most * 10.0).floor() / 10.0))
        })
    };
    (0..coverage.most.len()).filter_map(tell).collect()
}

/// Which streams have to be near together: what is delivered, and what is collected.
#[must_use]
pub fn direction(stream: Stream) -> usize {
    match stream {
        Stream::Dry | Stream::Cold => 0,
        Stream::Harvest => 1,
    }
}

/// A budget below what the cheapest sites cost that serve everybody.
fn too_poor(levels: &Levels, wishes: &Wishes, file: &str, stop: &dyn Stop) -> Option<Finding> {
    let budget = wishes.budget?.as_f64();
    let mut cheapest = Levels { budget: None, ..levels.clone() };
    cheapest.costs.iter_mut().filter(|cost| cost.is_finite()).for_each(|cost| *cost = 0.0);
    let answer = levels::solve(&cheapest, stop);
    let is_known = answer.bound.is_finite() && answer.bound > budget * (1.0 + 1e-6);
    let yuan = |fen: f64| (fen / 100.0).ceil() as i64;
    let least = answer.best.map_or(answer.bound, |best| best.cost);
    is_known.then(|| {
        let finding = Finding::new(Code::E902, Spot::file(file).column("budget_yuan"));
        finding.with("found", yuan(budget)).with("least", yuan(least))
    })
}
