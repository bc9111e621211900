//! The cheapest place for an order, exactly, in O(1) for each gap.

use super::pair;
use super::route::{Route, Stretch};
use super::state::State;
use super::trade::Trades;
use super::{FAR, Flat, NONE, Node};
use crate::units::Dice;

/// Only routes that serve one of so many nearest tasks are looked at, but for this share of the
/// attempts: they look at all tasks that are listed as near. Where the routes nearby are full or
/// their windows closed, an order would otherwise get a vehicle of its own though there is room
/// farther off.
const NEAR: usize = 40;
const WIDE: f64 = 0.1;
/// One gap of so many is overlooked: makes greedy insertion less greedy.
const BLINK: usize = 100;

/// A place for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// What it adds to the cost.
    pub delta: i64,
    /// [`NONE`]: a vehicle that is still at home.
    pub route: u32,
    /// The kind of vehicle that drives then.
    pub kind: usize,
    /// A route that gives its vehicle of that kind for this one's, or [`NONE`].
    pub partner: u32,
    /// Behind these stops of the route as it is; the second for a transfer's drop-off.
    pub at: usize,
    pub drop: usize,
}

/// Finds places, with scratch.
#[derive(Clone, Debug)]
pub struct Inserter {
    /// By order, then kind: cost of a round for it alone, [`i64::MAX`] if there is none.
    solo: Vec<i64>,
    /// By family.
    families: Vec<Vec<usize>>,
    /// By route: the question it was last looked at for.
    seen: Vec<u64>,
    question: u64,
    /// Nearest tasks whose routes are looked at.
    near: usize,
    trades: Trades,
    /// By order, then by the last bits of a route's index: what was found there last.
    known: Vec<Known>,
}

/// The best gaps of an order in a route of a version, which is 0 if nothing is known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Known {
    version: u64,
    /// [`NOWHERE`]: none.
    metres: i32,
    at: u32,
    drop: u32,
}

const NOWHERE: i32 = i32::MAX;
/// Routes whose gaps are remembered for each order. A power of two.
const REMEMBERED: usize = 128;

impl Known {
    fn of(version: u64, gaps: Option<(i32, usize, usize)>) -> Known {
        let Some((metres, at, drop)) = gaps else {
            return Known { version, metres: NOWHERE, ..Known::default() };
        };
        Known { version, metres, at: at as u32, drop: drop as u32 }
    }
}

impl Inserter {
    pub fn new(flat: &Flat) -> Inserter {
        let families = flat.kinds.iter().map(|kind| kind.family + 1).max().unwrap_or(0);
        let of = |family| (0..flat.kinds.len()).filter(|&kind| flat.kinds[kind].family == family).collect();
        Inserter {
            solo: solo(flat),
            families: (0..families).map(of).collect(),
            seen: Vec::new(),
            question: 0,
            near: NEAR,
            trades: Trades::default(),
            known: vec![Known::default(); flat.jobs.len() * REMEMBERED],
        }
    }

    /// Forgets what was found in the routes of one state, to look at those of another.
    pub fn forget(&mut self) {
        self.known.fill(Known::default());
    }

    /// Draws how far the next orders look.
    pub fn draw(&mut self, dice: &mut Dice) {
        self.near = if dice.chance(WIDE) { usize::MAX } else { NEAR };
    }

    /// The kinds that differ from one in size and price only, itself included.
    pub fn family(&self, flat: &Flat, kind: usize) -> &[usize] {
        &self.families[flat.kinds[kind].family]
    }

    /// The cheapest place near its neighbours or in a vehicle of its own; if there is none, in
    /// any route.
    pub fn best(&mut self, flat: &Flat, state: &State, order: u32, dice: &mut Dice) -> Option<Spot> {
        self.question += 1;
        self.seen.resize(state.routes.len(), 0);
        if !flat.mixed && self.families.iter().any(|family| family.len() > 1) {
            self.trades.look(flat, state);
        }
        let mut best = self.alone(flat, state, order);
        for task in flat.tasks(order) {
            for &near in flat.near[task as usize].iter().take(self.near) {
                let route = state.home[near as usize];
                if route != NONE && self.seen[route as usize] != self.question {
                    self.seen[route as usize] = self.question;
                    self.look(flat, state, route, order, dice, &mut best);
                }
            }
        }
        if best.is_none() {
            for route in 0..state.routes.len() {
                if self.seen[route] != self.question && !state.routes[route].is_empty() {
                    self.look(flat, state, route as u32, order, dice, &mut best);
                }
            }
        }
        best
    }

