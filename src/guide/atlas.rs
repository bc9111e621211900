//! The roads as a guide needs them.

use super::ids::Ids;
use crate::county::{Limits, RoadClass, RoadMap, Structure};
use crate::network::lines::{Heading, LineId, Lines};
use crate::network::nearest::{Hit, Nearest};
use crate::network::{Courses, Network};
use crate::units::Point;
use petgraph::graph::EdgeIndex;
use rustc_hash::FxHashMap;

/// What one way of the map says about itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Road {
    /// Id in the source file.
    pub way: i64,
    /// Number of its name and of its road number in the atlas; 0 is none.
    pub(super) name: u32,
    pub(super) number: u32,
    pub class: RoadClass,
    pub link: bool,
    pub roundabout: bool,
}

/// What a line is, for those who want to keep off it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kind {
    pub motorway: bool,
    pub toll: bool,
    pub ferry: bool,
    pub tunnel: bool,
    /// A barrier drawn as a road without length.
    pub gate: bool,
}

/// Lines, names, nodes, and which roads meet where.
#[derive(Clone, Debug)]
pub struct Atlas {
    pub(super) lines: Lines,
    pub(super) index: Nearest,
    /// By line: the junctions at its first and last point.
    pub(super) ends: Vec<[u32; 2]>,
    /// By junction: where its arms begin; one more at the end.
    pub(super) first_arm: Vec<u32>,
    /// Twice a line, plus one if it is its last point that lies at the junction.
    pub(super) arms: Vec<u32>,
    pub(super) kinds: Vec<Kind>,
    /// Lines that have any.
    pub(super) limits: FxHashMap<LineId, Limits>,
    /// By line: where its entries in `follows` begin; one more at the end.
    pub(super) first_road: Vec<u32>,
    /// From which point of its line on, and which road.
    pub(super) follows: Vec<(u32, u32)>,
    pub(super) roads: Vec<Road>,
    pub(super) names: Vec<String>,
    /// By line: ids of the nodes of its points in the source file.
    pub(super) nodes: Ids,
    pub(super) arcs: usize,
}

impl Atlas {
    /// From a network, the map it was built from, and the courses that came with it.
    #[must_use]
    pub fn new(map: &RoadMap, network: &Network, courses: &Courses) -> Atlas {
        let lines = Lines::new(network);
        let graph = network.graph();
        let drawn: Vec<EdgeIndex> = (0..lines.len() as u32)
            .map(|line| lines.arc(LineId(line), Heading::Along).expect("a line is drawn by an arc along it"))
            .collect();
        let ends: Vec<[u32; 2]> = drawn
            .iter()
            .map(|&arc| graph.edge_endpoints(arc).expect("an arc has ends"))
            .map(|(from, to)| [from.index() as u32, to.index() as u32])
            .collect();
        let (first_arm, arms) = meet(&ends, graph.node_count());
        let (roads, names) = Names::roads(map);
        let kind = |arc: &EdgeIndex| {
            let arc = &graph[*arc];
            Kind {
                motorway: arc.class == RoadClass::Motorway,
                toll: false,
                ferry: arc.class == RoadClass::Ferry,
                tunnel: arc.structure == Structure::Tunnel,
                gate: arc.narrow_only,
            }
        };
        let mut kinds: Vec<Kind> = drawn.iter().map(kind).collect();
        let limited = |(line, arc): (usize, &EdgeIndex)| {
            let limits = graph[*arc].limits;
            (limits != Limits::default()).then_some((LineId(line as u32), limits))
        };
        let limits = drawn.iter().enumerate().filter_map(limited).collect();
        let (mut first_road, mut follows, mut nodes) = (vec![0], Vec::new(), Ids::default());
        for line in (0..lines.len() as u32).map(LineId) {
            let ways = courses.ways(line);
            kinds[line.index()].toll = ways.iter().any(|&(_, way)| map.ways[way as usize].sign.toll);
            follows.extend_from_slice(ways);
            first_road.push(follows.len() as u32);
            nodes.push(courses.nodes(line).iter().map(|&node| map.nodes[node as usize].id));
        }
        let index = Nearest::new(&lines, |line| !kinds[line.index()].gate);
        let arcs = graph.edge_count();
        Atlas {
            lines,
            index,
            ends,
            first_arm,
            arms,
            kinds,
            limits,
            first_road,
            follows,
            roads,
            names,
            nodes,
            arcs,
        }
    }

    #[must_use]
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// How many junctions there are.
    #[must_use]
    pub fn junctions(&self) -> usize {
        self.first_arm.len() - 1
    }

    /// How many arcs there are.
    #[must_use]
    pub fn arcs(&self) -> usize {
        self.arcs
    }

