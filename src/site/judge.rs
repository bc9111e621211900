//! Costs and faults of a siting, from the problem alone.
//!
//! Shares no code with the search, so that the two do not share mistakes.

use super::problem::{Choice, Problem, Siting, Sourcing};

/// What a siting breaks.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    NoSuchSite(usize),
    /// The shares of this customer do not add up to 1.
    NotServed {
        customer: usize,
        share: f64,
    },
    /// This site serves and is not open.
    NotOpen {
        site: usize,
        customer: usize,
    },
    Unreachable {
        site: usize,
        customer: usize,
    },
    Split {
        customer: usize,
    },
    Overloaded {
        site: usize,
        load: f64,
    },
    /// Open and forbidden, or closed and required.
    Forced {
        site: usize,
    },
    Count {
        open: usize,
    },
}

/// By how much shares and loads may be off, relative.
const TOLERANCE: f64 = 1e-6;

/// What it costs.
///
/// # Errors
/// Everything that it breaks.
pub fn judge(problem: &Problem, siting: &Siting) -> Result<f64, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut is_open = vec![false; problem.sites.len()];
    for &site in &siting.open {
        match is_open.get_mut(site) {
            Some(open) => *open = true,
            None => faults.push(Fault::NoSuchSite(site)),
        }
    }
    if siting.shares.len() != problem.customers() {
        faults.push(Fault::NotServed { customer: siting.shares.len(), share: 0.0 });
    }
    let mut cost = 0.0;
    let mut load = vec![0.0; problem.sites.len()];
    for (customer, shares) in siting.shares.iter().enumerate().take(problem.customers()) {
        cost += serving(problem, &is_open, customer, shares, &mut load, &mut faults);
    }
    for (at, site) in problem.sites.iter().enumerate() {
        cost += if is_open[at] { site.fixed } else { 0.0 };
        let forced = if is_open[at] { Choice::Closed } else { Choice::Open };
        if site.choice == forced {
            faults.push(Fault::Forced { site: at });
        }
        if load[at] > site.capacity * (1.0 + TOLERANCE) {
            faults.push(Fault::Overloaded { site: at, load: load[at] });
        }
    }
    let open = is_open.iter().filter(|open| **open).count();
    if open < problem.count.0 || open > problem.count.1 {
        faults.push(Fault::Count { open });
    }
    if faults.is_empty() { Ok(cost) } else { Err(faults) }
}

fn serving(
    problem: &Problem,
    is_open: &[bool],
    customer: usize,
    shares: &[(usize, f64)],
    load: &mut [f64],
    faults: &mut Vec<Fault>,
) -> f64 {
    let (mut cost, mut whole, mut parts) = (0.0, 0.0, 0);
    for &(site, share) in shares {
        if site >= is_open.len() {
            faults.push(Fault::NoSuchSite(site));
            continue;
        }
        if share < 0.0 || share.is_nan() {
            faults.push(Fault::NotServed { customer, share });
        }
        if share <= 0.0 {
            continue;
        }
        if !is_open[site] {
            faults.push(Fault::NotOpen { site, customer });
        }
        let price = problem.cost(site, customer);
        if price.is_infinite() {
            faults.push(Fault::Unreachable { site, customer });
        }
        cost += share * price;
        whole += share;
        load[site] += share * problem.demand[customer];
        parts += usize::from(share > TOLERANCE);
    }
    if (whole - 1.0).abs() > TOLERANCE {
        faults.push(Fault::NotServed { customer, share: whole });
    }
    if problem.sourcing == Sourcing::Single && parts > 1 {
        faults.push(Fault::Split { customer });
    }
    cost
}
