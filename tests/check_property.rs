//! Whatever the day, a plan that the search found and `plan` built passes `check`.

mod plan_support;

use mabang::check::check;
use mabang::county::*;
use mabang::network::Located;
use mabang::plan::{self, BuildMeta, Plan};
use mabang::solve::{self, Options};
use mabang::units::*;
use plan_support::{PARCEL, PLUM, PORK, VACCINE, county, door, locate, order, problem, roads};
use proptest::collection::vec;
use proptest::prelude::*;

/// What is drawn for one order.
#[derive(Clone, Debug)]
struct Drawn {
    service: u8,
    doors: (usize, usize),
    goods: GoodsId,
    mass: i64,
    volume: i64,
    value: i64,
    ready: i64,
    window: Option<(i64, i64)>,
    soft: bool,
    skill: bool,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let what = (0..3_u8, (1..5_usize, 1..5_usize), 0..4_u32);
    let how = (0..300_000_i64, 0..400_i64, 0..300_000_i64, 0..12 * 3600_i64);
    let when = proptest::option::of((7 * 3600..17 * 3600_i64, 0..7_200_i64));
    (what, how, when, any::<bool>(), any::<bool>()).prop_map(|(what, how, window, soft, skill)| Drawn {
        service: what.0,
        doors: what.1,
        goods: [PARCEL, PLUM, PORK, VACCINE][what.2 as usize],
        mass: how.0,
        volume: how.1,
        value: how.2,
        ready: how.3,
        window: window.map(|(open, length)| (open, open + length)),
        soft,
        skill,
    })
}

fn to_order(index: usize, drawn: &Drawn) -> Order {
    let at = |index: usize| {
        let windows = drawn.window.map(|(open, close)| Window { open: Moment(open), close: Moment(close) });
        Door { windows: windows.into_iter().collect(), ..door(index) }
    };
    let service = match drawn.service {
        0 => Service::Delivery { from: SiteId(0), to: at(drawn.doors.0) },
        1 => Service::Collection { from: at(drawn.doors.0), to: SiteId(0) },
        _ => Service::Transfer { from: door(drawn.doors.0), to: at(drawn.doors.1) },
    };
    Order {
        mass: Grams(drawn.mass),
        volume: Litres(drawn.volume),
        value: Fen(drawn.value),
        ready: Moment(drawn.ready),
        late_per_hour: drawn.soft.then_some(Fen(777)),
        skills: Skills(u32::from(drawn.skill)),
        price_out: Fen(30_000),
        ..order(&format!("o{index}"), service, drawn.goods)
    }
}

fn day(orders: &[Drawn], carbon: bool, spoilage: bool) -> (County, Located, Plan) {
    let mut county = county();
    county.orders = orders.iter().enumerate().map(|(index, drawn)| to_order(index, drawn)).collect();
    county.goods[PLUM.index()].carried.push(TemperatureClass::Chilled);
    county.prices.carbon = county.prices.carbon.filter(|_| carbon);
    county.vehicle_types[0].end = SiteId(u32::from(carbon));
    let located = locate(&county, &roads());
    let problem = problem(&county, &located);
    let options = Options { seed: 7, iterations: Some(60) };
    let searched = if spoilage { problem.clone() } else { problem.without_spoilage() };
    let outcome = solve::solve(&searched, &options, &Never, &Silent);
    let meta = BuildMeta { inputs: String::new(), seed: 7, spoilage, numbers: Default::default() };
    let plan = plan::build(&county, &located, &problem, &outcome, &meta);
    (county, located, plan)
}

proptest! {
    #![proptest_config(plan_support::cases(24))]

    #[test]
    fn plans_of_any_day_pass_the_check(
        orders in vec(drawn(), 0..12),
        carbon in any::<bool>(),
        spoilage in any::<bool>(),
    ) {
        let (county, located, plan) = day(&orders, carbon, spoilage);

        prop_assert_eq!(check(&county, &located, &plan), vec![]);
    }
}

#[test]
fn the_same_day_gives_the_same_plan() {
    let orders: Vec<Drawn> = (0..8)
        .map(|index| Drawn {
            service: (index % 3) as u8,
            doors: (1 + index % 4, 1 + (index + 1) % 4),
            goods: [PARCEL, PLUM, PORK, VACCINE][index % 4],
            mass: 10_000 * index as i64,
            volume: 20,
            value: 50_000,
            ready: 6 * 3600,
            window: None,
            soft: false,
            skill: false,
        })
        .collect();

    assert_eq!(day(&orders, true, true).2, day(&orders, true, true).2);
}
