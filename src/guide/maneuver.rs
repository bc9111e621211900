//! What a driver is told at a junction.
//!
//! The kinds and modifiers are those of the OSRM HTTP API v1, so that clients
//! that speak to drivers know them. Angles are in degrees; a turn to the right
//! is positive. Which turns go without saying is decided here, by what else
//! the junction offers.

use super::Atlas;
use super::arms::{Arm, Turning};
use crate::county::RoadClass;

/// Less than this is straight on.
const STRAIGHT: f64 = 20.0;
/// Less than this is a slight turn.
const SLIGHT: f64 = 40.0;
/// More than this is a sharp turn.
const SHARP: f64 = 120.0;
/// More than this is turning around.
const AROUND: f64 = 175.0;
/// Another road that is turned into so much more sharply is no rival.
const CLEARER: f64 = 20.0;
/// Roads that lie this close together ahead fork.
const FORK: f64 = 50.0;

/// Which way one turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modifier {
    Uturn,
    SharpRight,
    Right,
    SlightRight,
    Straight,
    SlightLeft,
    Left,
    SharpLeft,
}

impl Modifier {
    /// Of a turn by so many degrees.
    #[must_use]
    pub fn of(turn: f64) -> Modifier {
        let right = turn > 0.0;
        match turn.abs() {
            size if size <= STRAIGHT => Modifier::Straight,
            size if size <= SLIGHT => {
                if right {
                    Modifier::SlightRight
                } else {
                    Modifier::SlightLeft
                }
            }
            size if size <= SHARP => {
                if right {
                    Modifier::Right
                } else {
                    Modifier::Left
                }
            }
            size if size <= AROUND => {
                if right {
                    Modifier::SharpRight
                } else {
                    Modifier::SharpLeft
                }
            }
            _ => Modifier::Uturn,
        }
    }

    /// As the OSRM API writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Modifier::Uturn => "uturn",
            Modifier::SharpRight => "sharp right",
            Modifier::Right => "right",
            Modifier::SlightRight => "slight right",
            Modifier::Straight => "straight",
            Modifier::SlightLeft => "slight left",
            Modifier::Left => "left",
            Modifier::SharpLeft => "sharp left",
        }
    }
}

/// What kind of thing is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    Depart,
    Arrive,
    Turn,
    Continue,
    NewName,
    Merge,
    OnRamp,
    OffRamp,
    Fork,
    EndOfRoad,
    Roundabout,
    ExitRoundabout,
    /// Onto a ferry, or off it.
    Notification,
}

impl Move {
    /// As the OSRM API writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Move::Depart => "depart",
            Move::Arrive => "arrive",
            Move::Turn => "turn",
            Move::Continue => "continue",
            Move::NewName => "new name",
            Move::Merge => "merge",
            Move::OnRamp => "on ramp",
            Move::OffRamp => "off ramp",
            Move::Fork => "fork",
            Move::EndOfRoad => "end of road",
            Move::Roundabout => "roundabout",
            Move::ExitRoundabout => "exit roundabout",
            Move::Notification => "notification",
        }
    }
}

/// What is done at one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Maneuver {
    pub kind: Move,
    pub modifier: Option<Modifier>,
    /// Degrees from north before and after.
    pub before: f64,
    pub after: f64,
    /// Of a roundabout: which exit, from 1.
    pub exit: Option<u32>,
}

/// What is told at a junction outside of roundabouts; `None` where it goes without saying.
#[must_use]
pub(super) fn at(atlas: &Atlas, turning: &Turning) -> Option<(Move, Modifier)> {
    let (came, goes) = (turning.arms[turning.came], turning.arms[turning.goes]);
    let turn = turning.turn_into(&goes);
    let modifier = Modifier::of(turn);
    if turning.came == turning.goes {
        return Some((
            if same_name(atlas, &came, &goes) { Move::Continue } else { Move::Turn },
            Modifier::Uturn,
        ));
    }
    if atlas.kind(came.line).ferry != atlas.kind(goes.line).ferry {
        return Some((Move::Notification, modifier));
    }
    if let Some(ramp) = ramp(atlas, &came, &goes, turn) {
        return Some((ramp, if ramp == Move::Merge { merging(turn) } else { modifier }));
    }
    let others: Vec<(f64, &Arm)> = turning.others().map(|arm| (turning.turn_into(arm), arm)).collect();
    if others.is_empty() {
        let kind = if turn.abs() > SHARP { Move::Turn } else { Move::NewName };
        return new_name(atlas, &came, &goes).then_some((kind, modifier));
    }
    if is_end_of_road(turn, &others) {
        return Some((Move::EndOfRoad, modifier));
    }
    let clear = is_clear(atlas, &came, &goes, turn, &others);
    if !clear && let Some(modifier) = fork(atlas, &goes, turn, &others) {
        return Some((Move::Fork, modifier));
    }
    if clear {
        return new_name(atlas, &came, &goes).then_some((Move::NewName, modifier));
    }
    let same = same_name(atlas, &came, &goes) && !atlas.called(goes.road).is_empty();
    Some((if same { Move::Continue } else { Move::Turn }, modifier))
}

