//! Driving where speeds depend on the hour, by the judge's own sums. (M41, M46)

use super::roads::Drive;
use crate::network::Course;
use crate::units::{DAY, Moment, Seconds};

/// Milliseconds of a day.
const DAY_MILLIS: u64 = DAY.0 as u64 * 1000;
/// Thousandths of the usual speed.
const FULL: u64 = 1000;

/// One way between two places, as it is driven at usual speeds, with the stretches where the hour
/// counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Way {
    pub usual: Drive,
    /// Milliseconds at usual speeds.
    pub millis: u64,
    pub marks: u64,
    /// Of each slow stretch: milliseconds from the start of the way to it at usual speeds, its own,
    /// and how its speed changes.
    pub slow: Vec<(u64, u64, Course)>,
}

/// The drive by the way that arrives first; of several, that with the smallest sum of marks.
pub(super) fn first(ways: &[Way], begin: Moment) -> Option<Drive> {
    let start = begin.0.rem_euclid(DAY.0).unsigned_abs() * 1000;
    let arrivals = ways.iter().filter_map(|way| Some((arrival(way, start)?, way.marks, way)));
    let (arrive, _, way) = arrivals.min_by_key(|&(arrive, marks, _)| (arrive, marks))?;
    if way.slow.is_empty() {
        return Some(way.usual.clone());
    }
    let duration = Seconds((arrive - start + 500).cast_signed() / 1000);
    Some(way.usual.lasting(duration))
}

/// Milliseconds after midnight.
fn arrival(way: &Way, start: u64) -> Option<u64> {
    let (mut now, mut done) = (start, 0);
    for (ahead, own, course) in &way.slow {
        now = leave(course, now + (ahead - done), *own)?;
        done = ahead + own;
    }
    Some(now + (way.millis - done))
}

/// When a stretch is left: the first moment by which as much was driven as it has at full speed.
fn leave(course: &Course, enter: u64, own: u64) -> Option<u64> {
    let changes: Vec<u64> = course.changes().collect();
    let mut left = own * FULL;
    let mut now = enter;
    // Closed all day: nobody ever leaves.
    let a_day: u64 = changes
        .iter()
        .enumerate()
        .map(|(at, &from)| course.rate(from) * (changes.get(at + 1).unwrap_or(&DAY_MILLIS) - from))
        .sum();
    if a_day == 0 && left > 0 {
        return None;
    }
    while left > 0 {
        let clock = now % DAY_MILLIS;
        let next = changes.iter().copied().find(|&change| change > clock).unwrap_or(DAY_MILLIS);
        let rate = course.rate(now);
        let by_then = rate * (next - clock);
        if by_then >= left {
            return Some(now + left.div_ceil(rate));
        }
        left -= by_then;
        now += next - clock;
    }
    Some(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Metres;

    const HOUR: u64 = 3_600_000;

    fn way(slow: Vec<(u64, u64, Course)>, metres: i64, marks: u64) -> Way {
        let mut usual = Drive::default();
        (usual.duration, usual.distance) = (Seconds(600), Metres(metres));
        Way { usual, millis: 600_000, marks, slow }
    }

    #[test]
    fn a_slow_stretch_is_driven_at_the_speed_of_each_moment() {
        let market = Course::new(&[(7 * 3600, 8 * 3600, 500)]);
        // Two minutes free, five in the market, three free.
        let ways = [way(vec![(120_000, 300_000, market)], 5_000, 1)];
        let lasts = |hour: i64, minute: i64| first(&ways, Moment::at(hour, minute)).unwrap().duration;

        assert_eq!(lasts(6, 0), Seconds(600));
        assert_eq!(lasts(7, 0), Seconds(900));
        // In at 07:57: three minutes do half of it, 3.5 more minutes are free.
        assert_eq!(lasts(7, 55), Seconds(600 + 90));
        // The day before, and the day after.
        assert_eq!(lasts(7 - 24, 0), Seconds(900));
        assert_eq!(lasts(7 + 24, 0), Seconds(900));
    }

    #[test]
    fn of_two_ways_the_first_to_arrive_is_driven_and_closed_ones_never() {
        let night = Course::new(&[(0, 6 * 3600, 0)]);
        let shut = Course::new(&[(0, 24 * 3600, 0)]);
        let through = way(vec![(0, 600_000, night)], 1, 1);
        let mut around = Way { millis: 1_200_000, ..way(vec![], 2, 2) };
        around.usual.duration = Seconds(1_200);

        let ways = [through, around];
        let at = |hour| first(&ways, Moment::at(hour, 0)).unwrap();
        assert_eq!((at(3).distance, at(3).duration), (Metres(2), Seconds(1_200)));
        assert_eq!((at(9).distance, at(9).duration), (Metres(1), Seconds(600)));
        assert_eq!(first(&[way(vec![(0, 5, shut)], 1, 1)], Moment(0)), None);
        assert_eq!(leave(&Course::new(&[]), 3 * HOUR, 7), Some(3 * HOUR + 7));
    }
}
