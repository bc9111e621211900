//! How far a day has come: what it costs, when it is, and what its goods lose with every second.

use super::road::Clock;

#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// Fen, the goods on board brought home straight. Without the time since the beginning of the
    /// day, which is paid at its end: so what is earlier and costs less is better whatever comes.
    pub cost: f64,
    pub clock: Clock,
    /// Fen that goods on board lose at least for each second until they are home.
    pub rate: f64,
}

impl Way {
    /// As good whatever comes, from the same stop.
    pub fn rules_out(&self, other: &Way) -> bool {
        self.clock.0 <= other.clock.0
            && self.clock.1 >= other.clock.1
            && self.rate <= other.rate
            && self.by(other.clock.0, self.rate) <= other.cost
    }

    /// As good as both, from the same stop with the same rests.
    pub fn join(&self, other: &Way) -> Way {
        let (moment, rate) = (self.clock.0.min(other.clock.0), self.rate.min(other.rate));
        let cost = self.by(moment, rate).min(other.by(moment, rate));
        Way { cost, clock: (moment, self.clock.1), rate }
    }

    /// How much better than the one that loses less by it is what they become, about.
    pub fn apart(&self, other: &Way) -> f64 {
        let both = self.join(other);
        let gains = |way: &Way| {
            let seconds = (way.clock.0 - both.clock.0) as f64;
            way.by(both.clock.0, both.rate) - both.cost
                + seconds * A_SECOND
                + (way.rate - both.rate) * A_WHILE
        };
        gains(self).min(gains(other))
    }

    /// What it would have cost at another moment if goods on board lost so much.
    fn by(&self, moment: i64, rate: f64) -> f64 {
        self.cost + rate * (moment - self.clock.0) as f64
    }
}

/// About what a second is worth, in fen, and how many seconds goods are on board still: for
/// choosing what is joined.
const A_SECOND: f64 = 1.0;
const A_WHILE: f64 = 3600.0;
