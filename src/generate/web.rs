//! The growing road network: roads that end on earlier ones.
//!
//! Every road but the first starts somewhere off the roads and ends at a
//! point of an earlier road, so the roads are a tree from the county seat,
//! and the way between two points follows from the joints. Links close rings
//! afterwards, where the way round is long; they stay out of the tree.

use super::bends::distance;
use super::design::Design;
use super::ground::Ground;
use super::lattice::{Extent, Lattice};
use super::line;
use super::taken::Taken;
use crate::county::Structure;
use rustc_hash::FxHashMap;

pub(super) type Spot = (f64, f64);
type Cell = (i64, i64);

/// A road from its start to where it joins.
#[derive(Clone, Debug)]
pub(super) struct Road {
    pub(super) design: Design,
    /// Indices of points of the web.
    pub(super) points: Vec<u32>,
    /// Of the stretch after each point but the last.
    pub(super) structures: Vec<Structure>,
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
    pub(super) ground: &'a Ground,
    pub(super) lattice: Lattice,
    pub(super) knots: Vec<Knot>,
    pub(super) roads: Vec<Road>,
    taken: Taken,
}

/// Whether a new road belongs to the tree, or closes a ring from a point.
enum Kin {
    Tree,
    Ring(u32),
}

/// A part of a way between cells with roads: where it starts and ends.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Gap {
    pub(super) from: u32,
    pub(super) to: u32,
    cells: Vec<Cell>,
}

impl Gap {
    pub(super) fn middle(&self, lattice: &Lattice) -> Spot {
        lattice.place(self.cells[self.cells.len() / 2])
    }
}

