//! Positions on the tape as JavaScript writes them.

/// A position: a name, and places behind it.
#[derive(Clone, Copy)]
pub(crate) struct At<'s> {
    /// Empty at the root, whose position is 0.
    base: &'s str,
    places: u32,
}

impl<'s> At<'s> {
    /// The first place of the tape.
    pub(crate) fn root() -> Self {
        Self { base: "", places: 0 }
    }

    /// The place whose position is in the variable `base`.
    pub(crate) fn of(base: &'s str) -> Self {
        Self { base, places: 0 }
    }

    /// So many places behind this one.
    pub(crate) fn plus(self, places: u32) -> Self {
        Self { places: self.places + places, ..self }
    }

    /// The index of the low half, which is the position itself.
    pub(crate) fn low(self) -> String {
        self.integer(2 * self.places)
    }

    /// The index of the high half.
    pub(crate) fn high(self) -> String {
        self.integer(2 * self.places + 1)
    }

    fn integer(self, offset: u32) -> String {
        match (self.base, offset) {
            ("", offset) => offset.to_string(),
            (base, 0) => base.to_owned(),
            (base, offset) => format!("{base} + {offset}"),
        }
    }

    /// The index of the double.
    pub(crate) fn double(self) -> String {
        match (self.base, self.places) {
            ("", places) => places.to_string(),
            (base, 0) => format!("{base} >> 1"),
            (base, places) => format!("({base} >> 1) + {places}"),
        }
    }
}
