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
use super::near::Near;
use super::taken::Taken;
use super::trace::{Extent, Lattice, Meeting, Search};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

type Spot = (f64, f64);

/// How much a metre of existing road counts against one of new road.
const DRIVE: f64 = 0.3;
/// A ring is closed where the way round is longer than this many times the straight line.
const DETOUR: f64 = 2.3;

/// So many roads are planned at the same time.
const AT_ONCE: usize = 16;

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
    taken: Taken,
    /// See `Search`.
    greed: f64,
}

/// A place that wants a road.
pub(super) struct Job {
    pub(super) spot: Spot,
    pub(super) design: Design,
    pub(super) name: String,
}

/// A road that could be built.
pub(super) enum Plan {
    /// There is a road already: its point.
    There(u32),
    /// The cells from the start to the joint, and the box that was searched.
    Along(Vec<(i64, i64)>, Extent),
    Nowhere,
}

impl<'a> Web<'a> {
    /// The seat, where the first road will end.
    pub(super) fn new(ground: &'a Ground, seat: Spot, design: Design, greed: f64) -> Web<'a> {
        let lattice = Lattice::new(ground);
        let knots = vec![Knot { spot: seat, home: 0.0, road: Some(0) }];
        let root = Road { design, points: vec![0], name: String::new(), parent: None, joint: 0 };
        let mut taken = Taken::new(lattice.columns, lattice.rows);
        taken.take(lattice.cell(seat), 0, 0.0);
        Web { ground, lattice, knots, roads: vec![root], taken, greed }
    }

    /// Builds a road from `from` to the network and returns the point where it begins. `near` is
    /// about how far the network is.
    pub(super) fn connect(&mut self, from: Spot, near: f64, design: Design, name: &str) -> Option<u32> {
        let plan = self.plan(from, near, design);
        self.carry_out(plan, from, design, name)
    }

    /// The road from `from` to the network as it is now.
    pub(super) fn plan(&self, from: Spot, near: f64, design: Design) -> Plan {
        if let Some(there) = self.taken.at(self.lattice.cell(from)) {
            return Plan::There(there);
        }
        let mut reach = near * 1.25 + 1_200.0;
        let widest = 2.0
            * (self.lattice.columns as f64 * self.lattice.sx + self.lattice.rows as f64 * self.lattice.sy);
        loop {
            let search = self.search(from, design, reach, f64::INFINITY, false);
            let cells = search.run(&mut |knot| Meeting::Join(self.knots[knot as usize].home * DRIVE));
            if let Some(cells) = cells {
                return Plan::Along(cells, search.extent());
            }
            if reach > widest {
                return Plan::Nowhere;
            }
            reach *= 2.0;
        }
    }

    /// Builds what was planned; the point where the road begins.
    pub(super) fn carry_out(&mut self, plan: Plan, from: Spot, design: Design, name: &str) -> Option<u32> {
        match plan {
            Plan::There(knot) => Some(knot),
            Plan::Along(cells, _) => Some(self.build(from, &cells, design, name, Kin::Tree)),
            Plan::Nowhere => None,
        }
    }

    /// Connects places one after the other; with `found` each is near for those that follow. Several
    /// are planned at once; a plan whose box got a road meanwhile is made again, so that roads do
    /// not depend on how many were.
    pub(super) fn connect_all(
        &mut self,
        jobs: &[Job],
        near: &mut Near,
        found: bool,
        tick: &mut dyn FnMut(),
    ) -> Vec<Option<u32>> {
        let mut knots = Vec::with_capacity(jobs.len());
        for batch in jobs.chunks(AT_ONCE) {
            let plan = |job: &Job| {
                let apart = near.distance(job.spot);
                (apart, self.plan(job.spot, apart, job.design))
            };
            let plans: Vec<(f64, Plan)> = batch.par_iter().map(plan).collect();
            let first = self.knots.len();
            for (job, (apart, plan)) in batch.iter().zip(plans) {
                let now = near.distance(job.spot);
                let fresh = apart == now && self.holds(&plan, first);
                let plan = if fresh { plan } else { self.plan(job.spot, now, job.design) };
                knots.push(self.carry_out(plan, job.spot, job.design, &job.name));
                if found {
                    near.add(job.spot);
                }
                tick();
            }
        }
        knots
    }

    /// Whether no point since `first` touches the box of a plan.
    fn holds(&self, plan: &Plan, first: usize) -> bool {
        let Plan::Along(_, extent) = plan else { return matches!(plan, Plan::There(_)) };
        // Roads have points every 60 m at most, two cells, and blocks reach three cells farther.
        let wide = extent.wider(6);
        let inside = |knot: &Knot| wide.index(self.lattice.cell(knot.spot)).is_some();
        !self.knots[first..].iter().any(inside)
    }

    fn search(&self, from: Spot, design: Design, reach: f64, budget: f64, ring: bool) -> Search<'_> {
        let (ground, lattice, taken, greed) = (self.ground, self.lattice, &self.taken, self.greed);
        Search { ground, lattice, taken, design, from, reach, budget, ring, greed }
    }

    /// Closes a ring from a point of the network to some part that is far by road and near on the
    /// map. `false` if there is none, or no way that crosses no other road.
    pub(super) fn link(&mut self, start: u32, reach: f64, design: Design, name: &str) -> bool {
        let from = self.knots[start as usize].spot;
        let Some(up) = self.joints(start) else { return false };
        let mut meets = FxHashMap::default();
        let budget = reach * if self.greed > 0.0 { 2.0 } else { 3.0 };
        let search = self.search(from, design, reach, budget, true);
        let cells = search.run(&mut |knot| {
            let straight = distance(from, self.knots[knot as usize].spot);
            if straight < 150.0 {
                return Meeting::Free;
            }
            match self.between(start, &up, knot, &mut meets) {
                Some(round) if round > DETOUR * straight + 2_500.0 => Meeting::Join(0.0),
                _ => Meeting::Blocked,
            }
        });
        let Some(cells) = cells else { return false };
        self.build(from, &cells, design, name, Kin::Ring(start));
        true
    }

    /// Metres along the tree between two points. `up`: the joints of the first; `meets`: where the
    /// ways of roads met so far.
    fn between(
        &self,
        a: u32,
        up: &FxHashMap<u32, u32>,
        b: u32,
        meets: &mut FxHashMap<u32, Option<(u32, u32)>>,
    ) -> Option<f64> {
        let road = self.knots[b as usize].road?;
        let (left, right) = match up.get(&road) {
            Some(&left) => (left, b),
            None => (*meets.entry(road).or_insert_with(|| self.meet(road, up)))?,
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

    fn build(&mut self, from: Spot, cells: &[(i64, i64)], design: Design, name: &str, kin: Kin) -> u32 {
        let joint = self.taken.at(*cells.last().expect("a way has cells")).expect("a way ends at a road");
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
                let on = self.knots[nearer as usize].home * DRIVE;
                self.taken.take(self.lattice.cell(spot), nearer, on);
            }
        }
    }
}

/// Whether a new road belongs to the tree, or closes a ring from a point.
enum Kin {
    Tree,
    Ring(u32),
}
