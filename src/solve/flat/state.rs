//! A solution under search, changed in place; a journal takes changes back.

use super::route::Route;
use super::{Flat, NONE};

/// What is needed to go back to the solution before.
#[derive(Clone, Debug, Default)]
struct Journal {
    /// Routes as they were; the first `length` count, the others are room to reuse.
    saved: Vec<(u32, Route)>,
    length: usize,
    absent: Vec<u32>,
    used: Vec<u32>,
    routes: usize,
    cost: i64,
    penalty: i64,
}

#[derive(Clone, Debug)]
pub struct State {
    /// Some may be empty.
    pub routes: Vec<Route>,
    /// By task: its route, or [`NONE`].
    pub home: Vec<u32>,
    /// Orders that no route serves, except those just taken out.
    pub absent: Vec<u32>,
    /// By order: what the search counts for leaving it out.
    pub weights: Vec<i64>,
    /// Vehicles in use, by kind, and how many may be.
    pub used: Vec<u32>,
    pub most: Vec<u32>,
    /// Of all routes.
    pub cost: i64,
    /// Weights of the absent.
    pub penalty: i64,
    journal: Journal,
    /// By route: the change it was last saved at.
    stamps: Vec<u64>,
    now: u64,
    /// The last version given to a route.
    version: u64,
}

impl State {
    /// Nothing served.
    pub fn new(flat: &Flat) -> State {
        let weights = weights(flat);
        State {
            routes: Vec::new(),
            home: vec![NONE; flat.nodes.len()],
            absent: (0..flat.jobs.len() as u32).collect(),
            used: vec![0; flat.kinds.len()],
            most: flat.kinds.iter().map(|kind| kind.count).collect(),
            cost: 0,
            penalty: weights.iter().sum(),
            weights,
            journal: Journal::default(),
            stamps: Vec::new(),
            now: 1,
            version: 0,
        }
    }

    /// Some routes of a whole, and their orders. The first part has the absent orders and may
    /// use vehicles that stay at home; the others do with as many of each kind as they have.
    pub fn part(flat: &Flat, whole: &State, routes: &[&Route], is_first: bool) -> (State, Vec<u32>) {
        let mut part = State { absent: Vec::new(), penalty: 0, ..State::new(flat) };
        part.weights.clone_from(&whole.weights);
        let mut orders = Vec::new();
        for &route in routes {
            part.add(flat, route);
            let tasks = route.visits().map(|task| (task, flat.nodes[task as usize].order));
            orders.extend(
                tasks.filter(|&(task, order)| flat.jobs[order as usize].first == task).map(|own| own.1),
            );
        }
        part.most.clone_from(&part.used);
        if is_first {
            for (kind, most) in part.most.iter_mut().enumerate() {
                *most += whole.most[kind] - whole.used[kind];
            }
            whole.absent.iter().for_each(|&order| part.leave_out(order));
            orders.extend(&whole.absent);
        }
        orders.sort_unstable();
        (part, orders)
    }

