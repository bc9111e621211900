//! The inner layer of a PBF file: nodes, ways and relations of one block.

use super::Broken;
use super::wire::{Content, Deltas, Fields, Packed, once, zigzag};
use crate::read::roads::tags::Tags;
use crate::units::Point;

/// Strings in one block; usual blocks have some thousand.
const STRINGS_LIMIT: usize = 2_000_000;
/// What this reader can do.
const FEATURES: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

/// Takes what a block holds. What is not wanted is not decoded.
pub trait Take {
    fn wants_nodes(&self) -> bool {
        false
    }
    fn wants_ways(&self) -> bool {
        false
    }
    /// Whether the node is worth its tags and coordinates.
    fn node(&mut self, _id: i64, _point: Point, _tags: Pairs<'_>) -> Result<(), Broken> {
        Ok(())
    }
    fn way(&mut self, _id: i64, _refs: Deltas<'_>, _tags: Pairs<'_>) -> Result<(), Broken> {
        Ok(())
    }
    fn relation(&mut self, _id: i64, _members: Members<'_>, _tags: Pairs<'_>) -> Result<(), Broken> {
        Ok(())
    }
}

/// Checks the header block.
pub fn header(bytes: &[u8]) -> Result<(), Broken> {
    let mut fields = Fields::of(bytes);
    while let Some((number, content)) = fields.next()? {
        if number != 4 {
            continue;
        }
        let feature = String::from_utf8_lossy(content.bytes()?);
        if !FEATURES.contains(&feature.as_ref()) {
            let name: String = feature.chars().filter(|letter| !letter.is_control()).take(60).collect();
            return Err(Broken::feature(&name));
        }
    }
    Ok(())
}

/// The strings and the scale of a block.
struct Block<'b> {
    strings: Vec<&'b [u8]>,
    granularity: i64,
    latitude: i64,
    longitude: i64,
}

/// Reads a data block.
pub fn read(bytes: &[u8], take: &mut impl Take) -> Result<(), Broken> {
    let mut groups = Vec::new();
    let (mut strings, mut granularity, mut latitude, mut longitude) = (None, None, None, None);
    let mut fields = Fields::of(bytes);
    while let Some((number, content)) = fields.next()? {
        match number {
            1 => once(&mut strings, content.bytes()?)?,
            2 => groups.push(content.bytes()?),
            17 => once(&mut granularity, content.number()? as i64)?,
            19 => once(&mut latitude, content.number()? as i64)?,
            20 => once(&mut longitude, content.number()? as i64)?,
            _ => {}
        }
    }
    let block = Block {
        strings: string_table(strings.ok_or(Broken::file("a block without strings"))?)?,
        granularity: granularity.unwrap_or(100),
        latitude: latitude.unwrap_or(0),
        longitude: longitude.unwrap_or(0),
    };
    if !(1..=1_000_000_000).contains(&block.granularity) {
        return Err(Broken::file("a granularity that is not positive or absurd"));
    }
    groups.into_iter().try_for_each(|group| block.group(group, take))
}

fn string_table(bytes: &[u8]) -> Result<Vec<&[u8]>, Broken> {
    let mut strings = Vec::new();
    let mut fields = Fields::of(bytes);
    while let Some((number, content)) = fields.next()? {
        if number == 1 {
            strings.push(content.bytes()?);
        }
        if strings.len() > STRINGS_LIMIT {
            return Err(Broken::file("more than two million strings in a block"));
        }
    }
    Ok(strings)
}

