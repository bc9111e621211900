//! Ids of nodes, packed: neighbours on a road often have neighbouring ids, and few of them are
//! ever asked for. One byte and a half instead of eight.

/// Lists of ids, each as the differences from one id to the next, seven bits a byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ids {
    /// By list: where its bytes begin; one more at the end.
    first: Vec<u32>,
    bytes: Vec<u8>,
}

impl Default for Ids {
    fn default() -> Ids {
        Ids { first: vec![0], bytes: Vec::new() }
    }
}

impl Ids {
    /// Appends a list.
    pub fn push(&mut self, ids: impl Iterator<Item = i64>) {
        let mut before = 0_i64;
        for id in ids {
            let step = id.wrapping_sub(before);
            before = id;
            // The sign last, so that small steps either way are short.
            let mut rest = (step << 1 ^ step >> 63).cast_unsigned();
            while rest >= 0x80 {
                self.bytes.push(rest as u8 | 0x80);
                rest >>= 7;
            }
            self.bytes.push(rest as u8);
        }
        self.first.push(u32::try_from(self.bytes.len()).expect("ids of a map take less than 4 GB"));
    }

    /// So many ids of a list. Those it does not have are 0.
    #[must_use]
    pub fn of(&self, list: usize, count: usize) -> Vec<i64> {
        let mut bytes = self.bytes[self.first[list] as usize..self.first[list + 1] as usize].iter();
        let mut before = 0_i64;
        let next = || {
            let (mut word, mut shift) = (0_u64, 0_u32);
            loop {
                let Some(&byte) = bytes.next() else { return 0 };
                word |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
                shift = shift.saturating_add(7);
                if byte < 0x80 {
                    break;
                }
            }
            before = before.wrapping_add((word >> 1).cast_signed() ^ -(word & 1).cast_signed());
            before
        };
        std::iter::repeat_with(next).take(count).collect()
    }

    /// Where lists begin, and their bytes.
    #[must_use]
    pub fn parts(&self) -> (&[u32], &[u8]) {
        (&self.first, &self.bytes)
    }

    /// So many lists from such parts; `None` if they are those of none.
    #[must_use]
    pub fn from_parts(first: Vec<u32>, bytes: Vec<u8>, lists: usize) -> Option<Ids> {
        let ends =
            first.first() == Some(&0) && first.last().is_some_and(|&last| last as usize == bytes.len());
        (first.len() == lists + 1 && ends && first.is_sorted()).then_some(Ids { first, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_packed_comes_out_again(lists in prop::collection::vec(prop::collection::vec(any::<i64>(), 0..6), 0..6)) {
            let mut ids = Ids::default();
            lists.iter().for_each(|list| ids.push(list.iter().copied()));
            let (first, bytes) = ids.parts();
            let ids = Ids::from_parts(first.to_vec(), bytes.to_vec(), lists.len()).unwrap();

            for (number, list) in lists.iter().enumerate() {
                prop_assert_eq!(&ids.of(number, list.len()), list);
            }
        }

        #[test]
        fn any_bytes_are_some_ids(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let ids = Ids::from_parts(vec![0, bytes.len() as u32], bytes, 1).unwrap();

            prop_assert_eq!(ids.of(0, 50).len(), 50);
        }
    }

    #[test]
    fn neighbouring_ids_take_a_byte_each() {
        let mut ids = Ids::default();
        ids.push(4_000_000_000..4_000_000_100);

        assert!(ids.parts().1.len() < 110);
    }
}
