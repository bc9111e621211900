//! Finished parts in the output folder, under a hash of everything that decides them.

use super::Unit;
use crate::app::AppError;
use crate::wire::compare::{Part, from_json, to_json};
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of parts that belong to one study of one county.
#[derive(Clone, Debug)]
pub struct Kept {
    folder: PathBuf,
    /// Places, goods and sites of the county.
    limits: [usize; 3],
}

/// In the output folder.
const FOLDER: &str = "finished";

impl Kept {
    /// `key` is the hash.
    #[must_use]
    pub fn new(out: &Path, key: &str, limits: [usize; 3]) -> Kept {
        Kept { folder: out.join(FOLDER).join(key), limits }
    }

    /// A part that was finished before; a file that is damaged counts as not there.
    pub(super) fn find(&self, unit: &Unit) -> Option<Part> {
        let text = fs::read_to_string(self.folder.join(unit.name())).ok()?;
        let part = from_json(&text, self.limits)?;
        let fits = matches!(
            (unit, &part),
            (Unit::Cells(..), Part::Cells(_))
                | (Unit::Middles, Part::Middles(_))
                | (Unit::Bar(_), Part::Bar(_))
        );
        fits.then_some(part)
    }

    /// Keeps a part, whole or not at all, and gives it back as it will be read.
    pub(super) fn keep(&self, unit: &Unit, part: &Part) -> Result<Part, AppError> {
        let path = self.folder.join(unit.name());
        let failed = |source| AppError::Write { path: path.clone(), source };
        let text = to_json(part);
        fs::create_dir_all(&self.folder).map_err(failed)?;
        let hidden = self.folder.join(format!(".{}-{}", std::process::id(), unit.name()));
        fs::write(&hidden, &text).and_then(|()| fs::rename(&hidden, &path)).map_err(failed)?;
        Ok(from_json(&text, self.limits).unwrap_or_else(|| part.clone()))
    }
}
