//! What a plan breaks, in sentences. Values are exact, since they may differ by a second.

use super::{Lang, plural};
use crate::check::{Differs, Rule, Violation, Where};
use crate::county::{County, OrderId, SiteId};
use crate::plan::{Action, Plan};
use crate::units::{DAY, Fen, Grams, Joules, Moment, Seconds, Term};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Where, and what is wrong there.
#[must_use]
pub fn phrase(violation: &Violation, plan: &Plan, county: &County, lang: Lang) -> String {
    let speaker = Speaker { county, lang };
    let sentence = speaker.sentence(&violation.rule);
    match speaker.place(violation.at, plan) {
        Some(place) => format!("{place}{}{sentence}", lang.pick("：", ": ")),
        None => sentence,
    }
}

/// Says that a plan keeps all rules, or how many it breaks.
#[must_use]
pub fn verdict(violations: usize, plan: &Plan, lang: Lang) -> String {
    let (rounds, left_out) = (plan.rounds.len(), plan.unserved.len());
    let stops: usize = plan.rounds.iter().map(|round| round.stops().count()).sum();
    match (violations, lang) {
        (0, Lang::Zh) => {
            format!(
                "计划有效：{rounds} 辆车、{stops} 次停靠、{left_out} 单未服务，各车的时刻、载重、温度和费用均已重新推导，全部一致。"
            )
        }
        (0, Lang::En) => format!(
            "The plan is valid: {}, {}, {} left out; every time, load, temperature and fen of the rounds was derived again.",
            plural(rounds, "vehicle"),
            plural(stops, "stop"),
            plural(left_out, "order")
        ),
        (count, Lang::Zh) => format!("计划无效：{count} 处不符。"),
        (count, Lang::En) => format!("The plan is not valid: {}.", plural(count, "violation")),
    }
}

type Templates = BTreeMap<String, BTreeMap<String, String>>;

fn templates() -> &'static Templates {
    static TEMPLATES: OnceLock<Templates> = OnceLock::new();
    TEMPLATES.get_or_init(|| {
        toml::from_str(include_str!("violations.toml")).expect("a test reads the embedded sentences")
    })
}

type Values = Vec<(&'static str, String)>;

struct Speaker<'a> {
    county: &'a County,
    lang: Lang,
}

