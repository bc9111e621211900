//! Who pays how much of a shared cold room. (M183)
//!
//! ```text
//! data      need[i,t] litres of user i in season t, D[t] of all, rooms k with litres h[k] and cost c[k]
//! (S1)      min  sum c[k] y[k]                            room bought by the litre
//! (S2)      sum h[k] y[k] >= D[t]       each season t     price p[t]
//! (S3)      max  sum D[t] p[t]   such that   sum p[t] <= c[k]/h[k] each k
//! ```
//!
//! (S3) is the dual of (S1): all of the price, `r = min c[k]/h[k]`, is that of
//! the season in which all together need most, shared between seasons that are
//! as full. User `i` pays `sum p[t] need[i,t]`. Together that is at most what
//! the room costs; the rest, for room that stands empty, is shared in the same
//! proportion. For few users there is Shapley's value as well, of the game
//! "the cheapest room that holds these users". Both sum to the cost to the
//! fen, and equal needs pay equal shares.
//!
//! Source: Shapley (1953), A value for n-person games, doi:10.1515/9781400881970-018.

use crate::units::Fen;
use std::cmp::Reverse;

/// More users than this are too many to look at each group of them.
pub const FEW: usize = 12;
/// Seasons whose needs differ by less, relative, are as full.
const SAME: f64 = 1e-9;

/// A cold room that the site may have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// Infinite where nothing limits it.
    pub litres: f64,
    /// Fen a year.
    pub cost: f64,
}

/// Who pays what of a cold room.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// What the room costs, fen a year.
    pub cost: Fen,
    /// What a litre of room in the fullest season is worth, fen a year: the price of (S2).
    pub litre: f64,
    /// Of the cost, what these prices pay; the rest is for room that stands empty.
    pub priced: Fen,
    /// By user: by the prices, scaled to the whole cost.
    pub by_prices: Vec<Fen>,
    /// By user: Shapley's value; `None` for more than [`FEW`] users.
    pub shapley: Option<Vec<Fen>>,
}

/// Splits the cost of `own`; `needs` by user, then season, all with the same number of seasons.
///
/// What equal users cannot divide equally, less than a fen for each of them, is paid by nobody:
/// the site's operator keeps it.
#[must_use]
pub fn split(needs: &[Vec<f64>], rooms: &[Room], own: Room) -> Split {
    let total = Fen::rounded(own.cost.max(0.0));
    let all = sum(needs.iter());
    let prices = prices(&all, rooms, own);
    let pays = |need: &[f64]| -> f64 { need.iter().zip(&prices).map(|(need, price)| need * price).sum() };
    let priced = pays(&all);
    let by_need = |need: &Vec<f64>| if priced > 0.0 { pays(need) } else { fullest(need, &all) };
    let cost = |need: &[f64]| {
        let holds = |room: &&Room| need.iter().all(|need| *need <= room.litres);
        rooms.iter().filter(holds).map(|room| room.cost).fold(own.cost, f64::min).max(0.0)
    };
    Split {
        cost: total,
        litre: prices.iter().sum(),
        priced: Fen::rounded(priced).min(total),
        by_prices: whole(&needs.iter().map(by_need).collect::<Vec<f64>>(), total),
        shapley: (needs.len() <= FEW).then(|| whole(&shapley(needs, &cost), total)),
    }
}

/// (S3), by season.
fn prices(all: &[f64], rooms: &[Room], own: Room) -> Vec<f64> {
    let each = rooms.iter().chain(std::iter::once(&own)).filter(|room| room.litres > 0.0);
    let least = each.map(|room| room.cost.max(0.0) / room.litres).fold(f64::INFINITY, f64::min);
    let least = if least.is_finite() { least } else { 0.0 };
    let most = all.iter().copied().fold(0.0, f64::max);
    let is_full = |need: f64| need > 0.0 && need >= most * (1.0 - SAME);
    let count = all.iter().filter(|&&need| is_full(need)).count().max(1) as f64;
    all.iter().map(|&need| if is_full(need) { least / count } else { 0.0 }).collect()
}

/// What a user needs when all together need most.
fn fullest(need: &[f64], all: &[f64]) -> f64 {
    let peak = (0..all.len()).max_by(|&a, &b| all[a].total_cmp(&all[b]));
    peak.map_or(0.0, |peak| need[peak])
}

