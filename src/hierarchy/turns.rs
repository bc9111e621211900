//! Turns: hierarchies whose nodes are arcs, so that going from one road into
//! another costs time, and turning back is only done where the road ends.
//!
//! A node is "at the end of an arc". An input arc is a turn, and takes the
//! time of turning and of the arc that is turned into. What a path drives
//! before its first turn, and leaves out of its last arc, are its entries.

use super::metric::NEVER;
use super::roads::{ends, plane};
use super::{Entry, Skeleton, order};
use crate::county::{Running, Subjects};
use crate::facts;
use crate::network::{ArcWeight, Network, Weights};
use crate::units::Point;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// Where a turn is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Two stretches of one road meet.
    Joint,
    /// Three roads or more meet.
    Crossing,
    /// The road ends; the only way is back.
    End,
}

/// One way to go on from the end of an arc.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Turn {
    place: Place,
    /// Degrees, to the right positive.
    angle: i16,
    /// Those who may not make it.
    banned: Subjects,
}

/// All turns of a network that some vehicle may make.
#[derive(Clone, Debug, PartialEq)]
pub struct Turns {
    /// By turn: the arc before it and the arc after it.
    arcs: Vec<[u32; 2]>,
    turns: Vec<Turn>,
}

/// What turning takes a vehicle, in seconds. (M36)
#[derive(Clone, Copy, Debug, PartialEq)]
struct Price {
    left: f64,
    right: f64,
    back: f64,
    /// More for turns sharper than 120 degrees.
    sharp: f64,
}

/// From so many degrees on a turn takes time, and from so many all of it.
const TURNING: (f64, f64) = (25.0, 90.0);
const SHARP: i16 = 120;
/// Metres of an arc from which its direction at a junction is taken.
const AHEAD: f64 = 15.0;

impl Turns {
    /// Cost: linear in the turns.
    #[must_use]
    pub fn new(network: &Network) -> Turns {
        let graph = network.graph();
        let bearings: Vec<[f64; 2]> =
            graph.raw_edges().par_iter().map(|edge| bearings(&edge.weight.geometry)).collect();
        let of_arc = |arc: EdgeIndex| {
            let (_, junction) = graph.edge_endpoints(arc).expect("an arc of this network");
            let leaving: Vec<EdgeIndex> = graph.edges(junction).map(|edge| edge.id()).collect();
            let place = place(network, junction, arc, &leaving);
            let back = network.twin(arc);
            let goes_on = move |next: &EdgeIndex| place == Place::End || back != Some(*next);
            let next: Vec<EdgeIndex> = leaving.into_iter().filter(goes_on).collect();
            next.into_iter().map(move |next| (arc, next, place)).collect::<Vec<_>>()
        };
        let found: Vec<(EdgeIndex, EdgeIndex, Place)> = (0..graph.edge_count())
            .into_par_iter()
            .flat_map_iter(|arc| of_arc(EdgeIndex::new(arc)))
            .collect();
        let mut bans: FxHashMap<(EdgeIndex, EdgeIndex), Subjects> = FxHashMap::default();
        for ban in network.bans() {
            let whom = bans.entry((ban.from, ban.to)).or_default();
            whom.narrow |= ban.whom.narrow;
            whom.light |= ban.whom.light;
            whom.heavy |= ban.whom.heavy;
        }
        let turn = |&(before, after, place): &(EdgeIndex, EdgeIndex, Place)| {
            let angle = bearings[after.index()][0] - bearings[before.index()][1];
            let banned = bans.get(&(before, after)).copied().unwrap_or_default();
            Turn { place, angle: (angle + 540.0).rem_euclid(360.0) as i16 - 180, banned }
        };
        Turns {
            arcs: found
                .iter()
                .map(|(before, after, _)| [before.index() as u32, after.index() as u32])
                .collect(),
            turns: found.iter().map(turn).collect(),
        }
    }

