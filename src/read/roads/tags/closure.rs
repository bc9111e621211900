//! When a road is closed: `seasonal` and conditional access, as seasons and hours of the week.
//!
//! Spring is March to May, and so on. A season counts as closed if at least
//! half of its days are, taking every month as 30 days.

use super::condition::{self, Condition};
use crate::county::{Closure, Subjects, TimedLimit, Times};

/// What a conditional access tag says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conditions {
    pub closure: Closure,
    /// `no @ (weight>3.5)`: kg.
    pub mass: Option<f64>,
    /// Closed at some hours.
    pub timed: Vec<TimedLimit>,
    /// Some of it was not understood.
    pub odd: bool,
}

const DAYS: usize = 360;
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads for example `no @ (Nov-Mar); destination @ (22:00-06:00)`. `open` says what holds
/// outside of the conditions: with `motor_vehicle=no`, `yes @ (Jun-Oct)` opens the road.
#[must_use]
pub fn conditions(text: &str, open: bool) -> Conditions {
    let mut closed = [!open; DAYS];
    let mut read = Conditions::default();
    let mut opened = Times::default();
    for rule in condition::rules(text) {
        let Some((value, condition)) = rule else {
            read.odd = true;
            continue;
        };
        let closes = match value {
            "no" | "private" => true,
            "yes" | "permissive" | "designated" | "destination" | "delivery" => false,
            _ => {
                read.odd = true;
                continue;
            }
        };
        match (weight(condition), days(condition)) {
            (Some(mass), _) if closes => read.mass = Some(mass),
            (_, Some(days)) => {
                days.iter().zip(&mut closed).filter(|(day, _)| **day).for_each(|(_, to)| *to = closes)
            }
            _ => match condition::condition(condition).filter(|read| !read.times.is_always()) {
                Some(at) if closes && open => read.timed.push(closed_at(at)),
                Some(at) if !closes && !open && at.over == 0 && at.whom.is_none() => {
                    opened.0.extend(at.times.0);
                }
                // Closed where it is closed anyway, or open where it is open.
                Some(_) if closes != open => {}
                _ => read.odd = true,
            },
        }
    }
    if !opened.is_always() {
        closed = [false; DAYS];
        let others = opened.others().map(|times| Condition { times, ..Condition::default() });
        read.timed.extend(others.map(closed_at));
    }
    read.closure = seasons(&closed);
    read
}

fn closed_at(Condition { times, over, whom }: Condition) -> TimedLimit {
    let whom = Subjects { over, ..whom.unwrap_or(Subjects::EVERYBODY) };
    TimedLimit { times, whom, kmh: 0.0 }
}

/// `seasonal=summer` exists in summer only. `None` if it does not say when.
#[must_use]
pub fn seasonal(text: &str) -> Option<Closure> {
    if text == "no" {
        return Some(Closure::default());
    }
    let mut closed = [true; 4];
    for word in text.split([';', ',']) {
        closed[season(word.trim())?] = false;
    }
    Some(Closure { seasons: closed })
}

/// Both closures at once.
#[must_use]
pub fn both(one: Closure, other: Closure) -> Closure {
    let mut seasons = one.seasons;
    seasons.iter_mut().zip(other.seasons).for_each(|(to, more)| *to |= more);
    Closure { seasons }
}

fn weight(condition: &str) -> Option<f64> {
    let rest = condition.strip_prefix("weight")?.trim_start().strip_prefix('>')?;
    super::values::mass(rest.trim_start_matches('=')).ok()?
}

/// Days of the year from `Nov-Mar`, `Nov 15-Apr 30`, `winter`, or a list of these.
fn days(condition: &str) -> Option<[bool; DAYS]> {
    let mut set = [false; DAYS];
    for part in condition.split([',', ';']) {
        let part = part.trim().to_lowercase();
        let (first, last) = match season(&part) {
            Some(season) => season_days(season),
            None => match part.split_once('-') {
                Some((from, to)) => (day(from, false)?, day(to, true)?),
                None => (day(&part, false)?, day(&part, true)?),
            },
        };
        let length = (last + DAYS - first) % DAYS;
        (0..=length).for_each(|step| set[(first + step) % DAYS] = true);
    }
    Some(set)
}

