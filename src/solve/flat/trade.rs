//! Which route would best give its vehicle for one of another kind.
//!
//! Where all large vehicles are out, a route can only grow if another one that
//! does not need its large vehicle takes the smaller one for it.

use super::state::State;
use super::{Flat, NONE};

/// By kind given and kind wanted: what the cheapest partner pays more, and which route that is.
#[derive(Clone, Debug, Default)]
pub struct Trades {
    kinds: usize,
    offers: Vec<(i64, u32)>,
}

impl Trades {
    /// Looks at all routes whose kind has no vehicle left.
    pub fn look(&mut self, flat: &Flat, state: &State) {
        self.kinds = flat.kinds.len();
        self.offers.clear();
        self.offers.resize(self.kinds * self.kinds, (i64::MAX, NONE));
        for (index, route) in state.routes.iter().enumerate() {
            if route.is_empty() || state.is_free(route.kind) {
                continue;
            }
            let own = &flat.kinds[route.kind];
            for (kind, other) in flat.kinds.iter().enumerate() {
                let fits = other.family == own.family && kind != route.kind && route.load <= other.capacity;
                if fits {
                    let more = other.cost(route.metres) - own.cost(route.metres);
                    let offer = &mut self.offers[kind * self.kinds + route.kind];
                    *offer = (*offer).min((more, index as u32));
                }
            }
        }
    }

    /// What a partner that takes `given` for its `wanted` pays more, and which it is.
    pub fn offer(&self, given: usize, wanted: usize) -> Option<(i64, u32)> {
        let offer = *self.offers.get(given * self.kinds + wanted)?;
        (offer.1 != NONE).then_some(offer)
    }
}
