//! Turns as plain numbers, for writing them down and for taking them up again.

use super::price::Place;
use super::signs::{MOST, Scope, Signs};
use super::{Turn, Turns, by_arc};
use crate::county::Subjects;
use crate::county::times::{Span, Times};

/// What turns are made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TurnNumbers {
    /// By turn: the nodes before and after it.
    pub nodes: Vec<[u32; 2]>,
    /// By turn: how it is made.
    pub kinds: Vec<u32>,
    /// How many arcs there are, and then the arcs of the nodes after them.
    pub shadows: Vec<u32>,
    /// How many signs a set has, and then for each whom it is for, and its hours.
    pub signs: Vec<u32>,
}

impl Turns {
    #[must_use]
    pub fn numbers(&self) -> TurnNumbers {
        let kind = |turn: &Turn| {
            u32::from(turn.signs) << 18 | (turn.place as u32) << 16 | u32::from(turn.angle.cast_unsigned())
        };
        let mut signs = Vec::new();
        for set in self.signs.sets() {
            signs.push(set.len() as u32);
            set.iter().for_each(|scope| put(&mut signs, scope));
        }
        TurnNumbers {
            nodes: self.nodes.clone(),
            kinds: self.turns.iter().map(kind).collect(),
            shadows: [self.count].into_iter().chain(self.shadows.iter().copied()).collect(),
            signs,
        }
    }

    /// Turns from such numbers; `None` if these are none.
    #[must_use]
    pub fn from_numbers(numbers: TurnNumbers) -> Option<Turns> {
        let TurnNumbers { nodes, kinds, shadows, signs } = numbers;
        let (&count, shadows) = shadows.split_first()?;
        let signs = take_signs(&signs)?;
        let sets = signs.sets().len();
        let turn = |number: &u32| {
            let place = *[Place::Joint, Place::Crossing, Place::End].get((number >> 16) as usize & 3)?;
            let angle = (*number as u16).cast_signed();
            let signs = (number >> 18) as u16;
            let sound = (-180..=180).contains(&angle) && usize::from(signs) < sets;
            sound.then_some(Turn { place, angle, signs })
        };
        let mut turns: Vec<Turn> = kinds.iter().map(turn).collect::<Option<_>>()?;
        turns.shrink_to_fit();
        let total = count.checked_add(u32::try_from(shadows.len()).ok()?)?;
        let sound = turns.len() == nodes.len()
            && nodes.iter().flatten().all(|&node| node < total)
            && shadows.iter().all(|&arc| arc < count);
        let shadows = shadows.to_vec();
        sound.then(|| Turns { nodes, turns, signs, count, by_arc: by_arc(&shadows, count), shadows })
    }
}

fn put(list: &mut Vec<u32>, scope: &Scope) {
    let Subjects { narrow, light, heavy, over } = scope.whom;
    let whom = u32::from(narrow) | u32::from(light) << 1 | u32::from(heavy) << 2;
    list.extend([whom, over, scope.times.0.len() as u32]);
    list.extend(scope.times.0.iter().flat_map(|span| [u32::from(span.days), span.from, span.to]));
}

fn take_signs(mut list: &[u32]) -> Option<Signs> {
    let mut sets = Vec::new();
    while let Some(count) = take(&mut list) {
        // A sign has three numbers at least: what is promised must be there.
        if sets.len() >= MOST || count as usize > list.len() / 3 {
            return None;
        }
        sets.push((0..count).map(|_| scope(&mut list)).collect::<Option<Vec<Scope>>>()?);
    }
    Signs::from_sets(sets)
}

fn scope(list: &mut &[u32]) -> Option<Scope> {
    let (whom, over, spans) = (take(list)?, take(list)?, take(list)?);
    if whom > 7 || spans as usize > list.len() / 3 {
        return None;
    }
    let span = |list: &mut &[u32]| {
        let (days, from, to) = (take(list)?, take(list)?, take(list)?);
        let sound = days < 128 && from < to && to <= 24 * 3600;
        sound.then_some(Span { days: days as u8, from, to })
    };
    let spans = (0..spans).map(|_| span(list)).collect::<Option<Vec<Span>>>()?;
    let whom = Subjects { narrow: whom & 1 != 0, light: whom & 2 != 0, heavy: whom & 4 != 0, over };
    Some(Scope { whom, times: Times(spans) })
}

fn take(list: &mut &[u32]) -> Option<u32> {
    let (&first, rest) = list.split_first()?;
    *list = rest;
    Some(first)
}
