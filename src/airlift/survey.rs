//! Corridors between a county's pads, as flights of one drone type.

use super::{Flight, Wing};
use crate::corridor::{Corridor, Pad, Quality, Rules, Terms, Which, plan};
use crate::county::{County, Opening, Season, SiteId, SiteKind, VehicleTypeId, still};
use crate::energy::drone::{Airframe, Battery};
use crate::network::Located;
use crate::terrain::Dem;
use crate::units::{Grams, Joules, Metres, Point, Seconds};
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
    let county = grounds.county;
    let drone = county.vehicle_type(kind).flies?.drone;
    let kept = &county.drone_types[drone];
    let frame = kept.frame()?;
    let usable = |site: &crate::county::Site| {
        site.kind == SiteKind::Pad && (grounds.candidates || site.opening == Opening::Existing)
    };
    let pads: Vec<SiteId> =
        (0..).map(SiteId).zip(&county.sites).filter(|(_, site)| usable(site)).map(|(id, _)| id).collect();
    let points: Vec<Pad> = pads.iter().map(|id| Pad { point: county.site(*id).point }).collect();
    let corridors = plan(&Terms {
        dem: grounds.dem,
        zones: &county.zones,
        places: &county.places,
        pads: &points,
        which: Which::Within(kept.full_range_km() * 1000.0 * FARTHEST),
        frame: &frame,
        rules: Rules::usual(&frame),
        battery: Battery::default(),
        day: still(county),
        wind: kept.work.wind,
        electricity: county.prices.electricity,
    });
    let mut flights = FxHashMap::default();
    for (index, corridor) in corridors.corridors.iter().enumerate() {
        let [one, other] = corridor.ends;
        for (backwards, pair) in [(false, (one, other)), (true, (other, one))] {
            let way = &corridor.ways[usize::from(backwards)];
            if let Some(flight) = flight(&frame, county.season, corridor, way) {
                flights.insert(pair, Flight { corridor: index, backwards, ..flight });
            }
        }
    }
    let mut wing = Wing {
        kind,
        drone,
        frame,
        pads,
        corridors,
        flights,
        home: None,
        home_walk: Seconds::ZERO,
        foot: vec![None; grounds.located.junctions.len()],
        nearest: vec![None; grounds.located.junctions.len()],
    };
    let points: Vec<Point> = points.iter().map(|pad| pad.point).collect();
    wing.walk(grounds, &points, (county.site(kept.home).point, kept.work.walk));
    Some(wing)
}

/// Pads that are farther from each other than this many ranges with full load are not looked at:
/// nobody flies there and back.
const FARTHEST: f64 = 1.5;

/// `None` if the wind, or the reserve of even an empty flight, forbids it.
fn flight(frame: &Airframe, season: Season, corridor: &Corridor, way: &Quality) -> Option<Flight> {
    let limit = way.windy?;
    let (first, last) = (way.loads.first()?, way.loads.last()?);
    let (empty, full) = (first.windy? * JOULES, last.windy? * JOULES);
    let kilograms = last.payload - first.payload;
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
        duration: Seconds(way.windy_seconds?.ceil() as i64),
        distance: Metres(corridor.length.round() as i64),
        empty: Joules(empty.ceil().min(LARGEST) as i64),
        per_tonne: Joules(per_tonne.ceil().clamp(0.0, LARGEST) as i64),
        limit: Grams((limit.min(frame.payload) * 1000.0 + 0.5).floor() as i64),
        available: way.available[season],
    })
}

/// What a matrix holds.
const LARGEST: f64 = 2e9;
