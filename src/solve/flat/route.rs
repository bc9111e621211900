//! One round, with what is needed to price an insertion into it exactly.

use super::{Flat, NONE, Node};

/// A node of a round, and the leg behind it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stop {
    pub node: u32,
    /// Metres and seconds to the next stop.
    pub leg: i32,
    pub drive: i32,
    /// Earliest departure.
    pub leave: i32,
    /// Latest start of service that keeps all behind feasible.
    pub late: i32,
}

/// Loads on the leg behind a stop.
#[derive(Clone, Copy, Debug, Default)]
pub struct Peak {
    pub on: i32,
    /// At most on this leg and all before.
    pub before: i32,
    /// At most on this leg and all behind.
    pub after: i32,
}

/// How long a stretch of a round takes at least, waiting included, and when it must begin for that.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stretch {
    pub length: i32,
    pub open: i32,
    pub close: i32,
}

impl Stretch {
    /// This, a drive, then `next`; both must be feasible together.
    ///
    /// Source: Vidal, Crainic, Gendreau and Prins (2013), Computers and Operations Research 40(1),
    /// doi:10.1016/j.cor.2012.07.018.
    pub fn then(self, drive: i32, next: Stretch) -> Stretch {
        let gap = self.length + drive;
        let wait = (next.open - gap - self.close).max(0);
        Stretch {
            length: gap + wait + next.length,
            open: self.open.max(next.open - gap) - wait,
            close: self.close.min(next.close - gap),
        }
    }

    pub fn visit(node: &Node) -> Stretch {
        Stretch { length: node.service, open: node.open, close: node.close }
    }
}

/// A round: start, visits, end.
#[derive(Debug, Default)]
pub struct Route {
    pub kind: usize,
    pub stops: Vec<Stop>,
    /// By stop; empty unless loads are mixed.
    pub peaks: Vec<Peak>,
    /// By stop: from the start to there, from there to the end; empty unless lengths bind.
    pub stretches: Vec<(Stretch, Stretch)>,
    /// Another number for each content that a state's routes have had.
    pub version: u64,
    /// Mass of all orders where loads are not mixed.
    pub load: i32,
    pub metres: i64,
}

impl Clone for Route {
    fn clone(&self) -> Route {
        let mut copy = Route::default();
        copy.clone_from(self);
        copy
    }

    /// Keeps the room that there is.
    fn clone_from(&mut self, other: &Route) {
        (self.kind, self.version) = (other.kind, other.version);
        self.stops.clone_from(&other.stops);
        self.peaks.clone_from(&other.peaks);
        self.stretches.clone_from(&other.stretches);
        self.load = other.load;
        self.metres = other.metres;
    }
}

impl Route {
    pub fn is_empty(&self) -> bool {
        self.stops.len() <= 2
    }

    /// Start and end only.
    pub fn clear(&mut self, flat: &Flat, kind: usize) {
        self.kind = kind;
        let (start, end) = (flat.kinds[kind].start, flat.kinds[kind].end);
        self.stops.clear();
        self.stops.extend([start, end].map(|node| Stop { node, ..Stop::default() }));
        self.refresh(flat);
    }

    pub fn visits(&self) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + '_ {
        self.stops[1..self.stops.len() - 1].iter().map(|stop| stop.node)
    }

    pub fn cost(&self, flat: &Flat) -> i64 {
        if self.is_empty() { 0 } else { flat.kinds[self.kind].cost(self.metres) }
    }

    /// Sets everything but kind and nodes; false if the round breaks a rule.
    pub fn refresh(&mut self, flat: &Flat) -> bool {
        let kind = &flat.kinds[self.kind];
        let last = self.stops.len() - 1;
        self.stops[0].node = kind.start;
        self.stops[last].node = kind.end;
        let table = &flat.tables[kind.metres];
        self.metres = 0;
        for at in 0..last {
            let leg = table.at(self.stops[at].node, self.stops[at + 1].node);
            self.stops[at].leg = leg;
            self.metres += i64::from(leg);
        }
        self.stops[last].leg = 0;
        self.weigh(flat) && (!flat.timed || self.time(flat))
    }

    /// Loads; false if the vehicle cannot hold them.
    fn weigh(&mut self, flat: &Flat) -> bool {
        let capacity = flat.kinds[self.kind].capacity;
        let nodes = &flat.nodes;
        let brought: i64 = self.visits().map(|node| i64::from(nodes[node as usize].brought)).sum();
        if brought > i64::from(capacity) {
            return false;
        }
        self.load = brought as i32;
        if !flat.mixed {
            return true;
        }
        self.peaks.clear();
        let (mut on, mut most) = (self.load, self.load);
        self.peaks.push(Peak { on, before: most, after: on });
        let last = self.stops.len() - 1;
        for stop in &self.stops[1..last] {
            on += nodes[stop.node as usize].change;
            most = most.max(on);
            self.peaks.push(Peak { on, before: most, after: on });
        }
        for at in (1..last).rev() {
            self.peaks[at - 1].after = self.peaks[at - 1].after.max(self.peaks[at].after);
        }
        most <= capacity
    }

    /// Times; false if a window or the shift breaks.
    fn time(&mut self, flat: &Flat) -> bool {
        let kind = &flat.kinds[self.kind];
        let table = &flat.tables[kind.seconds];
        let last = self.stops.len() - 1;
        let mut now = kind.leave;
        self.stops[0].leave = now;
        for at in 1..=last {
            let drive = table.at(self.stops[at - 1].node, self.stops[at].node);
            self.stops[at - 1].drive = drive;
            now += drive;
            if at < last {
                let node = &flat.nodes[self.stops[at].node as usize];
                now = now.max(node.open);
                if now > node.close {
                    return false;
                }
                now += node.service;
            }
            self.stops[at].leave = now;
        }
        if now > kind.until {
            return false;
        }
        let mut late = kind.until;
        self.stops[last].late = late;
        for at in (1..last).rev() {
            let node = &flat.nodes[self.stops[at].node as usize];
            late = node.close.min(late - self.stops[at].drive - node.service);
            self.stops[at].late = late;
        }
        self.stops[0].late = kind.leave;
        !flat.limited || self.stretch(flat)
    }

    /// Lengths; false if the round takes too long.
    fn stretch(&mut self, flat: &Flat) -> bool {
        let kind = &flat.kinds[self.kind];
        let last = self.stops.len() - 1;
        let depot = Stretch { length: 0, open: kind.leave, close: kind.until };
        let own = |stop: &Stop| flat.nodes.get(stop.node as usize).map_or(depot, Stretch::visit);
        self.stretches.clear();
        self.stretches.extend(self.stops.iter().map(|stop| (own(stop), own(stop))));
        for at in 0..last {
            let before = self.stretches[at].0;
            self.stretches[at + 1].0 = before.then(self.stops[at].drive, self.stretches[at + 1].0);
        }
        for at in (0..last).rev() {
            let after = self.stretches[at + 1].1;
            self.stretches[at].1 = self.stretches[at].1.then(self.stops[at].drive, after);
        }
        self.stretches[last].0.length <= kind.longest
    }

    /// Puts a node behind stop `at` without setting anything else.
    pub fn put(&mut self, at: usize, node: u32) {
        debug_assert_ne!(node, NONE);
        self.stops.insert(at + 1, Stop { node, ..Stop::default() });
    }
}
