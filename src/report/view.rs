//! A plan with the names and sums that several outputs show.

use super::text::{self, Lang};
use crate::county::{County, Door, DroneType, Order, OrderId};
use crate::plan::{Action, Plan, Round, Stop, Trip};
use crate::units::{Fen, Metres, Moment, Point, Seconds, Term};

/// A plan, its county, and the language in which it is shown.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub plan: &'a Plan,
    pub county: &'a County,
    pub lang: Lang,
}

/// The day in a few numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    pub orders: usize,
    pub served: usize,
    pub vehicles: usize,
    pub trips: usize,
    pub distance: Metres,
    /// From the first loading to the last return, over all rounds.
    pub working: Seconds,
    pub total: Fen,
    pub spoilage: Fen,
    /// Fresh value of everything that ages on the way.
    pub perishable: Fen,
    /// Total of the blind plan minus total of this one.
    pub saved: Option<Fen>,
}

impl<'a> View<'a> {
    pub fn figures(&self) -> Figures {
        let plan = self.plan;
        let freshness = plan.rounds.iter().flat_map(Round::stops).filter_map(|stop| stop.freshness);
        let total = plan.breakdown.total();
        let legs = crate::relay::extra(&plan.relays, &plan.kits);
        let orders = self.county.orders.len().saturating_sub(legs);
        Figures {
            orders,
            served: orders.saturating_sub(plan.unserved.len()),
            vehicles: plan.rounds.len(),
            trips: plan.rounds.iter().map(|round| round.trips.len()).sum(),
            distance: plan.rounds.iter().map(Round::distance).sum(),
            working: plan.rounds.iter().map(working).sum(),
            total,
            spoilage: plan.breakdown[Term::Spoilage],
            perishable: freshness.map(|fresh| fresh.value).sum(),
            saved: plan.blind.as_ref().map(|blind| blind.breakdown.total() - total),
        }
    }

