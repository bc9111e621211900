//! What a customer costs from a site in one season: the last mile, the way
//! from the hub, spoilage, handling.

use super::build::{Line, Survey};
use super::demand::{Customer, Flow, Stream};
use super::keep::Keep;
use super::options::{Hold, options, takes};
use super::pad;
use super::ways::{Carrier, Stay, Way};
use crate::county::{PlaceId, Site, SiteId, SiteKind};
use crate::facts;
use crate::matrix::{Location, Matrices};

/// Prices ways in one season.
pub struct Pricer<'a> {
    pub survey: &'a Survey<'a>,
    pub season: usize,
    pub carriers: Vec<Carrier<'a>>,
    pub keeps: Vec<Keep<'a>>,
    pub matrices: &'a Matrices,
    /// By location: the way from the nearest other place, by the first carrier that has one.
    pub nearest: Vec<Stay>,
    pub days: f64,
}

/// A load between two locations: fen, and the age that it has afterwards.
#[derive(Clone, Copy)]
struct Ride {
    money: f64,
    age: f64,
    seconds: f64,
}

/// A customer's day from one site.
#[derive(Clone, Copy, Debug, Default)]
pub struct Priced {
    /// Fen, by part.
    pub money: [f64; 4],
    /// The drive between site and door, the longest of its goods.
    pub seconds: f64,
}

