//! All cells of a season.

use super::air::{Flying, Shuttle};
use super::keep::Keep;
use super::price::{Heights, Hold, Load, by_air, by_both, by_road};
use super::road::{Carrier, Stay, Trip, carriers};
use super::scene::{End, Scene, rates_of};
use super::{Block, Cell, Class, Direction, Figures, KILO, Mode};
use crate::corridor::distance;
use crate::county::{County, PlaceId, SiteId};
use crate::facts;
use crate::matrix::{self, Location, Matrices, Matrix};
use crate::model::Problem;
use crate::site::survey::{SEASONS, seasonal};
use crate::units::Celsius;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A season's roads: what each drive takes, and how often the way is open.
pub struct Roads {
    county: County,
    matrices: Matrices,
    /// By site and door: share of days without a closure on the way.
    open: BTreeMap<(Location, Location), f64>,
}

impl Roads {
    /// The county in this season.
    #[must_use]
    pub fn county(&self) -> &County {
        &self.county
    }

    #[must_use]
    pub fn matrix(&self, running: usize) -> &Matrix {
        &self.matrices.by_running[running]
    }
}

/// What the cells of one season share.
struct Season<'a> {
    scene: &'a Scene<'a>,
    roads: &'a Roads,
    season: usize,
    carriers: Vec<Carrier<'a>>,
    keeps: Vec<Keep>,
    nearest: Vec<Stay>,
    flying: Flying,
    /// Kilograms a day of all classes, by place, and by the pad that is nearest.
    amounts: BTreeMap<PlaceId, f64>,
    around: Vec<f64>,
}

/// A season's roads, weighed anew.
#[must_use]
pub fn roads(scene: &Scene, season: usize) -> Roads {
    let county = seasonal(scene.county, SEASONS[season]);
    let mut located = scene.located.clone();
    for (kind, &running) in county.vehicle_types.iter().zip(&scene.located.running_of) {
        located.runnings[running] = kind.running;
    }
    located.weights =
        located.runnings.iter().map(|running| located.network.weigh(running, &county)).collect();
    let classes = Problem::warmth_classes(&county);
    let matrices = matrix::compute_on(scene.ground, &located, (&county.air, &classes), &[]);
    let open = scene.streets.map_or_else(BTreeMap::new, |streets| {
        let rates = rates_of(scene, &county);
        let mut open = BTreeMap::new();
        let Some(weights) = located.weights.first() else { return open };
        let costs = streets.costs(weights);
        let doors: Vec<Location> = scene.doors.keys().filter_map(|&place| scene.door(place)).collect();
        let pads = scene.pads.iter().filter_map(|pad| located.sites[pad.index()]);
        let ends: Vec<Location> = doors.into_iter().chain(pads).collect();
        let junction = |location: &Location| located.junctions[location.index()];
        let targets: Vec<_> = ends.iter().map(junction).collect();
        for site in sites(scene) {
            let Some(from) = located.sites[site.index()] else { continue };
            let paths = streets.paths(weights, &costs, junction(&from), &targets);
            for to in &ends {
                let way = paths.to(junction(to));
                open.insert((from, *to), way.map_or(0.0, |way| 1.0 - rates.any(way.1.into_iter())));
            }
        }
        open
    });
    Roads { county, matrices, open }
}

fn sites(scene: &Scene) -> Vec<SiteId> {
    let mut sites: Vec<SiteId> = scene.classes.iter().map(|class| class.site).collect();
    sites.sort_unstable();
    sites.dedup();
    sites
}

