//! The same day with a compartment that is colder.

use super::compartment::carriage;
use super::{Misfit, Problem};
use crate::county::{County, VehicleTypeId};
use crate::units::Celsius;

impl Problem {
    /// The same day if a cooled compartment of a vehicle type were so much colder. Its cooling
    /// draws more power by as much as the air is farther from it: heat flows in proportion to the
    /// difference. Goods that would be hurt do not travel in it. `None` where the compartment is
    /// not cooled. (M57)
    #[must_use]
    pub fn colder(
        &self,
        county: &County,
        (id, hold): (VehicleTypeId, usize),
        by: Celsius,
    ) -> Option<Problem> {
        let mut vehicle = county.vehicle_type(id).clone();
        let compartment = vehicle.compartments.get_mut(hold)?;
        let held = compartment.held()?;
        let warmer = county.air.mean.0 - held.0;
        let share = if warmer > 0.0 { (warmer + by.0) / warmer } else { 1.0 };
        compartment.set_point = Some(held - by);
        compartment.watts *= share;
        let watts = compartment.watts.round() as i64;
        let mut colder = self.clone();
        let kinds: Vec<usize> = (0..self.kinds.len()).filter(|&kind| self.kinds[kind].id == id).collect();
        for &kind in &kinds {
            colder.kinds[kind].holds[hold].watts = watts;
            for job in &mut colder.jobs {
                let goods = county.goods(county.order(job.id).goods);
                let fit = &mut job.fit[kind];
                if fit.is_ok_and(|carriage| carriage.compartment == hold) {
                    let then = carriage(goods, &vehicle).filter(|carriage| carriage.compartment == hold);
                    *fit = then.ok_or(Misfit::Temperature);
                }
            }
        }
        Some(colder)
    }
}
