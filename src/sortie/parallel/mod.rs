//! Parallel drone scheduling: one truck tours while drones shuttle between
//! the depot and one customer at a time (PDSTSP).
//!
//! Who flies is decided together with the truck's tour; what counts is when
//! the last of them is back.

mod anneal;
mod best;
mod bound;
mod chain;
mod machines;
mod mend;
mod prove;
mod ring;
mod state;
#[cfg(test)]
mod tests;

pub use best::{Found, best};

use super::Effort;

/// Rounds between two looks at the clock.
const STRIDE: u64 = 128;

/// Node 0 is the depot. Times in any whole unit, the same for all.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The truck's way between two nodes, `nodes x nodes`, row by row.
    pub truck: Vec<i64>,
    /// A drone's flight to a customer and back; `None` where none can go. By node, `None` for the depot.
    pub flight: Vec<Option<i64>>,
    pub drones: usize,
}

impl Shared {
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.flight.len()
    }

    /// The truck's way from one node to another.
    #[must_use]
    pub fn way(&self, from: usize, to: usize) -> i64 {
        self.truck[from * self.nodes() + to]
    }
}

/// Who serves whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Division {
    /// The truck's customers in order, without the depot.
    pub tour: Vec<usize>,
    /// Customers of each drone.
    pub flights: Vec<Vec<usize>>,
}

/// What is wrong with a division.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    Unknown(usize),
    Twice(usize),
    Missing(usize),
    /// No drone may fly to this customer.
    CannotFly(usize),
    TooManyDrones,
}

/// When the last one is back, recomputed from nothing but the instance.
///
/// # Errors
/// The first thing that is wrong.
pub fn verify(shared: &Shared, division: &Division) -> Result<i64, Wrong> {
    let mut seen = vec![false; shared.nodes()];
    let all = division.tour.iter().chain(division.flights.iter().flatten());
    for &customer in all {
        if customer == 0 || customer >= shared.nodes() {
            return Err(Wrong::Unknown(customer));
        }
        if std::mem::replace(&mut seen[customer], true) {
            return Err(Wrong::Twice(customer));
        }
    }
    if let Some(missing) = (1..shared.nodes()).find(|&customer| !seen[customer]) {
        return Err(Wrong::Missing(missing));
    }
    if division.flights.len() > shared.drones {
        return Err(Wrong::TooManyDrones);
    }
    let mut last = 0;
    for flights in &division.flights {
        let times = flights.iter().map(|&customer| shared.flight[customer].ok_or(Wrong::CannotFly(customer)));
        last = last.max(times.sum::<Result<i64, Wrong>>()?);
    }
    let (mut at, mut truck) = (0, 0);
    for &customer in division.tour.iter().chain(&[0]) {
        truck += shared.way(at, customer);
        at = customer;
    }
    Ok(last.max(truck))
}

/// Calls `round` until the effort is spent, now and then with the share of it that is. Returns how
/// often.
fn spend(effort: &Effort, mut round: impl FnMut(Option<f64>)) -> u64 {
    let all = effort.stop.remaining().filter(|seconds| *seconds > 0.0);
    let mut done = 0;
    while effort.iterations.is_none_or(|limit| done < limit) {
        let looks = done % STRIDE == 0;
        if looks && effort.stop.now() {
            break;
        }
        round(looks.then(|| {
            let by_count = effort.iterations.map(|limit| done as f64 / limit as f64);
            let by_time = all.zip(effort.stop.remaining()).map(|(all, left)| 1.0 - left / all);
            by_count.into_iter().chain(by_time).fold(0.0, f64::max)
        }));
        done += 1;
    }
    done
}
