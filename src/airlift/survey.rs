//! Corridors between a county's pads, as flights of one drone type.

use super::between::{SIDES, Spent, Winds, charge, credit};
use super::reach::{Foot, nearest};
use super::{Flight, Wing};
use crate::corridor::{Corridor, Corridors, Load, Pad, PadState, Quality, Rules, Terms, Which, plan};
use crate::county::{County, Opening, Season, SiteId, SiteKind, VehicleTypeId, still};
use crate::energy::drone::{Airframe, Battery};
use crate::network::Located;
use crate::terrain::Dem;
use crate::units::{Grams, Joules, Metres, Point, Seconds};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// What a survey looks at.
#[derive(Clone, Copy)]
pub struct Grounds<'a> {
    pub county: &'a County,
    pub located: &'a Located,
    pub dem: &'a Dem,
    /// Pads that are candidates count as well.
    pub candidates: bool,
}

const JOULES: f64 = 3600.0;

/// The flights of the drone type that a vehicle type of the county stands for; `None` if it stands
/// for none. Deterministic on any number of threads.
#[must_use]
pub fn survey(grounds: &Grounds, kind: VehicleTypeId) -> Option<Wing> {
    let drone = grounds.county.vehicle_type(kind).flies?.drone;
    let (pads, points) = usable(grounds);
    let base = base(grounds, kind, &points);
    let within = |farthest| base.map_or(Which::Within(0.0), |_| Which::Within(farthest));
    let all = between(grounds, drone, &points, within)?;
    let gusts = gusts(grounds, drone, &all)?;
    wing(grounds, (kind, drone), (pads, points), (&all, &gusts))
}

/// The same for vehicle types that stand for one drone type at several pads: corridors between all
/// of them are planned once.
#[must_use]
pub fn survey_all(grounds: &Grounds, drone: usize, kinds: &[VehicleTypeId]) -> Vec<Wing> {
    if kinds.is_empty() {
        return Vec::new();
    }
    let (pads, points) = usable(grounds);
    let Some(all) = between(grounds, drone, &points, Which::Within) else { return Vec::new() };
    let Some(gusts) = gusts(grounds, drone, &all) else { return Vec::new() };
    let own = |&kind: &VehicleTypeId| {
        base(grounds, kind, &points)?;
        wing(grounds, (kind, drone), (pads.clone(), points.clone()), (&all, &gusts))
    };
    kinds.iter().filter_map(own).collect()
}

/// What one corridor takes in each direction, without load and with the largest; `None` where some
/// wind does not let the drone get ahead.
type Gusts = [Option<[Spent; 2]>; 2];

fn gusts(grounds: &Grounds, drone: usize, all: &Corridors) -> Option<Vec<Gusts>> {
    let kept = &grounds.county.drone_types[drone];
    let frame = kept.frame()?;
    let winds = Winds { frame: &frame, day: still(grounds.county), speed: kept.work.wind };
    let of = |corridor: &Corridor| {
        [false, true].map(|backwards| {
            let spent = |payload: f64| winds.spent(&corridor.fixes, backwards, payload);
            Some([spent(0.0)?, spent(frame.payload)?])
        })
    };
    Some(all.corridors.par_iter().map(of).collect())
}

/// Pads that may be used, and where they are.
fn usable(grounds: &Grounds) -> (Vec<SiteId>, Vec<Point>) {
    let county = grounds.county;
    let usable = |site: &crate::county::Site| {
        site.kind == SiteKind::Pad && (grounds.candidates || site.opening == Opening::Existing)
    };
    let pads: Vec<SiteId> =
        (0..).map(SiteId).zip(&county.sites).filter(|(_, site)| usable(site)).map(|(id, _)| id).collect();
    let points = pads.iter().map(|id| county.site(*id).point).collect();
    (pads, points)
}

