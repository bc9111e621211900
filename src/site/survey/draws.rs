//! Closed roads drawn from how often each is closed, and for how long. (M187)
//!
//! How often an edge is closed follows from its hillside, its structure and
//! the season (`reliability`), how long from its class: main roads are cleared
//! first. Rates times days add up; on a share `exp(-sum)` of the season's
//! days nothing is closed. The others are drawn: how many roads are closed
//! (Poisson, none left out), then which.

use super::season::SEASONS;
use super::wishes::Closures;
use crate::county::{Circle, County, Report, RoadClass, RoadReport};
use crate::facts;
use crate::network::{Heights, Network, State};
use crate::reliability;
use crate::units::Dice;
use petgraph::graph::EdgeIndex;

/// Roads that are closed together, in a season.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// Index into [`SEASONS`].
    pub season: usize,
    pub closed: Vec<RoadReport>,
    /// Of the year.
    pub share: f64,
}

/// Metres around the middle of an edge that is closed.
const AROUND: f64 = 15.0;
/// Roads closed at once at most.
const MOST: usize = 50;

/// Draws for the days on which some road is closed, of each season in proportion to these days.
#[must_use]
pub fn draws(network: &Network, heights: Heights, county: &County, wanted: &Closures) -> Vec<Draw> {
    let mut dice = Dice::new(wanted.seed, 0);
    let urns: Vec<Urn> = (0..SEASONS.len()).map(|season| Urn::of(network, heights, county, season)).collect();
    let all: f64 = urns.iter().map(Urn::chance).sum();
    let mut draws = Vec::new();
    for (season, urn) in urns.iter().enumerate().filter(|it| it.1.chance() > 0.0) {
        let count = (wanted.draws as f64 * urn.chance() / all).round().max(1.0) as usize;
        let share = urn.chance() / SEASONS.len() as f64 / count as f64;
        let closed = |dice: &mut Dice| urn.draw(network, dice);
        draws.extend((0..count).map(|_| Draw { season, closed: closed(&mut dice), share }));
    }
    draws
}

/// Edges of one direction, with the sums of what they are closed for.
struct Urn {
    edges: Vec<EdgeIndex>,
    /// Sums of days closed, over days, up to and with each edge.
    sums: Vec<f64>,
}

impl Urn {
    fn of(network: &Network, heights: Heights, county: &County, season: usize) -> Urn {
        let state = State::from(SEASONS[season]);
        let rates = reliability::rates(network, heights, state, &county.road_state.reports);
        let mut urn = Urn { edges: Vec::new(), sums: Vec::new() };
        let mut sum = 0.0;
        for edge in network.graph().edge_indices() {
            let rate = rates.0[edge.index()] * days(network.graph()[edge].class);
            if rate > 0.0 && network.twin(edge).is_none_or(|twin| edge < twin) {
                sum += rate;
                urn.edges.push(edge);
                urn.sums.push(sum);
            }
        }
        urn
    }

    fn sum(&self) -> f64 {
        self.sums.last().copied().unwrap_or(0.0)
    }

    /// Share of the season's days on which something is closed.
    fn chance(&self) -> f64 {
        -(-self.sum()).exp_m1()
    }

    fn draw(&self, network: &Network, dice: &mut Dice) -> Vec<RoadReport> {
        let mut edges: Vec<EdgeIndex> = (0..self.count(dice)).map(|_| self.edge(dice)).collect();
        edges.sort_unstable();
        edges.dedup();
        edges.into_iter().filter_map(|edge| report(network, edge)).collect()
    }

    /// How many are closed, at least one: the Poisson distribution without 0.
    fn count(&self, dice: &mut Dice) -> usize {
        let (mean, mut left) = (self.sum(), dice.unit() * self.chance());
        let mut chance = (-mean).exp() * mean;
        for count in 1..MOST {
            left -= chance;
            if left < 0.0 {
                return count;
            }
            chance *= mean / (count + 1) as f64;
        }
        MOST
    }

    fn edge(&self, dice: &mut Dice) -> EdgeIndex {
        let target = dice.unit() * self.sum();
        let at = self.sums.partition_point(|&sum| sum <= target);
        self.edges[at.min(self.edges.len() - 1)]
    }
}

/// Days until a road is open again.
fn days(class: RoadClass) -> f64 {
    facts::value(match class {
        RoadClass::Motorway | RoadClass::Trunk | RoadClass::Primary => "siting.clear.main",
        RoadClass::Secondary | RoadClass::Tertiary => "siting.clear.county",
        _ => "siting.clear.village",
    })
}

/// The middle of an edge, closed.
fn report(network: &Network, edge: EdgeIndex) -> Option<RoadReport> {
    let line = &network.graph()[edge].geometry;
    let along = crate::network::lengths(line);
    let half = along.last()? / 2.0;
    let after = along.partition_point(|&metres| metres <= half).clamp(1, line.len().checked_sub(1)?);
    let (from, to) = (line[after - 1], line[after]);
    let share = (half - along[after - 1]) / (along[after] - along[after - 1]).max(1e-9);
    let point = crate::units::Point::new(
        from.x() + (to.x() - from.x()) * share,
        from.y() + (to.y() - from.y()) * share,
    );
    let area = Circle { point, radius: AROUND.min(half / 2.0).max(0.5) };
    Some(RoadReport { code: String::new(), area, report: Report::Closed })
}
