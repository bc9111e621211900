use super::*;
use crate::county::{Limits, Oneway, RoadClass, RoadMap, Running, Season, Sign, Way};
use crate::hierarchy::Turns;
use crate::network::sample::{at, map, way};
use crate::network::{Network, State};
use std::sync::Arc;

mod agree;
mod departing;

/// A car at home on a map.
pub(crate) struct Town {
    pub(crate) atlas: Atlas,
    pub(crate) profile: Profile,
    pub(crate) engine: Box<dyn Engine>,
}

impl Town {
    pub(crate) fn of(map: &RoadMap) -> Town {
        Town::with(map, tagged::car_sizes(), Barred::default())
    }

    fn with(map: &RoadMap, sizes: Sizes, barred: Barred) -> Town {
        let (network, courses) = Network::build_with_courses(map, &|_| None).value;
        let atlas = Atlas::new(map, &network, &courses);
        let network = network.without_limits();
        let car = vehicle("car", &atlas, &network, State::from(Season::Spring), &[]).unwrap();
        let profile = Profile::new(&atlas, &car.arcs, sizes, barred);
        let engine = Box::new(Dijkstra::new(&atlas, &profile));
        Town { atlas, profile, engine }
    }

    /// With an engine for which turns take time.
    fn with_turns(map: &RoadMap) -> (Town, Turns, Running) {
        let (network, courses) = Network::build_with_courses(map, &|_| None).value;
        let atlas = Atlas::new(map, &network, &courses);
        let car = vehicle("car", &atlas, &network, State::from(Season::Spring), &[]).unwrap();
        let profile = Profile::new(&atlas, &car.arcs, car.sizes, Barred::default());
        let ground = Arc::new(Ground::new(&network));
        let engine = Box::new(Hierarchy::new(ground, car.running.as_ref(), &profile));
        (Town { atlas, profile, engine }, Turns::new(&network), car.running.expect("cars turn"))
    }

    fn snap(&self, ask: &Ask) -> Phantom {
        choose(&[snap(&self.atlas, &self.profile, ask).expect("there is a road")])[0]
    }

    fn phantom(&self, east: f64, north: f64) -> Phantom {
        self.snap(&Ask::at(at(east, north)))
    }

    fn route(&self, phantoms: &[Phantom], vias: Vias) -> Option<Vec<Leg>> {
        route(&self.atlas, &self.profile, self.engine.as_ref(), phantoms, vias)
    }

    fn metres(&self, from: (f64, f64), to: (f64, f64)) -> Option<i64> {
        let legs = self.route(&[self.phantom(from.0, from.1), self.phantom(to.0, to.1)], Vias::Straight)?;
        Some((legs[0].cost.decimetres + 5) / 10)
    }

    /// Kind, modifier and name of each step of a drive.
    fn told(&self, from: (f64, f64), to: (f64, f64)) -> Vec<(Move, Option<Modifier>, String)> {
        let (here, there) = (self.phantom(from.0, from.1), self.phantom(to.0, to.1));
        let legs = self.route(&[here, there], Vias::Straight).expect("there is a way");
        let trace = trace(&self.atlas, &self.profile, self.engine.as_ref(), &legs[0]);
        let ends = ((at(from.0, from.1), &here), (at(to.0, to.1), &there));
        let steps = steps(&self.atlas, &self.profile, &trace, ends.0, ends.1);
        assert_eq!(steps.iter().map(|step| step.cost.millis).sum::<i64>(), legs[0].cost.millis);
        let told =
            |step: &Step| (step.maneuver.kind, step.maneuver.modifier, self.atlas.name(step.road).to_owned());
        steps.iter().map(told).collect()
    }
}

fn named(name: &str, nodes: &[u32]) -> Way {
    Way { name: name.to_owned(), ..way(nodes) }
}

fn oneway(nodes: &[u32]) -> Way {
    Way { oneway: Oneway::Forward, ..way(nodes) }
}

/// A straight road of 1 km to the east, and one of 1 km to the north from its end.
fn corner() -> Town {
    Town::of(&map(
        &[(0.0, 0.0), (1_000.0, 0.0), (1_000.0, 1_000.0), (2_000.0, 0.0)],
        vec![named("East", &[0, 1]), named("North", &[1, 2]), named("East", &[1, 3])],
    ))
}

