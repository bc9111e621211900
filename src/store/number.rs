//! Numbers as text that reads back as the same number, with as few digits as that takes.

use crate::facts;
use crate::units::{Fen, Grams};

/// `whole / scale` with the fewest decimals that give `whole` back when multiplied and rounded.
#[must_use]
pub fn scaled(whole: i64, scale: f64) -> String {
    shortest(whole as f64 / scale, |value| (value * scale).round() as i64 == whole)
}

/// Yuan.
#[must_use]
pub fn yuan(fen: Fen) -> String {
    scaled(fen.0, 100.0)
}

#[must_use]
pub fn kilograms(mass: Grams) -> String {
    scaled(mass.0, 1000.0)
}

/// Yuan per litre of a fuel whose MWh costs this much.
#[must_use]
pub fn per_litre(per_mwh: Fen, fuel: &str) -> String {
    let energy = facts::value(&format!("energy.{fuel}.kwh_per_litre"));
    shortest(per_mwh.as_f64() * energy / 100_000.0, |value| {
        (value * 100_000.0 / energy).round() as i64 == per_mwh.0
    })
}

/// A real number exactly.
#[must_use]
pub fn decimals(value: f64) -> String {
    value.to_string()
}

fn shortest(value: f64, gives_back: impl Fn(f64) -> bool) -> String {
    let tries = (0..=9).map(|digits| format!("{value:.digits$}"));
    let mut fits = tries.filter(|text| text.parse::<f64>().is_ok_and(&gives_back));
    fits.next().unwrap_or_else(|| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_digits_as_it_takes() {
        assert_eq!(yuan(Fen(1_250)), "12.5");
        assert_eq!(kilograms(Grams(2_000)), "2");
        assert_eq!(scaled(100, 60.0), "1.67");
        assert_eq!(per_litre(Fen(75_301), "diesel"), "7.5");
    }
}
