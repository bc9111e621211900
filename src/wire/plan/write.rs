//! From a plan to its document.

use super::FORMAT;
use super::clock::Clock;
use super::dto::*;
use super::{again, air, relay, worth};
use crate::county::{County, OrderId, VehicleTypeId};
use crate::model::{Change, Reason, Remedy};
use crate::plan::{
    Action, Blind, BoundRecord, Freshness, Leg, PartitionRecord, Plan, Rest, Round, Stop, Trip, Unserved,
};
use crate::units::{Breakdown, Fen, Term};

/// The plan as `plan.json`, the same bytes for the same plan.
///
/// # Panics
/// If the plan is of another county, or the county's date is not ISO 8601.
#[must_use]
pub fn to_json(plan: &Plan, county: &County) -> String {
    let clock = Clock::of(&county.date).expect("a county's date is ISO 8601");
    let document = Writer { county, clock }.plan(plan);
    let mut text = serde_json::to_string_pretty(&document).expect("a plan's numbers are finite");
    text.push('\n');
    text
}

struct Writer<'a> {
    county: &'a County,
    clock: Clock,
}

impl Writer<'_> {
    fn plan(&self, plan: &Plan) -> PlanDto {
        PlanDto {
            format: FORMAT.to_owned(),
            county: plan.county.clone(),
            date: plan.date.clone(),
            inputs: plan.inputs.clone(),
            search: SearchDto {
                seed: plan.search.seed,
                iterations: plan.search.iterations,
                spoilage: plan.search.spoilage,
                partition: plan.search.partition.as_ref().map(|partition| self.partition(partition)),
                bound: plan.search.bound.as_ref().map(|bound| self.bound(bound)),
                cold_worth: worth::write(&plan.search.cold, self.county),
            },
            total_yuan: plan.breakdown.total().as_f64() / 100.0,
            breakdown_fen: breakdown(&plan.breakdown),
            rounds: plan.rounds.iter().map(|round| self.round(round)).collect(),
            unserved: plan.unserved.iter().map(|unserved| self.unserved(unserved)).collect(),
            blind: plan.blind.as_ref().map(blind),
            again: plan.again.as_ref().map(|one| again::write(one, self.county, &self.clock)),
            air: plan.air.as_ref().map(|one| air::write(one, self.county)),
            relays: relay::write(plan, self.county, &self.clock),
            kits: relay::write_kits(&plan.kits, self.county, &self.clock),
        }
    }

    fn order(&self, order: OrderId) -> String {
        self.county.order(order).code.clone()
    }

    fn vehicle_type(&self, kind: VehicleTypeId) -> String {
        self.county.vehicle_type(kind).code.clone()
    }

    fn partition(&self, partition: &PartitionRecord) -> PartitionDto {
        PartitionDto {
            columns: partition.columns as u64,
            lp_value_fen: partition.lp_value.0,
            mip_value_fen: partition.mip_value.0,
            order_prices: self.order_prices(&partition.order_prices),
            vehicle_worth: self.vehicle_worth(&partition.vehicle_worth),
        }
    }

    fn bound(&self, bound: &BoundRecord) -> BoundDto {
        BoundDto {
            value_fen: bound.value.0,
            complete: bound.is_complete,
            columns: bound.columns as u64,
            order_prices: self.order_prices(&bound.order_prices),
            vehicle_worth: self.vehicle_worth(&bound.vehicle_worth),
        }
    }

    fn order_prices(&self, prices: &[(OrderId, Fen)]) -> Vec<OrderPriceDto> {
        let price =
            |&(order, price): &(OrderId, Fen)| OrderPriceDto { order: self.order(order), price_fen: price.0 };
        prices.iter().map(price).collect()
    }

    fn vehicle_worth(&self, worth: &[(VehicleTypeId, Fen)]) -> Vec<VehicleWorthDto> {
        let of = |&(kind, worth): &(VehicleTypeId, Fen)| VehicleWorthDto {
            vehicle_type: self.vehicle_type(kind),
            worth_fen: worth.0,
        };
        worth.iter().map(of).collect()
    }

    fn round(&self, round: &Round) -> RoundDto {
        RoundDto {
            vehicle_type: self.vehicle_type(round.vehicle_type),
            number: round.number,
            breakdown_fen: breakdown(&round.breakdown),
            trips: round.trips.iter().map(|trip| self.trip(trip)).collect(),
        }
    }

    fn trip(&self, trip: &Trip) -> TripDto {
        TripDto {
            from: self.county.site(trip.from).code.clone(),
            to: self.county.site(trip.to).code.clone(),
            load_start: self.clock.write(trip.load_start),
            depart: self.clock.write(trip.depart),
            load_g: trip.load.0,
            stops: trip.stops.iter().map(|stop| self.stop(stop)).collect(),
            rest_before_home: trip.rest.map(|rest| self.rest(rest)),
            home: leg(&trip.home),
            back: self.clock.write(trip.back),
        }
    }

    fn rest(&self, rest: Rest) -> RestDto {
        RestDto { start: self.clock.write(rest.start), end: self.clock.write(rest.end) }
    }

    fn stop(&self, stop: &Stop) -> StopDto {
        StopDto {
            order: self.order(stop.order),
            action: action(stop.action),
            rest_before: stop.rest.map(|rest| self.rest(rest)),
            leg: leg(&stop.leg),
            arrive: self.clock.write(stop.arrive),
            start: self.clock.write(stop.start),
            end: self.clock.write(stop.end),
            load_g: stop.load.0,
            compartment: u32::try_from(stop.compartment).unwrap_or(u32::MAX),
            late_s: stop.late.0,
            precooled: stop.precooled,
            freshness: stop.freshness.as_ref().map(|freshness| self.freshness(freshness)),
        }
    }

    fn freshness(&self, freshness: &Freshness) -> FreshnessDto {
        FreshnessDto {
            at: self.clock.write(freshness.at),
            temperature_celsius: freshness.temperature.0,
            age: freshness.age.0,
            value_fen: freshness.value.0,
            lost_fen: freshness.lost.0,
        }
    }

    fn unserved(&self, unserved: &Unserved) -> UnservedDto {
        UnservedDto {
            order: self.order(unserved.order),
            price_fen: unserved.price.0,
            reason: reason(unserved.reason),
            remedy: unserved.remedy.as_ref().map(|remedy| self.remedy(remedy)),
        }
    }

    fn remedy(&self, remedy: &Remedy) -> RemedyDto {
        let change = match remedy.change {
            Change::OneMore(kind) => ChangeDto::OneMore { vehicle_type: self.vehicle_type(kind) },
            Change::OtherTime(moment) => ChangeDto::OtherTime { at: self.clock.write(moment) },
            Change::LongerShift(kind, by) => {
                ChangeDto::LongerShift { vehicle_type: self.vehicle_type(kind), by_s: by.0 }
            }
            Change::Split(mass, volume) => ChangeDto::Split { mass_g: mass.0, volume_l: volume.0 },
            Change::ColdBox(kind) => ChangeDto::ColdBox { vehicle_type: self.vehicle_type(kind) },
            Change::HigherPrice(price) => ChangeDto::HigherPrice { price_fen: price.0 },
        };
        RemedyDto { change, cost_fen: remedy.cost.0 }
    }
}

