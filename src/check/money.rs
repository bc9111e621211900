//! Does every term of the objective follow, and do the sums agree? (M21 to M30)

use super::fresh::Care;
use super::replay::{Day, Run, Visit};
use super::{Rule, Violations, Where, loads, report, times};
use crate::county::{County, Drive, DroneType};
use crate::facts;
use crate::plan::Plan;
use crate::units::{Breakdown, Fen, Joules, Metres, Seconds, Term};

const JOULES_PER_MWH: i128 = 3_600_000_000;

/// Compares the terms of a round and returns what they must be, with the stated
/// amount where a rounding decides, so that sums can be compared exactly.
pub(super) fn round(county: &County, day: &Day, care: &Care, found: &mut Violations) -> Breakdown {
    let derived = derive(county, day, care);
    let stated = &day.round.breakdown;
    let mut sum = derived;
    for (term, amount) in derived.terms() {
        let tolerance = match term {
            Term::Spoilage => care.rounded,
            Term::Carbon => 1,
            _ => 0,
        };
        if (stated[term].0 - amount.0).abs() <= tolerance {
            sum[term] = stated[term];
        } else {
            let rule = Rule::RoundTerm { term, stated: stated[term], derived: amount };
            report(found, Where::Round(day.index), rule);
        }
    }
    sum
}

fn derive(county: &County, day: &Day, care: &Care) -> Breakdown {
    let kind = day.kind;
    let mut terms = Breakdown::default();
    let metres: Metres = day.trips.iter().map(metres).sum();
    let driving = day.trips.iter().map(loads::driving).sum::<Joules>().max(Joules::ZERO);
    let cooling: Joules = day.trips.iter().map(|run| loads::cooling(day, run)).sum();
    let price = kind
        .flies
        .map_or_else(|| energy_price(county, kind.running.drive), |flies| flying_price(county, flies.drone));
    terms[Term::Fixed] = kind.costs.fixed;
    terms[Term::Distance] = share(kind.costs.per_km, metres.0.into(), 1000);
    terms[Term::Time] = share(kind.costs.per_hour, paid(day).0.into(), 3600);
    terms[Term::Energy] = share(price, driving.0.into(), JOULES_PER_MWH);
    terms[Term::Refrigeration] = share(price, cooling.0.into(), JOULES_PER_MWH);
    terms[Term::Precooling] = care.precooling;
    terms[Term::Spoilage] = care.spoilage;
    terms[Term::Lateness] = lateness(county, day);
    let charged = kind.flies.map_or(1.0, |_| facts::value("air.charger"));
    terms[Term::Carbon] = carbon(county, kind.running.drive, driving + cooling, charged);
    terms
}

/// Electricity from the socket and the wear of batteries, for a MWh drawn in the air. (M170)
fn flying_price(county: &County, drone: usize) -> Fen {
    let Some(frame) = county.drone_types.get(drone).and_then(DroneType::frame) else { return Fen::ZERO };
    let cycles_of_a_mwh = 1e6 / frame.battery / frame.economy.cycles;
    let wear = cycles_of_a_mwh * frame.economy.battery_price * 100.0;
    Fen::rounded(county.prices.electricity.as_f64() / facts::value("air.charger") + wear)
}

/// Where there is no road, what the plan says stands in.
fn metres(run: &Run) -> Metres {
    let stops = run.visits.iter().map(|visit| (&visit.stop.leg, &visit.drove));
    let legs = stops.chain(std::iter::once((&run.trip.home, &run.home)));
    legs.map(|(stated, drove)| drove.drive.as_ref().map_or(stated.distance, |drive| drive.distance)).sum()
}

/// From the first loading until back.
fn paid(day: &Day) -> Seconds {
    match day.trips.first().zip(day.trips.last()) {
        Some((first, last)) => last.back() - first.trip.load_start,
        None => Seconds::ZERO,
    }
}

fn lateness(county: &County, day: &Day) -> Fen {
    let stops = day.trips.iter().flat_map(|run| &run.visits);
    let price = |visit: &Visit| {
        let order = county.order(visit.stop.order);
        let door = times::door(order, visit.action)?;
        let late = times::late(order, door, visit.stop.start);
        Some(share(order.late_per_hour?, late.0.into(), 3600))
    };
    stops.filter_map(price).sum()
}

fn energy_price(county: &County, drive: Drive) -> Fen {
    match drive {
        Drive::Diesel => county.prices.diesel,
        Drive::Petrol => county.prices.petrol,
        Drive::Electric => county.prices.electricity,
    }
}

fn carbon(county: &County, drive: Drive, energy: Joules, charged: f64) -> Fen {
    let Some(price) = county.prices.carbon else { return Fen::ZERO };
    let per_mwh = facts::value(match drive {
        Drive::Diesel => "carbon.diesel.kg_per_mwh",
        Drive::Petrol => "carbon.petrol.kg_per_mwh",
        Drive::Electric => "carbon.electricity.kg_per_mwh",
    });
    Fen::rounded(price.as_f64() * per_mwh * energy.as_f64() / charged / (JOULES_PER_MWH as f64 * 1000.0))
}

/// `price · amount / per`, to the nearest fen, halves away from zero.
fn share(price: Fen, amount: i128, per: i128) -> Fen {
    let product = i128::from(price.0) * amount;
    let rounded = (product.abs() + per / 2) / per * product.signum();
    Fen(i64::try_from(rounded).unwrap_or(i64::MAX))
}

/// The plan's terms are the sums of its rounds' and the prices of what is left out. (M30)
pub(super) fn plan(county: &County, plan: &Plan, rounds: &[Breakdown], found: &mut Violations) {
    let mut derived: Breakdown = rounds.iter().copied().sum();
    derived[Term::Unserved] += plan.unserved.iter().map(|one| county.order(one.order).price_out).sum();
    derived[Term::Time] += super::kits::crews(county, plan);
    derived[Term::Handover] += super::relays::work(plan);
    for (term, amount) in derived.terms() {
        let stated = plan.breakdown[term];
        if stated != amount {
            report(found, Where::Plan, Rule::PlanTerm { term, stated, derived: amount });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_once_with_halves_away_from_zero() {
        // 250 fen a km for 1,234 m: 308.5, so 309.
        assert_eq!(share(Fen(250), 1_234, 1000), Fen(309));
        assert_eq!(share(Fen(250), -1_234, 1000), Fen(-309));
        assert_eq!(share(Fen(250), 1_233, 1000), Fen(308));
    }
}