    /// Parts put together again.
    pub fn whole<'s>(flat: &Flat, parts: impl Iterator<Item = &'s State>) -> State {
        let mut whole = State { absent: Vec::new(), penalty: 0, ..State::new(flat) };
        for part in parts {
            whole.weights.clone_from(&part.weights);
            part.absent.iter().for_each(|&order| whole.leave_out(order));
            part.routes.iter().filter(|route| !route.is_empty()).for_each(|route| whole.add(flat, route));
        }
        whole
    }

    /// Adds a feasible route whose orders are nowhere yet.
    pub fn add(&mut self, flat: &Flat, route: &Route) {
        let index = self.routes.len() as u32;
        route.visits().for_each(|task| self.home[task as usize] = index);
        self.used[route.kind] += 1;
        self.cost += route.cost(flat);
        self.version += 1;
        self.routes.push(Route { version: self.version, ..route.clone() });
        self.stamps.push(0);
    }

    /// What the search compares.
    pub fn total(&self) -> i64 {
        self.cost + self.penalty
    }

    /// What counts in the end.
    pub fn price(&self, flat: &Flat) -> i64 {
        self.cost + self.absent.iter().map(|&order| flat.jobs[order as usize].price).sum::<i64>()
    }

    pub fn is_free(&self, kind: usize) -> bool {
        self.used[kind] < self.most[kind]
    }

    /// Routes that serve anything, and how many tasks they serve.
    pub fn size(&self) -> (usize, usize) {
        let served = self.routes.iter().filter(|route| !route.is_empty());
        served.fold((0, 0), |(routes, visits), route| (routes + 1, visits + route.stops.len() - 2))
    }

    /// Becomes a copy of another state that differs in some routes only.
    pub fn follow(&mut self, flat: &Flat, other: &State, stale: &[u32]) {
        let known = self.routes.len().min(other.routes.len());
        self.routes.truncate(known);
        for &index in stale.iter().filter(|&&index| (index as usize) < known) {
            self.routes[index as usize].clone_from(&other.routes[index as usize]);
        }
        self.routes.extend_from_slice(&other.routes[known..]);
        self.stamps.resize(self.routes.len(), 0);
        for index in stale.iter().copied().chain(known as u32..self.routes.len() as u32) {
            let Some(route) = self.routes.get(index as usize) else { continue };
            route.visits().for_each(|task| self.home[task as usize] = index);
        }
        for task in other.absent.iter().flat_map(|&order| flat.tasks(order)) {
            self.home[task as usize] = NONE;
        }
        debug_assert_eq!(self.home, other.home, "all differences were named");
        self.absent.clone_from(&other.absent);
        self.used.clone_from(&other.used);
        (self.cost, self.penalty) = (other.cost, other.penalty);
    }

    /// From here on changes can be taken back.
    pub fn mark(&mut self) {
        self.now += 1;
        let journal = &mut self.journal;
        journal.length = 0;
        journal.absent.clone_from(&self.absent);
        journal.used.clone_from(&self.used);
        (journal.routes, journal.cost, journal.penalty) = (self.routes.len(), self.cost, self.penalty);
    }

    /// Routes changed since the mark.
    pub fn changed(&self) -> impl Iterator<Item = u32> + '_ {
        let old = self.journal.saved[..self.journal.length].iter().map(|saved| saved.0);
        old.chain(self.journal.routes as u32..self.routes.len() as u32)
    }

    /// Takes back everything since the mark.
    pub fn undo(&mut self) {
        let Journal { length, routes, cost, penalty, .. } = self.journal;
        for at in 0..length {
            let index = self.journal.saved[at].0 as usize;
            for node in self.routes[index].visits() {
                self.home[node as usize] = NONE;
            }
        }
        for route in &self.routes[routes..] {
            for node in route.visits() {
                self.home[node as usize] = NONE;
            }
        }
        self.routes.truncate(routes);
        self.stamps.truncate(routes);
        for (index, route) in &mut self.journal.saved[..length] {
            std::mem::swap(&mut self.routes[*index as usize], route);
            for node in self.routes[*index as usize].visits() {
                self.home[node as usize] = *index;
            }
        }
        std::mem::swap(&mut self.absent, &mut self.journal.absent);
        std::mem::swap(&mut self.used, &mut self.journal.used);
        (self.cost, self.penalty) = (cost, penalty);
        self.now += 1;
        self.journal.length = 0;
    }

    /// Saves a route before its first change.
    pub fn touch(&mut self, index: usize) {
        if index >= self.journal.routes || self.stamps[index] == self.now {
            return;
        }
        self.stamps[index] = self.now;
        let Journal { saved, length, .. } = &mut self.journal;
        if *length == saved.len() {
            saved.push((index as u32, self.routes[index].clone()));
        } else {
            saved[*length].0 = index as u32;
            saved[*length].1.clone_from(&self.routes[index]);
        }
        *length += 1;
    }

    /// True if the route was changed since the mark.
    pub fn is_touched(&self, index: usize) -> bool {
        index >= self.journal.routes || self.stamps[index] == self.now
    }

    /// An empty route of a kind; a vehicle of it must be free.
    pub fn open(&mut self, flat: &Flat, kind: usize) -> usize {
        let empty = self.routes.iter().position(Route::is_empty);
        let index = empty.unwrap_or(self.routes.len());
        if empty.is_none() {
            self.routes.push(Route::default());
            self.stamps.push(0);
        } else {
            self.touch(index);
        }
        self.routes[index].clear(flat, kind);
        index
    }

    /// Changes the nodes or the kind of a route; false if it breaks a rule then, and must be
    /// changed again or taken back.
    pub fn change(&mut self, flat: &Flat, index: usize, edit: impl FnOnce(&mut Route)) -> bool {
        self.touch(index);
        let route = &mut self.routes[index];
        let before = (route.cost(flat), route.kind, route.is_empty());
        edit(route);
        let is_feasible = route.refresh(flat);
        self.version += 1;
        route.version = self.version;
        self.cost += route.cost(flat) - before.0;
        if !before.2 {
            self.used[before.1] -= 1;
        }
        if !route.is_empty() {
            self.used[route.kind] += 1;
        }
        is_feasible
    }

    /// Takes orders out of a route; they are neither at home nor absent then. If the rest breaks
    /// a rule, all orders of the route go. `gone` lists those that go besides.
    pub fn take(&mut self, flat: &Flat, index: usize, out: &[u32], gone: &mut Vec<u32>) {
        for task in out.iter().flat_map(|&order| flat.tasks(order)) {
            self.home[task as usize] = NONE;
        }
        let home = std::mem::take(&mut self.home);
        let stays = |node: u32| home.get(node as usize).is_none_or(|&route| route != NONE);
        let is_feasible = self.change(flat, index, |route| route.stops.retain(|stop| stays(stop.node)));
        self.home = home;
        if !is_feasible {
            self.empty(flat, index, gone);
        }
    }

    /// Takes all orders out of a route.
    pub fn empty(&mut self, flat: &Flat, index: usize, gone: &mut Vec<u32>) {
        let route = &self.routes[index];
        for task in route.visits() {
            self.home[task as usize] = NONE;
            let order = flat.nodes[task as usize].order;
            if flat.jobs[order as usize].first == task {
                gone.push(order);
            }
        }
        let kind = route.kind;
        self.change(flat, index, |route| route.clear(flat, kind));
    }

    /// Counts an order as absent.
    pub fn leave_out(&mut self, order: u32) {
        self.absent.push(order);
        self.penalty += self.weights[order as usize];
    }

    /// Forgets an absent order, to place it.
    pub fn recall(&mut self, order: u32) {
        let at = self.absent.iter().position(|&other| other == order).expect("the order is absent");
        self.absent.swap_remove(at);
        self.penalty -= self.weights[order as usize];
    }

    /// Leaving out the orders that are absent now counts more from here on, up to their price.
    pub fn raise_weights(&mut self, flat: &Flat) {
        for &order in &self.absent {
            let weight = &mut self.weights[order as usize];
            *weight = weight.saturating_add(*weight / 8 + 1).min(flat.jobs[order as usize].price);
        }
        self.penalty = self.absent.iter().map(|&order| self.weights[order as usize]).sum();
    }

    /// Costs counted anew, for assertions.
    pub fn recount(&self, flat: &Flat) -> i64 {
        let routes = self.routes.iter().map(|route| {
            let mut again = route.clone();
            assert!(again.refresh(flat), "routes are feasible");
            again.cost(flat)
        });
        routes.sum::<i64>() + self.absent.iter().map(|&order| self.weights[order as usize]).sum::<i64>()
    }
}

/// What leaving out counts at first: its price, or some rounds to the farthest order and back.
fn weights(flat: &Flat) -> Vec<i64> {
    const ROUNDS: i64 = 4;
    let farthest = flat.jobs.iter().map(|job| i64::from(job.reach)).max().unwrap_or(0);
    let dearest = flat.kinds.iter().map(|kind| kind.cost(farthest.saturating_mul(2))).max().unwrap_or(0);
    let enough = dearest.saturating_mul(ROUNDS).max(1000);
    flat.jobs.iter().map(|job| job.price.min(enough)).collect()
}
