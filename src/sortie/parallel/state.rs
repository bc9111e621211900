//! A division under change: the tour as a ring of links, flights as a set, and
//! a log by which a change is taken back.

use super::Shared;

/// In no place: neither toured nor flown to.
const OUT: u32 = u32::MAX;

/// The last changes, newest at the end.
#[derive(Clone, Copy, Debug)]
enum Change {
    /// Taken from the tour, where it stood after this node.
    Left(u32, u32),
    /// Put into the tour.
    Joined(u32),
    /// No longer flown to.
    Grounded(u32),
    Flown(u32),
}

#[derive(Clone, Debug)]
pub struct State<'a> {
    pub shared: &'a Shared,
    next: Vec<u32>,
    prev: Vec<u32>,
    flies: Vec<bool>,
    /// How long the truck's tour takes.
    pub truck: i64,
    /// All flights, one after the other.
    pub air: i64,
    log: Vec<Change>,
}

impl<'a> State<'a> {
    /// Nobody is served.
    pub fn new(shared: &'a Shared) -> State<'a> {
        let nodes = shared.nodes();
        let mut state = State {
            shared,
            next: vec![OUT; nodes],
            prev: vec![OUT; nodes],
            flies: vec![false; nodes],
            truck: shared.way(0, 0),
            air: 0,
            log: Vec::new(),
        };
        (state.next[0], state.prev[0]) = (0, 0);
        state
    }

    pub fn is_toured(&self, node: usize) -> bool {
        self.next[node] != OUT
    }

    pub fn flies(&self, node: usize) -> bool {
        self.flies[node]
    }

    pub fn after(&self, node: usize) -> usize {
        self.next[node] as usize
    }

    pub fn before(&self, node: usize) -> usize {
        self.prev[node] as usize
    }

    /// What the tour takes longer with `node` put after `place`.
    pub fn detour(&self, node: usize, place: usize) -> i64 {
        let then = self.after(place);
        self.shared.way(place, node) + self.shared.way(node, then) - self.shared.way(place, then)
    }

    pub fn join(&mut self, node: usize, place: usize) {
        self.truck += self.detour(node, place);
        self.link(node, place);
        self.log.push(Change::Joined(node as u32));
    }

    pub fn leave(&mut self, node: usize) {
        let place = self.before(node);
        self.unlink(node);
        self.truck -= self.detour(node, place);
        self.log.push(Change::Left(node as u32, place as u32));
    }

    /// `node` can be flown to.
    pub fn fly(&mut self, node: usize) {
        self.air += self.shared.flight[node].unwrap_or(0);
        self.flies[node] = true;
        self.log.push(Change::Flown(node as u32));
    }

    pub fn ground(&mut self, node: usize) {
        self.air -= self.shared.flight[node].unwrap_or(0);
        self.flies[node] = false;
        self.log.push(Change::Grounded(node as u32));
    }

    fn link(&mut self, node: usize, place: usize) {
        let then = self.next[place];
        (self.next[place], self.prev[node]) = (node as u32, place as u32);
        (self.next[node], self.prev[then as usize]) = (then, node as u32);
    }

    fn unlink(&mut self, node: usize) {
        let (before, then) = (self.prev[node], self.next[node]);
        self.next[before as usize] = then;
        self.prev[then as usize] = before;
        (self.next[node], self.prev[node]) = (OUT, OUT);
    }

    /// From here on changes can be taken back.
    pub fn keep(&mut self) {
        self.log.clear();
    }

    /// Takes back everything since [`State::keep`].
    pub fn undo(&mut self) {
        while let Some(change) = self.log.pop() {
            match change {
                Change::Left(node, place) => {
                    self.truck += self.detour(node as usize, place as usize);
                    self.link(node as usize, place as usize);
                }
                Change::Joined(node) => {
                    let place = self.before(node as usize);
                    self.unlink(node as usize);
                    self.truck -= self.detour(node as usize, place);
                }
                Change::Grounded(node) => {
                    self.air += self.shared.flight[node as usize].unwrap_or(0);
                    self.flies[node as usize] = true;
                }
                Change::Flown(node) => {
                    self.air -= self.shared.flight[node as usize].unwrap_or(0);
                    self.flies[node as usize] = false;
                }
            }
        }
    }

    /// The truck's customers in order.
    pub fn tour(&self) -> Vec<usize> {
        std::iter::successors(Some(self.after(0)), |&at| Some(self.after(at)))
            .take_while(|&at| at != 0)
            .collect()
    }

    pub fn flown(&self) -> Vec<usize> {
        (1..self.flies.len()).filter(|&node| self.flies[node]).collect()
    }

    /// When the last one is back at the earliest, were flights divisible among the drones.
    pub fn makespan(&self) -> i64 {
        self.truck.max(self.spread())
    }

    /// The flights' share of each drone, rounded up.
    pub fn spread(&self) -> i64 {
        let drones = self.shared.drones.max(1) as i64;
        (self.air + drones - 1) / drones
    }
}
