//! Signs with the tags of OpenStreetMap's relations.

use crate::county::times::{Span, Times, WEEK};
use crate::county::{Restriction, Rule, Subjects, TimedLimit, Via};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A forbidden turn, with the ids of its ways. The side is not known any more, so the words are
/// neutral.
pub(super) fn tags(rule: &Restriction) -> Value {
    let word = match rule.rule {
        Rule::No => "no_turn",
        Rule::NoReturn => "no_u_turn",
        Rule::Only => "only_turn",
    };
    let mut tags = json!({
        "type": "restriction", "from": rule.from.to_string(), "to": rule.to.to_string(),
    });
    match condition(&rule.times, rule.whom.over) {
        Some(condition) => tags["restriction:conditional"] = json!(format!("{word} @ ({condition})")),
        None => tags["restriction"] = json!(word),
    }
    if let Via::Ways(ways) = &rule.via {
        tags["via"] = json!(ways.iter().map(i64::to_string).collect::<Vec<_>>().join(";"));
    }
    let Subjects { narrow, light, heavy, .. } = rule.whom;
    let free = [("motorcycle", narrow), ("motorcar", light), ("hgv", heavy)];
    let free: Vec<&str> = free.iter().filter(|(_, held)| !held).map(|(name, _)| *name).collect();
    if !free.is_empty() {
        tags["except"] = json!(free.join(";"));
    }
    tags
}

/// What holds on a road at some hours, as tags.
pub(super) fn closed(timed: &[TimedLimit]) -> BTreeMap<String, String> {
    let mut tags: BTreeMap<String, String> = BTreeMap::new();
    for limit in timed {
        let Some(condition) = condition(&limit.times, limit.whom.over) else { continue };
        let value = if limit.kmh > 0.0 { format!("{}", limit.kmh) } else { "no".to_owned() };
        for kind in kinds(limit.whom) {
            let key = match (limit.kmh > 0.0, kind) {
                (false, "") => "motor_vehicle:conditional".to_owned(),
                (false, kind) => format!("{kind}:conditional"),
                (true, "") => "maxspeed:conditional".to_owned(),
                (true, kind) => format!("maxspeed:{kind}:conditional"),
            };
            let text = tags.entry(key).or_default();
            let next = format!("{value} @ ({condition})");
            *text = if text.is_empty() { next } else { format!("{text}; {next}") };
        }
    }
    tags
}

/// Keys of kinds of vehicle; an empty one stands for all.
fn kinds(whom: Subjects) -> Vec<&'static str> {
    let Subjects { narrow, light, heavy, .. } = whom;
    if narrow && light && heavy {
        return vec![""];
    }
    let kinds = [("motorcycle", narrow), ("motorcar", light), ("hgv", heavy)];
    kinds.into_iter().filter(|(_, held)| *held).map(|(name, _)| name).collect()
}

/// Hours and weight as a condition; `None` if there is none.
pub(super) fn condition(times: &Times, over: u32) -> Option<String> {
    let hours: Vec<String> = times.0.iter().map(span).collect();
    let weight = (over > 0).then(|| format!("weight>{}", f64::from(over) / 1000.0));
    let parts: Vec<String> =
        (!hours.is_empty()).then(|| hours.join("; ")).into_iter().chain(weight).collect();
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

/// `Mo,Tu 07:00-09:00`.
fn span(span: &Span) -> String {
    const NAMES: [&str; WEEK as usize] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    let days: Vec<&str> = NAMES
        .into_iter()
        .enumerate()
        .filter(|(day, _)| span.days >> day & 1 != 0)
        .map(|(_, name)| name)
        .collect();
    let clock = |seconds: u32| format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    format!("{} {}-{}", days.join(","), clock(span.from), clock(span.to))
}
