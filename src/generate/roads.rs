//! The county's roads: which places are joined by what class, and the map of them.

use super::bends::distance;
use super::carve;
use super::design::{self, Design};
use super::ground::Ground;
use super::near::Near;
use super::noise::mix;
use super::settle::Homestead;
use super::spec::Spec;
use super::spread::Link;
use super::stage::{self, Job, Stage};
use super::web::{Road, Web};
use crate::county::{
    Barrier, Breadth, Closure, Limits, Oneway, RoadClass, RoadMap, RoadNode, Sign, Structure, Surface, Way,
};
use crate::units::Point;
use rustc_hash::FxHashSet;

type Spot = (f64, f64);

/// A ring is closed where the way round is longer than this many times the straight line.
const DETOUR: f64 = 2.3;

/// Where on the roads each place lies; a place without one is off the roads.
pub(super) struct Joined {
    pub(super) map: RoadMap,
    pub(super) towns: Vec<Point>,
    pub(super) villages: Vec<Option<Point>>,
    pub(super) farms: Vec<Option<Point>>,
    /// Heights of the ground with its cuts and fills.
    pub(super) heights: Vec<f32>,
}

/// Everything that roads lead to.
pub(super) struct Goals<'a> {
    pub(super) villages: &'a [Homestead],
    /// Cell of each farm and the index of its village.
    pub(super) farms: &'a [(usize, usize)],
}

pub(super) fn build(spec: &Spec, ground: &Ground, goals: &Goals, seen: &mut dyn FnMut(f64)) -> Joined {
    let spots: Vec<Spot> = spec.towns.iter().map(|town| ground.frame.metres(town.point)).collect();
    let mut web = Web::new(ground, spots[0], design::main_road());
    let (towns, spare) = join_towns(spec, &mut web, &spots, seen);
    let mut rings =
        vec![Rings { design: design::county_road(), name: "X", most: 14_000.0, apart: 5_000.0, spare }];
    let order = outwards(ground, goals, &spots);
    let mut villages = vec![None; goals.villages.len()];
    // Every fourth village, the nearest to its town first, has a township road.
    let tiers = [(design::township_road(), 7_000.0, 18_000.0), (design::village_road(), 4_000.0, 8_000.0)];
    for (tier, (design, margin, most)) in tiers.into_iter().enumerate() {
        let of_tier = |number: &usize| number.is_multiple_of(4) == (tier == 0);
        let numbers: Vec<usize> = (0..order.len()).filter(of_tier).collect();
        let job = |&number: &usize| {
            let home = &goals.villages[order[number]];
            let name = format!("{}Y{:03}", spec.towns[home.town].name_zh, number + 1);
            Job { spot: ground.place(home.cell), name }
        };
        let jobs: Vec<Job> = numbers.iter().map(job).collect();
        let reached = stage::join(&mut web, &Stage { design, jobs: &jobs, margin, most });
        for (number, knot) in numbers.into_iter().zip(reached.knots) {
            villages[order[number]] = knot;
        }
        rings.push(Rings { design, name: "", most: 8_000.0, apart: 1_500.0, spare: reached.spare });
        seen(0.4 + 0.2 * tier as f64);
    }
    let track = |&(cell, _): &(usize, usize)| Job { spot: ground.place(cell), name: String::new() };
    let jobs: Vec<Job> = goals.farms.iter().map(track).collect();
    let design = design::farm_track();
    let farms = stage::join(&mut web, &Stage { design, jobs: &jobs, margin: 2_000.0, most: 4_000.0 }).knots;
    seen(0.8);
    rings.into_iter().for_each(|rings| close_rings(spec, &mut web, &rings));
    let point = |knot: u32| ground.frame.point(web.knots[knot as usize].spot);
    let on_road = |knots: &[Option<u32>]| knots.iter().map(|knot| knot.map(point)).collect();
    let (villages, farms) = (on_road(&villages), on_road(&farms));
    Joined {
        towns: towns.iter().map(|&knot| point(knot)).collect(),
        villages,
        farms,
        map: map(spec, ground, &web, &spots),
        heights: carve::carved(ground, &web),
    }
}

/// Villages by how far they are from their town.
fn outwards(ground: &Ground, goals: &Goals, towns: &[Spot]) -> Vec<usize> {
    let out = |village: usize| {
        let home = &goals.villages[village];
        distance(ground.place(home.cell), towns[home.town])
    };
    let mut order: Vec<usize> = (0..goals.villages.len()).collect();
    order.sort_by(|&a, &b| out(a).total_cmp(&out(b)).then(a.cmp(&b)));
    order
}

/// Joins every town to the seat: the largest by main roads, the others by county roads. Points of
/// the towns, and the county roads that were found and not built.
fn join_towns(
    spec: &Spec,
    web: &mut Web,
    spots: &[Spot],
    seen: &mut dyn FnMut(f64),
) -> (Vec<u32>, Vec<Link>) {
    let mut large: Vec<usize> = (1..spots.len()).collect();
    large.sort_by_key(|&town| (std::cmp::Reverse(spec.towns[town].population), town));
    let (main, other) = large.split_at(spots.len().div_ceil(6).min(large.len()));
    let mut knots = vec![0u32; spots.len()];
    let mut reach = |towns: &[usize], design: Design, letter: &str, first: usize, margin: f64| {
        let job = |(number, &town): (usize, &usize)| Job {
            spot: spots[town],
            name: format!("{letter}{:03}", first + number),
        };
        let jobs: Vec<Job> = towns.iter().enumerate().map(job).collect();
        let reached = stage::join(web, &Stage { design, jobs: &jobs, margin, most: 120_000.0 });
        for (&town, knot) in towns.iter().zip(reached.knots) {
            knots[town] = knot.unwrap_or(0);
        }
        reached.spare
    };
    reach(main, design::main_road(), "S", 101, 40_000.0);
    seen(0.1);
    let spare = reach(other, design::county_road(), "X", 1, 18_000.0);
    seen(0.2);
    (knots, spare)
}

