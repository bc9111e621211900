//! The tasks that one vehicle type can serve, and what going from one to the
//! next costs at least.
//!
//! Left out, so that a trip's cost here is never more than its real one:
//! waiting, rests, lateness, refrigeration, batteries, volumes, what goods
//! lose beyond the direct way ([`super::least`]), that the halves of a
//! transfer belong together, and half a fen for each rounding.

use super::least::{least_home, least_loss, least_out};
use crate::model::{Problem, Task, TaskId, TaskKind};
use crate::network::Location;
use crate::route::earliest_start;

/// Stops that a trip remembers near each stop, itself included.
pub const MEMORY: usize = 10;
/// Not in the memory of a stop.
const FORGOTTEN: u8 = u8::MAX;
/// Terms of a cost that are rounded to whole fen on their own.
const ROUNDED: f64 = 4.0;

/// One stop.
#[derive(Clone, Debug)]
pub struct Node {
    pub task: TaskId,
    /// Row of its order in the LP.
    pub row: usize,
    pub service: i64,
    /// Service does not start earlier or later than this, wherever the trip has been.
    pub open: i64,
    pub close: i64,
    windows: Box<[(i64, i64)]>,
    /// Mass that is on board from the start until here.
    pub deliver: i64,
    /// Mass that is on board from here on.
    pub collect: i64,
}

/// All stops for one vehicle type. Node `len` is where trips begin, `len + 1` where they end.
#[derive(Clone, Debug)]
pub struct Graph {
    pub nodes: Vec<Node>,
    /// Node of each task.
    node_of: Vec<Option<u32>>,
    /// By from, to: least fen, and seconds without the service. `None` in `seconds`: no way.
    cost: Vec<f64>,
    seconds: Vec<i64>,
    /// By node: the fen of `cost` that its goods lose at least.
    pub losses: Vec<f64>,
    /// By from: least fen of a way home, its time left out.
    pub home: Vec<f64>,
    /// By node: seconds from the start and to the end at least, over any stops.
    reach: Vec<(i64, i64)>,
    /// By node, node: what each place in the memory of the one is in that of the other.
    carry: Vec<[u8; MEMORY]>,
    /// By from: where a trip can go next, the cheapest first; the end is not among them.
    pub next: Vec<Vec<u32>>,
    /// By to: where a trip can come from, the start among them.
    pub before: Vec<Vec<u32>>,
    pub capacity: i64,
    /// Earliest departure and latest return.
    pub depart: i64,
    pub close: i64,
    /// Loading before each trip.
    pub reload: i64,
    pub count: usize,
    pub max_trips: usize,
    pub fixed: f64,
    /// Longest a trip may last, loading included.
    longest: i64,
    /// True if time can make a trip impossible.
    pub is_timed: bool,
}

/// Days longer than this, in seconds, limit nothing, and would disturb the solver's arithmetic.
const LONG_DAY: i64 = 10_000_000;
const NO_WAY: i64 = i64::MAX / 4;

impl Graph {
    pub fn new(problem: &Problem, kind: usize) -> Graph {
        let vehicle = &problem.kinds[kind];
        let fits = |task: &&Task| problem.job(task.order).fit[kind].is_ok() && vehicle.count > 0;
        let mut nodes = Vec::new();
        let mut node_of = vec![None; problem.tasks.len()];
        for (index, task) in problem.tasks.iter().enumerate().filter(|(_, task)| fits(task)) {
            node_of[index] = Some(nodes.len() as u32);
            nodes.push(node(problem, task, TaskId(index as u32)));
        }
        let size = nodes.len() + 2;
        let longest = vehicle.longest.unwrap_or(NO_WAY).min(vehicle.shift_end - vehicle.shift_start);
        let mut graph = Graph {
            node_of,
            cost: vec![0.0; size * size],
            seconds: vec![NO_WAY; size * size],
            losses: Vec::new(),
            home: vec![f64::INFINITY; size],
            reach: reach(problem, kind, &nodes),
            carry: vec![[FORGOTTEN; MEMORY]; nodes.len() * nodes.len()],
            next: vec![Vec::new(); size],
            before: vec![Vec::new(); size],
            nodes,
            capacity: vehicle.payload,
            depart: vehicle.shift_start + vehicle.reload,
            close: vehicle.shift_end,
            reload: vehicle.reload,
            count: vehicle.count,
            max_trips: vehicle.max_trips,
            fixed: vehicle.fixed as f64,
            longest,
            is_timed: false,
        };
        graph.weigh(problem, kind);
        graph.narrow();
        graph.link();
        graph.remember();
        graph
    }

