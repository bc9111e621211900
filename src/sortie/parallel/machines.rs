//! Flights onto drones, so that the last drone is back early: longest first,
//! then exchanges between the busiest and the others.

use super::Shared;

/// Flights of a drone of which pairs are exchanged.
const PAIRED: usize = 24;

/// Customers of each drone, and when the last one is back.
pub fn spread(shared: &Shared, flown: &[usize]) -> (Vec<Vec<usize>>, i64) {
    if shared.drones == 0 {
        return (Vec::new(), 0);
    }
    let time = |node: usize| shared.flight[node].unwrap_or(0);
    let mut order = flown.to_vec();
    order.sort_unstable_by_key(|&node| (std::cmp::Reverse(time(node)), node));
    let mut drones = vec![(0_i64, Vec::new()); shared.drones];
    for node in order {
        let least = (0..drones.len()).min_by_key(|&drone| drones[drone].0).unwrap_or(0);
        drones[least].0 += time(node);
        drones[least].1.push(node);
    }
    while improve(&mut drones, &time) {}
    let last = drones.iter().map(|drone| drone.0).max().unwrap_or(0);
    (drones.into_iter().map(|drone| drone.1).collect(), last)
}

/// Exchanges up to two flights of the busiest drone with up to two of another, the best way there is.
fn improve(drones: &mut [(i64, Vec<usize>)], time: &impl Fn(usize) -> i64) -> bool {
    if drones.len() < 2 {
        return false;
    }
    let Some(busy) = (0..drones.len()).max_by_key(|&drone| drones[drone].0) else { return false };
    let given = handfuls(&drones[busy].1, time);
    let mut best: Option<(i64, usize, Handful, Handful)> = None;
    for other in (0..drones.len()).filter(|&other| other != busy) {
        let room = drones[busy].0 - drones[other].0;
        let taken = handfuls(&drones[other].1, time);
        // Both sorted by time: what is given less what is taken comes closest to half the room.
        let mut at = 0;
        for &give in &given {
            while at + 1 < taken.len() && 2 * (give.0 - taken[at].0) > room {
                at += 1;
            }
            for take in &taken[at.saturating_sub(1)..=at] {
                // The larger of both ends falls by the smaller of what is moved and what room is left.
                let moved = give.0 - take.0;
                let gain = moved.min(room - moved);
                if gain > 0 && best.is_none_or(|(found, ..)| gain > found) {
                    best = Some((gain, other, give, *take));
                }
            }
        }
    }
    let Some((_, other, give, take)) = best else { return false };
    pass(drones, give, busy, other);
    pass(drones, take, other, busy);
    true
}

/// Flights' time together, and up to two flights.
type Handful = (i64, [Option<usize>; 2]);

/// None, one or two of some flights, by their time; of many flights not all pairs.
fn handfuls(flights: &[usize], time: &impl Fn(usize) -> i64) -> Vec<Handful> {
    let mut all = vec![(0, [None; 2])];
    all.extend(flights.iter().map(|&node| (time(node), [Some(node), None])));
    let some = flights.len().div_ceil(PAIRED).max(1);
    let some: Vec<usize> = flights.iter().copied().step_by(some).collect();
    for (at, &one) in some.iter().enumerate() {
        all.extend(some[..at].iter().map(|&other| (time(one) + time(other), [Some(one), Some(other)])));
    }
    all.sort_unstable();
    all
}

fn pass(drones: &mut [(i64, Vec<usize>)], (time, flights): Handful, from: usize, to: usize) {
    for node in flights.into_iter().flatten() {
        drones[from].1.retain(|&other| other != node);
        drones[to].1.push(node);
    }
    drones[from].0 -= time;
    drones[to].0 += time;
}
