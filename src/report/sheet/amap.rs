//! A link that opens Amap (高德) with the way to a door.

use crate::county::datum::wgs_to_gcj;
use crate::units::Point;

/// Amap's maps are in GCJ-02: without the conversion the pin is about 500 m off.
pub fn link(to: Point, name: &str) -> String {
    let shown = wgs_to_gcj(to);
    let name: String = name.chars().take(20).collect();
    format!(
        "https://uri.amap.com/navigation?to={:.6},{:.6},{}&mode=car&coordinate=gaode&src=mabang&callnative=1",
        shown.x(),
        shown.y(),
        percent(&name)
    )
}

/// RFC 3986: everything but letters, digits and `-._~` becomes `%XX` of its UTF-8 bytes.
fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(byte as char),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_add_parameters_to_the_link() {
        let link = link(Point::new(109.88, 31.08), "一村&to=0,0");

        assert!(link.contains(",%E4%B8%80%E6%9D%91%26to%3D0%2C0&mode=car"));
    }

    #[test]
    fn the_pin_is_shifted_to_where_amap_draws_the_road() {
        let link = link(Point::new(109.88, 31.08), "x");

        let to = link.split("to=").nth(1).unwrap();
        let mut numbers = to.split(',').map(|part| part.parse::<f64>().unwrap_or(0.0));
        let (lon, lat) = (numbers.next().unwrap(), numbers.next().unwrap());
        // 400 to 530 m here: up to about 0.006 degrees.
        assert!((0.001..0.007).contains(&(lon - 109.88).abs()), "{lon}");
        assert!((0.0005..0.005).contains(&(lat - 31.08).abs()), "{lat}");
    }
}
