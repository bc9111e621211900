//! Setting out at a moment, where roads have hours.

use super::super::*;
use super::Town;
use super::agree::towns;
use crate::county::Running;
use crate::hierarchy::Turns;
use crate::network::sample::at;
use crate::network::{Hours, Step};
use petgraph::graph::EdgeIndex;
use proptest::prelude::*;

fn hours() -> impl Strategy<Value = Vec<(usize, u32, u32, u32)>> {
    prop::collection::vec((any::<usize>(), 0..24_u32, 1..9_u32, 0..900_u32), 0..30)
}

fn steps(town: &Town, hours: &[(usize, u32, u32, u32)]) -> Vec<Step> {
    let step = |&(arc, from, long, rate): &(usize, u32, u32, u32)| Step {
        arc: (arc % town.atlas.arcs()) as u32,
        days: if rate % 5 == 0 { 0b1_1111 } else { 0x7f },
        from: from * 3600,
        to: (from + long).min(24) * 3600,
        rate: if rate < 300 { 0 } else { rate },
    };
    hours.iter().map(step).collect()
}

/// Earliest moments at the ends of arcs, by going on until nothing gets earlier.
fn slow(
    town: &Town,
    (turns, running): (&Turns, &Running),
    hours: &Hours,
    from: EdgeIndex,
    start: u64,
) -> Vec<Option<u64>> {
    let millis = |arc: EdgeIndex| town.profile.cost(arc).map(|cost| cost.millis as u32);
    let mut least = vec![None; town.atlas.arcs()];
    least[from.index()] = millis(from).and_then(|millis| hours.leave(from, start, millis));
    let mut changed = true;
    while std::mem::take(&mut changed) {
        for turn in 0..turns.len() as u32 {
            let [before, after] = turns.arcs(turn);
            let (Some(now), Some(millis)) = (least[before.index()], millis(after)) else { continue };
            let enter = now + u64::from(turns.millis(turn, running));
            let there = hours.leave(after, enter, millis);
            if there.is_some_and(|there| least[after.index()].is_none_or(|known| there < known)) {
                least[after.index()] = there;
                changed = true;
            }
        }
    }
    least
}

/// The whole of an arc.
fn whole(town: &Town, arc: usize) -> Option<Seed> {
    let arc = EdgeIndex::new(arc);
    Some(Seed { arc, cost: town.profile.cost(arc)? })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn arrivals_are_the_earliest_and_nobody_overtakes_by_leaving_later(
        roads in towns(), hours in hours(), minute in 0..1_440_u64, later in 0..600_u64,
    ) {
        let (town, turns, running) = Town::with_turns(&roads);
        let steps = steps(&town, &hours);
        let day = Hours::of(&steps, Some(2));
        let at = |minute: u64| Departure { day: 2, millis: minute * 60_000 };
        let Some(engine) = town.engine.departing(&running, &steps, at(minute)) else {
            prop_assert!(day.is_empty());
            return Ok(());
        };
        let second = town.engine.departing(&running, &steps, at(minute + later)).unwrap();
        let Some(from) = whole(&town, 0) else { return Ok(()) };
        let targets: Vec<Vec<Seed>> =
            (1..town.atlas.arcs()).map(|arc| whole(&town, arc).into_iter().collect()).collect();
        let least = slow(&town, (&turns, &running), &day, from.arc, minute * 60_000);

        let row = engine.table(&[vec![from]], &targets, true);
        let then = second.table(&[vec![from]], &targets, true);

        for (column, seeds) in targets.iter().enumerate() {
            let arrival = row[column].map(|cost| cost.millis as u64 + minute * 60_000);
            prop_assert_eq!(arrival, least[column + 1]);
            prop_assert_eq!(row[column].is_some(), then[column].is_some());
            let Some((first, second)) = row[column].zip(then[column]) else { continue };
            prop_assert!(first.millis <= second.millis + later as i64 * 60_000);
            let run = engine.path(&[from], seeds).unwrap();
            prop_assert_eq!(run.cost.millis, first.millis);
        }
    }

    #[test]
    fn what_is_drawn_takes_as_long_as_the_leg(
        roads in towns(), hours in hours(), minute in 0..1_440_u64,
        places in prop::collection::vec((0.0..500.0, 0.0..500.0), 3),
    ) {
        let (town, _, running) = Town::with_turns(&roads);
        let steps = steps(&town, &hours);
        let departure = Departure { day: 5, millis: minute * 60_000 };
        let Some(engine) = town.engine.departing(&running, &steps, departure) else { return Ok(()) };
        let asks = places.iter().map(|&(east, north)| Ask::at(at(east, north)));
        let choices: Vec<Choice> =
            asks.map(|ask| snap(&town.atlas, &town.profile, &ask).expect("there is a road")).collect();
        for vias in [Vias::Straight, Vias::Around] {
            let legs = route(&town.atlas, &town.profile, engine.as_ref(), &choose(&choices), vias);
            let mut after = 0;
            for leg in legs.into_iter().flatten() {
                prop_assert_eq!(leg.after, after);
                after += leg.cost.millis;
                let drawn = trace(&town.atlas, &town.profile, engine.as_ref(), &leg);
                prop_assert_eq!(drawn.cost(0..drawn.stretches.len()), leg.cost);
            }
        }
    }
}
