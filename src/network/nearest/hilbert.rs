//! The Hilbert curve: places near each other along it are near each other on the map.
//!
//! D. Hilbert (1891); the bit-wise turning is that of J. Skilling, "Programming
//! the Hilbert curve", AIP Conference Proceedings 707 (2004), for two dimensions.

/// Bits of each coordinate.
const BITS: u32 = 16;

/// How far along the curve a place of the square of 65,536 x 65,536 lies.
pub(super) fn place(x: u16, y: u16) -> u32 {
    let (mut x, mut y) = (u32::from(x), u32::from(y));
    let mut along = 0;
    for bit in (0..BITS).rev() {
        let (right, up) = (x >> bit & 1, y >> bit & 1);
        along = along << 2 | (3 * right) ^ up;
        if up == 0 {
            if right == 1 {
                let all = (1 << BITS) - 1;
                (x, y) = (all - x, all - y);
            }
            (x, y) = (y, x);
        }
    }
    along
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_along_the_curve_are_neighbours_on_the_square() {
        // The lower left corner of 32 x 32 places is one stretch of the curve.
        let mut places: Vec<(u32, u16, u16)> =
            (0..32).flat_map(|x| (0..32).map(move |y| (place(x, y), x, y))).collect();
        places.sort_unstable();

        for pair in places.windows(2) {
            assert_eq!(pair[1].0 - pair[0].0, 1);
            assert_eq!(pair[0].1.abs_diff(pair[1].1) + pair[0].2.abs_diff(pair[1].2), 1);
        }
    }
}
