//! Mends a tour around a touched node: chains of exchanges (Lin and Kernighan
//! 1973), each link of which takes out an edge and puts in a shorter one, and
//! stretches put elsewhere (Or 1976).

use super::ring::Ring;

/// Edges tried at each link of a chain; there are as many links at most.
const BREADTH: [usize; 5] = [5, 3, 1, 1, 1];
/// Nodes put elsewhere together at most.
const STRETCH: usize = 3;

/// Nodes whose neighbours changed, each once.
pub struct Touched {
    nodes: Vec<usize>,
    is_touched: Vec<bool>,
}

impl Touched {
    pub fn new(nodes: usize) -> Touched {
        Touched { nodes: Vec::new(), is_touched: vec![false; nodes] }
    }

    pub fn add(&mut self, node: usize) {
        if !std::mem::replace(&mut self.is_touched[node], true) {
            self.nodes.push(node);
        }
    }

    pub fn pop(&mut self) -> Option<usize> {
        let node = self.nodes.pop()?;
        self.is_touched[node] = false;
        Some(node)
    }
}

/// Makes the tour shorter beside a toured node, if that is found. What gets other neighbours is
/// touched. `near`: by node those beside which it may well stand.
pub fn mend(ring: &mut Ring, near: &[Vec<usize>], touched: &mut Touched, node: usize) {
    if ring.len() < 5 {
        return;
    }
    let mut mending = Mending { ring, near, touched };
    for is_after in [true, false] {
        let other = mending.beside(node, is_after);
        let open = mending.way(node, other);
        if mending.link(0, node, other, open) || mending.move_stretch(node, is_after) {
            mending.touched.add(node);
            return;
        }
    }
}

struct Mending<'m, 'a> {
    ring: &'m mut Ring<'a>,
    near: &'m [Vec<usize>],
    touched: &'m mut Touched,
}

/// An edge to put in: what is saved with the edge behind it taken out, where it leads, and whose
/// edge that was.
#[derive(Clone, Copy, Default)]
struct Link {
    value: i64,
    to: usize,
    then: usize,
}

impl Mending<'_, '_> {
    fn way(&self, one: usize, other: usize) -> i64 {
        self.ring.shared.way(one, other)
    }

    fn beside(&self, node: usize, is_after: bool) -> usize {
        if is_after { self.ring.after(node) } else { self.ring.before(node) }
    }

    /// Without the edge between `first` and `last`, which stand beside each other, `open` is saved
    /// so far. Whether a chain from there makes the tour shorter; it is done then.
    fn link(&mut self, level: usize, first: usize, last: usize, open: i64) -> bool {
        let onwards = self.ring.after(last) == first;
        let (links, count) = self.links(level, (first, last), open, onwards);
        for &Link { value, to, then } in &links[..count] {
            if onwards {
                self.ring.turn(first, to);
            } else {
                self.ring.turn(to, first);
            }
            let gain = value - self.way(then, first);
            if gain > 0 {
                self.ring.truck -= gain;
                [first, last, to, then].into_iter().for_each(|node| self.touched.add(node));
                return true;
            }
            if level + 1 < BREADTH.len() && self.link(level + 1, first, then, value) {
                [last, to].into_iter().for_each(|node| self.touched.add(node));
                return true;
            }
            self.ring.turn_back();
        }
        false
    }

    /// The most promising links, best first.
    fn links(
        &self,
        level: usize,
        (first, last): (usize, usize),
        open: i64,
        onwards: bool,
    ) -> ([Link; BREADTH[0]], usize) {
        let (mut links, mut count) = ([Link::default(); BREADTH[0]], 0);
        for &to in &self.near[last] {
            if to == first || !self.ring.is_toured(to) {
                continue;
            }
            let gain = open - self.way(last, to);
            let then = self.beside(to, onwards);
            if gain <= 0 || then == last {
                continue;
            }
            let link = Link { value: gain + self.way(to, then), to, then };
            if count == BREADTH[level] {
                if links[count - 1].value >= link.value {
                    continue;
                }
                count -= 1;
            }
            let place = links[..count].partition_point(|better| better.value >= link.value);
            links[place..=count].rotate_right(1);
            links[place] = link;
            count += 1;
        }
        (links, count)
    }

    /// Up to three nodes, from `node` on or back to it, are put elsewhere so that `node` stands
    /// beside a near one.
    fn move_stretch(&mut self, node: usize, is_after: bool) -> bool {
        let outside = self.beside(node, !is_after);
        let mut end = node;
        for _ in 0..STRETCH {
            let then = self.beside(end, is_after);
            if then == outside || end == outside {
                return false;
            }
            let saved = self.way(outside, node) + self.way(end, then) - self.way(outside, then);
            let stretch = Stretch { node, end, is_after };
            if let Some((gain, to, beside)) = self.place_for(&stretch, saved) {
                self.place(&stretch, to, beside);
                self.ring.truck -= gain;
                [node, end, outside, then, to, beside].into_iter().for_each(|node| self.touched.add(node));
                return true;
            }
            end = then;
        }
        false
    }

    /// What is gained, beside whom `node` stands then, and beside whom `end`.
    fn place_for(&self, stretch: &Stretch, saved: i64) -> Option<(i64, usize, usize)> {
        for &to in &self.near[stretch.node] {
            let gain = saved - self.way(stretch.node, to);
            if gain <= 0 || !self.ring.is_toured(to) || self.holds(stretch, to) {
                continue;
            }
            for beside in [self.ring.after(to), self.ring.before(to)] {
                let gain = gain + self.way(to, beside) - self.way(stretch.end, beside);
                if gain > 0 && !self.holds(stretch, beside) {
                    return Some((gain, to, beside));
                }
            }
        }
        None
    }

    /// Steps onwards from one node to another.
    fn onwards(&self, from: usize, to: usize) -> usize {
        let all = self.ring.len();
        (self.ring.place(to) + all - self.ring.place(from)) % all
    }

    fn holds(&self, stretch: &Stretch, node: usize) -> bool {
        let (low, high) = stretch.ends();
        self.onwards(low, node) <= self.onwards(low, high)
    }

    /// Puts the stretch between two that follow each other. What lies between it and them is turned
    /// around with it, and back.
    fn place(&mut self, stretch: &Stretch, to: usize, beside: usize) {
        let (low, high) = stretch.ends();
        let (gap_low, gap_high) = if self.ring.after(to) == beside { (to, beside) } else { (beside, to) };
        if self.onwards(high, gap_low) <= self.onwards(gap_high, low) {
            let (outside, middle) = (self.ring.before(low), self.ring.after(high));
            self.ring.turn(low, gap_low);
            self.ring.turn_beside(outside, gap_low, middle);
        } else {
            let (outside, middle) = (self.ring.after(high), self.ring.before(low));
            self.ring.turn(gap_high, high);
            self.ring.turn_beside(outside, gap_high, middle);
        }
        let first = if gap_low == to { stretch.node } else { stretch.end };
        if first == low {
            self.ring.turn_beside(gap_high, low, high);
        }
    }
}

/// Nodes in a row from `node` to `end`, onwards or back.
struct Stretch {
    node: usize,
    end: usize,
    is_after: bool,
}

impl Stretch {
    /// The first and the last one, onwards.
    fn ends(&self) -> (usize, usize) {
        if self.is_after { (self.node, self.end) } else { (self.end, self.node) }
    }
}
