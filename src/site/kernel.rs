//! The part of a problem that prices leave open, as a mixed-integer program.
//!
//! For customers that must not be shared. With the best prices of the
//! relaxation, a site `j` that serves customer `i` costs at least
//!
//! ```text
//! (K1)  L(u | y[j] = 1) + max(0, c[i,j] - u[i] - d[i] t[j])
//! ```
//!
//! with `t[j]` the gain per demand at which `j` is full (0 if it is not), less
//! what (R7) gains by keeping customers whole.
//! What reaches the cost to be beaten is left out of the program:
//!
//! ```text
//! (K2)  min sum c[i,j] x[i,j] + sum f[j] y[j]
//! (K3)  sum_j x[i,j] = 1
//! (K4)  sum_i d[i] x[i,j] <= s[j] y[j]
//! (K5)  x[i,j] <= y[j]
//! (K6)  sum_j y[j] >= low            x, y binary
//! ```

use super::incumbent::Incumbent;
use super::problem::{Choice, Problem, Siting};
use super::relax::Relaxation;
use crate::lp::{self, Column, Limits, Program, Row, Status};
use crate::units::Stop;

/// More columns than this are not worth giving to a solver.
const MOST: usize = 40_000;

/// Solves what is open; the bound for all solutions that come below the incumbent's limit.
///
/// `None` if the solver was of no use.
pub fn prove(
    relaxation: &Relaxation,
    fixed: &[Choice],
    prices: &[f64],
    incumbent: &mut Incumbent,
    stop: &dyn Stop,
) -> Option<f64> {
    let kernel = Kernel::of(relaxation, fixed, prices, incumbent.limit());
    if kernel.arcs.len() > MOST {
        return None;
    }
    if !kernel.can_serve(relaxation.problem) {
        return Some(incumbent.limit());
    }
    let program = kernel.program(relaxation);
    let start = incumbent.best.as_ref().and_then(|best| kernel.start(best));
    let limits = Limits { seconds: None, gap: 0.0, stop };
    let answer = lp::solve(&program, &limits, start.as_deref()).ok()?;
    match answer.status {
        Status::Infeasible => return Some(incumbent.limit()),
        Status::Unbounded => return None,
        Status::Optimal | Status::Feasible | Status::Nothing => {}
    }
    if !answer.values.is_empty() {
        incumbent.take(kernel.siting(relaxation.problem, &answer.values));
    }
    if answer.status == Status::Optimal {
        return Some(incumbent.limit());
    }
    // The solver calls costs the same that differ by its tolerance.
    answer.bound.map(|bound| bound - 1e-6 * bound.abs())
}

/// Sites and ways that are open.
struct Kernel {
    sites: Vec<usize>,
    /// Index among `sites`, and customer.
    arcs: Vec<(usize, usize)>,
    is_fixed: Vec<bool>,
}

impl Kernel {
    fn of(relaxation: &Relaxation, fixed: &[Choice], prices: &[f64], limit: f64) -> Kernel {
        let problem = relaxation.problem;
        let sites: Vec<usize> = (0..fixed.len()).filter(|&site| fixed[site] != Choice::Closed).collect();
        let looked = relaxation.look(prices, fixed);
        let mut arcs = Vec::new();
        for (at, &site) in sites.iter().enumerate() {
            let base = looked.with_open(problem, site);
            let extras = relaxation.extras(prices, site);
            for (customer, extra) in extras.into_iter().enumerate() {
                if base + extra < limit && problem.demand[customer] <= problem.sites[site].capacity {
                    arcs.push((at, customer));
                }
            }
        }
        let is_fixed = sites.iter().map(|&site| fixed[site] == Choice::Open).collect();
        Kernel { sites, arcs, is_fixed }
    }

    fn can_serve(&self, problem: &Problem) -> bool {
        let mut can = vec![false; problem.customers()];
        self.arcs.iter().for_each(|&(_, customer)| can[customer] = true);
        can.iter().all(|can| *can)
    }

    fn program(&self, relaxation: &Relaxation) -> Program {
        let problem = relaxation.problem;
        let opens = self.sites.iter().zip(&self.is_fixed).map(|(&site, &is_fixed)| Column {
            cost: problem.sites[site].fixed,
            lower: f64::from(u8::from(is_fixed)),
            upper: 1.0,
            integer: true,
        });
        let serves = self.arcs.iter().map(|&(at, customer)| Column {
            cost: problem.cost(self.sites[at], customer),
            lower: 0.0,
            upper: 1.0,
            integer: true,
        });
        let columns = opens.chain(serves).collect();
        let first = self.sites.len();
        let mut served: Vec<Vec<(usize, f64)>> = vec![Vec::new(); problem.customers()];
        let mut loaded: Vec<Vec<(usize, f64)>> = vec![Vec::new(); first];
        let mut rows = Vec::new();
        for (arc, &(at, customer)) in self.arcs.iter().enumerate() {
            served[customer].push((first + arc, 1.0));
            loaded[at].push((first + arc, problem.demand[customer]));
            if !self.is_fixed[at] {
                rows.push(Row {
                    lower: f64::NEG_INFINITY,
                    upper: 0.0,
                    entries: vec![(first + arc, 1.0), (at, -1.0)],
                });
            }
        }
        rows.extend(served.into_iter().map(|entries| Row { lower: 1.0, upper: 1.0, entries }));
        for (at, mut entries) in loaded.into_iter().enumerate() {
            let capacity = problem.sites[self.sites[at]].capacity;
            if capacity.is_finite() {
                entries.push((at, -capacity));
                rows.push(Row { lower: f64::NEG_INFINITY, upper: 0.0, entries });
            }
        }
        let entries = (0..first).map(|at| (at, 1.0)).collect();
        rows.push(Row { lower: relaxation.low() as f64, upper: problem.count.1 as f64, entries });
        Program { columns, rows }
    }

    /// A siting as values; `None` if it uses what was left out.
    fn start(&self, siting: &Siting) -> Option<Vec<f64>> {
        let mut values = vec![0.0; self.sites.len() + self.arcs.len()];
        for site in &siting.open {
            values[self.sites.iter().position(|it| it == site)?] = 1.0;
        }
        for (customer, shares) in siting.shares.iter().enumerate() {
            let &(site, _) = shares.first()?;
            let at = self.sites.iter().position(|it| *it == site)?;
            let arc = self.arcs.binary_search(&(at, customer)).ok()?;
            values[self.sites.len() + arc] = 1.0;
        }
        Some(values)
    }

    fn siting(&self, problem: &Problem, values: &[f64]) -> Siting {
        let open: Vec<usize> =
            self.sites.iter().zip(values).filter(|(_, value)| **value > 0.5).map(|(&site, _)| site).collect();
        let mut shares = vec![Vec::new(); problem.customers()];
        let mut cost: f64 = open.iter().map(|&site| problem.sites[site].fixed).sum();
        for (&(at, customer), value) in self.arcs.iter().zip(&values[self.sites.len()..]) {
            if *value > 0.5 {
                shares[customer].push((self.sites[at], 1.0));
                cost += problem.cost(self.sites[at], customer);
            }
        }
        Siting { open, shares, cost }
    }
}
