//! One vehicle type's moves from stop to stop: what they cost at least, and when they end at the
//! earliest. (M16, M17, M31)

use super::losses::Losses;
use super::way::Way;
use crate::bound::graph::Graph;
use crate::model::{Pause, Problem};

/// Beginnings of a day that are told apart. What begins later in a part is paid from its end.
const BEGINNINGS: i64 = 128;
/// A day longer than this, in seconds, has no hours to speak of.
const LONG_DAY: i64 = 10_000_000;

/// A moment on the way, and the rests that are over by then.
pub type Clock = (i64, u8);

pub struct Road<'a> {
    pub graph: &'a Graph,
    pub losses: Losses,
    /// Fen for a second that the vehicle is out.
    pub per_second: f64,
    /// The vehicle may leave again once it is back.
    pub reloads: bool,
    /// Loading begins here at the earliest.
    pub begin: i64,
    /// Seconds of the shortest step from one stop to the next, over the depot or not.
    pub shortest: i64,
    rests: Vec<Pause>,
    /// By from, to: fen without the vehicle's time and without what goods lose.
    legs: Vec<f64>,
}

impl<'a> Road<'a> {
    /// `None` if the day has no end.
    pub fn new(problem: &Problem, kind: usize, graph: &'a Graph) -> Option<Road<'a>> {
        let vehicle = &problem.kinds[kind];
        length(problem, kind, graph)?;
        let per_second = vehicle.per_hour as f64 / 3600.0;
        Some(Road {
            losses: Losses::new(problem, kind, graph),
            per_second,
            reloads: vehicle.max_trips > 1,
            begin: vehicle.shift_start,
            shortest: shortest(graph),
            rests: vehicle.breaks.to_vec(),
            legs: legs(graph, per_second),
            graph,
        })
    }

    pub fn length(&self) -> i64 {
        self.graph.close - self.begin
    }

    /// How many rests there may be, none included.
    pub fn layers(&self) -> usize {
        self.rests.len() + 1
    }

    /// Infinite where there is no way.
    pub fn leg(&self, from: usize, to: usize) -> f64 {
        self.legs[from * (self.graph.nodes.len() + 2) + to]
    }

    /// Days begin in these parts of the day: what their time costs less by then, when they leave at
    /// the earliest, and the rests that they need no more.
    pub fn beginnings(&self) -> impl Iterator<Item = Way> {
        let part = self.length() / BEGINNINGS + 1;
        let starts = (0..BEGINNINGS).map(move |number| self.begin + number * part);
        starts.filter(|start| start + self.graph.reload <= self.graph.close).map(move |start| {
            let end = start + part;
            let rests = self.rests.partition_point(|pause| pause.latest < end);
            let cost = -self.per_second * end as f64;
            Way { cost, clock: (start + self.graph.reload, rests as u8), rate: 0.0 }
        })
    }

    /// True if the next rest need not have begun by this moment.
    fn is_early(&self, (end, rests): Clock) -> bool {
        self.rests.get(usize::from(rests)).is_none_or(|pause| end <= pause.latest)
    }

    /// When a vehicle can leave a stop, without a rest and after one.
    fn leave(&self, from: usize, (clock, rests): Clock) -> [Option<Clock>; 2] {
        let now = clock + self.graph.nodes.get(from).map_or(0, |node| node.service);
        let rested = self.rests.get(usize::from(rests)).and_then(|pause| {
            let begin = now.max(pause.earliest);
            (begin <= pause.latest).then_some((begin + pause.duration, rests + 1))
        });
        [Some((now, rests)), rested]
    }

    /// When service starts at the next stop, without a rest and after one.
    pub fn on(&self, from: usize, clock: Clock, to: usize) -> impl Iterator<Item = Clock> + use<> {
        let (graph, drive) = (self.graph, self.graph.seconds(from, to));
        let ways = self.leave(from, clock).map(|leave| {
            let (leave, rests) = leave?;
            let start = graph.start(to, leave + drive?)?;
            self.is_early((start + graph.nodes[to].service, rests)).then_some((start, rests))
        });
        ways.into_iter().flatten()
    }

    /// When a trip is back, without a rest and after one.
    pub fn home(&self, from: usize, clock: Clock) -> impl Iterator<Item = Clock> + use<> {
        let (graph, drive) = (self.graph, self.graph.seconds(from, self.graph.sink()));
        let ways = self.leave(from, clock).map(|leave| {
            let (leave, rests) = leave?;
            let back = leave + drive?;
            (back <= graph.close && self.is_early((back, rests))).then_some((back, rests))
        });
        ways.into_iter().flatten()
    }

    /// All ways to the next stop, from a stop or from the depot.
    pub fn ahead(&self, from: usize, way: Way, to: usize) -> impl Iterator<Item = Way> {
        let cost = way.cost - way.rate * (way.clock.0 as f64 + self.losses.stay(from)) + self.leg(from, to);
        let doors = self.losses.doors(from, to);
        self.on(from, way.clock, to).map(move |clock| {
            let (rate, lost) = self.losses.aboard(to, clock.0);
            let rate = way.rate + rate;
            let least = clock.0 as f64 + self.losses.stay(to) + doors;
            Way { cost: cost + lost + rate * least, clock, rate }
        })
    }

    /// All ways home, the goods unloaded. Their time is not paid yet.
    pub fn back(&self, from: usize, way: Way) -> impl Iterator<Item = Way> {
        let straight = way.clock.0 as f64 + self.losses.stay(from);
        self.home(from, way.clock).map(move |clock| {
            let longer = way.rate * (clock.0 as f64 - straight);
            Way { cost: way.cost + self.leg(from, self.graph.sink()) + longer, clock, rate: 0.0 }
        })
    }

    /// What a day costs that ends with this way home.
    pub fn end(&self, back: &Way) -> f64 {
        back.cost + self.per_second * back.clock.0 as f64
    }

    /// When the next trip leaves after one that is back.
    pub fn again(&self, (back, rests): Clock) -> Option<Clock> {
        let leave = (back + self.graph.reload, rests);
        (self.reloads && leave.0 <= self.graph.close && self.is_early(leave)).then_some(leave)
    }
}

/// Seconds of a vehicle's day; `None` if it has no end.
pub fn length(problem: &Problem, kind: usize, graph: &Graph) -> Option<i64> {
    let length = graph.close - problem.kinds[kind].shift_start;
    (1..LONG_DAY).contains(&length).then_some(length)
}

fn shortest(graph: &Graph) -> i64 {
    let steps = graph.nodes.iter().enumerate().flat_map(|(from, node)| {
        let drives = graph.next[from].iter().filter_map(move |&to| graph.seconds(from, to as usize));
        drives.map(move |drive| node.service + drive)
    });
    let homes = graph.nodes.iter().enumerate();
    let homes = homes.filter_map(|(from, node)| Some(node.service + graph.seconds(from, graph.sink())?));
    let home = homes.min().unwrap_or(LONG_DAY);
    steps.chain([home + graph.reload]).min().unwrap_or(LONG_DAY)
}

fn legs(graph: &Graph, per_second: f64) -> Vec<f64> {
    let size = graph.nodes.len() + 2;
    let mut legs = vec![f64::INFINITY; size * size];
    for from in (0..size).filter(|&from| from != graph.sink()) {
        for to in (0..size).filter(|&to| to != graph.source() && to != from) {
            let Some(seconds) = graph.seconds(from, to) else { continue };
            if to == graph.sink() {
                legs[from * size + to] = graph.home[from];
                continue;
            }
            let service = graph.nodes.get(to).map_or(0, |node| node.service);
            let reload = if from == graph.source() { graph.reload } else { 0 };
            let lost = graph.losses.get(to).copied().unwrap_or(0.0);
            let paid = per_second * (seconds + service + reload) as f64;
            legs[from * size + to] = graph.cost(from, to) - lost - paid;
        }
    }
    legs
}