/// The cells of all classes that have anything in this season, in the order of classes.
#[must_use]
pub fn season(scene: &Scene, roads: &Roads, season: usize) -> Vec<Cell> {
    let county = &roads.county;
    let all = Season {
        scene,
        roads,
        season,
        carriers: carriers(county, &scene.located.running_of, &county.prices),
        keeps: county.goods.iter().map(|goods| Keep::new(goods, county.air)).collect(),
        nearest: stays(scene, roads),
        flying: scene.flying(county),
        amounts: amounts(scene, season),
        around: around(scene, season),
    };
    let groups: Vec<&[Class]> = scene.classes.chunk_by(|one, other| one.place == other.place).collect();
    let cells: Vec<Vec<Cell>> = groups.par_iter().map(|classes| all.place(classes)).collect();
    cells.into_iter().flatten().collect()
}

fn amounts(scene: &Scene, season: usize) -> BTreeMap<PlaceId, f64> {
    let mut amounts = BTreeMap::new();
    for class in scene.classes {
        *amounts.entry(class.place).or_insert(0.0) += class.kilograms[season];
    }
    amounts
}

fn around(scene: &Scene, season: usize) -> Vec<f64> {
    let mut around = vec![0.0; scene.pads.len()];
    for class in scene.classes {
        let point = scene.county.place(class.place).point;
        let away = |pad: &usize| distance(scene.county.site(scene.pads[*pad]).point, point);
        let nearest = (0..around.len()).min_by(|one, other| away(one).total_cmp(&away(other)));
        if let Some(pad) = nearest {
            around[pad] += class.kilograms[season];
        }
    }
    around
}

/// By location: the way from the nearest other place.
#[must_use]
pub fn stays(scene: &Scene, roads: &Roads) -> Vec<Stay> {
    let places: Vec<Location> = scene.doors.keys().filter_map(|&place| scene.door(place)).collect();
    let Some(matrix) = roads.matrices.by_running.first() else { return Vec::new() };
    let of = |to: u32| {
        let others = places.iter().filter(|from| from.0 != to);
        let legs = others.filter_map(|&from| matrix.leg(from, Location(to)));
        let leg = legs.min_by_key(|leg| leg.duration);
        leg.map_or(Stay::default(), |leg| Stay {
            seconds: leg.duration.as_f64(),
            metres: leg.distance.as_f64(),
        })
    };
    (0..matrix.size() as u32).into_par_iter().map(of).collect()
}

/// A way by air that can be looked at for several classes.
struct Over {
    shuttle: Shuttle,
    /// Site of the pad, and its index, where a truck comes to it.
    meet: Option<(SiteId, usize)>,
}