impl<'b> Block<'b> {
    fn group(&self, group: &'b [u8], take: &mut impl Take) -> Result<(), Broken> {
        let mut fields = Fields::of(group);
        while let Some((number, content)) = fields.next()? {
            match number {
                1 if take.wants_nodes() => self.node(content, take)?,
                2 if take.wants_nodes() => self.dense(content, take)?,
                3 if take.wants_ways() => self.way(content, take)?,
                4 if take.wants_ways() => self.relation(content, take)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn node(&self, content: Content<'b>, take: &mut impl Take) -> Result<(), Broken> {
        let (mut id, mut keys, mut values, mut lat, mut lon) = (None, None, None, None, None);
        let mut fields = Fields::of(content.bytes()?);
        while let Some((number, content)) = fields.next()? {
            match number {
                1 => once(&mut id, zigzag(content.number()?))?,
                2 => once(&mut keys, Packed::of(content.bytes()?))?,
                3 => once(&mut values, Packed::of(content.bytes()?))?,
                8 => once(&mut lat, zigzag(content.number()?))?,
                9 => once(&mut lon, zigzag(content.number()?))?,
                _ => {}
            }
        }
        let (Some(id), Some(lat), Some(lon)) = (id, lat, lon) else {
            return Err(Broken::file("a node without id or coordinates"));
        };
        take.node(id, self.point(lat, lon)?, self.pairs(keys, values)?)
    }

    fn dense(&self, content: Content<'b>, take: &mut impl Take) -> Result<(), Broken> {
        let mut lists: [Option<Packed<'b>>; 4] = [None; 4];
        let mut fields = Fields::of(content.bytes()?);
        while let Some((number, content)) = fields.next()? {
            let slot = match number {
                1 => 0,
                8 => 1,
                9 => 2,
                10 => 3,
                _ => continue,
            };
            once(&mut lists[slot], Packed::of(content.bytes()?))?;
        }
        let [ids, lats, lons, tags] = lists.map(Option::unwrap_or_default);
        if ids.count() != lats.count() || ids.count() != lons.count() {
            return Err(Broken::file("dense nodes with lists of different lengths"));
        }
        let (mut ids, mut lats, mut lons) = (Deltas::of(ids), Deltas::of(lats), Deltas::of(lons));
        let (tagged, mut rest) = (!tags.is_empty(), tags);
        while let (Some(id), Some(lat), Some(lon)) = (ids.next()?, lats.next()?, lons.next()?) {
            let pairs = Pairs { strings: &self.strings, form: Form::Dense(rest) };
            if tagged {
                skip_dense_tags(&mut rest)?;
            }
            let pairs = if tagged { pairs } else { Pairs { form: Form::Dense(Packed::default()), ..pairs } };
            take.node(id, self.point(lat, lon)?, pairs)?;
        }
        if rest.is_empty() { Ok(()) } else { Err(Broken::file("tags of more dense nodes than there are")) }
    }

    fn way(&self, content: Content<'b>, take: &mut impl Take) -> Result<(), Broken> {
        let (mut id, mut keys, mut values, mut refs) = (None, None, None, None);
        let mut fields = Fields::of(content.bytes()?);
        while let Some((number, content)) = fields.next()? {
            match number {
                1 => once(&mut id, content.number()? as i64)?,
                2 => once(&mut keys, Packed::of(content.bytes()?))?,
                3 => once(&mut values, Packed::of(content.bytes()?))?,
                8 => once(&mut refs, Packed::of(content.bytes()?))?,
                _ => {}
            }
        }
        let id = id.ok_or(Broken::file("a way without id"))?;
        take.way(id, Deltas::of(refs.unwrap_or_default()), self.pairs(keys, values)?)
    }

    fn relation(&self, content: Content<'b>, take: &mut impl Take) -> Result<(), Broken> {
        let mut lists: [Option<Packed<'b>>; 5] = [None; 5];
        let mut id = None;
        let mut fields = Fields::of(content.bytes()?);
        while let Some((number, content)) = fields.next()? {
            let slot = match number {
                1 => {
                    once(&mut id, content.number()? as i64)?;
                    continue;
                }
                2 | 3 => number as usize - 2,
                8..=10 => number as usize - 6,
                _ => continue,
            };
            once(&mut lists[slot], Packed::of(content.bytes()?))?;
        }
        let [keys, values, roles, ids, kinds] = lists;
        let [roles, ids, kinds] = [roles, ids, kinds].map(Option::unwrap_or_default);
        if roles.count() != ids.count() || roles.count() != kinds.count() {
            return Err(Broken::file("members of a relation with lists of different lengths"));
        }
        let members = Members { strings: &self.strings, roles, ids: Deltas::of(ids), kinds };
        let id = id.ok_or(Broken::file("a relation without id"))?;
        take.relation(id, members, self.pairs(keys, values)?)
    }

    fn pairs(&self, keys: Option<Packed<'b>>, values: Option<Packed<'b>>) -> Result<Pairs<'_>, Broken> {
        let (keys, values) = (keys.unwrap_or_default(), values.unwrap_or_default());
        if keys.count() != values.count() {
            return Err(Broken::file("more keys than values, or fewer"));
        }
        Ok(Pairs { strings: &self.strings, form: Form::Lists(keys, values) })
    }

    fn point(&self, lat: i64, lon: i64) -> Result<Point, Broken> {
        let degrees = |value: i64, offset: i64, limit: f64| {
            let nano = value.checked_mul(self.granularity)?.checked_add(offset)?;
            let degrees = nano as f64 / 1e9;
            (degrees.abs() <= limit).then_some(degrees)
        };
        let (y, x) = (degrees(lat, self.latitude, 90.0), degrees(lon, self.longitude, 180.0));
        x.zip(y).map(|(x, y)| Point::new(x, y)).ok_or(Broken::file("a node that is not on Earth"))
    }
}

fn skip_dense_tags(rest: &mut Packed<'_>) -> Result<(), Broken> {
    while let Some(key) = rest.next()? {
        if key == 0 {
            return Ok(());
        }
        rest.next()?.ok_or(Broken::file("a key of a dense node without value"))?;
    }
    Err(Broken::file("tags of fewer dense nodes than there are"))
}

/// The members of a relation, not yet decoded.
pub struct Members<'t> {
    strings: &'t [&'t [u8]],
    roles: Packed<'t>,
    ids: Deltas<'t>,
    kinds: Packed<'t>,
}

/// What a member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    Node(i64),
    Way(i64),
    Other,
}

impl<'t> Members<'t> {
    /// The next member and its role.
    pub fn next(&mut self) -> Result<Option<(Member, &'t [u8])>, Broken> {
        let (Some(role), Some(id), Some(kind)) = (self.roles.next()?, self.ids.next()?, self.kinds.next()?)
        else {
            return Ok(None);
        };
        let role = usize::try_from(role).ok().and_then(|role| self.strings.get(role).copied());
        let role = role.ok_or(Broken::file("a role that names a string that is not there"))?;
        let member = match kind {
            0 => Member::Node(id),
            1 => Member::Way(id),
            _ => Member::Other,
        };
        Ok(Some((member, role)))
    }
}

/// The tags of one object, not yet decoded.
#[derive(Clone, Copy)]
pub struct Pairs<'t> {
    strings: &'t [&'t [u8]],
    form: Form<'t>,
}

