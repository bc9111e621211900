use super::*;
use crate::sortie::Effort;
use crate::units::{Dice, Never};

/// Places on a grid, the truck around blocks, drones straight.
fn random(dice: &mut Dice, nodes: usize, count: usize) -> Team {
    let points: Vec<(i64, i64)> =
        (0..nodes).map(|_| (dice.below(100) as i64, dice.below(100) as i64)).collect();
    let pairs = || points.iter().flat_map(|&a| points.iter().map(move |&b| (a, b)));
    let fly: Vec<i64> = pairs().map(|(a, b)| (a.0 - b.0).abs().max((a.1 - b.1).abs())).collect();
    let model = Model {
        count,
        launch: 6,
        recover: 3,
        linger: 1,
        service: 5,
        carries: (0..nodes).map(|node| node > 0 && dice.chance(0.8)).collect(),
        store: 120,
        out: fly.clone(),
        back: fly.clone(),
        fly,
        lands: dice.chance(0.3),
    };
    Team {
        nodes,
        drive: pairs().map(|(a, b)| (a.0 - b.0).abs() + (a.1 - b.1).abs()).collect(),
        service: (0..nodes).map(|node| if node == 0 { 0 } else { 2 }).collect(),
        models: vec![model],
        launches_at_depot: dice.chance(0.5),
    }
}

/// All that one truck and one drone can do with few customers, the driver's work in any order, without waiting
/// before a launch.
struct All<'a> {
    team: &'a Team,
    best: i64,
}

#[derive(Clone, Copy)]
struct At {
    node: usize,
    now: i64,
    left: u32,
    /// Customer, when it can be recovered at the node after next ones, from where and since when.
    flying: Option<(usize, usize, i64)>,
    is_served: bool,
    is_morning: bool,
    is_evening: bool,
}

impl All<'_> {
    fn go(&mut self, at: At) {
        if at.now >= self.best {
            return;
        }
        let (team, model) = (self.team, &self.team.models[0]);
        if at.is_evening && at.left == 0 && at.flying.is_none() {
            self.best = at.now;
            return;
        }
        if let Some((customer, from, since)) = at.flying {
            let above = since + team.flight(0, from, customer, at.node);
            let start = at.now.max(above);
            let is_new = from != at.node || at.is_evening;
            if is_new && start - above <= team.patience(0, from, customer, at.node) {
                self.go(At { now: start + model.recover, flying: None, ..at });
            }
        }
        if at.is_evening {
            return;
        }
        if !at.is_served {
            self.go(At { now: at.now + team.service[at.node], is_served: true, ..at });
        }
        let customers = (1..team.nodes).filter(|node| at.left >> node & 1 == 1);
        for customer in customers.clone().filter(|&node| at.flying.is_none() && model.carries[node]) {
            let now = at.now + if at.is_morning && !team.launches_at_depot { 0 } else { model.launch };
            self.go(At {
                now,
                left: at.left & !(1 << customer),
                flying: Some((customer, at.node, now)),
                ..at
            });
        }
        if at.is_served {
            for node in customers {
                let now = at.now + team.way(at.node, node);
                let left = at.left & !(1 << node);
                self.go(At { node, now, left, is_served: false, is_morning: false, ..at });
            }
            let now = at.now + team.way(at.node, 0);
            self.go(At { node: 0, now, is_morning: false, is_evening: true, ..at });
        }
    }
}

#[test]
fn one_drone_and_few_customers_are_nearly_always_served_as_well_as_can_be() {
    let mut dice = Dice::new(3, 0);
    let mut equal = 0;
    for seed in 0..20 {
        let team = random(&mut dice, 6, 1);
        let effort = Effort { seed, iterations: Some(20_000), stop: &Never };
        let (timetable, end, _) = solve(&team, &effort);
        let mut all = All { team: &team, best: i64::MAX };
        let left = (1..6).map(|node| 1 << node).sum();
        let (is_served, is_morning) = (true, true);
        all.go(At { node: 0, now: 0, left, flying: None, is_served, is_morning, is_evening: false });

        assert_eq!(verify(&team, &timetable), Ok(end));
        // Waiting before a launch may save what hovering cannot.
        equal += usize::from(end <= all.best);
    }
    assert!(equal >= 18, "{equal} of 20");
}