impl Season<'_> {
    fn place(&self, classes: &[Class]) -> Vec<Cell> {
        let wanted = classes.iter().filter(|class| class.kilograms[self.season] > 0.0);
        let Some(first) = wanted.clone().next() else { return Vec::new() };
        let scene = self.scene;
        let home = scene.end(scene.county.site(first.site).point);
        let far = scene.end(scene.county.place(first.place).point);
        let over = |shuttle: Result<Shuttle, Block>, meet| shuttle.map(|shuttle| Over { shuttle, meet });
        let direct = over(scene.shuttle(home, far), None);
        let meets: Vec<Result<Over, Block>> = scene
            .meets(first.place, [home, far])
            .into_iter()
            .map(|pad| over(scene.shuttle(scene.pad(pad), far), Some((scene.pads[pad], pad))))
            .collect();
        wanted.map(|class| self.cell(class, far, &direct, &meets)).collect()
    }

    fn load(&self, class: &Class, cooled: Option<Celsius>) -> Load {
        let kilograms = class.kilograms[self.season];
        Load {
            kilograms,
            litres: kilograms * class.litres_per_kilogram,
            value: class.value_per_kilogram,
            age: class.age,
            service: class.service,
            direction: class.direction,
            parcel: facts::value("day.parcel.mass"),
            cooled,
            hold: None,
        }
    }

    fn cell(
        &self,
        class: &Class,
        far: End,
        direct: &Result<Over, Block>,
        meets: &[Result<Over, Block>],
    ) -> Cell {
        let scene = self.scene;
        let load = self.load(class, None);
        let way = Way { all: self, class, far };
        let road = way.road(&load, true);
        let own = way.road(&load, false);
        let air = way.air(&load, direct);
        let mixed = way.best(&load, meets);
        let cooled = self.cooler(class).map(|point| self.load(class, Some(point)));
        let lost = |mode: Mode| {
            let load = cooled.as_ref()?;
            let figures = match mode {
                Mode::Road => way.road(load, true),
                Mode::Own => way.road(load, false),
                Mode::Air => way.air(load, direct).ok(),
                Mode::Mixed => way.best(load, meets).ok().map(|it| it.0),
            };
            figures.map(|figures| figures.lost)
        };
        let planned = |over: &Over| over.shuttle.planned;
        let point = scene.county.site(class.site).point;
        Cell {
            place: class.place,
            goods: class.goods,
            direction: class.direction,
            season: self.season,
            kilograms: load.kilograms,
            straight_km: distance(point, scene.county.place(class.place).point) / KILO,
            planned: [
                direct.as_ref().is_ok_and(planned),
                mixed.as_ref().is_ok_and(|(_, over)| over.shuttle.planned),
            ],
            blocks: [air.as_ref().err().copied(), mixed.as_ref().err().copied()],
            meet: mixed.as_ref().ok().and_then(|(_, over)| over.meet).map(|meet| meet.0),
            by: [road, own, air.ok(), mixed.ok().map(|it| it.0)],
            cooled: Mode::ALL.map(lost),
        }
    }

    /// Where what is picked can be pre-cooled: at the place, or as coolers usually do.
    fn cooler(&self, class: &Class) -> Option<Celsius> {
        let decays = self.keeps[class.goods.index()].q10().is_some();
        let own = self.scene.county.place(class.place).precooler.map(|cooler| cooler.temperature);
        let usual = || Celsius(facts::value("generate.precooler.temperature"));
        (decays && class.direction == Direction::In).then(|| own.unwrap_or_else(usual))
    }
}

/// One class with everything that it is priced from.
struct Way<'a> {
    all: &'a Season<'a>,
    class: &'a Class,
    far: End,
}

