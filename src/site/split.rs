//! Who pays how much of a shared cold room. (M183)
//!
//! Shares add up to the cost, and users with the same need pay the same. For
//! few users it is Shapley's value of the game "the cheapest room that holds
//! these users"; for more, the price of room sits in the season when the room
//! is fullest, so shares go by what each needs then.
//!
//! Source: Shapley (1953), A value for n-person games, doi:10.1515/9781400881970-018.

/// More users than this are too many to look at each group of them.
pub const FEW: usize = 12;

/// Shares of `cost` of all; `needs` by user, then season, all with the same number of seasons.
#[must_use]
pub fn shares(needs: &[Vec<f64>], cost: &dyn Fn(&[f64]) -> f64) -> Vec<f64> {
    if needs.len() <= FEW { shapley(needs, cost) } else { by_peak(needs, cost(&sum(needs.iter()))) }
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

/// By need in the season in which all together need most.
fn by_peak(needs: &[Vec<f64>], total: f64) -> Vec<f64> {
    let all = sum(needs.iter());
    let peak = (0..all.len()).max_by(|&a, &b| all[a].total_cmp(&all[b]));
    let most = peak.map_or(0.0, |peak| all[peak]);
    let share = |need: &Vec<f64>| match peak {
        Some(peak) if most > 0.0 => total * need[peak] / most,
        _ => total / needs.len() as f64,
    };
    needs.iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rooms of 10 and 25 for 100 and 170.
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

        let shares = shares(&needs, &room);

        for (share, wanted) in shares.iter().zip(by_orders(&needs)) {
            assert!((share - wanted).abs() < 1e-9, "{share} is not {wanted}");
        }
        assert!((shares.iter().sum::<f64>() - 170.0).abs() < 1e-9);
        assert_eq!(shares[0], shares[3]);
    }

    #[test]
    fn many_users_pay_by_need_in_the_fullest_season_and_add_up() {
        // In summer all need 1.5 each but the last 3: twenty users, 31.5 litres.
        let mut needs = vec![vec![9.0 / 20.0, 1.5]; 20];
        needs[19] = vec![0.0, 3.0];

        let shares = shares(&needs, &room);

        assert!((shares.iter().sum::<f64>() - 170.0).abs() < 1e-9);
        assert_eq!(shares[0], shares[7]);
        assert!((shares[19] - 2.0 * shares[0]).abs() < 1e-9);
    }
}
