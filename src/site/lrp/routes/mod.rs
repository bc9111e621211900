//! What no solution costs less than, by routes: sets of depots and routes from them, in an LP.
//!
//! ```text
//! sets      I customers, J depots, S sets of depots that together hold everybody, R(j) routes from j
//! data      o[s] opening a set, c[r] a route with its own cost, a[i,r] visits, q[r] its load, w[j] room
//! (R1)      min  sum o[s] z[s] + sum c[r] x[r]
//! (R2)      sum a[i,r] x[r] >= 1                               price u[i]
//! (R3)      sum over R(j) of q[r] x[r] <= w[j] sum over s with j of z[s]     price v[j]
//! (R4)      sum x[r] >= ceil(all demand / vehicle)             price k
//! (R5)      sum z[s] = 1
//! (R6)      sum over R(j) of a[i,r] x[r] <= sum over s with j of z[s]        price l[i,j], as they are violated
//! (R8)      sum e[G,r] x[r] >= ceil(demand of G / vehicle)     price g[G], groups G of customers, as they are violated
//! (R7)      L(u, v, k, l, g) = sum u + k least + sum g[G] ceil(demand of G / vehicle)
//!                           + min over s of (o[s] - sum over j in s of (w[j] v[j] + sum l[i,j]))
//!                           + n min(0, least reduced cost of a route)
//! ```
//!
//! Routes are ng-routes (`price`), found as they are needed. (R7) holds for
//! any prices, so also where the time ends before the LP is solved; there are
//! at most `n` routes, one for each customer. `e[G,r]` counts how often a route
//! comes to a group from outside of it (rounded capacity cuts, Laporte, Nobert
//! and Desrochers 1985, doi:10.1287/opre.33.5.1050); half of the price is that
//! of each way into or out of the group. A set whose own bound is not
//! below a known solution is taken out and the LP solved again: in the end
//! only sets that can be better are left.

mod choice;
mod cuts;
mod master;
mod price;

use super::instance::{Lrp, Route};
use crate::units::Stop;
use master::{Opening, Prices, Relaxed, Solved};
use price::{Asked, Care, Cheap, Memory, cheapest};
use rayon::prelude::*;

/// More depots than this have too many sets.
const MOST_DEPOTS: usize = 12;
/// Routes taken from one pricing of a depot.
const TAKEN: usize = 40;
const SAME_END: usize = 6;
/// For a choice of whole routes: those of each depot that are nearest to paying.
const CLOSE: usize = 700;
const CLOSE_END: usize = 40;
/// Routes that such a choice is made from.
const CHOICE: usize = 3_000;
/// How far prices go towards those of the LP in a round.
const SMOOTHING: f64 = 0.6;
/// Share of the time that is left when a first bound is due.
const LATE: f64 = 0.5;

/// The bound as it grows.
pub struct Tier<'a> {
    lrp: &'a Lrp,
    memory: Memory,
    relaxed: Relaxed<'a>,
    scale: f64,
    best: f64,
    /// Prices of the best bound.
    center: Option<Prices>,
    care: Care,
}

impl<'a> Tier<'a> {
    /// `known` are routes of solutions, the best of which costs `ceiling`. `None` if there are too many depots
    /// or customers, or no solver.
    #[must_use]
    pub fn of(lrp: &'a Lrp, known: &[Route], ceiling: f64) -> Option<Tier<'a>> {
        if lrp.depots.len() > MOST_DEPOTS || lrp.customers() > price::MOST || lrp.customers() == 0 {
            return None;
        }
        let scale = if ceiling.is_finite() { ceiling } else { longest(lrp) };
        let mut relaxed = Relaxed::new(lrp, openings(lrp), Default::default(), scale).ok()?;
        for depot in 0..lrp.depots.len() {
            (0..lrp.customers()).for_each(|customer| {
                relaxed.add(Route { depot, customers: vec![customer] });
            });
        }
        known.iter().for_each(|route| {
            relaxed.add(route.clone());
        });
        let (best, care) = (f64::NEG_INFINITY, Care::Quick);
        Some(Tier { lrp, memory: Memory::of(lrp), relaxed, scale, best, center: None, care })
    }

    /// No solution costs less; `None` before anything is known.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        let best = self.best - 1e-7 * self.best.abs();
        let best = if self.lrp.is_whole() { (best - 1e-6).ceil() } else { best };
        (best > 0.0).then_some(best)
    }

    /// Sets of depots that may be better than what is known, the one with the lowest bound first.
    #[must_use]
    pub fn sets(&self) -> Vec<Vec<usize>> {
        let Some(center) = &self.center else { return Vec::new() };
        let bound = |opening: &Opening| self.worth(center, 0.0, Some(opening));
        let mut sets: Vec<(f64, Vec<usize>)> =
            self.relaxed.openings.iter().map(|opening| (bound(opening), opening.depots.clone())).collect();
        sets.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        sets.into_iter().map(|it| it.1).collect()
    }