#[test]
fn places_on_one_road_are_driven_between_in_either_order() {
    let town = corner();

    assert_eq!(town.metres((200.0, 5.0), (700.0, -5.0)), Some(500));
    assert_eq!(town.metres((700.0, 5.0), (200.0, -5.0)), Some(500));
    assert_eq!(town.metres((700.0, 5.0), (700.0, 5.0)), Some(0));
    assert_eq!(town.metres((700.0, 5.0), (1_005.0, 400.0)), Some(700));
}

#[test]
fn behind_one_on_a_oneway_road_is_a_way_around() {
    // A square of 100 m, driven clockwise from its south-west corner.
    let town = Town::of(&map(
        &[(0.0, 0.0), (0.0, 100.0), (100.0, 100.0), (100.0, 0.0)],
        vec![oneway(&[0, 1]), oneway(&[1, 2]), oneway(&[2, 3]), oneway(&[3, 0])],
    ));

    assert_eq!(town.metres((0.0, 20.0), (0.0, 60.0)), Some(40));
    assert_eq!(town.metres((0.0, 60.0), (0.0, 20.0)), Some(360));
}

#[test]
fn a_slow_road_is_left_even_if_the_goal_lies_on_it() {
    // 2 km on a service road at 15 km/h take 480 s; around by a trunk road 2 x 100 m and 2 km
    // at 85 km/h take about 133 s.
    let class = |class, nodes: &[u32]| Way { class, ..way(nodes) };
    let town = Town::of(&map(
        &[(0.0, 0.0), (2_200.0, 0.0), (0.0, 10.0), (2_200.0, 10.0)],
        vec![
            class(RoadClass::Service, &[0, 1]),
            class(RoadClass::Trunk, &[0, 2]),
            class(RoadClass::Trunk, &[2, 3]),
            class(RoadClass::Trunk, &[3, 1]),
        ],
    ));

    assert_eq!(town.metres((100.0, 0.0), (2_100.0, 0.0)), Some(2_420));
}

#[test]
fn one_drives_on_at_a_stop_unless_one_may_turn_around() {
    // A stop in the middle of a road; back is shorter than on to the end and around.
    let town = Town::of(&map(
        &[(0.0, 0.0), (500.0, 0.0), (1_000.0, 0.0), (1_000.0, 300.0), (0.0, 300.0)],
        vec![way(&[0, 1]), way(&[1, 2]), way(&[2, 3, 4, 0])],
    ));
    let places = [town.phantom(0.0, 100.0), town.phantom(600.0, 0.0), town.phantom(0.0, 150.0)];

    let length =
        |vias| town.route(&places, vias).unwrap().iter().map(|leg| leg.cost.decimetres).sum::<i64>() / 10;

    // There 700 m and back 750 m, or on by the other side 400 + 300 + 1,000 + 150 m.
    assert!((length(Vias::Around) - 1_450).abs() <= 1, "{}", length(Vias::Around));
    assert!((length(Vias::Straight) - 2_550).abs() <= 1, "{}", length(Vias::Straight));
}

#[test]
fn at_the_end_of_a_dead_end_one_turns_around_all_the_same() {
    let town = corner();
    let places = [town.phantom(100.0, 0.0), town.phantom(1_000.0, 1_000.0), town.phantom(100.0, 0.0)];

    let legs = town.route(&places, Vias::Straight).unwrap();

    assert_eq!(legs.iter().map(|leg| leg.cost.decimetres).sum::<i64>(), 38_000);
}

#[test]
fn points_beside_an_island_go_to_the_mainland_unless_all_are_beside_it() {
    // A short road that meets no other, 50 m from a longer one that is joined to more.
    let town = Town::of(&map(
        &[(0.0, 0.0), (200.0, 0.0), (0.0, 50.0), (1_000.0, 50.0), (1_000.0, 900.0), (2_000.0, 50.0)],
        vec![way(&[0, 1]), way(&[2, 3]), way(&[3, 4]), way(&[3, 5])],
    ));
    let both = |points: &[(f64, f64)]| {
        let asks = points.iter().map(|&(east, north)| Ask::at(at(east, north)));
        let choices: Vec<Choice> = asks.map(|ask| snap(&town.atlas, &town.profile, &ask).unwrap()).collect();
        choose(&choices).iter().map(|phantom| phantom.line.0).collect::<Vec<_>>()
    };

    let (island, mainland) = (both(&[(50.0, 0.0)])[0], both(&[(500.0, 50.0)])[0]);
    assert_ne!(island, mainland);
    assert_eq!(both(&[(50.0, 0.0), (150.0, 0.0)]), [island, island]);
    assert_eq!(both(&[(50.0, 0.0), (500.0, 50.0)]), [mainland, mainland]);
}

