//! Rows that every plan obeys and the LP does not know of: it may drive half a trip.
//!
//! *Triples* (subset rows of three): of the trips that serve two or three of any three stops, a
//! plan has one at most. A trip counts the pairs of visits that it remembers: its count goes back
//! to nothing where it leaves the *memory* of the triple, which makes the row weaker, and pricing
//! much faster. *Inflows* (rounded capacities): into a set of stops go as many trips as their
//! goods need vehicles, less the stops that are left out.
//!
//! Sources: Jepsen, Petersen, Spoorendonk and Pisinger (2008), doi:10.1287/opre.1070.0449 (subset
//! rows); Pecin, Pessoa, Poggi and Uchoa (2017), doi:10.1007/s12532-016-0108-8 (limited memory);
//! Laporte and Nobert (1983), doi:10.1007/BF01720015 (rounded capacities).

use super::bits;

/// Triples that pricing looks at together.
pub const MOST_TRIPLES: usize = bits::MOST;

/// A set of rows of the LP.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RowSet(Box<[u64]>);

impl RowSet {
    pub fn new(rows: usize) -> RowSet {
        RowSet(vec![0; rows.div_ceil(64)].into())
    }

    pub fn insert(&mut self, row: usize) {
        self.0[row / 64] |= 1 << (row % 64);
    }

    pub fn has(&self, row: usize) -> bool {
        self.0[row / 64] >> (row % 64) & 1 == 1
    }

    /// How many of some rows are in the set.
    pub fn count(&self, rows: &[usize]) -> f64 {
        rows.iter().filter(|&&row| self.has(row)).count() as f64
    }
}

/// A row that every plan obeys.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Cut {
    Triple { rows: [usize; 3], memory: RowSet },
    Inflow { rows: RowSet, least: usize },
}

impl Cut {
    /// What a price of one adds to the bound by the row's own side.
    pub fn side(&self) -> f64 {
        match self {
            Cut::Triple { .. } => -1.0,
            Cut::Inflow { least, .. } => *least as f64,
        }
    }

    /// How often a trip over these rows counts.
    pub fn count(&self, trip: &[usize]) -> usize {
        match self {
            Cut::Triple { rows, memory } => {
                let (mut pairs, mut is_odd) = (0, false);
                for row in trip {
                    is_odd &= memory.has(*row);
                    if rows.contains(row) {
                        pairs += usize::from(is_odd);
                        is_odd = !is_odd;
                    }
                }
                pairs
            }
            Cut::Inflow { rows, .. } => {
                let mut was_in = false;
                let mut times = 0;
                for &row in trip {
                    let is_in = rows.has(row);
                    times += usize::from(is_in && !was_in);
                    was_in = is_in;
                }
                times
            }
        }
    }
}

/// Violations below this are not worth a row.
const WORTHWHILE: f64 = 0.02;
/// New triples in one round, and for each stop.
const ROUND: usize = 60;
const EACH: usize = 6;

/// Trips that an LP uses: rows in their order, and how much.
pub type Used = Vec<(Vec<usize>, f64)>;

/// The triples that used trips violate most, at most `most`.
pub fn triples(used: &Used, rows: usize, most: usize) -> Vec<Cut> {
    let found = violated(used, rows);
    let mut taken = vec![0_usize; rows];
    let mut cuts = Vec::new();
    for (_, triple) in found {
        if cuts.len() >= most.min(ROUND) {
            break;
        }
        if triple.iter().any(|&row| taken[row] >= EACH) {
            continue;
        }
        triple.iter().for_each(|&row| taken[row] += 1);
        cuts.push(Cut::Triple { rows: triple, memory: memory(used, triple, rows) });
    }
    cuts
}

/// Triples by violation, the worst first.
fn violated(used: &Used, rows: usize) -> Vec<(f64, [usize; 3])> {
    let mut pairs = vec![0.0; rows * rows];
    let mut through: Vec<Vec<u32>> = vec![Vec::new(); rows];
    for (index, (trip, value)) in used.iter().enumerate() {
        let mut once = trip.clone();
        once.sort_unstable();
        once.dedup();
        for (place, &one) in once.iter().enumerate() {
            through[one].push(index as u32);
            for &other in &once[place + 1..] {
                pairs[one * rows + other] += value;
                pairs[other * rows + one] += value;
            }
        }
    }
    let near: Vec<Vec<usize>> = (0..rows)
        .map(|one| (one + 1..rows).filter(|&other| pairs[one * rows + other] > 1e-6).collect())
        .collect();
    let mut found = Vec::new();
    let mut consider = |triple: [usize; 3]| {
        let [one, two, three] = triple;
        let most = pairs[one * rows + two] + pairs[one * rows + three] + pairs[two * rows + three];
        if most > 1.0 + WORTHWHILE {
            let violation = times(used, &through, triple) - 1.0;
            if violation > WORTHWHILE {
                found.push((violation, triple));
            }
        }
    };
    for one in 0..rows {
        for (place, &two) in near[one].iter().enumerate() {
            for &three in &near[one][place + 1..] {
                consider([one, two, three]);
            }
            // Two pairs of the three may be enough, over whichever they share.
            for &three in near[two].iter().filter(|&&three| pairs[one * rows + three] <= 1e-6) {
                consider([one, two, three]);
            }
        }
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    found
}

/// How often used trips have two or three visits of three.
fn times(used: &Used, through: &[Vec<u32>], triple: [usize; 3]) -> f64 {
    let mut trips: Vec<u32> = triple.iter().flat_map(|&row| through[row].iter().copied()).collect();
    trips.sort_unstable();
    trips.dedup();
    let times = |&index: &u32| {
        let (trip, value) = &used[index as usize];
        value * (trip.iter().filter(|row| triple.contains(row)).count() / 2) as f64
    };
    trips.iter().map(times).sum()
}

/// What a trip has to remember of three stops so that the used ones count in full: the stops
/// between their visits.
fn memory(used: &Used, triple: [usize; 3], rows: usize) -> RowSet {
    let mut memory = RowSet::new(rows);
    triple.iter().for_each(|&row| memory.insert(row));
    for (trip, _) in used {
        let mut since: Option<usize> = None;
        for (place, row) in trip.iter().enumerate() {
            if !triple.contains(row) {
                continue;
            }
            since = match since {
                None => Some(place),
                Some(from) => {
                    trip[from..place].iter().for_each(|&between| memory.insert(between));
                    None
                }
            };
        }
    }
    memory
}
