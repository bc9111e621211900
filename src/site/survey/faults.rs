//! What can be told before anything is solved.

use super::build::{RESOURCES, Surveyed};
use super::demand::Customer;
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
    findings.extend(short(levels));
    if findings.is_empty() {
        findings.extend(too_poor(levels, wishes, file, stop));
    }
    findings
}

/// Streams of places that no site can serve, and which customers can be.
#[must_use]
pub fn unserved(county: &County, customers: &[Customer], levels: &Levels) -> (Vec<Finding>, Vec<usize>) {
    let is_served = |customer: usize| levels.usable().any(|at| levels.cost(at, customer).is_finite());
    let (served, out): (Vec<usize>, Vec<usize>) =
        (0..customers.len()).partition(|&customer| is_served(customer));
    let tell = |customer: usize| {
        let flows = customers[customer].flows.iter();
        let goods: Vec<&str> = flows.map(|flow| county.goods(flow.goods).code.as_str()).collect();
        let place = county.place(customers[customer].place).code.clone();
        let finding = Finding::new(Code::W901, Spot::file("places.csv").feature(place.clone()));
        finding.with("place", place).with("goods", goods.join(", "))
    };
    (out.into_iter().map(tell).collect(), served)
}

/// Seasons in which all sites together are too small. All goods pass a hub.
fn short(levels: &Levels) -> Vec<Finding> {
    let widest = |site: usize, resource: usize| {
        let of = levels.usable().filter(|&at| levels.alternatives[at].site == site);
        of.map(|at| levels.alternatives[at].capacity[resource]).fold(0.0, f64::max)
    };
    let mut findings = Vec::new();
    for resource in (0..levels.resources).filter(|resource| resource % RESOURCES == 0) {
        let need: f64 = (0..levels.customers).map(|customer| levels.uses(customer)[resource]).sum();
        let have: f64 = levels.hubs().into_iter().map(|hub| widest(hub, resource)).sum();
        if need > have * (1.0 + 1e-9) {
            let finding = Finding::new(Code::E903, Spot::file("sites.csv").column("parcels_per_day"));
            let season = format!("{:?}", SEASONS[resource / RESOURCES]).to_lowercase();
            findings.push(
                finding
                    .with("season", season)
                    .with("need", need.ceil() as i64)
                    .with("have", have.floor() as i64),
            );
        }
    }
    findings
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
