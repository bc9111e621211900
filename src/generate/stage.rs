//! Joins all places of a class to the network.
//!
//! The map is cut into tiles that overlap; in each, roads spread from all
//! places and from the roads there are. Where they meet, a road could be. Of
//! those the network takes one after the other, as Prim's tree does, but
//! counts the way that is driven afterwards as well: trees of least cost
//! alone lead round about (Alpert et al. 1995, doi:10.1109/43.391737).

use super::design::Design;
use super::lattice::{Extent, Lattice, Steps};
use super::spread::{Link, Spread};
use super::web::{Spot, Web};
use super::window::Window;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How much a metre of existing road counts against one of new road.
const DRIVE: f64 = 0.3;
/// Tiles are about as wide, metres.
const TILE: f64 = 90_000.0;
/// So many points of a road count as one place.
const PIECE: u32 = 32;
/// Cheaper roads between roads are nothing but their joints, metres of easy road.
const JOINT: f32 = 400.0;
/// How often places that were not reached are tried again, each time farther.
const TRIES: u32 = 5;

/// A place that wants a road.
#[derive(Clone, Debug)]
pub(super) struct Job {
    pub(super) spot: Spot,
    pub(super) name: String,
}

/// Places that get roads of one class.
pub(super) struct Stage<'a> {
    pub(super) design: Design,
    pub(super) jobs: &'a [Job],
    /// How far from a place roads are sought, metres.
    pub(super) margin: f64,
    /// Roads are sought as far from each side, metres of easy road.
    pub(super) most: f32,
}

/// What came of it.
pub(super) struct Reached {
    /// Point of the network by job.
    pub(super) knots: Vec<Option<u32>>,
    /// Roads that were found and not built, cheapest first.
    pub(super) spare: Vec<Link>,
}

/// Builds a road to each place that can have one.
pub(super) fn join(web: &mut Web, stage: &Stage) -> Reached {
    let mut knots: Vec<Option<u32>> = vec![None; stage.jobs.len()];
    let mut spare = Vec::new();
    for round in 0..TRIES {
        let farther = f64::from(1 << round);
        for (job, knot) in stage.jobs.iter().zip(&mut knots) {
            *knot = knot.or_else(|| web.there(job.spot));
        }
        if knots.iter().all(Option::is_some) {
            break;
        }
        let links = links(web, stage, &knots, farther);
        let left = grow(web, stage, links, &mut knots);
        if round == 0 {
            spare = left;
        }
    }
    Reached { knots, spare }
}

fn links(web: &Web, stage: &Stage, knots: &[Option<u32>], farther: f64) -> Vec<Link> {
    let steps = Steps::new(&web.lattice, &stage.design);
    let count = stage.jobs.len() as u32;
    let open: Vec<(i64, i64)> = stage
        .jobs
        .iter()
        .zip(knots)
        .filter(|(_, knot)| knot.is_none())
        .map(|(job, _)| web.lattice.cell(job.spot))
        .collect();
    let sources = |extent: &Extent| {
        let jobs = stage.jobs.iter().zip(0u32..).zip(knots).filter(|(_, knot)| knot.is_none());
        let mut sources: Vec<(usize, u32)> = jobs
            .filter_map(|((job, owner), _)| Some((extent.index(web.lattice.cell(job.spot))?, owner)))
            .collect();
        sources.extend(web.taken(extent).into_iter().map(|(cell, knot)| (cell, count + knot / PIECE)));
        sources
    };
    let wanted = |a: u32, b: u32, cost: f32| cost > JOINT || a < count || b < count;
    let tile = |&(core, extent): &(Extent, Extent)| {
        let mut window = Window::new(web.ground, &web.lattice, extent);
        window.only_near(&open, stage.margin * farther, &web.lattice);
        let most = stage.most * farther as f32;
        let spread = Spread::run(&window, &steps, &stage.design, &sources(&extent), most);
        spread.links(&core, &wanted)
    };
    let tiles = tiles(&web.lattice, stage.margin * farther);
    let mut links: Vec<Link> = tiles.par_iter().map(tile).collect::<Vec<_>>().concat();
    links.sort_by(|x, y| (x.a, x.b).cmp(&(y.a, y.b)).then(x.cost.total_cmp(&y.cost)));
    links.dedup_by(|next, first| (next.a, next.b) == (first.a, first.b));
    links.sort_by(|x, y| x.cost.total_cmp(&y.cost).then((x.a, x.b).cmp(&(y.a, y.b))));
    links
}