    /// The cheapest vehicle at home.
    fn alone(&self, flat: &Flat, state: &State, order: u32) -> Option<Spot> {
        let kinds = flat.kinds.len();
        let costs = &self.solo[order as usize * kinds..][..kinds];
        let free = (0..kinds).filter(|&kind| costs[kind] != i64::MAX && state.is_free(kind));
        let kind = free.min_by_key(|&kind| costs[kind])?;
        Some(Spot { delta: costs[kind], route: NONE, kind, partner: NONE, at: 0, drop: 0 })
    }

    /// Looks at one route.
    fn look(
        &mut self,
        flat: &Flat,
        state: &State,
        index: u32,
        order: u32,
        dice: &mut Dice,
        best: &mut Option<Spot>,
    ) {
        let route = &state.routes[index as usize];
        let job = &flat.jobs[order as usize];
        let load = route.load + flat.nodes[job.first as usize].mass();
        let own = &flat.kinds[route.kind];
        if flat.mixed || self.families[own.family].len() == 1 {
            if !flat.fits(order, route.kind) || (!flat.mixed && load > own.capacity) {
                return;
            }
            let Some((metres, at, drop)) = self.gap(flat, route, index, order, dice) else { return };
            let delta = own.unit * i64::from(metres);
            if best.is_none_or(|best| delta < best.delta) {
                *best = Some(Spot { delta, route: index, kind: route.kind, partner: NONE, at, drop });
            }
            return;
        }
        self.look_at_kin(flat, state, (index, load), order, dice, best);
    }

    /// Looks at a route that may get another kind of vehicle.
    fn look_at_kin(
        &mut self,
        flat: &Flat,
        state: &State,
        (index, load): (u32, i32),
        order: u32,
        dice: &mut Dice,
        best: &mut Option<Spot>,
    ) {
        let route = &state.routes[index as usize];
        let family = flat.kinds[route.kind].family;
        // What another route pays for giving up its vehicle of a kind, if need be.
        let trade = |finder: &Inserter, kind: usize| {
            if !flat.fits(order, kind) || load > flat.kinds[kind].capacity {
                return None;
            }
            let has_own = kind == route.kind || state.is_free(kind);
            let offer = || finder.trades.offer(route.kind, kind).filter(|offer| offer.1 != index);
            if has_own { Some((0, NONE)) } else { offer() }
        };
        if !self.families[family].iter().any(|&kind| trade(self, kind).is_some()) {
            return;
        }
        let Some((metres, at, drop)) = self.gap(flat, route, index, order, dice) else { return };
        let before = route.cost(flat);
        let offers = self.families[family].iter().filter_map(|&kind| {
            let (more, partner) = trade(self, kind)?;
            Some((flat.kinds[kind].cost(route.metres + i64::from(metres)) - before + more, kind, partner))
        });
        let offer = offers.min().filter(|offer| best.is_none_or(|best| offer.0 < best.delta));
        if let Some((delta, kind, partner)) = offer {
            *best = Some(Spot { delta, route: index, kind, partner, at, drop });
        }
    }

    /// The best gaps of an order in a route, remembered as long as the route stays as it is. Now
    /// and then the best gap is overlooked, which makes greedy insertion less greedy.
    fn gap(
        &mut self,
        flat: &Flat,
        route: &Route,
        index: u32,
        order: u32,
        dice: &mut Dice,
    ) -> Option<(i32, usize, usize)> {
        let at = order as usize * REMEMBERED + index as usize % REMEMBERED;
        let mut known = self.known[at];
        if known.version != route.version {
            known = Known::of(route.version, cheapest(flat, route, order, usize::MAX));
            self.known[at] = known;
        }
        if known.metres == NOWHERE {
            return None;
        }
        if dice.below(BLINK) == 0 {
            return cheapest(flat, route, order, known.at as usize);
        }
        Some((known.metres, known.at as usize, known.drop as usize))
    }

    /// Asserts that all gaps that are remembered of routes as they are would be found again; how
    /// many there are.
    #[cfg(test)]
    pub fn check(&self, flat: &Flat, state: &State) -> usize {
        let mut count = 0;
        for (index, route) in state.routes.iter().enumerate() {
            for order in 0..flat.jobs.len() as u32 {
                let known = self.known[order as usize * REMEMBERED + index % REMEMBERED];
                if !route.is_empty() && known.version == route.version {
                    let again = Known::of(route.version, cheapest(flat, route, order, usize::MAX));
                    assert_eq!(known, again, "order {order} in route {index}");
                    count += 1;
                }
            }
        }
        count
    }