    /// How many turns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.arcs.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.arcs.is_empty()
    }

    /// The arcs before and after a turn.
    #[must_use]
    pub fn arcs(&self, turn: u32) -> [EdgeIndex; 2] {
        self.arcs[turn as usize].map(|arc| EdgeIndex::new(arc as usize))
    }

    /// All turns from or into some arcs: what [`super::Metric::change`] has to be told where these
    /// arcs are closed or take another time.
    #[must_use]
    pub fn at(&self, arcs: &[EdgeIndex]) -> Vec<u32> {
        let mut is_one = vec![false; arcs.iter().map(|arc| arc.index() + 1).max().unwrap_or(0)];
        arcs.iter().for_each(|arc| is_one[arc.index()] = true);
        let touched = |arc: &u32| is_one.get(*arc as usize).is_some_and(|&is_one| is_one);
        let touches = |turn: &u32| self.arcs[*turn as usize].iter().any(touched);
        (0..self.len() as u32).filter(touches).collect()
    }

    /// The arcs before and after each turn, and numbers that say how each is made.
    pub fn numbers(&self) -> (&[[u32; 2]], impl Iterator<Item = u32>) {
        let number = |turn: &Turn| {
            let Subjects { narrow, light, heavy } = turn.banned;
            let banned = u32::from(narrow) | u32::from(light) << 1 | u32::from(heavy) << 2;
            banned << 24 | (turn.place as u32) << 16 | u32::from(turn.angle.cast_unsigned())
        };
        (&self.arcs, self.turns.iter().map(number))
    }

    /// Turns from such numbers; `None` if these are none.
    #[must_use]
    pub fn from_numbers(arcs: Vec<[u32; 2]>, numbers: &[u32]) -> Option<Turns> {
        let turn = |number: &u32| {
            let place = *[Place::Joint, Place::Crossing, Place::End].get((number >> 16) as usize & 0xff)?;
            let angle = (*number as u16).cast_signed();
            let bits = number >> 24;
            let banned = Subjects { narrow: bits & 1 != 0, light: bits & 2 != 0, heavy: bits & 4 != 0 };
            let sound = (-180..=180).contains(&angle) && bits < 8;
            sound.then_some(Turn { place, angle, banned })
        };
        let turns: Vec<Turn> = numbers.iter().map(turn).collect::<Option<_>>()?;
        (turns.len() == arcs.len()).then_some(Turns { arcs, turns })
    }

    /// A hierarchy whose nodes are arcs and whose input arcs are these turns.
    #[must_use]
    pub fn hierarchy(&self, network: &Network) -> Skeleton {
        let order = order::by_arcs(&plane(network), &ends(network));
        Skeleton::new(&order, &self.arcs, self.arcs.iter().map(|arcs| arcs[1]).collect())
    }

    /// Milliseconds of each turn together with the arc after it, [`NEVER`] where the vehicle that
    /// was weighed may not make it or may not use one of its arcs. (M36)
    #[must_use]
    pub fn costs(&self, weights: &Weights) -> Vec<u32> {
        self.costs_of(&weights.arcs, weights.running())
    }

    /// The same from the weight of each arc.
    #[must_use]
    pub fn costs_of(&self, weights: &[Option<ArcWeight>], running: &Running) -> Vec<u32> {
        self.costs_by(|arc| weights[arc as usize].map(|weight| weight.millis), running)
    }

    /// The same from the milliseconds of each arc, `None` where it is closed.
    pub fn costs_by(&self, open: impl Fn(u32) -> Option<u32> + Sync, running: &Running) -> Vec<u32> {
        let prices = Prices::new(&Price::of(running));
        let cost = |(&[before, after], turn): (&[u32; 2], &Turn)| {
            let (Some(_), Some(millis)) = (open(before), open(after)) else { return NEVER };
            if holds(turn.banned, running) {
                return NEVER;
            }
            millis.saturating_add(prices.millis(*turn)).min(NEVER)
        };
        self.arcs.par_iter().zip(&self.turns).map(cost).collect()
    }

    /// The same for somebody who turns as he likes, in no time.
    pub fn costs_free(&self, open: impl Fn(u32) -> Option<u32> + Sync) -> Vec<u32> {
        let cost = |&[before, after]: &[u32; 2]| open(before).and(open(after)).unwrap_or(NEVER).min(NEVER);
        self.arcs.par_iter().map(cost).collect()
    }

    /// Milliseconds of one turn itself, without the arc after it.
    #[must_use]
    pub fn millis(&self, turn: u32, running: &Running) -> u32 {
        Price::of(running).millis(self.turns[turn as usize])
    }

    /// Where a path from a junction may begin: each arc that leaves it, driven to its end.
    #[must_use]
    pub fn leaving(network: &Network, weights: &Weights, junction: NodeIndex) -> Vec<Entry> {
        let arcs = network.graph().edges(junction).map(|edge| edge.id());
        let entry = |arc: EdgeIndex| {
            let millis = i32::try_from(weights.arcs[arc.index()]?.millis).ok()?;
            Some(Entry { node: arc.index() as u32, millis })
        };
        arcs.filter_map(entry).collect()
    }

    /// Where a path to a junction may end: each arc that leads to it.
    #[must_use]
    pub fn arriving(network: &Network, weights: &Weights, junction: NodeIndex) -> Vec<Entry> {
        let arcs = network.graph().edges_directed(junction, petgraph::Direction::Incoming);
        let open = arcs.map(|edge| edge.id().index()).filter(|&arc| weights.arcs[arc].is_some());
        open.map(|arc| Entry::at(arc as u32)).collect()
    }
}

