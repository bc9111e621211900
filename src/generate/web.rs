//! The growing road network: roads that end on earlier ones.
//!
//! Every road but the first starts somewhere off the roads and ends at a
//! point of an earlier road, so the roads are a tree from the county seat,
//! and the way between two points follows from the joints. Links close rings
//! afterwards, where the way round is long; they stay out of the tree.

use super::bends::{distance, light, round};
use super::design::Design;
use super::fit::fit;
use super::ground::Ground;
use super::trace::{Lattice, Meeting, Search};
use rustc_hash::FxHashMap;

type Spot = (f64, f64);

/// How much a metre of existing road counts against one of new road.
const DRIVE: f64 = 0.3;
/// A ring is closed where the way round is longer than this many times the straight line.
const DETOUR: f64 = 2.3;

/// A road from its start to where it joins.
#[derive(Clone, Debug)]
pub(super) struct Road {
    pub(super) design: Design,
    /// Indices of points of the web.
    pub(super) points: Vec<u32>,
    pub(super) name: String,
    /// Road that it joins, `None` for the first and for links.
    parent: Option<u32>,
    /// Point of the parent where it joins.
    joint: u32,
}

/// A point of the web.
#[derive(Clone, Copy, Debug)]
pub(super) struct Knot {
    pub(super) spot: Spot,
    /// Metres along the tree to the seat.
    pub(super) home: f64,
    /// `None` on links.
    road: Option<u32>,
}

pub(super) struct Web<'a> {
    ground: &'a Ground,
    lattice: Lattice,
    pub(super) knots: Vec<Knot>,
    pub(super) roads: Vec<Road>,
    /// Cells with a road, and a point of it.
    taken: FxHashMap<(i64, i64), u32>,
}