fn same_name(atlas: &Atlas, one: &Arm, other: &Arm) -> bool {
    is_same(atlas, one.road, other.road)
}

/// True if two roads are called the same.
pub(super) fn is_same(atlas: &Atlas, one: u32, other: u32) -> bool {
    let shared = |text: fn(&Atlas, u32) -> &str| {
        !text(atlas, one).is_empty() && text(atlas, one) == text(atlas, other)
    };
    one == other
        || shared(Atlas::name)
        || shared(Atlas::number)
        || atlas.called(one).is_empty() && atlas.called(other).is_empty()
}

/// True if a road has another name than the one before, and both have any.
fn new_name(atlas: &Atlas, came: &Arm, goes: &Arm) -> bool {
    renamed(atlas, came.road, goes.road)
}

pub(super) fn renamed(atlas: &Atlas, one: u32, other: u32) -> bool {
    let named = |road: u32| !atlas.called(road).is_empty();
    named(one) && named(other) && !is_same(atlas, one, other)
}

fn is_major(class: RoadClass) -> bool {
    matches!(class, RoadClass::Motorway | RoadClass::Trunk)
}

/// Onto a ramp, off the main road, or from a ramp onto it.
fn ramp(atlas: &Atlas, came: &Arm, goes: &Arm, turn: f64) -> Option<Move> {
    let (came, goes) = (atlas.road(came.road), atlas.road(goes.road));
    match (came.link, goes.link) {
        (false, true) if is_major(came.class) => Some(Move::OffRamp),
        (false, true) if is_major(goes.class) => Some(Move::OnRamp),
        (true, false) if is_major(goes.class) && turn.abs() <= FORK => Some(Move::Merge),
        _ => None,
    }
}

/// Who joins from the right bears left.
fn merging(turn: f64) -> Modifier {
    if turn > 0.0 { Modifier::SlightRight } else { Modifier::SlightLeft }
}

/// Nothing goes on ahead; there is a way to each side.
fn is_end_of_road(turn: f64, others: &[(f64, &Arm)]) -> bool {
    let aside = |turn: f64| (SLIGHT..=140.0).contains(&turn.abs());
    matches!(others, [(other, _)] if aside(turn) && aside(*other) && (turn > 0.0) != (*other > 0.0))
}

/// No other arm could be meant by driving on.
fn is_clear(atlas: &Atlas, came: &Arm, goes: &Arm, turn: f64, others: &[(f64, &Arm)]) -> bool {
    let class = |arm: &Arm| rank(atlas.road(arm.road).class);
    let keeps = same_name(atlas, came, goes) && !atlas.called(goes.road).is_empty();
    turn.abs() <= SLIGHT
        && others.iter().all(|(other, arm)| {
            let lesser = class(arm) > class(goes) + 1 && class(goes) <= class(came);
            let side_road = keeps && !same_name(atlas, came, arm) && other.abs() + 10.0 > turn.abs();
            other.abs() >= turn.abs() + CLEARER || lesser || side_road
        })
}

/// Two roads of about the same class ahead.
fn fork(atlas: &Atlas, goes: &Arm, turn: f64, others: &[(f64, &Arm)]) -> Option<Modifier> {
    let class = |arm: &Arm| rank(atlas.road(arm.road).class);
    let alike = |(other, arm): &&(f64, &Arm)| other.abs() <= FORK && class(arm).abs_diff(class(goes)) <= 1;
    let (rival, _) = others.iter().find(alike).filter(|_| turn.abs() <= FORK)?;
    Some(if turn > *rival { Modifier::SlightRight } else { Modifier::SlightLeft })
}

/// The smaller the more important.
fn rank(class: RoadClass) -> u8 {
    match class {
        RoadClass::Motorway => 0,
        RoadClass::Trunk => 1,
        RoadClass::Primary => 2,
        RoadClass::Secondary => 3,
        RoadClass::Tertiary => 4,
        RoadClass::Unclassified | RoadClass::Residential => 5,
        RoadClass::LivingStreet | RoadClass::Ferry => 6,
        RoadClass::Service => 7,
        RoadClass::Track(_) => 8,
        RoadClass::Path => 9,
    }
}
