//! Protocol buffers, as far as OSM needs them: fields, varints, packed lists.
//!
//! Everything borrows from the block and is read one item at a time, so a
//! malicious length costs nothing.

use super::Broken;

/// One field's content.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Content<'b> {
    Number(u64),
    Bytes(&'b [u8]),
    /// 32 or 64 fixed bits; OSM uses none.
    Fixed,
}

/// The fields of a message, in order.
#[derive(Clone, Debug)]
pub struct Fields<'b> {
    rest: &'b [u8],
}

impl<'b> Fields<'b> {
    #[must_use]
    pub fn of(bytes: &'b [u8]) -> Fields<'b> {
        Fields { rest: bytes }
    }

    /// The next field's number and content.
    pub fn next(&mut self) -> Result<Option<(u64, Content<'b>)>, Broken> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let key = varint(&mut self.rest)?;
        let content = match key & 7 {
            0 => Content::Number(varint(&mut self.rest)?),
            1 => self.take(8).map(|_| Content::Fixed)?,
            2 => {
                let length = varint(&mut self.rest)?;
                Content::Bytes(self.take(length)?)
            }
            5 => self.take(4).map(|_| Content::Fixed)?,
            _ => return Err(Broken::file("a field of unknown wire type")),
        };
        match key >> 3 {
            0 => Err(Broken::file("field number 0")),
            number => Ok(Some((number, content))),
        }
    }

    fn take(&mut self, length: u64) -> Result<&'b [u8], Broken> {
        let length = usize::try_from(length).ok().filter(|length| *length <= self.rest.len());
        let length = length.ok_or(Broken::file("a field is longer than what holds it"))?;
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        Ok(taken)
    }
}

impl<'b> Content<'b> {
    pub fn bytes(self) -> Result<&'b [u8], Broken> {
        match self {
            Content::Bytes(bytes) => Ok(bytes),
            _ => Err(Broken::file("a number where bytes belong")),
        }
    }

    pub fn number(self) -> Result<u64, Broken> {
        match self {
            Content::Number(number) => Ok(number),
            _ => Err(Broken::file("bytes where a number belongs")),
        }
    }
}

/// Sets a field that may stand only once.
pub fn once<T>(slot: &mut Option<T>, value: T) -> Result<(), Broken> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(Broken::file("a field stands twice")),
    }
}

/// At most ten bytes, seven bits each, the lowest first.
pub fn varint(bytes: &mut &[u8]) -> Result<u64, Broken> {
    let mut value = 0_u64;
    for (at, byte) in bytes.iter().enumerate().take(10) {
        let bits = u64::from(byte & 0x7f);
        if at == 9 && bits > 1 {
            return Err(Broken::file("a varint of more than 64 bits"));
        }
        value |= bits << (7 * at);
        if byte & 0x80 == 0 {
            *bytes = &bytes[at + 1..];
            return Ok(value);
        }
    }
    Err(Broken::file("a varint without end"))
}

#[must_use]
pub fn zigzag(value: u64) -> i64 {
    ((value >> 1) as i64) ^ -((value & 1) as i64)
}

/// A packed list of varints.
#[derive(Clone, Copy, Debug, Default)]
pub struct Packed<'b> {
    rest: &'b [u8],
}

impl<'b> Packed<'b> {
    #[must_use]
    pub fn of(bytes: &'b [u8]) -> Packed<'b> {
        Packed { rest: bytes }
    }

    /// How many varints there are: every last byte has its high bit clear.
    #[must_use]
    pub fn count(self) -> usize {
        self.rest.iter().filter(|byte| **byte & 0x80 == 0).count()
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.rest.is_empty()
    }

    pub fn next(&mut self) -> Result<Option<u64>, Broken> {
        if self.rest.is_empty() { Ok(None) } else { varint(&mut self.rest).map(Some) }
    }
}

/// A packed list of differences between neighbours.
#[derive(Clone, Copy, Debug, Default)]
pub struct Deltas<'b> {
    list: Packed<'b>,
    last: i64,
}

impl<'b> Deltas<'b> {
    #[must_use]
    pub fn of(list: Packed<'b>) -> Deltas<'b> {
        Deltas { list, last: 0 }
    }

    pub fn next(&mut self) -> Result<Option<i64>, Broken> {
        let Some(step) = self.list.next()? else { return Ok(None) };
        let sum = self.last.checked_add(zigzag(step)).ok_or(Broken::file("differences that overflow"))?;
        self.last = sum;
        Ok(Some(sum))
    }
}
