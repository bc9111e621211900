//! Who may drive on a way, and what a barrier lets through.

use super::Tags;
use crate::county::Barrier;

/// Access for the vehicles that deliver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing is tagged.
    Unsaid,
    /// Tagged as open to motor vehicles.
    Open,
    /// To reach a door, not to pass through.
    Destination,
    /// Closed, with the key that says so.
    Closed(&'static str),
    /// Not understood, with the key.
    Odd(&'static str),
}

/// From the special to the general; the first that is tagged decides.
const KEYS: [&str; 4] = ["motorcar", "motor_vehicle", "vehicle", "access"];

/// Access to a way or node.
#[must_use]
pub fn access(tags: &Tags) -> Access {
    by_keys(tags, &KEYS)
}

/// Access of vehicles too narrow to count as cars.
#[must_use]
pub fn narrow_access(tags: &Tags) -> Access {
    by_keys(tags, &["moped", "motorcycle", "motor_vehicle", "vehicle", "access"])
}

pub(super) fn by_keys(tags: &Tags, keys: &[&'static str]) -> Access {
    let tagged = keys.iter().find_map(|key| tags.get(key).map(|value| (*key, value)));
    let Some((key, value)) = tagged else { return Access::Unsaid };
    let words: Vec<Access> = value.split([';', ',']).map(|word| one(key, word.trim())).collect();
    // Of several groups that are let in, the most open one counts.
    let pick = |wanted: fn(&Access) -> bool| words.iter().copied().find(&wanted);
    pick(|word| *word == Access::Open)
        .or_else(|| pick(|word| *word == Access::Destination))
        .or_else(|| pick(|word| matches!(word, Access::Closed(_))))
        .unwrap_or(Access::Odd(key))
}

fn one(key: &'static str, word: &str) -> Access {
    match word {
        "yes" | "designated" | "permissive" | "official" | "public" | "discouraged" | "unsuitable" => {
            Access::Open
        }
        // Whoever delivers to or collects from a farm or a private door is let in there.
        "private" | "destination" | "delivery" | "customers" | "residents" | "permit" | "agricultural"
        | "forestry" => Access::Destination,
        "no" | "emergency" | "military" | "psv" | "bus" | "hov" | "foot" | "use_sidepath" | "dismount" => {
            Access::Closed(key)
        }
        "unknown" => Access::Unsaid,
        _ => Access::Odd(key),
    }
}

/// What stands on a node. `None` if there is no barrier.
#[must_use]
pub fn barrier(tags: &Tags) -> Option<Barrier> {
    let kind = tags.get("barrier")?;
    match access(tags) {
        Access::Open | Access::Destination if kind != "bollard" => return Some(Barrier::Open),
        Access::Open => return Some(Barrier::Open),
        Access::Closed(_) => {
            let narrow = matches!(narrow_access(tags), Access::Open | Access::Destination);
            return Some(if narrow || kind == "bollard" { Barrier::NarrowOnly } else { Barrier::Closed });
        }
        _ => {}
    }
    Some(match kind {
        "bollard" | "planter" | "cycle_barrier" => Barrier::NarrowOnly,
        "block"
        | "jersey_barrier"
        | "log"
        | "debris"
        | "wall"
        | "fence"
        | "hedge"
        | "ditch"
        | "chain"
        | "stile"
        | "turnstile"
        | "full-height_turnstile"
        | "kissing_gate"
        | "motorcycle_barrier"
        | "horse_stile"
        | "bus_trap"
        | "sump_buster"
        | "guard_rail"
        | "retaining_wall"
        | "tank_trap" => Barrier::Closed,
        _ => Barrier::Open,
    })
}