impl Pricer<'_> {
    fn site(&self, site: SiteId) -> &Site {
        self.survey.county.site(site)
    }

    /// Fen a day of each customer of a line, by part; infinite where it cannot be served.
    pub fn line(&self, line: &Line) -> Vec<Priced> {
        let kind = self.site(line.site).kind;
        let priced = self.survey.customers.iter().map(|customer| {
            let is_taken = takes(kind, customer.stream);
            let sum = is_taken.then(|| self.customer(line, customer)).flatten();
            sum.unwrap_or(Priced { money: [f64::INFINITY; 4], seconds: 0.0 })
        });
        priced.collect()
    }

    fn customer(&self, line: &Line, customer: &Customer) -> Option<Priced> {
        let door = self.survey.located.drops[self.survey.doors.get(&customer.place)?.index()]?;
        let site = self.survey.location(line.site)?;
        let mut sum = Priced::default();
        for flow in &customer.flows {
            let kilograms = flow.kilograms[self.season];
            let parts = match customer.stream {
                Stream::Harvest => self.collected(line, flow, door, site)?,
                Stream::Dry | Stream::Cold => self.delivered(line, customer.place, flow, door, site)?,
            };
            if kilograms > 0.0 {
                sum.money.iter_mut().zip(parts.money).for_each(|(sum, part)| *sum += part);
                sum.seconds = sum.seconds.max(parts.seconds);
            }
        }
        Some(sum)
    }

    /// From the hub to the site, and after a while to the door.
    fn delivered(
        &self,
        line: &Line,
        place: PlaceId,
        flow: &Flow,
        door: Location,
        site: Location,
    ) -> Option<Priced> {
        let hour = facts::value("siting.hour.delivery");
        let kilograms = flow.kilograms[self.season];
        let (mut haul, mut handling, mut age) = (0.0, 0.0, flow.age);
        if line.hub != line.site {
            let ride = self.ride(flow, self.survey.location(line.hub)?, site, age, hour, None)?;
            let dwell = facts::value("siting.dwell.delivery");
            (haul, age) = (ride.money, ride.age + self.wait(flow, line.hold, site, hour, dwell)?);
            handling = facts::value("siting.handling") * kilograms;
        }
        let later = hour + if line.hub == line.site { 0.0 } else { facts::value("siting.dwell.delivery") };
        let ride = self.ride(flow, site, door, age, later, Some(self.stay(flow, door)))?;
        let (mut mile, mut aged) = (ride.money, ride.age);
        if self.site(line.site).kind == SiteKind::Pad {
            let (pad, place) = (self.site(line.site).point, self.survey.county.place(place).point);
            let flown = pad::weather(super::SEASONS[self.season]);
            mile = flown * pad::flying(self.survey.county, pad, place)? * kilograms + (1.0 - flown) * mile;
            aged = age + (1.0 - flown) * (aged - age);
        }
        let money = [mile, haul, self.spoilt(flow, flow.age, aged), handling];
        Some(Priced { money, seconds: ride.seconds })
    }

    /// From the door to the site, and after a while to the hub, where it waits for the night.
    fn collected(&self, line: &Line, flow: &Flow, door: Location, site: Location) -> Option<Priced> {
        let hour = facts::value("siting.hour.harvest");
        let kilograms = flow.kilograms[self.season];
        let ride = self.ride(flow, door, site, flow.age, hour, Some(self.stay(flow, door)))?;
        let (mut haul, mut handling, mut age, mut now) = (0.0, 0.0, ride.age, hour);
        if line.hub != line.site {
            let dwell = facts::value("siting.dwell.harvest");
            age += self.wait(flow, line.hold, site, hour, dwell)?;
            now += dwell;
            let on = self.ride(flow, site, self.survey.location(line.hub)?, age, now, None)?;
            (haul, age) = (on.money, on.age);
            handling = facts::value("siting.handling") * kilograms;
            if let Hold::Cooled(_, price) = line.hold {
                handling += price * kilograms;
            }
        }
        let hub = options(self.survey.county, &self.survey.wishes.sizes, self.site(line.hub)).first()?.hold;
        age +=
            self.wait(flow, hub, self.survey.location(line.hub)?, now, facts::value("siting.dwell.hub"))?;
        let money = [ride.money, haul, self.spoilt(flow, flow.age, age), handling];
        Some(Priced { money, seconds: ride.seconds })
    }

    fn wait(&self, flow: &Flow, hold: Hold, at: Location, hour: f64, hours: f64) -> Option<f64> {
        self.keeps[flow.goods.index()].waiting(hold, self.survey.located.height(at), hour, hours)
    }

    /// A stop's time: its service by amount, and the way from the neighbour, shared by the streams of a visit.
    fn stay(&self, flow: &Flow, door: Location) -> Stay {
        let way = self.nearest.get(door.index()).copied().unwrap_or_default();
        Stay { seconds: way.seconds + flow.service, metres: way.metres }
    }

    fn spoilt(&self, flow: &Flow, before: f64, after: f64) -> f64 {
        let value = flow.value_per_kilogram * flow.kilograms[self.season];
        value * self.keeps[flow.goods.index()].lost(before, after)
    }

    /// The carrier that costs least with what the goods lose on board.
    fn ride(
        &self,
        flow: &Flow,
        from: Location,
        to: Location,
        age: f64,
        hour: f64,
        stay: Option<Stay>,
    ) -> Option<Ride> {
        let goods = self.survey.county.goods(flow.goods);
        let kilograms = flow.kilograms[self.season];
        let longest = self.survey.wishes.longest.filter(|_| stay.is_some()).unwrap_or(f64::INFINITY);
        let rides = self.carriers.iter().filter(|carrier| carrier.compartment.may_carry(goods)).filter_map(
            |carrier| {
                let way: Way = carrier.way(self.matrices, from, to).filter(|way| way.seconds <= longest)?;
                let keep = &self.keeps[flow.goods.index()];
                let aged = age + keep.riding(carrier, self.matrices, from, to, hour)?;
                let litres = kilograms * flow.litres_per_kilogram;
                let money = way.share(kilograms, litres, stay.unwrap_or_default());
                Some(Ride { money, age: aged, seconds: way.seconds })
            },
        );
        let cost = |ride: &Ride| ride.money + self.spoilt(flow, age, ride.age);
        rides.min_by(|a, b| cost(a).total_cmp(&cost(b)))
    }
}
