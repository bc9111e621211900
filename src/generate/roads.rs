//! The county's roads: which places are joined by what class, and the map of them.

use super::bends::distance;
use super::design::{self, Design};
use super::ground::Ground;
use super::near::Near;
use super::noise::mix;
use super::settle::Homestead;
use super::spec::Spec;
use super::web::{Job, Road, Web};
use crate::county::{
    Barrier, Breadth, Closure, Limits, Oneway, RoadClass, RoadMap, RoadNode, Sign, Structure, Surface, Way,
};
use crate::units::Point;

type Spot = (f64, f64);

/// Where on the roads each place lies; a place without one is off the roads.
pub(super) struct Joined {
    pub(super) map: RoadMap,
    pub(super) towns: Vec<Point>,
    pub(super) villages: Vec<Option<Point>>,
    pub(super) farms: Vec<Option<Point>>,
}

/// Everything that roads lead to.
pub(super) struct Goals<'a> {
    pub(super) villages: &'a [Homestead],
    /// Cell of each farm and the index of its village.
    pub(super) farms: &'a [(usize, usize)],
}

pub(super) fn build(spec: &Spec, ground: &Ground, goals: &Goals, tick: &mut dyn FnMut()) -> Joined {
    let spots: Vec<Spot> = spec.towns.iter().map(|town| ground.frame.metres(town.point)).collect();
    let mut web = Web::new(ground, spots[0], design::main_road(), spec.greed);
    let towns = join_towns(spec, ground, &mut web, &spots, tick);
    let mut near = Near::new(spots.clone());
    let mut order: Vec<usize> = (0..goals.villages.len()).collect();
    let spot_of = |cell: usize| ground.place(cell);
    let out = |village: usize| {
        let home = &goals.villages[village];
        distance(spot_of(home.cell), spots[home.town])
    };
    order.sort_by(|&a, &b| out(a).total_cmp(&out(b)).then(a.cmp(&b)));
    let jobs: Vec<Job> = order
        .iter()
        .enumerate()
        .map(|(number, &village)| {
            let home = &goals.villages[village];
            let design = if number % 4 == 0 { design::township_road() } else { design::village_road() };
            let name = format!("{}Y{:03}", spec.towns[home.town].name_zh, number + 1);
            Job { spot: spot_of(home.cell), design, name }
        })
        .collect();
    let mut villages = vec![None; goals.villages.len()];
    for (knot, village) in web.connect_all(&jobs, &mut near, true, tick).into_iter().zip(order) {
        villages[village] = knot;
    }
    let track = |&(cell, _): &(usize, usize)| Job {
        spot: spot_of(cell),
        design: design::farm_track(),
        name: String::new(),
    };
    let jobs: Vec<Job> = goals.farms.iter().map(track).collect();
    let farms = web.connect_all(&jobs, &mut near, false, tick);
    close_rings(spec, &mut web, &towns, &villages);
    let point = |knot: u32| ground.frame.point(web.knots[knot as usize].spot);
    let on_road = |knots: &[Option<u32>]| knots.iter().map(|knot| knot.map(point)).collect();
    let (villages, farms) = (on_road(&villages), on_road(&farms));
    Joined {
        towns: towns.iter().map(|&knot| point(knot)).collect(),
        villages,
        farms,
        map: map(spec, ground, &web, &spots),
    }
}

/// Joins every town to the seat along a tree of short connections; the ways to the largest towns
/// are main roads.
fn join_towns(
    spec: &Spec,
    ground: &Ground,
    web: &mut Web,
    spots: &[Spot],
    tick: &mut dyn FnMut(),
) -> Vec<u32> {
    let far = |a: usize, b: usize| {
        let wet = (0..=20).any(|part| {
            let share = f64::from(part) / 20.0;
            let spot = (
                spots[a].0 + (spots[b].0 - spots[a].0) * share,
                spots[a].1 + (spots[b].1 - spots[a].1) * share,
            );
            ground.water[ground.cell(spot)]
        });
        distance(spots[a], spots[b]) * if wet { 1.5 } else { 1.0 }
    };
    let tree = tree(spots.len(), &|a, b| distance(spots[a], spots[b]), &far);
    let mut parent = vec![0; spots.len()];
    tree.iter().for_each(|&(to, from)| parent[to] = from);
    let mut main = vec![false; spots.len()];
    let mut large: Vec<usize> = (1..spots.len()).collect();
    large.sort_by_key(|&town| (std::cmp::Reverse(spec.towns[town].population), town));
    for &town in large.iter().take((spots.len() / 6).clamp(1, 400)) {
        let mut at = town;
        while at != 0 && !main[at] {
            main[at] = true;
            at = parent[at];
        }
    }
    let mut knots = vec![0u32; spots.len()];
    for (number, &(to, from)) in tree.iter().enumerate() {
        let (design, name) = if main[to] {
            (design::main_road(), format!("S{}", 100 + number))
        } else {
            (design::county_road(), format!("X{:03}", number + 1))
        };
        let near = distance(spots[to], spots[from]);
        knots[to] = web.connect(spots[to], near, design, &name).unwrap_or(0);
        tick();
    }
    knots
}

/// Prim's tree from node 0: (node, the node it hangs on), in the order of joining.
fn tree(
    count: usize,
    straight: &dyn Fn(usize, usize) -> f64,
    far: &dyn Fn(usize, usize) -> f64,
) -> Vec<(usize, usize)> {
    let mut nearest: Vec<(f64, usize)> = (0..count).map(|node| (far(0, node), 0)).collect();
    let mut open: Vec<usize> = (1..count).collect();
    let mut joined = Vec::with_capacity(open.len());
    while let Some(at) =
        (0..open.len()).min_by(|&a, &b| nearest[open[a]].0.total_cmp(&nearest[open[b]].0).then(a.cmp(&b)))
    {
        let node = open.remove(at);
        joined.push((node, nearest[node].1));
        for &other in &open {
            // No way is shorter than the straight line, which is known sooner.
            if straight(node, other) < nearest[other].0 {
                let length = far(node, other);
                if length < nearest[other].0 {
                    nearest[other] = (length, node);
                }
            }
        }
    }
    joined
}

/// Rings where the way round is long: by county road between towns, by village road or path between villages.
fn close_rings(spec: &Spec, web: &mut Web, towns: &[u32], villages: &[Option<u32>]) {
    for (number, &town) in towns.iter().enumerate().filter(|(number, _)| number % 2 == 1) {
        let _ = web.link(town, 9_000.0, design::county_road(), &format!("X{:03}", 500 + number));
    }
    for (number, village) in villages.iter().enumerate() {
        let Some(start) = *village else { continue };
        match mix(spec.seed, 900 + number as u64) % 10 {
            0..=2 => drop(web.link(start, 2_600.0, design::village_road(), "")),
            3 => drop(web.link(start, 1_800.0, design::path(), "")),
            _ => {}
        }
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
    bridge: bool,
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
        Kind { bridge: wet || crosses, urban, high: ground.height(middle) > 1_500.0 }
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
        structure: if kind.bridge { Structure::Bridge } else { Structure::Ground },
        oneway: Oneway::No,
        maxspeed: design.maxspeed,
        limits: Limits { mass: design.bridge.filter(|_| kind.bridge), height: None, width: None },
        closure: Closure { seasons: [false, summer, false, winter] },
        destination_only: false,
        minutes: None,
        urban: kind.urban,
        breadth: Breadth::default(),
        name: name.to_owned(),
        sign: Sign::default(),
    }
}