    /// A solution in whole routes that costs less than `ceiling`, of the routes that are nearest to
    /// paying and those that are `known`.
    #[must_use]
    pub fn choose(&self, known: &[Route], ceiling: f64, stop: &dyn Stop) -> Option<Vec<Route>> {
        let center = self.center.as_ref()?;
        let gap = ceiling - self.best;
        let ways = self.ways(center);
        let is_used = |depot: usize| self.relaxed.openings.iter().any(|it| it.depots.contains(&depot));
        let mut pool: Vec<(f64, Route)> = Vec::new();
        for depot in (0..self.lrp.depots.len()).filter(|&depot| is_used(depot)) {
            let prizes = self.prizes(center, depot);
            let begin = self.lrp.per_route - center.routes;
            let (lrp, memory, care) = (&ways, &self.memory, Care::Quick);
            let asked =
                Asked { lrp, memory, depot, prizes: &prizes, begin, care, limit: gap, same_end: CLOSE_END };
            let (_, found) = cheapest(&asked, CLOSE, stop)?;
            pool.extend(found.into_iter().map(|it| (it.reduced, Route { depot, customers: it.customers })));
            let own = self.relaxed.routes.iter().filter(|route| route.depot == depot);
            pool.extend(own.filter_map(|route| {
                let paid: f64 = route.customers.iter().map(|&customer| prizes[customer]).sum();
                let reduced = master::cost(&ways, route) - center.routes - paid;
                (reduced < gap).then(|| (reduced, route.clone()))
            }));
        }
        pool.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.customers.cmp(&b.1.customers)));
        pool.truncate(CHOICE);
        let pool = pool.into_iter().map(|it| it.1).chain(known.iter().cloned()).collect();
        choice::choose(self.lrp, &self.relaxed.openings, pool, known, ceiling, stop)
    }

    /// Raises the bound until nothing raises it, or `stop` says so; a solution costs `ceiling`.
    pub fn run(&mut self, ceiling: f64, stop: &dyn Stop) {
        let begin = stop.remaining();
        while !stop.now() && self.best < ceiling {
            // A bound from prices that are not the best is better than none.
            let left = stop.remaining().zip(begin).is_some_and(|(left, begin)| left < LATE * begin);
            if left && self.center.is_none() {
                self.care = Care::Exact;
            }
            let Some(solved) = self.relaxed.solve(stop) else { break };
            if self.price(&solved, stop) > 0 {
                continue;
            }
            if stop.now() {
                break;
            }
            if self.care == Care::Quick {
                self.care = Care::Exact;
            } else if self.tighten(&solved, ceiling) {
                self.care = Care::Quick;
            } else {
                break;
            }
        }
    }

    /// Adds routes that save at these prices; how many.
    fn price(&mut self, solved: &Solved, stop: &dyn Stop) -> usize {
        if let Some(center) = self.center.as_ref().filter(|_| self.care == Care::Exact) {
            let added = self.price_at(&center.towards(&solved.prices, SMOOTHING), &solved.prices, stop);
            if added > 0 || stop.now() {
                return added;
            }
        }
        self.price_at(&solved.prices, &solved.prices, stop)
    }

    fn price_at(&mut self, at: &Prices, real: &Prices, stop: &dyn Stop) -> usize {
        let is_used = |depot: usize| self.relaxed.openings.iter().any(|it| it.depots.contains(&depot));
        let all = (0..self.lrp.depots.len()).filter(|&depot| is_used(depot));
        let all: Vec<(usize, Vec<f64>)> = all.map(|depot| (depot, self.prizes(at, depot))).collect();
        let ways = self.ways(at);
        let (lrp, memory, care) = (&ways, &self.memory, self.care);
        let begin = lrp.per_route - at.routes;
        let price = |(depot, prizes): &(usize, Vec<f64>)| {
            let asked = Asked {
                lrp,
                memory,
                depot: *depot,
                prizes,
                begin,
                care,
                limit: -price::SAVES,
                same_end: SAME_END,
            };
            cheapest(&asked, TAKEN, stop)
        };
        let found: Vec<Option<(f64, Vec<Cheap>)>> = all.par_iter().with_max_len(1).map(price).collect();
        if self.care == Care::Exact && found.iter().all(Option::is_some) {
            let lowest = found.iter().flatten().map(|it| it.0).fold(0.0, f64::min);
            let bound = self.worth(at, lowest, None);
            if bound > self.best {
                self.best = bound;
                self.center = Some(at.clone());
            }
        }
        let mut added = 0;
        let ways = self.ways(real);
        for (depot, found) in all.iter().map(|it| it.0).zip(found) {
            let prizes = self.prizes(real, depot);
            for cheap in found.into_iter().flat_map(|it| it.1) {
                let route = Route { depot, customers: cheap.customers };
                let paid: f64 = route.customers.iter().map(|&customer| prizes[customer]).sum();
                let reduced = master::cost(&ways, &route) - real.routes - paid;
                added += usize::from(reduced < -price::SAVES && self.relaxed.add(route));
            }
        }
        added
    }

    /// The instance with ways less what cuts pay for them.
    fn ways(&self, prices: &Prices) -> Lrp {
        cuts::paid(self.lrp, self.relaxed.cuts.iter().zip(&prices.cuts))
    }

    /// By customer: what visiting it earns from a depot.
    fn prizes(&self, prices: &Prices, depot: usize) -> Vec<f64> {
        let own = prices.served.iter().zip(&self.lrp.demand);
        let mut prizes: Vec<f64> = own.map(|(served, demand)| served - prices.room[depot] * demand).collect();
        for (&(customer, at), price) in self.relaxed.links.iter().zip(&prices.links) {
            if at == depot {
                prizes[customer] -= price;
            }
        }
        prizes
    }

    /// (R7), of all sets or of one.
    fn worth(&self, prices: &Prices, lowest: f64, of: Option<&Opening>) -> f64 {
        let all = self.relaxed.openings.iter();
        let least = match of {
            Some(opening) => self.left(prices, opening),
            None => all.map(|opening| self.left(prices, opening)).fold(f64::INFINITY, f64::min),
        };
        let cuts = self.relaxed.cuts.iter().zip(&prices.cuts).map(|(cut, price)| cut.least * price);
        let served = prices.served.iter().sum::<f64>() + cuts.sum::<f64>();
        served + prices.routes * self.relaxed.least + least + self.lrp.customers() as f64 * lowest.min(0.0)
    }

    /// What opening a set costs beyond what its rows are worth.
    fn left(&self, prices: &Prices, opening: &Opening) -> f64 {
        let room: f64 =
            opening.depots.iter().map(|&depot| self.lrp.depots[depot].capacity * prices.room[depot]).sum();
        let links = self.relaxed.links.iter().zip(&prices.links);
        let links: f64 = links.filter(|(link, _)| opening.depots.contains(&link.1)).map(|it| it.1).sum();
        opening.cost - room - links
    }

    /// Adds links and cuts and takes sets out that cannot be better; whether there are any.
    fn tighten(&mut self, solved: &Solved, ceiling: f64) -> bool {
        let links = self.relaxed.violated(solved);
        let Some(center) = &self.center else { return false };
        let lowest = 0.0_f64.min(self.best - self.worth(center, 0.0, None)) / self.lrp.customers() as f64;
        let keeps = |opening: &&Opening| self.worth(center, lowest, Some(opening)) < ceiling;
        let kept: Vec<Opening> = self.relaxed.openings.iter().filter(keeps).cloned().collect();
        if kept.is_empty() {
            self.best = ceiling;
            return false;
        }
        let groups = self.relaxed.groups(solved);
        if links.is_empty() && groups.is_empty() && kept.len() == self.relaxed.openings.len() {
            return false;
        }
        let mut all = self.relaxed.links.clone();
        all.extend(links);
        let cuts = self.relaxed.cuts.iter().cloned().chain(groups).collect();
        let Ok(mut relaxed) = Relaxed::new(self.lrp, kept, (all, cuts), self.scale) else { return false };
        for route in std::mem::take(&mut self.relaxed.routes) {
            relaxed.add(route);
        }
        self.relaxed = relaxed;
        true
    }
}

