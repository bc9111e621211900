//! Is a solution of a benchmark instance feasible, and what does it cost?
//!
//! Recomputed from the instance alone, tour by tour, the plain way. No code is
//! shared with the search.

use super::{Fleet, Instance, Variant};

/// One vehicle's tour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tour {
    /// Number of the vehicle in the file, from 0.
    pub vehicle: u32,
    /// Customers in order, by trip.
    pub trips: Vec<Vec<usize>>,
}

/// What is wrong with a solution. Numbers are of vehicles and nodes, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    UnknownVehicle(u32),
    VehicleTwice(u32),
    TooManyTours,
    UnknownNode(u32, usize),
    NotAllowed(u32, usize),
    Overload(u32),
    /// Not in one trip, or in the wrong order.
    Pair(u32, usize),
    BackhaulFirst(u32),
    Late(u32, usize),
    TooLong(u32),
    /// More than one trip where vehicles do not reload.
    Reload(u32),
    VisitedTwice(usize),
    Missing(usize),
}

/// Cost units, or everything that is wrong.
///
/// # Errors
/// All faults.
pub fn verify(instance: &Instance, tours: &[Tour]) -> Result<i64, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut seen = vec![0_u32; instance.nodes.len()];
    let mut used = std::collections::HashSet::new();
    let mut cost = 0;
    let alike = instance.fleets.len() == 1;
    let vehicles: usize = instance.fleets.iter().map(|fleet| fleet.vehicles.len()).sum();
    if tours.len() > vehicles {
        faults.push(Fault::TooManyTours);
    }
    for tour in tours {
        let owner = instance.fleets.iter().find(|fleet| fleet.vehicles.contains(&tour.vehicle));
        let Some(fleet) = owner.or(instance.fleets.first().filter(|_| alike)) else {
            faults.push(Fault::UnknownVehicle(tour.vehicle));
            continue;
        };
        if !used.insert(tour.vehicle) {
            faults.push(Fault::VehicleTwice(tour.vehicle));
        }
        let known = |node: &usize| instance.customers().contains(node);
        if let Some(&node) = tour.trips.iter().flatten().find(|node| !known(node)) {
            faults.push(Fault::UnknownNode(tour.vehicle, node));
            continue;
        }
        tour.trips.iter().flatten().for_each(|&node| seen[node] += 1);
        cost += fleet.fixed + fleet.unit * driven(instance, fleet, tour);
        faults.extend(loads(instance, fleet, tour));
        faults.extend(times(instance, fleet, tour));
    }
    for node in instance.customers() {
        match (seen[node], instance.nodes[node].prize) {
            (0, Some(prize)) => cost += prize,
            (0, None) => faults.push(Fault::Missing(node)),
            (1, _) => {}
            _ => faults.push(Fault::VisitedTwice(node)),
        }
    }
    if faults.is_empty() { Ok(cost) } else { Err(faults) }
}

fn driven(instance: &Instance, fleet: &Fleet, tour: &Tour) -> i64 {
    let mut sum = 0;
    for trip in &tour.trips {
        let mut at = fleet.depot;
        for &node in trip {
            sum += instance.distance(at, node);
            at = node;
        }
        sum += instance.distance(at, fleet.depot);
    }
    sum
}

fn loads(instance: &Instance, fleet: &Fleet, tour: &Tour) -> Vec<Fault> {
    let mut faults = Vec::new();
    let barred = tour.trips.iter().flatten().filter(|&&node| !fleet.serves.is_empty() && !fleet.serves[node]);
    faults.extend(barred.map(|&node| Fault::NotAllowed(tour.vehicle, node)));
    if tour.trips.len() > 1 && !instance.reloads {
        faults.push(Fault::Reload(tour.vehicle));
    }
    for trip in &tour.trips {
        let demand = |&node: &usize| instance.nodes[node].demand;
        let backhaul = |&node: &usize| instance.nodes[node].backhaul;
        if instance.variant == Variant::Pdptw {
            faults.extend(pairs(instance, fleet, tour.vehicle, trip));
        } else if trip.iter().map(demand).sum::<i64>() > fleet.capacity
            || trip.iter().map(backhaul).sum::<i64>() > fleet.capacity
        {
            faults.push(Fault::Overload(tour.vehicle));
        }
        let first_back = trip.iter().position(|node| backhaul(node) > 0);
        let last_line = trip.iter().rposition(|node| backhaul(node) == 0);
        if instance.variant == Variant::Vrpb
            && first_back.is_some_and(|back| last_line.is_none_or(|line| line > back))
        {
            faults.push(Fault::BackhaulFirst(tour.vehicle));
        }
    }
    faults
}