    /// The junctions where an arc begins and ends.
    #[must_use]
    pub fn ends(&self, arc: EdgeIndex) -> (u32, u32) {
        let (line, heading) = self.lines.of(arc);
        let [first, last] = self.ends[line.index()];
        match heading {
            Heading::Along => (first, last),
            Heading::Against => (last, first),
        }
    }

    /// The lines that meet at a junction, each with the way it leaves from there. A line that ends
    /// where it begins stands twice.
    pub fn leaving(&self, junction: u32) -> impl Iterator<Item = (LineId, Heading)> + '_ {
        let range =
            self.first_arm[junction as usize] as usize..self.first_arm[junction as usize + 1] as usize;
        self.arms[range].iter().map(|&arm| {
            (LineId(arm / 2), if arm.is_multiple_of(2) { Heading::Along } else { Heading::Against })
        })
    }

    #[must_use]
    pub fn kind(&self, line: LineId) -> Kind {
        self.kinds[line.index()]
    }

    /// How heavy, high and wide a vehicle may be on a line; nothing is known of most.
    #[must_use]
    pub fn limits(&self, line: LineId) -> Limits {
        self.limits.get(&line).copied().unwrap_or_default()
    }

    /// Number of the road at a stretch of a line.
    #[must_use]
    pub fn road_at(&self, line: LineId, stretch: u32) -> u32 {
        let range = self.first_road[line.index()] as usize..self.first_road[line.index() + 1] as usize;
        let roads = &self.follows[range];
        roads[roads.partition_point(|&(start, _)| start <= stretch).max(1) - 1].1
    }

    #[must_use]
    pub fn road(&self, road: u32) -> Road {
        self.roads[road as usize]
    }

    /// The name of a road, empty if it has none.
    #[must_use]
    pub fn name(&self, road: u32) -> &str {
        &self.names[self.roads[road as usize].name as usize]
    }

    /// The number of a road, such as `G348`, empty if it has none.
    #[must_use]
    pub fn number(&self, road: u32) -> &str {
        &self.names[self.roads[road as usize].number as usize]
    }

    /// What a road is called: its name, or else its number; empty if it has neither.
    #[must_use]
    pub fn called(&self, road: u32) -> &str {
        if self.name(road).is_empty() { self.number(road) } else { self.name(road) }
    }

    /// Ids of the nodes of a line in the source file.
    #[must_use]
    pub fn nodes(&self, line: LineId) -> Vec<i64> {
        self.nodes.of(line.index(), self.lines.range(line).len())
    }

    /// Places on roads in the order of their distance, up to `within` metres.
    pub fn near(&self, point: Point, within: f64) -> impl Iterator<Item = Hit> + '_ {
        self.index.near(&self.lines, point, within)
    }

    /// A number that changes when the roads change: hints of another map are recognised by it.
    #[must_use]
    pub fn mark(&self) -> u32 {
        let mut mark = 0x811c_9dc5_u32;
        let mut mix = |word: u32| mark = (mark ^ word).wrapping_mul(0x0100_0193).rotate_left(5);
        mix(self.arcs as u32);
        for line in (0..self.lines.len() as u32).map(LineId) {
            let points = self.lines.points(line);
            mix(points.len() as u32);
            points[0].iter().chain(&points[points.len() - 1]).for_each(|&step| mix(step as u32));
        }
        mark
    }
}

/// By junction the lines that end there.
pub(super) fn meet(ends: &[[u32; 2]], junctions: usize) -> (Vec<u32>, Vec<u32>) {
    let mut first = vec![0_u32; junctions + 1];
    for end in ends.iter().flatten() {
        first[*end as usize + 1] += 1;
    }
    for junction in 0..junctions {
        first[junction + 1] += first[junction];
    }
    let mut next = first.clone();
    let mut arms = vec![0; 2 * ends.len()];
    for (line, two) in ends.iter().enumerate() {
        for (side, &end) in two.iter().enumerate() {
            let place = &mut next[end as usize];
            arms[*place as usize] = (2 * line + side) as u32;
            *place += 1;
        }
    }
    (first, arms)
}

/// Each text once.
#[derive(Default)]
struct Names {
    list: Vec<String>,
    number: FxHashMap<String, u32>,
}

impl Names {
    fn roads(map: &RoadMap) -> (Vec<Road>, Vec<String>) {
        let mut names = Names::default();
        names.take("");
        let road = |way: &crate::county::Way| {
            // Where a road has a number only, the reader names it so.
            let name = if way.name == way.sign.number { "" } else { &way.name };
            Road {
                way: way.id,
                name: names.take(name),
                number: names.take(&way.sign.number),
                class: way.class,
                link: way.sign.link,
                roundabout: way.sign.roundabout,
            }
        };
        let roads = map.ways.iter().map(road).collect();
        (roads, names.list)
    }

    fn take(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.number.get(text) {
            return number;
        }
        let number = self.list.len() as u32;
        self.list.push(text.to_owned());
        self.number.insert(text.to_owned(), number);
        number
    }
}
