//! Text whose names are filled in when they are settled.

use std::{fmt::Write as _, sync::Arc};

/// Starts a stand-in. No code contains it: literals and comments escape or leave out what is not
/// printable.
const START: char = '\u{1}';
/// Makes a stand-in as long as a name.
const FILL: char = '\u{2}';
/// How many digits the number of a stand-in has.
const DIGITS: usize = 8;

/// What stands for the name `number` until it is settled, about as wide as that will be.
pub(crate) fn stand_in(number: usize, width: usize) -> String {
    let mut text = String::with_capacity(width.max(DIGITS + 1));
    text.push(START);
    let _ = write!(text, "{number:0DIGITS$x}");
    text.extend(std::iter::repeat_n(FILL, width.saturating_sub(text.len())));
    text
}

/// A text and the names its stand-ins stand for, in order.
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) names: Vec<Arc<str>>,
}

impl Written {
    /// How long the text may be with its names.
    pub(crate) fn length(&self) -> usize {
        self.text.len() + self.names.len() * 16
    }

    /// Adds the text with its names.
    pub(crate) fn add_to(&self, whole: &mut String) {
        let mut pieces = self.text.split(START);
        whole.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let (number, rest) = piece.split_at_checked(DIGITS).unwrap_or((piece, ""));
            let name = usize::from_str_radix(number, 16).ok().and_then(|at| self.names.get(at));
            debug_assert!(name.is_some(), "a stand-in for nothing: {number}");
            whole.push_str(name.map_or("", |name| name));
            whole.push_str(rest.trim_start_matches(FILL));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Written, stand_in};

    #[test]
    fn names_take_the_place_of_their_stand_ins() {
        let (short, long) = (stand_in(0, 3), stand_in(255, 40));
        assert_eq!((short.len(), long.len()), (9, 40));
        let mut names = vec![Arc::from("a")];
        names.resize(256, Arc::from("unused"));
        names[255] = Arc::from("b$Long");
        let written = Written { text: format!("{short}({long}, 2{short})"), names };
        let mut whole = String::from("return ");
        written.add_to(&mut whole);
        assert_eq!(whole, "return a(b$Long, 2a)");
    }
}
