//! A QR code as one SVG path.

use crate::report::html::put;
use fast_qr::{ECL, QRBuilder};

/// `None` if the text is too long for any code.
pub fn svg(text: &str) -> Option<String> {
    let code = QRBuilder::new(text).ecl(ECL::L).build().ok()?;
    let size = code.size;
    let mut path = String::new();
    for row in 0..size {
        let dark = |column: usize| column < size && code[row][column].value();
        let mut column = 0;
        while column < size {
            let end = (column..).find(|&at| !dark(at)).unwrap_or(size);
            if end > column {
                put!(&mut path, "M{column} {row}h{0}v1h-{0}z", end - column);
            }
            column = end + 1;
        }
    }
    let side = size + 4;
    Some(format!("<svg class=\"qr\" viewBox=\"-2 -2 {side} {side}\"><path d=\"{path}\"/></svg>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_fits_and_a_book_does_not() {
        assert!(svg("https://uri.amap.com/navigation?to=109.88,31.08").is_some());
        assert!(svg(&"x".repeat(10_000)).is_none());
    }
}
