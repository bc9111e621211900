//! Which problems are flat, and how they look then.

use super::{FAR, Flat, FlatJob, FlatKind, NONE, Node, Table};
use crate::model::{Job, Keep, Kind, Problem, Task, TaskKind};
use crate::network::Location;
use std::collections::HashMap;

/// Nearest tasks that are kept for each task.
const NEIGHBOURS: usize = 150;

impl Flat {
    /// `None` if anything but metres and vehicles costs money on the way, if a vehicle makes
    /// more than one trip or rests, if the hour counts, if volume binds before mass does, or if some place cannot be
    /// reached from another.
    pub fn of(problem: &Problem) -> Option<Flat> {
        let drivers_bind = problem.pools.iter().any(|(members, drivers)| {
            members.iter().map(|&kind| problem.kinds[kind].count).sum::<usize>() > *drivers
        });
        let has_hours = (0..problem.kinds.len()).any(|kind| problem.has_hours(kind));
        let flies = problem.kinds.iter().any(|kind| kind.sets.is_some());
        if drivers_bind || has_hours || flies || problem.tasks.is_empty() {
            return None;
        }
        let places = Places::of(problem);
        let tables = Tables::of(problem, &places)?;
        let kinds = kinds(problem, &places, &tables)?;
        let nodes: Option<Vec<Node>> = problem.tasks.iter().map(|task| node(problem, task)).collect();
        let nodes = nodes?;
        let jobs: Option<Vec<FlatJob>> =
            problem.jobs.iter().map(|job| flat_job(problem, job, &kinds, &tables.all)).collect();
        let is = |kind: TaskKind| problem.tasks.iter().any(|task| task.kind == kind);
        let mut flat = Flat {
            jobs: jobs?,
            near: near(&nodes, &tables.all[kinds[0].metres]),
            fits: fits(problem),
            timed: true,
            mixed: is(TaskKind::PickUp) || is(TaskKind::Collect),
            limited: kinds.iter().any(|kind| kind.longest < FAR),
            nodes,
            kinds,
            tables: tables.all,
        };
        flat.timed = flat.limited || flat.can_time_bind();
        let is_paired = flat.jobs.iter().any(|job| job.second != NONE);
        (!flat.limited || !is_paired).then_some(flat)
    }

    /// False if even a round through everything by the longest legs would be in time.
    fn can_time_bind(&self) -> bool {
        let is_windowed = |node: &Node| node.open > -FAR || node.close < FAR;
        if self.nodes.iter().any(is_windowed) {
            return true;
        }
        let service: i64 = self.nodes.iter().map(|node| i64::from(node.service)).sum();
        self.kinds.iter().any(|kind| {
            let table = &self.tables[kind.seconds];
            let longest = |node: u32| i64::from(table.from(node).iter().copied().max().unwrap_or(0));
            let drives: i64 = (0..self.nodes.len() as u32).chain([kind.start]).map(longest).sum();
            service + drives > i64::from(kind.until) - i64::from(kind.leave)
        })
    }
}

/// Locations of the nodes: tasks, then starts and ends of vehicles, each once.
struct Places {
    locations: Vec<Location>,
    depots: HashMap<Location, u32>,
}

impl Places {
    fn of(problem: &Problem) -> Places {
        let mut locations: Vec<Location> = problem.tasks.iter().map(|task| task.location).collect();
        let mut depots = HashMap::new();
        for place in problem.kinds.iter().flat_map(|kind| [kind.start, kind.end]) {
            depots.entry(place).or_insert_with(|| {
                locations.push(place);
                locations.len() as u32 - 1
            });
        }
        Places { locations, depots }
    }
}

/// Tables of metres and of seconds, equal ones once.
struct Tables {
    all: Vec<Table>,
    /// By running of the problem.
    of: HashMap<usize, (usize, usize)>,
}