/// The pad beside the home of a vehicle type.
fn base(grounds: &Grounds, kind: VehicleTypeId, points: &[Point]) -> Option<Foot> {
    let vehicle = grounds.county.vehicle_type(kind);
    let within = grounds.county.drone_types[vehicle.flies?.drone].work.walk;
    nearest(grounds.county.site(vehicle.start).point, points, within, |_| true)
}

fn between(
    grounds: &Grounds,
    drone: usize,
    points: &[Point],
    which: impl FnOnce(f64) -> Which,
) -> Option<Corridors> {
    let county = grounds.county;
    let kept = &county.drone_types[drone];
    let frame = kept.frame()?;
    let farthest = kept.full_range_km() * 1000.0 * FARTHEST;
    Some(plan(&Terms {
        dem: grounds.dem,
        zones: &county.zones,
        aloft: &county.aloft,
        places: &county.places,
        pads: &points.iter().map(|point| Pad { point: *point }).collect::<Vec<_>>(),
        which: which(farthest),
        frame: &frame,
        rules: Rules::usual(&frame),
        battery: Battery::default(),
        day: still(county),
        wind: kept.work.wind,
        electricity: county.prices.electricity,
    }))
}

fn wing(
    grounds: &Grounds,
    (kind, drone): (VehicleTypeId, usize),
    (pads, points): (Vec<SiteId>, Vec<Point>),
    (all, gusts): (&Corridors, &[Gusts]),
) -> Option<Wing> {
    let county = grounds.county;
    let kept = &county.drone_types[drone];
    let frame = kept.frame()?;
    let base = base(grounds, kind, &points).filter(|base| all.pads[base.pad] == PadState::Good);
    let is_home = |pad: usize| base.is_some_and(|base| base.pad == pad);
    let mut sky = Paths { frame: &frame, season: county.season, flights: FxHashMap::default() };
    let mut credits: FxHashMap<usize, Spent> = FxHashMap::default();
    let mut kept_corridors = Vec::new();
    for (corridor, gusts) in all.corridors.iter().zip(gusts) {
        let Some(out) = corridor.ends.iter().position(|end| is_home(*end)) else { continue };
        if let (Some(charged), Some(gusts)) = (sky.home(corridor, kept_corridors.len(), out), gusts[out]) {
            credits.insert(corridor.ends[1 - out], credit(charged, &gusts[0]));
        }
        kept_corridors.push(corridor.clone());
    }
    for (corridor, gusts) in all.corridors.iter().zip(gusts) {
        let ends = corridor.ends.map(|end| credits.get(&end));
        let [Some(one), Some(other)] = ends else { continue };
        if sky.across(corridor, kept_corridors.len(), (gusts, [one, other])) {
            // Its profile is for those who ask for the corridor itself.
            kept_corridors.push(Corridor { profile: Vec::new(), ..corridor.clone() });
        }
    }
    let refusals = all.refusals.iter().filter(|one| one.ends.iter().any(|end| is_home(*end)));
    let corridors = Corridors {
        corridors: kept_corridors,
        refusals: refusals.cloned().collect(),
        pads: all.pads.clone(),
    };
    let places = grounds.located.junctions.len();
    let flights = sky.flights;
    let mut wing = Wing {
        kind,
        drone,
        pads,
        corridors,
        flights,
        home: base.map(|base| base.pad),
        home_walk: base.map_or(Seconds::ZERO, |base| base.walk),
        foot: vec![None; places],
        nearest: vec![None; places],
        frame,
    };
    wing.walk(grounds, &points, kept.work.walk);
    Some(wing)
}

/// Flights as they are found.
struct Paths<'a> {
    frame: &'a Airframe,
    season: Season,
    flights: FxHashMap<(usize, usize), Flight>,
}