impl<'a> Web<'a> {
    /// The seat, where the first road will end.
    pub(super) fn new(ground: &'a Ground, seat: Spot, design: Design) -> Web<'a> {
        let lattice = Lattice::new(ground);
        let knots = vec![Knot { spot: seat, home: 0.0, road: Some(0) }];
        let root = Road { design, points: vec![0], name: String::new(), parent: None, joint: 0 };
        let taken = FxHashMap::from_iter([(lattice.cell(seat), 0)]);
        Web { ground, lattice, knots, roads: vec![root], taken }
    }

    /// Builds a road from `from` to the network and returns the point where it begins. `near` is
    /// about how far the network is.
    pub(super) fn connect(&mut self, from: Spot, near: f64, design: Design, name: &str) -> Option<u32> {
        if let Some(&there) = self.taken.get(&self.lattice.cell(from)) {
            return Some(there);
        }
        let mut reach = near * 1.25 + 1_200.0;
        let widest = 2.0
            * (self.lattice.columns as f64 * self.lattice.sx + self.lattice.rows as f64 * self.lattice.sy);
        loop {
            let search = Search {
                ground: self.ground,
                lattice: self.lattice,
                design,
                from,
                reach,
                budget: f64::INFINITY,
            };
            let cells = search.run(
                &|cell| self.taken.get(&cell).map(|&knot| self.knots[knot as usize].home * DRIVE),
                &mut |cell| match self.taken.get(&cell) {
                    Some(&knot) => Meeting::Join(self.knots[knot as usize].home * DRIVE),
                    None => Meeting::Free,
                },
            );
            if let Some(cells) = cells {
                return Some(self.build(from, &cells, design, name, Kin::Tree));
            }
            if reach > widest {
                return None;
            }
            reach *= 2.0;
        }
    }

    /// Closes a ring from a point of the network to some part that is far by road and near on the
    /// map. `false` if there is none, or no way that crosses no other road.
    pub(super) fn link(&mut self, start: u32, reach: f64, design: Design, name: &str) -> bool {
        let from = self.knots[start as usize].spot;
        let search =
            Search { ground: self.ground, lattice: self.lattice, design, from, reach, budget: reach * 3.0 };
        let cells = search.run(&|cell| self.taken.get(&cell).map(|_| 0.0), &mut |cell| {
            let Some(&knot) = self.taken.get(&cell) else { return Meeting::Free };
            let straight = distance(from, self.knots[knot as usize].spot);
            if straight < 150.0 {
                return Meeting::Free;
            }
            match self.between(start, knot) {
                Some(round) if round > DETOUR * straight + 2_500.0 => Meeting::Join(0.0),
                _ => Meeting::Blocked,
            }
        });
        let Some(cells) = cells else { return false };
        self.build(from, &cells, design, name, Kin::Ring(start));
        true
    }

    /// Metres along the tree between two points.
    fn between(&self, a: u32, b: u32) -> Option<f64> {
        let (up, down) = (self.joints(a)?, self.joints(b)?);
        let (left, right) = up.iter().find_map(|&(road, left)| {
            down.iter().find(|other| other.0 == road).map(|&(_, right)| (left, right))
        })?;
        let home = |knot: u32| self.knots[knot as usize].home;
        Some(home(a) - home(left) + home(b) - home(right) + (home(left) - home(right)).abs())
    }

    /// The roads from a point to the seat, each with the point where it is entered.
    fn joints(&self, knot: u32) -> Option<Vec<(u32, u32)>> {
        let mut road = self.knots[knot as usize].road?;
        let mut joints = vec![(road, knot)];
        while let Some(parent) = self.roads[road as usize].parent {
            joints.push((parent, self.roads[road as usize].joint));
            road = parent;
        }
        Some(joints)
    }

    fn build(&mut self, from: Spot, cells: &[(i64, i64)], design: Design, name: &str, kin: Kin) -> u32 {
        let joint = self.taken[cells.last().expect("a way has cells")];
        let mut line: Vec<Spot> = cells.iter().map(|&cell| self.lattice.place(cell)).collect();
        line[0] = from;
        let end = line.len() - 1;
        line[end] = self.knots[joint as usize].spot;
        let line = if line.len() > 1 {
            light(&fit(self.ground, &round(&line, design.widest), design.grade))
        } else {
            vec![from, line[end]]
        };
        let number = self.roads.len() as u32;
        let (tree, start) = match kin {
            Kin::Tree => (true, None),
            Kin::Ring(start) => (false, Some(start)),
        };
        let mut points = vec![joint];
        let mut home = self.knots[joint as usize].home;
        for pair in line.windows(2).rev() {
            home += distance(pair[0], pair[1]);
            self.knots.push(Knot { spot: pair[0], home, road: tree.then_some(number) });
            points.push(self.knots.len() as u32 - 1);
        }
        if let Some(start) = start {
            self.knots.pop();
            *points.last_mut().expect("a road has points") = start;
        }
        points.reverse();
        self.mark(&points);
        let parent = if tree { self.knots[joint as usize].road } else { None };
        let first = points[0];
        // A road that joins a link hangs outside of the tree.
        let road = Road { design, points, name: name.to_owned(), parent, joint };
        self.roads.push(road);
        first
    }

    /// Marks the cells that a new road runs through; earlier roads keep theirs.
    fn mark(&mut self, points: &[u32]) {
        for pair in points.windows(2) {
            let (a, b) = (self.knots[pair[0] as usize].spot, self.knots[pair[1] as usize].spot);
            let parts = (distance(a, b) / 15.0).ceil().max(1.0) as usize;
            for part in 0..=parts {
                let share = part as f64 / parts as f64;
                let spot = (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
                let nearer = if share < 0.5 { pair[0] } else { pair[1] };
                self.taken.entry(self.lattice.cell(spot)).or_insert(nearer);
            }
        }
    }
}

/// Whether a new road belongs to the tree, or closes a ring from a point.
enum Kin {
    Tree,
    Ring(u32),
}
