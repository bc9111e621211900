//! From a county to a problem.

use super::compartment::{carriage, is_ambient};
use super::{Carriage, Cooling, Hold, Job, Keep, Kind, Misfit, Pause, Problem, Task, TaskId, TaskKind};
use crate::cold::{HourFactors, Warming};
use crate::county::{
    County, Door, Drive, Keeping, Order, OrderId, Precooler, Service, SiteId, VehicleType, VehicleTypeId,
};
use crate::facts;
use crate::matrix::Matrices;
use crate::network::{Located, Location};
use std::collections::BTreeMap;

/// Where stops and sites stand in the matrices.
#[derive(Clone, Debug, Default)]
pub struct Placing {
    /// By vehicle type: index into the matrices.
    pub running_of: Vec<usize>,
    /// By site.
    pub sites: Vec<Option<Location>>,
    /// By order.
    pub picks: Vec<Option<Location>>,
    /// By order.
    pub drops: Vec<Option<Location>>,
    /// Metres above sea level, by location.
    pub heights: Vec<Option<f64>>,
}

impl Placing {
    #[must_use]
    pub fn of(located: &Located) -> Placing {
        let locations = (0..located.junctions.len() as u32).map(Location);
        Placing {
            running_of: located.running_of.clone(),
            sites: located.sites.clone(),
            picks: located.picks.clone(),
            drops: located.drops.clone(),
            heights: locations.map(|location| located.height(location)).collect(),
        }
    }
}

impl Problem {
    /// A problem from parts that may be made by hand.
    #[must_use]
    pub fn assemble(county: &County, placing: &Placing, matrices: &Matrices) -> Problem {
        let mut builder = Builder { county, placing, matrices, q10: &matrices.q10, tasks: Vec::new() };
        let jobs = county.order_ids().map(|id| builder.job(id)).collect();
        let kinds: Vec<Kind> = county.vehicle_type_ids().map(|id| builder.kind(id)).collect();
        let air = &county.air;
        let heat = |q10: f64| {
            placing.heights.iter().map(|&height| Warming::warmth(air, q10, height, 1.0)).collect::<Vec<_>>()
        };
        Problem {
            tasks: builder.tasks,
            jobs,
            pools: [pools(county, &kinds), carried(county)].concat(),
            kinds,
            matrices: matrices.by_running.clone().into(),
            hours: matrices.q10.iter().map(|&q10| HourFactors::new(air, q10)).collect(),
            heat: matrices.q10.iter().map(|&q10| heat(q10)).collect(),
        }
    }
}

/// Vehicle types by start site, with the drivers there.
fn pools(county: &County, kinds: &[Kind]) -> Vec<(Vec<usize>, usize)> {
    let mut by_site: BTreeMap<SiteId, Vec<usize>> = BTreeMap::new();
    for (index, kind) in kinds.iter().enumerate() {
        by_site.entry(kind.start_site).or_default().push(index);
    }
    by_site
        .into_iter()
        .filter_map(|(site, members)| Some((members, county.site(site).drivers? as usize)))
        .collect()
}

/// Drones that vehicles carry: each is at one place in a day.
fn carried(county: &County) -> Vec<(Vec<usize>, usize)> {
    let mut by_drone: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, kind) in county.vehicle_types.iter().enumerate() {
        if let Some(flies) = kind.flies.filter(|flies| flies.from.is_some()) {
            by_drone.entry(flies.drone).or_default().push(index);
        }
    }
    by_drone.into_iter().map(|(drone, members)| (members, county.drone_types[drone].count as usize)).collect()
}

struct Builder<'a> {
    county: &'a County,
    placing: &'a Placing,
    matrices: &'a Matrices,
    q10: &'a [f64],
    tasks: Vec<Task>,
}

