//! Where a reader writes what it finds: a tape, or nowhere.

use super::{cursor::Cursor, run::Halt};

/// `-1` in a low half: absent.
pub(crate) const ABSENT: u32 = u32::MAX;
/// `-2` in a low half: null.
pub(crate) const NULL: u32 = u32::MAX - 1;
/// The bits of a NaN whose low half says absent.
pub(crate) const ABSENT_NUMBER: u64 = 0x7ff8_0000_0000_0001;
/// The bits of a NaN whose low half says null.
pub(crate) const NULL_NUMBER: u64 = 0x7ff8_0000_0000_0002;

/// Places that can be taken and filled.
pub(crate) trait Sink {
    /// Takes so many places that were not taken yet; gives back the first.
    fn room(&mut self, width: u32) -> Result<u32, Halt>;

    /// Fills a place that was taken.
    fn put(&mut self, place: u32, bits: u64);

    /// Decides on the value that begins at the cursor, and goes to its end where it fits. `left`
    /// says how many levels may still be opened.
    fn decide(&mut self, number: u32, cursor: &mut Cursor<'_>, left: u32) -> Result<(), Halt> {
        let _ = (number, cursor, left);
        Err(Halt::Foreign)
    }

    /// Fills the two halves of a place.
    fn halves(&mut self, place: u32, low: u32, high: u32) {
        self.put(place, u64::from(low) | u64::from(high) << 32);
    }
}

/// A buffer of places.
pub(crate) struct Tape<'t> {
    places: &'t mut [u64],
    taken: u32,
}

impl<'t> Tape<'t> {
    pub(crate) fn new(places: &'t mut [u64]) -> Self {
        Self { places, taken: 0 }
    }

    pub(crate) fn taken(&self) -> usize {
        self.taken as usize
    }
}

impl Sink for Tape<'_> {
    #[inline]
    fn room(&mut self, width: u32) -> Result<u32, Halt> {
        let first = self.taken;
        let taken = first.checked_add(width).ok_or(Halt::Full)?;
        if taken as usize > self.places.len() {
            return Err(Halt::Full);
        }
        self.taken = taken;
        Ok(first)
    }

    #[inline]
    fn put(&mut self, place: u32, bits: u64) {
        if let Some(found) = self.places.get_mut(place as usize) {
            *found = bits;
        }
    }
}

/// For a verdict alone.
pub(crate) struct Nowhere;

impl Sink for Nowhere {
    fn room(&mut self, _width: u32) -> Result<u32, Halt> {
        Ok(0)
    }

    fn put(&mut self, _place: u32, _bits: u64) {}
}
