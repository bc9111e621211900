//! What prices of the LP's rows prove, and what trips cost beyond them.

use super::cuts::Cut;
use super::master::{Kind, Prices, Relaxed};

impl Relaxed {
    /// By trip: what it costs beyond what these prices pay for it.
    pub fn reduced_costs(&self, prices: &Prices) -> Vec<f64> {
        let program = self.lp.program();
        let mut costs: Vec<f64> = program.columns[self.first..].iter().map(|column| column.cost).collect();
        let minus = |prices: &[f64]| prices.iter().map(|price| -price).collect::<Vec<f64>>();
        let sided =
            |(cut, price): (&Cut, &f64)| if matches!(cut, Cut::Triple { .. }) { -price } else { *price };
        let cuts = self.cuts.iter().zip(&prices.cuts).map(sided);
        let rows = prices.orders.iter().copied().chain(minus(&prices.trips)).chain(minus(&prices.hours));
        let rows = rows.chain(minus(&prices.drivers)).chain(cuts);
        for (row, price) in program.rows.iter().zip(rows).filter(|(_, price)| *price != 0.0) {
            for &(column, count) in row.entries.iter().filter(|entry| entry.0 >= self.first) {
                costs[column - self.first] -= price * count;
            }
        }
        costs
    }

    /// By vehicle type: the least of its trips' reduced costs, 0 or less.
    pub fn saved(&self, costs: &[f64]) -> Vec<f64> {
        let mut saved = vec![0.0_f64; self.counts.len()];
        for ((kind, _), cost) in self.trips.iter().zip(costs) {
            saved[*kind] = saved[*kind].min(*cost);
        }
        saved
    }

    /// The trips that cost less than some fen beyond what is paid.
    pub fn cheaper_than(&self, costs: &[f64], fen: f64) -> Vec<Kind> {
        let cheaper = self.trips.iter().zip(costs).filter(|(_, cost)| **cost < fen);
        cheaper.map(|(trip, _)| trip.clone()).collect()
    }

    /// What one more vehicle of a type saves.
    pub fn vehicle_worth(&self, kind: usize, prices: &Prices) -> f64 {
        (-self.vehicle(kind, prices)).max(0.0)
    }

    /// What a vehicle costs beyond what its trips and hours are worth.
    fn vehicle(&self, kind: usize, prices: &Prices) -> f64 {
        let drivers: f64 = self
            .pools
            .iter()
            .zip(&prices.drivers)
            .filter(|((members, _), _)| members.contains(&kind))
            .map(|(_, price)| price)
            .sum();
        self.fixed[kind] + drivers
            - self.most_trips[kind] * prices.trips[kind]
            - self.days[kind] * prices.hours[kind]
    }

    /// The Lagrangian bound at these prices, if the cheapest trip of each type saves so much
    /// (0 or less).
    pub fn worth(&self, prices: &Prices, saved: &[f64]) -> f64 {
        let rows: f64 = prices.orders.iter().sum();
        let drivers: f64 =
            self.pools.iter().zip(&prices.drivers).map(|((_, drivers), price)| *drivers as f64 * price).sum();
        let vehicles: f64 =
            (0..self.counts.len()).map(|kind| self.counts[kind] * self.vehicle(kind, prices).min(0.0)).sum();
        let left_out: f64 = self
            .left_out
            .iter()
            .map(|(tasks, price)| {
                let paid = tasks.iter().map(|&task| prices.orders[task]).sum::<f64>();
                (price - paid - self.inflow_worth(tasks, prices)).min(0.0)
            })
            .sum();
        let cuts: f64 = self.cuts.iter().zip(&prices.cuts).map(|(cut, price)| cut.side() * price).sum();
        rows - drivers + vehicles + left_out + cuts + self.most_saved(saved)
    }

    /// What leaving an order out is worth to the inflows it counts in.
    fn inflow_worth(&self, tasks: &[usize], prices: &Prices) -> f64 {
        let priced = self.cuts.iter().zip(&prices.cuts).filter(|(_, price)| **price > 0.0);
        let worth = priced.map(|(cut, price)| match cut {
            Cut::Inflow { rows, .. } => rows.count(tasks) * price,
            Cut::Triple { .. } => 0.0,
        });
        worth.sum()
    }

    /// No plan has more trips than orders: the types that save most have them all.
    fn most_saved(&self, saved: &[f64]) -> f64 {
        let mut kinds: Vec<usize> = (0..saved.len()).collect();
        kinds.sort_by(|&one, &other| saved[one].total_cmp(&saved[other]));
        let mut left = self.tasks as f64;
        let mut sum = 0.0;
        for kind in kinds {
            let trips = self.limits[kind].min(left);
            left -= trips;
            sum += trips * saved[kind].min(0.0);
        }
        sum
    }
}