impl Builder<'_> {
    fn job(&mut self, id: OrderId) -> Job {
        let order = self.county.order(id);
        let (first, second, site) = match &order.service {
            Service::Delivery { from, to } => (self.task(id, TaskKind::Deliver, to), None, Some(*from)),
            Service::Collection { from, to } => (self.task(id, TaskKind::Collect, from), None, Some(*to)),
            Service::Transfer { from, to } => {
                let first = self.task(id, TaskKind::PickUp, from);
                (first, Some(self.task(id, TaskKind::DropOff, to)), None)
            }
        };
        let on_road = self.is_on_road(id, order);
        let fit = self.county.vehicle_types.iter();
        Job {
            id,
            first,
            second,
            site,
            mass: order.mass.0,
            volume: order.volume.0,
            value: order.value.0,
            ready: order.ready.0,
            age: order.age.0,
            price_out: order.price_out.0,
            late_per_hour: order.late_per_hour.map_or(0, |price| price.0),
            keep: self.keep(order),
            cooling: self.cooling(order),
            before: None,
            fit: fit
                .enumerate()
                .map(|(at, kind)| if on_road { self.fit(id, at, kind) } else { Err(Misfit::Road) })
                .collect(),
        }
    }

    /// True if a drone gets from its home to the order's doors and back with its mass.
    fn has_pads(&self, id: OrderId, at: usize, vehicle: &VehicleType) -> bool {
        let order = self.county.order(id);
        let matrix = &self.matrices.by_running[self.placing.running_of[at]];
        let carries = |from: Location, to: Location| {
            let limit = matrix.limit(from, to).unwrap_or(i64::MAX);
            matrix.leg(from, to).is_some() && order.mass.0 <= limit
        };
        let flies = |from: Location, to: Location| matrix.leg(from, to).is_some();
        let site = |site: SiteId| self.placing.sites[site.index()];
        let (Some(home), Some(end)) = (site(vehicle.start), site(vehicle.end)) else { return false };
        let (pick, drop) = (self.placing.picks[id.index()], self.placing.drops[id.index()]);
        match (pick, drop) {
            (None, Some(drop)) => carries(home, drop) && flies(drop, end),
            (Some(pick), None) => flies(home, pick) && carries(pick, end),
            (Some(pick), Some(drop)) => flies(home, pick) && carries(pick, drop) && flies(drop, end),
            (None, None) => false,
        }
    }

    fn is_on_road(&self, id: OrderId, order: &Order) -> bool {
        let pick = order.pick().is_none() || self.placing.picks[id.index()].is_some();
        pick && (order.drop().is_none() || self.placing.drops[id.index()].is_some())
    }

    fn task(&mut self, id: OrderId, kind: TaskKind, door: &Door) -> TaskId {
        let order = self.county.order(id);
        let picks = matches!(kind, TaskKind::Collect | TaskKind::PickUp);
        let location = if picks { &self.placing.picks } else { &self.placing.drops }[id.index()];
        self.tasks.push(Task {
            order: id,
            kind,
            location: location.unwrap_or(Location(0)),
            service: door.service.0,
            earliest: if picks { order.ready.0 } else { i64::MIN },
            windows: door.windows.iter().map(|window| (window.open.0, window.close.0)).collect(),
            soft: order.late_per_hour.is_some(),
        });
        TaskId(self.tasks.len() as u32 - 1)
    }

    fn keep(&self, order: &Order) -> Keep {
        match self.county.goods(order.goods).keeping {
            Keeping::Keeps => Keep::Keeps,
            Keeping::Decays { decay, curve } => {
                let class = self.q10.iter().position(|&q10| q10 == decay.q10);
                let class = class.expect("the matrices have a warmth class for all decaying goods");
                Keep::Decays { class, per_warmth: decay.rate(crate::cold::REFERENCE), curve }
            }
            Keeping::Limited { budget, .. } => Keep::Limited { budget: budget.as_f64() },
        }
    }

    fn cooling(&self, order: &Order) -> Option<Cooling> {
        let place = order.pick()?.place?;
        let Precooler { temperature, price } = self.county.place(place).precooler?;
        let rate = match self.county.goods(order.goods).keeping {
            Keeping::Keeps => return None,
            Keeping::Decays { decay, .. } => decay.rate(temperature),
            Keeping::Limited { low, high, .. } => {
                (low <= temperature && temperature <= high).then_some(0.0)?
            }
        };
        let price = i128::from(price.0) * i128::from(order.mass.0);
        let price = (price + 999).div_euclid(1000).clamp(0, i128::from(i64::MAX / 4)) as i64;
        Some(Cooling { rate, price })
    }

    fn fit(&self, id: OrderId, at: usize, vehicle: &VehicleType) -> Result<Carriage, Misfit> {
        let order = self.county.order(id);
        let at_site = match order.service {
            Service::Delivery { from, .. } => from == vehicle.start,
            Service::Collection { to, .. } => to == vehicle.start || to == vehicle.end,
            Service::Transfer { .. } => true,
        };
        let site = |id: SiteId| self.placing.sites[id.index()];
        if site(vehicle.start).is_none() || site(vehicle.end).is_none() {
            return Err(Misfit::Road);
        }
        if !at_site {
            return Err(Misfit::Site);
        }
        let carriage = carriage(self.county.goods(order.goods), vehicle).ok_or(Misfit::Temperature)?;
        if !vehicle.skills.cover(order.skills) {
            return Err(Misfit::Skills);
        }
        if order.mass > vehicle.payload {
            return Err(Misfit::Mass);
        }
        if order.volume > vehicle.compartments[carriage.compartment].litres {
            return Err(Misfit::Volume);
        }
        if vehicle.flies.is_some() && !self.has_pads(id, at, vehicle) {
            return Err(Misfit::Pad);
        }
        Ok(carriage)
    }

    /// Hours at which fog or wind keeps a drone on the ground.
    fn closed(&self, vehicle: &VehicleType) -> Box<[(i64, i64)]> {
        let drone = vehicle.flies.and_then(|flies| self.county.drone_types.get(flies.drone));
        let hours = drone.map(|drone| drone.groundings(self.county)).unwrap_or_default();
        hours.into_iter().map(|(from, to)| (from.0, to.0)).collect()
    }

    fn kind(&self, id: VehicleTypeId) -> Kind {
        let vehicle = self.county.vehicle_type(id);
        let site = |id: SiteId| self.placing.sites[id.index()].unwrap_or(Location(0));
        let prices = &self.county.prices;
        let (price, carbon) = match vehicle.running.drive {
            Drive::Diesel => (prices.diesel, "carbon.diesel.kg_per_mwh"),
            Drive::Petrol => (prices.petrol, "carbon.petrol.kg_per_mwh"),
            Drive::Electric => (prices.electricity, "carbon.electricity.kg_per_mwh"),
        };
        let carbon = prices.carbon.map_or(0.0, |price| price.as_f64() * facts::value(carbon) / 3.6e12);
        let mut breaks: Vec<Pause> = vehicle.shift.breaks.iter().map(pause).collect();
        breaks.sort_by_key(|pause| (pause.latest, pause.earliest, pause.duration));
        Kind {
            id,
            // What has to be carried somewhere first flies where somebody carries it.
            count: if vehicle.flies.is_some_and(|flies| flies.from.is_some()) {
                0
            } else {
                vehicle.count as usize
            },
            running: self.placing.running_of[id.index()],
            start: site(vehicle.start),
            end: site(vehicle.end),
            start_site: vehicle.start,
            end_site: vehicle.end,
            shift_start: vehicle.shift.start.0,
            shift_end: vehicle.shift.end.0,
            longest: None,
            breaks: breaks.into(),
            max_trips: vehicle.max_trips as usize,
            reload: vehicle.reload.0,
            payload: vehicle.payload.0,
            holds: vehicle.compartments.iter().map(hold).collect(),
            fixed: vehicle.costs.fixed.0,
            per_km: vehicle.costs.per_km.0,
            per_hour: vehicle.costs.per_hour.0,
            energy_price: vehicle.flies.map_or(price.0, |flies| flies.energy_price.0),
            carbon_price: vehicle.flies.map_or(carbon, |flies| carbon / flies.charger),
            battery: vehicle.battery.map(|battery| battery.joules().0),
            sets: vehicle.flies.map(|flies| (flies.sets as usize, flies.charge.0)),
            closed: self.closed(vehicle),
            not_before: i64::MIN,
            begun: None,
        }
    }
}

fn pause(pause: &crate::county::Break) -> Pause {
    Pause { earliest: pause.earliest.0, latest: pause.latest.0, duration: pause.duration.0 }
}

fn hold(compartment: &crate::county::Compartment) -> Hold {
    let ambient = is_ambient(compartment);
    Hold {
        litres: compartment.litres.0,
        ambient,
        recovery: if ambient { 0 } else { compartment.door_recovery.0 },
        watts: compartment.watts.round() as i64,
    }
}
