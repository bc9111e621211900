//! Shares of parts.

use super::*;
use crate::county::{Door, GoodsId, Skills};
use crate::units::{Litres, Point};

fn order(grams: i64) -> Order {
    let point = Point::new(110.0, 31.0);
    Order {
        code: "17".into(),
        service: Service::Delivery {
            from: SiteId(0),
            to: Door { place: None, point, windows: Vec::new(), service: Seconds(300) },
        },
        goods: GoodsId(0),
        mass: Grams(grams),
        volume: Litres(7),
        value: Fen(100),
        ready: Moment(0),
        age: ThermalAge::default(),
        skills: Skills::default(),
        price_out: Fen(1_000),
        late_per_hour: None,
        row: None,
    }
}

#[test]
fn shares_differ_by_one_and_add_up() {
    let whole = order(100_001);
    let relay = Relay { order: OrderId(3), whole, parts: vec![Part::default(); 4] };

    let shares: Vec<i64> = (0..4).map(|part| relay.share(100_001, part)).collect();
    assert_eq!(shares.iter().sum::<i64>(), 100_001);
    assert!(shares.iter().all(|share| (25_000..=25_001).contains(share)), "{shares:?}");
    assert_eq!(relay.share(i64::MAX, 0) + relay.share(i64::MAX, 3), 2 * (i64::MAX / 4) + 1);
    // Nothing is handed over, so nothing is paid for that.
    assert_eq!((relay.handing_over(), relay.extra()), (Fen(0), 3));
}

#[test]
fn legs_keep_the_ids_of_all_other_orders() {
    let over = Over { site: SiteId(1), at: Moment(40_000), age: ThermalAge(0.1), cold: false };
    let one = Relay { order: OrderId(1), whole: order(10), parts: vec![Part { over: Some(over) }] };
    let two = Relay { order: OrderId(0), whole: order(10), parts: vec![Part::default(); 2] };

    let ids: Vec<(Stage, u32)> =
        legs(5, &[one.clone(), two]).iter().map(|leg| (leg.stage, leg.id.0)).collect();

    assert_eq!(ids, [(Stage::Last, 1), (Stage::First, 5), (Stage::Only, 0), (Stage::Only, 6)]);
    let own = std::slice::from_ref(&one);
    assert_eq!(customer(5, own, OrderId(1)), Some(OrderId(1)));
    assert_eq!(customer(5, own, OrderId(5)), None);
    assert_eq!(customer(5, own, OrderId(4)), Some(OrderId(4)));
    // 6 fen a kilogram: nothing for ten grams.
    assert_eq!(one.handing_over(), Fen(0));
}
