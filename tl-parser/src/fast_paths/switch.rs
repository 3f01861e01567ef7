//! The switch between the fast paths and the general code.
//!
//! Outside of tests the fast paths are always on, so that the switch costs nothing.

#[cfg(test)]
static FAST_PATHS_ARE_OFF: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

/// Whether the fast paths are used.
#[inline]
pub(crate) fn are_fast_paths_on() -> bool {
    #[cfg(test)]
    return !FAST_PATHS_ARE_OFF.load(std::sync::atomic::Ordering::Relaxed);
    #[cfg(not(test))]
    true
}

/// Turns the fast paths on or off for the whole process; only in tests.
#[cfg(test)]
pub(super) fn set_fast_paths_on(on: bool) {
    FAST_PATHS_ARE_OFF.store(!on, std::sync::atomic::Ordering::Relaxed);
}
