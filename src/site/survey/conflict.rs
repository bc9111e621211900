//! Which rules keep a county from having any siting, and the least that each must give.

use super::build::Surveyed;
use super::resources::{RESOURCES, Resource};
use super::wishes::Wishes;
use crate::county::County;
use crate::finding::{Code, Finding, Spot};
use crate::site::levels::{self, Levels, Siting};
use crate::site::problem::Choice;
use crate::units::Stop;

/// How much larger capacities are tried.
const LARGER: [f64; 8] = [1.05, 1.1, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0];

/// For a question without a siting: each rule whose change alone leads to one, and by how much;
/// if there is none, that several have to change.
#[must_use]
pub fn conflicts(
    county: &County,
    wishes: &Wishes,
    file: &str,
    surveyed: &Surveyed,
    stop: &dyn Stop,
) -> Vec<Finding> {
    let levels = &surveyed.levels;
    let tell = |rule: &str, least: String| {
        let finding = Finding::new(Code::W902, Spot::file(file).column(rule));
        finding.with("rule", rule).with("least", least)
    };
    let mut found = Vec::new();
    found.extend(fewest(levels, stop).map(|most| tell("most", format!("≥ {most}"))));
    found.extend(
        cheapest(levels, stop).map(|fen| tell("budget_yuan", format!("≥ {:.0}", (fen / 100.0).ceil()))),
    );
    let codes = |sites: Vec<usize>| -> String {
        let codes: Vec<&str> = sites.iter().map(|&site| county.sites[site].code.as_str()).collect();
        codes.join(", ")
    };
    let forbidden: Vec<usize> = wishes.forbidden.iter().map(|site| site.index()).collect();
    found.extend(
        let_in(levels, &forbidden, stop).map(|sites| tell("forbidden", format!("− {}", codes(sites)))),
    );
    let required: Vec<usize> = wishes.required.iter().map(|site| site.index()).collect();
    found
        .extend(let_go(levels, &required, stop).map(|sites| tell("required", format!("− {}", codes(sites)))));
    found.extend(together(levels, stop).map(|sites| tell("exclusive", format!("+ {}", codes(sites)))));
    found.extend(nearest(levels, stop).map(|share| tell("share", format!("≤ {share:.3}"))));
    for resource in Resource::ALL {
        let times = larger(levels, resource as usize, stop);
        found.extend(times.map(|times| tell(resource.column(), format!("× {times}"))));
    }
    if found.is_empty() {
        found.push(tell("site.toml", "–".to_owned()));
    }
    found
}

fn solved(levels: &Levels, stop: &dyn Stop) -> Option<Siting> {
    levels::solve(levels, stop).best
}

/// The same question where only having alternatives costs, and that `fixed` says how much.
fn counting(levels: &Levels, fixed: impl Fn(usize) -> f64) -> Levels {
    let mut new = levels.clone();
    new.costs.iter_mut().filter(|cost| cost.is_finite()).for_each(|cost| *cost = 0.0);
    for (at, own) in new.alternatives.iter_mut().enumerate() {
        own.fixed = fixed(at);
    }
    new
}

/// The least number of sites, if their number is limited.
fn fewest(levels: &Levels, stop: &dyn Stop) -> Option<usize> {
    let sites = levels.choice.len();
    let free = Levels { most: sites, ..counting(levels, |_| 1.0) };
    (levels.most < sites).then(|| solved(&free, stop)).flatten().map(|siting| siting.open.len())
}

/// The least that sites cost, if that is limited.
fn cheapest(levels: &Levels, stop: &dyn Stop) -> Option<f64> {
    levels.budget?;
    let spend = |at: usize| levels.alternatives[at].spend;
    let siting = solved(&Levels { budget: None, ..counting(levels, spend) }, stop)?;
    Some(siting.open.iter().map(|&at| spend(at)).sum())
}

/// As few of these closed sites as need be allowed.
fn let_in(levels: &Levels, sites: &[usize], stop: &dyn Stop) -> Option<Vec<usize>> {
    let site = |at: usize| levels.alternatives[at].site;
    let mut free = counting(levels, |at| if sites.contains(&site(at)) { 1.0 } else { 0.0 });
    sites.iter().for_each(|&site| free.choice[site] = Choice::Free);
    let siting = (!sites.is_empty()).then(|| solved(&free, stop)).flatten()?;
    Some(siting.open.iter().map(|&at| site(at)).filter(|site| sites.contains(site)).collect())
}

/// As few of these required sites as need be let go.
fn let_go(levels: &Levels, sites: &[usize], stop: &dyn Stop) -> Option<Vec<usize>> {
    let site = |at: usize| levels.alternatives[at].site;
    // Each that is open saves 1, against a cost of 1 for all others: costs stay positive.
    let mut free = counting(levels, |at| if sites.contains(&site(at)) { 0.0 } else { 1e-3 });
    sites.iter().for_each(|&site| free.choice[site] = Choice::Free);
    let siting = (!sites.is_empty()).then(|| solved(&free, stop)).flatten()?;
    let is_open = |wanted: usize| siting.open.iter().any(|&at| site(at) == wanted);
    Some(sites.iter().copied().filter(|&site| !is_open(site)).collect())
}

/// Sites of one group that are open together if that is allowed.
fn together(levels: &Levels, stop: &dyn Stop) -> Option<Vec<usize>> {
    let free = Levels { exclusive: Vec::new(), ..levels.clone() };
    let siting = (!levels.exclusive.is_empty()).then(|| solved(&free, stop)).flatten()?;
    let open: Vec<usize> = siting.open.iter().map(|&at| levels.alternatives[at].site).collect();
    let mut sites: Vec<usize> = Vec::new();
    for group in &levels.exclusive {
        let own: Vec<usize> = group.iter().copied().filter(|site| open.contains(site)).collect();
        sites.extend(own.iter().filter(|_| own.len() > 1));
    }
    Some(sites)
}

/// The largest share of those who can be near, if a share must be.
fn nearest(levels: &Levels, stop: &dyn Stop) -> Option<f64> {
    let coverage = levels.coverage.as_ref()?;
    let mut free = Levels { coverage: None, ..counting(levels, |_| 0.0) };
    for (cost, far) in free.costs.iter_mut().zip(&coverage.far) {
        *cost += if *far { 1.0 } else { 0.0 };
    }
    let siting = solved(&free, stop)?;
    let far = levels::far(levels, &siting);
    let share = |(group, far): (usize, f64)| {
        let all = coverage.group.iter().filter(|&&own| own == group).count().max(1) as f64;
        ((1.0 - far / all) * 1000.0).floor() / 1000.0
    };
    far.into_iter().enumerate().map(share).min_by(f64::total_cmp)
}

/// How many times as much all sites would have to hold, of those tried.
fn larger(levels: &Levels, resource: usize, stop: &dyn Stop) -> Option<f64> {
    let times = |times: f64| {
        let mut new = counting(levels, |_| 1.0);
        for own in &mut new.alternatives {
            own.capacity.iter_mut().skip(resource).step_by(RESOURCES).for_each(|room| *room *= times);
        }
        solved(&new, stop).is_some()
    };
    LARGER.into_iter().find(|&factor| !stop.now() && times(factor))
}