impl Speaker<'_> {
    /// Vehicle, trip and stop, counted from 1, with the order's id.
    fn place(&self, at: Where, plan: &Plan) -> Option<String> {
        let vehicle = |round: usize| {
            let round = plan.rounds.get(round)?;
            let kind = self.county.vehicle_types.get(round.vehicle_type.index());
            Some(format!("{} #{}", kind.map_or("?", |kind| &kind.code), round.number))
        };
        let trip = |round: usize, trip: usize| {
            let (vehicle, number) = (vehicle(round)?, trip + 1);
            Some(self.lang.pick(format!("{vehicle} 第 {number} 趟"), format!("{vehicle}, trip {number}")))
        };
        match at {
            Where::Plan => None,
            Where::Round(round) => vehicle(round),
            Where::Trip(round, index) => trip(round, index),
            Where::Stop(round, index, stop) => {
                let (trip, number) = (trip(round, index)?, stop + 1);
                let order = plan.rounds.get(round)?.trips.get(index)?.stops.get(stop)?.order;
                let order = self.order(order);
                Some(self.lang.pick(
                    format!("{trip}第 {number} 站（订单 `{order}`）"),
                    format!("{trip}, stop {number} (order `{order}`)"),
                ))
            }
            Where::Home(round, index) => {
                let trip = trip(round, index)?;
                Some(self.lang.pick(format!("{trip}返程"), format!("{trip}, way home")))
            }
            Where::Unserved(index) => {
                let order = self.order(plan.unserved.get(index)?.order);
                Some(self.lang.pick(format!("未服务订单 `{order}`"), format!("order `{order}`, left out")))
            }
        }
    }

    fn sentence(&self, rule: &Rule) -> String {
        let language = self.lang.pick("zh", "en");
        let template = templates().get(rule.name()).and_then(|both| both.get(language));
        let mut sentence = template.cloned().unwrap_or_else(|| rule.name().to_owned());
        for (name, value) in self.values(rule) {
            sentence = sentence.replace(&format!("{{{name}}}"), &value);
        }
        sentence
    }

    fn values(&self, rule: &Rule) -> Values {
        match *rule {
            Rule::UnservedPrice(d) | Rule::FreshnessValue(d) | Rule::FreshnessLost(d) => {
                both(d, |fen| self.money(fen))
            }
            Rule::RoundTerm { term, stated, derived } | Rule::PlanTerm { term, stated, derived } => {
                let mut values = both(Differs { stated, derived }, |fen| self.money(fen));
                values.push(("term", self.term(term)));
                values
            }
            Rule::TripFrom(d) | Rule::TripTo(d) => both(d, |site| self.site(site)),
            Rule::LegDuration(d) | Rule::Late(d) => both(d, |span| span.to_string()),
            Rule::LegDistance(d) => both(d, |length| length.to_string()),
            Rule::LegEnergy(d) => both(d, |energy| energy.to_string()),
            Rule::Arrive(d) | Rule::End(d) | Rule::Back(d) | Rule::FreshnessAt(d) => both(d, clock),
            Rule::Relay(rule) => vec![("what", super::relays::broken(rule, self.county, self.lang))],
            Rule::Air(ref rule) => vec![("what", super::flights::broken(rule, self.county, self.lang))],
            Rule::DepartLoad(d) | Rule::StopLoad(d) => both(d, mass),
            Rule::FreshnessTemperature(d) => both(d, |celsius| format!("{:.2} °C", celsius.0)),
            Rule::FreshnessAge(d) => both(d, |age| format!("{:.5} %", age.0 * 100.0)),
            _ => self.values_of_the_rest(rule),
        }
    }

    fn values_of_the_rest(&self, rule: &Rule) -> Values {
        match *rule {
            Rule::OrderSite { order, stated, derived } => vec![
                ("order", self.order(order)),
                ("stated", self.site(stated)),
                ("derived", self.site(derived)),
            ],
            Rule::UnknownCompartment(number) => vec![("number", (number + 1).to_string())],
            Rule::OrderMissing(order)
            | Rule::OrderTwice(order)
            | Rule::HalfTransfer(order)
            | Rule::Skills(order)
            | Rule::CompartmentChanged(order)
            | Rule::NoPrecooler(order)
            | Rule::FreshnessMissing(order)
            | Rule::NotAsBefore(order)
            | Rule::NotOnBoard(order)
            | Rule::FreshnessMisplaced(order) => vec![("order", self.order(order))],
            Rule::WrongAction { order, action } => {
                vec![("order", self.order(order)), ("action", self.action(action))]
            }
            Rule::VehicleNumber { number, count } => {
                vec![("number", number.to_string()), ("count", count.to_string())]
            }
            Rule::VehicleTwice { number, .. } => vec![("number", number.to_string())],
            Rule::TooManyDrivers { site, vehicles, drivers } => vec![
                ("site", self.site(site)),
                ("vehicles", vehicles.to_string()),
                ("drivers", drivers.to_string()),
            ],
            Rule::TooManyTrips { trips, most } => {
                vec![("trips", trips.to_string()), ("most", most.to_string())]
            }
            _ => self.values_of_times_and_loads(rule),
        }
    }

    fn values_of_times_and_loads(&self, rule: &Rule) -> Values {
        match *rule {
            Rule::Battery { needed, battery } => {
                vec![("needed", energy(needed)), ("battery", energy(battery.joules()))]
            }
            Rule::LoadingTooShort { depart, earliest } => {
                vec![("depart", clock(depart)), ("earliest", clock(earliest))]
            }
            Rule::TripOverlap { load_start, back } => {
                vec![("load_start", clock(load_start)), ("back", clock(back))]
            }
            Rule::BeforeShift { start, shift } => vec![("start", clock(start)), ("shift", clock(shift))],
            Rule::AfterShift { end, shift } => vec![("end", clock(end)), ("shift", clock(shift))],
            Rule::StartBeforeArrive { start, arrive } => {
                vec![("start", clock(start)), ("arrive", clock(arrive))]
            }
            Rule::OutsideWindow { order, start } => {
                vec![("order", self.order(order)), ("start", clock(start))]
            }
            Rule::BeforeReady { order, at, ready } => {
                vec![("order", self.order(order)), ("at", clock(at)), ("ready", clock(ready))]
            }
            Rule::BeforeFreeze { at, freeze } => vec![("at", clock(at)), ("freeze", clock(freeze))],
            Rule::RestBeforeEnd { rest, end } => vec![("rest", clock(rest)), ("end", clock(end))],
            Rule::RestUnknown { start, length } => {
                vec![("start", clock(start)), ("length", self.minutes(length))]
            }
            Rule::RestMissing { earliest, latest } => {
                vec![("earliest", clock(earliest)), ("latest", clock(latest))]
            }
            Rule::Overload { load, payload } => vec![("load", mass(load)), ("payload", mass(payload))],
            Rule::Overfull { compartment, volume, room } => vec![
                ("number", (compartment + 1).to_string()),
                ("volume", volume.to_string()),
                ("room", room.to_string()),
            ],
            Rule::Compartment { order, goods, compartment } => vec![
                ("order", self.order(order)),
                ("goods", self.county.goods(goods).code.clone()),
                ("number", (compartment + 1).to_string()),
            ],
            Rule::PrecoolChoice { order, price, with, without } => vec![
                ("order", self.order(order)),
                ("price", self.money(price)),
                ("with", self.money(with)),
                ("without", self.money(without)),
            ],
            _ => Vec::new(),
        }
    }

    fn order(&self, order: OrderId) -> String {
        self.county.orders.get(order.index()).map_or_else(|| "?".to_owned(), |order| order.code.clone())
    }

    fn site(&self, site: SiteId) -> String {
        self.county.sites.get(site.index()).map_or_else(|| "?".to_owned(), |site| site.code.clone())
    }

    fn money(&self, amount: Fen) -> String {
        let (sign, fen) = (if amount.0 < 0 { "-" } else { "" }, amount.0.unsigned_abs());
        let number = format!("{sign}{}.{:02}", fen / 100, fen % 100);
        self.lang.pick(format!("{number} 元"), format!("¥{number}"))
    }

    fn minutes(&self, span: Seconds) -> String {
        let minutes = span.as_f64() / 60.0;
        self.lang.pick(format!("{minutes:.1} 分钟"), format!("{minutes:.1} min"))
    }

    fn term(&self, term: Term) -> String {
        let chinese = match term {
            Term::Fixed => "出车固定费",
            Term::Distance => "里程",
            Term::Time => "工时",
            Term::Energy => "行驶能耗",
            Term::Refrigeration => "制冷",
            Term::Precooling => "预冷",
            Term::Spoilage => "损耗",
            Term::Lateness => "迟到",
            Term::Unserved => "未服务",
            Term::Carbon => "碳排放",
            Term::Handover => "转运",
        };
        self.lang.pick(chinese, term.name()).to_owned()
    }

    fn action(&self, action: Action) -> String {
        let (chinese, english) = match action {
            Action::Deliver => ("派送", "deliver"),
            Action::Collect => ("揽收", "collect"),
            Action::PickUp => ("取货", "pick up"),
            Action::DropOff => ("送达", "drop off"),
        };
        self.lang.pick(chinese, english).to_owned()
    }
}

fn both<T>(differs: Differs<T>, say: impl Fn(T) -> String) -> Values {
    vec![("stated", say(differs.stated)), ("derived", say(differs.derived))]
}

/// To the second; other days carry their mark.
fn clock(moment: Moment) -> String {
    format!("{moment}:{:02}", moment.0.rem_euclid(DAY.0) % 60)
}

fn mass(mass: Grams) -> String {
    format!("{:.3} kg", mass.as_f64() / 1000.0)
}

fn energy(joules: Joules) -> String {
    format!("{:.3} kWh", joules.as_f64() / 3.6e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_sentence_in_both_languages_and_no_other_is_there() {
        let rules: Vec<&str> = templates().keys().map(String::as_str).collect();
        let mut names = Rule::NAMES.to_vec();
        names.sort_unstable();

        assert_eq!(rules, names);
        for both in templates().values() {
            assert_eq!(both.keys().collect::<Vec<_>>(), ["en", "zh"]);
        }
    }

    #[test]
    fn times_are_told_to_the_second() {
        assert_eq!(clock(Moment(8 * 3600 + 65)), "08:01:05");
        assert_eq!(clock(Moment(-1)), "-1d 23:59:59");
    }
}
