//! Texts of URLs: escapes, and the parts of a request's path.

use super::refusal::Refusal;
use crate::units::Point;
use crate::wire::osrm::decode;

/// A text without its escapes (`%2C` is a comma; `+` a blank in queries). `None` if it is broken.
pub(super) fn unescape(text: &str, plus: bool) -> Option<String> {
    let mut bytes = text.bytes();
    let mut plain = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        plain.push(match byte {
            b'%' => {
                let digit = |byte: Option<u8>| (byte? as char).to_digit(16);
                (digit(bytes.next())? * 16 + digit(bytes.next())?) as u8
            }
            b'+' if plus => b' ',
            other => other,
        });
    }
    String::from_utf8(plain).ok()
}

/// The options of a query, unescaped, in their order.
pub(super) fn pairs(query: &str) -> Result<Vec<(String, String)>, Refusal> {
    let broken = |part: &str| Refusal::query(format!("Query string malformed at `{part}`"));
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (name, value) = part.split_once('=').ok_or_else(|| broken(part))?;
            // Coordinates have plus signs sometimes; no value has a blank.
            let text = |text: &str| unescape(text, false).ok_or_else(|| broken(part));
            Ok((text(name)?, text(value)?))
        })
        .collect()
}

/// `lon,lat;lon,lat`, `polyline(…)` or `polyline6(…)`, unescaped.
pub(super) fn coordinates(text: &str) -> Result<Vec<Point>, Refusal> {
    let encoded = |start: &str| text.strip_prefix(start)?.strip_suffix(')');
    let points: Option<Vec<Point>> = if let Some(line) = encoded("polyline(") {
        decode(line, 5).map(|points| points.iter().map(|&[x, y]| Point::new(x, y)).collect())
    } else if let Some(line) = encoded("polyline6(") {
        decode(line, 6).map(|points| points.iter().map(|&[x, y]| Point::new(x, y)).collect())
    } else {
        text.split(';').map(pair).collect()
    };
    let points = points.filter(|points| !points.is_empty());
    let points = points.ok_or_else(|| {
        let start: String = text.chars().take(40).collect();
        Refusal::query(format!("Coordinates are not `lon,lat;lon,lat`: `{start}`"))
    })?;
    let on_earth = |point: &Point| point.x().abs() <= 180.0 && point.y().abs() <= 90.0;
    match points.iter().position(|point| !on_earth(point)) {
        None => Ok(points),
        Some(number) => Err(Refusal::value(format!("Invalid coordinate value at coordinate {number}"))),
    }
}

fn pair(text: &str) -> Option<Point> {
    let (longitude, latitude) = text.split_once(',')?;
    Some(Point::new(number(longitude)?, number(latitude)?))
}

/// A finite number, written with digits.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let written = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    text.parse().ok().filter(|number: &f64| written && number.is_finite())
}
