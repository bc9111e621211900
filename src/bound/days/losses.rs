//! What a stop costs if its service cannot start before a moment: goods that wait outside for
//! being collected, and being late; and what goods lose that were collected, held cool on board,
//! beyond the straight way home: with every second, and with every opening of their doors.

use crate::bound::graph::{Graph, Node};
use crate::bound::least::{LONG, coolest, least_ageing, least_home};
use crate::cold::lost;
use crate::model::{Carriage, Job, Keep, Problem, TaskId, TaskKind};
use crate::network::Location;
use crate::route::loss;
use crate::units::{Fen, Moment, ThermalAge};

/// Seconds between two entries at least; entries at most, and where stops are more than so many
/// fewer.
const STEP: i64 = 60;
const MOST: usize = 1_000;
const STOPS: usize = 300;

/// By stop and moment: the least, whatever is later in the day.
pub struct Losses {
    from: i64,
    step: i64,
    moments: usize,
    /// Fen where goods go home straight; they never fall from one moment to the next.
    fen: Vec<f64>,
    /// By stop; empty where goods lose nothing on board that is sure.
    aboard: Vec<Vec<Line>>,
    /// By stop and then the depot: seconds from the start of service until home.
    stay: Vec<f64>,
    /// By stop: where it is, and the seconds on board that opening the doors there counts for;
    /// `None` where they stay shut.
    doors: Vec<Option<(Location, f64)>>,
}

/// Fen for each second of the day until the goods are home, and fen at midnight before it: what the
/// goods of one stop lose is never below that line. Their value falls ever slower with age, so the
/// line between the first and the last moment home is below; where it ends at once, it is lower
/// still than what goes on falling.
type Line = (f64, f64);

impl Losses {
    pub fn new(problem: &Problem, kind: usize, graph: &Graph) -> Losses {
        let length = (graph.close - graph.depart).max(0);
        let most = (MOST * STOPS / graph.nodes.len().max(STOPS)).max(100);
        let step = STEP.max(length / most as i64);
        let aged = least_ageing(problem, kind, &graph.nodes);
        let home = least_home(problem, kind, &graph.nodes);
        let stay = graph.nodes.iter().zip(home).map(|(node, home)| node.service as f64 + home.min(LONG));
        let stops: Vec<Stop> = graph
            .nodes
            .iter()
            .zip(aged)
            .map(|(node, aged)| Stop { problem, kind, job: problem.job_of(node.task), task: node.task, aged })
            .collect();
        let mut losses = Losses {
            from: graph.depart,
            step,
            moments: (length / step + 1) as usize,
            fen: Vec::new(),
            aboard: vec![Vec::new(); stops.len()],
            stay: stay.chain([0.0]).collect(),
            doors: vec![None; stops.len()],
        };
        for (node, stop) in stops.iter().enumerate() {
            let fen: Vec<f64> = losses.starts(graph, node).map(|start| stop.fen(start) as f64).collect();
            losses.fen.extend(fen);
        }
        losses.lay_lines(graph, &stops);
        losses
    }

    /// At a stop whose service starts at a moment or later, the goods brought home straight.
    pub fn at(&self, node: usize, start: i64) -> f64 {
        self.fen[node * self.moments + self.moment(start)]
    }

    /// The same as a line over the seconds of the day until the goods are home.
    pub fn aboard(&self, node: usize, start: i64) -> (f64, f64) {
        match &self.aboard[node][..] {
            [] => (0.0, self.at(node, start)),
            held => held[self.moment(start)],
        }
    }

    /// Seconds from the start of service until home, straight; none at the depot, which is behind
    /// the stops.
    pub fn stay(&self, node: usize) -> f64 {
        self.stay[node]
    }

    /// Seconds on board that opening the doors at the next stop counts for.
    pub fn doors(&self, from: usize, to: usize) -> f64 {
        let place = |(place, _): (Location, f64)| place;
        match self.doors[to] {
            Some((at, seconds)) if self.doors.get(from).copied().flatten().map(place) != Some(at) => seconds,
            _ => 0.0,
        }
    }

    fn moment(&self, start: i64) -> usize {
        (((start - self.from).max(0) / self.step) as usize).min(self.moments - 1)
    }

    /// First moments of all steps, service possible.
    fn starts(&self, graph: &Graph, node: usize) -> impl Iterator<Item = i64> + use<> {
        // Where there is no way to a stop, it never opens.
        let (from, step, open) = (self.from, self.step, graph.nodes[node].open.min(graph.close));
        (0..self.moments as i64).map(move |moment| (from + moment * step).max(open))
    }

    /// Lines and doors of the compartment that most goods are held in.
    fn lay_lines(&mut self, graph: &Graph, stops: &[Stop]) {
        let own = |stop: &Stop| stop.held().map(|carriage| carriage.compartment);
        let count = |at: usize| stops.iter().filter(|stop| own(stop) == Some(at)).count();
        let Some(chosen) = stops.iter().filter_map(own).max_by_key(|&at| (count(at), at)) else { return };
        let held: Vec<&Stop> = stops.iter().filter(|stop| own(stop) == Some(chosen)).collect();
        self.doors = stops.iter().map(|stop| stop.opens(chosen, &held)).collect();
        let longest = self.doors.iter().flatten().map(|door| door.1).fold(0.0, f64::max);
        let end = graph.close as f64 + longest * most_stops(graph, &self.doors) as f64;
        for (node, stop) in stops.iter().enumerate().filter(|(_, stop)| own(stop) == Some(chosen)) {
            self.aboard[node] = self.lines(graph, node, stop, end);
        }
    }

