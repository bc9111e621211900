//! A place in the middle of the county, and how much dearer the air is than the road.

use super::curves::{PerKilometre, Typical};
use super::road::carriers;
use super::scene::Scene;
use super::survey::{Roads, stays};
use super::{Cell, Class, Direction, KILO, Mode};
use crate::corridor::distance;
use crate::county::{County, GoodsId, Keeping, PlaceId};
use crate::facts;
use std::collections::{BTreeMap, BTreeSet};

/// Typical places: of what is delivered and keeps, and of the perishable harvest, the kinds of
/// goods with the most kilograms; among the places that a drone reaches, if there are any.
#[must_use]
pub fn typical<'a>(scene: &Scene, roads: &'a Roads, season: usize, cells: &[Cell]) -> Vec<Typical<'a>> {
    let county = roads.county();
    let mut amounts: BTreeMap<(Direction, GoodsId), f64> = BTreeMap::new();
    for class in scene.classes {
        *amounts.entry((class.direction, class.goods)).or_default() += class.kilograms[season];
    }
    let most = |direction: Direction, wanted: &dyn Fn(Keeping) -> bool| {
        let each = amounts.iter().filter(|(key, amount)| {
            key.0 == direction && **amount > 0.0 && wanted(county.goods(key.1).keeping)
        });
        each.max_by(|one, other| one.1.total_cmp(other.1)).map(|it| *it.0)
    };
    let parcels = most(Direction::Out, &|keeping| keeping == Keeping::Keeps);
    let harvest = most(Direction::In, &|keeping| matches!(keeping, Keeping::Decays { .. }));
    let kinds = parcels.into_iter().chain(harvest);
    let flown: BTreeSet<_> = cells
        .iter()
        .filter(|cell| cell.figures(Mode::Air).is_some())
        .map(|cell| (cell.direction, cell.goods, cell.place))
        .collect();
    kinds.filter_map(|kind| of(scene, roads, (county, season), &flown, kind)).collect()
}

/// The place with the middle drive of those that get or give these goods.
fn of<'a>(
    scene: &Scene,
    roads: &'a Roads,
    (county, season): (&'a County, usize),
    flown: &BTreeSet<(Direction, GoodsId, PlaceId)>,
    (direction, goods): (Direction, GoodsId),
) -> Option<Typical<'a>> {
    let any = flown.iter().any(|it| (it.0, it.1) == (direction, goods));
    let wanted = |class: &&Class| {
        class.direction == direction
            && class.goods == goods
            && class.kilograms[season] > 0.0
            && (!any || flown.contains(&(direction, goods, class.place)))
    };
    let classes: Vec<&Class> = scene.classes.iter().filter(wanted).collect();
    let all = carriers(county, &scene.located.running_of, &county.prices);
    let kind = county.goods(goods);
    let carrier = *all
        .iter()
        .filter(|carrier| carrier.compartment.may_carry(kind))
        .max_by_key(|carrier| (carrier.vehicle.count, std::cmp::Reverse(carrier.vehicle.payload)))?;
    let matrix = roads.matrix(carrier.running);
    let legs = |class: &Class| {
        let (site, door) = (scene.located.sites[class.site.index()]?, scene.door(class.place)?);
        Some([matrix.leg(site, door)?, matrix.leg(door, site)?])
    };
    let mut reached: Vec<_> = classes.iter().filter_map(|class| Some((legs(class)?, *class))).collect();
    reached.sort_by_key(|it| (it.0[0].duration, it.1.place));
    let &([out, back], class) = reached.get(reached.len() / 2)?;
    let straight = distance(county.site(class.site).point, county.place(class.place).point) / KILO;
    let stays = stays(scene, roads);
    let door = scene.door(class.place)?;
    let height = |location| scene.located.height(location).unwrap_or(county.air.reference_height);
    Some(Typical {
        goods: kind.clone(),
        direction,
        kilometres: straight,
        detour: out.distance.as_f64() / KILO / straight.max(0.1),
        legs: [PerKilometre::of(&out), PerKilometre::of(&back)],
        carrier,
        stay: stays.get(door.index()).copied().unwrap_or_default(),
        service: class.service,
        kilograms: class.kilograms[season],
        litres_per_kilogram: class.litres_per_kilogram,
        value: class.value_per_kilogram,
        age: class.age,
        site: height(scene.located.sites[class.site.index()]?),
        door: height(door),
        air: county.air,
        pad: facts::value("compare.pad") * 100.0,
    })
}

/// How much more a kilogram costs by air than by road, spoilage included, in fen, over the cells
/// that both sets have by both modes, weighed by kilograms; and how many these are.
#[must_use]
pub fn difference(cells: &[Cell], same: &[Cell]) -> Option<(f64, usize)> {
    let key = |cell: &Cell| (cell.place, cell.goods, cell.direction, cell.season);
    let both = |cell: &Cell| Some(cell.figures(Mode::Air)?.sum() - cell.figures(Mode::Road)?.sum());
    let known: BTreeMap<_, f64> = same.iter().filter_map(|cell| Some((key(cell), both(cell)?))).collect();
    let shared: Vec<(f64, f64)> = cells
        .iter()
        .filter(|cell| known.contains_key(&key(cell)))
        .filter_map(|cell| Some((both(cell)?, cell.kilograms)))
        .collect();
    let all: f64 = shared.iter().map(|it| it.1).sum();
    (all > 0.0).then(|| (shared.iter().map(|it| it.0 * it.1).sum::<f64>() / all, shared.len()))
}

/// Kilometres an hour on the way to the middle place, for a vehicle that keeps.
#[must_use]
pub fn speed(typical: &Typical) -> f64 {
    3600.0 / typical.legs[0].seconds.max(1e-6)
}