/// Scaled to a sum in whole fen; equal shares stay equal, so up to a fen for each may be left.
fn whole(shares: &[f64], total: Fen) -> Vec<Fen> {
    let sum: f64 = shares.iter().sum();
    let scale = if sum > 0.0 { total.as_f64() / sum } else { 0.0 };
    let even = total.as_f64() / shares.len().max(1) as f64;
    let scaled: Vec<f64> =
        shares.iter().map(|share| if sum > 0.0 { share * scale } else { even }.max(0.0)).collect();
    // Thousandths of a fen tell users apart; less is rounding.
    let key = |share: f64| (share * 1e3).round() as i64;
    let mut paid: Vec<i64> = scaled.iter().map(|&share| key(share).div_euclid(1000)).collect();
    let mut left = total.0 - paid.iter().sum::<i64>();
    let mut kinds: Vec<i64> = scaled.iter().map(|&share| key(share)).collect();
    kinds.sort_by_key(|&kind| (Reverse(kind.rem_euclid(1000)), Reverse(kind)));
    kinds.dedup();
    for kind in kinds {
        let same: Vec<usize> = (0..scaled.len()).filter(|&user| key(scaled[user]) == kind).collect();
        let count = same.len() as i64;
        if count <= left {
            same.iter().for_each(|&user| paid[user] += 1);
            left -= count;
        }
    }
    paid.into_iter().map(Fen).collect()
}

fn sum<'n>(needs: impl Iterator<Item = &'n Vec<f64>>) -> Vec<f64> {
    let mut all: Vec<f64> = Vec::new();
    for need in needs {
        all.resize(need.len().max(all.len()), 0.0);
        all.iter_mut().zip(need).for_each(|(all, need)| *all += need);
    }
    all
}

