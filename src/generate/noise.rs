//! Gradient noise: the same number for the same place and seed, everywhere.
//!
//! Only sums, products and square roots, so that maps do not depend on a
//! platform's sine.

/// A field of numbers over the plane.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noise {
    seed: u64,
}

/// Sixteen directions around the circle, close enough to unit length.
const DIRECTIONS: [(f64, f64); 16] = [
    (1.0, 0.0),
    (0.924, 0.383),
    (0.707, 0.707),
    (0.383, 0.924),
    (0.0, 1.0),
    (-0.383, 0.924),
    (-0.707, 0.707),
    (-0.924, 0.383),
    (-1.0, 0.0),
    (-0.924, -0.383),
    (-0.707, -0.707),
    (-0.383, -0.924),
    (0.0, -1.0),
    (0.383, -0.924),
    (0.707, -0.707),
    (0.924, -0.383),
];

/// A well-mixed number from two others (the finaliser of SplitMix64).
pub(super) fn mix(a: u64, b: u64) -> u64 {
    let mut z = a.wrapping_add(b.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A number from 0 (included) to 1 (not included) made of a mixed one.
pub(super) fn unit(mixed: u64) -> f64 {
    (mixed >> 11) as f64 / (1u64 << 53) as f64
}

impl Noise {
    pub(super) fn new(seed: u64, subject: u64) -> Noise {
        Noise { seed: mix(seed, subject) }
    }

    fn corner(&self, x: i64, y: i64, dx: f64, dy: f64) -> f64 {
        let (gx, gy) = DIRECTIONS[(mix(mix(self.seed, x as u64), y as u64) & 15) as usize];
        gx * dx + gy * dy
    }

    /// Between about -1 and 1, with features of size 1.
    pub(super) fn at(&self, x: f64, y: f64) -> f64 {
        let (west, south) = (x.floor(), y.floor());
        let (u, v) = (x - west, y - south);
        let (i, j) = (west as i64, south as i64);
        let fade = |t: f64| t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
        let (fu, fv) = (fade(u), fade(v));
        let low = self.corner(i, j, u, v) * (1.0 - fu) + self.corner(i + 1, j, u - 1.0, v) * fu;
        let high =
            self.corner(i, j + 1, u, v - 1.0) * (1.0 - fu) + self.corner(i + 1, j + 1, u - 1.0, v - 1.0) * fu;
        (low * (1.0 - fv) + high * fv) * 1.4
    }

    /// Octaves of noise, each half as large and twice as fine.
    pub(super) fn fractal(&self, x: f64, y: f64, octaves: u32) -> f64 {
        let (mut sum, mut weight, mut scale) = (0.0, 0.5, 1.0);
        for octave in 0..octaves {
            let shift = f64::from(octave) * 17.3;
            sum += weight * self.at(x * scale + shift, y * scale - shift);
            weight *= 0.5;
            scale *= 2.0;
        }
        sum
    }

    /// Octaves of creases: 1 along sharp crests, near 0 in the hollows.
    pub(super) fn ridged(&self, x: f64, y: f64, octaves: u32) -> f64 {
        let (mut sum, mut weight, mut scale, mut total) = (0.0, 1.0, 1.0, 0.0);
        for octave in 0..octaves {
            let shift = f64::from(octave) * 31.7;
            let crest = 1.0 - self.at(x * scale + shift, y * scale - shift).abs();
            sum += weight * crest * crest;
            total += weight;
            weight *= 0.5;
            scale *= 2.0;
        }
        sum / total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_smooth_bounded_and_the_same_each_time() {
        let noise = Noise::new(7, 1);
        for step in 0..2_000 {
            let (x, y) = (f64::from(step) * 0.037 - 20.0, f64::from(step) * 0.011);
            assert!(noise.at(x, y).abs() < 1.6);
            assert!((noise.at(x, y) - noise.at(x + 1e-4, y)).abs() < 1e-3);
            assert_eq!(noise.at(x, y), Noise::new(7, 1).at(x, y));
        }
    }
}
