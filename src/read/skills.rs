//! Skills by name and bit, in order of first appearance.

use crate::county::Skills;

/// At most 32 names.
#[derive(Debug, Default)]
pub struct SkillNames(pub Vec<String>);

impl SkillNames {
    /// Bits of these names, new ones added; `None` if there are too many.
    pub fn bits(&mut self, names: &[String]) -> Option<Skills> {
        let mut bits = 0;
        for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
            let at = self.0.iter().position(|known| known == name).unwrap_or(self.0.len());
            if at >= 32 {
                return None;
            }
            if at == self.0.len() {
                self.0.push(name.to_owned());
            }
            bits |= 1 << at;
        }
        Some(Skills(bits))
    }
}