impl Tables {
    fn of(problem: &Problem, places: &Places) -> Option<Tables> {
        let mut tables = Tables { all: Vec::new(), of: HashMap::new() };
        for (index, kind) in problem.kinds.iter().enumerate() {
            if tables.of.contains_key(&kind.running) {
                continue;
            }
            let free = kind.energy_price == 0 && kind.carbon_price == 0.0;
            let (mut metres, mut seconds) = (Vec::new(), Vec::new());
            for &from in &places.locations {
                for &to in &places.locations {
                    let leg = problem.leg(index, from, to)?;
                    if !free && (leg.empty.0 != 0 || leg.per_tonne.0 != 0) {
                        return None;
                    }
                    metres.push(within(leg.distance.0)?);
                    seconds.push(within(leg.duration.0)?);
                }
            }
            let pair = (tables.add(metres, places), tables.add(seconds, places));
            tables.of.insert(kind.running, pair);
        }
        Some(tables)
    }

    fn add(&mut self, rows: Vec<i32>, places: &Places) -> usize {
        let known = self.all.iter().position(|table| table.rows == rows);
        known.unwrap_or_else(|| {
            self.all.push(Table::new(places.locations.len(), rows));
            self.all.len() - 1
        })
    }
}

fn within(value: i64) -> Option<i32> {
    (0..=i64::from(FAR)).contains(&value).then_some(value as i32)
}

fn kinds(problem: &Problem, places: &Places, tables: &Tables) -> Option<Vec<FlatKind>> {
    let mut kinds: Vec<FlatKind> = Vec::with_capacity(problem.kinds.len());
    for (index, kind) in problem.kinds.iter().enumerate() {
        if !is_plain(problem, index, kind) {
            return None;
        }
        let (metres, seconds) = tables.of[&kind.running];
        let bound = |moment: i64| moment.clamp(-i64::from(FAR), i64::from(FAR)) as i32;
        let mut flat = FlatKind {
            capacity: kind.payload.clamp(0, i64::from(FAR)) as i32,
            fixed: kind.fixed.checked_mul(1000)?,
            unit: kind.per_km,
            count: u32::try_from(kind.count).unwrap_or(u32::MAX),
            start: places.depots[&kind.start],
            end: places.depots[&kind.end],
            leave: bound(kind.shift_start.max(kind.not_before).saturating_add(kind.reload)),
            until: bound(kind.shift_end),
            longest: kind.longest.map_or(FAR, |longest| bound(longest.saturating_sub(kind.reload))),
            metres,
            seconds,
            family: index,
        };
        // Alike with each member: what one cannot carry for its size says nothing of the others.
        let kin = |family: usize| {
            let mut members = (0..index).filter(|&other| kinds[other].family == family);
            members.all(|other| is_kin(problem, (index, &flat), (other, &kinds[other])))
        };
        if let Some(other) = (0..index).find(|&other| kin(kinds[other].family)) {
            flat.family = kinds[other].family;
        }
        kinds.push(flat);
    }
    Some(kinds)
}

/// True if two kinds differ in size, price and number only.
fn is_kin(problem: &Problem, (index, one): (usize, &FlatKind), (other, two): (usize, &FlatKind)) -> bool {
    let is_same = (one.start, one.end, one.leave, one.until, one.longest, one.metres, one.seconds)
        == (two.start, two.end, two.leave, two.until, two.longest, two.metres, two.seconds);
    let fits_alike = |job: &Job| {
        let heavy = job.mass > problem.kinds[index].payload || job.mass > problem.kinds[other].payload;
        heavy || job.fit[index].is_ok() == job.fit[other].is_ok()
    };
    is_same && problem.jobs.iter().all(fits_alike)
}

