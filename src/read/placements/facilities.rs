//! Facilities with opening costs and capacities, in three layouts:
//!
//! ```text
//! pairs      m n; m lines `capacity fixed`; n demands; m x n costs of the whole demand (Holmberg)
//! OR-Library m n; m lines `capacity fixed`; for each customer its demand, then m costs of it
//! units      m n; n demands; m capacities; m fixed costs; m x n costs per unit (Avella and Boccia)
//! ```
//!
//! All have as many numbers; where lines end tells them apart. OR-Library
//! writes the word `capacity` where the capacity is left open.

use super::words::Words;
use super::{Placement, Question, Wanted, Wrong, fits};
use crate::site::{Choice, Problem, Site, Sourcing};

/// Sites, demands, and costs site by site.
type Parts = (Vec<Site>, Vec<f64>, Vec<f64>);

pub fn parse(words: &Words, stem: &str, wanted: Wanted) -> Result<Placement, Wrong> {
    let (sites, customers) = (words.whole(0)?, words.whole(1)?);
    fits(sites, customers, words.row(0))?;
    words.reach(2 + 2 * sites + customers + sites * customers)?;
    let in_pairs = (0..sites).all(|site| words.ends_line(2 + 2 * site + 1) && !words.ends_line(2 + 2 * site));
    let (layout, parts) = if in_pairs {
        ("pairs", pairs(words, sites, customers, wanted.capacity)?)
    } else {
        ("units", units(words, sites, customers, wanted.capacity)?)
    };
    let (list, demand, cost) = parts;
    let capacity = list.first().map_or(0.0, |site| site.capacity);
    let problem = Problem::new(list, demand, cost, (1, sites), wanted.sourcing);
    let kind = match (problem.is_capacitated(), wanted.sourcing) {
        (false, _) => "uflp",
        (true, Sourcing::Split) => "cflp",
        (true, Sourcing::Single) => "sscflp",
    };
    let given = if wanted.capacity.is_some() { format!(".{capacity}") } else { String::new() };
    Ok(Placement {
        name: stem.to_owned(),
        kind,
        key: format!("{layout}.{}{given}.{sites}.{customers}.{kind}", stem.to_lowercase()),
        sites,
        customers,
        question: Question::Location(problem),
    })
}

fn pairs(words: &Words, sites: usize, customers: usize, capacity: Option<f64>) -> Result<Parts, Wrong> {
    let list: Result<Vec<Site>, Wrong> = (0..sites)
        .map(|site| {
            let at = 2 + 2 * site;
            let is_open = words.text(at)?.eq_ignore_ascii_case("capacity");
            let capacity = match capacity {
                Some(capacity) => capacity,
                None if is_open => {
                    return Err(Wrong::unsupported(
                        words.row(at),
                        "the capacity is left open: give --capacity",
                    ));
                }
                None => words.amount(at)?,
            };
            Ok(Site { fixed: words.amount(at + 1)?, capacity, choice: Choice::Free })
        })
        .collect();
    let list = list?;
    let from = 2 + 2 * sites;
    if is_by_customer(words, from, sites, customers) {
        let (demand, cost) = by_customer(words, from, sites, customers)?;
        return Ok((list, demand, cost));
    }
    let demand = words.amounts(from, customers)?;
    Ok((list, demand, words.amounts(from + customers, sites * customers)?))
}

/// Whether lines end as OR-Library's do: behind each customer's costs, and mostly behind its demand.
fn is_by_customer(words: &Words, from: usize, sites: usize, customers: usize) -> bool {
    let first = |customer: usize| from + customer * (sites + 1);
    if !(0..customers).all(|customer| words.ends_line(first(customer + 1) - 1)) {
        return false;
    }
    let is_alone = (0..customers).all(|customer| words.ends_line(first(customer)));
    let in_column = (from..first(customers)).all(|at| words.ends_line(at));
    let is_table = words.ends_line(from + customers - 1)
        && (0..sites).all(|site| words.ends_line(from + customers + (site + 1) * customers - 1));
    !is_table || is_alone && !in_column
}

fn by_customer(
    words: &Words,
    from: usize,
    sites: usize,
    customers: usize,
) -> Result<(Vec<f64>, Vec<f64>), Wrong> {
    let mut demand = Vec::with_capacity(customers);
    let mut cost = vec![0.0; sites * customers];
    for customer in 0..customers {
        let at = from + customer * (sites + 1);
        demand.push(words.amount(at)?);
        for site in 0..sites {
            cost[site * customers + customer] = words.amount(at + 1 + site)?;
        }
    }
    Ok((demand, cost))
}

fn units(words: &Words, sites: usize, customers: usize, capacity: Option<f64>) -> Result<Parts, Wrong> {
    let demand = words.amounts(2, customers)?;
    let capacities = words.amounts(2 + customers, sites)?;
    let fixed = words.amounts(2 + customers + sites, sites)?;
    let mut cost = words.amounts(2 + customers + 2 * sites, sites * customers)?;
    for row in cost.chunks_mut(customers) {
        row.iter_mut().zip(&demand).for_each(|(cost, demand)| *cost *= demand);
    }
    let list = fixed.into_iter().zip(capacities).map(|(fixed, own)| Site {
        fixed,
        capacity: capacity.unwrap_or(own),
        choice: Choice::Free,
    });
    Ok((list.collect(), demand, cost))
}
