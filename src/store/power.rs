//! `power.geojson`: power lines with OpenStreetMap's tags, which `read::aloft` reads back.

use crate::county::PowerLine;
use serde_json::{Map, Value, json};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Writes all lines, one feature a row, six decimals (0.1 m).
///
/// # Errors
/// If the file cannot be written.
pub fn write(path: &Path, lines: &[PowerLine]) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    for (at, line) in lines.iter().enumerate() {
        write!(out, "{}{}", if at == 0 { "\n" } else { ",\n" }, feature(line))?;
    }
    out.write_all(b"\n]}\n")?;
    out.flush()
}

fn feature(line: &PowerLine) -> Value {
    let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
    let points: Vec<[f64; 2]> = line.pylons.iter().map(|at| [round(at.x()), round(at.y())]).collect();
    let mut tags = Map::new();
    tags.insert("id".to_owned(), json!(line.id.to_string()));
    tags.insert("power".to_owned(), json!(line.kind));
    for (key, value) in [("voltage", &line.voltage), ("height", &line.height), ("name", &line.name)] {
        if let Some(value) = value {
            tags.insert(key.to_owned(), json!(value));
        }
    }
    json!({
        "type": "Feature",
        "properties": tags,
        "geometry": { "type": "LineString", "coordinates": points },
    })
}
