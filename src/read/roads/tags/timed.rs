//! What holds on a road at some hours only, for some kinds of vehicle: `hgv:conditional`,
//! `maxspeed:conditional`.

use super::condition::{self, Condition, condition, subjects};
use super::{Tags, values};
use crate::county::{Subjects, TimedLimit};
use crate::read::roads::tally::Tally;

/// Kinds of vehicle that have keys of their own.
const KINDS: [&str; 4] = ["hgv", "goods", "motorcar", "motorcycle"];

/// Adds what these tags say. What is not understood is counted.
pub fn add(tags: &Tags, timed: &mut Vec<TimedLimit>, tally: &mut Tally, id: i64) {
    let mut read = |key: String, whom: Subjects, speeds: bool| {
        let Some(text) = tags.get(&key) else { return };
        match limits(text, whom, speeds) {
            Some(more) => timed.extend(more),
            None => tally.odd(&key, text, id),
        }
    };
    for kind in KINDS {
        let whom = subjects(kind).unwrap_or_default();
        read(format!("{kind}:conditional"), whom, false);
        read(format!("maxspeed:{kind}:conditional"), whom, true);
    }
    read("maxspeed:conditional".to_owned(), Subjects::EVERYBODY, true);
}

/// `None` if some of it is not understood, or holds at all hours.
fn limits(text: &str, whom: Subjects, speeds: bool) -> Option<Vec<TimedLimit>> {
    let mut limits = Vec::new();
    for rule in condition::rules(text) {
        let (value, when) = rule?;
        let Condition { times, over, whom: named } = condition(when)?;
        let kmh = match value {
            "no" | "private" if !speeds => 0.0,
            // What is open at some hours is closed by another tag, or not at all.
            "yes" | "designated" | "permissive" | "destination" | "delivery" if !speeds => continue,
            value if speeds => values::speed(value).ok().flatten()?,
            _ => return None,
        };
        if times.is_always() {
            return None;
        }
        let named = named.unwrap_or(Subjects::EVERYBODY);
        let whom = Subjects {
            narrow: whom.narrow && named.narrow,
            light: whom.light && named.light,
            heavy: whom.heavy && named.heavy,
            over,
        };
        limits.push(TimedLimit { times, whom, kmh });
    }
    Some(limits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(key: &str, value: &str) -> (Vec<TimedLimit>, usize) {
        let (mut timed, mut tally) = (Vec::new(), Tally::default());
        add(&Tags(vec![(key.into(), value.into())]), &mut timed, &mut tally, 1);
        (timed, tally.odd.len())
    }

    #[test]
    fn trucks_are_banned_at_night_and_everybody_is_slower_at_school() {
        let (night, odd) = read("hgv:conditional", "no @ (22:00-06:00)");
        assert_eq!(
            (night.len(), night[0].kmh, night[0].whom.heavy, night[0].whom.light, odd),
            (1, 0.0, true, false, 0)
        );
        let (school, odd) = read("maxspeed:conditional", "30 @ (Mo-Fr 07:00-09:00,16:00-18:00)");
        assert_eq!(
            (school[0].kmh, school[0].times.0.len(), school[0].whom, odd),
            (30.0, 2, Subjects::EVERYBODY, 0)
        );
    }

    #[test]
    fn what_is_not_of_the_week_is_counted_and_not_used() {
        assert_eq!(read("maxspeed:conditional", "80 @ wet"), (vec![], 1));
        assert_eq!(read("hgv:conditional", "no @ (weight>12)"), (vec![], 1));
        assert_eq!(read("maxspeed:conditional", "signals @ (07:00-09:00)"), (vec![], 1));
        assert_eq!(read("hgv:conditional", "yes @ (06:00-10:00)"), (vec![], 0));
    }
}