/// The tiles, each with what is searched for it.
fn tiles(lattice: &Lattice, margin: f64) -> Vec<(Extent, Extent)> {
    let parts = |count: i64, step: f64| ((count as f64 * step / TILE).round() as i64).max(1);
    let (wide, high) = (parts(lattice.columns, lattice.sx), parts(lattice.rows, lattice.sy));
    let cut = |count: i64, part: i64, parts: i64| (count * part / parts, count * (part + 1) / parts);
    let tile = |at: i64| {
        let (west, east) = cut(lattice.columns, at % wide, wide);
        let (north, south) = cut(lattice.rows, at / wide, high);
        let core = Extent { west, north, columns: east - west, rows: south - north };
        let (across, down) = (margin / lattice.sx, margin / lattice.sy);
        (core, core.wider(across as i64, down as i64, lattice))
    };
    (0..wide * high).map(tile).collect()
}

/// Builds links as long as they lead to places without a road; returns those that were not needed.
fn grow(web: &mut Web, stage: &Stage, links: Vec<Link>, knots: &mut [Option<u32>]) -> Vec<Link> {
    let count = knots.len();
    let mut of_job: Vec<Vec<u32>> = vec![Vec::new(); count];
    let mut queue = BinaryHeap::new();
    let push = |queue: &mut BinaryHeap<_>, home: f64, index: u32| {
        let key = home * DRIVE + f64::from(links[index as usize].cost);
        queue.push(Reverse((key.to_bits(), index)));
    };
    for (index, link) in links.iter().enumerate() {
        let index = index as u32;
        let jobs = [link.a, link.b].map(|owner| (owner as usize) < count);
        [link.a, link.b].iter().zip(jobs).filter(|(_, job)| *job).for_each(|(&job, _)| {
            of_job[job as usize].push(index);
        });
        let root = match jobs {
            [true, false] => link.cells[link.cells.len() - 1],
            [false, true] => link.cells[0],
            _ => continue,
        };
        push(&mut queue, web.home(root), index);
    }
    let mut used = vec![false; links.len()];
    while let Some(Reverse((_, index))) = queue.pop() {
        let link = &links[index as usize];
        let open = |owner: u32| knots.get(owner as usize).is_some_and(Option::is_none);
        let (job, turned) = match (open(link.a), open(link.b)) {
            (true, false) => (link.a as usize, false),
            (false, true) => (link.b as usize, true),
            _ => continue,
        };
        let mut cells = link.cells.clone();
        if turned {
            cells.reverse();
        }
        let knot = web.connect(stage.jobs[job].spot, &cells, stage.design, &stage.jobs[job].name);
        knots[job] = knot;
        used[index as usize] = true;
        let Some(knot) = knot else { continue };
        for &next in &of_job[job] {
            push(&mut queue, web.knots[knot as usize].home, next);
        }
    }
    links.into_iter().zip(used).filter_map(|(link, used)| (!used).then_some(link)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::design;
    use crate::generate::ground::sample;

    #[test]
    fn tiles_cover_the_map_once_and_see_beyond_their_edges() {
        let lattice = Lattice { columns: 6_000, rows: 2_500, sx: 40.0, sy: 46.0 };

        let tiles = tiles(&lattice, 4_000.0);

        // 240 km by 115 km: three tiles beside each other.
        assert_eq!(tiles.iter().map(|(core, _)| core.len()).sum::<usize>(), 6_000 * 2_500);
        assert_eq!(tiles.len(), 3);
        assert_eq!(tiles[1].1.columns, 2_000 + 2 * 100);
    }

    #[test]
    fn every_place_gets_a_road_and_the_nearer_is_joined_first() {
        let ground = sample(60, 30, &|_, _| 300.0);
        let mut web = Web::new(&ground, (400.0, 1_300.0), design::main_road());
        let job = |x: f64| Job { spot: (x, 1_300.0), name: String::new() };
        let jobs = [job(4_000.0), job(2_000.0)];
        let stage = Stage { design: design::village_road(), jobs: &jobs, margin: 5_000.0, most: 1e5 };

        let reached = join(&mut web, &stage);

        let home = |at: usize| web.knots[reached.knots[at].unwrap() as usize].home;
        assert!((home(1) - 1_600.0).abs() < 60.0, "{}", home(1));
        // The farther one hangs on the nearer: all along one line, nothing is built twice.
        assert!((home(0) - 3_600.0).abs() < 120.0, "{}", home(0));
        assert_eq!(web.round(reached.knots[0].unwrap(), 0).unwrap(), home(0));
    }
}
