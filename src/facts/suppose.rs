//! What if a fact were otherwise: for the length of one piece of work, on one thread.
//!
//! Sensitivities ask for each uncertain fact what its low and its high value
//! would change. The work that is asked about stays as it is: it asks for
//! facts by key and is told the supposed value. Work that spreads over
//! threads has to be kept on this one by its caller; other threads go on
//! seeing the facts as they are.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::OnceLock;

thread_local! {
    static ON: Cell<bool> = const { Cell::new(false) };
    static NOW: RefCell<Supposed> = const { RefCell::new(Supposed::NONE) };
}

struct Supposed {
    values: BTreeMap<String, f64>,
    /// By the address of the cell that holds what is made of the facts as they are.
    made: Vec<(usize, &'static (dyn Any + Sync))>,
}

impl Supposed {
    const NONE: Supposed = Supposed { values: BTreeMap::new(), made: Vec::new() };
}

/// Puts back what was supposed before, also when the work panics.
struct Back(Option<Supposed>, bool);

impl Drop for Back {
    fn drop(&mut self) {
        if let Some(before) = self.0.take() {
            NOW.with(|now| now.replace(before));
        }
        ON.with(|on| on.set(self.1));
    }
}

/// Does `work` as if these facts had these values, on top of what is supposed already.
pub fn suppose<T>(values: &[(String, f64)], work: impl FnOnce() -> T) -> T {
    if values.is_empty() {
        return work();
    }
    let mut all = NOW.with(|now| now.borrow().values.clone());
    all.extend(values.iter().cloned());
    let before = NOW.with(|now| now.replace(Supposed { values: all, made: Vec::new() }));
    let _back = Back(Some(before), ON.with(|on| on.replace(true)));
    work()
}

/// The supposed value of a fact, if this thread supposes one.
pub(super) fn value(key: &str) -> Option<f64> {
    if !ON.with(Cell::get) {
        return None;
    }
    NOW.with(|now| now.borrow().values.get(key).copied())
}

/// What is made of facts: made once for all, or once for what is supposed right now.
///
/// What suppositions make is never freed: it is a few hundred bytes for each of them, and a
/// reference for good spares the hot paths that ask for it any counting.
pub fn derived<T: Any + Send + Sync>(cell: &'static OnceLock<T>, make: fn() -> T) -> &'static T {
    if !ON.with(Cell::get) {
        return cell.get_or_init(make);
    }
    let address = std::ptr::from_ref(cell).addr();
    let known = NOW.with(|now| now.borrow().made.iter().find(|it| it.0 == address).map(|it| it.1));
    let known = known.and_then(|any| (any as &'static dyn Any).downcast_ref::<T>());
    known.unwrap_or_else(|| {
        let made: &'static T = Box::leak(Box::new(make()));
        NOW.with(|now| now.borrow_mut().made.push((address, made)));
        made
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    static HALF: OnceLock<f64> = OnceLock::new();

    fn half() -> f64 {
        *derived(&HALF, || super::super::value("air.handling") / 2.0)
    }

    #[test]
    fn a_supposition_holds_inside_and_is_gone_afterwards() {
        let usual = (super::super::value("air.handling"), half());

        let inside = suppose(&[("air.handling".to_owned(), 10.0)], || {
            let deeper = suppose(&[("air.clearance".to_owned(), 7.0)], || {
                (super::super::value("air.handling"), super::super::value("air.clearance"), half())
            });
            (deeper, half())
        });

        assert_eq!(inside, ((10.0, 7.0, 5.0), 5.0));
        assert_eq!((super::super::value("air.handling"), half()), usual);
    }

    #[test]
    fn a_panic_inside_leaves_no_supposition_behind() {
        let usual = super::super::value("air.handling");

        let fallen = std::panic::catch_unwind(|| {
            suppose(&[("air.handling".to_owned(), 10.0)], || panic!("as asked"));
        });

        assert!(fallen.is_err() && super::super::value("air.handling") == usual);
    }
}