#[test]
fn radius_bearing_and_side_of_the_road_decide_where_a_point_lies() {
    let town = corner();
    let ask = Ask::at(at(500.0, 30.0));
    let open = |ask: Ask| snap(&town.atlas, &town.profile, &ask).map(|choice| choice.any.open);

    assert_eq!(open(Ask { radius: 29.0, ..ask }), None);
    assert_eq!(open(Ask { radius: 31.0, ..ask }), Some([true, true]));
    // The road is drawn to the east; the point lies on its left.
    assert_eq!(open(Ask { bearing: Some((80.0, 15.0)), ..ask }), Some([true, false]));
    assert_eq!(open(Ask { bearing: Some((275.0, 15.0)), ..ask }), Some([false, true]));
    assert_eq!(open(Ask { approach: Approach::Curb, ..ask }), Some([false, true]));
    assert_eq!(open(Ask { approach: Approach::Opposite, ..ask }), Some([true, false]));
    // Northwards one drives on the other road, 500 m away.
    let north = snap(&town.atlas, &town.profile, &Ask { bearing: Some((0.0, 10.0)), ..ask }).unwrap();
    assert!((north.any.away - 500.0).abs() < 1.0);
}

#[test]
fn a_place_is_recalled_without_a_search_and_only_if_it_is_one() {
    let town = corner();
    let ask = Ask::at(at(500.0, 30.0));
    let known = town.snap(&ask);

    let place = (known.line, known.stretch, known.share);
    let again = recall(&town.atlas, &town.profile, &ask, place).unwrap();
    assert_eq!(choose(&[again])[0].along, known.along);
    assert!((choose(&[again])[0].away - known.away).abs() < 0.01);
    for nowhere in [(known.line, 9, 0.5), (known.line, 0, 1.5), (known.line, 0, f64::NAN)] {
        assert!(recall(&town.atlas, &town.profile, &ask, nowhere).is_none());
    }
    assert!(recall(&town.atlas, &town.profile, &Ask { radius: 5.0, ..ask }, place).is_none());
}

#[test]
fn limits_and_barred_roads_hold_for_each_vehicle_that_asks() {
    let low = Way { limits: Limits { height: Some(2.5), ..Limits::default() }, ..way(&[0, 1]) };
    let toll = Way { sign: Sign { toll: true, ..Sign::default() }, ..way(&[1, 2]) };
    let roads = map(
        &[(0.0, 0.0), (1_000.0, 0.0), (2_000.0, 0.0), (0.0, 900.0), (2_000.0, 900.0)],
        vec![low, toll, way(&[0, 3]), way(&[3, 4]), way(&[4, 2])],
    );
    let around = 100 + 900 + 2_000 + 900 + 100;
    let metres = |sizes: Sizes, barred: Barred| {
        let town = Town::with(&roads, sizes, barred);
        town.metres((0.0, 100.0), (2_000.0, 100.0)).unwrap()
    };
    let tall = Sizes { height: 2.6, ..Sizes::default() };
    let tolls = Barred { tolls: true, ..Barred::default() };

    assert_eq!(metres(Sizes::default(), Barred::default()), 2_200);
    assert_eq!(metres(tall, Barred::default()), around - 400);
    assert_eq!(metres(Sizes::default(), tolls), around - 400);
}

