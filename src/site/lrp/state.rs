//! Routes as they change, with what they cost, and a way back.

use super::instance::{Lrp, Route};

/// Nowhere.
const NONE: u32 = u32::MAX;

#[derive(Clone, Debug)]
pub struct Line {
    pub depot: usize,
    pub stops: Vec<u32>,
    pub load: f64,
}

/// All routes; empty ones may be used again.
#[derive(Clone)]
pub struct State<'a> {
    pub lrp: &'a Lrp,
    pub lines: Vec<Line>,
    /// The line of each customer.
    pub line_of: Vec<u32>,
    pub depot_load: Vec<f64>,
    /// Lines that are not empty, by depot.
    pub depot_lines: Vec<u32>,
    pub cost: f64,
    /// Lines as they were before, each at most once since the last mark.
    saved: Vec<(usize, Line)>,
    is_saved: Vec<bool>,
    marked: f64,
}

impl<'a> State<'a> {
    #[must_use]
    pub fn empty(lrp: &'a Lrp) -> State<'a> {
        State {
            lrp,
            lines: Vec::new(),
            line_of: vec![NONE; lrp.customers()],
            depot_load: vec![0.0; lrp.depots.len()],
            depot_lines: vec![0; lrp.depots.len()],
            cost: 0.0,
            saved: Vec::new(),
            is_saved: Vec::new(),
            marked: 0.0,
        }
    }

    #[must_use]
    pub fn of(lrp: &'a Lrp, routes: &[Route]) -> State<'a> {
        let mut state = State::empty(lrp);
        for route in routes {
            for (at, &customer) in route.customers.iter().enumerate() {
                let line = if at == 0 { state.fresh(route.depot) } else { state.lines.len() - 1 };
                state.insert(customer, line, at);
            }
        }
        state.mark();
        state
    }

    /// From here on changes can be taken back.
    pub fn mark(&mut self) {
        for (line, _) in self.saved.drain(..) {
            self.is_saved[line] = false;
        }
        self.marked = self.cost;
    }

    /// Back to the mark.
    pub fn back(&mut self) {
        while let Some((at, old)) = self.saved.pop() {
            self.is_saved[at] = false;
            self.count(at, -1.0);
            self.lines[at] = old;
            self.count(at, 1.0);
            for &stop in &self.lines[at].stops {
                self.line_of[stop as usize] = at as u32;
            }
        }
        self.cost = self.marked;
    }

    fn count(&mut self, at: usize, sign: f64) {
        let line = &self.lines[at];
        if line.stops.is_empty() {
            return;
        }
        self.depot_load[line.depot] += sign * line.load;
        let lines = &mut self.depot_lines[line.depot];
        *lines = if sign > 0.0 { *lines + 1 } else { *lines - 1 };
    }

    fn save(&mut self, at: usize) {
        if !self.is_saved[at] {
            self.is_saved[at] = true;
            self.saved.push((at, self.lines[at].clone()));
        }
    }

    /// An empty line of this depot.
    pub fn fresh(&mut self, depot: usize) -> usize {
        let at = self.lines.iter().position(|line| line.stops.is_empty()).unwrap_or_else(|| {
            self.lines.push(Line { depot, stops: Vec::new(), load: 0.0 });
            self.is_saved.push(false);
            self.lines.len() - 1
        });
        self.save(at);
        self.lines[at].depot = depot;
        at
    }

    fn node_at(&self, line: usize, at: usize) -> usize {
        let line = &self.lines[line];
        line.stops.get(at).map_or(line.depot, |&stop| self.lrp.node(stop as usize))
    }

    /// The nodes before and behind a place in a line.
    fn around(&self, line: usize, at: usize) -> (usize, usize) {
        let before = if at == 0 { self.lines[line].depot } else { self.node_at(line, at - 1) };
        (before, self.node_at(line, at))
    }

    /// What going over a customer at this place adds.
    #[must_use]
    pub fn detour(&self, customer: usize, line: usize, at: usize) -> f64 {
        let (before, behind) = self.around(line, at);
        let node = self.lrp.node(customer);
        let direct = if self.lines[line].stops.is_empty() { 0.0 } else { self.lrp.way(before, behind) };
        self.lrp.way(before, node) + self.lrp.way(node, behind) - direct
    }

    /// What depots hold beyond their capacity, all together.
    #[must_use]
    pub fn over(&self) -> f64 {
        let depots = self.lrp.depots.iter().zip(&self.depot_load);
        depots.map(|(depot, load)| (load - depot.capacity * (1.0 + 1e-9)).max(0.0)).sum()
    }

    /// How much more a depot would hold beyond its capacity with so much more.
    #[must_use]
    pub fn more_over(&self, depot: usize, demand: f64) -> f64 {
        let room = self.lrp.depots[depot].capacity * (1.0 + 1e-9) - self.depot_load[depot];
        (demand - room.max(0.0)).max(0.0)
    }

    /// What a route and perhaps its depot cost that has none yet.
    #[must_use]
    pub fn starting(&self, depot: usize) -> f64 {
        let opening = if self.depot_lines[depot] == 0 { self.lrp.depots[depot].opening } else { 0.0 };
        self.lrp.per_route + opening
    }

    pub fn insert(&mut self, customer: usize, line: usize, at: usize) {
        self.save(line);
        let depot = self.lines[line].depot;
        self.cost += self.detour(customer, line, at);
        if self.lines[line].stops.is_empty() {
            self.cost += self.starting(depot);
            self.depot_lines[depot] += 1;
        }
        self.lines[line].stops.insert(at, customer as u32);
        self.lines[line].load += self.lrp.demand[customer];
        self.depot_load[depot] += self.lrp.demand[customer];
        self.line_of[customer] = line as u32;
    }

    /// Takes a customer out of its line.
    pub fn remove(&mut self, customer: usize) {
        let line = self.line_of[customer] as usize;
        self.save(line);
        let depot = self.lines[line].depot;
        let Some(at) = self.lines[line].stops.iter().position(|&stop| stop as usize == customer) else {
            return;
        };
        self.lines[line].stops.remove(at);
        self.lines[line].load -= self.lrp.demand[customer];
        self.depot_load[depot] -= self.lrp.demand[customer];
        self.line_of[customer] = NONE;
        self.cost -= self.detour(customer, line, at);
        if self.lines[line].stops.is_empty() {
            self.lines[line].load = 0.0;
            self.depot_lines[depot] -= 1;
            self.cost -= self.starting(depot);
        }
    }

    #[must_use]
    pub fn is_placed(&self, customer: usize) -> bool {
        self.line_of[customer] != NONE
    }

    #[must_use]
    pub fn routes(&self) -> Vec<Route> {
        let used = self.lines.iter().filter(|line| !line.stops.is_empty());
        used.map(|line| Route {
            depot: line.depot,
            customers: line.stops.iter().map(|&it| it as usize).collect(),
        })
        .collect()
    }
}
