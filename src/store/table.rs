//! A CSV with a byte order mark.

/// Rows of cells, quoted where they must be.
pub struct Sheet(String);

impl Sheet {
    #[must_use]
    pub fn new(heading: &[&str]) -> Sheet {
        let mut sheet = Sheet("\u{feff}".to_owned());
        sheet.row(heading);
        sheet
    }

    pub fn row(&mut self, cells: &[&str]) {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            if cell.contains([',', '"', '\n', '\r']) || *cell != cell.trim() {
                self.0.push('"');
                self.0.push_str(&cell.replace('"', "\"\""));
                self.0.push('"');
            } else {
                self.0.push_str(cell);
            }
        }
        self.0.push('\n');
    }

    #[must_use]
    pub fn text(self) -> String {
        self.0
    }
}
