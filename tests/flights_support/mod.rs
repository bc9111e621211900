//! The tiny county with hills, pads at its villages, and two drones.

use mabang::app::Quiet;
use mabang::app::air::Drones;
use mabang::app::clock::Interrupt;
use mabang::app::plan::{PlanRequest, Planned, plan};
use mabang::check::{Rule, check_over};
use mabang::county::{County, Zone};
use mabang::network::Located;
use mabang::plan::{Air, Plan, Trip};
use mabang::terrain::{Dem, Grid};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub const DRONE: &str = "
[[drone]]
id = \"fc\"
airframe = \"flycart30\"
count = 2
home = \"W1\"
wind_ms = 3
batteries = 6
chargers = 2
charge_min = 20
fixed_yuan = 20
skills = [\"medicine\"]
[[drone.compartment]]
class = \"insulated\"
set_point_c = 5.0
litres = 140
";

const HEAD: &str =
    "id,type,place,site,goods,kg,litres,value_yuan,ready,windows,service_min,skills,price_out\n";

pub const ORDERS: &str = "\
1,delivery,A,W1,parcel,8,30,500,00:00,08:00-18:00,5,,300
2,delivery,B,W1,parcel,6,20,500,00:00,08:00-18:00,5,,300
3,delivery,B,W1,medicine,2,4,800,00:00,08:00-12:00,5,medicine,500
4,collection,A,W1,plum,9,20,200,08:00,08:00-16:00,5,,300
5,delivery,C,W1,parcel,300,500,1000,00:00,08:00-18:00,10,,900
6,collection,F,W1,plum,20,40,1200,08:00,08:00-16:00,10,,1000
7,delivery,C,W1,parcel,5,20,500,00:00,08:00-18:00,5,,300
";

const SITES: &str = "id,name_zh,name_en,kind,opening,lat,lon,fixed_yuan\n\
    W1,云仓,Warehouse,warehouse,existing,29.0,105.0,1000\n\
    D0,起降点零,Pad 0,pad,existing,29.0,105.0,0\n\
    DA,起降点甲,Pad A,pad,candidate,29.018045,105.002,60\n\
    DB,起降点乙,Pad B,pad,candidate,29.036089,105.0,60\n\
    DC,起降点丙,Pad C,pad,candidate,29.0,105.030788,60\n";

/// A county's folder, kept while this lives.
pub struct Case {
    _keep: TempDir,
    pub folder: PathBuf,
}

pub fn county(drones: &str, orders: &str) -> Case {
    let keep = TempDir::new().expect("a folder");
    let folder = keep.path().join("tiny");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/tiny");
    fs::create_dir_all(folder.join("orders")).unwrap();
    for entry in fs::read_dir(&from).unwrap().flatten().filter(|entry| entry.path().is_file()) {
        fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
    }
    fs::write(folder.join("orders/2026-07-08.csv"), format!("{HEAD}{orders}")).unwrap();
    fs::write(folder.join("sites.csv"), SITES).unwrap();
    hills(&folder);
    let case = Case { _keep: keep, folder };
    edit(&case, "fleet.toml", "per_km_yuan = 1", "per_km_yuan = 20");
    // The walk to the farm's nearest pad is 1 km and more.
    let fleet = fs::read_to_string(case.folder.join("fleet.toml")).unwrap();
    let drones = drones.replace("wind_ms", "walk_m = 500\nwind_ms");
    fs::write(case.folder.join("fleet.toml"), fleet + &drones).unwrap();
    case
}

/// Replaces text of a file; it must be there.
pub fn edit(case: &Case, file: &str, from: &str, to: &str) {
    let path = case.folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "`{from}` is not in {file}");
    fs::write(path, text.replace(from, to)).unwrap();
}

fn hills(folder: &Path) {
    let grid =
        Grid { west: 104.975, north: 29.055, step_lon: 0.0004, step_lat: 0.0004, columns: 200, rows: 200 };
    let height = |index: usize| {
        let (x, y) = ((index % 200) as f32, (index / 200) as f32);
        500.0 + 60.0 * (x / 19.0).sin() * (y / 23.0).cos() + 0.3 * x
    };
    let dem = Dem::new(grid, (0..200 * 200).map(height).collect()).unwrap();
    mabang::store::dem::write_synthetic(&folder.join("dem.tif"), &dem, "test").unwrap();
}

pub fn request(case: &Case, drones: Drones) -> PlanRequest {
    PlanRequest {
        county: case.folder.clone(),
        date: None,
        time: None,
        bound: None,
        iterations: Some(150),
        seed: 1,
        threads: None,
        ignore_spoilage: false,
        compare: false,
        drones,
        relays: true,
        from: None,
    }
}

pub fn planned(case: &Case, request: &PlanRequest) -> Planned {
    assert!(case.folder.is_dir());
    match plan(request, &Interrupt::default(), &Quiet) {
        Ok(planned) => planned,
        Err(error) => panic!("{error:?}"),
    }
}

/// The plan with drones on so many threads, as it is written down.
pub fn on_threads(case: &Case, threads: usize) -> String {
    let request = PlanRequest { threads: Some(threads), ..request(case, Drones::All) };
    let done = planned(case, &request);
    mabang::wire::plan::to_json(&done.plan, &done.loaded.read.county)
}

/// A plan and its county, to be spoilt.
pub struct Judged {
    pub county: County,
    pub located: Located,
    pub plan: Plan,
}

impl Judged {
    pub fn air(&mut self) -> &mut Air {
        self.plan.air.as_mut().expect("a plan with drones")
    }

    /// Changes the first trip that is flown.
    pub fn flying(&mut self, change: impl Fn(&mut Trip)) {
        let county = &self.county;
        let mut rounds = self.plan.rounds.iter_mut();
        let round = rounds.find(|round| county.vehicle_type(round.vehicle_type).flies.is_some());
        change(&mut round.expect("something flies").trips[0]);
    }

    /// A second drone does exactly what the first does.
    pub fn two_at_once(&mut self) {
        let county = &self.county;
        let mut rounds = self.plan.rounds.iter();
        let round = rounds.find(|round| county.vehicle_type(round.vehicle_type).flies.is_some());
        let mut twin = round.expect("something flies").clone();
        twin.number = 3 - twin.number.min(2);
        self.plan.rounds.push(twin);
    }

    pub fn zone_over_everything(&mut self) {
        let ring = vec![(104.0, 28.0), (106.0, 28.0), (106.0, 30.0), (104.0, 30.0), (104.0, 28.0)];
        let area = geo::Polygon::new(geo::LineString::from(ring), vec![]);
        self.county.zones.push(Zone { code: "Z".to_owned(), area, floor: None });
    }
}

/// Names of the rules of flying that a changed plan breaks.
pub fn broken(done: &Planned, change: &dyn Fn(&mut Judged)) -> BTreeSet<&'static str> {
    let loaded = &done.loaded;
    let (county, located) = (loaded.read.county.clone(), loaded.located.clone());
    let mut judged = Judged { county, located, plan: done.plan.clone() };
    change(&mut judged);
    let found = check_over(&loaded.dem, &judged.county, &judged.located, &judged.plan);
    found
        .iter()
        .filter_map(|one| match &one.rule {
            Rule::Air(rule) => Some(rule.name()),
            _ => None,
        })
        .collect()
}