    /// Seconds of a vehicle's day that its trips share; 0 where there is one trip, or no end.
    pub fn day(&self) -> f64 {
        let day = self.longest.min(self.close - self.depart + self.reload);
        if self.max_trips > 1 && day < LONG_DAY { day as f64 } else { 0.0 }
    }

    fn size(&self) -> usize {
        self.nodes.len() + 2
    }

    pub fn source(&self) -> usize {
        self.nodes.len()
    }

    pub fn sink(&self) -> usize {
        self.nodes.len() + 1
    }

    pub fn cost(&self, from: usize, to: usize) -> f64 {
        self.cost[from * self.size() + to]
    }

    /// Drive from one node to the next, `None` if there is no way.
    pub fn seconds(&self, from: usize, to: usize) -> Option<i64> {
        let seconds = self.seconds[from * self.size() + to];
        (seconds < NO_WAY).then_some(seconds)
    }

    /// What a memory becomes by going on (or back) to a node; `None` if the node is in it.
    pub fn step(&self, at: usize, memory: u16, to: usize) -> Option<u16> {
        if to >= self.nodes.len() {
            return Some(0);
        }
        if at >= self.nodes.len() {
            return Some(1);
        }
        let kept = self.carried(at, memory, to);
        (kept & 1 == 0).then_some(kept | 1)
    }

    /// A memory in the places of another node's.
    pub fn carried(&self, at: usize, memory: u16, to: usize) -> u16 {
        let carry = &self.carry[at * self.nodes.len() + to];
        let (mut kept, mut left) = (0, memory);
        while left != 0 {
            let there = carry[left.trailing_zeros() as usize];
            left &= left - 1;
            if there != FORGOTTEN {
                kept |= 1 << there;
            }
        }
        kept
    }

    /// When service starts at a node that is reached at a moment; `None` if too late.
    pub fn start(&self, node: usize, reached: i64) -> Option<i64> {
        let node = &self.nodes[node];
        let from = reached.max(node.open);
        if node.windows.len() <= 1 {
            return (from <= node.close).then_some(from);
        }
        let window = node.windows.iter().find(|window| from <= window.1)?;
        Some(from.max(window.0)).filter(|&start| start <= node.close)
    }

    /// When service starts at a node after it started at another; `None` if too late or no way.
    pub fn arrive(&self, from: usize, start: i64, to: usize) -> Option<i64> {
        let service = self.nodes.get(from).map_or(0, |node| node.service);
        self.start(to, start + service + self.seconds(from, to)?)
    }

    /// The last moment that service can start at a node and not after a moment; `None` if there is
    /// none.
    pub fn latest(&self, node: usize, before: i64) -> Option<i64> {
        let node = &self.nodes[node];
        let before = before.min(node.close);
        if before < node.open {
            return None;
        }
        if node.windows.len() <= 1 {
            return Some(before);
        }
        let window = node.windows.iter().rev().find(|window| window.0 <= before)?;
        Some(before.min(window.1)).filter(|&start| start >= node.open)
    }

    /// A trip over tasks, if this type can drive it.
    pub fn trip(&self, tasks: &[TaskId]) -> Option<super::pricing::Trip> {
        let nodes: Option<Vec<u32>> = tasks.iter().map(|task| self.node_of[task.index()]).collect();
        let nodes = nodes.filter(|nodes| !nodes.is_empty())?;
        let all_there = self.legs(&nodes).all(|(from, to)| self.seconds(from, to).is_some());
        all_there.then_some(super::pricing::Trip { nodes, reduced: 0.0 })
    }

    pub fn tasks(&self, nodes: &[u32]) -> Vec<TaskId> {
        nodes.iter().map(|&node| self.nodes[node as usize].task).collect()
    }