    pub fn county_name(&self) -> &'a str {
        text::name(&self.county.name_zh, &self.county.name_en, self.lang)
    }

    pub fn type_name(&self, round: &Round) -> &'a str {
        let kind = self.county.vehicle_type(round.vehicle_type);
        text::name(&kind.name_zh, &kind.name_en, self.lang)
    }

    /// For example `4.2吨冷藏车 2号`.
    pub fn vehicle(&self, round: &Round) -> String {
        match self.lang {
            Lang::Zh => format!("{} {}号", self.type_name(round), round.number),
            Lang::En => format!("{} no. {}", self.type_name(round), round.number),
        }
    }

    pub fn order(&self, id: OrderId) -> &'a Order {
        self.county.order(id)
    }

    /// What an order carries: goods, or a drone that is brought somewhere or fetched.
    pub fn goods(&self, id: OrderId) -> &'a str {
        if let Some(drone) = self.drone(id) {
            return text::name(&drone.name_zh, &drone.name_en, self.lang);
        }
        let goods = self.county.goods(self.order(id).goods);
        text::name(&goods.name_zh, &goods.name_en, self.lang)
    }

    /// The drone that an order brings or fetches: those stand behind all others.
    fn drone(&self, id: OrderId) -> Option<&'a DroneType> {
        let kits = &self.plan.kits;
        let first = self.county.orders.len().checked_sub(2 * kits.len())?;
        let kit = kits.get(id.index().checked_sub(first)? / 2)?;
        let flies = self.county.vehicle_types.get(kit.kind.index())?.flies?;
        self.county.drone_types.get(flies.drone)
    }

    pub fn site(&self, id: crate::county::SiteId) -> &'a str {
        let site = self.county.site(id);
        text::name(&site.name_zh, &site.name_en, self.lang)
    }

    /// Where a stop is; `None` in a plan that does not fit its county.
    pub fn door(&self, stop: &Stop) -> Option<&'a Door> {
        let order = self.order(stop.order);
        match stop.action {
            Action::Deliver | Action::DropOff => order.drop(),
            Action::Collect | Action::PickUp => order.pick(),
        }
    }

    /// The pad of a stop that is flown to.
    pub fn air_door(&self, round: &Round, stop: &Stop) -> Option<&'a crate::plan::AirDoor> {
        let is_pick = matches!(stop.action, Action::Collect | Action::PickUp);
        let own = |door: &&crate::plan::AirDoor| {
            door.kind == round.vehicle_type && door.order == stop.order && door.is_pick == is_pick
        };
        self.plan.air.as_ref()?.doors.iter().find(own)
    }

    /// Name of the village or farm; the order's id where none is known.
    pub fn place(&self, stop: &Stop) -> &'a str {
        self.door_place(self.door(stop)).unwrap_or(&self.order(stop.order).code)
    }

    /// Name of the place where an order is to be served.
    pub fn order_place(&self, id: OrderId) -> &'a str {
        self.whole_place(self.order(id))
    }

    /// The same for an order that is carried in several legs, as the county has it.
    pub fn whole_place<'o>(&self, order: &'o Order) -> &'o str
    where
        'a: 'o,
    {
        self.door_place(order.drop().or(order.pick())).unwrap_or(&order.code)
    }

    fn door_place(&self, door: Option<&Door>) -> Option<&'a str> {
        let place = self.county.place(door?.place?);
        Some(text::name(&place.name_zh, &place.name_en, self.lang))
    }

    pub fn windows(&self, stop: &Stop) -> String {
        let windows = self.door(stop).map_or(&[][..], |door| &door.windows);
        let span = |window: &crate::units::Window| {
            format!("{}–{}", text::clock(window.open, self.lang), text::clock(window.close, self.lang))
        };
        windows.iter().map(span).collect::<Vec<_>>().join(", ")
    }

    /// For example `冷藏 4 °C`; empty if the type has no such compartment.
    pub fn compartment(&self, round: &Round, stop: &Stop) -> String {
        let kind = self.county.vehicle_type(round.vehicle_type);
        let Some(compartment) = kind.compartments.get(stop.compartment) else { return String::new() };
        let class = text::class(compartment.class, self.lang);
        match compartment.set_point {
            Some(set) => format!("{class} {:.0} °C", set.0),
            None => class.to_owned(),
        }
    }

    /// Points of a leg; a straight line where the plan has none (read back from JSON).
    pub fn line(&self, geometry: &[Point], from: Option<Point>, to: Option<Point>) -> Vec<Point> {
        if geometry.len() > 1 { geometry.to_vec() } else { from.into_iter().chain(to).collect() }
    }

    /// The lines of a trip, leg by leg, the way home last; legs of no length are empty.
    pub fn lines(&self, trip: &Trip) -> Vec<Vec<Point>> {
        let mut here = Some(self.county.site(trip.from).point);
        let mut lines = Vec::with_capacity(trip.stops.len() + 1);
        for stop in &trip.stops {
            let there = self.door(stop).map(|door| door.point).or(here);
            let moves = stop.leg.distance.0 > 0 || here != there;
            lines.push(if moves { self.line(&stop.leg.geometry, here, there) } else { Vec::new() });
            here = there;
        }
        let home = Some(self.county.site(trip.to).point);
        lines.push(self.line(&trip.home.geometry, here, home));
        lines
    }
}

/// From the first loading to the last return.
pub fn working(round: &Round) -> Seconds {
    match (round.start(), round.end()) {
        (Some(start), Some(end)) => end - start,
        _ => Seconds::ZERO,
    }
}

/// Whole hours around the day's work, for time axes: at least one hour long.
pub fn hours(plan: &Plan) -> (i64, i64) {
    let start = plan.rounds.iter().filter_map(Round::start).min().unwrap_or(Moment::at(8, 0));
    let end = plan.rounds.iter().filter_map(Round::end).max().unwrap_or(Moment::at(18, 0));
    let first = start.0.div_euclid(3600);
    (first, (-(-end.0).div_euclid(3600)).max(first + 1))
}

/// Share of the fresh value that is left; `None` for goods without value.
pub fn left(fresh: &crate::plan::Freshness) -> Option<f64> {
    (fresh.value.0 > 0).then(|| (1.0 - fresh.lost.as_f64() / fresh.value.as_f64()).clamp(0.0, 1.0))
}
