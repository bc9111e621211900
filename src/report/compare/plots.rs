//! Plots as SVG: lines over an axis, bars to both sides, and dots of places.

use super::{Comparison, fixed, yuan};
use crate::compare::{Axis, Cell, Curve, Direction, Mode, TOLD, crossing};
use crate::report::html::{Esc, put};
use crate::report::text::Lang;
use crate::report::text::compare as words;
use crate::wire::compare::{Bar, Middle};

/// Distinct for most eyes, dark enough on white: shared road, own trip, drone, truck and drone.
pub(super) const COLOURS: [&str; 4] = ["#57524a", "#b08a3e", "#0072b2", "#0b6b66"];

const WIDE: f64 = 460.0;
const HIGH: f64 = 300.0;
/// Left, right, top, bottom.
const MARGINS: [f64; 4] = [52.0, 14.0, 26.0, 44.0];

/// A frame with axes from nought or a least value to a most.
struct Frame {
    across: (f64, f64),
    up: (f64, f64),
    /// Logarithmic across.
    is_log: bool,
}

impl Frame {
    fn x(&self, value: f64) -> f64 {
        let [left, right, ..] = MARGINS;
        let scale = |value: f64| if self.is_log { value.max(1e-9).ln() } else { value };
        let (low, high) = (scale(self.across.0), scale(self.across.1));
        left + (scale(value) - low) / (high - low).max(1e-12) * (WIDE - left - right)
    }

    fn y(&self, value: f64) -> f64 {
        let [.., top, bottom] = MARGINS;
        let share = (value - self.up.0) / (self.up.1 - self.up.0).max(1e-12);
        HIGH - bottom - share * (HIGH - top - bottom)
    }

    fn open(&self, out: &mut String, [across, up]: [&str; 2]) {
        let [left, right, top, bottom] = MARGINS;
        put!(
            out,
            "<svg class=\"plot\" viewBox=\"0 0 {WIDE} {HIGH}\" role=\"img\" aria-label=\"{}\">",
            Esc(across)
        );
        put!(out, "<text x=\"4\" y=\"14\">{}</text>", Esc(up));
        for tick in ticks(self.up.0, self.up.1, 4) {
            let y = self.y(tick);
            put!(out, "<path class=\"grid\" d=\"M{left} {y:.1}H{:.1}\"/>", WIDE - right);
            put!(
                out,
                "<text class=\"end\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                left - 6.0,
                y + 4.0,
                short(tick)
            );
        }
        let marks = if self.is_log {
            decades(self.across.0, self.across.1)
        } else {
            ticks(self.across.0, self.across.1, 6)
        };
        for tick in marks {
            let x = self.x(tick);
            put!(out, "<path class=\"grid\" d=\"M{x:.1} {top}V{:.1}\"/>", HIGH - bottom);
            put!(
                out,
                "<text class=\"mid\" x=\"{x:.1}\" y=\"{:.1}\">{}</text>",
                HIGH - bottom + 16.0,
                short(tick)
            );
        }
        put!(
            out,
            "<text class=\"mid\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            (left + WIDE - right) / 2.0,
            HIGH - 8.0,
            Esc(across)
        );
    }
}

/// Round values between two others, about so many.
fn ticks(low: f64, high: f64, about: usize) -> Vec<f64> {
    let span = (high - low).max(1e-12);
    let rough = span / about as f64;
    let unit = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|it| it * unit).into_iter().find(|step| *step >= rough);
    let step = step.unwrap_or(unit * 10.0);
    let first = (low / step - 1e-9).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    (first..=last.min(first + 20)).map(|at| at as f64 * step).collect()
}

/// 1, 2, 5, 10 and so on between two values.
fn decades(low: f64, high: f64) -> Vec<f64> {
    let each = (-3..7).flat_map(|power| [1.0, 2.0, 5.0].map(|it| it * 10_f64.powi(power)));
    let inside: Vec<f64> = each.filter(|tick| (low * 0.999..=high * 1.001).contains(tick)).collect();
    if inside.len() > 8 {
        inside.into_iter().filter(|tick| tick.log10().fract().abs() < 1e-9).collect()
    } else {
        inside
    }
}

