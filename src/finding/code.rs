//! The list of finding codes. Each has a section in `docs/ERRORS.md`, a
//! sentence in both languages in `report/text/findings.toml`, and a test.

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Nothing is computed while one of these stands. Codes `E…`.
    Error,
    /// The work goes on; the user should know. Codes `W…`.
    Warning,
}

macro_rules! codes {
    ($($name:ident: $meaning:literal,)*) => {
        /// What kind of finding. The name is the code that users see.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $name,)*
        }

        impl Code {
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// For example `E201`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Code::$name => stringify!($name),)*
                }
            }
        }
    };
}

codes! {
    // 1xx: files
    E101: "a required file or sheet is missing",
    E102: "a file is empty",
    E103: "neither UTF-8 nor GB18030",
    E104: "cannot be read or parsed as its format",
    E105: "larger than the limit for its kind",
    E106: "both a CSV and a sheet give the same table",
    // 2xx: tables and their cells
    E201: "a required column is missing",
    E202: "a column stands twice",
    E203: "a required cell is empty",
    E204: "not a number, or not finite",
    E205: "a number outside of its range",
    E206: "not a time, or not a date",
    E207: "a window that closes before it opens",
    E208: "a word that is not one of those allowed",
    E209: "an id stands twice",
    E210: "an id that nothing else knows",
    E213: "a row has more or fewer cells than the heading",
    // 3xx: places on the map
    E301: "latitude and longitude look swapped",
    E302: "a point outside of the county's bounding box",
    E303: "the datum is not declared or not known",
    E304: "farther than 500 m from a road",
    E305: "on a road that cannot be reached and left again",
    E306: "the whole table looks shifted: wrong datum",
    // 4xx: county.toml and fleet.toml
    E401: "a required key is missing",
    E402: "a key that is not known",
    E403: "a value of the wrong type",
    E404: "no vehicles",
    E405: "no orders on this date",
    E406: "no orders file for this date",
    E407: "no warehouse",
    // 5xx: roads and heights
    E501: "no usable roads",
    E502: "a road file that is broken",
    E503: "a road file that needs a feature not supported",
    E504: "a height file of the wrong size",
    E505: "no heights where the county lies",
    E506: "a polygon that is not valid",
    E507: "a way that names nodes that are not there",
    E508: "a power line or an area of a radio link that is not valid",
    // 6xx: plans
    E601: "not a plan, or of another version",
    E602: "the county's files changed since the plan was made",
    E603: "a plan for another county",
    E604: "a plan before this one that today cannot go on from",
    E605: "a round that cannot be driven as it is given",
    // 7xx: benchmark instances
    E701: "not a benchmark instance of a known format",
    E702: "a benchmark instance that needs what is not supported",
    // 8xx: drones and corridors
    E801: "an airframe that is not known",
    E802: "a payload above the airframe's largest",
    E803: "a wind above the airframe's limit",
    E804: "air colder or warmer than the airframe may fly in",
    E805: "a height above the airframe's highest",
    E806: "a range that fits no airframe",
    E807: "fewer than two pads",
    E808: "no drones",
    // 9xx: sites
    E902: "a budget below the cheapest sites that serve everybody",
    E903: "less capacity than demand in a season",
    E904: "rules about sites that contradict each other",
    E905: "more warehouses to choose from than can be",
    E906: "a closure where there is no road",
    E907: "a place that no site can serve, where everybody is to be served",
    E908: "a share of near places that all sites together do not reach",
    E909: "no warehouse that may be open",
    E910: "a required site that no road leads to",
    // Warnings
    W101: "a column that is not known is not used",
    W102: "a file that is not known is not used",
    W201: "customer data was found where it is not needed",
    W211: "a mass that no vehicle can carry: it will be left out",
    W212: "goods whose temperature no vehicle offers: they will be left out",
    W214: "a volume that no vehicle can carry: it will be left out",
    W301: "stops that this vehicle type cannot reach by road",
    W501: "ways left out on import",
    W502: "road parts cut off from the rest",
    W503: "height voids filled",
    W504: "false steepness flattened",
    W505: "a tag value that is not understood",
    W506: "turn restrictions that are not kept",
    W507: "roads that one can only get into, or only out of",
    W508: "prepared roads that are not used and prepared again",
    W509: "an extract without power lines",
    W601: "a vehicle of the plan before that is gone",
    W801: "a pad where no height is known",
    W802: "a pad inside a zone",
    W803: "a pad that no drone can leave by the rules",
    W804: "a drone that reaches no pad",
    W805: "a drone whose home has no pad",
    W806: "a drone that the air of the day keeps on the ground",
    W807: "flights to pads that are candidates",
    W808: "a carried drone that no vehicle can take along",
    W809: "a drone that fog or wind keeps on the ground all day",
    W810: "a drone that serves nothing in a comparison",
    W901: "a place that no site can serve, and that is left out",
    W902: "a rule without which there would be a siting",
}

impl Code {
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.name().starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}