/// More than any solution costs that visits each customer on its own.
fn longest(lrp: &Lrp) -> f64 {
    let alone = |customer: usize| {
        let node = lrp.node(customer);
        (0..lrp.depots.len()).map(|depot| lrp.way(depot, node) + lrp.way(node, depot)).fold(0.0, f64::max)
    };
    let opening: f64 = lrp.depots.iter().map(|depot| depot.opening).sum();
    opening + (0..lrp.customers()).map(|it| alone(it) + lrp.per_route).sum::<f64>()
}

/// All sets of depots that hold everybody together.
fn openings(lrp: &Lrp) -> Vec<Opening> {
    let total: f64 = lrp.demand.iter().sum();
    let of =
        |set: u32| -> Vec<usize> { (0..lrp.depots.len()).filter(|depot| set >> depot & 1 == 1).collect() };
    let sets = (1_u32..1 << lrp.depots.len()).map(of);
    let room = |set: &Vec<usize>| set.iter().map(|&depot| lrp.depots[depot].capacity).sum::<f64>();
    let cost = |set: &Vec<usize>| set.iter().map(|&depot| lrp.depots[depot].opening).sum();
    let wide = sets.filter(|set| room(set) * (1.0 + 1e-9) >= total);
    wide.map(|depots| Opening { cost: cost(&depots), depots }).collect()
}
