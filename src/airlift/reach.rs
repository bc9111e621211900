//! Who walks where with the goods: pads near doors. (M174)

use super::{Grounds, Wing};
use crate::corridor::metres_per_degree;
use crate::county::County;
use crate::facts;
use crate::network::{Located, Location};
use crate::units::{Point, Seconds};

/// A pad and the way to it on foot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Foot {
    /// Index into [`Wing::pads`].
    pub pad: usize,
    /// Straight line.
    pub metres: f64,
    pub walk: Seconds,
}

/// The time on foot over so many metres in a straight line.
#[must_use]
pub fn on_foot(metres: f64) -> Seconds {
    let speed = facts::value("air.walk.speed") / 3.6;
    Seconds::rounded(metres * facts::value("air.walk.detour") / speed)
}

/// The nearest of some pads within a walk.
pub(super) fn nearest(
    from: Point,
    pads: &[Point],
    within: f64,
    good: impl Fn(usize) -> bool,
) -> Option<Foot> {
    let (east, north) = metres_per_degree(from.y());
    let apart = |pad: &Point| ((pad.x() - from.x()) * east).hypot((pad.y() - from.y()) * north);
    let near = pads.iter().enumerate().filter(|(pad, _)| good(*pad)).map(|(pad, point)| (pad, apart(point)));
    let (pad, metres) = near.min_by(|one, other| one.1.total_cmp(&other.1).then(one.0.cmp(&other.0)))?;
    (metres <= within).then(|| Foot { pad, metres, walk: on_foot(metres) })
}

impl Wing {
    /// Finds the pad of every location.
    pub(super) fn walk(&mut self, grounds: &Grounds, pads: &[Point], within: f64) {
        let Some(base) = self.home else { return };
        let flies = |pad: usize| {
            pad == base
                || (self.flights.contains_key(&(base, pad)) && self.flights.contains_key(&(pad, base)))
        };
        let points = points(grounds.county, grounds.located);
        self.nearest = points.iter().map(|point| nearest((*point)?, pads, within, |_| true)).collect();
        // What is beside the pad at home is walked to: that is no flight. Sites are where goods are.
        let sites: Vec<Location> = grounds.located.sites.iter().flatten().copied().collect();
        let foot = |(index, point): (usize, &Option<Point>)| {
            let is_site = sites.contains(&Location(index as u32));
            nearest((*point)?, pads, within, |pad| flies(pad) && (is_site || pad != base))
        };
        self.foot = points.iter().enumerate().map(foot).collect();
    }
}

/// By location: the door or site itself, not the road beside it.
fn points(county: &County, located: &Located) -> Vec<Option<Point>> {
    let mut points = vec![None; located.junctions.len()];
    let mut put = |place: Option<Location>, point: Option<Point>| {
        if let Some(place) = place {
            points[place.index()] = point;
        }
    };
    for (site, place) in county.sites.iter().zip(&located.sites) {
        put(*place, Some(site.point));
    }
    for (index, order) in county.orders.iter().enumerate() {
        put(located.picks[index], order.pick().map(|door| door.point));
        put(located.drops[index], order.drop().map(|door| door.point));
    }
    points
}
