//! From the document back to a plan. Foreign or broken documents are findings.
//!
//! Numbers are held within bounds that no county exceeds, so that sums over
//! any number of stops stay whole.

use super::FORMAT;
use super::clock::Clock;
use super::dto::*;
use super::ids::Ids;
use super::past::action;
use super::{again, air, worth};
use crate::county::{County, OrderId, SiteId, VehicleTypeId};
use crate::finding::{Code, Finding, Spot};
use crate::model::{Change, Reason, Remedy};
use crate::plan::{
    Blind, BoundRecord, Freshness, Leg, PartitionRecord, Plan, Rest, Round, SearchRecord, Stop, Trip,
    Unserved,
};
use crate::units::{
    Breakdown, Celsius, Fen, Grams, Joules, Litres, Metres, Moment, Seconds, Term, ThermalAge,
};
use serde::Deserialize;

const FILE: &str = "plan.json";
/// No fen, joules, grams, metres or seconds of a plan exceed this.
const MOST: i64 = 1_000_000_000_000;
/// No temperature, age or share exceeds this.
const MOST_REAL: f64 = 1e6;

/// What has to be known before the county's folder can be read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Header {
    pub format: String,
    /// Folder name of the county.
    pub county: String,
    pub date: String,
    /// Hash of the county's files.
    pub inputs: String,
}

/// The head of a `plan.json`.
///
/// # Errors
/// `E601` if it is not a plan, or of another version.
pub fn header(text: &str) -> Result<Header, Vec<Finding>> {
    let header: Header = serde_json::from_str(text).map_err(|error| vec![not_a_plan(&error)])?;
    if header.format != FORMAT {
        return Err(vec![broken("format", &header.format)]);
    }
    Ok(header)
}

/// A plan from its `plan.json`, for its own county and date.
///
/// # Errors
/// `E601` if it is not a plan, of another version, or has absurd values; `E603` if it is for
/// another county or day; `E210` for codes that the county does not have.
pub fn from_json(text: &str, county: &County) -> Result<Plan, Vec<Finding>> {
    let header = header(text)?;
    if header.county != county.code || header.date != county.date {
        let finding = Finding::new(Code::E603, Spot::file(FILE))
            .with("found", format!("{} {}", header.county, header.date))
            .with("expected", format!("{} {}", county.code, county.date));
        return Err(vec![finding]);
    }
    let document: PlanDto = serde_json::from_str(text).map_err(|error| vec![not_a_plan(&error)])?;
    let clock = Clock::of(&county.date).ok_or_else(|| vec![broken("date", &county.date)])?;
    let mut reader = Reader::new(county, clock);
    let plan = reader.plan(&document);
    if reader.findings.is_empty() { Ok(plan) } else { Err(reader.findings) }
}

pub(super) fn not_a_plan(error: &serde_json::Error) -> Finding {
    // The library's sentence ends with the line and column.
    let problem: String = error.to_string().chars().take(160).collect();
    let row = u64::try_from(error.line()).unwrap_or_default();
    Finding::new(Code::E601, Spot::file(FILE).row(row)).with("cause", problem)
}

pub(super) fn broken(key: &str, value: &str) -> Finding {
    let short: String = value.chars().take(80).collect();
    Finding::new(Code::E601, Spot::file(FILE).feature(key)).with("cause", short)
}

pub(super) struct Reader<'a> {
    ids: Ids<'a>,
    clock: Clock,
    pub(super) findings: Vec<Finding>,
    /// The part that is being read, for example `rounds[2].trips[0]`.
    pub(super) at: String,
}

impl<'a> Reader<'a> {
    pub(super) fn new(county: &'a County, clock: Clock) -> Reader<'a> {
        Reader { ids: Ids::of(county), clock, findings: Vec::new(), at: String::new() }
    }
}

impl Reader<'_> {
    pub(super) fn fault(&mut self, key: &str, value: &str) {
        let place = if self.at.is_empty() { key.to_owned() } else { format!("{}.{key}", self.at) };
        self.findings.push(broken(&place, value));
    }

    fn unknown(&mut self, key: &str, code: &str) {
        let spot = Spot::file(FILE).feature(self.at.clone()).column(key);
        let short: String = code.chars().take(80).collect();
        self.findings.push(Finding::new(Code::E210, spot).with("id", short));
    }

    pub(super) fn whole(&mut self, key: &str, value: i64) -> i64 {
        if (-MOST..=MOST).contains(&value) {
            return value;
        }
        self.fault(key, &value.to_string());
        0
    }

    pub(super) fn real(&mut self, key: &str, value: f64) -> f64 {
        if value.is_finite() && value.abs() <= MOST_REAL {
            return value;
        }
        self.fault(key, &value.to_string());
        0.0
    }

    pub(super) fn count(&mut self, key: &str, value: u64) -> usize {
        let whole = self.whole(key, i64::try_from(value).unwrap_or(i64::MAX));
        usize::try_from(whole).unwrap_or_default()
    }

