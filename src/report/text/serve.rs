//! What a server says on the terminal.

use super::Lang;

/// Where it listens and for what.
#[must_use]
pub fn listening(url: &str, profiles: &[&str], lang: Lang) -> String {
    let profiles = profiles.join(", ");
    lang.pick(
        format!("正在监听 {url} （OSRM HTTP API v1；车型：{profiles}）。按 Ctrl-C 结束。"),
        format!("Listening on {url} (OSRM HTTP API v1; profiles: {profiles}). Ctrl-C ends."),
    )
}

/// How large the roads are, and whether they were taken up as they were prepared before.
#[must_use]
pub fn roads(junctions: usize, arcs: usize, was_kept: bool, lang: Lang) -> String {
    let (kept_zh, kept) = if was_kept { ("（已预处理）", " (prepared before)") } else { ("", "") };
    lang.pick(
        format!("{junctions} 个路口，{arcs} 条路段{kept_zh}"),
        format!("{junctions} junctions, {arcs} arcs{kept}"),
    )
}

/// The server has ended in good order.
#[must_use]
pub fn ended(lang: Lang) -> &'static str {
    lang.pick("已结束。", "Ended.")
}

/// Nobody but this machine should be let in without thought.
#[must_use]
pub fn open_to_others(lang: Lang) -> &'static str {
    lang.pick(
        "注意：其他机器也能访问；服务不检查身份，也不加密。",
        "Note: other machines can reach it; it asks nobody who they are and encrypts nothing.",
    )
}
