//! A county as a comparison sees it: its doors on the roads, its pads and their corridors.

use super::air::{Flying, Shuttle};
use super::line::{Space, straight};
use super::{Block, Class};
use crate::corridor::{Corridors, PadState, Rule, Rules, distance};
use crate::county::{County, DroneWork, OrderId, PlaceId, SiteId, SiteKind, still};
use crate::energy::drone::Airframe;
use crate::facts;
use crate::matrix::{Ground, Streets};
use crate::network::{Located, Location, State};
use crate::reliability::{Rates, rates};
use crate::terrain::Dem;
use crate::units::Point;
use std::collections::BTreeMap;

/// Everything that is the same in all seasons.
pub struct Scene<'a> {
    /// With the prices of the scenario.
    pub county: &'a County,
    pub classes: &'a [Class],
    /// Of the county with a door at each place.
    pub located: &'a Located,
    pub doors: &'a BTreeMap<PlaceId, OrderId>,
    pub ground: &'a Ground,
    /// For the chance that the way is closed; `None`: not asked.
    pub streets: Option<&'a Streets<'a>>,
    pub dem: &'a Dem,
    pub frame: &'a Airframe,
    /// The drone's boxes and skills.
    pub work: &'a DroneWork,
    /// How many drones of this kind there are.
    pub drones: u32,
    /// Sites that are pads, as corridors number them.
    pub pads: &'a [SiteId],
    pub corridors: &'a Corridors,
}

/// Where a drone takes off or lands.
#[derive(Clone, Copy, Debug)]
pub struct End {
    pub point: Point,
    pub pad: Option<usize>,
}

/// Sites of a county that are pads.
#[must_use]
pub fn pads(county: &County) -> Vec<SiteId> {
    let ids = (0..county.sites.len() as u32).map(SiteId);
    ids.filter(|&id| county.site(id).kind == SiteKind::Pad).collect()
}

/// Closures of a season's day.
#[must_use]
pub fn rates_of(scene: &Scene, county: &County) -> Rates {
    let heights = |point: Point| scene.dem.height(point);
    rates(&scene.located.network, &heights, State::from(county), &county.road_state.reports)
}

impl Scene<'_> {
    #[must_use]
    pub fn door(&self, place: PlaceId) -> Option<Location> {
        self.located.drops[self.doors.get(&place)?.index()]
    }

    /// The pad that belongs to a point: the nearest one that people walk to.
    #[must_use]
    pub fn end(&self, point: Point) -> End {
        let away = |pad: usize| distance(self.county.site(self.pads[pad]).point, point);
        let near = (0..self.pads.len()).filter(|&pad| away(pad) <= facts::value("air.pad.walk"));
        let pad = near.min_by(|&one, &other| away(one).total_cmp(&away(other)));
        End { point: pad.map_or(point, |pad| self.county.site(self.pads[pad]).point), pad }
    }

    #[must_use]
    pub fn pad(&self, pad: usize) -> End {
        End { point: self.county.site(self.pads[pad]).point, pad: Some(pad) }
    }

    /// The way of a drone between two ends: their corridor if both are pads, else a straight line.
    ///
    /// # Errors
    /// What blocks it.
    pub fn shuttle(&self, home: End, far: End) -> Result<Shuttle, Block> {
        if let (Some(one), Some(other)) = (home.pad, far.pad) {
            return self.corridor(one, other);
        }
        let rules = Rules::usual(self.frame);
        let points = [home.point, far.point];
        let space = Space { dem: self.dem, zones: &self.county.zones, wires: &self.county.aloft.wires };
        let course = straight(space, &rules, self.frame.highest, points)?;
        Shuttle::line(&course).ok_or(Block::Void)
    }

    fn corridor(&self, home: usize, far: usize) -> Result<Shuttle, Block> {
        if home == far {
            return Err(Block::Beside);
        }
        let ends = [home.min(far), home.max(far)];
        if let Some(found) = self.corridors.corridors.iter().find(|corridor| corridor.ends == ends) {
            return Shuttle::corridor(found, home > far).ok_or(Block::Void);
        }
        let refusal = self.corridors.refusals.iter().find(|refusal| refusal.ends == ends);
        // Pads too far apart are not even looked at.
        Err(refusal.map_or(Block::Range, |refusal| block(&refusal.rule)))
    }

    #[must_use]
    pub fn flying(&self, county: &County) -> Flying {
        let day = still(county);
        let electricity = county.prices.electricity.as_f64();
        Flying::new(self.frame.clone(), self.drones, county.season, day, electricity)
    }

    /// Pads where a truck may meet the drones of a place: the nearest ones but those of the place
    /// and of home, and that of its township.
    #[must_use]
    pub fn meets(&self, place: PlaceId, [home, far]: [End; 2]) -> Vec<usize> {
        const NEAREST: usize = 3;
        let point = self.county.place(place).point;
        let away = |pad: usize| distance(self.county.site(self.pads[pad]).point, point);
        let usable = |pad: &usize| {
            let is_good = self.corridors.pads.get(*pad).is_none_or(|state| *state == PadState::Good);
            is_good && Some(*pad) != home.pad && Some(*pad) != far.pad
        };
        let mut all: Vec<usize> = (0..self.pads.len()).filter(usable).collect();
        all.sort_by(|&one, &other| away(one).total_cmp(&away(other)));
        let township = self.county.place(place).township.map(|town| self.county.place(town).point);
        let own = township.and_then(|point| self.end(point).pad).filter(|pad| all.contains(pad));
        all.truncate(NEAREST);
        all.extend(own.filter(|pad| !all.contains(pad)));
        all
    }
}

fn block(rule: &Rule) -> Block {
    match rule {
        Rule::Pad(..) => Block::Pad,
        Rule::Beside => Block::Beside,
        Rule::Zones(_) => Block::Zone,
        Rule::Ceiling => Block::Ceiling,
        Rule::Wires => Block::Wires,
        Rule::Void => Block::Void,
        Rule::Highest => Block::Highest,
        Rule::Several => Block::Several,
        Rule::Range { .. } => Block::Range,
        Rule::Alternate { .. } => Block::Landing,
    }
}
