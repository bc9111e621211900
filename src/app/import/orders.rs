//! A table of orders, checked against the county and put in its place.

use super::{file_name, or_findings};
use crate::app::AppError;
use crate::app::output::write_whole;
use crate::finding::{Code, Finding, Spot};
use crate::read;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What orders are checked against.
const TABLES: [&str; 5] = ["county.toml", "places.csv", "goods.csv", "sites.csv", "fleet.toml"];

#[derive(Clone, Debug)]
pub struct OrdersRequest {
    /// CSV, or a workbook with a sheet `orders DATE`.
    pub file: PathBuf,
    pub into: PathBuf,
    /// `YYYY-MM-DD`.
    pub date: String,
}

/// What was written.
#[derive(Clone, Debug)]
pub struct Orders {
    pub findings: Vec<Finding>,
    pub orders: usize,
}

/// Writes `orders/DATE.csv`, or `orders-DATE.xlsx` for a workbook, if the county can be read with it.
///
/// # Errors
/// All findings about the county and the orders, or what the disk says.
pub fn orders(request: &OrdersRequest) -> Result<Orders, AppError> {
    if !request.file.is_file() {
        let finding = Finding::new(Code::E101, Spot::file(file_name(&request.file)));
        return Err(AppError::Findings(vec![finding]));
    }
    let is_book = request.file.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx"));
    let target = if is_book {
        format!("orders-{}.xlsx", request.date)
    } else {
        format!("orders/{}.csv", request.date)
    };
    let stage = request.into.with_file_name(format!(".{}.import", file_name(&request.into)));
    let staged = stage_files(request, &stage, &target)
        .map_err(|source| AppError::Write { path: stage.clone(), source })
        .and_then(|()| {
            let found = read::county(&stage, Some(&request.date));
            or_findings(found.value, found.findings)
        });
    // A trial folder that stays behind is hidden and overwritten by the next import.
    let _ = fs::remove_dir_all(&stage);
    let (county, findings) = staged?;
    write_whole(&request.into.join(&target), |path| fs::copy(&request.file, path).map(drop))?;
    Ok(Orders { findings, orders: county.county.orders.len() })
}

/// The county's tables and the new orders, without roads and heights.
fn stage_files(request: &OrdersRequest, stage: &Path, target: &str) -> io::Result<()> {
    if stage.exists() {
        fs::remove_dir_all(stage)?;
    }
    fs::create_dir_all(stage.join("orders"))?;
    for entry in fs::read_dir(&request.into)?.flatten() {
        let name = entry.file_name();
        let text = name.to_string_lossy().to_lowercase();
        if TABLES.contains(&text.as_str()) || text.ends_with(".xlsx") {
            fs::copy(entry.path(), stage.join(name))?;
        }
    }
    fs::copy(&request.file, stage.join(target)).map(drop)
}
