//! Which sites a relaxed problem opens: the least sum of site values that
//! keeps to a count of sites and covers the whole demand.
//!
//! ```text
//! (S1)  min sum_j v_j y_j
//! (S2)  low <= sum_j y_j <= high
//! (S3)  sum_j s_j y_j >= need        y binary
//! ```
//!
//! Without (S3) sorting solves it. With it a depth-first search over the
//! sites in order of value per capacity does, up to a number of steps; then
//! the value of the relaxation, a lower bound, is what counts.

/// What to choose from.
pub struct Menu<'a> {
    pub values: &'a [f64],
    pub capacity: &'a [f64],
    pub low: usize,
    pub high: usize,
    /// Not positive where the count alone decides.
    pub need: f64,
}

/// A choice, what it is worth at least, and what forcing a site would add.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    pub takes: Vec<bool>,
    /// A lower bound for (S1); infinite if nothing is feasible.
    pub value: f64,
    /// A lower bound again, to which the prices below belong.
    base: f64,
    price: f64,
    enter: f64,
    leave: f64,
}

/// Steps of the search for a cover.
const STEPS: usize = 3000;

impl Chosen {
    /// A lower bound for (S1) with this site open.
    #[must_use]
    pub fn opened(&self, value: f64, capacity: f64) -> f64 {
        self.base + (self.reduced(value, capacity) - self.enter).max(0.0)
    }

    /// A lower bound for (S1) with this site closed.
    #[must_use]
    pub fn closed(&self, value: f64, capacity: f64) -> f64 {
        self.base + (self.leave - self.reduced(value, capacity)).max(0.0)
    }

    fn reduced(&self, value: f64, capacity: f64) -> f64 {
        if self.price > 0.0 { value - self.price * capacity } else { value }
    }
}

/// Chooses.
#[must_use]
pub fn choose(menu: &Menu) -> Chosen {
    let counted = by_count(menu);
    if menu.need <= 0.0 || counted.value.is_infinite() {
        return counted;
    }
    let covered: f64 = total(menu, &counted.takes);
    if covered >= menu.need {
        return counted;
    }
    let cover = by_cover(menu);
    // Each leaves out a row that the other has: both are bounds.
    let (value, base) = (cover.value.max(counted.value), cover.base);
    if counted.base > base {
        return Chosen { takes: cover.takes, value, ..counted };
    }
    Chosen { value, ..cover }
}

fn total(menu: &Menu, takes: &[bool]) -> f64 {
    takes.iter().zip(menu.capacity).filter(|(takes, _)| **takes).map(|(_, capacity)| capacity).sum()
}

fn by_count(menu: &Menu) -> Chosen {
    let Menu { values, low, high, .. } = *menu;
    if low > values.len() || low > high {
        return impossible(values.len());
    }
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
    let negative = order.iter().take_while(|&&at| values[at] < 0.0).count();
    let count = negative.clamp(low, high.min(values.len()).max(low));
    let mut takes = vec![false; values.len()];
    order[..count].iter().for_each(|&at| takes[at] = true);
    let value: f64 = order[..count].iter().map(|&at| values[at]).sum();
    let worst = count.checked_sub(1).map_or(f64::NEG_INFINITY, |at| values[order[at]]);
    let next = order.get(count).map_or(f64::INFINITY, |&at| values[at]);
    let enter = if count == high { worst } else { worst.max(0.0) };
    let leave = if count == low { next } else { next.min(0.0) };
    let enter = if high == 0 { f64::NEG_INFINITY } else { enter };
    Chosen { takes, value, base: value, price: 0.0, enter, leave }
}

fn impossible(sites: usize) -> Chosen {
    Chosen { takes: vec![false; sites], value: f64::INFINITY, base: f64::INFINITY, ..Chosen::default() }
}

fn by_cover(menu: &Menu) -> Chosen {
    let Menu { values, capacity, .. } = *menu;
    let mut takes: Vec<bool> = values.iter().map(|value| *value <= 0.0).collect();
    let free: f64 = values.iter().filter(|value| **value <= 0.0).sum();
    let need = menu.need - total(menu, &takes);
    let mut rest: Vec<usize> = (0..values.len()).filter(|&at| !takes[at] && capacity[at] > 0.0).collect();
    rest.sort_unstable_by(|&a, &b| {
        (values[a] / capacity[a]).total_cmp(&(values[b] / capacity[b])).then(a.cmp(&b))
    });
    let items: Vec<(f64, f64)> = rest.iter().map(|&at| (values[at], capacity[at])).collect();
    let Some((relaxed, price)) = fractional(&items, need) else { return impossible(values.len()) };
    let mut search =
        Cover { items: &items, steps: STEPS, best: f64::INFINITY, picked: Vec::new(), path: Vec::new() };
    search.go(0, need, 0.0);
    search.picked.iter().for_each(|&at| takes[rest[at]] = true);
    let exact = if search.steps > 0 { search.best } else { relaxed };
    Chosen { takes, value: free + exact.max(relaxed), base: free + relaxed, price, enter: 0.0, leave: 0.0 }
}

/// Value of the relaxation over items in order of value per capacity, and its price per unit.
fn fractional(items: &[(f64, f64)], need: f64) -> Option<(f64, f64)> {
    let (mut left, mut value) = (need, 0.0);
    for &(cost, size) in items {
        if size >= left {
            return Some((value + cost * left / size, cost / size));
        }
        left -= size;
        value += cost;
    }
    // What the sums lose in rounding is not what makes a cover impossible.
    (left <= need.abs() * 1e-9).then_some((value, 0.0))
}

struct Cover<'a> {
    items: &'a [(f64, f64)],
    steps: usize,
    best: f64,
    picked: Vec<usize>,
    path: Vec<usize>,
}

impl Cover<'_> {
    fn go(&mut self, from: usize, need: f64, value: f64) {
        if need <= 1e-9 {
            if value < self.best {
                self.best = value;
                self.picked.clone_from(&self.path);
            }
            return;
        }
        if self.steps == 0 {
            return;
        }
        self.steps -= 1;
        match fractional(&self.items[from..], need) {
            Some((bound, _)) if value + bound < self.best => {}
            _ => return,
        }
        let (cost, size) = self.items[from];
        self.path.push(from);
        self.go(from + 1, need - size, value + cost);
        self.path.pop();
        self.go(from + 1, need, value);
    }
}
