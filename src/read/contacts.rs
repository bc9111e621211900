//! Customers' names, phones and addresses: kept apart from the county, joined
//! again only where a courier's sheet is written. They are never printed.

use crate::county::OrderId;
use std::collections::BTreeMap;
use std::fmt;

/// Who to call. Fields may be empty.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contact {
    pub name: String,
    pub phone: String,
    pub address: String,
}

impl Contact {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.phone.is_empty() && self.address.is_empty()
    }
}

/// By order, those that say anything.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contacts(pub BTreeMap<OrderId, Contact>);

impl fmt::Debug for Contact {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Contact(withheld)")
    }
}

impl fmt::Debug for Contacts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Contacts({} withheld)", self.0.len())
    }
}