    pub fn legs<'a>(&self, nodes: &'a [u32]) -> impl Iterator<Item = (usize, usize)> + use<'a> {
        let (source, sink) = (self.source() as u32, self.sink() as u32);
        let from = std::iter::once(source).chain(nodes.iter().copied());
        let to = nodes.iter().copied().chain(std::iter::once(sink));
        from.zip(to).map(|(from, to)| (from as usize, to as usize))
    }

    /// Least fen and least seconds of a trip, loading included.
    pub fn measure(&self, nodes: &[u32]) -> (f64, i64) {
        self.legs(nodes).fold((0.0, self.reload), |(cost, seconds), (from, to)| {
            let service = self.nodes.get(to).map_or(0, |node| node.service);
            (cost + self.cost(from, to), seconds + self.seconds(from, to).unwrap_or(0) + service)
        })
    }

    fn weigh(&mut self, problem: &Problem, kind: usize) {
        let vehicle = &problem.kinds[kind];
        let size = self.size();
        let place = |node: usize| match node {
            at if at < self.nodes.len() => problem.task(self.nodes[at].task).location,
            at if at == self.nodes.len() => vehicle.start,
            _ => vehicle.end,
        };
        let places: Vec<Location> = (0..size).map(place).collect();
        let losses = least_loss(problem, kind, &self.nodes);
        let whole = whole_costs(problem, kind);
        // Each trip may lose half a fen for each term that is rounded.
        let rounding = if whole { 0.0 } else { ROUNDED / 2.0 };
        let per_second = vehicle.per_hour as f64 / 3600.0;
        for from in (0..size).filter(|&from| from != self.nodes.len() + 1) {
            for to in (0..size).filter(|&to| to != self.nodes.len() && to != from) {
                // Trips that are not a vehicle's last end where it starts.
                let ends = [places[to], vehicle.start];
                let ends = if to == self.nodes.len() + 1 { &ends[..] } else { &ends[..1] };
                let legs = ends.iter().filter_map(|&end| problem.leg(kind, places[from], end));
                let ways = legs.map(|leg| {
                    let load = leg.per_tonne.0.min(0) as f64 * vehicle.payload as f64 / 1e6;
                    let joules = leg.empty.0 as f64 + load - 1.0;
                    let energy = vehicle.energy_price as f64 / 3.6e9 + vehicle.carbon_price;
                    let metres = vehicle.per_km as f64 * leg.distance.0 as f64 / 1000.0;
                    let joules = if energy > 0.0 { joules * energy } else { 0.0 };
                    (metres + joules, leg.duration.0)
                });
                let ways: Vec<(f64, i64)> = ways.collect();
                let Some(seconds) = ways.iter().map(|way| way.1).min() else { continue };
                let costs = ways.iter().map(|way| way.0 + per_second * way.1 as f64);
                let cost = costs.fold(f64::INFINITY, f64::min);
                if to == self.nodes.len() + 1 {
                    self.home[from] = ways.iter().map(|way| way.0).fold(f64::INFINITY, f64::min);
                }
                let service = self.nodes.get(to).map_or(0.0, |node| node.service as f64 * per_second);
                let loss = losses.get(to).copied().unwrap_or(0.0);
                let begin = if from == self.nodes.len() {
                    per_second * vehicle.reload as f64 - rounding
                } else {
                    0.0
                };
                self.cost[from * size + to] = cost + service + loss + begin;
                self.seconds[from * size + to] = seconds;
            }
        }
        self.losses = losses;
    }

    /// Windows as narrow as the way there and back makes them.
    fn narrow(&mut self) {
        for (node, &(out, home)) in self.nodes.iter_mut().zip(&self.reach) {
            node.open = node.open.max(self.depart.saturating_add(out).min(NO_WAY));
            node.close = node.close.min(self.close.saturating_sub(home).saturating_sub(node.service));
        }
    }

    /// Which stop may follow which.
    fn link(&mut self) {
        let (sink, size) = (self.sink(), self.size());
        for from in (0..size).filter(|&from| from != sink) {
            for to in (0..self.nodes.len()).filter(|&to| to != from) {
                let at = from * size + to;
                let Some(seconds) = self.seconds(from, to) else { continue };
                let leave = match self.nodes.get(from) {
                    Some(node) if node.open <= node.close => node.open + node.service,
                    Some(_) => NO_WAY,
                    None => self.depart,
                };
                let fits = self.nodes.get(from).is_none_or(|node| {
                    node.deliver + self.nodes[to].deliver <= self.capacity
                        && node.collect + self.nodes[to].collect <= self.capacity
                });
                let reachable = leave < NO_WAY && self.start(to, leave + seconds).is_some();
                if !fits || !reachable || self.lasts_too_long(from, to) {
                    self.seconds[at] = NO_WAY;
                } else {
                    self.next[from].push(to as u32);
                    self.before[to].push(from as u32);
                }
            }
            let cost = |&to: &u32| self.cost[from * size + to as usize];
            let mut next = std::mem::take(&mut self.next[from]);
            next.sort_by(|one, other| cost(one).total_cmp(&cost(other)).then(one.cmp(other)));
            self.next[from] = next;
        }
        let narrow = |node: &Node| node.close < NO_WAY / 2;
        self.is_timed = self.nodes.iter().any(narrow) || self.longest < NO_WAY / 2;
    }

    /// True if even the shortest trip with this leg lasts longer than a vehicle may be out.
    fn lasts_too_long(&self, from: usize, to: usize) -> bool {
        let before = self.nodes.get(from).map_or(0, |node| self.reach[from].0 + node.service);
        let after = self.nodes[to].service + self.reach[to].1;
        let leg = self.seconds(from, to).unwrap_or(NO_WAY);
        self.longest < NO_WAY && before.saturating_add(leg).saturating_add(after) > self.longest
    }

    /// Each stop remembers the stops nearest to it.
    fn remember(&mut self) {
        let count = self.nodes.len();
        let mut memories: Vec<Vec<u32>> = Vec::with_capacity(count);
        for node in 0..count {
            let both = |other: u32| {
                let way = |from: usize, to: usize| {
                    self.seconds(from, to).map_or(f64::INFINITY, |_| self.cost(from, to))
                };
                way(other as usize, node).min(way(node, other as usize))
            };
            let mut others: Vec<(f64, u32)> = (0..count as u32)
                .filter(|&other| other as usize != node)
                .map(|other| (both(other), other))
                .collect();
            others.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
            let nearest = others.into_iter().filter(|(cost, _)| cost.is_finite()).map(|(_, other)| other);
            memories.push(std::iter::once(node as u32).chain(nearest).take(MEMORY).collect());
        }
        for from in 0..count {
            let linked = self.next[from].iter().chain(&self.before[from]);
            for &to in linked.filter(|&&to| (to as usize) < count) {
                let carry = &mut self.carry[from * count + to as usize];
                for (place, other) in memories[from].iter().enumerate() {
                    let there = memories[to as usize].iter().position(|known| known == other);
                    carry[place] = there.map_or(FORGOTTEN, |place| place as u8);
                }
            }
        }
    }
}

