//! Roads as a map gives them: nodes and tagged ways, before any graph is built.

use super::{Running, Season, Times};
use crate::facts;
use crate::units::Point;
use std::sync::OnceLock;

/// Functional class, from OSM's `highway`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoadClass {
    Motorway,
    Trunk,
    Primary,
    Secondary,
    Tertiary,
    Unclassified,
    Residential,
    LivingStreet,
    Service,
    /// `highway=track`; grade 1 (solid) to 5 (soft), 3 if not tagged.
    Track(u8),
    /// Too narrow for cars: passable for e-trikes and motorbikes.
    Path,
    /// `route=ferry`.
    Ferry,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Surface {
    Paved,
    Concrete,
    Compacted,
    Gravel,
    Ground,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Structure {
    Ground,
    /// Does not follow the ground.
    Bridge,
    /// Does not follow the ground.
    Tunnel,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Oneway {
    No,
    Forward,
    Backward,
}

/// Limits in kg and metres; `None`: none known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    pub mass: Option<f64>,
    pub height: Option<f64>,
    pub width: Option<f64>,
}

/// How much room there is; `None`: not known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Breadth {
    /// Metres from side to side.
    pub width: Option<f64>,
    /// Lanes of both directions together.
    pub lanes: Option<u8>,
    /// Vehicles can let each other pass at places made for it.
    pub passing_places: bool,
}

/// Closed in these seasons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Closure {
    pub seasons: [bool; 4],
}

impl Closure {
    #[must_use]
    pub fn applies(self, season: Season) -> bool {
        self.seasons[season as usize]
    }
}

/// What a barrier node lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Barrier {
    Open,
    /// Bollards, cycle barriers: narrow vehicles only.
    NarrowOnly,
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoadNode {
    /// Id in the source file.
    pub id: i64,
    pub point: Point,
    pub barrier: Barrier,
}

/// What a road is called and how it is signed. Nothing in it changes who may drive where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sign {
    /// Number of the road, OSM's `ref`, empty if none.
    pub number: String,
    /// A ramp or slip road, `highway=*_link`.
    pub link: bool,
    /// Driven around in one direction, `junction=roundabout`.
    pub roundabout: bool,
    /// Costs a toll.
    pub toll: bool,
}

/// Slower or closed at some hours.
#[derive(Clone, Debug, PartialEq)]
pub struct TimedLimit {
    pub times: Times,
    pub whom: Subjects,
    /// km/h that may be driven then; 0 where it is closed.
    pub kmh: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Id in the source file.
    pub id: i64,
    /// Indices into [`RoadMap::nodes`], at least two.
    pub nodes: Vec<u32>,
    pub class: RoadClass,
    pub surface: Option<Surface>,
    pub structure: Structure,
    pub oneway: Oneway,
    /// km/h.
    pub maxspeed: Option<f64>,
    pub limits: Limits,
    pub closure: Closure,
    pub timed: Vec<TimedLimit>,
    /// Private, delivery or destination roads may be used to reach a door but not to pass through.
    pub destination_only: bool,
    /// Ferries: minutes for the whole way.
    pub minutes: Option<f64>,
    /// Lies in a built-up area.
    pub urban: bool,
    pub breadth: Breadth,
    /// Public name of the road or its number, empty if none.
    pub name: String,
    pub sign: Sign,
}

/// What a sign at a junction forbids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// To turn into one way.
    No,
    /// To turn back.
    NoReturn,
    /// To turn anywhere but into one way.
    Only,
}

/// Kinds of vehicle for which a rule holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Subjects {
    /// Motorbikes and e-trikes.
    pub narrow: bool,
    /// Vehicles of up to 3.5 t.
    pub light: bool,
    /// Heavier ones.
    pub heavy: bool,
    /// Of these only vehicles of more than so many kg.
    pub over: u32,
}

impl Subjects {
    pub const EVERYBODY: Subjects = Subjects { narrow: true, light: true, heavy: true, over: 0 };
    /// Whether a vehicle is one of them; lorries are those above `import.lorry_mass`.
    #[must_use]
    pub fn has(self, running: &Running) -> bool {
        static LORRY: OnceLock<f64> = OnceLock::new();
        let lorry = *LORRY.get_or_init(|| facts::value("import.lorry_mass"));
        let kind = match running.narrow {
            true => self.narrow,
            false if running.gross_mass > lorry => self.heavy,
            false => self.light,
        };
        kind && running.gross_mass > f64::from(self.over)
    }

    /// Whether any kind of vehicle is among them.
    #[must_use]
    pub fn is_nobody(self) -> bool {
        !(self.narrow || self.light || self.heavy)
    }

    pub const NOBODY: Subjects = Subjects { narrow: false, light: false, heavy: false, over: 0 };
}

/// Where a rule leads over.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// Index into [`RoadMap::nodes`].
    Node(u32),
    /// Ids of ways in the source file, in the order in which they are driven.
    Ways(Vec<i64>),
}

/// A rule for those who come from one way over a node or other ways, about another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restriction {
    /// Ids in the source file.
    pub from: i64,
    pub to: i64,
    pub via: Via,
    pub rule: Rule,
    pub whom: Subjects,
    pub times: Times,
}

/// A whole road map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoadMap {
    pub nodes: Vec<RoadNode>,
    pub ways: Vec<Way>,
    pub restrictions: Vec<Restriction>,
}
