//! Sets of stops into which the LP sends fewer trips than their goods need.

use super::cuts::{Cut, RowSet};

/// A violation below this is not worth a row.
const WORTHWHILE: f64 = 0.05;
/// New rows in one round.
const ROUND: usize = 30;
/// Stops of a set at most.
const LARGEST: usize = 60;

/// What the LP drives, over all vehicle types.
pub struct Flow {
    /// By row, row: how much goes from one to the other.
    pub legs: Vec<Vec<(usize, f64)>>,
    /// By row: how much comes in, and how much of the order is left out.
    pub entering: Vec<f64>,
    pub left_out: Vec<f64>,
}

/// What each row asks of a vehicle.
pub struct Need {
    pub deliver: Vec<i64>,
    pub collect: Vec<i64>,
    /// The largest vehicle's.
    pub capacity: i64,
}

impl Need {
    fn vehicles(&self, deliver: i64, collect: i64) -> usize {
        let most = deliver.max(collect).max(0);
        if self.capacity <= 0 || self.capacity >= most {
            1
        } else {
            most.unsigned_abs().div_ceil(self.capacity.unsigned_abs()) as usize
        }
    }
}

/// Sets grown from each stop by what flows most, as far as they are violated.
pub fn inflows(flow: &Flow, need: &Need) -> Vec<Cut> {
    let rows = flow.legs.len();
    let mut both: Vec<Vec<(usize, f64)>> = vec![Vec::new(); rows];
    for (from, legs) in flow.legs.iter().enumerate() {
        for &(to, value) in legs {
            both[from].push((to, value));
            both[to].push((from, value));
        }
    }
    let mut found: Vec<(f64, Cut)> = (0..rows).filter_map(|seed| grown(flow, need, &both, seed)).collect();
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mut cuts: Vec<Cut> = Vec::new();
    for (_, cut) in found {
        if cuts.len() < ROUND && !cuts.contains(&cut) {
            cuts.push(cut);
        }
    }
    cuts
}

/// The most violated set on the way of growing one stop.
fn grown(flow: &Flow, need: &Need, both: &[Vec<(usize, f64)>], seed: usize) -> Option<(f64, Cut)> {
    let rows = both.len();
    let mut members = Vec::new();
    let mut set = RowSet::new(rows);
    let mut ties = vec![0.0; rows];
    let (mut deliver, mut collect, mut inflow, mut out) = (0, 0, 0.0, 0.0);
    let mut best: Option<(f64, usize, usize)> = None;
    let mut next = Some(seed);
    while let Some(row) = next {
        // What goes between the row and the set no longer enters it.
        inflow += flow.entering[row] - ties[row];
        out += flow.left_out[row];
        deliver += need.deliver[row];
        collect += need.collect[row];
        set.insert(row);
        members.push(row);
        let least = need.vehicles(deliver, collect);
        let violation = least as f64 - inflow - out;
        if least > 1 && violation > best.map_or(WORTHWHILE, |best| best.0) {
            best = Some((violation, members.len(), least));
        }
        for &(other, value) in &both[row] {
            ties[other] += value;
        }
        let strongest = (0..rows).filter(|&row| !set.has(row) && ties[row] > 1e-6);
        next = strongest.max_by(|&one, &other| {
            (ties[one] - flow.entering[one])
                .total_cmp(&(ties[other] - flow.entering[other]))
                .then(other.cmp(&one))
        });
        next = next.filter(|_| members.len() < LARGEST);
    }
    best.map(|(violation, size, least)| {
        let mut rows = RowSet::new(rows);
        members[..size].iter().for_each(|&row| rows.insert(row));
        (violation, Cut::Inflow { rows, least })
    })
}
