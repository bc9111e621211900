//! When the sun is up, by another formula than the one that clips shifts. (M172)

use crate::units::{Moment, Point, Seconds};

/// Sunrise and sunset in China's time, within a minute or two.
///
/// Meeus, Astronomical Algorithms (1998), chapters 25 and 28, low accuracy.
pub(super) fn up(date: &str, at: Point) -> Option<(Moment, Moment)> {
    // Days since noon of 1 January 2000 at noon in China.
    let days = days(date)? - 8.0 / 24.0;
    let century = days / 36_525.0;
    let mean = 280.466_46 + century * 36_000.769_83;
    let anomaly = (357.529_11 + century * 35_999.050_29).to_radians();
    let centre = anomaly.sin() * (1.914_602 - century * 0.004_817) + (2.0 * anomaly).sin() * 0.019_993;
    let longitude = (mean + centre - 0.005_69).to_radians();
    let tilt = 23.439_f64.to_radians();
    let declination = (tilt.sin() * longitude.sin()).asin();
    let square = (tilt / 2.0).tan().powi(2);
    let (twice, wide) = (2.0 * mean.to_radians(), 0.016_708_634);
    let equation = 4.0
        * (square * twice.sin() - 2.0 * wide * anomaly.sin()
            + 4.0 * wide * square * anomaly.sin() * twice.cos())
        .to_degrees();
    let latitude = at.y().to_radians();
    let edge = 90.833_f64.to_radians().cos();
    let turn = edge / (latitude.cos() * declination.cos()) - latitude.tan() * declination.tan();
    let half = (turn.abs() <= 1.0).then(|| turn.acos().to_degrees() * 4.0)?;
    let noon = 12.0 * 60.0 + 4.0 * (120.0 - at.x()) - equation;
    let moment = |minutes: f64| Moment(Seconds::rounded(minutes * 60.0).0);
    Some((moment(noon - half), moment(noon + half)))
}

/// Days from 1 January 2000 to an ISO 8601 date.
fn days(date: &str) -> Option<f64> {
    let number = |from: usize, to: usize| date.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years begin in March: the leap day is the last of one (Fliegel and Van Flandern).
    let shift = (14 - month) / 12;
    let (years, months) = (year + 4800 - shift, month + 12 * shift - 3);
    let julian = day + (153 * months + 2) / 5 + 365 * years + years / 4 - years / 100 + years / 400 - 32_045;
    Some((julian - 2_451_545) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::daylight;

    #[test]
    fn both_formulas_agree_all_year_in_all_of_china() {
        for at in [Point::new(98.6, 23.0), Point::new(109.88, 31.08), Point::new(123.0, 45.0)] {
            for date in ["2026-01-01", "2026-03-20", "2026-06-21", "2026-09-23", "2028-02-29", "2026-12-22"] {
                let ((rise, set), (other, last)) = (up(date, at).unwrap(), daylight(date, at).unwrap());
                assert!((rise - other).0.abs() < 150 && (set - last).0.abs() < 150, "{date} {at:?}");
            }
        }
    }
}