fn pairs(instance: &Instance, fleet: &Fleet, vehicle: u32, trip: &[usize]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut load = 0;
    for &node in trip {
        load += instance.nodes[node].demand;
        if !(0..=fleet.capacity).contains(&load) {
            faults.push(Fault::Overload(vehicle));
        }
    }
    let place = |wanted: usize| trip.iter().position(|&node| node == wanted);
    for &(pick, drop) in &instance.pairs {
        match (place(pick), place(drop)) {
            (None, None) => {}
            (Some(first), Some(second)) if first < second => {}
            _ => faults.push(Fault::Pair(vehicle, pick)),
        }
    }
    faults
}

/// The earliest times of a tour; then how much later it could have left (Savelsbergh 1992,
/// doi:10.1287/ijoc.4.2.146) decides how long it has to last.
fn times(instance: &Instance, fleet: &Fleet, tour: &Tour) -> Vec<Fault> {
    if !instance.is_timed() {
        return Vec::new();
    }
    let mut faults = Vec::new();
    let depot = instance.nodes[fleet.depot].window.unwrap_or((0, i64::MAX / 4));
    let released = |trip: &[usize]| trip.iter().map(|&node| instance.nodes[node].release).max().unwrap_or(0);
    let (mut now, mut waited, mut slack) = (depot.0, 0, i64::MAX);
    let mut left = now;
    for (index, trip) in tour.trips.iter().enumerate() {
        let begin = now.max(released(trip));
        if index == 0 {
            left = begin;
        } else {
            waited += begin - now;
        }
        now = begin;
        slack = slack.min(waited + depot.1 - now);
        let mut at = fleet.depot;
        for &node in trip.iter().chain([&fleet.depot]) {
            now += instance.nodes[at].service + instance.distance(at, node);
            let (open, close) = instance.nodes[node].window.unwrap_or((0, i64::MAX / 4));
            if now > close {
                faults.push(Fault::Late(tour.vehicle, node));
            }
            waited += (open - now).max(0);
            now = now.max(open);
            slack = slack.min(waited + close - now);
            at = node;
        }
    }
    let lasts = now - left - slack.max(0).min(waited);
    if fleet.longest.is_some_and(|longest| lasts > longest) {
        faults.push(Fault::TooLong(tour.vehicle));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::{Node, Rounding};
    use super::*;

    /// A depot at 0 and customers at 10, 20 and 30 on a line; two vehicles that carry 10.
    fn line(change: impl FnOnce(&mut Instance)) -> Instance {
        let points: Vec<(f64, f64)> = (0..4).map(|at| (f64::from(at) * 10.0, 0.0)).collect();
        let customer = Node { demand: 5, ..Node::default() };
        let nodes = vec![Node::default(), customer, customer, customer];
        let mut instance = Instance::new("line".to_owned(), Variant::Cvrp, Rounding::Nearest, nodes)
            .with_distances(Instance::euclidean(&points, Rounding::Nearest).unwrap());
        instance.fleets.push(Fleet {
            vehicles: vec![0, 1],
            capacity: 10,
            fixed: 100,
            unit: 1,
            depot: 0,
            longest: None,
            serves: Vec::new(),
        });
        change(&mut instance);
        instance
    }

    fn tour(vehicle: u32, trips: &[&[usize]]) -> Tour {
        Tour { vehicle, trips: trips.iter().map(|trip| trip.to_vec()).collect() }
    }

    #[test]
    fn a_good_solution_costs_its_distance_and_vehicles() {
        // 20 out and back for customers 1 and 2: 40; 60 for customer 3; two vehicles.
        let cost = verify(&line(|_| ()), &[tour(0, &[&[1, 2]]), tour(1, &[&[3]])]);
        assert_eq!(cost, Ok(40 + 60 + 200));
    }

    #[test]
    fn each_rule_fires() {
        let plain = line(|_| ());
        let fault = |instance: &Instance, tours: &[Tour]| verify(instance, tours).unwrap_err();
        assert_eq!(fault(&plain, &[tour(0, &[&[1, 2, 3]])]), [Fault::Overload(0)]);
        assert_eq!(fault(&plain, &[tour(0, &[&[1, 2]])]), [Fault::Missing(3)]);
        assert_eq!(fault(&plain, &[tour(0, &[&[1, 2]]), tour(1, &[&[3, 1]])]), [Fault::VisitedTwice(1)]);
        assert_eq!(fault(&plain, &[tour(0, &[&[1, 2]]), tour(0, &[&[3]])]), [Fault::VehicleTwice(0)]);
        assert_eq!(fault(&plain, &[tour(0, &[&[1], &[2, 3]])]), [Fault::Reload(0)]);
        assert!(fault(&plain, &[tour(0, &[&[7]])]).contains(&Fault::UnknownNode(0, 7)));
        let three: Vec<Tour> = (0..3).map(|at| tour(at, &[&[at as usize + 1]])).collect();
        assert_eq!(fault(&plain, &three), [Fault::TooManyTours]);

        let late = line(|instance| instance.nodes[2].window = Some((0, 15)));
        assert_eq!(fault(&late, &[tour(0, &[&[1, 2]]), tour(1, &[&[3]])]), [Fault::Late(0, 2)]);
        let short = line(|instance| instance.fleets[0].longest = Some(59));
        assert_eq!(fault(&short, &[tour(0, &[&[1, 2]]), tour(1, &[&[3]])]), [Fault::TooLong(1)]);
        let barred = line(|instance| instance.fleets[0].serves = vec![true, true, true, false]);
        assert_eq!(fault(&barred, &[tour(0, &[&[1, 2]]), tour(1, &[&[3]])]), [Fault::NotAllowed(1, 3)]);
        let back = line(|instance| {
            instance.variant = Variant::Vrpb;
            instance.nodes[1] = Node { backhaul: 5, ..Node::default() };
        });
        assert_eq!(fault(&back, &[tour(0, &[&[1, 2]]), tour(1, &[&[3]])]), [Fault::BackhaulFirst(0)]);
        let paired = line(|instance| {
            instance.variant = Variant::Pdptw;
            instance.pairs = vec![(1, 2)];
            instance.nodes[2].demand = -5;
        });
        let wrong = fault(&paired, &[tour(0, &[&[2, 1]]), tour(1, &[&[3]])]);
        assert!(wrong.contains(&Fault::Pair(0, 1)), "{wrong:?}");
    }

    #[test]
    fn a_tour_that_may_leave_later_is_shorter_than_its_earliest_run() {
        // Customer 3 opens at 100: leaving at 70 makes it 60 long, leaving at 0 130.
        let waiting = |longest| {
            line(|instance| {
                instance.nodes[3].window = Some((100, 200));
                instance.fleets[0].longest = Some(longest);
            })
        };
        let tours = [tour(0, &[&[1, 2]]), tour(1, &[&[3]])];
        assert!(verify(&waiting(60), &tours).is_ok());
        assert_eq!(verify(&waiting(59), &tours), Err(vec![Fault::TooLong(1)]));
    }

    #[test]
    fn prizes_pay_for_those_left_out() {
        let prizes = line(|instance| instance.nodes[3].prize = Some(50));
        assert_eq!(verify(&prizes, &[tour(0, &[&[1, 2]])]), Ok(40 + 100 + 50));
    }

    #[test]
    fn goods_released_late_leave_late() {
        let released = line(|instance| {
            instance.reloads = true;
            instance.nodes[3].release = 100;
            instance.nodes[0].window = Some((0, 160));
        });
        assert!(verify(&released, &[tour(0, &[&[1, 2], &[3]])]).is_ok());
        let later = line(|instance| {
            instance.reloads = true;
            instance.nodes[3].release = 101;
            instance.nodes[0].window = Some((0, 160));
        });
        assert_eq!(verify(&later, &[tour(0, &[&[1, 2], &[3]])]), Err(vec![Fault::Late(0, 0)]));
    }
}
