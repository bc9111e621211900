//! The relief as text that a page can hold: PNG in base64.

use super::palette;
use crate::report::{Picture, ReportError};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A `data:` address of the picture. `None` if it has no pixels or not as many as it says.
pub fn data_uri(picture: &Picture) -> Result<Option<String>, ReportError> {
    let pixels = picture.width.checked_mul(picture.height).unwrap_or(0);
    if pixels == 0 || pixels.checked_mul(3) != Some(picture.rgb.len()) {
        return Ok(None);
    }
    let (Ok(width), Ok(height)) = (u32::try_from(picture.width), u32::try_from(picture.height)) else {
        return Ok(None);
    };
    let bytes = encode(width, height, picture.rgb)?;
    Ok(Some(format!("data:image/png;base64,{}", base64(&bytes))))
}

fn encode(width: u32, height: u32, rgb: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let indexed = palette::index(rgb);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(indexed.colours);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&indexed.pixels)?;
    writer.finish()?;
    Ok(bytes)
}

fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = (0..3).fold(0u32, |word, k| (word << 8) | u32::from(*chunk.get(k).unwrap_or(&0)));
        for k in 0..4 {
            let six = (word >> (18 - 6 * k)) & 63;
            out.push(if k <= chunk.len() { ALPHABET[six as usize] as char } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_pads_as_rfc_4648_says() {
        let cases = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (plain, coded) in cases {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn a_picture_with_missing_pixels_is_left_out() {
        let short = Picture { width: 2, height: 2, rgb: &[0; 9] };
        assert!(data_uri(&short).unwrap().is_none());
        let whole = Picture { width: 2, height: 2, rgb: &[90; 12] };
        assert!(data_uri(&whole).unwrap().unwrap().starts_with("data:image/png;base64,iVBOR"));
    }
}