fn leg(leg: &Leg) -> LegDto {
    LegDto { duration_s: leg.duration.0, distance_m: leg.distance.0, energy_j: leg.energy.0 }
}

fn blind(blind: &Blind) -> BlindDto {
    BlindDto {
        breakdown_fen: breakdown(&blind.breakdown),
        unserved: blind.unserved as u64,
        rounds: blind.rounds as u64,
        distance_m: blind.distance.0,
    }
}

fn breakdown(terms: &Breakdown) -> BreakdownDto {
    BreakdownDto {
        fixed: terms[Term::Fixed].0,
        distance: terms[Term::Distance].0,
        time: terms[Term::Time].0,
        energy: terms[Term::Energy].0,
        refrigeration: terms[Term::Refrigeration].0,
        precooling: terms[Term::Precooling].0,
        spoilage: terms[Term::Spoilage].0,
        lateness: terms[Term::Lateness].0,
        unserved: terms[Term::Unserved].0,
        carbon: terms[Term::Carbon].0,
        handover: terms[Term::Handover].0,
        total: terms.total().0,
    }
}

fn action(action: Action) -> ActionDto {
    match action {
        Action::Deliver => ActionDto::Deliver,
        Action::Collect => ActionDto::Collect,
        Action::PickUp => ActionDto::PickUp,
        Action::DropOff => ActionDto::DropOff,
    }
}

fn reason(reason: Reason) -> ReasonDto {
    match reason {
        Reason::Temperature => ReasonDto::Temperature,
        Reason::Skills => ReasonDto::Skills,
        Reason::Mass => ReasonDto::Mass,
        Reason::Volume => ReasonDto::Volume,
        Reason::Road => ReasonDto::Road,
        Reason::Window => ReasonDto::Window,
        Reason::Shift => ReasonDto::Shift,
        Reason::Battery => ReasonDto::Battery,
        Reason::Busy => ReasonDto::Busy,
        Reason::Price => ReasonDto::Price,
    }
}
