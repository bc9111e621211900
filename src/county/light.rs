//! From sunrise to sunset. (M172)

use crate::units::{Moment, Point, Seconds};

/// Degrees that the middle of the sun is below the horizon when its upper edge rises, refraction
/// included.
const EDGE: f64 = 0.833;

/// Sunrise and sunset of an ISO 8601 date at a place, in China's time (UTC+8), to about two minutes;
/// `None` where the sun does not rise or set, or the date is none.
///
/// Formulas of the NOAA solar calculator (Spencer 1971).
#[must_use]
pub fn daylight(date: &str, at: Point) -> Option<(Moment, Moment)> {
    let angle = std::f64::consts::TAU / 365.0 * (f64::from(day_of_year(date)?) - 1.0);
    let (sin, cos) = (f64::sin, f64::cos);
    let minutes = 229.18
        * (0.000_075 + 0.001_868 * cos(angle)
            - 0.032_077 * sin(angle)
            - 0.014_615 * cos(2.0 * angle)
            - 0.040_849 * sin(2.0 * angle));
    let declination = 0.006_918 - 0.399_912 * cos(angle) + 0.070_257 * sin(angle)
        - 0.006_758 * cos(2.0 * angle)
        + 0.000_907 * sin(2.0 * angle)
        - 0.002_697 * cos(3.0 * angle)
        + 0.001_48 * sin(3.0 * angle);
    let latitude = at.y().to_radians();
    let hour = ((90.0 + EDGE).to_radians().cos() - sin(latitude) * sin(declination))
        / (cos(latitude) * cos(declination));
    if !(-1.0..=1.0).contains(&hour) {
        return None;
    }
    let half = hour.acos().to_degrees() * 4.0;
    // Four minutes a degree; noon is at 120 degrees east at 12:00.
    let noon = 720.0 - 4.0 * (at.x() - 120.0) - minutes;
    let moment = |minute: f64| Moment(Seconds::rounded(minute * 60.0).0);
    Some((moment(noon - half), moment(noon + half)))
}

/// 1 for the first of January.
fn day_of_year(date: &str) -> Option<u32> {
    let mut parts = date.splitn(3, '-').map(str::parse::<u32>);
    let mut next = || parts.next()?.ok();
    let (year, month, day) = (next()?, next()?, next()?);
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let of_month = before.get(month.checked_sub(1)? as usize)?;
    Some(of_month + day + u32::from(is_leap && month > 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The longer series of Meeus (Astronomical Algorithms, ch. 25) give 05:37 and 19:47 on 21 June,
    /// 07:35 and 17:43 on 22 December.
    #[test]
    fn the_sun_rises_when_longer_formulas_say() {
        let at = Point::new(109.88, 31.08);
        let near = |date: &str, rise: Moment, set: Moment| {
            let (up, down) = daylight(date, at).unwrap();
            assert!((up - rise).0.abs() < 300 && (down - set).0.abs() < 300, "{date}: {up} {down}");
        };

        near("2026-06-21", Moment::at(5, 37), Moment::at(19, 47));
        near("2026-12-22", Moment::at(7, 35), Moment::at(17, 42));
    }

    #[test]
    fn no_sun_rises_in_the_polar_night_or_on_no_date() {
        assert!(daylight("2026-12-22", Point::new(110.0, 80.0)).is_none());
        assert!(daylight("2026-13-01", Point::new(110.0, 31.0)).is_none());
        assert!(daylight("soon", Point::new(110.0, 31.0)).is_none());
    }
}
