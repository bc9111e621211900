//! Benchmark instances of the literature, as published: nodes, distances,
//! windows, fleets. The counterpart of a county for those who measure solvers.
//!
//! Everything is a whole number after scaling: a set's rounding convention
//! says by how much and how ([`Rounding`]). Nodes are numbered from 0 in the
//! order of the file, depots first.

mod verify;

pub use verify::{Fault, Tour, verify};

/// The variant of the vehicle routing problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Variant {
    Cvrp,
    Vrptw,
    Pdptw,
    Hfvrp,
    Mdvrptw,
    Vrpb,
    MultiTrip,
    PrizeCollecting,
    SiteDependent,
}

impl Variant {
    /// As in the TYPE of VRPLIB files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Variant::Cvrp => "CVRP",
            Variant::Vrptw => "VRPTW",
            Variant::Pdptw => "PDPTW",
            Variant::Hfvrp => "HFVRP",
            Variant::Mdvrptw => "MDVRPTW",
            Variant::Vrpb => "VRPB",
            Variant::MultiTrip => "MTVRPTWR",
            Variant::PrizeCollecting => "PCVRPTW",
            Variant::SiteDependent => "SDVRPTW",
        }
    }
}

/// How a set makes whole numbers of Euclidean distances and of times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the nearest whole number (CVRPLIB's X and AGS).
    Nearest,
    /// One decimal, truncated (the DIMACS convention for VRPTW).
    Dimacs,
    /// Three decimals, nearest (sets published in double precision).
    Exact,
}

impl Rounding {
    /// Whole units in one unit of the file.
    #[must_use]
    pub fn scale(self) -> i64 {
        match self {
            Rounding::Nearest => 1,
            Rounding::Dimacs => 10,
            Rounding::Exact => 1000,
        }
    }

    /// A number of the file in whole units.
    #[must_use]
    pub fn units(self, value: f64) -> i64 {
        let scaled = value * self.scale() as f64;
        match self {
            Rounding::Dimacs => scaled.trunc() as i64,
            Rounding::Nearest | Rounding::Exact => scaled.round() as i64,
        }
    }

    /// The distance between two points in whole units.
    #[must_use]
    pub fn distance(self, from: (f64, f64), to: (f64, f64)) -> i64 {
        let square = (from.0 - to.0).powi(2) + (from.1 - to.1).powi(2);
        if self == Rounding::Dimacs && square.fract() == 0.0 && square < 1e13 {
            // Whole coordinates: the root of a whole number, so that no noise moves a truncation.
            return (100 * square as u64).isqrt() as i64;
        }
        match self {
            Rounding::Dimacs => (square.sqrt() * 10.0).trunc() as i64,
            Rounding::Nearest | Rounding::Exact => (square.sqrt() * self.scale() as f64 + 0.5).floor() as i64,
        }
    }
}

/// Vehicles that are alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Fleet {
    /// Numbers of the vehicles in the file, from 0.
    pub vehicles: Vec<u32>,
    pub capacity: i64,
    /// In cost units: for leaving at all.
    pub fixed: i64,
    /// Cost units for each unit of distance.
    pub unit: i64,
    pub depot: usize,
    /// From leaving the depot to being back.
    pub longest: Option<i64>,
    /// By node: whom it may serve; empty: all.
    pub serves: Vec<bool>,
}

/// What one node asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Brought to it; negative for what is brought away to its pair.
    pub demand: i64,
    /// Brought from it to the depot (backhaul).
    pub backhaul: i64,
    pub service: i64,
    /// Service starts in it; `None`: at any time.
    pub window: Option<(i64, i64)>,
    /// Its goods do not leave the depot earlier.
    pub release: i64,
    /// Cost units for leaving it out; `None`: it has to be served.
    pub prize: Option<i64>,
}

/// A benchmark instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    pub name: String,
    pub variant: Variant,
    pub rounding: Rounding,
    /// Cost units in one unit of published cost.
    pub cost_scale: i64,
    /// Nodes `0..depots` are depots.
    pub depots: usize,
    pub nodes: Vec<Node>,
    /// Pick-up and drop-off that belong together, in one tour and in this order.
    pub pairs: Vec<(usize, usize)>,
    pub fleets: Vec<Fleet>,
    /// Vehicles may come back to load again.
    pub reloads: bool,
    /// Row-major, units.
    distances: Vec<u32>,
}

impl Instance {
    /// Distances between points, by a rounding convention. `None` if one does not fit 32 bits.
    #[must_use]
    pub fn euclidean(points: &[(f64, f64)], rounding: Rounding) -> Option<Vec<u32>> {
        let pairs = points.iter().flat_map(|&from| points.iter().map(move |&to| (from, to)));
        pairs.map(|(from, to)| u32::try_from(rounding.distance(from, to)).ok()).collect()
    }

    /// # Panics
    /// If there is not one distance for each pair of nodes.
    #[must_use]
    pub fn with_distances(mut self, distances: Vec<u32>) -> Instance {
        assert_eq!(distances.len(), self.nodes.len() * self.nodes.len(), "one distance for each pair");
        self.distances = distances;
        self
    }

    #[must_use]
    pub fn distance(&self, from: usize, to: usize) -> i64 {
        i64::from(self.distances[from * self.nodes.len() + to])
    }

    /// Nodes that are to be visited.
    #[must_use]
    pub fn customers(&self) -> std::ops::Range<usize> {
        self.depots..self.nodes.len()
    }

    /// Cost units as published.
    #[must_use]
    pub fn cost(&self, units: i64) -> f64 {
        units as f64 / self.cost_scale as f64
    }

    /// True if a tour's time matters: windows, releases or a longest duration.
    #[must_use]
    pub fn is_timed(&self) -> bool {
        self.nodes.iter().any(|node| node.window.is_some() || node.release > 0)
            || self.fleets.iter().any(|fleet| fleet.longest.is_some())
    }

    /// Without distances; for readers.
    #[must_use]
    pub fn new(name: String, variant: Variant, rounding: Rounding, nodes: Vec<Node>) -> Instance {
        Instance {
            name,
            variant,
            rounding,
            cost_scale: rounding.scale(),
            depots: 1,
            nodes,
            pairs: Vec::new(),
            fleets: Vec::new(),
            reloads: false,
            distances: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_follow_the_convention_of_their_set() {
        // The diagonal of a unit square is 1.41421.
        let (from, to) = ((0.0, 0.0), (1.0, 1.0));
        assert_eq!(Rounding::Nearest.distance(from, to), 1);
        assert_eq!(Rounding::Dimacs.distance(from, to), 14);
        assert_eq!(Rounding::Exact.distance(from, to), 1414);
        assert_eq!(Rounding::Dimacs.distance((0.0, 0.0), (3.0, 4.0)), 50);
        assert_eq!(Rounding::Nearest.distance((0.0, 0.0), (0.0, 2.5)), 3);
    }

    #[test]
    fn truncation_is_free_of_floating_point_noise() {
        for side in 0..2_000_u32 {
            let side = f64::from(side);
            assert_eq!(Rounding::Dimacs.distance((0.0, 0.0), (side * 3.0, side * 4.0)), side as i64 * 50);
        }
    }
}
