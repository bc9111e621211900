//! Ways cut into links: stretches of road between junctions.
//!
//! A node is a junction if a way ends there, if it is used more than once, or
//! if it has a barrier. At a closed barrier every link gets an end of its
//! own, so that nothing leads through; at a barrier for narrow vehicles these
//! ends are joined by gates of length zero.

use super::chains;
use crate::county::{Barrier, Oneway, RoadMap, RoadNode};
use crate::units::Point;

/// A stretch of road between two junctions, for both directions.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) from: u32,
    pub(super) to: u32,
    /// Index into the map's ways; the first one if several are joined.
    pub(super) way: u32,
    pub(super) forward: bool,
    pub(super) backward: bool,
    /// Lets narrow vehicles through only.
    pub(super) gate: bool,
    pub(super) points: Vec<Point>,
    /// The node of the map at each point.
    pub(super) nodes: Vec<u32>,
    /// Where along the points a way begins, and which; the first begins at the first point.
    pub(super) ways: Vec<(u32, u32)>,
}

/// Junctions and the links between them.
#[derive(Clone, Debug, Default)]
pub(super) struct Links {
    pub(super) junctions: Vec<Point>,
    pub(super) links: Vec<Link>,
    /// Ways that were not used at all: without two usable nodes.
    pub(super) unusable: usize,
}

/// All links of a map; chains of links that are alike are joined.
pub(super) fn links(map: &RoadMap) -> Links {
    let mut cutter = Cutter::new(map);
    for way in 0..map.ways.len() {
        cutter.cut(way as u32);
    }
    cutter.join_gates();
    chains::join(cutter.done, map)
}

const NONE: u32 = u32::MAX;

struct Cutter<'a> {
    map: &'a RoadMap,
    /// By node: true where links meet or end.
    junction: Vec<bool>,
    /// By node: its junction, once it has one.
    number: Vec<u32>,
    /// Ends at barriers for narrow vehicles: node, junction, way.
    gates: Vec<(u32, u32, u32)>,
    done: Links,
}

impl<'a> Cutter<'a> {
    fn new(map: &'a RoadMap) -> Cutter<'a> {
        let mut uses = vec![0_u8; map.nodes.len()];
        let mut cutter = Cutter {
            map,
            junction: Vec::new(),
            number: vec![NONE; map.nodes.len()],
            gates: Vec::new(),
            done: Links::default(),
        };
        for way in 0..map.ways.len() {
            for run in cutter.runs(way) {
                for (place, &node) in run.iter().enumerate() {
                    let more = if place == 0 || place + 1 == run.len() { 2 } else { 1 };
                    uses[node as usize] = uses[node as usize].saturating_add(more);
                }
            }
        }
        cutter.junction = uses
            .iter()
            .zip(&map.nodes)
            .map(|(&uses, node)| uses > 1 || node.barrier != Barrier::Open)
            .collect();
        cutter
    }

    /// The way's nodes without those that lie nowhere, and none twice in a row. A node that lies
    /// nowhere ends a run: no straight line is drawn over it.
    fn runs(&self, way: usize) -> Vec<Vec<u32>> {
        let mut runs = vec![Vec::new()];
        for &node in &self.map.ways[way].nodes {
            let last = runs.len() - 1;
            if !self.map.nodes.get(node as usize).is_some_and(|node| is_on_earth(node.point)) {
                runs.push(Vec::new());
            } else if runs[last].last() != Some(&node) {
                runs[last].push(node);
            }
        }
        runs.retain(|run| run.len() > 1);
        runs
    }

    fn cut(&mut self, way: u32) {
        let runs = self.runs(way as usize);
        self.done.unusable += usize::from(runs.is_empty());
        for run in runs {
            let mut start = 0;
            for place in 1..run.len() {
                if self.junction[run[place] as usize] {
                    self.link(way, &run[start..=place]);
                    start = place;
                }
            }
        }
    }

    fn link(&mut self, way: u32, nodes: &[u32]) {
        let place = |node: u32| self.map.nodes[node as usize].point;
        let (first, last) = (nodes[0], nodes[nodes.len() - 1]);
        let mut nodes = nodes.to_vec();
        nodes.dedup_by(|later, earlier| place(*later) == place(*earlier));
        if nodes.len() == 1 {
            if first == last {
                return;
            }
            nodes.push(last);
        }
        let points = nodes.iter().map(|&node| place(node)).collect();
        let oneway = self.map.ways[way as usize].oneway;
        let link = Link {
            from: self.end(first, way),
            to: self.end(last, way),
            way,
            forward: oneway != Oneway::Backward,
            backward: oneway != Oneway::Forward,
            gate: false,
            points,
            nodes,
            ways: vec![(0, way)],
        };
        self.done.links.push(link);
    }

    /// The junction where a link ends at this node.
    fn end(&mut self, node: u32, way: u32) -> u32 {
        let RoadNode { point, barrier, .. } = self.map.nodes[node as usize];
        match barrier {
            Barrier::Open if self.number[node as usize] != NONE => self.number[node as usize],
            Barrier::Open => {
                self.number[node as usize] = self.add(point);
                self.number[node as usize]
            }
            Barrier::Closed => self.add(point),
            Barrier::NarrowOnly => {
                let own = self.add(point);
                self.gates.push((node, own, way));
                own
            }
        }
    }

    /// Joins the ends at each barrier for narrow vehicles to the first of them.
    fn join_gates(&mut self) {
        for (node, own, way) in std::mem::take(&mut self.gates) {
            let hub = &mut self.number[node as usize];
            if *hub == NONE {
                *hub = own;
                continue;
            }
            let point = self.map.nodes[node as usize].point;
            self.done.links.push(Link {
                from: *hub,
                to: own,
                way,
                forward: true,
                backward: true,
                gate: true,
                points: vec![point, point],
                nodes: vec![node, node],
                ways: vec![(0, way)],
            });
        }
    }

    fn add(&mut self, point: Point) -> u32 {
        self.done.junctions.push(point);
        self.done.junctions.len() as u32 - 1
    }
}

fn is_on_earth(point: Point) -> bool {
    (-180.0..=180.0).contains(&point.x()) && (-85.0..=85.0).contains(&point.y())
}