    pub(super) fn moment(&mut self, key: &str, text: &str) -> Moment {
        self.clock.read(text).unwrap_or_else(|| {
            self.fault(key, text);
            Moment::default()
        })
    }

    pub(super) fn order(&mut self, code: &str) -> OrderId {
        self.ids.order(code).unwrap_or_else(|| {
            self.unknown("order", code);
            OrderId(0)
        })
    }

    pub(super) fn vehicle_type(&mut self, code: &str) -> VehicleTypeId {
        self.ids.vehicle_type(code).unwrap_or_else(|| {
            self.unknown("vehicle_type", code);
            VehicleTypeId(0)
        })
    }

    pub(super) fn site(&mut self, key: &str, code: &str) -> SiteId {
        self.ids.site(code).unwrap_or_else(|| {
            self.unknown(key, code);
            SiteId(0)
        })
    }

    fn plan(&mut self, document: &PlanDto) -> Plan {
        let breakdown = self.breakdown(&document.breakdown_fen);
        if (document.total_yuan * 100.0 - breakdown.total().as_f64()).abs() > 0.5 {
            self.fault("total_yuan", &document.total_yuan.to_string());
        }
        let rounds = document.rounds.iter().enumerate().map(|(index, round)| {
            self.at = format!("rounds[{index}]");
            self.round(round)
        });
        let rounds = rounds.collect();
        let unserved = document.unserved.iter().enumerate().map(|(index, unserved)| {
            self.at = format!("unserved[{index}]");
            self.unserved(unserved)
        });
        let unserved = unserved.collect();
        self.at = "search".to_owned();
        let search = self.search(&document.search);
        self.at = "blind".to_owned();
        Plan {
            county: document.county.clone(),
            date: document.date.clone(),
            inputs: document.inputs.clone(),
            search,
            rounds,
            unserved,
            breakdown,
            blind: document.blind.as_ref().map(|blind| self.blind(blind)),
            again: document.again.as_ref().map(|one| again::read(one, self)),
            air: document.air.as_ref().map(|one| air::read(one, self)),
            relays: Vec::new(),
            kits: Vec::new(),
        }
    }

    fn search(&mut self, search: &SearchDto) -> SearchRecord {
        let partition = search.partition.as_ref().map(|partition| self.partition(partition));
        SearchRecord {
            seed: search.seed,
            iterations: search.iterations,
            spoilage: search.spoilage,
            partition,
            bound: search.bound.as_ref().map(|bound| self.bound(bound)),
            cold: worth::read(self, &search.cold_worth),
        }
    }

    fn partition(&mut self, partition: &PartitionDto) -> PartitionRecord {
        PartitionRecord {
            columns: self.count("columns", partition.columns),
            lp_value: Fen(self.whole("lp_value_fen", partition.lp_value_fen)),
            mip_value: Fen(self.whole("mip_value_fen", partition.mip_value_fen)),
            order_prices: self.order_prices(&partition.order_prices),
            vehicle_worth: self.vehicle_worth(&partition.vehicle_worth),
        }
    }

    fn bound(&mut self, bound: &BoundDto) -> BoundRecord {
        BoundRecord {
            value: Fen(self.whole("value_fen", bound.value_fen)),
            is_complete: bound.complete,
            columns: self.count("columns", bound.columns),
            order_prices: self.order_prices(&bound.order_prices),
            vehicle_worth: self.vehicle_worth(&bound.vehicle_worth),
        }
    }

    fn order_prices(&mut self, prices: &[OrderPriceDto]) -> Vec<(OrderId, Fen)> {
        prices
            .iter()
            .map(|one| (self.order(&one.order), Fen(self.whole("price_fen", one.price_fen))))
            .collect()
    }

    fn vehicle_worth(&mut self, worth: &[VehicleWorthDto]) -> Vec<(VehicleTypeId, Fen)> {
        worth
            .iter()
            .map(|one| (self.vehicle_type(&one.vehicle_type), Fen(self.whole("worth_fen", one.worth_fen))))
            .collect()
    }

    fn breakdown(&mut self, terms: &BreakdownDto) -> Breakdown {
        let amounts = [
            terms.fixed,
            terms.distance,
            terms.time,
            terms.energy,
            terms.refrigeration,
            terms.precooling,
            terms.spoilage,
            terms.lateness,
            terms.unserved,
            terms.carbon,
            terms.handover,
        ];
        let mut breakdown = Breakdown::default();
        for (term, amount) in Term::ALL.into_iter().zip(amounts) {
            breakdown[term] = Fen(self.whole(term.name(), amount));
        }
        if breakdown.total().0 != terms.total {
            self.fault("breakdown_fen.total", &terms.total.to_string());
        }
        breakdown
    }

    fn blind(&mut self, blind: &BlindDto) -> Blind {
        Blind {
            breakdown: self.breakdown(&blind.breakdown_fen),
            unserved: self.count("unserved", blind.unserved),
            rounds: self.count("rounds", blind.rounds),
            distance: Metres(self.whole("distance_m", blind.distance_m)),
        }
    }

