//! What altitude, cold, wind and payload do to a range, as SVG.

use crate::energy::drone::{Airframe, Battery, Day, Wind, range};
use crate::report::ReportError;
use crate::report::text::drone as words;
use crate::report::text::{self, Lang, Words};
use std::fmt::Write as _;
use std::path::Path;

/// Distinct for most eyes, dark enough on white.
const COLOURS: [&str; 6] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#7a5195", "#333333"];
const WIDE: f64 = 560.0;
const HIGH: f64 = 330.0;
/// Left, right, top, bottom.
const MARGINS: [f64; 4] = [56.0, 150.0, 34.0, 44.0];

/// One line of a plot, or more where nothing is left of a range in between.
struct Curve {
    name: String,
    points: Vec<(f64, f64)>,
}

/// One thing that is varied.
struct Sweep {
    file: &'static str,
    axis: Words,
    low: f64,
    high: f64,
    /// Payload as a share, altitude, temperature, headwind at a value of the axis.
    day: fn(f64) -> (f64, f64, f64, f64),
}

const SWEEPS: [Sweep; 4] = [
    Sweep {
        file: "payload",
        axis: words::AXIS_LOAD,
        low: 0.0,
        high: 100.0,
        day: |x| (x / 100.0, 500.0, 20.0, 0.0),
    },
    Sweep {
        file: "altitude",
        axis: words::AXIS_ALTITUDE,
        low: 0.0,
        high: 5_000.0,
        day: |x| (0.5, x, 25.0 - 0.0065 * x, 0.0),
    },
    Sweep {
        file: "temperature",
        axis: words::AXIS_TEMPERATURE,
        low: -20.0,
        high: 40.0,
        day: |x| (0.5, 500.0, x, 0.0),
    },
    Sweep { file: "wind", axis: words::AXIS_WIND, low: -12.0, high: 12.0, day: |x| (0.5, 500.0, 20.0, x) },
];

/// File names and SVG texts, one for each thing that is varied.
#[must_use]
pub fn plots(frames: &[Airframe], lang: Lang) -> Vec<(String, String)> {
    SWEEPS
        .iter()
        .map(|sweep| {
            let curves: Vec<Curve> = frames.iter().map(|frame| curve(frame, sweep, lang)).collect();
            (format!("range-by-{}.svg", sweep.file), draw(sweep, &curves, lang))
        })
        .collect()
}

/// Writes the plots into a folder, which is made if it is not there, and says where they are.
///
/// # Errors
/// If a file cannot be written.
pub fn write_plots(dir: &Path, frames: &[Airframe], lang: Lang) -> Result<String, ReportError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| ReportError::Write { path, source }
    };
    std::fs::create_dir_all(dir).map_err(failed(dir))?;
    let mut written = Vec::new();
    for (name, svg) in plots(frames, lang) {
        let path = dir.join(name);
        std::fs::write(&path, svg).map_err(failed(&path))?;
        written.push(path.display().to_string());
    }
    Ok(written.join("\n"))
}

fn curve(frame: &Airframe, sweep: &Sweep, lang: Lang) -> Curve {
    let points = (0..=40).filter_map(|step| {
        let x = sweep.low + (sweep.high - sweep.low) * f64::from(step) / 40.0;
        let (share, altitude, celsius, wind) = (sweep.day)(x);
        let allowed =
            wind.abs() <= frame.wind && altitude + 60.0 <= frame.highest && celsius >= frame.coldest;
        let day = Day { celsius, reference: altitude, lapse: 6.5, wind: Wind::from(wind, 0.0) };
        let battery = Battery::default();
        let metres = range(frame, frame.payload * share, (altitude, 60.0), &day, &battery)?.metres;
        allowed.then_some((x, metres / 1000.0))
    });
    let name = text::name(&frame.name_zh, &frame.name_en, lang).to_owned();
    Curve { name, points: points.collect() }
}

fn draw(sweep: &Sweep, curves: &[Curve], lang: Lang) -> String {
    let [left, right, top, bottom] = MARGINS;
    let highest = curves.iter().flat_map(|curve| &curve.points).map(|point| point.1).fold(1.0, f64::max);
    let most = (highest / 5.0).ceil() * 5.0;
    let x = |value: f64| left + (value - sweep.low) / (sweep.high - sweep.low) * (WIDE - left - right);
    let y = |value: f64| HIGH - bottom - value / most * (HIGH - top - bottom);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDE} {HIGH}\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n<text x=\"{left}\" y=\"18\">{}</text>\n",
        words::AXIS_RANGE.say(lang)
    );
    for tick in 0..=4 {
        let (across, up) =
            (sweep.low + (sweep.high - sweep.low) * f64::from(tick) / 4.0, most * f64::from(tick) / 4.0);
        let _ = writeln!(svg, "<path d=\"M{left} {0:.1}H{1:.1}\" stroke=\"#ddd\"/>", y(up), WIDE - right);
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{up}</text>",
            left - 6.0,
            y(up) + 4.0
        );
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{across}</text>",
            x(across),
            HIGH - bottom + 18.0
        );
    }
    let _ = writeln!(svg, "<text x=\"{left}\" y=\"{:.1}\">{}</text>", HIGH - 8.0, sweep.axis.say(lang));
    for (at, curve) in curves.iter().enumerate() {
        let colour = COLOURS[at % COLOURS.len()];
        let points: Vec<String> =
            curve.points.iter().map(|point| format!("{:.1},{:.1}", x(point.0), y(point.1))).collect();
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            points.join(" ")
        );
        let name = curve.name.split([',', '（']).next().unwrap_or_default();
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" fill=\"{colour}\">{name}</text>",
            WIDE - right + 8.0,
            top + 14.0 + 18.0 * at as f64
        );
    }
    svg.push_str("</svg>\n");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::energy::drone::{AIRFRAMES, airframe};

    #[test]
    fn there_is_a_plot_for_each_thing_that_is_varied_and_a_line_for_each_airframe() {
        let frames: Vec<Airframe> = AIRFRAMES.iter().filter_map(|code| airframe(code)).collect();

        let plots = plots(&frames, Lang::Zh);

        assert_eq!(plots.len(), 4);
        for (name, svg) in plots {
            assert_eq!(svg.matches("<polyline").count(), 4, "{name}");
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{name}");
            assert!(svg.contains("FlyCart 30") && svg.contains("航程"), "{name}");
        }
    }
}