fn place(network: &Network, junction: NodeIndex, arc: EdgeIndex, leaving: &[EdgeIndex]) -> Place {
    if leaving.len() == 1 && network.twin(arc) == Some(leaving[0]) {
        return Place::End;
    }
    let entering = network.graph().edges_directed(junction, petgraph::Direction::Incoming);
    let oneway = entering.filter(|edge| network.twin(edge.id()).is_none()).count();
    if leaving.len() + oneway > 2 { Place::Crossing } else { Place::Joint }
}

/// Whether a ban holds for a vehicle. (M36)
fn holds(banned: Subjects, running: &Running) -> bool {
    let is_heavy = running.gross_mass > rules().heavy;
    if running.narrow {
        banned.narrow
    } else if is_heavy {
        banned.heavy
    } else {
        banned.light
    }
}

/// Degrees clockwise from north in which a line begins and ends. (M36)
#[must_use]
pub fn bearings(line: &[Point]) -> [f64; 2] {
    let first = line.first().copied();
    let last = line.last().copied();
    let (Some(first), Some(last)) = (first, last) else { return [0.0; 2] };
    let ahead = |from: Point, points: &mut dyn Iterator<Item = &Point>| {
        let mut at = from;
        for &point in points {
            at = point;
            if apart(from, point) >= AHEAD {
                break;
            }
        }
        at
    };
    let begin = ahead(first, &mut line.iter());
    let end = ahead(last, &mut line.iter().rev());
    [bearing(first, begin), bearing(end, last)]
}

fn plane_step(from: Point, to: Point) -> (f64, f64) {
    let east = (to.x() - from.x()) * f64::midpoint(from.y(), to.y()).to_radians().cos();
    (east * 111_195.0, (to.y() - from.y()) * 111_195.0)
}

fn apart(from: Point, to: Point) -> f64 {
    let (east, north) = plane_step(from, to);
    east.hypot(north)
}

fn bearing(from: Point, to: Point) -> f64 {
    let (east, north) = plane_step(from, to);
    east.atan2(north).to_degrees()
}

struct Rules {
    left: f64,
    right: f64,
    back: f64,
    back_narrow: f64,
    sharp: f64,
    short: f64,
    heavy: f64,
}

fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| Rules {
        left: facts::value("turn.left"),
        right: facts::value("turn.right"),
        back: facts::value("turn.back"),
        back_narrow: facts::value("turn.back.narrow"),
        sharp: facts::value("turn.sharp"),
        short: facts::value("turn.short"),
        heavy: facts::value("import.lorry_mass"),
    })
}

/// Milliseconds of every possible turn: by place, and by degrees from -180 on.
struct Prices([[u32; 361]; 3]);

impl Prices {
    fn new(price: &Price) -> Prices {
        Prices([Place::Joint, Place::Crossing, Place::End].map(|place| {
            let turn = |angle| Turn { place, angle, banned: Subjects::NOBODY };
            std::array::from_fn(|degrees| price.millis(turn(degrees as i16 - 180)))
        }))
    }

    fn millis(&self, turn: Turn) -> u32 {
        self.0[turn.place as usize][(turn.angle + 180) as usize]
    }
}

impl Price {
    fn of(running: &Running) -> Price {
        let rules = rules();
        let long = (running.length - rules.short).max(0.0) * rules.sharp;
        let back = if running.narrow { rules.back_narrow } else { rules.back };
        Price { left: rules.left, right: rules.right, back: back + long, sharp: long }
    }

    fn millis(&self, turn: Turn) -> u32 {
        if turn.place == Place::End {
            return (self.back * 1000.0).round() as u32;
        }
        let angle = f64::from(turn.angle.abs());
        let share = ((angle - TURNING.0) / (TURNING.1 - TURNING.0)).clamp(0.0, 1.0);
        let side = if turn.angle < 0 { self.left } else { self.right };
        let crossing = if turn.place == Place::Crossing { share * side } else { 0.0 };
        let sharp = if turn.angle.abs() > SHARP { self.sharp } else { 0.0 };
        ((crossing + sharp) * 1000.0).round() as u32
    }
}

#[cfg(test)]
mod tests;
