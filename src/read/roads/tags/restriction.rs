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

/// What a relation forbids, and whom. `None` if it is not understood, or holds for others only.
#[must_use]
pub fn restriction(tags: &Tags) -> Option<(Rule, Subjects)> {
    let (value, mut whom) = KEYS.iter().find_map(|(key, whom)| Some((tags.get(key)?, *whom)))?;
    let rule = match value {
        "no_left_turn" | "no_right_turn" | "no_straight_on" | "no_entry" | "no_exit" => Rule::No,
        "no_u_turn" => Rule::NoReturn,
        "only_left_turn" | "only_right_turn" | "only_straight_on" => Rule::Only,
        _ => return None,
    };
    for group in tags.get("except").into_iter().flat_map(|list| list.split([';', ','])) {
        match group.trim() {
            "hgv" => whom.heavy = false,
            "goods" => (whom.light, whom.heavy) = (false, false),
            "motorcar" => whom.light = false,
            "motorcycle" | "moped" | "mofa" => whom.narrow = false,
            "motor_vehicle" | "vehicle" => return None,
            // Buses, bicycles, ambulances: none of ours.
            _ => {}
        }
    }
    (whom.narrow || whom.light || whom.heavy).then_some((rule, whom))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tags: &[(&str, &str)]) -> Option<(Rule, Subjects)> {
        restriction(&Tags(tags.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect()))
    }

    #[test]
    fn usual_restrictions_hold_for_everybody() {
        assert_eq!(read(&[("restriction", "no_left_turn")]), Some((Rule::No, Subjects::EVERYBODY)));
        assert_eq!(read(&[("restriction", "only_straight_on")]), Some((Rule::Only, Subjects::EVERYBODY)));
        assert_eq!(read(&[("restriction", "no_u_turn")]), Some((Rule::NoReturn, Subjects::EVERYBODY)));
    }

    #[test]
    fn exceptions_are_let_off() {
        let read = |except: &str| read(&[("restriction", "no_right_turn"), ("except", except)]);

        assert_eq!(read("psv;bicycle"), Some((Rule::No, Subjects::EVERYBODY)));
        assert_eq!(read("hgv; motorcycle"), Some((Rule::No, Subjects { light: true, ..Subjects::NOBODY })));
        assert_eq!(read("motor_vehicle"), None);
    }

    #[test]
    fn restrictions_of_trucks_hold_for_trucks() {
        let heavy = Subjects { heavy: true, ..Subjects::NOBODY };

        assert_eq!(read(&[("restriction:hgv", "no_left_turn")]), Some((Rule::No, heavy)));
    }

    #[test]
    fn what_is_not_understood_forbids_nothing() {
        assert_eq!(read(&[("restriction", "no_parking")]), None);
        assert_eq!(read(&[("restriction:conditional", "no_left_turn @ (07:00-09:00)")]), None);
    }
}