    /// Puts an order there.
    pub fn insert(&self, flat: &Flat, state: &mut State, order: u32, spot: Spot) {
        let before = state.cost;
        let index = if spot.route == NONE { state.open(flat, spot.kind) } else { spot.route as usize };
        if spot.partner != NONE {
            let kind = state.routes[index].kind;
            let is_feasible = state.change(flat, spot.partner as usize, |route| route.kind = kind);
            debug_assert!(is_feasible, "the smaller vehicle is large enough");
        }
        let job = &flat.jobs[order as usize];
        let is_feasible = state.change(flat, index, |route| {
            route.kind = spot.kind;
            if job.second != NONE {
                route.put(spot.drop, job.second);
            }
            route.put(spot.at, job.first);
        });
        flat.tasks(order).for_each(|task| state.home[task as usize] = index as u32);
        debug_assert!(is_feasible, "the place is feasible");
        debug_assert_eq!(state.cost, before + spot.delta, "the delta is exact");
    }
}

/// Metres that an order adds to a route at least, and the stops before its tasks; `None` if it
/// does not fit. A single task is not put behind stop `blink`. Where loads are not mixed, the
/// caller looks at them.
pub fn cheapest(flat: &Flat, route: &Route, order: u32, blink: usize) -> Option<(i32, usize, usize)> {
    let job = &flat.jobs[order as usize];
    if job.second != NONE {
        return pair::scan(flat, route, job.first, job.second);
    }
    scan(flat, route, job.first, blink).map(|(delta, at)| (delta, at, at))
}

/// By order, then kind.
fn solo(flat: &Flat) -> Vec<i64> {
    let mut route = Route::default();
    let mut costs = Vec::with_capacity(flat.jobs.len() * flat.kinds.len());
    for order in 0..flat.jobs.len() as u32 {
        for kind in 0..flat.kinds.len() {
            route.clear(flat, kind);
            for task in flat.tasks(order) {
                route.put(route.stops.len() - 2, task);
            }
            let usable = flat.fits(order, kind) && flat.kinds[kind].count > 0 && route.refresh(flat);
            costs.push(if usable { route.cost(flat) } else { i64::MAX });
        }
    }
    costs
}

/// Metres that a task adds at its best gap, and the stop before that; `blink` is overlooked.
/// Where loads are not mixed, the caller looks at them.
fn scan(flat: &Flat, route: &Route, node: u32, blink: usize) -> Option<(i32, usize)> {
    match (flat.timed, flat.mixed) {
        (false, false) => scan_as::<false, false>(flat, route, node, blink),
        (true, false) => scan_as::<true, false>(flat, route, node, blink),
        (false, true) => scan_as::<false, true>(flat, route, node, blink),
        (true, true) => scan_as::<true, true>(flat, route, node, blink),
    }
}

fn scan_as<const TIMED: bool, const MIXED: bool>(
    flat: &Flat,
    route: &Route,
    node: u32,
    blink: usize,
) -> Option<(i32, usize)> {
    let kind = &flat.kinds[route.kind];
    let task = &flat.nodes[node as usize];
    let metres = &flat.tables[kind.metres];
    let (to, from) = (metres.to(node), metres.from(node));
    let seconds = &flat.tables[kind.seconds];
    let (reach, onward) = (seconds.to(node), seconds.from(node));
    let (mut best, mut place) = (4 * FAR, usize::MAX);
    for (at, pair) in route.stops.windows(2).enumerate() {
        let (before, after) = (&pair[0], &pair[1]);
        if TIMED && before.leave > task.close {
            break;
        }
        // Sums of numbers within FAR cannot overflow.
        let more = to[before.node as usize].wrapping_add(from[after.node as usize]).wrapping_sub(before.leg);
        if more >= best || at == blink {
            continue;
        }
        if TIMED {
            let begin = before.leave.wrapping_add(reach[before.node as usize]).max(task.open);
            let next = begin.wrapping_add(task.service).wrapping_add(onward[after.node as usize]);
            if begin > task.close || next > after.late {
                continue;
            }
            if flat.limited {
                let (drive, on) = (reach[before.node as usize], onward[after.node as usize]);
                let there = route.stretches[at].0.then(drive, Stretch::visit(task));
                if there.then(on, route.stretches[at + 1].1).length > kind.longest {
                    continue;
                }
            }
        }
        if MIXED && !has_room(route, task, at, kind.capacity) {
            continue;
        }
        (best, place) = (more, at);
    }
    (place != usize::MAX).then_some((best, place))
}

/// Room for a delivery on all legs before, for a collection on all legs behind.
fn has_room(route: &Route, task: &Node, at: usize, capacity: i32) -> bool {
    let peak = &route.peaks[at];
    let most = if task.brought > 0 { peak.before } else { peak.after };
    most.saturating_add(task.mass()) <= capacity
}