    /// `end`: when the goods are home at the latest, the opening of doors added.
    fn lines(&self, graph: &Graph, node: usize, stop: &Stop, end: f64) -> Vec<Line> {
        let Some(carriage) = stop.held() else { return Vec::new() };
        let stay = self.stay[node];
        // From the last second of a step on, so that what is within the step is not below.
        let longest = |start: i64| (end - (start + self.step) as f64 - stay).max(0.0);
        let at = |start: i64| {
            let least = stop.smooth(start, 0.0) as f64 - ROUNDED;
            (start, least, stop.smooth(start, carriage.rate * longest(start)) as f64 - ROUNDED)
        };
        let last = graph.nodes[node].close.min(graph.close);
        let ends: Vec<(i64, f64, f64)> = self.starts(graph, node).map(at).collect();
        let line = |moment: usize| {
            let (start, least, most) = ends[moment];
            let rate = if longest(start) > 0.0 { (most - least) / longest(start) } else { 0.0 };
            let later = ends[moment + 1..].iter().take_while(|later| later.0 <= last);
            let over = std::iter::once(&ends[moment]).chain(later).map(|&(start, least, most)| {
                let soon = least - rate * ((start + self.step) as f64 + stay);
                soon.min(most - rate * end)
            });
            (rate, over.fold(f64::INFINITY, f64::min))
        };
        (0..ends.len()).map(line).collect()
    }
}

/// Fen that both ends of a line are rounded by at most.
const ROUNDED: f64 = 1.0;

/// Stops with doors that one trip can have at most, by what they add to the load.
fn most_stops(graph: &Graph, doors: &[Option<(Location, f64)>]) -> usize {
    let fits = |mass: fn(&Node) -> i64| {
        let nodes = graph.nodes.iter().zip(doors).filter(|(_, door)| door.is_some());
        let mut masses: Vec<i64> = nodes.map(|(node, _)| mass(node)).collect();
        masses.sort_unstable();
        let sums = masses.iter().scan(0_i64, |sum, mass| {
            *sum = sum.saturating_add(*mass);
            Some(*sum)
        });
        sums.take_while(|&sum| sum <= graph.capacity).count()
    };
    fits(|node| node.collect) + fits(|node| node.deliver)
}

struct Stop<'a> {
    problem: &'a Problem,
    kind: usize,
    job: &'a Job,
    task: TaskId,
    aged: Option<f64>,
}

impl Stop<'_> {
    fn fen(&self, start: i64) -> i64 {
        self.lost(start, &|age| loss(self.job, age)) + self.late(start)
    }

    /// No more than that, of goods that gain an age on board beyond the shortest way home, and ever
    /// slower growing with it.
    fn smooth(&self, start: i64, more: f64) -> i64 {
        let Keep::Decays { curve, .. } = self.job.keep else { return 0 };
        let left = |age: f64| curve.left_at_most(ThermalAge(age + more)).unwrap_or(1.0);
        self.lost(start, &|age| lost(Fen(self.job.value), left(age)).0) + self.late(start)
    }

    /// How its goods are carried, if they are collected, perish ever slower and are held cool.
    fn held(&self) -> Option<Carriage> {
        let is_collected = self.problem.kind_of(self.task) == TaskKind::Collect && self.aged.is_some();
        let carriage = self.job.carriage(self.kind).filter(|_| is_collected)?;
        let Keep::Decays { curve, .. } = self.job.keep else { return None };
        let slows = curve.left_at_most(ThermalAge(0.0)).is_some();
        (slows && !carriage.ambient && carriage.rate > 0.0).then_some(carriage)
    }

    /// Opening the doors of a compartment here ages all goods that may be in it like so many
    /// seconds, in the coolest hour, at least. (M6)
    fn opens(&self, compartment: usize, held: &[&Stop]) -> Option<(Location, f64)> {
        let own = self.job.carriage(self.kind)?;
        let recovery = self.problem.kinds[self.kind].holds[compartment].recovery as f64;
        let place = self.problem.task(self.task).location;
        let seconds = |stop: &&Stop| {
            let Keep::Decays { class, per_warmth, .. } = stop.job.keep else { return 0.0 };
            let rate = stop.held().map_or(f64::INFINITY, |carriage| carriage.rate);
            per_warmth * self.problem.heat(class, place) * coolest(self.problem, class) * recovery / rate
        };
        let least = held.iter().map(seconds).fold(f64::INFINITY, f64::min);
        (own.compartment == compartment && least.is_finite()).then_some((place, least))
    }

    fn late(&self, start: i64) -> i64 {
        let task = self.problem.task(self.task);
        let last = task.windows.last().map_or(i64::MAX, |window| window.1);
        if !task.soft || start <= last {
            return 0;
        }
        Fen::rounded(self.job.late_per_hour as f64 * (start - last) as f64 / 3600.0).0
    }

    /// (M8) for the least that the goods can have aged.
    fn lost(&self, start: i64, loss: &dyn Fn(f64) -> i64) -> i64 {
        let job = self.job;
        let Keep::Decays { class, per_warmth, .. } = job.keep else { return 0 };
        if !job.perishes() {
            return 0;
        }
        let task = self.problem.task(self.task);
        let aboard = self.aged.unwrap_or(0.0);
        match task.kind {
            TaskKind::DropOff => 0,
            TaskKind::Deliver => loss(job.age + aboard),
            TaskKind::Collect | TaskKind::PickUp => {
                let end = start.max(job.ready) + task.service;
                let hours = self.problem.hours(class).integral(Moment(job.ready), Moment(end));
                let outside = per_warmth * self.problem.heat(class, task.location) * hours;
                let lost = loss(job.age + aboard + outside);
                job.cooling.map_or(lost, |cooling| {
                    let waited = cooling.rate * (end - job.ready) as f64;
                    lost.min(cooling.price + loss(job.age + aboard + waited))
                })
            }
        }
    }
}
