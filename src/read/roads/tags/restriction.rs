//! Turn restrictions, from the tags of their relations.

use super::Tags;
use super::condition::{self, Condition, condition, subjects};
use crate::county::{Rule, Subjects, Times};

/// Keys of a restriction, and for whom it holds. A special one comes before the usual.
const KEYS: [&str; 5] = ["hgv", "goods", "motorcar", "motorcycle", ""];

/// What one value of a key forbids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub rule: Rule,
    pub whom: Subjects,
    pub times: Times,
}

/// What the tags of a restriction come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    Holds(Vec<Held>),
    /// Under a condition that is not understood.
    Sometimes,
    /// For buses, bicycles and others that are none of our vehicles.
    Others,
    /// Not understood.
    Strange,
}

/// What a restriction forbids, whom, and when. Beside the words of OpenStreetMap `no_turn` and
/// `only_turn` are understood: what `store` writes where it knows no side.
#[must_use]
pub fn restriction(tags: &Tags) -> Sign {
    let mut held = Vec::new();
    for kind in KEYS {
        let key = if kind.is_empty() { "restriction".to_owned() } else { format!("restriction:{kind}") };
        let whom = if kind.is_empty() { Some(Subjects::EVERYBODY) } else { subjects(kind) };
        let whom = whom.unwrap_or(Subjects::NOBODY);
        if let Some(value) = tags.get(&key) {
            let Some(rule) = rule(value) else { return Sign::Strange };
            let Some(times) = old_hours(tags) else { return Sign::Sometimes };
            held.push(Held { rule, whom, times });
        }
        if let Some(text) = tags.get(&format!("{key}:conditional")) {
            match conditional(text, whom) {
                Some(more) => held.extend(more),
                None => return Sign::Sometimes,
            }
        }
    }
    if held.is_empty() {
        let others = tags.0.iter().any(|(key, _)| key.starts_with("restriction:"));
        return if others { Sign::Others } else { Sign::Strange };
    }
    let free = |held: &mut Held| let_off(tags, &mut held.whom);
    held.iter_mut().for_each(free);
    held.retain(|held| !held.whom.is_nobody());
    if held.is_empty() { Sign::Others } else { Sign::Holds(held) }
}

fn rule(value: &str) -> Option<Rule> {
    Some(match value {
        "no_left_turn" | "no_right_turn" | "no_straight_on" | "no_entry" | "no_exit" | "no_turn" => Rule::No,
        "no_u_turn" => Rule::NoReturn,
        "only_left_turn" | "only_right_turn" | "only_straight_on" | "only_turn" | "only_u_turn" => Rule::Only,
        _ => return None,
    })
}

/// `no_left_turn @ (Mo-Fr 07:00-09:00); no_u_turn @ (weight>7.5)`; `None` if some of it is not
/// understood.
fn conditional(text: &str, whom: Subjects) -> Option<Vec<Held>> {
    let held = |(value, when): (&str, &str)| {
        let Condition { times, over, whom: named } = condition(when)?;
        let named = named.unwrap_or(Subjects::EVERYBODY);
        let whom = Subjects {
            narrow: whom.narrow && named.narrow,
            light: whom.light && named.light,
            heavy: whom.heavy && named.heavy,
            over,
        };
        Some(Held { rule: rule(value)?, whom, times })
    };
    let rules = condition::rules(text);
    if rules.is_empty() { None } else { rules.into_iter().map(|rule| held(rule?)).collect() }
}

/// An older way to write hours: `hour_on`, `hour_off`, `day_on`, `day_off`.
fn old_hours(tags: &Tags) -> Option<Times> {
    let get = |key: &str| tags.get(key);
    let mut times = Times::default();
    let days = match (get("day_on"), get("day_off")) {
        (None, None) => None,
        (Some(first), Some(last)) => Some((first, last)),
        _ => return None,
    };
    let hours = match (get("hour_on"), get("hour_off")) {
        (None, None) => None,
        (Some(from), Some(to)) => Some((condition::clock(from)?, condition::clock(to)?)),
        _ => return None,
    };
    if days.is_none() && hours.is_none() {
        return Some(times);
    }
    let of_days = |(first, last): (&str, &str)| {
        let (first, last) = (condition::day(first)?, condition::day(last)?);
        let count = (last + 7 - first) % 7;
        Some((0..=count).fold(0, |days, step| days | 1 << ((first + step) % 7)))
    };
    let days = days.map_or(Some(0x7f), of_days)?;
    let (from, to) = hours.unwrap_or((0, 24 * 3600));
    times.add(days, from, to);
    Some(times)
}