/// `Σ over groups S without i of |S|! (n − |S| − 1)! / n! · (cost(S with i) − cost(S))`.
fn shapley(needs: &[Vec<f64>], cost: &dyn Fn(&[f64]) -> f64) -> Vec<f64> {
    let users = needs.len();
    let group = |set: usize| sum((0..users).filter(|user| set >> user & 1 == 1).map(|user| &needs[user]));
    let of: Vec<f64> =
        (0..1_usize << users).map(|set| if set == 0 { 0.0 } else { cost(&group(set)) }).collect();
    let factorial: Vec<f64> = (0..=users)
        .scan(1.0, |product, number| {
            *product *= number.max(1) as f64;
            Some(*product)
        })
        .collect();
    let value = |user: usize| -> f64 {
        let without = (0..of.len()).filter(|set| set >> user & 1 == 0);
        let part = |set: usize| {
            let size = set.count_ones() as usize;
            let weight = factorial[size] * factorial[users - size - 1] / factorial[users];
            weight * (of[set | 1 << user] - of[set])
        };
        without.map(part).sum()
    };
    (0..users).map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lp::{self, Column, Limits, Program, Row};
    use crate::units::Never;

    /// Rooms of 10 and 25 litres for 100 and 170 fen; they have the large one.
    const ROOMS: [Room; 2] = [Room { litres: 10.0, cost: 100.0 }, Room { litres: 25.0, cost: 170.0 }];

    fn room(need: &[f64]) -> f64 {
        if need.iter().all(|&need| need <= 10.0) { 100.0 } else { 170.0 }
    }

    /// Shapley's value by its definition: the mean over all orders of arrival.
    fn by_orders(needs: &[Vec<f64>]) -> Vec<f64> {
        fn go(needs: &[Vec<f64>], here: &mut Vec<usize>, sums: &mut [f64], orders: &mut f64) {
            if here.len() == needs.len() {
                *orders += 1.0;
                for count in 1..=here.len() {
                    let cost = |of: &[usize]| {
                        if of.is_empty() { 0.0 } else { room(&sum(of.iter().map(|&user| &needs[user]))) }
                    };
                    sums[here[count - 1]] += cost(&here[..count]) - cost(&here[..count - 1]);
                }
                return;
            }
            for user in 0..needs.len() {
                if !here.contains(&user) {
                    here.push(user);
                    go(needs, here, sums, orders);
                    here.pop();
                }
            }
        }
        let (mut sums, mut orders) = (vec![0.0; needs.len()], 0.0);
        go(needs, &mut Vec::new(), &mut sums, &mut orders);
        sums.iter().map(|sum| sum / orders).collect()
    }

    #[test]
    fn few_users_pay_their_mean_over_all_orders_of_arrival() {
        let needs = [vec![4.0, 1.0], vec![7.0, 0.0], vec![2.0, 9.0], vec![4.0, 1.0]];

        let split = split(&needs, &ROOMS, ROOMS[1]);

        let shares = split.shapley.unwrap();
        for (share, wanted) in shares.iter().zip(by_orders(&needs)) {
            assert!((share.as_f64() - wanted).abs() <= 1.0, "{share:?} is not {wanted}");
        }
        assert_eq!(shares.iter().map(|share| share.0).sum::<i64>(), 170);
        assert_eq!(shares[0], shares[3]);
    }

    #[test]
    fn prices_are_those_of_the_program_in_which_room_is_bought_by_the_litre() {
        // In the first season all need 17 litres, in the second 11.
        let needs = [vec![4.0, 1.0], vec![7.0, 0.0], vec![2.0, 9.0], vec![4.0, 1.0]];
        let column = |room: &Room| Column { cost: room.cost, lower: 0.0, upper: 9.0, integer: false };
        let row = |need: f64| Row {
            lower: need,
            upper: f64::INFINITY,
            entries: ROOMS.iter().enumerate().map(|(at, room)| (at, room.litres)).collect(),
        };
        let program =
            Program { columns: ROOMS.iter().map(column).collect(), rows: vec![row(17.0), row(11.0)] };

        let split = split(&needs, &ROOMS, ROOMS[1]);

        let answer = lp::solve(&program, &Limits { seconds: None, gap: 0.0, stop: &Never }, None).unwrap();
        // 17 litres at 170/25 = 6.8 fen: 115.6 fen, of which whole fen are told.
        assert!((answer.objective.unwrap() - 115.6).abs() < 1e-6);
        assert_eq!((split.priced, split.litre), (Fen(116), 6.8));
        if let Some(duals) = answer.duals {
            assert!((duals[0] - split.litre).abs() < 1e-6 && duals[1].abs() < 1e-6);
        }
        // 170 fen by 4, 7, 2 and 4 of 17 litres: ten fen each.
        assert_eq!(split.by_prices, [Fen(40), Fen(70), Fen(20), Fen(40)]);
    }

    #[test]
    fn seasons_that_are_as_full_share_the_price() {
        let needs = [vec![6.0, 0.0], vec![0.0, 6.0]];

        let split = split(&needs, &ROOMS, ROOMS[0]);

        assert_eq!(split.by_prices, [Fen(50), Fen(50)]);
    }

    #[test]
    fn many_users_pay_by_need_in_the_fullest_season_and_add_up() {
        // In summer all need 1.5 each but the last 3: twenty users, 31.5 litres.
        let mut needs = vec![vec![9.0 / 20.0, 1.5]; 20];
        needs[19] = vec![0.0, 3.0];
        let own = Room { litres: 40.0, cost: 17_000.0 };

        let split = split(&needs, &ROOMS, own);

        assert_eq!(split.shapley, None);
        assert_eq!(split.by_prices[0], split.by_prices[7]);
        // 17,000 by 1.5 and 3 of 31.5 litres: 809.5 and 1,619.05; nineteen cannot share the 10 fen left.
        assert_eq!((split.by_prices[0], split.by_prices[19]), (Fen(809), Fen(1_620)));
        let paid: i64 = split.by_prices.iter().map(|share| share.0).sum();
        assert!((0..19).contains(&(17_000 - paid)), "{paid}");
    }

    #[test]
    fn a_room_that_costs_nothing_or_is_needed_by_nobody_is_split_without_fault() {
        let free = Room { litres: f64::INFINITY, cost: 0.0 };

        assert_eq!(split(&[vec![1.0], vec![2.0]], &[], free).by_prices, [Fen(0), Fen(0)]);
        assert_eq!(split(&[], &[], ROOMS[0]).by_prices, []);
        assert_eq!(split(&[vec![0.0], vec![0.0]], &[], ROOMS[0]).by_prices, [Fen(50), Fen(50)]);
    }
}