/// Roads that could close rings.
struct Rings {
    design: Design,
    name: &'static str,
    /// Dearer ones are not built; metres of easy road.
    most: f32,
    /// Middles of two rings are not nearer to each other, metres.
    apart: f64,
    spare: Vec<Link>,
}

/// Closes rings where the way round is long, with every place in one ring of a class at most.
fn close_rings(spec: &Spec, web: &mut Web, rings: &Rings) {
    let mut in_ring = FxHashSet::default();
    let mut middles: Vec<Spot> = Vec::new();
    for (number, link) in rings.spare.iter().enumerate() {
        let luck = mix(spec.seed, 900 + u64::from(link.a) * 7919 + u64::from(link.b)) % 10;
        if link.cost > rings.most || luck > 7 || in_ring.contains(&link.a) || in_ring.contains(&link.b) {
            continue;
        }
        let Some(gap) = web.gap(&link.cells) else { continue };
        let straight = distance(web.knots[gap.from as usize].spot, web.knots[gap.to as usize].spot);
        let Some(round) = web.round(gap.from, gap.to) else { continue };
        if straight < 150.0 || round < DETOUR * straight + 2_500.0 {
            continue;
        }
        let middle = gap.middle(&web.lattice);
        if middles.iter().any(|&other| distance(other, middle) < rings.apart) {
            continue;
        }
        middles.push(middle);
        in_ring.extend([link.a, link.b]);
        let path = luck == 0 && rings.design.class == RoadClass::Unclassified;
        let design = if path { design::path() } else { rings.design };
        let name =
            if rings.name.is_empty() { String::new() } else { format!("{}{}", rings.name, 500 + number) };
        web.close(&gap, design, &name);
    }
}

fn map(spec: &Spec, ground: &Ground, web: &Web, towns: &[Spot]) -> RoadMap {
    let nodes = web.knots.iter().enumerate().map(|(index, knot)| RoadNode {
        id: index as i64 + 1,
        point: ground.frame.point(knot.spot),
        barrier: Barrier::Open,
    });
    let mut map = RoadMap { nodes: nodes.collect(), ..RoadMap::default() };
    let centres = (towns[0], &Near::new(towns.to_vec()));
    for (number, road) in web.roads.iter().enumerate().filter(|(_, road)| road.points.len() > 1) {
        ways(spec, ground, web, centres, (number, road), &mut map.ways);
    }
    map
}

/// What a stretch of road is like, where that differs along it.
#[derive(Clone, Copy, PartialEq)]
struct Kind {
    structure: Structure,
    urban: bool,
    high: bool,
}

/// Cuts a road where its kind changes.
fn ways(
    spec: &Spec,
    ground: &Ground,
    web: &Web,
    (seat, towns): (Spot, &Near),
    (number, road): (usize, &Road),
    ways: &mut Vec<Way>,
) {
    let spot = |at: usize| web.knots[road.points[at] as usize].spot;
    let kind = |at: usize| {
        let (a, b) = (spot(at), spot(at + 1));
        let middle = ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
        let cell = ground.cell(middle);
        let crosses = ground.drained[cell] > 12.0 && at > 0 && at + 2 < road.points.len() && {
            let (before, after) = (ground.cell(spot(at - 1)), ground.cell(spot(at + 2)));
            ground.drained[before] < 6.0 && ground.drained[after] < 6.0
        };
        let wet = [a, middle, b].iter().any(|&spot| ground.water[ground.cell(spot)]);
        let urban = distance(seat, middle) < 1_800.0 || towns.within(middle, 450.0);
        let structure = match road.structures[at] {
            Structure::Ground if wet || crosses => Structure::Bridge,
            structure => structure,
        };
        Kind { structure, urban, high: ground.height(middle) > 1_500.0 }
    };
    let mut from = 0;
    while from + 1 < road.points.len() {
        let here = kind(from);
        let mut to = from + 1;
        while to + 1 < road.points.len() && kind(to) == here {
            to += 1;
        }
        let id = ways.len() as i64 + 1;
        ways.push(way(spec, &road.design, (number, &road.name), here, (id, road.points[from..=to].to_vec())));
        from = to;
    }
}

fn way(
    spec: &Spec,
    design: &Design,
    (number, name): (usize, &str),
    kind: Kind,
    (id, nodes): (i64, Vec<u32>),
) -> Way {
    let luck = mix(spec.seed, 5_000 + number as u64) % 100;
    let low = matches!(design.class, RoadClass::Unclassified | RoadClass::Track(_) | RoadClass::Path);
    let village = design.class == RoadClass::Unclassified;
    let surface = if village && luck < 15 { Surface::Compacted } else { design.surface };
    // Ice above 1,500 m in winter; slides on some unpaved roads in the rains of summer.
    let winter = kind.high && low;
    let summer = matches!(design.class, RoadClass::Path) && luck >= 85;
    Way {
        id,
        nodes,
        class: design.class,
        surface: Some(surface),
        structure: kind.structure,
        oneway: Oneway::No,
        maxspeed: design.maxspeed,
        limits: Limits {
            mass: design.bridge.filter(|_| kind.structure == Structure::Bridge),
            height: None,
            width: None,
        },
        closure: Closure { seasons: [false, summer, false, winter] },
        destination_only: false,
        minutes: None,
        urban: kind.urban,
        timed: Vec::new(),
        breadth: Breadth::default(),
        name: name.to_owned(),
        sign: Sign::default(),
    }
}
