//! What was found about orders in lines, as long as the lines stay as they are.
//!
//! Most lines outlast many attempts, and the same orders are tried in them again
//! and again. What is remembered follows from the order and the line alone, so
//! that remembering changes nothing but the time it takes.

use super::insert::How;

/// Places that are remembered of a line.
pub const PLACES: usize = 3;
/// Lines that are remembered of an order. A power of two.
const LINES: u64 = 64;

/// What the exact walk said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Walked {
    #[default]
    NotYet,
    Breaks,
    Costs(i64),
}

/// A place for an order.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Fen that it adds, roughly.
    pub estimate: f64,
    pub how: How,
    /// What it adds exactly.
    pub walked: Walked,
}

/// The best places of an order in a line, by their estimates.
#[derive(Clone, Copy, Debug, Default)]
pub struct Places {
    /// Number of the line; 0: none.
    line: u64,
    pub best: [Option<Place>; PLACES],
}

/// By order, then by the last bits of a line's number.
#[derive(Clone, Debug, Default)]
pub struct Memo(Vec<Places>);

impl Memo {
    /// What is known of one of so many orders in a line; `find` finds it if nothing is.
    pub fn places(
        &mut self,
        orders: usize,
        order: u32,
        line: u64,
        find: impl FnOnce() -> [Option<Place>; PLACES],
    ) -> &Places {
        if self.0.is_empty() {
            self.0.resize(orders * LINES as usize, Places::default());
        }
        let places = &mut self.0[slot(order, line)];
        if places.line != line {
            *places = Places { line, best: find() };
        }
        places
    }

    /// What is known, if anything is.
    #[cfg(test)]
    pub fn get(&self, order: u32, line: u64) -> Option<[Option<Place>; PLACES]> {
        self.0.get(slot(order, line)).filter(|places| places.line == line).map(|places| places.best)
    }

    /// Notes what the exact walk said of a place.
    pub fn note(&mut self, order: u32, line: u64, rank: usize, walked: Walked) {
        let places = &mut self.0[slot(order, line)];
        if places.line == line
            && let Some(place) = &mut places.best[rank]
        {
            place.walked = walked;
        }
    }
}

fn slot(order: u32, line: u64) -> usize {
    order as usize * LINES as usize + (line % LINES) as usize
}

#[cfg(test)]
mod tests {
    use crate::solve::climb::Climber;
    use crate::solve::context::Context;
    use crate::solve::state::State;
    use crate::solve::tests::some_orders;
    use crate::units::Dice;
    use crate::units::Never;

    #[test]
    fn what_is_remembered_of_a_line_would_be_found_again() {
        let problem = some_orders(40).problem();
        let context = Context::new(&problem);
        let mut climber = Climber::new(&context, &State::empty(&problem), Dice::new(5, 0));
        let mut walks = 0;

        for _ in 0..20 {
            climber.climb(30, 500.0, &Never);
            walks += climber.check();
        }

        assert!(walks > 30, "{walks}");
    }
}