#[test]
fn more_drones_are_never_worse_for_long() {
    let mut dice = Dice::new(8, 0);
    for seed in 0..5 {
        let mut team = random(&mut dice, 15, 1);
        let effort = || Effort { seed, iterations: Some(30_000), stop: &Never };
        let (_, alone, _) = solve(&team, &effort());
        team.models[0].count = 3;
        let (timetable, together, _) = solve(&team, &effort());

        assert_eq!(verify(&team, &timetable), Ok(together));
        assert!(together as f64 <= alone as f64 * 1.03, "{together} after {alone}");
    }
}

#[test]
fn the_same_seed_gives_the_same_timetable() {
    let team = random(&mut Dice::new(9, 0), 30, 2);
    let effort = || Effort { seed: 3, iterations: Some(3_000), stop: &Never };

    assert_eq!(solve(&team, &effort()), solve(&team, &effort()));
}

/// Two customers a way of 10 from the depot and from each other; drones fly it in 8.
fn small() -> Team {
    let square = |way: i64| (0..9).map(|at| if at % 4 == 0 { 0 } else { way }).collect::<Vec<i64>>();
    let model = Model {
        count: 1,
        fly: square(8),
        launch: 2,
        recover: 1,
        linger: 0,
        service: 0,
        carries: vec![false, true, true],
        store: 20,
        out: square(8),
        back: square(8),
        lands: false,
    };
    Team { nodes: 3, drive: square(10), service: vec![0, 1, 1], models: vec![model], launches_at_depot: true }
}

#[test]
fn what_is_wrong_is_seen() {
    let team = small();
    let launch = |start| Act { stop: 0, start, work: Work::Launch { model: 0, drone: 0, customer: 2 } };
    let serve = |start| Act { stop: 1, start, work: Work::Serve };
    let recover = |stop, start| Act { stop, start, work: Work::Recover { model: 0, drone: 0, customer: 2 } };
    let check = |acts: &[Act]| verify(&team, &Timetable { stops: vec![1], acts: acts.to_vec() });

    // Launched until 2, above customer 1 at 18, served from 12 to 13, recovered from 18 to 19, home at 29.
    assert_eq!(check(&[launch(0), serve(12), recover(1, 18)]), Ok(29));
    assert_eq!(check(&[launch(0), serve(11), recover(1, 18)]), Err(Wrong::Busy(serve(11))));
    assert_eq!(check(&[launch(0), serve(12), recover(1, 17)]), Err(Wrong::Away(recover(1, 17))));
    // It hovers for 4 at most.
    assert_eq!(check(&[launch(0), serve(12), recover(2, 23)]), Err(Wrong::Battery(2)));
    // One that lands has no need to.
    let mut landing = small();
    landing.models[0].lands = true;
    let late = Timetable { stops: vec![1], acts: vec![launch(0), serve(12), recover(2, 23)] };
    assert_eq!(verify(&landing, &late), Ok(24));
    landing.models[0].store = 15;
    assert_eq!(verify(&landing, &late), Err(Wrong::Battery(2)));
    // The truck does not wait where it launched.
    assert_eq!(check(&[launch(0), recover(0, 18), serve(29)]), Err(Wrong::Away(recover(0, 18))));
    assert_eq!(check(&[launch(0), serve(12)]), Err(Wrong::Missing(2)));
    assert_eq!(check(&[serve(10)]), Err(Wrong::Missing(2)));
    assert_eq!(check(&[launch(0), recover(1, 18)]), Err(Wrong::Stop(1)));
    assert_eq!(check(&[launch(0), launch(2), serve(14), recover(1, 20)]), Err(Wrong::Twice(2)));
}