/// One trip whose cost is that of its metres, and no room that runs out before the payload.
fn is_plain(problem: &Problem, index: usize, kind: &Kind) -> bool {
    let is_free = kind.energy_price == 0 && kind.carbon_price == 0.0;
    let starts = kind.shift_start.max(kind.not_before).saturating_add(kind.reload);
    let roomy = |job: &Job| {
        let Some(carriage) = job.carriage(index) else { return true };
        let litres = kind.holds[carriage.compartment].litres;
        let alone = i128::from(job.volume) * i128::from(kind.payload);
        alone <= i128::from(job.mass) * i128::from(litres)
    };
    kind.max_trips == 1
        && kind.begun.is_none()
        && problem.jobs.iter().all(|job| job.before.is_none())
        && kind.per_hour == 0
        && kind.per_km >= 0
        && kind.battery.is_none()
        && kind.breaks.is_empty()
        && (kind.holds.len() == 1 || problem.jobs.iter().all(|job| job.volume == 0))
        && (is_free || kind.holds.iter().all(|hold| hold.watts == 0))
        && problem.jobs.iter().all(|job| roomy(job) && (job.fit[index].is_err() || job.ready <= starts))
}

/// `None` if the task asks for more than one window, or may be late.
fn node(problem: &Problem, task: &Task) -> Option<Node> {
    let job = problem.job(task.order);
    if task.windows.len() > 1 || (task.soft && !task.windows.is_empty()) {
        return None;
    }
    let bound = |moment: i64| moment.clamp(-i64::from(FAR), i64::from(FAR)) as i32;
    let (open, close) = task.windows.first().copied().unwrap_or((i64::MIN, i64::MAX));
    let mass = within(job.mass)?;
    let (brought, change) = match task.kind {
        TaskKind::Deliver => (mass, -mass),
        TaskKind::DropOff => (0, -mass),
        TaskKind::Collect | TaskKind::PickUp => (0, mass),
    };
    // Pick-ups are never before their goods are ready; a moment long past binds nobody.
    let earliest = problem.kinds.iter().map(|kind| kind.shift_start).min().unwrap_or(0);
    let open = if open.max(task.earliest) <= earliest { i64::MIN } else { open.max(task.earliest) };
    Some(Node {
        order: task.order.0,
        open: bound(open),
        close: bound(close),
        service: within(task.service)?,
        brought,
        change,
    })
}

fn flat_job(problem: &Problem, job: &Job, kinds: &[FlatKind], tables: &[Table]) -> Option<FlatJob> {
    if job.perishes() || (job.cooling.is_some() && job.keep != Keep::Keeps) {
        return None;
    }
    let reach = kinds.iter().map(|kind| tables[kind.metres].at(kind.start, job.first.0)).min();
    Some(FlatJob {
        first: job.first.0,
        second: job.second.map_or(NONE, |task| task.0),
        // Sums of all prices must fit.
        price: job.price_out.saturating_mul(1000).clamp(0, i64::MAX / 8 / problem.jobs.len() as i64),
        reach: reach.unwrap_or(0),
    })
}

/// By order, then kind: the walk's rules on who may carry what, and to which site.
fn fits(problem: &Problem) -> Vec<bool> {
    let fits = |job: &Job, index: usize, kind: &Kind| {
        let returns = problem.kind_of(job.first) != TaskKind::Collect || job.site == Some(kind.end_site);
        job.fit[index].is_ok() && returns && job.mass <= kind.payload
    };
    let kinds = || problem.kinds.iter().enumerate();
    problem.jobs.iter().flat_map(|job| kinds().map(move |(index, kind)| fits(job, index, kind))).collect()
}

fn near(nodes: &[Node], table: &Table) -> Vec<Box<[u32]>> {
    let nearest = |one: usize| {
        let (to, from) = (table.to(one as u32), table.from(one as u32));
        let others = (0..nodes.len()).filter(|&other| nodes[other].order != nodes[one].order);
        let mut others: Vec<(i32, u32)> =
            others.map(|other| (to[other].min(from[other]), other as u32)).collect();
        if others.len() > NEIGHBOURS {
            others.select_nth_unstable(NEIGHBOURS);
            others.truncate(NEIGHBOURS);
        }
        others.sort_unstable();
        others.into_iter().map(|(_, other)| other).collect()
    };
    (0..nodes.len()).map(nearest).collect()
}
