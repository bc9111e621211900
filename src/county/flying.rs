//! How drones work through a day, and the vehicle types that stand for them in a plan.

use super::{
    Compartment, County, Drive, DroneType, Grounding, Opening, Running, Shift, SiteId, SiteKind, Skills,
    TemperatureClass, VehicleCosts, VehicleType,
};
use crate::energy::drone::{Airframe, Battery, Day, Wind};
use crate::facts;
use crate::units::{Fen, Grams, Litres, Moment, Seconds, WattHours};
use geo::{Distance, Haversine};

/// A drone type's crew, boxes, batteries and limits. All but the airframe is the operator's choice;
/// what `fleet.toml` does not say is a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct DroneWork {
    /// m/s from ahead, all the way, that every flight is planned for.
    pub wind: f64,
    /// Battery sets and chargers for all drones of the type; a set is what one flight takes, a
    /// charger charges one set.
    pub sets: u32,
    pub chargers: u32,
    /// A set from empty to full.
    pub charge: Seconds,
    /// At home before each flight: loading, checks, change of batteries.
    pub reload: Seconds,
    /// Metres that goods are carried between a pad and a door, at most.
    pub walk: f64,
    pub boxes: Vec<Compartment>,
    pub skills: Skills,
    /// Flights leave and are back within it, and by daylight.
    pub shift: Shift,
    pub max_flights: u32,
    /// A day on which the drone flies.
    pub fixed: Fen,
    /// Its share of its operators' hours.
    pub per_hour: Fen,
    /// A vehicle carries it from its home to a pad and fetches it again, with its operator.
    pub carried: bool,
}

impl DroneWork {
    /// What holds where nothing else is said.
    #[must_use]
    pub fn usual(airframe: &str, count: u32) -> DroneWork {
        let fact = facts::value;
        let of = |name: &str| facts::get(&format!("drone.{airframe}.{name}")).map_or(0.0, |fact| fact.value);
        let minds = fact("air.operator.drones").max(1.0);
        DroneWork {
            wind: fact("air.wind.p90"),
            sets: count.saturating_mul(fact("air.sets") as u32),
            chargers: count.saturating_mul(fact("air.chargers") as u32),
            charge: Seconds::rounded(of("charge") * 60.0),
            reload: Seconds::rounded((of("swap") + fact("air.handling")) * 60.0),
            walk: fact("air.pad.walk"),
            boxes: vec![Compartment {
                class: TemperatureClass::Ambient,
                litres: Litres(fact("air.box") as i64),
                set_point: None,
                door_recovery: Seconds(0),
                watts: 0.0,
            }],
            skills: Skills::default(),
            shift: Shift {
                start: Moment(Seconds::rounded(fact("air.shift.start") * 3600.0).0),
                end: Moment(Seconds::rounded(fact("air.shift.end") * 3600.0).0),
                breaks: Vec::new(),
            },
            max_flights: fact("air.flights") as u32,
            fixed: Fen::rounded(fact("air.fixed") * 100.0),
            per_hour: Fen::rounded(fact("air.operator") / minds * 100.0),
            carried: false,
        }
    }

    /// Battery sets that each drone has for itself.
    #[must_use]
    pub fn sets_each(&self, count: u32) -> u32 {
        self.sets / count.max(1)
    }

    /// From one drone's empty set to a full one: drones that share a charger wait for each other.
    #[must_use]
    pub fn charge_each(&self, count: u32) -> Seconds {
        match self.chargers {
            0 => Seconds(i64::MAX / 4),
            some => Seconds(self.charge.0 * i64::from(count.div_ceil(some))),
        }
    }
}

/// What makes a vehicle type a drone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flies {
    /// Index into [`County::drone_types`].
    pub drone: usize,
    /// Battery sets of each drone: a flight takes one, and another one waits for the oldest.
    pub sets: u32,
    /// A set from empty to full.
    pub charge: Seconds,
    /// Of energy drawn from the batteries, per MWh: electricity and wear of batteries.
    pub energy_price: Fen,
    /// From the socket to the battery.
    pub charger: f64,
    /// A vehicle carries it from this site to where its flights begin.
    pub from: Option<SiteId>,
}

impl DroneType {
    /// Where its flights begin and its goods lie: its home, or the nearest warehouse within a walk
    /// of a home that is a pad.
    #[must_use]
    pub fn base(&self, county: &County) -> SiteId {
        let home = county.site(self.home);
        if home.kind != SiteKind::Pad {
            return self.home;
        }
        let far = |id: &SiteId| Haversine.distance(county.site(*id).point, home.point);
        let sites = (0..county.sites.len() as u32).map(SiteId);
        let open = |id: &SiteId| {
            let site = county.site(*id);
            site.kind == SiteKind::Warehouse && site.opening == Opening::Existing
        };
        let near = sites.filter(open).filter(|id| far(id) <= self.work.walk);
        near.min_by(|one, other| far(one).total_cmp(&far(other))).unwrap_or(self.home)
    }

    /// Sites that its flights may begin at: its base; for one that vehicles carry, every pad that
    /// may be used, in the order of the county.
    #[must_use]
    pub fn posts(&self, county: &County, candidates: bool) -> Vec<SiteId> {
        let base = self.base(county);
        if !self.work.carried {
            return vec![base];
        }
        let usable = |id: &SiteId| {
            let site = county.site(*id);
            let is_there = candidates || site.opening == Opening::Existing;
            site.kind == SiteKind::Pad && is_there && *id != base
        };
        (0..county.sites.len() as u32).map(SiteId).filter(usable).collect()
    }

