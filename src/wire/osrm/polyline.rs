//! Google's encoded polylines with five or six decimals.

/// Longitude and latitude in 1e-7 degrees as a polyline with so many decimals (5 or 6).
#[must_use]
pub fn encode(points: &[[i32; 2]], decimals: u32) -> String {
    let step = 10_i64.pow(7 - decimals);
    let rounded = |place: i32| (i64::from(place) + step / 2).div_euclid(step);
    let mut text = String::with_capacity(points.len() * 6);
    let mut last = [0; 2];
    for point in points {
        let now = [rounded(point[1]), rounded(point[0])];
        for (now, last) in now.iter().zip(&mut last) {
            push(now - *last, &mut text);
            *last = *now;
        }
    }
    text
}

fn push(value: i64, text: &mut String) {
    let mut bits = (value << 1 ^ value >> 63) as u64;
    loop {
        let more = if bits >= 0x20 { 0x20 } else { 0 };
        text.push((63 + more + (bits & 0x1f) as u8) as char);
        bits >>= 5;
        if bits == 0 {
            break;
        }
    }
}

/// Longitude and latitude in degrees of a polyline with so many decimals. `None` if it is broken.
#[must_use]
pub fn decode(text: &str, decimals: u32) -> Option<Vec<[f64; 2]>> {
    let scale = 10_f64.powi(decimals as i32);
    let mut bytes = text.bytes();
    let (mut points, mut last) = (Vec::new(), [0_i64; 2]);
    while bytes.len() > 0 {
        for value in &mut last {
            *value = value.checked_add(next(&mut bytes)?)?;
        }
        points.push([last[1] as f64 / scale, last[0] as f64 / scale]);
    }
    Some(points)
}

fn next(bytes: &mut std::str::Bytes) -> Option<i64> {
    let mut bits = 0_u64;
    for shift in (0..60).step_by(5) {
        let byte = bytes.next()?.checked_sub(63).filter(|byte| *byte < 64)?;
        bits |= u64::from(byte & 0x1f) << shift;
        if byte < 0x20 {
            let value = (bits >> 1) as i64;
            return Some(if bits & 1 == 1 { !value } else { value });
        }
    }
    None
}