fn short(value: f64) -> String {
    let text = fixed(value, 2);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// The most of what is drawn, a little rounded up, without what runs away.
fn most(values: impl Iterator<Item = f64>) -> f64 {
    /// Times what nearly all stay below: so far up the scale goes for the others.
    const FAR: f64 = 2.5;
    let mut all: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    all.sort_by(f64::total_cmp);
    let usual = all.get(all.len() * 19 / 20).or(all.last()).copied().unwrap_or(1.0).max(1e-6);
    let high = all.last().copied().filter(|last| *last <= FAR * usual).unwrap_or(usual);
    let room = if high > usual { high * 1.05 } else { high * 1.25 };
    ticks(0.0, room, 4).last().copied().unwrap_or(high).max(high)
}

/// Amounts and values reach over several powers of ten.
fn is_log(axis: Axis) -> bool {
    matches!(axis, Axis::Value | Axis::Volume)
}

/// One break-even curve with the place in the middle and the crossings marked.
pub(super) fn curve(curve: &Curve, lang: Lang) -> String {
    let mut out = String::new();
    let xs = || curve.points.iter().map(|point| point.x);
    let (low, high) = (xs().fold(f64::INFINITY, f64::min), xs().fold(f64::NEG_INFINITY, f64::max));
    let top = most(curve.points.iter().flat_map(|point| point.by.into_iter().flatten().map(yuan)));
    let log = is_log(curve.axis) && low > 0.0;
    let frame = Frame { across: (low, high), up: (0.0, top), is_log: log };
    frame.open(&mut out, [words::axis(curve.axis, lang), words::PER_KG.say(lang)]);
    if (low..=high).contains(&curve.here) {
        let x = frame.x(curve.here);
        put!(&mut out, "<path class=\"here\" d=\"M{x:.1} {:.1}V{:.1}\"/>", MARGINS[2], HIGH - MARGINS[3]);
    }
    for (at, mode) in TOLD.iter().enumerate() {
        let points = curve.points.iter().map(|point| Some((point.x, yuan(point.by[at]?))));
        line(&mut out, &frame, points, COLOURS[*mode as usize]);
    }
    for mode in [Mode::Road, Mode::Own] {
        if let Some((x, _)) = crossing(curve, mode) {
            let y = level(curve, x).map_or(0.0, yuan);
            if y <= top {
                put!(
                    &mut out,
                    "<circle class=\"cross\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\"/>",
                    frame.x(x),
                    frame.y(y)
                );
            }
        }
    }
    out.push_str("</svg>");
    out
}

/// Air at a place of its curve.
fn level(curve: &Curve, x: f64) -> Option<f64> {
    curve.points.windows(2).find(|pair| (pair[0].x..=pair[1].x).contains(&x)).and_then(|pair| {
        let (low, high) = (pair[0].by[2]?, pair[1].by[2]?);
        Some(low + (high - low) * (x - pair[0].x) / (pair[1].x - pair[0].x).max(1e-12))
    })
}

/// Broken where there is no value; where it leaves the frame at the top, it is drawn up to there.
fn line(out: &mut String, frame: &Frame, points: impl Iterator<Item = Option<(f64, f64)>>, colour: &str) {
    let mut path = String::new();
    let mut before: Option<(f64, f64)> = None;
    for point in points {
        if let Some((one, other)) = before.zip(point).and_then(|ends| below(frame, ends)) {
            let ends = [one, other].map(|(x, y)| (frame.x(x), frame.y(y)));
            put!(&mut path, "M{:.1} {:.1}L{:.1} {:.1}", ends[0].0, ends[0].1, ends[1].0, ends[1].1);
        }
        before = point;
    }
    put!(out, "<path class=\"line\" d=\"{path}\" stroke=\"{colour}\"/>");
}

/// What of a stretch is not above the frame.
fn below(frame: &Frame, (one, other): ((f64, f64), (f64, f64))) -> Option<((f64, f64), (f64, f64))> {
    let top = frame.up.1;
    let edge = || {
        let share = (top - one.1) / (other.1 - one.1);
        (one.0 + (other.0 - one.0) * share, top)
    };
    match (one.1 <= top, other.1 <= top) {
        (true, true) => Some((one, other)),
        (true, false) => Some((one, edge())),
        (false, true) => Some((edge(), other)),
        (false, false) => None,
    }
}

/// Cost by road against cost by air of each place with both: below the diagonal air is cheaper.
pub(super) fn scatter(cells: &[&Cell], lang: Lang) -> String {
    let mut out = String::new();
    let both = |cell: &&Cell| {
        Some((yuan(cell.figures(Mode::Road)?.sum()), yuan(cell.figures(Mode::Air)?.sum()), cell.planned[0]))
    };
    let dots: Vec<(f64, f64, bool)> = cells.iter().filter_map(both).collect();
    let (wide, high) = (most(dots.iter().map(|dot| dot.0)), most(dots.iter().map(|dot| dot.1)));
    let frame = Frame { across: (0.0, wide), up: (0.0, high), is_log: false };
    frame.open(&mut out, [words::BY_ROAD.say(lang), words::BY_AIR.say(lang)]);
    let end = wide.min(high);
    put!(
        &mut out,
        "<path class=\"here\" d=\"M{:.1} {:.1}L{:.1} {:.1}\"/>",
        frame.x(0.0),
        frame.y(0.0),
        frame.x(end),
        frame.y(end)
    );
    for (road, air, planned) in dots.into_iter().filter(|dot| dot.0 <= wide && dot.1 <= high) {
        let class = if planned { "dot planned" } else { "dot" };
        put!(
            &mut out,
            "<circle class=\"{class}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"/>",
            frame.x(road),
            frame.y(air)
        );
    }
    out.push_str("</svg>");
    out
}

/// Door-to-door time over the straight distance, by road and by air.
pub(super) fn times(cells: &[&Cell], lang: Lang) -> String {
    let mut out = String::new();
    let minutes = |mode: Mode| {
        cells.iter().filter_map(move |cell| Some((cell.straight_km, cell.figures(mode)?.minutes / 60.0)))
    };
    let far = most(cells.iter().map(|cell| cell.straight_km));
    let frame =
        Frame { across: (0.0, far), up: (0.0, most(minutes(Mode::Road).map(|it| it.1))), is_log: false };
    frame.open(&mut out, [words::axis(Axis::Distance, lang), words::HOURS.say(lang)]);
    for mode in [Mode::Road, Mode::Own, Mode::Mixed, Mode::Air] {
        for (x, y) in minutes(mode).filter(|it| it.0 <= far && it.1 <= frame.up.1) {
            let colour = COLOURS[mode as usize];
            put!(
                &mut out,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"2\" fill=\"{colour}\" opacity=\".55\"/>",
                frame.x(x),
                frame.y(y)
            );
        }
    }
    out.push_str("</svg>");
    out
}

/// Bars of the facts that matter most: how the difference between air and road moves.
pub(super) fn tornado(bars: &[Bar], lang: Lang) -> String {
    const ROW: f64 = 22.0;
    const LEFT: f64 = 300.0;
    const WIDTH: f64 = 940.0;
    let mut out = String::new();
    let usual = bars.iter().find_map(|bar| bar.usual).map_or(0.0, yuan);
    let ends = |bar: &Bar| [bar.low, bar.high].map(|it| it.map_or(usual, yuan));
    let all = || bars.iter().flat_map(ends).chain([usual]);
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let pad = ((high - low) * 0.06).max(1e-6);
    let x =
        |value: f64| LEFT + 60.0 + (value - low + pad) / (high - low + 2.0 * pad) * (WIDTH - LEFT - 130.0);
    let tall = ROW * bars.len() as f64 + 44.0;
    put!(&mut out, "<svg class=\"tornado\" viewBox=\"0 0 {WIDTH} {tall}\" role=\"img\">");
    put!(
        &mut out,
        "<text class=\"mid\" x=\"{:.1}\" y=\"14\">{}</text>",
        x(usual).clamp(LEFT + 160.0, WIDTH - 160.0),
        Esc(&words::usual(usual, lang))
    );
    put!(&mut out, "<path class=\"here\" d=\"M{0:.1} 20V{1:.1}\"/>", x(usual), tall - 4.0);
    if low < 0.0 && high > 0.0 {
        put!(&mut out, "<path class=\"even\" d=\"M{0:.1} 20V{1:.1}\"/>", x(0.0), tall - 4.0);
    }
    for (at, bar) in bars.iter().enumerate() {
        let y = 26.0 + ROW * at as f64;
        let Some(fact) = crate::facts::get(&bar.key) else { continue };
        put!(
            &mut out,
            "<text class=\"end\" x=\"{LEFT}\" y=\"{:.1}\"><title>{}</title>{}</text>",
            y + 13.0,
            Esc(&fact.source),
            Esc(&bar.key)
        );
        for ((value, class), name) in ends(bar).into_iter().zip(["low", "high"]).zip([fact.low, fact.high]) {
            let (from, to) = (x(usual).min(x(value)), x(usual).max(x(value)));
            put!(
                &mut out,
                "<path class=\"{class}\" d=\"M{from:.1} {y:.1}H{to:.1}V{:.1}H{from:.1}z\"/>",
                y + 16.0
            );
            if to - from > 0.5 {
                let (side, at) = if value < usual { ("end", from - 4.0) } else { ("start", to + 4.0) };
                put!(
                    &mut out,
                    "<text class=\"tick {side}\" x=\"{at:.1}\" y=\"{:.1}\">{}</text>",
                    y + 12.5,
                    plain(name)
                );
            }
        }
    }
    out.push_str("</svg>");
    out
}

/// A number as in the facts.
fn plain(value: f64) -> String {
    format!("{value}").replace('-', "−")
}

/// Which colour is which.
pub(super) fn legend(modes: &[Mode], lang: Lang) -> String {
    let mut out = "<p class=\"modes\">".to_owned();
    for mode in modes {
        put!(
            &mut out,
            "<span><i style=\"background:{}\"></i>{}</span>",
            COLOURS[*mode as usize],
            Esc(words::mode(*mode, lang))
        );
    }
    out.push_str("</p>");
    out
}

/// The heading of a typical place's curves.
pub(super) fn middle_title(input: &Comparison, middle: &Middle, lang: Lang) -> String {
    let goods = input.county.goods(middle.goods);
    let name = crate::report::text::name(&goods.name_zh, &goods.name_en, lang);
    let is_harvest = middle.direction == Direction::In;
    words::middle(
        name,
        words::direction(middle.direction, lang),
        [middle.kilometres, middle.detour, middle.kilograms, yuan(middle.value)],
        is_harvest,
        lang,
    )
}
