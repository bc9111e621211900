//! Where goods are stored and handed over: what is there, and what could be.

use super::dice::Dice;
use crate::county::{County, Opening, Place, PlaceKind, Site, SiteId, SiteKind};
use crate::facts::value;
use crate::units::{Celsius, Fen, Litres};

/// The county's warehouse: the first site.
pub(super) const WAREHOUSE: SiteId = SiteId(0);

/// A warehouse at the largest place; stations, cold rooms, collection points and pads at others.
pub(super) fn sites(county: &County, seed: u64) -> Vec<Site> {
    let mut towns: Vec<&Place> =
        county.places.iter().filter(|place| place.kind == PlaceKind::Township).collect();
    towns.sort_by(|a, b| b.population.cmp(&a.population).then(a.code.cmp(&b.code)));
    let Some(centre) = centre(&county.places) else { return Vec::new() };
    let times = warehouses(county);
    let mut sites = vec![Site {
        parcels_per_day: Some(30_000 * times),
        cold_room: Litres(400_000 * i64::from(times)),
        cold_temperature: Some(Celsius(4.0)),
        ..site("W1", centre, ("县域云仓", "cloud warehouse"), SiteKind::Warehouse, 180_000 * i64::from(times))
    }];
    for (number, town) in towns.iter().enumerate() {
        let opening = if number < 4 { Opening::Existing } else { Opening::Candidate };
        let code = format!("S{:02}", number + 1);
        sites.push(Site {
            opening,
            parcels_per_day: Some(3_000),
            drivers: Some(2),
            ..site(&code, town, ("乡镇站", "station"), SiteKind::Station, 15_000)
        });
    }
    for (number, town) in towns.iter().enumerate().filter(|(number, _)| number % 3 == 0) {
        sites.push(Site {
            opening: Opening::Candidate,
            cold_room: Litres(60_000),
            cold_temperature: Some(Celsius(4.0)),
            ..site(
                &format!("C{:02}", number + 1),
                town,
                ("产地冷库", "cold room"),
                SiteKind::ColdRoom,
                26_000,
            )
        });
    }
    let mut dice = Dice::new(seed, 31);
    let mut remote: Vec<&Place> =
        county.places.iter().filter(|place| place.kind == PlaceKind::Village).collect();
    dice.shuffle(&mut remote);
    for (number, village) in remote.iter().take((remote.len() / 40).clamp(1, 60)).enumerate() {
        let (code, kind, words) = if number % 2 == 0 {
            (format!("P{:02}", number + 1), SiteKind::Pad, ("起降点", "pad"))
        } else {
            (format!("G{:02}", number + 1), SiteKind::CollectionPoint, ("揽收点", "collection point"))
        };
        sites.push(Site { opening: Opening::Candidate, ..site(&code, village, words, kind, 6_000) });
    }
    let more = pads(county, centre, &towns[..towns.len().min(4)], &sites);
    sites.extend(more);
    sites
}

/// As how many of the usual size the warehouse has to be: the parcels of all people pass it.
fn warehouses(county: &County) -> u32 {
    let people: f64 = county.places.iter().map(|place| f64::from(place.population)).sum();
    (people * value("day.parcels.per_person") / 30_000.0).ceil().max(1.0) as u32
}

/// Pads at the warehouse, at the stations that exist, and at villages within a flight of each.
fn pads(county: &County, centre: &Place, towns: &[&Place], sites: &[Site]) -> Vec<Site> {
    let padded =
        |place: &Place| sites.iter().any(|site| site.kind == SiteKind::Pad && site.point == place.point);
    let villages = county.places.iter().filter(|place| place.kind == PlaceKind::Village);
    let villages: Vec<&Place> = villages.filter(|village| !padded(village)).collect();
    let mut taken: Vec<&Place> = Vec::new();
    let hubs = std::iter::once((centre, 8)).chain(towns.iter().map(|town| (*town, 2)));
    for (hub, count) in hubs {
        taken.push(hub);
        for _ in 0..count {
            // The village farthest from all pads so far, of those that a loaded drone reaches.
            let near = villages.iter().filter(|village| (2_500.0..9_000.0).contains(&apart(village, hub)));
            let alone =
                |village: &Place| taken.iter().map(|pad| apart(village, pad)).fold(f64::INFINITY, f64::min);
            let best = near.max_by(|a, b| alone(a).total_cmp(&alone(b)).then(b.code.cmp(&a.code)));
            taken.extend(best.filter(|village| alone(village) > 1_500.0));
        }
    }
    let pad = |(number, place): (usize, &&Place)| {
        // The drones' home is there; whether the others are worth having is a question of placement.
        let opening = if number == 0 { Opening::Existing } else { Opening::Candidate };
        let code = format!("D{:02}", number + 1);
        Site { opening, ..site(&code, place, ("起降点", "pad"), SiteKind::Pad, 6_000) }
    };
    taken.iter().enumerate().map(pad).collect()
}

/// Metres, about.
fn apart(one: &Place, other: &Place) -> f64 {
    let narrow = one.point.y().to_radians().cos();
    let (x, y) = ((one.point.x() - other.point.x()) * narrow, one.point.y() - other.point.y());
    x.hypot(y) * 111_195.0
}

/// The seat, or the place with the most people.
pub(super) fn centre(places: &[Place]) -> Option<&Place> {
    let rank = |place: &&Place| (place.kind == PlaceKind::Seat, place.population);
    let best = places.iter().map(|place| rank(&place)).max()?;
    places.iter().find(|place| rank(place) == best)
}

fn site(code: &str, place: &Place, (zh, en): (&str, &str), kind: SiteKind, fixed: i64) -> Site {
    Site {
        code: code.to_owned(),
        name_zh: format!("{}{zh}", place.name_zh),
        name_en: format!("{} {en}", place.name_en),
        kind,
        opening: Opening::Existing,
        point: place.point,
        fixed: Fen(fixed),
        parcels_per_day: None,
        cold_room: Litres(0),
        cold_temperature: None,
        kilograms_per_day: None,
        dock_hours: None,
        drivers: None,
    }
}
