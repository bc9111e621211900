//! The tiny county with candidates and rules, asked about its sites.
#![allow(dead_code, reason = "each test uses its part")]

use crate::folders::copy;
use mabang::app::clock::Interrupt;
use mabang::app::site::{SiteRequest, Sited, site};
use mabang::app::{AppError, Quiet};
use mabang::finding::{Code, Finding};
use mabang::report::text::findings;
use std::fs;
use std::path::{Path, PathBuf};

const STATION: &str = "S1,甲村站,Station A,station,candidate,29.018045,105,10,500,0,,2\n";
const POINT: &str = "G1,李园揽收点,Plum point,collection_point,candidate,28.990978,105,1,500,0,,\n";

/// The tiny county with two candidates, and these rules.
pub fn county(rules: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/tiny"), folder.path());
    let sites = fs::read_to_string(folder.path().join("sites.csv")).unwrap();
    fs::write(folder.path().join("sites.csv"), format!("{sites}{STATION}{POINT}")).unwrap();
    if !rules.is_empty() {
        fs::write(folder.path().join("site.toml"), rules).unwrap();
    }
    folder
}

/// Until everything is proved, with shares of round trips only.
pub fn request(folder: &Path) -> SiteRequest {
    SiteRequest {
        county: folder.to_owned(),
        date: None,
        time: None,
        threads: Some(1),
        scenarios: Vec::new(),
        what_if: None,
        routes: false,
        pareto: false,
    }
}

pub fn asked(folder: &Path, scenarios: Vec<PathBuf>) -> Result<Sited, AppError> {
    site(&SiteRequest { scenarios, ..request(folder) }, &Interrupt::default(), &Quiet)
}

pub fn codes(rules: &str) -> Vec<Code> {
    told(county(rules).path()).iter().map(|finding| finding.code).collect()
}

pub fn told(folder: &Path) -> Vec<Finding> {
    let Err(AppError::Findings(found)) = asked(folder, Vec::new()) else { panic!("nothing is told") };
    for finding in &found {
        for name in findings::needed(finding.code) {
            assert!(
                finding.values.iter().any(|(known, _)| *known == name),
                "{:?} lacks {name}",
                finding.code
            );
        }
    }
    found.into_iter().filter(Finding::is_error).collect()
}

/// The road between the seat and place A, for so much of the year.
pub fn event(share: f64, measure: &str) -> String {
    format!(
        "{measure}\n[[event]]\nid = \"slide\"\nlat = 29.009\nlon = 105.0\nradius_m = 50\nshare = {share}\n"
    )
}
