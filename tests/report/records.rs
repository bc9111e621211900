//! What a search leaves in a plan.

use mabang::county::{County, OrderId, VehicleTypeId};
use mabang::plan::{BoundRecord, ColdWorth, PartitionRecord, RoomWorth, SearchRecord};
use mabang::units::{Fen, Litres};

fn bound() -> BoundRecord {
    BoundRecord {
        value: Fen(90_000),
        is_complete: false,
        columns: 700,
        order_prices: vec![(OrderId(0), Fen(1_200))],
        vehicle_worth: Vec::new(),
    }
}

pub fn search(county: &County) -> SearchRecord {
    let prices =
        (0..40.min(county.orders.len() as u32)).map(|k| (OrderId(k), Fen(900 + 371 * i64::from(k % 13))));
    let partition = PartitionRecord {
        columns: 2_841,
        lp_value: Fen(1_204_211),
        mip_value: Fen(1_209_950),
        order_prices: prices.collect(),
        vehicle_worth: vec![
            (VehicleTypeId(0), Fen(0)),
            (VehicleTypeId(1), Fen(0)),
            (VehicleTypeId(2), Fen(18_240)),
        ],
    };
    SearchRecord {
        seed: 1,
        iterations: 20_000,
        spoilage: true,
        partition: Some(partition),
        bound: Some(bound()),
        cold: vec![
            ColdWorth { vehicle_type: VehicleTypeId(0), compartment: 0, degree: None, room: None },
            ColdWorth {
                vehicle_type: VehicleTypeId(1),
                compartment: 0,
                degree: Some(Fen(1_310)),
                room: Some(RoomWorth { litres: Litres(36), saved: Fen(820), order: OrderId(0) }),
            },
        ],
    }
}
