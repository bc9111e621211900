//! Walks worked out by hand.
