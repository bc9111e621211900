//! Pictures of the ground: light and shadow, and colour by height.

use super::Dem;
use crate::county::Bounds;
use crate::units::Point;

/// A picture of the relief, three bytes (red, green, blue) a pixel, rows from the north.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relief {
    pub width: usize,
    pub height: usize,
    pub rgb: Vec<u8>,
}

/// No picture is wider or higher than this.
const LARGEST: usize = 8_192;
/// Metres in a degree of latitude, near enough for light and shadow.
const DEGREE: f64 = 111_200.0;
/// What lies outside of the model or in a void.
const BLANK: [u8; 3] = [236, 236, 232];
/// Height as a share of the county's range, and its colour: valley green, ochre, brown, grey-white.
const TINTS: [(f64, [f64; 3]); 5] = [
    (0.0, [163.0, 196.0, 151.0]),
    (0.25, [205.0, 217.0, 168.0]),
    (0.5, [233.0, 220.0, 176.0]),
    (0.75, [213.0, 190.0, 158.0]),
    (1.0, [238.0, 236.0, 233.0]),
];

/// Light from the north-west at 45 degrees, 0 (shadow) to 255; flat ground is 180. Unknown
/// ground is lit as if it were flat.
#[must_use]
pub fn hillshade(dem: &Dem, bounds: Bounds, width: usize, height: usize) -> Vec<u8> {
    let frame = Frame::new(bounds, width, height);
    frame.pixels().map(|(x, y)| (frame.light(dem, x, y) * 255.0).round() as u8).collect()
}

/// The ground coloured by height, in light and shadow. `width` is in pixels; the height follows
/// from the bounds, so that a kilometre is as long both ways.
#[must_use]
pub fn relief(dem: &Dem, bounds: Bounds, width: usize) -> Relief {
    let middle = ((bounds.south + bounds.north) / 2.0).to_radians();
    let shape = (bounds.north - bounds.south) / ((bounds.east - bounds.west) * middle.cos());
    let shape = if shape.is_finite() && shape > 0.0 { shape } else { 1.0 };
    let frame = Frame::new(bounds, width, (width as f64 * shape).round() as usize);
    let (low, high) = dem.range().unwrap_or((0.0, 1.0));
    let mut rgb = Vec::with_capacity(frame.width * frame.height * 3);
    for (x, y) in frame.pixels() {
        let colour = dem.height(frame.point(x, y)).map(|ground| {
            let share = (ground - low) / (high - low).max(1.0);
            // Flat ground (0.7) keeps its tint; slopes are up to 30 % darker or a little lighter.
            let light = 0.65 + 0.5 * frame.light(dem, x, y);
            tint(share).map(|part| (part * light).clamp(0.0, 255.0) as u8)
        });
        rgb.extend(colour.unwrap_or(BLANK));
    }
    Relief { width: frame.width, height: frame.height, rgb }
}

fn tint(share: f64) -> [f64; 3] {
    let share = share.clamp(0.0, 1.0);
    let above = TINTS.iter().position(|&(from, _)| from >= share).unwrap_or(TINTS.len() - 1).max(1);
    let ((from, low), (to, high)) = (TINTS[above - 1], TINTS[above]);
    let part = (share - from) / (to - from);
    std::array::from_fn(|channel| low[channel] + (high[channel] - low[channel]) * part)
}

/// Pixels over a bounding box.
struct Frame {
    bounds: Bounds,
    width: usize,
    height: usize,
}

impl Frame {
    fn new(bounds: Bounds, width: usize, height: usize) -> Frame {
        Frame { bounds, width: width.clamp(1, LARGEST), height: height.clamp(1, LARGEST) }
    }

    fn pixels(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let width = self.width;
        (0..self.height).flat_map(move |y| (0..width).map(move |x| (x, y)))
    }

    fn steps(&self) -> (f64, f64) {
        let (wide, high) = (self.bounds.east - self.bounds.west, self.bounds.north - self.bounds.south);
        (wide / self.width as f64, high / self.height as f64)
    }

    /// The middle of a pixel.
    fn point(&self, x: usize, y: usize) -> Point {
        let (right, down) = self.steps();
        Point::new(self.bounds.west + right * (x as f64 + 0.5), self.bounds.north - down * (y as f64 + 0.5))
    }

    /// Lambert's cosine with the sun in the north-west at 45 degrees, 0 to 1.
    fn light(&self, dem: &Dem, x: usize, y: usize) -> f64 {
        let middle = self.point(x, y);
        // A slope is read over at least one cell of the model, or it shows its steps.
        let lon = self.steps().0.max(dem.grid().step_lon) / 2.0;
        let lat = self.steps().1.max(dem.grid().step_lat) / 2.0;
        let at = |right: f64, up: f64| dem.height(Point::new(middle.x() + right, middle.y() + up));
        let rise = |one: Option<f64>, other: Option<f64>, degrees: f64, metres: f64| {
            one.zip(other).map_or(0.0, |(one, other)| (other - one) / (2.0 * degrees * metres).max(1e-9))
        };
        let east = rise(at(-lon, 0.0), at(lon, 0.0), lon, DEGREE * middle.y().to_radians().cos().abs());
        let north = rise(at(0.0, -lat), at(0.0, lat), lat, DEGREE);
        // The normal is (-east, -north, 1); the sun stands at (-1/2, 1/2, 1/sqrt 2).
        let towards = (east - north) / 2.0 + std::f64::consts::FRAC_1_SQRT_2;
        (towards / (1.0 + east * east + north * north).sqrt()).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terrain::Grid;

    const BOUNDS: Bounds = Bounds { west: 100.0, south: 29.98, east: 100.02, north: 30.0 };

    fn ramp(rise: impl Fn(usize, usize) -> f32) -> Dem {
        let grid = Grid { west: 100.0, north: 30.0, step_lon: 0.001, step_lat: 0.001, columns: 21, rows: 21 };
        let heights = (0..441).map(|cell| rise(cell % 21, cell / 21)).collect();
        Dem::new(grid, heights).unwrap()
    }

    #[test]
    fn slopes_that_face_the_north_west_are_lit_and_the_others_lie_in_shadow() {
        let to_the_light = hillshade(&ramp(|column, row| (column + row) as f32 * 40.0), BOUNDS, 10, 10);
        let away = hillshade(&ramp(|column, row| 2_000.0 - (column + row) as f32 * 40.0), BOUNDS, 10, 10);
        let flat = hillshade(&ramp(|_, _| 500.0), BOUNDS, 10, 10);

        assert_eq!(flat[55], 180);
        assert!(to_the_light[55] > 200 && away[55] < 120);
    }

    #[test]
    fn a_picture_keeps_the_shape_of_the_land_and_leaves_voids_blank() {
        let picture = relief(&ramp(|column, _| if column < 10 { f32::NAN } else { 900.0 }), BOUNDS, 100);

        // 0.02 degrees both ways at 30 degrees north: 1 / cos 30 = 1.155 times as high as wide.
        assert_eq!((picture.width, picture.height, picture.rgb.len()), (100, 115, 100 * 115 * 3));
        assert_eq!(picture.rgb[..3], BLANK);
        assert_ne!(picture.rgb[297..300], BLANK);
    }

    #[test]
    fn absurd_bounds_give_a_blank_picture() {
        let nowhere = Bounds { west: 5.0, south: f64::NAN, east: 5.0, north: 1e300 };
        let picture = relief(&ramp(|_, _| 1.0), nowhere, 3);
        assert!(picture.rgb.chunks(3).all(|pixel| pixel == BLANK));
    }
}
