//! The page that says what is fact and what is made up.

use super::Spec;
use super::ground::Frame;
use crate::county::{County, PlaceKind};

/// `SOURCES.md` of a generated county.
pub(super) fn text(spec: &Spec, county: &County) -> String {
    let count = |kind: PlaceKind| county.places.iter().filter(|place| place.kind == kind).count();
    let mut text = format!("# {} ({}): what is fact, what is synthetic\n\n", spec.name_zh, spec.name_en);
    text.push_str(&match spec.code.as_str() {
        "wushan" => WUSHAN.to_owned(),
        "leishan" => LEISHAN.to_owned(),
        _ => "Everything in this folder is synthetic: no place, road or person in it exists.\n".to_owned(),
    });
    let frame = Frame::new(spec.bounds);
    if let Some(step) = frame.coarse() {
        text.push_str(&format!(
            "\nThe area is large: heights are on a grid of {step} arc seconds (about {:.0} m), not 3.\n",
            frame.dy
        ));
    }
    text.push_str(&format!(
        "\n**Synthetic** (made by `mabang generate`, seed {}; marks `synthetic=yes`): terrain (`dem.tif`), roads \
         (`roads.geojson`), {} villages and {} farms with their names, points and shares of the people, sites, \
         fleet, prices, zones, orders and contacts. Contacts are numbers, not people.\n\n\
         Do not navigate by this map: its roads are not there.\n\n\
         Prices, temperatures and quantities come from `src/facts/*.csv`; most are marked as assumptions there.\n\n\
         Made again, byte for byte, by:\n\n```sh\n{}\n```\n",
        spec.seed,
        count(PlaceKind::Village),
        count(PlaceKind::Farm),
        command(spec)
    ));
    text
}

fn command(spec: &Spec) -> String {
    match spec.code.as_str() {
        "wushan" | "leishan" | "tiny" => {
            format!("mabang generate --preset {0} --out maps/{0} --force", spec.code)
        }
        _ => format!(
            "mabang generate --out {} --villages {} --seed {} --date {}",
            spec.code,
            spec.towns.iter().map(|town| town.villages).sum::<u32>(),
            spec.seed,
            spec.date
        ),
    }
}

const WUSHAN: &str = "**Facts**

- Names, points (WGS-84) and numbers of people of the townships: [GeoNames](https://www.geonames.org), CC BY 4.0. \
The numbers look old. 巫峡镇 and 高唐街道 share the county seat's point and its number; they are one place here.
- Numbers of villages and communities by township: national division codes for statistics (340 in all).
- Highest point about 2,680 m. The course of the Yangtze and the Daning is drawn by hand, roughly.
";

const LEISHAN: &str = "**Facts**

- Names of the nine townships; 166 villages, 123,200 people, 1,218 km², 480 to 2,179 m (county totals, public figures).

The townships' points and their shares of people and villages are **synthetic**: no open source was at hand.
";
