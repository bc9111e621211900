//! Which compartment of a vehicle type carries which goods. (M15)

use super::Carriage;
use crate::county::{Compartment, Goods, Keeping, TemperatureClass, VehicleType};

/// The compartment for goods in a vehicle type; `None`: this type cannot carry them.
pub fn carriage(goods: &Goods, vehicle: &VehicleType) -> Option<Carriage> {
    let fitting =
        || vehicle.compartments.iter().enumerate().filter(|(_, compartment)| may_carry(goods, compartment));
    let ambient = || fitting().find(|(_, compartment)| is_ambient(compartment));
    let chosen = match goods.keeping {
        Keeping::Keeps => ambient().or_else(|| fitting().next()),
        Keeping::Decays { decay, .. } => fitting()
            .filter_map(|(index, compartment)| {
                let point = compartment.set_point.filter(|_| !is_ambient(compartment))?;
                Some(((index, compartment), decay.rate(point)))
            })
            .min_by(|left, right| left.1.total_cmp(&right.1))
            .map(|(found, _)| found)
            .or_else(ambient),
        Keeping::Limited { .. } => fitting().next(),
    };
    chosen.map(|(index, compartment)| Carriage {
        compartment: index,
        rate: match (goods.keeping, compartment.set_point) {
            (Keeping::Decays { decay, .. }, Some(point)) if !is_ambient(compartment) => decay.rate(point),
            _ => 0.0,
        },
        ambient: is_ambient(compartment),
    })
}

pub fn is_ambient(compartment: &Compartment) -> bool {
    compartment.class == TemperatureClass::Ambient || compartment.set_point.is_none()
}

fn may_carry(goods: &Goods, compartment: &Compartment) -> bool {
    let point = compartment.set_point.filter(|_| !is_ambient(compartment));
    let injured = goods.coldest.zip(point).is_some_and(|(coldest, point)| point < coldest);
    let in_range = match goods.keeping {
        Keeping::Limited { low, high, .. } => point.is_some_and(|point| low <= point && point <= high),
        Keeping::Keeps | Keeping::Decays { .. } => true,
    };
    goods.carried.contains(&compartment.class) && !injured && in_range
}