    /// When the day's fog or wind keeps it on the ground: joined, in order, none touching. (M179)
    #[must_use]
    pub fn groundings(&self, county: &County) -> Vec<(Moment, Moment)> {
        let holds = |one: &&Grounding| one.wind.is_none_or(|wind| wind > self.work.wind);
        let all = county.aloft.groundings.iter().filter(holds);
        let mut hours: Vec<(Moment, Moment)> = all.map(|one| (one.from, one.to)).collect();
        hours.sort_unstable();
        let mut joined: Vec<(Moment, Moment)> = Vec::with_capacity(hours.len());
        for (from, to) in hours {
            match joined.last_mut().filter(|last| from <= last.1) {
                Some(last) => last.1 = last.1.max(to),
                None => joined.push((from, to)),
            }
        }
        joined
    }

    /// The drone as a vehicle type of the county, with flights from one of its posts; `None` if its
    /// airframe is not known.
    ///
    /// `home` is the height of the post above sea level: how much batteries hold depends on the
    /// air there. `light` is from sunrise to sunset. (M170), (M171)
    #[must_use]
    pub fn vehicle(
        &self,
        drone: usize,
        county: &County,
        post: SiteId,
        home: f64,
        light: (Moment, Moment),
    ) -> Option<VehicleType> {
        let frame = self.frame()?;
        let work = &self.work;
        let usable = Battery::default().usable(frame.capacity(), still(county).celsius_at(home));
        let ground = 3.6 * (frame.cruise - work.wind).max(1.0);
        let wear = frame.economy.price / frame.economy.life.max(1.0) / ground;
        let mut shift = work.shift.clone();
        shift.start = shift.start.max(light.0 - work.reload);
        shift.end = shift.end.min(light.1).max(shift.start);
        let at = county.site(post);
        let from = work.carried.then(|| self.base(county));
        let named = |own: &str, place: &str| match from {
            Some(_) => format!("{own}@{place}"),
            None => own.to_owned(),
        };
        Some(VehicleType {
            code: named(&self.code, &at.code),
            name_zh: named(&self.name_zh, &at.name_zh),
            name_en: named(&self.name_en, &at.name_en),
            count: self.count,
            running: running(&frame),
            payload: self.payload.min(Grams::rounded(frame.payload * 1000.0)),
            compartments: work.boxes.clone(),
            costs: VehicleCosts {
                fixed: work.fixed,
                per_km: Fen::rounded(wear * 100.0),
                per_hour: work.per_hour,
            },
            start: post,
            end: post,
            shift,
            max_trips: work.max_flights,
            reload: work.reload,
            battery: Some(WattHours(usable.floor() as i64)),
            skills: work.skills,
            flies: Some(Flies {
                drone,
                sets: work.sets_each(self.count),
                charge: work.charge_each(self.count),
                energy_price: energy_price(&frame, county.prices.electricity),
                charger: facts::value("air.charger"),
                from,
            }),
        })
    }
}

/// Electricity from the socket, and batteries that last for so many full ones.
fn energy_price(frame: &Airframe, electricity: Fen) -> Fen {
    let economy = &frame.economy;
    let power = electricity.as_f64() / facts::value("air.charger");
    let wear = economy.battery_price / economy.cycles.max(1.0) / frame.battery.max(1.0) * 1e6 * 100.0;
    Fen::rounded(power + wear)
}

/// The day's air without wind.
#[must_use]
pub fn still(county: &County) -> Day {
    let air = &county.air;
    Day { celsius: air.mean.0, reference: air.reference_height, lapse: air.lapse.0, wind: Wind::default() }
}

/// A drone uses no road: only its drive and its masses mean anything.
fn running(frame: &Airframe) -> Running {
    Running {
        drive: Drive::Electric,
        curb_mass: frame.mass,
        gross_mass: frame.mass + frame.payload,
        height: 0.0,
        width: 0.0,
        length: 0.0,
        power: 0.0,
        drag_area: frame.drag_area,
        rolling: 0.0,
        efficiency: frame.efficiency,
        regeneration: 0.0,
        idle_power: frame.avionics,
        top_speed: frame.cruise * 3.6,
        narrow: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::energy::drone::airframe;

    #[test]
    fn drones_share_sets_and_chargers_alike() {
        let work = DroneWork { sets: 5, chargers: 1, ..DroneWork::usual("flycart30", 2) };

        // Two whole sets each of five; at one charger each waits for the other's 30 minutes.
        assert_eq!((work.sets_each(2), work.charge_each(2)), (2, Seconds(3_600)));
        assert_eq!(work.sets_each(0), 5);
    }

    #[test]
    fn a_kilowatt_hour_in_the_air_wears_its_batteries() {
        let frame = airframe("flycart30").unwrap();

        // 0.8 yuan at the socket is 0.889 in the battery; 12,000 yuan last 1,500 times 1.9844 kWh,
        // 4.031 yuan each. 4,920 yuan a MWh.
        assert_eq!(energy_price(&frame, Fen(80_000)), Fen(492_033));
    }

    #[test]
    fn usual_work_is_that_of_the_facts() {
        let work = DroneWork::usual("flycart30", 2);

        assert_eq!((work.sets, work.chargers, work.reload), (6, 2, Seconds(420)));
        assert_eq!(DroneWork::usual("no such airframe", 1).charge, Seconds(0));
    }
}