impl Way<'_> {
    fn keep(&self) -> &Keep {
        &self.all.keeps[self.class.goods.index()]
    }

    /// Trips between the warehouse and a location by all vehicles that may carry the goods.
    fn trips(&self, to: Location) -> impl Iterator<Item = Trip> {
        let Season { scene, roads, carriers, .. } = self.all;
        let goods = roads.county.goods(self.class.goods);
        let q10 = self.keep().q10();
        let class = q10.and_then(|q10| roads.matrices.q10.iter().position(|known| *known == q10));
        let site = scene.located.sites[self.class.site.index()];
        let inwards = self.class.direction == Direction::In;
        let skilled = self.class.skills;
        let may = move |carrier: &&Carrier| {
            carrier.compartment.may_carry(goods) && carrier.vehicle.skills.cover(skilled)
        };
        carriers.iter().filter(may).filter_map(move |carrier| {
            let matrix = &roads.matrices.by_running[carrier.running];
            carrier.trip(matrix, class, [site?, to], inwards)
        })
    }

    fn open(&self, to: Location) -> f64 {
        let site = self.all.scene.located.sites[self.class.site.index()];
        site.and_then(|site| self.all.roads.open.get(&(site, to)).copied()).unwrap_or(1.0)
    }

    fn height(&self, at: Option<Location>) -> Option<f64> {
        at.and_then(|at| self.all.scene.located.height(at))
    }

    fn heights(&self, site: SiteId) -> Heights {
        let scene = self.all.scene;
        Heights {
            site: self.height(scene.located.sites[site.index()]),
            door: self.height(scene.door(self.class.place)),
        }
    }

    fn road(&self, load: &Load, shared: bool) -> Option<Figures> {
        let door = self.all.scene.door(self.class.place)?;
        let stay = shared.then(|| self.all.nearest.get(door.index()).copied().unwrap_or_default());
        let at = self.heights(self.class.site);
        let open = self.open(door);
        let each = self.trips(door).map(|trip| by_road(&trip, load, stay, self.keep(), at, open));
        each.min_by(|one, other| one.sum().total_cmp(&other.sum()))
    }

    /// Fen a day for the pad at the door, this class's share of it.
    fn pad(&self, load: &Load) -> f64 {
        let Season { scene, amounts, .. } = self.all;
        let own = self.far.pad.map(|pad| scene.county.site(scene.pads[pad]).fixed.as_f64());
        let fixed = own.unwrap_or_else(|| facts::value("compare.pad") * 100.0);
        let all = amounts.get(&self.class.place).copied().unwrap_or(load.kilograms);
        fixed * load.kilograms / all.max(load.kilograms)
    }

    fn air(&self, load: &Load, direct: &Result<Over, Block>) -> Result<Figures, Block> {
        let over = direct.as_ref().map_err(|block| *block)?;
        let at = self.heights(self.class.site);
        let pad = self.pad(load);
        self.boxed(load, |load| by_air(&self.all.flying, &over.shuttle, load, self.keep(), (at, pad)))
    }

    /// The least over the drone's boxes that may carry the goods.
    fn boxed(&self, load: &Load, price: impl Fn(&Load) -> Result<Figures, Block>) -> Result<Figures, Block> {
        let Scene { work, county, .. } = self.all.scene;
        if !work.skills.cover(self.class.skills) {
            return Err(Block::Skill);
        }
        let goods = county.goods(self.class.goods);
        let mut best = Err(Block::Box);
        for own in work.boxes.iter().filter(|own| own.may_carry(goods)) {
            let hold = Hold { litres: own.litres.as_f64().max(1e-3), held: own.held() };
            let found = price(&Load { hold: Some(hold), ..*load });
            let sum = |it: &Result<Figures, Block>| it.as_ref().map_or(f64::INFINITY, Figures::sum);
            if matches!(best, Err(Block::Box)) || sum(&found) < sum(&best) {
                best = found;
            }
        }
        best
    }

    /// The pad where truck and drone meet at the least cost; else what blocks the nearest.
    fn best<'o>(&self, load: &Load, meets: &'o [Result<Over, Block>]) -> Result<(Figures, &'o Over), Block> {
        let mut blocked = Err(Block::NoPad);
        let mut best: Option<(Figures, &Over)> = None;
        for over in meets {
            match over.as_ref().map_err(|block| *block).and_then(|over| Ok((self.both(load, over)?, over))) {
                Ok(found) if best.as_ref().is_none_or(|best| found.0.sum() < best.0.sum()) => {
                    best = Some(found);
                }
                Ok(_) => {}
                Err(block) if matches!(blocked, Err(Block::NoPad)) => blocked = Err(block),
                Err(_) => {}
            }
        }
        best.map_or(blocked, Ok)
    }

    fn both(&self, load: &Load, over: &Over) -> Result<Figures, Block> {
        let Season { scene, flying, around, .. } = self.all;
        let (site, pad) = over.meet.ok_or(Block::NoPad)?;
        let to = scene.located.sites[site.index()].ok_or(Block::NoPad)?;
        let shared =
            scene.county.site(site).fixed.as_f64() * load.kilograms / around[pad].max(load.kilograms);
        let at = self.heights(site);
        let terms = (at, shared + self.pad(load), self.open(to));
        let by = |trip: Trip| {
            self.boxed(load, |load| by_both(&trip, (flying, &over.shuttle), load, self.keep(), terms))
        };
        let mut all: Vec<Result<Figures, Block>> = self.trips(to).map(by).collect();
        all.sort_by(|one, other| {
            let sum = |it: &Result<Figures, Block>| it.as_ref().map_or(f64::INFINITY, Figures::sum);
            sum(one).total_cmp(&sum(other))
        });
        all.into_iter().next().unwrap_or(Err(Block::NoPad))
    }
}
