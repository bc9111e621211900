//! From a benchmark instance to a problem: the same problem that a county makes.
//!
//! Nodes are locations, units of distance are metres and seconds alike, and a
//! vehicle pays whole fen for each unit, so that its cost is the published
//! one. Nothing spoils.

use super::{Carriage, Hold, Job, Keep, Kind, Misfit, Problem, Task, TaskId, TaskKind};
use crate::county::{OrderId, SiteId, VehicleTypeId};
use crate::instance::{Fleet, Instance, Node, Variant};
use crate::matrix::{Leg, Matrix};
use crate::network::Location;
use crate::units::{Joules, Metres, Seconds};

/// A price of leaving out that no tour is worth.
const NEEDED: i64 = 1 << 40;
/// Later than any window, and far from overflow.
const LATEST: i64 = 1 << 40;
/// A drive that VRPB does not allow counts as so many of the longest: none is worth it, and the
/// search may still pass through plans with such drives. What is found is verified with the
/// published rule and distances.
const WRONG_WAY: i64 = 20;
/// Trips of a vehicle that may reload.
const MOST_TRIPS: usize = 50;

/// A problem, and how its parts are called in the instance.
#[derive(Clone, Debug)]
pub struct Posed {
    pub problem: Problem,
    /// By task: its node.
    pub nodes: Vec<usize>,
}

impl Problem {
    /// The problem of an instance. Vehicle types are its fleets, in their order.
    #[must_use]
    pub fn of_instance(instance: &Instance) -> Posed {
        let mut poser = Poser { instance, tasks: Vec::new(), nodes: Vec::new(), jobs: Vec::new() };
        poser.pose();
        let timed = instance.is_timed();
        let wrong = WRONG_WAY * wrong_way(instance);
        let leg = |from: Location, to: Location| {
            let (from, to) = (from.index(), to.index());
            let turned = wrong > 0 && is_wrong_way(instance, from, to);
            let distance = instance.distance(from, to) + if turned { wrong } else { 0 };
            // Depots may need time, which every tour spends on its first leg.
            let service = if timed && from < instance.depots { instance.nodes[from].service } else { 0 };
            Some(Leg {
                duration: Seconds(distance + service),
                distance: Metres(distance),
                empty: Joules(0),
                per_tonne: Joules(0),
            })
        };
        let matrix = Matrix::from_legs(instance.nodes.len(), leg, &[]);
        let problem = Problem {
            tasks: poser.tasks,
            jobs: poser.jobs,
            kinds: instance.fleets.iter().enumerate().map(|(id, fleet)| kind(instance, id, fleet)).collect(),
            pools: Vec::new(),
            matrices: [matrix].into(),
            hours: [].into(),
            heat: [].into(),
        };
        Posed { problem, nodes: poser.nodes }
    }
}

struct Poser<'a> {
    instance: &'a Instance,
    tasks: Vec<Task>,
    nodes: Vec<usize>,
    jobs: Vec<Job>,
}

impl Poser<'_> {
    fn pose(&mut self) {
        if self.instance.variant == Variant::Pdptw {
            for &(pick, drop) in &self.instance.pairs {
                let first = self.task(pick, TaskKind::PickUp);
                let second = self.task(drop, TaskKind::DropOff);
                self.job(pick, first, Some(second));
            }
            return;
        }
        for node in self.instance.customers() {
            let kind =
                if self.instance.nodes[node].backhaul > 0 { TaskKind::Collect } else { TaskKind::Deliver };
            let task = self.task(node, kind);
            self.job(node, task, None);
        }
    }

    fn task(&mut self, node: usize, kind: TaskKind) -> TaskId {
        let Node { service, window, .. } = self.instance.nodes[node];
        self.tasks.push(Task {
            order: OrderId(self.jobs.len() as u32),
            kind,
            location: Location(node as u32),
            service,
            earliest: i64::MIN,
            windows: window.into_iter().collect(),
            soft: false,
        });
        self.nodes.push(node);
        TaskId(self.tasks.len() as u32 - 1)
    }

    fn job(&mut self, node: usize, first: TaskId, second: Option<TaskId>) {
        let Node { demand, backhaul, release, prize, .. } = self.instance.nodes[node];
        let mass = demand.abs().max(backhaul);
        let fit = self.instance.fleets.iter().map(|fleet| fits(fleet, node, mass)).collect();
        self.jobs.push(Job {
            id: OrderId(self.jobs.len() as u32),
            first,
            second,
            // At whichever depot; a fleet says whom it serves.
            site: (backhaul > 0).then_some(SiteId(0)),
            mass,
            volume: 0,
            value: 0,
            ready: release,
            age: 0.0,
            price_out: prize.unwrap_or(NEEDED),
            late_per_hour: 0,
            keep: Keep::Keeps,
            cooling: None,
            fit,
            before: None,
        });
    }
}

/// The longest distance where customers are backhauls after all deliveries, else 0.
fn wrong_way(instance: &Instance) -> i64 {
    let count = instance.nodes.len();
    let of = |from: usize| (0..count).map(move |to| instance.distance(from, to)).max();
    if instance.variant == Variant::Vrpb { (0..count).filter_map(of).max().unwrap_or(0) } else { 0 }
}

/// From a backhaul on to a delivery, or from the depot to a backhaul at once: a tour delivers
/// first, and at least once.
fn is_wrong_way(instance: &Instance, from: usize, to: usize) -> bool {
    let is_back = |node: usize| instance.nodes[node].backhaul > 0;
    let [leaves, returns] = [from, to].map(|node| node < instance.depots);
    if leaves { is_back(to) } else { is_back(from) && !returns && !is_back(to) }
}

fn fits(fleet: &Fleet, node: usize, mass: i64) -> Result<Carriage, Misfit> {
    if !fleet.serves.is_empty() && !fleet.serves[node] {
        return Err(Misfit::Skills);
    }
    if mass > fleet.capacity {
        return Err(Misfit::Mass);
    }
    Ok(Carriage { compartment: 0, rate: 0.0, ambient: true })
}

fn kind(instance: &Instance, id: usize, fleet: &Fleet) -> Kind {
    let (open, close) = instance.nodes[fleet.depot].window.unwrap_or((0, LATEST));
    let (depot, site) = (Location(fleet.depot as u32), SiteId(fleet.depot as u32));
    Kind {
        id: VehicleTypeId(id as u32),
        count: fleet.vehicles.len(),
        running: 0,
        start: depot,
        end: depot,
        start_site: site,
        end_site: site,
        shift_start: open,
        shift_end: close.min(LATEST),
        longest: fleet.longest,
        breaks: Box::default(),
        max_trips: if instance.reloads { MOST_TRIPS } else { 1 },
        reload: 0,
        payload: fleet.capacity,
        holds: [Hold { litres: 0, ambient: true, recovery: 0, watts: 0 }].into(),
        fixed: fleet.fixed,
        per_km: fleet.unit * 1000,
        per_hour: 0,
        energy_price: 0,
        carbon_price: 0.0,
        battery: None,
        sets: None,
        closed: Box::default(),
        not_before: i64::MIN,
        begun: None,
    }
}