impl Paths<'_> {
    /// Out from home, which is the corridor's end `out`, and back; what the way out without load is
    /// charged.
    fn home(&mut self, corridor: &Corridor, index: usize, out: usize) -> Option<f64> {
        let (home, pad) = (corridor.ends[out], corridor.ends[1 - out]);
        let ways = [&corridor.ways[out], &corridor.ways[1 - out]];
        let [there, back] = flights_of(self.frame, self.season, corridor, ways)?;
        let charged = there.empty.as_f64();
        self.flights.insert((home, pad), Flight { corridor: index, backwards: out == 1, ..there });
        self.flights.insert((pad, home), Flight { corridor: index, backwards: out == 0, ..back });
        Some(charged)
    }

    /// Both directions between two pads away from home; false if neither can be flown. (M178)
    fn across(
        &mut self,
        corridor: &Corridor,
        index: usize,
        (gusts, credits): (&Gusts, [&[f64; SIDES]; 2]),
    ) -> bool {
        let mut any = false;
        for from in 0..2 {
            let way = &corridor.ways[from];
            let Some((spent, seconds)) = gusts[from].as_ref().zip(way.windy_seconds) else { continue };
            let charged = [0, 1].map(|load| charge(&spent[load], credits[from], credits[1 - from]));
            let taken = flight(self.frame, self.season, corridor, way, (seconds, charged));
            if let Some(taken) = taken {
                let ends = (corridor.ends[from], corridor.ends[1 - from]);
                self.flights.insert(ends, Flight { corridor: index, backwards: from == 1, ..taken });
                any = true;
            }
        }
        any
    }
}

/// Pads that are farther from home than this many ranges with full load are not looked at: nobody
/// flies there and back.
const FARTHEST: f64 = 1.5;

/// Out from home and back; `None` if the wind, or the reserve of even an empty flight, forbids one.
///
/// A wind blows from one side all day. Out and back together take most where it is ahead of the
/// heavier leg: a delivery is charged for it on the way out, and a collection on the way back, by
/// what the return takes more than the empty way out then takes less. (M173)
fn flights_of(
    frame: &Airframe,
    season: Season,
    corridor: &Corridor,
    [there, back]: [&Quality; 2],
) -> Option<[Flight; 2]> {
    let energies = |way: &Quality, of: fn(&Load) -> Option<f64>| {
        let (first, last) = (way.loads.first()?, way.loads.last()?);
        Some([of(first)? * JOULES, of(last)? * JOULES])
    };
    let out = energies(there, |load| load.windy)?;
    let spared = out[0] - energies(there, |load| load.behind)?[0];
    let (ahead, behind) = (energies(back, |load| load.windy)?, energies(back, |load| load.behind)?);
    let home = [0, 1].map(|load| behind[load].max(ahead[load] - spared));
    Some([
        flight(frame, season, corridor, there, (there.windy_seconds?, out))?,
        flight(frame, season, corridor, back, (back.behind_seconds?, home))?,
    ])
}

fn flight(
    frame: &Airframe,
    season: Season,
    corridor: &Corridor,
    way: &Quality,
    (seconds, [empty, full]): (f64, [f64; 2]),
) -> Option<Flight> {
    let limit = way.windy?;
    let kilograms = frame.payload;
    let per_tonne = if kilograms > 0.0 { (full - empty) / kilograms * 1000.0 } else { 0.0 };
    let season = match season {
        Season::Spring => 0,
        Season::Summer => 1,
        Season::Autumn => 2,
        Season::Winter => 3,
    };
    Some(Flight {
        corridor: 0,
        backwards: false,
        duration: Seconds(seconds.ceil() as i64),
        distance: Metres(corridor.length.round() as i64),
        empty: Joules(empty.ceil().min(LARGEST) as i64),
        per_tonne: Joules(per_tonne.ceil().clamp(0.0, LARGEST) as i64),
        limit: Grams((limit.min(frame.payload) * 1000.0 + 0.5).floor() as i64),
        available: way.available[season],
    })
}

/// What a matrix holds.
const LARGEST: f64 = 2e9;
