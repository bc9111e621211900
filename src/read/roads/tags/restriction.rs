//! Turn restrictions, from the tags of their relations.

use super::Tags;
use crate::county::{Rule, Subjects};

/// Keys of a restriction, and for whom it holds.
const KEYS: [(&str, Subjects); 5] = [
    ("restriction", Subjects::EVERYBODY),
    ("restriction:hgv", Subjects { narrow: false, light: false, heavy: true }),
    ("restriction:goods", Subjects { narrow: false, light: true, heavy: true }),
    ("restriction:motorcar", Subjects { narrow: false, light: true, heavy: false }),
    ("restriction:motorcycle", Subjects { narrow: true, light: false, heavy: false }),
];

/// What the tags of a restriction come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It holds at all hours.
    Holds(Rule, Subjects),
    /// At some hours only, or under another condition.
    Sometimes,
    /// For buses, bicycles and others that are none of our vehicles.
    Others,
    /// Not understood.
    Strange,
}

/// What a restriction forbids, and whom. Beside the words of OpenStreetMap `no_turn` and
/// `only_turn` are understood: what `store` writes where it knows no side.
#[must_use]
pub fn restriction(tags: &Tags) -> Sign {
    let Some((value, mut whom)) = KEYS.iter().find_map(|(key, whom)| Some((tags.get(key)?, *whom))) else {
        let keys = || tags.0.iter().map(|(key, _)| key.as_str());
        return match keys().any(|key| key.starts_with("restriction") && key.ends_with(":conditional")) {
            true => Sign::Sometimes,
            false if keys().any(|key| key.starts_with("restriction:")) => Sign::Others,
            false => Sign::Strange,
        };
    };
    // An older way to write hours.
    if ["hour_on", "day_on"].iter().any(|key| tags.get(key).is_some()) {
        return Sign::Sometimes;
    }
    let rule = match value {
        "no_left_turn" | "no_right_turn" | "no_straight_on" | "no_entry" | "no_exit" | "no_turn" => Rule::No,
        "no_u_turn" => Rule::NoReturn,
        "only_left_turn" | "only_right_turn" | "only_straight_on" | "only_turn" => Rule::Only,
        _ => return Sign::Strange,
    };
    for group in tags.get("except").into_iter().flat_map(|list| list.split([';', ','])) {
        match group.trim() {
            "hgv" => whom.heavy = false,
            "goods" => (whom.light, whom.heavy) = (false, false),
            "motorcar" => whom.light = false,
            "motorcycle" | "moped" | "mofa" => whom.narrow = false,
            "motor_vehicle" | "vehicle" => whom = Subjects::NOBODY,
            // Buses, bicycles, ambulances: none of ours.
            _ => {}
        }
    }
    if whom == Subjects::NOBODY { Sign::Others } else { Sign::Holds(rule, whom) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tags: &[(&str, &str)]) -> Sign {
        restriction(&Tags(tags.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect()))
    }

    #[test]
    fn usual_restrictions_hold_for_everybody() {
        assert_eq!(read(&[("restriction", "no_left_turn")]), Sign::Holds(Rule::No, Subjects::EVERYBODY));
        assert_eq!(
            read(&[("restriction", "only_straight_on")]),
            Sign::Holds(Rule::Only, Subjects::EVERYBODY)
        );
        assert_eq!(read(&[("restriction", "no_u_turn")]), Sign::Holds(Rule::NoReturn, Subjects::EVERYBODY));
    }

    #[test]
    fn exceptions_are_let_off() {
        let read = |except: &str| read(&[("restriction", "no_right_turn"), ("except", except)]);

        assert_eq!(read("psv;bicycle"), Sign::Holds(Rule::No, Subjects::EVERYBODY));
        assert_eq!(
            read("hgv; motorcycle"),
            Sign::Holds(Rule::No, Subjects { light: true, ..Subjects::NOBODY })
        );
        assert_eq!(read("motor_vehicle"), Sign::Others);
    }

    #[test]
    fn restrictions_of_trucks_hold_for_trucks() {
        let heavy = Subjects { heavy: true, ..Subjects::NOBODY };

        assert_eq!(read(&[("restriction:hgv", "no_left_turn")]), Sign::Holds(Rule::No, heavy));
    }

    #[test]
    fn what_is_not_understood_forbids_nothing() {
        assert_eq!(read(&[("restriction", "no_parking")]), Sign::Strange);
        assert_eq!(read(&[]), Sign::Strange);
        assert_eq!(read(&[("restriction:bicycle", "no_left_turn")]), Sign::Others);
    }

    #[test]
    fn restrictions_at_some_hours_are_told_from_others() {
        let conditional = [("restriction:conditional", "no_left_turn @ (07:00-09:00)")];
        let old = [("restriction", "no_left_turn"), ("hour_on", "07:00"), ("hour_off", "09:00")];

        assert_eq!((read(&conditional), read(&old)), (Sign::Sometimes, Sign::Sometimes));
    }
}