/// Takes those off who are excepted.
fn let_off(tags: &Tags, whom: &mut Subjects) {
    for group in tags.get("except").into_iter().flat_map(|list| list.split([';', ','])) {
        // Buses, bicycles, ambulances: none of ours.
        let Some(free) = subjects(group.trim()) else { continue };
        whom.narrow &= !free.narrow;
        whom.light &= !free.light;
        whom.heavy &= !free.heavy;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tags: &[(&str, &str)]) -> Sign {
        restriction(&Tags(tags.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect()))
    }

    fn always(rule: Rule, whom: Subjects) -> Sign {
        Sign::Holds(vec![Held { rule, whom, times: Times::default() }])
    }

    #[test]
    fn usual_restrictions_hold_for_everybody() {
        assert_eq!(read(&[("restriction", "no_left_turn")]), always(Rule::No, Subjects::EVERYBODY));
        assert_eq!(read(&[("restriction", "only_straight_on")]), always(Rule::Only, Subjects::EVERYBODY));
        assert_eq!(read(&[("restriction", "no_u_turn")]), always(Rule::NoReturn, Subjects::EVERYBODY));
    }

    #[test]
    fn exceptions_are_let_off() {
        let read = |except: &str| read(&[("restriction", "no_right_turn"), ("except", except)]);

        assert_eq!(read("psv;bicycle"), always(Rule::No, Subjects::EVERYBODY));
        let light = Subjects { light: true, ..Subjects::NOBODY };
        assert_eq!(read("hgv; motorcycle"), always(Rule::No, light));
        assert_eq!(read("motor_vehicle"), Sign::Others);
    }

    #[test]
    fn restrictions_of_trucks_hold_for_trucks() {
        let heavy = Subjects { heavy: true, ..Subjects::NOBODY };

        assert_eq!(read(&[("restriction:hgv", "no_left_turn")]), always(Rule::No, heavy));
        let both = read(&[("restriction:hgv", "no_left_turn"), ("restriction", "no_u_turn")]);
        assert!(matches!(both, Sign::Holds(held) if held.len() == 2));
    }

    #[test]
    fn what_is_not_understood_forbids_nothing() {
        assert_eq!(read(&[("restriction", "no_parking")]), Sign::Strange);
        assert_eq!(read(&[]), Sign::Strange);
        assert_eq!(read(&[("restriction:bicycle", "no_left_turn")]), Sign::Others);
        assert_eq!(read(&[("restriction:conditional", "no_left_turn @ wet")]), Sign::Sometimes);
        assert_eq!(read(&[("restriction:conditional", "no_left_turn")]), Sign::Sometimes);
    }

    #[test]
    fn hours_are_read_in_both_spellings() {
        let new = read(&[("restriction:conditional", "no_left_turn @ (Mo-Fr 07:00-09:00)")]);
        let old = [("restriction", "no_left_turn"), ("hour_on", "07:00"), ("hour_off", "09:00")];
        let days = [("day_on", "Monday"), ("day_off", "Friday")];
        let old = read(&[old.as_slice(), &days].concat());

        assert_eq!(new, old);
        let Sign::Holds(held) = new else { panic!("{new:?}") };
        assert!(held[0].times.on(4) && !held[0].times.on(5));
    }

    #[test]
    fn a_weight_limits_whom_a_restriction_is_for() {
        let sign = read(&[("restriction:conditional", "no_right_turn @ (weight>7.5); no_u_turn @ hgv")]);

        let Sign::Holds(held) = sign else { panic!("{sign:?}") };
        assert_eq!(held[0].whom, Subjects { over: 7_500, ..Subjects::EVERYBODY });
        assert_eq!(held[1].whom, Subjects { heavy: true, ..Subjects::NOBODY });
    }
}
