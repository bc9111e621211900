//! Speeds that depend on the hour of the day.
//!
//! Where a county gives hours, the speed on an arc is a step function of the
//! clock. An arc is driven at the speed of the moment, not of the moment at
//! which it was entered (Ichoua, Gendreau and Potvin 2003, Eur. J. Oper. Res.
//! 144(2)): so whoever enters later never leaves earlier (FIFO), and closed
//! hours are waited for. All of it is in whole milliseconds. (M41)

use super::{ArcWeight, Network, Weights, area, speed};
use crate::county::times::{ALL_DAYS, Span};
use crate::county::{HourRule, Running, Whom};
use crate::facts;
use crate::units::DAY;
use petgraph::graph::EdgeIndex;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// Milliseconds of a day.
const DAY_MILLIS: u64 = DAY.0 as u64 * 1000;
/// Full speed.
const FULL: u64 = 1000;

/// A step function of the clock: from so many milliseconds after midnight, so many thousandths of
/// the usual speed. Begins at midnight.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Course(Vec<(u64, u64)>);

/// How the speeds of all arcs change over the day, for one kind of vehicle.
#[derive(Clone, Debug, Default)]
pub struct Hours {
    courses: Vec<Course>,
    of: FxHashMap<u32, u32>,
}

impl Course {
    /// From rules: first and last second, thousandths. Where several hold, the slowest counts.
    #[must_use]
    pub fn new(rules: &[(i64, i64, u64)]) -> Course {
        let mut starts: Vec<i64> =
            rules.iter().flat_map(|&(from, to, _)| [from, to]).chain([0]).filter(|at| *at < DAY.0).collect();
        starts.sort_unstable();
        starts.dedup();
        let rate = |at: i64| {
            let holding = rules.iter().filter(|(from, to, _)| (*from..*to).contains(&at));
            holding.map(|&(_, _, rate)| rate.min(FULL)).min().unwrap_or(FULL)
        };
        let mut steps: Vec<(u64, u64)> =
            starts.into_iter().filter(|at| *at >= 0).map(|at| (at as u64 * 1000, rate(at))).collect();
        steps.dedup_by_key(|step| step.1);
        Course(steps)
    }

    /// Thousandths of the usual speed at a moment, in milliseconds after midnight.
    #[must_use]
    pub fn rate(&self, moment: u64) -> u64 {
        let clock = moment % DAY_MILLIS;
        self.0[self.0.partition_point(|step| step.0 <= clock) - 1].1
    }

    /// Milliseconds after midnight at which the speed changes, midnight included.
    pub fn changes(&self) -> impl Iterator<Item = u64> {
        self.0.iter().map(|step| step.0)
    }

    /// True if it is closed all day.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.0.iter().all(|step| step.1 == 0)
    }

    /// When a stretch that takes `millis` at full speed is left, if it is entered at `start`
    /// (milliseconds after midnight of the day, other days repeat it). `None`: never.
    #[must_use]
    pub fn leave(&self, start: u64, millis: u32) -> Option<u64> {
        let mut work = u64::from(millis) * FULL;
        if work == 0 {
            return Some(start);
        }
        if self.is_closed() {
            return None;
        }
        let mut now = start;
        loop {
            let clock = now % DAY_MILLIS;
            let at = self.0.partition_point(|step| step.0 <= clock) - 1;
            let until = self.0.get(at + 1).map_or(DAY_MILLIS, |step| step.0) - clock;
            let rate = self.0[at].1;
            if rate > 0 && work.div_ceil(rate) <= until {
                return Some(now + work.div_ceil(rate));
            }
            work -= rate * until;
            now += until;
        }
    }
}

impl Hours {
    /// The rules that hold for a vehicle, and what signs say of this day of the week (0 is Monday;
    /// `None`: nothing). A rule slows the part of an arc that lies in its circle; where it closes
    /// that, the arc waits.
    #[must_use]
    pub fn new(network: &Network, rules: &[HourRule], running: &Running, day: Option<u8>) -> Hours {
        Hours::of(&steps(network, rules, running), day)
    }

    /// From what was collected before by [`steps`], on a day of the week.
    #[must_use]
    pub fn of(steps: &[Step], day: Option<u8>) -> Hours {
        let mut on: FxHashMap<u32, Vec<(i64, i64, u64)>> = FxHashMap::default();
        for step in steps {
            if step.days == ALL_DAYS || day.is_some_and(|day| step.days >> day & 1 != 0) {
                let rule = (i64::from(step.from), i64::from(step.to), u64::from(step.rate));
                on.entry(step.arc).or_default().push(rule);
            }
        }
        let mut hours = Hours::default();
        let mut known: FxHashMap<Course, u32> = FxHashMap::default();
        for (edge, rules) in on {
            let course = Course::new(&rules);
            let next = hours.courses.len() as u32;
            let index = *known.entry(course.clone()).or_insert(next);
            if index == next {
                hours.courses.push(course);
            }
            hours.of.insert(edge, index);
        }
        hours
    }
}

/// Slower or closed on one arc, on some days, at some hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub arc: u32,
    /// Bits, the lowest for Monday. Every day: known even where the day is not.
    pub days: u8,
    /// Seconds after midnight.
    pub from: u32,
    pub to: u32,
    /// Thousandths of the usual speed.
    pub rate: u32,
}