#[test]
fn a_driver_is_told_turns_and_new_names_and_not_what_goes_without_saying() {
    let town = corner();
    use Modifier::{Left, Right};

    let turned = town.told((200.0, 0.0), (1_000.0, 800.0));
    assert_eq!(turned[0].0, Move::Depart);
    assert_eq!(turned[1], (Move::Turn, Some(Left), "North".to_owned()));
    assert_eq!((turned.len(), turned[2].0), (3, Move::Arrive));
    // Straight on by the same name over the junction: nothing to say but where it is.
    let on = town.told((200.0, 30.0), (1_800.0, -30.0));
    assert_eq!(
        on.iter().map(|step| (step.0, step.1)).collect::<Vec<_>>(),
        [(Move::Depart, Some(Left)), (Move::Arrive, Some(Right)),]
    );
    // From the north the road ends, and one goes to either side.
    let ends = town.told((1_000.0, 800.0), (1_800.0, 0.0));
    assert_eq!(ends[1], (Move::EndOfRoad, Some(Left), "East".to_owned()));
}

#[test]
fn a_name_that_changes_on_the_way_is_told_at_its_place() {
    let town = Town::of(&map(
        &[(0.0, 0.0), (1_000.0, 0.0), (2_000.0, 0.0)],
        vec![named("One", &[0, 1]), named("Two", &[1, 2])],
    ));

    let told = town.told((200.0, 0.0), (1_900.0, 0.0));

    assert_eq!(town.atlas.lines().len(), 1);
    assert_eq!(told[1], (Move::NewName, Some(Modifier::Straight), "Two".to_owned()));
}

#[test]
fn exits_of_a_roundabout_are_counted() {
    // A ring of four corners, driven counter-clockwise, with a road at each of them.
    let circle = |nodes: &[u32]| Way { sign: Sign { roundabout: true, ..Sign::default() }, ..oneway(nodes) };
    let ring = [(20.0, 0.0), (0.0, 20.0), (-20.0, 0.0), (0.0, -20.0)];
    let far = [(500.0, 0.0), (0.0, 500.0), (-500.0, 0.0), (0.0, -500.0)];
    let nodes: Vec<(f64, f64)> = ring.into_iter().chain(far).collect();
    let town = Town::of(&map(
        &nodes,
        vec![circle(&[0, 1, 2, 3, 0]), way(&[0, 4]), way(&[1, 5]), way(&[2, 6]), way(&[3, 7])],
    ));
    let (here, there) = (town.phantom(0.0, -400.0), town.phantom(-400.0, 0.0));
    let legs = town.route(&[here, there], Vias::Straight).unwrap();
    let trace = trace(&town.atlas, &town.profile, town.engine.as_ref(), &legs[0]);

    let ends = ((at(0.0, -400.0), &here), (at(-400.0, 0.0), &there));
    let steps = steps(&town.atlas, &town.profile, &trace, ends.0, ends.1);

    // From the south: the east is the first exit, the north the second, the west the third: left.
    let kinds: Vec<_> = steps.iter().map(|step| (step.maneuver.kind, step.maneuver.exit)).collect();
    assert_eq!(
        kinds,
        [
            (Move::Depart, None),
            (Move::Roundabout, Some(3)),
            (Move::ExitRoundabout, Some(3)),
            (Move::Arrive, None),
        ]
    );
    assert_eq!(steps[1].maneuver.modifier, Some(Modifier::Left));
}

#[test]
fn few_places_are_visited_in_the_best_order_and_many_in_a_good_one() {
    // Places on a line: out and back is twice its length, whatever the order they are given in.
    for count in [1, 2, 5, 8, 23] {
        let place = |number: usize| (number * 7 % count) as i64 * 1_000;
        let millis: Vec<Option<i64>> = (0..count * count)
            .map(|entry| Some((place(entry / count) - place(entry % count)).abs()))
            .collect();
        let length = (count as i64 - 1) * 1_000;
        for (ends, expected) in [
            (Ends { first: false, last: false, round: true }, 2 * length),
            (Ends { first: false, last: false, round: false }, length),
        ] {
            let trip = trip(count, &millis, ends).unwrap();
            assert_eq!(trip.millis, expected, "{count} {ends:?}");
            let mut visited = trip.order.clone();
            visited.sort_unstable();
            assert!(visited.into_iter().eq(0..count));
        }
        let bound = trip(count, &millis, Ends { first: true, last: true, round: false }).unwrap();
        assert!(bound.order[0] == 0 && bound.order[count - 1] == count - 1);
    }
    assert_eq!(
        trip(2, &[Some(0), None, Some(5), Some(0)], Ends { first: true, last: false, round: false }),
        None
    );
}