    fn round(&mut self, round: &RoundDto) -> Round {
        let within = self.at.clone();
        let (vehicle_type, number) = (self.vehicle_type(&round.vehicle_type), round.number);
        let breakdown = self.breakdown(&round.breakdown_fen);
        let trips = round.trips.iter().enumerate().map(|(index, trip)| {
            self.at = format!("{within}.trips[{index}]");
            self.trip(trip)
        });
        Round { vehicle_type, number, trips: trips.collect(), breakdown }
    }

    fn trip(&mut self, trip: &TripDto) -> Trip {
        let within = self.at.clone();
        let stops = trip.stops.iter().enumerate().map(|(index, stop)| {
            self.at = format!("{within}.stops[{index}]");
            self.stop(stop)
        });
        let stops = stops.collect();
        self.at = within;
        Trip {
            from: self.site("from", &trip.from),
            to: self.site("to", &trip.to),
            load_start: self.moment("load_start", &trip.load_start),
            depart: self.moment("depart", &trip.depart),
            load: Grams(self.whole("load_g", trip.load_g)),
            stops,
            home: self.leg(&trip.home),
            back: self.moment("back", &trip.back),
            rest: trip.rest_before_home.as_ref().map(|rest| self.rest(rest)),
        }
    }

    fn leg(&mut self, leg: &LegDto) -> Leg {
        Leg {
            duration: Seconds(self.whole("duration_s", leg.duration_s)),
            distance: Metres(self.whole("distance_m", leg.distance_m)),
            energy: Joules(self.whole("energy_j", leg.energy_j)),
            geometry: Vec::new(),
        }
    }

    fn rest(&mut self, rest: &RestDto) -> Rest {
        Rest { start: self.moment("rest.start", &rest.start), end: self.moment("rest.end", &rest.end) }
    }

    fn stop(&mut self, stop: &StopDto) -> Stop {
        Stop {
            order: self.order(&stop.order),
            action: action(stop.action),
            leg: self.leg(&stop.leg),
            rest: stop.rest_before.as_ref().map(|rest| self.rest(rest)),
            arrive: self.moment("arrive", &stop.arrive),
            start: self.moment("start", &stop.start),
            end: self.moment("end", &stop.end),
            load: Grams(self.whole("load_g", stop.load_g)),
            compartment: stop.compartment as usize,
            late: Seconds(self.whole("late_s", stop.late_s)),
            precooled: stop.precooled,
            freshness: stop.freshness.as_ref().map(|freshness| self.freshness(freshness)),
        }
    }

    fn freshness(&mut self, freshness: &FreshnessDto) -> Freshness {
        Freshness {
            at: self.moment("freshness.at", &freshness.at),
            temperature: Celsius(self.real("temperature_celsius", freshness.temperature_celsius)),
            age: ThermalAge(self.real("age", freshness.age)),
            value: Fen(self.whole("value_fen", freshness.value_fen)),
            lost: Fen(self.whole("lost_fen", freshness.lost_fen)),
        }
    }

    fn unserved(&mut self, unserved: &UnservedDto) -> Unserved {
        Unserved {
            order: self.order(&unserved.order),
            price: Fen(self.whole("price_fen", unserved.price_fen)),
            reason: reason(unserved.reason),
            remedy: unserved.remedy.as_ref().map(|remedy| self.remedy(remedy)),
        }
    }

    fn remedy(&mut self, remedy: &RemedyDto) -> Remedy {
        let change = match &remedy.change {
            ChangeDto::OneMore { vehicle_type } => Change::OneMore(self.vehicle_type(vehicle_type)),
            ChangeDto::OtherTime { at } => Change::OtherTime(self.moment("at", at)),
            ChangeDto::LongerShift { vehicle_type, by_s } => {
                Change::LongerShift(self.vehicle_type(vehicle_type), Seconds(self.whole("by_s", *by_s)))
            }
            ChangeDto::Split { mass_g, volume_l } => {
                Change::Split(Grams(self.whole("mass_g", *mass_g)), Litres(self.whole("volume_l", *volume_l)))
            }
            ChangeDto::ColdBox { vehicle_type } => Change::ColdBox(self.vehicle_type(vehicle_type)),
            ChangeDto::HigherPrice { price_fen } => {
                Change::HigherPrice(Fen(self.whole("price_fen", *price_fen)))
            }
        };
        Remedy { change, cost: Fen(self.whole("cost_fen", remedy.cost_fen)) }
    }
}

fn reason(reason: ReasonDto) -> Reason {
    match reason {
        ReasonDto::Temperature => Reason::Temperature,
        ReasonDto::Skills => Reason::Skills,
        ReasonDto::Mass => Reason::Mass,
        ReasonDto::Volume => Reason::Volume,
        ReasonDto::Road => Reason::Road,
        ReasonDto::Window => Reason::Window,
        ReasonDto::Shift => Reason::Shift,
        ReasonDto::Battery => Reason::Battery,
        ReasonDto::Busy => Reason::Busy,
        ReasonDto::Price => Reason::Price,
    }
}
