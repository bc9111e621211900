//! What drones do: to its document and back.

use super::again::Codes;
use super::dto::{AirDoorDto, AirDto, AirFixDto, AirHomeDto, AirOrderDto, AirWayDto, BlockDto};
use crate::county::County;
use crate::plan::{Air, AirDoor, AirFix, AirHome, AirWay, Block, Verdict};
use crate::units::{Fen, Grams, Joules, Metres, Point, Seconds};

/// Each hindrance and how it is written.
const BLOCKS: [(Block, BlockDto); 14] = [
    (Block::Site, BlockDto::Site),
    (Block::Temperature, BlockDto::Temperature),
    (Block::Skills, BlockDto::Skills),
    (Block::Payload, BlockDto::Payload),
    (Block::Volume, BlockDto::Volume),
    (Block::NoPad, BlockDto::NoPad),
    (Block::Corridor, BlockDto::Corridor),
    (Block::Range, BlockDto::Range),
    (Block::Window, BlockDto::Window),
    (Block::Weather, BlockDto::Weather),
    (Block::Daylight, BlockDto::Daylight),
    (Block::Busy, BlockDto::Busy),
    (Block::Transfer, BlockDto::Transfer),
    (Block::Dearer, BlockDto::Dearer),
];

pub(super) fn write(air: &Air, county: &County) -> AirDto {
    let kind = |id| county.vehicle_type(id).code.clone();
    let site = |id| county.site(id).code.clone();
    let block =
        |block: Block| BLOCKS.iter().find(|(known, _)| *known == block).expect("every hindrance is listed").1;
    let fix = |fix: &AirFix| AirFixDto {
        lon: fix.point.x(),
        lat: fix.point.y(),
        height_m: fix.height,
        slow: fix.slow,
    };
    let way = |way: &AirWay| AirWayDto {
        vehicle_type: kind(way.kind),
        from: site(way.from),
        to: site(way.to),
        duration_s: way.duration.0,
        distance_m: way.distance.0,
        empty_j: way.empty.0,
        per_tonne_j: way.per_tonne.0,
        limit_g: way.limit.0,
        available: way.available,
        fixes: way.fixes.iter().map(fix).collect(),
    };
    let home = |home: &AirHome| AirHomeDto {
        vehicle_type: kind(home.kind),
        pad: site(home.pad),
        walk_s: home.walk.0,
    };
    let door = |door: &AirDoor| AirDoorDto {
        vehicle_type: kind(door.kind),
        order: county.order(door.order).code.clone(),
        pick: door.is_pick,
        pad: site(door.pad),
        walk_s: door.walk.0,
    };
    let verdict = |one: &Verdict| AirOrderDto {
        order: county.order(one.order).code.clone(),
        flies: one.flies,
        road_fen: one.road.map(|fen| fen.0),
        air_fen: one.air.map(|fen| fen.0),
        block: one.block.map(block),
    };
    AirDto {
        ways: air.ways.iter().map(way).collect(),
        homes: air.homes.iter().map(home).collect(),
        doors: air.doors.iter().map(door).collect(),
        orders: air.verdicts.iter().map(verdict).collect(),
    }
}

pub(super) fn read(air: &AirDto, codes: &mut impl Codes) -> Air {
    Air {
        ways: air.ways.iter().map(|one| way(one, codes)).collect(),
        homes: air.homes.iter().map(|one| home(one, codes)).collect(),
        doors: air.doors.iter().map(|one| door(one, codes)).collect(),
        verdicts: air.orders.iter().map(|one| verdict(one, codes)).collect(),
    }
}

fn way(way: &AirWayDto, codes: &mut impl Codes) -> AirWay {
    let mut fixes = Vec::with_capacity(way.fixes.len());
    for fix in &way.fixes {
        let mut real = |key: &str, value: f64| codes.real(key, value);
        fixes.push(AirFix {
            point: Point::new(real("lon", fix.lon), real("lat", fix.lat)),
            height: real("height_m", fix.height_m),
            slow: fix.slow,
        });
    }
    AirWay {
        kind: codes.vehicle_type(&way.vehicle_type),
        from: codes.site(&way.from),
        to: codes.site(&way.to),
        fixes,
        duration: Seconds(codes.whole("duration_s", way.duration_s)),
        distance: Metres(codes.whole("distance_m", way.distance_m)),
        empty: Joules(codes.whole("empty_j", way.empty_j)),
        per_tonne: Joules(codes.whole("per_tonne_j", way.per_tonne_j)),
        limit: Grams(codes.whole("limit_g", way.limit_g)),
        available: codes.real("available", way.available),
    }
}

fn home(home: &AirHomeDto, codes: &mut impl Codes) -> AirHome {
    AirHome {
        kind: codes.vehicle_type(&home.vehicle_type),
        pad: codes.site(&home.pad),
        walk: Seconds(codes.whole("walk_s", home.walk_s)),
    }
}

fn door(door: &AirDoorDto, codes: &mut impl Codes) -> AirDoor {
    AirDoor {
        kind: codes.vehicle_type(&door.vehicle_type),
        order: codes.order(&door.order),
        is_pick: door.pick,
        pad: codes.site(&door.pad),
        walk: Seconds(codes.whole("walk_s", door.walk_s)),
    }
}

fn verdict(one: &AirOrderDto, codes: &mut impl Codes) -> Verdict {
    let block = |block: BlockDto| {
        BLOCKS.iter().find(|(_, known)| *known == block).expect("every hindrance is listed").0
    };
    Verdict {
        order: codes.order(&one.order),
        flies: one.flies,
        road: one.road_fen.map(|fen| Fen(codes.whole("road_fen", fen))),
        air: one.air_fen.map(|fen| Fen(codes.whole("air_fen", fen))),
        block: one.block.map(block),
    }
}