/// By node: seconds from the start and to the end at least, over any stops.
fn reach(problem: &Problem, kind: usize, nodes: &[Node]) -> Vec<(i64, i64)> {
    let whole = |seconds: f64| if seconds.is_finite() { seconds as i64 } else { NO_WAY };
    let (out, home) = (least_out(problem, kind, nodes), least_home(problem, kind, nodes));
    out.into_iter().zip(home).map(|(out, home)| (whole(out), whole(home))).collect()
}

/// True if a route's cost is a sum of whole numbers, which rounding does not change.
fn whole_costs(problem: &Problem, kind: usize) -> bool {
    let vehicle = &problem.kinds[kind];
    vehicle.per_km % 1000 == 0
        && vehicle.per_hour == 0
        && vehicle.energy_price == 0
        && vehicle.carbon_price == 0.0
}

fn node(problem: &Problem, task: &Task, id: TaskId) -> Node {
    let job = problem.job(task.order);
    let (open, _) = earliest_start(task, i64::MIN / 4).unwrap_or((0, 0));
    let last = task.windows.last().map_or(NO_WAY, |window| window.1);
    let mass = |kinds: &[TaskKind]| if kinds.contains(&task.kind) { job.mass } else { 0 };
    Node {
        task: id,
        row: id.index(),
        service: task.service,
        open,
        close: if task.soft { NO_WAY } else { last },
        windows: if task.soft { Box::default() } else { task.windows.clone() },
        deliver: mass(&[TaskKind::Deliver]),
        collect: mass(&[TaskKind::Collect]),
    }
}
