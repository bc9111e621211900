//! A table of placement results, a line at a time.

use super::Lang;

/// What a line says of one instance.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    pub instance: &'a str,
    pub kind: &'a str,
    pub sites: usize,
    pub customers: usize,
    pub upper: Option<f64>,
    pub lower: Option<f64>,
    /// Of location-routing: the two bounds.
    pub radial: Option<f64>,
    pub by_routes: Option<f64>,
    /// Percent.
    pub gap: Option<f64>,
    pub known: Option<f64>,
    /// `optimal`, `feasible`, `infeasible`, `unknown` or `wrong`.
    pub status: &'a str,
    pub open: usize,
    pub seconds: f64,
}

/// The headings, above [`row`].
#[must_use]
pub fn heading(lang: Lang) -> String {
    let [instance, kind, size, open, upper, lower, gap, known, status, seconds] = lang.pick(
        ["算例", "类型", "候选×客户", "启用", "成本", "下界", "差距 %", "已知", "状态", "秒"],
        ["instance", "kind", "sites x n", "open", "cost", "bound", "gap %", "known", "status", "s"],
    );
    format!(
        "{instance:<18} {kind:<9} {size:>11} {open:>5} {upper:>15} {lower:>15} {gap:>8} {known:>15} {status:<10} {seconds:>7}"
    )
}

/// One line.
#[must_use]
pub fn row(row: &Row, lang: Lang) -> String {
    let number = |value: Option<f64>, digits: usize| {
        value.map_or_else(|| "–".to_owned(), |value| format!("{value:.digits$}"))
    };
    let size = format!("{} x {}", row.sites, row.customers);
    let line = format!(
        "{:<18} {:<9} {size:>11} {:>5} {:>15} {:>15} {:>8} {:>15} {:<10} {:>7.2}",
        row.instance,
        row.kind,
        row.open,
        number(row.upper, 3),
        number(row.lower, 3),
        number(row.gap, 4),
        number(row.known, 3),
        status(row.status, lang),
        row.seconds,
    );
    format!("{line}{}", tiers(row, lang))
}

/// Which bounds of location-routing there are.
fn tiers(row: &Row, lang: Lang) -> String {
    let one = |name: &str, value: Option<f64>| value.map(|value| format!("  {name} {value:.0}"));
    let radial = one(lang.pick("径向下界", "radial"), row.radial);
    let routes = one(lang.pick("路径列下界", "by routes"), row.by_routes);
    radial.into_iter().chain(routes).collect()
}

fn status(word: &str, lang: Lang) -> &str {
    let chinese = match word {
        "optimal" => "已证最优",
        "feasible" => "可行",
        "infeasible" => "无解",
        "unknown" => "未知",
        "wrong" => "有误",
        other => other,
    };
    lang.pick(chinese, word)
}
