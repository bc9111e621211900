//! A route through phantoms in order.
//!
//! At each one between the first and the last there are two states, one for
//! each way it can be driven. All legs are searched between all states, and
//! the best chain of states is taken, so that a route is of least time as a
//! whole also where nobody may turn around at a stop.

use super::{Atlas, Engine, Leg, Phantom, Profile, Run};
use crate::guide::phantom::HEADINGS;
use crate::network::lines::Heading;

/// What happens at the places between the first and the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vias {
    /// One drives on as one came, if there is any way to.
    Straight,
    /// One may turn around.
    Around,
}

/// The legs of least time, one fewer than phantoms. `None` if there is no way.
#[must_use]
pub fn route(
    atlas: &Atlas,
    profile: &Profile,
    engine: &dyn Engine,
    phantoms: &[Phantom],
    vias: Vias,
) -> Option<Vec<Leg>> {
    if let [from, to] = phantoms {
        return Some(vec![leg(atlas, profile, (engine, 0), (from, None), (to, None))?]);
    }
    if vias == Vias::Around {
        let mut after = 0;
        let next = |pair: &[Phantom]| {
            let leg = leg(atlas, profile, (engine, after), (&pair[0], None), (&pair[1], None))?;
            after += leg.cost.millis;
            Some(leg)
        };
        return phantoms.windows(2).map(next).collect();
    }
    chained(atlas, profile, engine, phantoms)
}

/// At most so many other ways between two phantoms than the leg that [`route`] gives, the fastest
/// first.
#[must_use]
pub fn others(
    atlas: &Atlas,
    profile: &Profile,
    engine: &dyn Engine,
    [from, to]: [&Phantom; 2],
    most: usize,
) -> Vec<Leg> {
    let (sources, targets) = (from.rest(atlas, profile, None), to.begin(atlas, profile, None));
    let runs = engine.others(atlas, &sources, &targets, most);
    let leg =
        |run: &Run| Leg::over(atlas, (from, sources[run.source].arc), (to, targets[run.target].arc), run);
    runs.iter().map(leg).collect()
}

type End<'a> = (&'a Phantom, Option<Heading>);

/// The leg of least time that begins so many milliseconds after setting out; ends may be bound to
/// one way.
fn leg(
    atlas: &Atlas,
    profile: &Profile,
    (engine, after): (&dyn Engine, i64),
    from: End,
    to: End,
) -> Option<Leg> {
    let bound = |end: Option<Heading>, heading: Heading| end.is_none_or(|only| only == heading);
    let ahead = HEADINGS
        .into_iter()
        .filter(|&heading| bound(from.1, heading) && bound(to.1, heading))
        .filter_map(|heading| Leg::ahead(atlas, profile, from.0, to.0, heading)?.at_hours(engine, after))
        .min_by_key(|leg| leg.cost);
    let (sources, targets) = (from.0.rest(atlas, profile, from.1), to.0.begin(atlas, profile, to.1));
    // Around a long slow line there may be a faster way.
    let around = engine
        .path_after(&sources, &targets, after)
        .filter(|run| ahead.as_ref().is_none_or(|ahead| run.cost < ahead.cost));
    let Some(run) = around else { return ahead };
    let leg = Leg::over(atlas, (from.0, sources[run.source].arc), (to.0, targets[run.target].arc), &run);
    Some(Leg { after, ..leg })
}

/// By state of a via: milliseconds so far, the state before, and the leg from there.
type State = Option<(i64, usize, Leg)>;

fn chained(atlas: &Atlas, profile: &Profile, engine: &dyn Engine, phantoms: &[Phantom]) -> Option<Vec<Leg>> {
    let mut layers: Vec<[State; 2]> = Vec::new();
    for (number, pair) in phantoms.windows(2).enumerate() {
        let last = number + 2 == phantoms.len();
        let mut layer: [State; 2] = [None, None];
        for (state, before) in came(&layers) {
            let set_out = (number > 0).then_some(HEADINGS[state]);
            let arrivals: &[Option<Heading>] =
                if last { &[None] } else { &[Some(Heading::Along), Some(Heading::Against)] };
            let search = |set_out: Option<Heading>| -> Vec<Leg> {
                let to = arrivals.iter().map(|&arrive| (&pair[1], arrive));
                to.filter_map(|to| leg(atlas, profile, (engine, before), (&pair[0], set_out), to)).collect()
            };
            let mut legs = search(set_out);
            if legs.is_empty() {
                // Where there is no other way, one turns around.
                legs = search(None);
            }
            for leg in legs {
                let millis = before + leg.cost.millis;
                let place = &mut layer[leg.arrives() as usize];
                if place.as_ref().is_none_or(|known| millis < known.0) {
                    *place = Some((millis, state, leg));
                }
            }
        }
        layers.push(layer);
    }
    back(layers)
}

/// The states that can be left, with the milliseconds so far.
fn came(layers: &[[State; 2]]) -> Vec<(usize, i64)> {
    let Some(layer) = layers.last() else { return vec![(0, 0)] };
    let of = |(state, known): (usize, &State)| Some((state, known.as_ref()?.0));
    layer.iter().enumerate().filter_map(of).collect()
}

/// From the best state at the end back to the beginning.
fn back(mut layers: Vec<[State; 2]>) -> Option<Vec<Leg>> {
    let last = layers.last()?;
    let best = |state: &usize| last[*state].as_ref().map_or(i64::MAX, |known| known.0);
    let mut state = (0..2).min_by_key(best)?;
    let mut legs = Vec::with_capacity(layers.len());
    while let Some(mut layer) = layers.pop() {
        let (_, before, leg) = layer[state].take()?;
        legs.push(leg);
        state = before;
    }
    legs.reverse();
    Some(legs)
}
