//! A county made ready for comparing: its doors on the roads, its corridors.

use super::super::load::Loaded;
use crate::compare::{Class, Roads, Scene, Touches, classes, pads, roads};
use crate::corridor::{Corridors, Pad, Rules, Terms, Which, distance, plan};
use crate::county::{County, OrderId, PlaceId, SiteId, still};
use crate::energy::drone::{Airframe, Battery};
use crate::facts;
use crate::matrix::{Ground, Streets};
use crate::network::{self, Located};
use crate::site::survey::{Wishes, customers, doors};
use crate::terrain::Dem;
use crate::units::Point;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that the seasons of one scenario share.
pub struct Lab<'a> {
    dem: &'a Dem,
    pub county: County,
    pub classes: Vec<Class>,
    pub located: Located,
    doors: BTreeMap<PlaceId, OrderId>,
    ground: Ground,
    pub frame: Airframe,
    kind: usize,
    pads: Vec<SiteId>,
    within: f64,
    pub corridors: Corridors,
}

impl<'a> Lab<'a> {
    /// `kind` is the drone type's index; `only`: of these places, with the pads beside them.
    /// `None` if the airframe cannot be had with the facts as they are supposed.
    #[must_use]
    pub fn new(
        loaded: &'a Loaded,
        county: County,
        (kind, within): (usize, f64),
        wishes: &Wishes,
        only: Option<&BTreeSet<PlaceId>>,
    ) -> Option<Lab<'a>> {
        let frame = county.drone_types.get(kind)?.frame()?;
        let mut customers = customers(&county, wishes);
        if let Some(places) = only {
            customers.retain(|customer| places.contains(&customer.place));
        }
        let classes = classes(&county, &customers);
        let (with_doors, doors) = doors(&county, &customers);
        let located = network::locate(loaded.located.network.clone(), &with_doors).value;
        let ground = Ground::new(&located.network);
        let mut pads = pads(&county);
        if only.is_some() {
            pads.retain(|pad| is_beside(&county, &classes, county.site(*pad).point));
        }
        let mut lab = Lab {
            dem: &loaded.dem,
            county,
            classes,
            located,
            doors,
            ground,
            frame,
            kind,
            pads,
            within,
            corridors: Corridors { pads: Vec::new(), corridors: Vec::new(), refusals: Vec::new() },
        };
        lab.corridors = lab.plan(&lab.county, &lab.frame);
        Some(lab)
    }

    fn plan(&self, county: &County, frame: &Airframe) -> Corridors {
        let points: Vec<Pad> = self.pads.iter().map(|pad| Pad { point: county.site(*pad).point }).collect();
        let day = still(county);
        plan(&Terms {
            dem: self.dem,
            zones: &county.zones,
            aloft: &county.aloft,
            places: &county.places,
            pads: &points,
            which: Which::Within(self.within * 1000.0),
            frame,
            rules: Rules::usual(frame),
            battery: Battery::default(),
            day,
            wind: facts::value("air.wind.p90"),
            electricity: county.prices.electricity,
        })
    }

    #[must_use]
    pub fn scene<'s>(&'s self, streets: Option<&'s Streets<'s>>) -> Scene<'s> {
        Scene {
            county: &self.county,
            classes: &self.classes,
            located: &self.located,
            doors: &self.doors,
            ground: &self.ground,
            streets,
            dem: self.dem,
            frame: &self.frame,
            work: &self.county.drone_types[self.kind].work,
            drones: self.county.drone_types[self.kind].count,
            pads: &self.pads,
            corridors: &self.corridors,
        }
    }

    /// What the same lab says of a season under supposed facts, computed anew as far as a fact
    /// reaches: cells, or nothing if there is no such airframe.
    #[must_use]
    pub fn again(
        &self,
        county: &County,
        (season, usual): (usize, &Roads),
        wishes: &Wishes,
        reach: Touches,
    ) -> Option<Vec<crate::compare::Cell>> {
        let frame = county.drone_types.get(self.kind)?.frame()?;
        let mut customers = customers(county, wishes);
        customers.retain(|customer| self.doors.contains_key(&customer.place));
        let classes = classes(county, &customers);
        let planned = (reach == Touches::Corridors).then(|| self.plan(county, &frame));
        let corridors = planned.as_ref().unwrap_or(&self.corridors);
        let scene = Scene { county, classes: &classes, frame: &frame, corridors, ..self.scene(None) };
        let anew = (reach == Touches::Roads).then(|| roads(&scene, season));
        Some(crate::compare::season(&scene, anew.as_ref().unwrap_or(usual), season))
    }
}

/// Whether a place or warehouse of these classes may call a pad its own, however far people walk.
fn is_beside(county: &County, classes: &[Class], pad: Point) -> bool {
    let walk = facts::get("air.pad.walk").map_or(0.0, |fact| fact.high);
    let near = |point: Point| distance(point, pad) <= walk;
    classes.iter().any(|class| near(county.place(class.place).point) || near(county.site(class.site).point))
}
