//! Location-routing: which depots to open, and the routes from them.

/// A depot that may be opened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Depot {
    pub opening: f64,
    /// In the unit of the demands.
    pub capacity: f64,
}

/// An instance; nodes are the depots, then the customers.
#[derive(Clone, Debug)]
pub struct Lrp {
    pub depots: Vec<Depot>,
    pub demand: Vec<f64>,
    pub vehicle: f64,
    /// What each route costs besides its way.
    pub per_route: f64,
    ways: Vec<f64>,
}

/// A route: its depot, and its customers in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    pub depot: usize,
    pub customers: Vec<usize>,
}

impl Lrp {
    /// `ways` holds a number for each pair of nodes, row by row.
    #[must_use]
    pub fn new(depots: Vec<Depot>, demand: Vec<f64>, vehicle: f64, per_route: f64, ways: Vec<f64>) -> Lrp {
        let nodes = depots.len() + demand.len();
        assert_eq!(ways.len(), nodes * nodes, "a way for each pair of nodes");
        Lrp { depots, demand, vehicle, per_route, ways }
    }

    #[must_use]
    pub fn customers(&self) -> usize {
        self.demand.len()
    }

    /// The way between two nodes.
    #[must_use]
    pub fn way(&self, from: usize, to: usize) -> f64 {
        self.ways[from * (self.depots.len() + self.demand.len()) + to]
    }

    /// Takes something off a way, which may become negative.
    pub fn cheaper(&mut self, from: usize, to: usize, by: f64) {
        let nodes = self.depots.len() + self.demand.len();
        self.ways[from * nodes + to] -= by;
    }

    /// The node of a customer.
    #[must_use]
    pub fn node(&self, customer: usize) -> usize {
        self.depots.len() + customer
    }

    /// Whether all solutions cost whole numbers.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let whole = |value: &f64| value.fract() == 0.0;
        self.ways.iter().all(whole)
            && whole(&self.per_route)
            && self.depots.iter().all(|depot| whole(&depot.opening))
    }

    /// What these routes cost, opening their depots included, from the instance alone.
    ///
    /// # Errors
    /// What they break, in words.
    pub fn judge(&self, routes: &[Route]) -> Result<f64, &'static str> {
        let mut cost = 0.0;
        let mut load = vec![0.0; self.depots.len()];
        let mut is_used = vec![false; self.depots.len()];
        let mut visits = vec![0_usize; self.customers()];
        for route in routes {
            let (Some(used), false) = (is_used.get_mut(route.depot), route.customers.is_empty()) else {
                return Err("a route of no depot or no customer");
            };
            *used = true;
            let (mut at, mut on_board) = (route.depot, 0.0);
            for &customer in &route.customers {
                *visits.get_mut(customer).ok_or("a customer that is not there")? += 1;
                cost += self.way(at, self.node(customer));
                at = self.node(customer);
                on_board += self.demand[customer];
            }
            cost += self.way(at, route.depot) + self.per_route;
            load[route.depot] += on_board;
            if on_board > self.vehicle * (1.0 + 1e-9) {
                return Err("an overloaded vehicle");
            }
        }
        if visits.iter().any(|&visits| visits != 1) {
            return Err("a customer who is not visited once");
        }
        for (depot, (&load, &is_used)) in self.depots.iter().zip(load.iter().zip(&is_used)) {
            if load > depot.capacity * (1.0 + 1e-9) {
                return Err("an overloaded depot");
            }
            cost += if is_used { depot.opening } else { 0.0 };
        }
        Ok(cost)
    }
}