/// All that makes a vehicle slower at some hours.
#[must_use]
pub fn steps(network: &Network, rules: &[HourRule], running: &Running) -> Vec<Step> {
    let mut steps = of_rules(network, rules, running);
    for edge in network.graph().edge_indices() {
        let arc = &network.graph()[edge];
        for limit in arc.timed.iter().filter(|limit| limit.whom.has(running)) {
            let usual = arc.maxspeed.unwrap_or_else(|| speed::usual(arc.class));
            let rate = (limit.kmh / usual.max(1.0) * FULL as f64).round() as u32;
            let of = |span: &Span| Step {
                arc: edge.index() as u32,
                days: span.days,
                from: span.from,
                to: span.to,
                rate,
            };
            steps.extend(limit.times.0.iter().map(of).filter(|step| u64::from(step.rate) < FULL));
        }
    }
    steps
}

fn of_rules(network: &Network, rules: &[HourRule], running: &Running) -> Vec<Step> {
    let heavy = running.gross_mass > facts::value("import.lorry_mass");
    let mut steps = Vec::new();
    for rule in rules.iter().filter(|rule| rule.whom == Whom::All || heavy) {
        for edge in network.graph().edge_indices() {
            let arc = &network.graph()[edge];
            let inside = area::metres_within(&arc.geometry, rule.area) / arc.length.as_f64().max(1.0);
            if inside > 0.0 {
                let rate = slowed(f64::from(rule.percent) / 100.0, inside.min(1.0)) as u32;
                let [from, to] = [rule.from, rule.to].map(|at| at.0.clamp(0, DAY.0) as u32);
                steps.push(Step { arc: edge.index() as u32, days: ALL_DAYS, from, to, rate });
            }
        }
    }
    steps
}

impl Hours {
    /// True if no speed changes over the day.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// How the speed of an arc changes; `None` if it never does.
    #[must_use]
    pub fn course(&self, arc: EdgeIndex) -> Option<&Course> {
        self.of.get(&(arc.index() as u32)).map(|&course| &self.courses[course as usize])
    }

    /// Different states of the roads over the day, each by the first moment at which it holds, in
    /// milliseconds after midnight. Several moments with the same speeds are one. (M46)
    #[must_use]
    pub fn phases(&self) -> Vec<u64> {
        let moments: BTreeSet<u64> = self.courses.iter().flat_map(Course::changes).collect();
        let mut known: FxHashSet<Vec<u64>> = FxHashSet::default();
        let rates = |moment: u64| self.courses.iter().map(|course| course.rate(moment)).collect();
        moments.into_iter().filter(|&moment| known.insert(rates(moment))).collect()
    }

    /// Weights as if it were always this moment: closed arcs cannot be used, slow ones take longer.
    /// (M46)
    #[must_use]
    pub fn frozen(&self, weights: &Weights, moment: u64) -> Weights {
        let mut frozen = weights.clone();
        for (&arc, &course) in &self.of {
            let rate = self.courses[course as usize].rate(moment);
            let slower = |weight: ArcWeight| {
                let millis = (u64::from(weight.millis) * FULL).div_ceil(rate.max(1));
                ArcWeight { millis: u32::try_from(millis).unwrap_or(u32::MAX), ..weight }
            };
            let weight = &mut frozen.arcs[arc as usize];
            *weight = weight.filter(|_| rate > 0).map(slower);
        }
        frozen
    }

    /// When an arc is left that is entered at `start`; `None`: never.
    #[must_use]
    pub fn leave(&self, arc: EdgeIndex, start: u64, millis: u32) -> Option<u64> {
        match self.of.get(&(arc.index() as u32)) {
            Some(&course) => self.courses[course as usize].leave(start, millis),
            None => Some(start + u64::from(millis)),
        }
    }
}

/// Thousandths of the speed over a whole arc, a part of which is slowed.
fn slowed(share: f64, part: f64) -> u64 {
    if share <= 0.0 {
        return 0;
    }
    (FULL as f64 / (part / share + 1.0 - part)).round().max(1.0) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: i64 = 3_600;

    #[test]
    fn a_slow_hour_is_slow_only_while_it_lasts() {
        let course = Course::new(&[(7 * HOUR, 8 * HOUR, 500)]);
        let at = |minutes: u64| minutes * 60_000;

        // Ten minutes' way entered ten minutes before: free. Entered at 06:55: five minutes free,
        // five at half speed. Entered at 07:55: five minutes do half of it, the rest is free.
        assert_eq!(course.leave(at(410), 600_000), Some(at(420)));
        assert_eq!(course.leave(at(415), 600_000), Some(at(430)));
        assert_eq!(course.leave(at(475), 600_000), Some(at(487) + 30_000));
    }

    #[test]
    fn a_closed_hour_is_waited_for_and_a_closed_day_never_ends() {
        let night = Course::new(&[(22 * HOUR, 24 * HOUR, 0), (0, 6 * HOUR, 0)]);

        assert_eq!(night.leave(23 * 3_600_000, 60_000), Some((24 + 6) * 3_600_000 + 60_000));
        assert_eq!(Course::new(&[(0, 24 * HOUR, 0)]).leave(5, 1), None);
        assert_eq!(Course::new(&[]).leave(5, 7), Some(12));
    }

    proptest! {
        #[test]
        fn whoever_enters_later_never_leaves_earlier(
            rules in proptest::collection::vec((0..86_400_i64, 1..40_000_i64, 0..1_000_u64), 0..6),
            start in 0..200_000_000_u64,
            later in 0..20_000_000_u64,
            millis in 0..30_000_000_u32,
        ) {
            let rules: Vec<(i64, i64, u64)> =
                rules.into_iter().map(|(from, long, rate)| (from, (from + long).min(86_400), rate)).collect();
            let course = Course::new(&rules);

            let (first, second) = (course.leave(start, millis), course.leave(start + later, millis));

            prop_assert_eq!(first.is_none(), second.is_none());
            if let Some((first, second)) = first.zip(second) {
                prop_assert!(first <= second);
                prop_assert!(first >= start + u64::from(millis));
            }
        }
    }
}
