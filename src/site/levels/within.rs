//! Sitings that keep to how many customers may be far.
//!
//! The search knows prices only: with prices of those who are far it looks
//! for a siting, and customers are then moved one by one, nearer as far as
//! they must and farther as far as they may.

use super::judge::{far, judge, most};
use super::problem::{Levels, SLACK, Sides, Siting};
use super::search::Room;

/// Prices at which the search minds being far more than anything else.
#[must_use]
pub fn strong(levels: &Levels) -> Sides {
    let finite = levels.costs.iter().filter(|cost| cost.is_finite());
    let dearest = finite.fold(0.0_f64, |most, &cost| most.max(cost));
    let fixed = levels.alternatives.iter().map(|it| it.fixed).fold(0.0_f64, f64::max);
    Sides { far: vec![dearest + fixed; most(levels).len()], ..Sides::free(levels) }
}

/// The siting with its limits kept and its cost without prices; `None` if that cannot be.
#[must_use]
pub fn kept(levels: &Levels, siting: Siting) -> Option<Siting> {
    if levels.coverage.is_none() {
        return Some(siting);
    }
    let mut of_site = vec![None; levels.choice.len()];
    siting.open.iter().for_each(|&at| of_site[levels.alternatives[at].site] = Some(at));
    let mut room = Room::of(levels, &of_site);
    let counts = far(levels, &siting);
    let mut home = siting.home;
    home.iter().enumerate().for_each(|(customer, &at)| room.change(at, customer, -1.0));
    for (group, (count, &most)) in counts.into_iter().zip(most(levels)).enumerate() {
        let over = count - most;
        let moves = moves(levels, &siting.open, &home, group, over > SLACK);
        let mut left = over.abs().floor() + if over > SLACK && over.fract() > SLACK { 1.0 } else { 0.0 };
        let mut moved = vec![false; levels.customers];
        for (_, customer, to) in moves {
            if left < 1.0 {
                break;
            }
            if moved[customer] {
                continue;
            }
            room.change(home[customer], customer, 1.0);
            if room.has(to, customer) {
                (home[customer], moved[customer]) = (to, true);
                left -= 1.0;
            }
            room.change(home[customer], customer, -1.0);
        }
    }
    let siting = Siting { open: siting.open, home, aside: Vec::new(), cost: 0.0 };
    judge(levels, &siting).ok().map(|cost| Siting { cost, ..siting })
}

/// For customers of a group: the cheapest home that is near, by what it costs more; or the
/// cheapest far one, by what it saves, of those who are near.
fn moves(
    levels: &Levels,
    open: &[usize],
    home: &[usize],
    group: usize,
    nearer: bool,
) -> Vec<(f64, usize, usize)> {
    let Some(coverage) = &levels.coverage else { return Vec::new() };
    let mut moves = Vec::new();
    for customer in (0..levels.customers).filter(|&customer| coverage.group[customer] == group) {
        let here = levels.cost(home[customer], customer);
        if levels.far(home[customer], customer).is_some() != nearer {
            continue;
        }
        for &to in open.iter().filter(|&&to| levels.far(to, customer).is_some() != nearer) {
            let more = levels.cost(to, customer) - here;
            if more.is_finite() && (nearer || more < 0.0) {
                moves.push((more, customer, to));
            }
        }
    }
    moves.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    moves
}
