//! Flights onto drones, so that the last drone is back early: longest first,
//! then exchanges between the busiest and the others.

use super::Shared;

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

/// Moves or exchanges one flight of the busiest drone, the best way there is.
fn improve(drones: &mut [(i64, Vec<usize>)], time: &impl Fn(usize) -> i64) -> bool {
    let Some(busy) = (0..drones.len()).max_by_key(|&drone| drones[drone].0) else { return false };
    let most = drones[busy].0;
    let mut best: Option<(i64, usize, usize, Option<usize>)> = None;
    for other in (0..drones.len()).filter(|&other| other != busy) {
        let room = most - drones[other].0;
        for (at, &node) in drones[busy].1.iter().enumerate() {
            let partners =
                drones[other].1.iter().enumerate().map(|(with, &partner)| (Some(with), time(partner)));
            for (with, back) in partners.chain([(None, 0)]) {
                // The larger of both ends falls by the smaller of what is moved and what room is left.
                let moved = time(node) - back;
                let gain = moved.min(room - moved);
                if gain > 0 && best.is_none_or(|(found, ..)| gain > found) {
                    best = Some((gain, other, at, with));
                }
            }
        }
    }
    let Some((_, other, at, with)) = best else { return false };
    let node = drones[busy].1.swap_remove(at);
    drones[busy].0 -= time(node);
    if let Some(with) = with {
        let partner = drones[other].1.swap_remove(with);
        drones[other].0 -= time(partner);
        drones[busy].0 += time(partner);
        drones[busy].1.push(partner);
    }
    drones[other].0 += time(node);
    drones[other].1.push(node);
    true
}
