//! 256 colours that stand for a picture (median cut; Heckbert 1982,
//! doi:10.1145/965145.801294): a third of the bytes, and the eye does not see it.

/// Bits kept of each channel while colours are counted.
const BITS: u32 = 5;
const CELLS: usize = 1 << (3 * BITS);

/// A picture by index into its colours.
pub struct Indexed {
    /// Three bytes for each colour, at most 256 colours.
    pub colours: Vec<u8>,
    /// One byte for each pixel.
    pub pixels: Vec<u8>,
}

/// `rgb` has three bytes for each pixel.
pub fn index(rgb: &[u8]) -> Indexed {
    let boxes = cut(&count(rgb));
    let mut colours = Vec::with_capacity(boxes.len() * 3);
    let mut of_cell = vec![0u8; CELLS];
    for (number, cells) in boxes.iter().enumerate() {
        colours.extend(mean(cells));
        for cell in cells {
            of_cell[cell.key] = number as u8;
        }
    }
    let pixels = rgb.chunks_exact(3).map(|pixel| of_cell[key(pixel)]).collect();
    Indexed { colours, pixels }
}

/// The pixels of nearly one colour.
#[derive(Clone, Copy)]
struct Cell {
    key: usize,
    pixels: u64,
    sums: [u64; 3],
}

impl Cell {
    fn channel(&self, channel: usize) -> u64 {
        self.sums[channel] / self.pixels
    }
}

fn key(pixel: &[u8]) -> usize {
    pixel.iter().fold(0, |key, &part| (key << BITS) | (part >> (8 - BITS)) as usize)
}

fn count(rgb: &[u8]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = (0..CELLS).map(|key| Cell { key, pixels: 0, sums: [0; 3] }).collect();
    for pixel in rgb.chunks_exact(3) {
        let cell = &mut cells[key(pixel)];
        cell.pixels += 1;
        for (sum, &part) in cell.sums.iter_mut().zip(pixel) {
            *sum += u64::from(part);
        }
    }
    cells.retain(|cell| cell.pixels > 0);
    cells
}

/// Halves the box with the most pixels times spread until there are 256 or nothing is left to halve.
fn cut(cells: &[Cell]) -> Vec<Vec<Cell>> {
    let mut boxes = vec![(worth(cells), cells.to_vec())];
    while boxes.len() < 256 {
        let widest = boxes.iter().enumerate().max_by_key(|(_, (worth, _))| *worth);
        let Some((widest, _)) = widest.filter(|(_, (worth, _))| *worth > 0) else { break };
        let (_, whole) = boxes.swap_remove(widest);
        let (low, high) = halve(whole);
        boxes.extend([low, high].map(|cells| (worth(&cells), cells)));
    }
    boxes.into_iter().map(|(_, cells)| cells).collect()
}

/// 0 for a box that holds one colour.
fn worth(cells: &[Cell]) -> u64 {
    spread(cells).1 * pixels(cells)
}

/// Two boxes of about as many pixels. There must be two cells or more.
fn halve(mut low: Vec<Cell>) -> (Vec<Cell>, Vec<Cell>) {
    let channel = spread(&low).0;
    low.sort_by_key(|cell| cell.channel(channel));
    let half = pixels(&low) / 2;
    let mut seen = 0;
    let at = low.iter().position(|cell| {
        seen += cell.pixels;
        seen > half
    });
    let high = low.split_off(at.unwrap_or(1).clamp(1, low.len() - 1));
    (low, high)
}

fn pixels(cells: &[Cell]) -> u64 {
    cells.iter().map(|cell| cell.pixels).sum()
}

/// The channel with the widest range, and that range.
fn spread(cells: &[Cell]) -> (usize, u64) {
    let range = |channel: usize| {
        let parts = || cells.iter().map(|cell| cell.channel(channel));
        parts().max().unwrap_or(0) - parts().min().unwrap_or(0)
    };
    (0..3).map(|channel| (channel, range(channel))).max_by_key(|&(_, range)| range).unwrap_or((0, 0))
}

fn mean(cells: &[Cell]) -> [u8; 3] {
    let all = pixels(cells).max(1);
    std::array::from_fn(|channel| (cells.iter().map(|cell| cell.sums[channel]).sum::<u64>() / all) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_of_two_colours_keeps_them() {
        let picture = index(&[200, 10, 10, 10, 200, 10, 200, 10, 10]);

        let colour = |pixel: usize| &picture.colours[picture.pixels[pixel] as usize * 3..][..3];
        assert_eq!(colour(0), [200, 10, 10]);
        assert_eq!(colour(1), [10, 200, 10]);
        assert_eq!(colour(2), colour(0));
    }

    #[test]
    fn many_colours_become_256_that_are_near() {
        let rgb: Vec<u8> =
            (0..60_000u32).flat_map(|n| [n % 256, n / 256, (n / 7) % 256].map(|c| c as u8)).collect();

        let picture = index(&rgb);

        assert!(picture.colours.len() <= 768);
        let off = |pixel: usize, channel: usize| {
            let colour = picture.colours[picture.pixels[pixel] as usize * 3 + channel];
            rgb[pixel * 3 + channel].abs_diff(colour) as f64
        };
        let mean = (0..60_000).map(|p| off(p, 0) + off(p, 1) + off(p, 2)).sum::<f64>() / 180_000.0;
        assert!(mean < 16.0, "{mean}");
    }
}
