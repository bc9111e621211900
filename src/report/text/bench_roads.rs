//! The road engine's measurements as a table.

use super::Lang;

/// What a row tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    Junctions,
    Arcs,
    Turns,
    Kilometres,
    Read,
    Build,
    Prepare,
    Load,
    Customize,
    Close,
    Season,
    SeasonWhole,
    Small,
    Durations,
    All,
    DurationsPlain,
    AllPlain,
    Distance,
    Route,
    Peak,
    Checked,
    Wrong,
}

/// One line for each row.
#[must_use]
pub fn table(rows: &[(Row, f64)], lang: Lang) -> String {
    let line = |&(row, value): &(Row, f64)| {
        let (name, unit) = words(row, lang);
        let decimals = if unit.is_empty() { 0 } else { 3 };
        format!("{value:>14.decimals$} {unit:<3} {name}")
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Name and unit.
fn words(row: Row, lang: Lang) -> (&'static str, &'static str) {
    let (zh, en, unit) = match row {
        Row::Junctions => ("路口", "junctions", ""),
        Row::Arcs => ("有向路段", "arcs", ""),
        Row::Turns => ("转向", "turns", ""),
        Row::Kilometres => ("道路里程", "of road", "km"),
        Row::Read => ("读取文件", "reading the file", "s"),
        Row::Build => ("构建路网并计算行驶时间", "building and weighing the graph", "s"),
        Row::Prepare => ("从文件到第一个答案", "from the file to the first answer", "s"),
        Row::Load => ("载入预处理文件", "loading the prepared file", "s"),
        Row::Customize => ("更换权重", "laying weights over it", "ms"),
        Row::Close => ("封闭 50 条路至下一答案", "closing 50 roads, to the next answer", "ms"),
        Row::Season => ("更换季节至下一答案", "another season, to the next answer", "ms"),
        Row::SeasonWhole => ("更换季节至矩阵全速", "another season, to tables at full speed", "ms"),
        Row::Small => ("100 x 100 时间矩阵，含转向", "100 x 100 durations, with turns", "ms"),
        Row::Durations => ("时间矩阵，含转向", "durations, with turns", "ms"),
        Row::All => ("时间、距离、能耗矩阵，含转向", "durations, lengths, energies, with turns", "ms"),
        Row::DurationsPlain => ("时间矩阵，不含转向", "durations, without turns", "ms"),
        Row::AllPlain => {
            ("时间、距离、能耗矩阵，不含转向", "durations, lengths, energies, without turns", "ms")
        }
        Row::Distance => ("一次行程时间", "one duration", "ms"),
        Row::Route => ("一条路线", "one route with its arcs", "ms"),
        Row::Peak => ("内存峰值", "peak memory", "MB"),
        Row::Checked => ("已核对的答案", "answers checked", ""),
        Row::Wrong => ("其中错误", "of them wrong", ""),
    };
    (lang.pick(zh, en), unit)
}
