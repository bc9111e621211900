//! Which compartment of a vehicle type carries which goods. (M15)

use super::Carriage;
use crate::county::{Compartment, Goods, Keeping, VehicleType};

/// The compartment for goods in a vehicle type; `None`: this type cannot carry them.
pub fn carriage(goods: &Goods, vehicle: &VehicleType) -> Option<Carriage> {
    let fitting =
        || vehicle.compartments.iter().enumerate().filter(|(_, compartment)| compartment.may_carry(goods));
    let ambient = || fitting().find(|(_, compartment)| is_ambient(compartment));
    let chosen = match goods.keeping {
        Keeping::Keeps => ambient().or_else(|| fitting().next()),
        Keeping::Decays { decay, .. } => fitting()
            .filter_map(|(index, compartment)| {
                let point = compartment.held()?;
                Some(((index, compartment), decay.rate(point)))
            })
            .min_by(|left, right| left.1.total_cmp(&right.1))
            .map(|(found, _)| found)
            .or_else(ambient),
        Keeping::Limited { .. } => fitting().next(),
    };
    chosen.map(|(index, compartment)| Carriage {
        compartment: index,
        rate: match (goods.keeping, compartment.held()) {
            (Keeping::Decays { decay, .. }, Some(point)) => decay.rate(point),
            _ => 0.0,
        },
        ambient: is_ambient(compartment),
    })
}

pub fn is_ambient(compartment: &Compartment) -> bool {
    compartment.held().is_none()
}
