//! What a little more of a cooled compartment would be worth: to its document and back.

use super::read::Reader;
use crate::county::County;
use crate::plan::{ColdWorth, RoomWorth};
use crate::units::{Fen, Litres};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColdWorthDto {
    pub vehicle_type: String,
    pub compartment: u64,
    pub degree_fen: Option<i64>,
    pub room: Option<RoomWorthDto>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoomWorthDto {
    pub litres: i64,
    pub saved_fen: i64,
    pub order: String,
}

pub(super) fn write(cold: &[ColdWorth], county: &County) -> Vec<ColdWorthDto> {
    let room = |room: RoomWorth| RoomWorthDto {
        litres: room.litres.0,
        saved_fen: room.saved.0,
        order: county.order(room.order).code.clone(),
    };
    let one = |worth: &ColdWorth| ColdWorthDto {
        vehicle_type: county.vehicle_type(worth.vehicle_type).code.clone(),
        compartment: worth.compartment as u64,
        degree_fen: worth.degree.map(|fen| fen.0),
        room: worth.room.map(room),
    };
    cold.iter().map(one).collect()
}

pub(super) fn read(reader: &mut Reader, cold: &[ColdWorthDto]) -> Vec<ColdWorth> {
    let room = |reader: &mut Reader, room: &RoomWorthDto| RoomWorth {
        litres: Litres(reader.whole("litres", room.litres)),
        saved: Fen(reader.whole("saved_fen", room.saved_fen)),
        order: reader.order(&room.order),
    };
    let mut one = |worth: &ColdWorthDto| ColdWorth {
        vehicle_type: reader.vehicle_type(&worth.vehicle_type),
        compartment: reader.count("compartment", worth.compartment),
        degree: worth.degree_fen.map(|fen| Fen(reader.whole("degree_fen", fen))),
        room: worth.room.as_ref().map(|one| room(reader, one)),
    };
    cold.iter().map(&mut one).collect()
}