impl<'a> Web<'a> {
    /// The seat, where the first road will end.
    pub(super) fn new(ground: &'a Ground, seat: Spot, design: Design) -> Web<'a> {
        let lattice = Lattice::new(ground);
        let knots = vec![Knot { spot: seat, home: 0.0, road: Some(0) }];
        let root = Road {
            design,
            points: vec![0],
            structures: Vec::new(),
            name: String::new(),
            parent: None,
            joint: 0,
        };
        let mut taken = Taken::new(&lattice);
        taken.take(lattice.cell(seat), 0);
        Web { ground, lattice, knots, roads: vec![root], taken }
    }

    /// The point of a road that a place stands on.
    pub(super) fn there(&self, spot: Spot) -> Option<u32> {
        self.taken.at(self.lattice.cell(spot))
    }

    /// Cells of a box with roads, and a point for each.
    pub(super) fn taken(&self, extent: &Extent) -> Vec<(usize, u32)> {
        self.taken.within(extent)
    }

    /// Metres from the road in a cell to the seat; 0 if there is none.
    pub(super) fn home(&self, (column, row): (i32, i32)) -> f64 {
        let knot = self.taken.at((i64::from(column), i64::from(row)));
        knot.map_or(0.0, |knot| self.knots[knot as usize].home)
    }

    /// Builds a road from `from` along the cells to the first road on the way, and returns the
    /// point where it begins.
    pub(super) fn connect(
        &mut self,
        from: Spot,
        cells: &[(i32, i32)],
        design: Design,
        name: &str,
    ) -> Option<u32> {
        if let Some(there) = self.there(from) {
            return Some(there);
        }
        let mut way = Vec::new();
        for (cell, node) in line::walk(cells) {
            if let Some(joint) = self.taken.at(cell) {
                way.push(cell);
                return Some(self.build(from, &way, joint, design, name, Kin::Tree));
            }
            if node {
                way.push(cell);
            }
        }
        None
    }

    /// The longest part of a way that no road runs through, between two that do.
    pub(super) fn gap(&self, cells: &[(i32, i32)]) -> Option<Gap> {
        let mut best: Option<(usize, Gap)> = None;
        let mut open: Option<(u32, Vec<Cell>, usize)> = None;
        for (cell, node) in line::walk(cells) {
            match (self.taken.at(cell), &mut open) {
                (Some(knot), open) => {
                    if let Some((from, mut cells, free)) = open.take()
                        && free > best.as_ref().map_or(4, |(most, _)| *most)
                    {
                        cells.push(cell);
                        best = Some((free, Gap { from, to: knot, cells }));
                    }
                    *open = Some((knot, vec![cell], 0));
                }
                (None, Some((_, cells, free))) => {
                    *free += 1;
                    if node {
                        cells.push(cell);
                    }
                }
                (None, None) => {}
            }
        }
        best.map(|(_, gap)| gap)
    }

    /// Builds a ring over a gap.
    pub(super) fn close(&mut self, gap: &Gap, design: Design, name: &str) {
        let from = self.knots[gap.from as usize].spot;
        self.build(from, &gap.cells, gap.to, design, name, Kin::Ring(gap.from));
    }

    /// Metres along the tree between two points; `None` if one lies on a ring.
    pub(super) fn round(&self, a: u32, b: u32) -> Option<f64> {
        let up = self.joints(a)?;
        let road = self.knots[b as usize].road?;
        let (left, right) = match up.get(&road) {
            Some(&left) => (left, b),
            None => self.meet(road, &up)?,
        };
        let home = |knot: u32| self.knots[knot as usize].home;
        Some(home(a) - home(left) + home(b) - home(right) + (home(left) - home(right)).abs())
    }

    /// The points where the way from a road to the seat comes upon another way.
    fn meet(&self, mut road: u32, up: &FxHashMap<u32, u32>) -> Option<(u32, u32)> {
        loop {
            let joint = self.roads[road as usize].joint;
            road = self.roads[road as usize].parent?;
            if let Some(&left) = up.get(&road) {
                return Some((left, joint));
            }
        }
    }

    /// The roads from a point to the seat, each with the point where it is entered.
    fn joints(&self, knot: u32) -> Option<FxHashMap<u32, u32>> {
        let mut road = self.knots[knot as usize].road?;
        let mut joints = FxHashMap::from_iter([(road, knot)]);
        while let Some(parent) = self.roads[road as usize].parent {
            joints.insert(parent, self.roads[road as usize].joint);
            road = parent;
        }
        Some(joints)
    }

    fn build(&mut self, from: Spot, cells: &[Cell], joint: u32, design: Design, name: &str, kin: Kin) -> u32 {
        let ends = (from, self.knots[joint as usize].spot);
        let (line, mut structures) = line::lay(self.ground, &self.lattice, cells, ends, &design);
        let number = self.roads.len() as u32;
        let start = match kin {
            Kin::Tree => None,
            Kin::Ring(start) => Some(start),
        };
        let mut points = vec![joint];
        let mut home = self.knots[joint as usize].home;
        for pair in line.windows(2).rev() {
            home += distance(pair[0], pair[1]);
            self.knots.push(Knot { spot: pair[0], home, road: start.is_none().then_some(number) });
            points.push(self.knots.len() as u32 - 1);
        }
        if let Some(start) = start {
            self.knots.pop();
            *points.last_mut().expect("a road has points") = start;
        }
        points.reverse();
        structures.truncate(points.len() - 1);
        self.mark(&points, &structures);
        self.mark_cells(cells, &points);
        let parent = if start.is_none() { self.knots[joint as usize].road } else { None };
        let first = points[0];
        // A road that joins a link hangs outside of the tree.
        self.roads.push(Road { design, points, structures, name: name.to_owned(), parent, joint });
        first
    }

    /// Marks the cells that a new road runs through; earlier roads keep theirs.
    fn mark(&mut self, points: &[u32], structures: &[Structure]) {
        for (pair, structure) in points.windows(2).zip(structures) {
            if *structure != Structure::Ground {
                continue;
            }
            let (a, b) = (self.knots[pair[0] as usize].spot, self.knots[pair[1] as usize].spot);
            let parts = (distance(a, b) / 15.0).ceil().max(1.0) as usize;
            for part in 0..=parts {
                let share = part as f64 / parts as f64;
                let spot = (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
                let nearer = if share < 0.5 { pair[0] } else { pair[1] };
                self.taken.take(self.lattice.cell(spot), nearer);
            }
        }
    }

    /// Marks the cells that a road was found on, where others that were found with it branch off.
    fn mark_cells(&mut self, cells: &[Cell], points: &[u32]) {
        for &cell in cells {
            let spot = self.lattice.place(cell);
            let apart = |knot: u32| distance(self.knots[knot as usize].spot, spot);
            let nearest = points.iter().copied().min_by(|&a, &b| apart(a).total_cmp(&apart(b)));
            self.taken.take(cell, nearest.expect("a road has points"));
        }
    }
}
