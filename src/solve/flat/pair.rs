//! The cheapest place for a pick-up and its drop-off in one route, exactly.

use super::route::Route;
use super::{FAR, Flat, Table};

/// A route and the two tasks that want in.
struct Scan<'a> {
    flat: &'a Flat,
    route: &'a Route,
    pick: u32,
    drop: u32,
    metres: &'a Table,
    seconds: &'a Table,
    best: (i32, usize, usize),
}

/// Metres added at least, the stop before the pick-up and that before the drop-off; if they
/// are the same, the drop-off follows the pick-up.
pub fn scan(flat: &Flat, route: &Route, pick: u32, drop: u32) -> Option<(i32, usize, usize)> {
    let kind = &flat.kinds[route.kind];
    let (metres, seconds) = (&flat.tables[kind.metres], &flat.tables[kind.seconds]);
    let none = (4 * FAR, usize::MAX, usize::MAX);
    let mut scan = Scan { flat, route, pick, drop, metres, seconds, best: none };
    let (task, capacity) = (&flat.nodes[pick as usize], kind.capacity);
    for at in 0..route.stops.len() - 1 {
        let stop = &route.stops[at];
        if flat.timed && stop.leave > task.close {
            break;
        }
        if route.peaks[at].on + task.mass() > capacity {
            continue;
        }
        let begin = (stop.leave + seconds.at(stop.node, pick)).max(task.open);
        if flat.timed && begin > task.close {
            continue;
        }
        let leave = begin + task.service;
        scan.together(at, leave);
        scan.apart(at, leave);
    }
    (scan.best.1 != usize::MAX).then_some(scan.best)
}

impl Scan<'_> {
    /// Both in one gap.
    fn together(&mut self, at: usize, leave: i32) {
        let (before, after) = (&self.route.stops[at], &self.route.stops[at + 1]);
        let (pick, drop) = (self.pick, self.drop);
        let there = self.metres.at(before.node, pick) + self.metres.at(pick, drop) - before.leg;
        let more = there + self.metres.at(drop, after.node);
        if more < self.best.0 && self.reaches(leave + self.seconds.at(pick, drop), after.node, after.late) {
            self.best = (more, at, at);
        }
    }

    /// The drop-off in a later gap.
    fn apart(&mut self, at: usize, leave: i32) {
        let stops = &self.route.stops;
        let (pick, timed) = (self.pick, self.flat.timed);
        let first =
            self.metres.at(stops[at].node, pick) + self.metres.at(pick, stops[at + 1].node) - stops[at].leg;
        if first >= self.best.0 {
            return;
        }
        let mass = self.flat.nodes[pick as usize].mass();
        let capacity = self.flat.kinds[self.route.kind].capacity;
        let close = self.flat.nodes[self.drop as usize].close;
        let (to, from) = (self.metres.to(self.drop), self.metres.from(self.drop));
        let mut now = leave + self.seconds.at(pick, stops[at + 1].node);
        for place in at + 1..stops.len() - 1 {
            let (stop, after) = (&stops[place], &stops[place + 1]);
            if (timed && now > stop.late) || self.route.peaks[place].on + mass > capacity {
                break;
            }
            let node = &self.flat.nodes[stop.node as usize];
            let gone = now.max(node.open) + node.service;
            if timed && gone > close {
                break;
            }
            let more = first + to[stop.node as usize] + from[after.node as usize] - stop.leg;
            if more < self.best.0 {
                let arrive = gone + self.seconds.at(stop.node, self.drop);
                if self.reaches(arrive, after.node, after.late) {
                    self.best = (more, at, place);
                }
            }
            now = gone + stop.drive;
        }
    }

    /// True if the drop-off may be reached then, and what follows it in time.
    fn reaches(&self, arrive: i32, after: u32, late: i32) -> bool {
        let task = &self.flat.nodes[self.drop as usize];
        let begin = arrive.max(task.open);
        let next = begin + task.service + self.seconds.at(self.drop, after);
        !self.flat.timed || (begin <= task.close && next <= late)
    }
}
