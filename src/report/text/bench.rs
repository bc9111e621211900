//! A table of benchmark results, a line at a time.

use super::{Lang, count};

/// What a line says of one instance.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    pub instance: &'a str,
    pub set: &'a str,
    pub customers: usize,
    pub vehicles: usize,
    pub cost: Option<f64>,
    pub known: Option<f64>,
    /// Percent.
    pub gap: Option<f64>,
    pub bound_gap: Option<f64>,
    pub seconds: f64,
    pub iterations: u64,
}

/// The headings, above [`row`].
#[must_use]
pub fn heading(lang: Lang) -> String {
    let [instance, set, customers, vehicles, cost, known, gap, bound, seconds, iterations] = lang.pick(
        ["算例", "类型", "客户", "车辆", "成本", "最好已知", "差距 %", "下界差 %", "秒", "迭代"],
        ["instance", "set", "n", "vehicles", "cost", "best known", "gap %", "bound gap %", "s", "iterations"],
    );
    format!(
        "{instance:<20} {set:<8} {customers:>5} {vehicles:>8} {cost:>13} {known:>13} {gap:>7} {bound:>11} {seconds:>7} {iterations:>12}"
    )
}

/// One line.
#[must_use]
pub fn row(row: &Row, lang: Lang) -> String {
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"));
    let cost =
        row.cost.map_or_else(|| lang.pick("不可行", "infeasible").to_owned(), |cost| format!("{cost:.2}"));
    format!(
        "{:<20} {:<8} {:>5} {:>8} {cost:>13} {:>13} {:>7} {:>11} {:>7.1} {:>12}",
        row.instance,
        row.set,
        row.customers,
        row.vehicles,
        number(row.known),
        number(row.gap),
        number(row.bound_gap),
        row.seconds,
        count(usize::try_from(row.iterations).unwrap_or(usize::MAX)),
    )
}