/// `Nov` or `Nov 15`; without a day the first or the last one of the month.
fn day(text: &str, last: bool) -> Option<usize> {
    let mut words = text.split_whitespace();
    let name: String = words.next()?.chars().take(3).collect();
    let month = MONTHS.iter().position(|month| *month == name)?;
    let day = match words.next() {
        Some(number) => number.parse::<usize>().ok().filter(|day| (1..=31).contains(day))?.min(30) - 1,
        None if last => 29,
        None => 0,
    };
    words.next().is_none().then_some(month * 30 + day)
}

fn season(word: &str) -> Option<usize> {
    match word {
        "spring" => Some(0),
        "summer" => Some(1),
        "autumn" | "fall" => Some(2),
        "winter" => Some(3),
        _ => None,
    }
}

fn season_days(season: usize) -> (usize, usize) {
    let first = (60 + 90 * season) % DAYS;
    (first, (first + 89) % DAYS)
}

fn seasons(closed: &[bool; DAYS]) -> Closure {
    let mut seasons = [false; 4];
    for (season, shut) in seasons.iter_mut().enumerate() {
        let (first, _) = season_days(season);
        let days = (0..90).filter(|step| closed[(first + step) % DAYS]).count();
        *shut = days >= 45;
    }
    Closure { seasons }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINTER: Closure = Closure { seasons: [false, false, false, true] };

    #[test]
    fn november_to_march_closes_the_winter_only() {
        // One of three autumn months, all of winter, one of three spring months.
        assert_eq!(conditions("no @ (Nov-Mar)", true).closure, WINTER);
        assert_eq!(conditions("no @ winter", true).closure, WINTER);
    }

    #[test]
    fn a_pass_that_opens_in_june_is_closed_in_spring_too() {
        let read = conditions("no @ (Nov 15-May 31)", true);

        assert_eq!(read.closure.seasons, [true, false, false, true]);
        assert!(!read.odd);
    }

    #[test]
    fn a_closed_road_can_be_opened_for_some_months() {
        let read = conditions("yes @ (Jun-Aug)", false);

        assert_eq!(read.closure.seasons, [true, false, true, true]);
    }

    #[test]
    fn a_weight_condition_is_a_mass_limit_and_hours_close_for_hours() {
        assert_eq!(conditions("no @ (weight>3.5)", true).mass, Some(3500.0));
        let night = conditions("no @ (22:00-06:00)", true);
        assert!(!night.odd && night.closure == Closure::default());
        assert_eq!((night.timed[0].kmh, night.timed[0].times.0.len()), (0.0, 2));
        let heavy = conditions("no @ (Mo-Fr 07:00-09:00 AND weight>7.5)", true);
        assert_eq!((heavy.timed[0].whom.over, heavy.mass), (7_500, None));
        assert!(conditions("no @ (sunset-sunrise)", true).odd);
    }

    #[test]
    fn a_closed_street_opens_for_deliveries_in_the_morning() {
        let read = conditions("delivery @ (Mo-Sa 06:00-10:00)", false);

        assert_eq!((read.odd, read.closure), (false, Closure::default()));
        // Closed at midnight, open at six, closed at ten.
        let at = |hour: u64| read.timed[0].times.free_from(0, hour * 3_600_000);
        assert_eq!((at(0), at(7), at(11)), (Some(21_600_000), Some(25_200_000), Some(108_000_000)));
    }

    #[test]
    fn seasonal_names_when_the_road_exists() {
        assert_eq!(seasonal("summer").unwrap().seasons, [true, false, true, true]);
        assert_eq!(seasonal("yes"), None);
    }
}