#[derive(Clone, Copy)]
enum Form<'t> {
    Lists(Packed<'t>, Packed<'t>),
    /// Keys and values in turn, ended by a 0.
    Dense(Packed<'t>),
}

/// A key and its value, as bytes of the string table.
type Pair<'t> = (&'t [u8], &'t [u8]);

impl<'t> Pairs<'t> {
    fn next(&mut self) -> Result<Option<Pair<'t>>, Broken> {
        let pair = match &mut self.form {
            Form::Lists(keys, values) => keys.next()?.zip(values.next()?),
            Form::Dense(list) => match list.next()? {
                None | Some(0) => None,
                Some(key) => list.next()?.map(|value| (key, value)),
            },
        };
        let Some((key, value)) = pair else { return Ok(None) };
        let text = |at: u64| usize::try_from(at).ok().and_then(|at| self.strings.get(at).copied());
        text(key)
            .zip(text(value))
            .map(Some)
            .ok_or(Broken::file("a tag that names a string that is not there"))
    }

    /// Whether one of the keys is among these. Checks all of them.
    pub fn have(mut self, wanted: &[&str]) -> Result<bool, Broken> {
        let mut found = false;
        while let Some((key, _)) = self.next()? {
            found |= wanted.iter().any(|wanted| wanted.as_bytes() == key);
        }
        Ok(found)
    }

    pub fn decode(mut self) -> Result<Tags, Broken> {
        let text = |bytes: &[u8]| {
            std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| Broken::file("a tag that is not UTF-8"))
        };
        let mut tags = Tags::default();
        while let Some((key, value)) = self.next()? {
            tags.0.push((text(key)?, text(value)?));
        }
        Ok(tags)
    }
}
