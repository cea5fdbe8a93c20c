//! A place in the bytes of a JSON text (RFC 8259), and the steps from token to token.
//!
//! The bytes are UTF-8, which is proved before a cursor is made.

use super::{run::Halt, scan};

/// A place in a text.
pub(crate) struct Cursor<'b> {
    pub(crate) bytes: &'b [u8],
    pub(crate) at: usize,
    /// How many UTF-16 units fewer than bytes stand before this place.
    pub(crate) shrink: usize,
}

/// A string without its quotes, as bytes.
#[derive(Clone, Copy, Default)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The same in UTF-16 units.
    pub(crate) first: u32,
    pub(crate) last: u32,
    pub(crate) escapes: Escapes,
    /// How many bytes continue a code point.
    pub(crate) continued: u32,
}

/// What is not ASCII in a string.
#[derive(Default)]
struct Wide {
    /// Bytes that continue a code point.
    continued: u32,
    /// Code points that are two UTF-16 units.
    pairs: u32,
}

/// Whether a string says some of its characters in another way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Escapes {
    #[default]
    None,
    Some,
}

impl<'b> Cursor<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0, shrink: 0 }
    }

    /// The byte here; 0, which no JSON text contains outside of a fault, at the end.
    #[inline]
    pub(crate) fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    /// The next byte that is no white space, which stays where it is.
    #[inline]
    pub(crate) fn token(&mut self) -> u8 {
        let byte = self.peek();
        if byte > b' ' { byte } else { self.token_after_space() }
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    #[inline(never)]
    fn token_after_space(&mut self) -> u8 {
        self.skip_space();
        self.peek()
    }

    /// Takes `byte` if it comes next.
    #[inline]
    pub(crate) fn take(&mut self, byte: u8) -> Result<(), Halt> {
        if self.token() != byte {
            return Err(Halt::Syntax);
        }
        self.at += 1;
        Ok(())
    }

    /// This place in UTF-16 units.
    #[inline]
    pub(crate) fn units(&self) -> u32 {
        // Texts are at most as long as `run::LIMIT`, which fits.
        u32::try_from(self.at - self.shrink).unwrap_or(u32::MAX)
    }

    /// Takes the word `true`, `false` or `null`.
    pub(crate) fn word(&mut self, word: &[u8]) -> Result<(), Halt> {
        if self.bytes[self.at..].starts_with(word) {
            self.at += word.len();
            Ok(())
        } else {
            Err(Halt::Syntax)
        }
    }

    /// Takes a string; the cursor stands on its opening quote.
    pub(crate) fn string(&mut self) -> Result<Span, Halt> {
        let mut span = Span::default();
        self.string_into(&mut span)?;
        Ok(span)
    }

    /// The same where it is done for every value: a result with a span in it would go through
    /// memory in pieces that the processor cannot forward, which costs as much as the rest.
    #[expect(clippy::inline_always, reason = "what it gives back stays in registers")]
    #[inline(always)]
    pub(crate) fn string_into(&mut self, span: &mut Span) -> Result<(), Halt> {
        let start = self.at + 1;
        if let Some(chunk) = self.bytes.get(start..).and_then(<[u8]>::first_chunk::<16>) {
            let found = scan::look(chunk);
            if found.ascii && chunk.get(found.stop) == Some(&b'"') {
                self.at = start;
                let first = self.units();
                let length = u32::try_from(found.stop).unwrap_or_default();
                let end = start + found.stop;
                self.at = end + 1;
                let last = first + length;
                *span = Span { start, end, first, last, escapes: Escapes::None, continued: 0 };
                return Ok(());
            }
        }
        self.long_string(span)
    }

    /// Takes a string that is longer than a chunk, has escapes, or is not all ASCII.
    #[inline(never)]
    fn long_string(&mut self, span: &mut Span) -> Result<(), Halt> {
        self.at += 1;
        let start = self.at;
        let first = self.units();
        let mut escapes = Escapes::None;
        let mut wide = Wide::default();
        loop {
            self.run_to_stop(&mut wide);
            match self.bytes.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escapes = Escapes::Some;
                    self.escape()?;
                }
                _ => return Err(Halt::Syntax),
            }
        }
        let end = self.at;
        self.shrink += (wide.continued - wide.pairs) as usize;
        let last = self.units();
        self.at = end + 1;
        *span = Span { start, end, first, last, escapes, continued: wide.continued };
        Ok(())
    }

    /// Goes on to the next quote, backslash or control character, or to the end, and counts what
    /// is not ASCII on the way.
    fn run_to_stop(&mut self, wide: &mut Wide) {
        while let Some(chunk) = self.bytes[self.at..].first_chunk::<16>() {
            let found = scan::look(chunk);
            if !found.ascii {
                let (continued, pairs) = scan::count(chunk, found.stop);
                wide.continued += continued;
                wide.pairs += pairs;
            }
            self.at += found.stop;
            if found.stop < chunk.len() {
                return;
            }
        }
        while let Some(&byte) = self.bytes.get(self.at) {
            if byte == b'"' || byte == b'\\' || byte < 0x20 {
                break;
            }
            wide.continued += u32::from(byte & 0xc0 == 0x80);
            wide.pairs += u32::from(byte >= 0xf0);
            self.at += 1;
        }
    }

    /// Takes one escape; the cursor stands on its backslash.
    fn escape(&mut self) -> Result<(), Halt> {
        match self.bytes.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 2;
                Ok(())
            }
            Some(b'u') => {
                let digits = self.bytes.get(self.at + 2..self.at + 6).ok_or(Halt::Syntax)?;
                if !digits.iter().all(u8::is_ascii_hexdigit) {
                    return Err(Halt::Syntax);
                }
                self.at += 6;
                Ok(())
            }
            _ => Err(Halt::Syntax),
        }
    }

    /// Goes over any value. `left` says how many levels may still be opened.
    pub(crate) fn skip(&mut self, left: u32) -> Result<(), Halt> {
        // One bit for each open level: set for an object. The stack is the program's own, so that
        // a text of a hundred thousand brackets cannot exhaust the thread's.
        let mut kinds = Levels::default();
        loop {
            match self.token() {
                b'{' => {
                    kinds.open(Level::Object, left)?;
                    self.at += 1;
                    if self.token() != b'}' {
                        self.skip_key()?;
                        continue;
                    }
                }
                b'[' => {
                    kinds.open(Level::List, left)?;
                    self.at += 1;
                    if self.token() != b']' {
                        continue;
                    }
                }
                _ => self.skip_scalar()?,
            }
            if !self.leave(&mut kinds)? {
                return Ok(());
            }
        }
    }

    /// After a value: closes what ends here. Whether another value follows.
    fn leave(&mut self, kinds: &mut Levels) -> Result<bool, Halt> {
        while let Some(kind) = kinds.innermost() {
            match (self.token(), kind) {
                (b',', Level::List) => {
                    self.at += 1;
                    return Ok(true);
                }
                (b',', Level::Object) => {
                    self.at += 1;
                    self.skip_key()?;
                    return Ok(true);
                }
                (b']', Level::List) | (b'}', Level::Object) => {
                    self.at += 1;
                    kinds.close();
                }
                _ => return Err(Halt::Syntax),
            }
        }
        Ok(false)
    }

    /// Takes a key that nobody declared, and the colon behind it.
    fn skip_key(&mut self) -> Result<(), Halt> {
        if self.token() != b'"' {
            return Err(Halt::Syntax);
        }
        let key = self.string()?;
        self.refuse_key(key)?;
        self.take(b':')
    }

    /// Keys that could change a prototype, or that cannot be told from those at a glance, are not
    /// the reader's business.
    pub(crate) fn refuse_key(&self, key: Span) -> Result<(), Halt> {
        let text = &self.bytes[key.start..key.end];
        if key.escapes == Escapes::Some || text == b"__proto__" || text == b"constructor" {
            return Err(Halt::Key);
        }
        Ok(())
    }

    #[inline(never)]
    fn skip_scalar(&mut self) -> Result<(), Halt> {
        match self.peek() {
            b'"' => self.string().map(|_| ()),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => self.number_span().map(|_| ()),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    List,
    Object,
}

/// The kinds of the levels that are open, one bit each.
#[derive(Default)]
struct Levels {
    bits: [u64; Levels::WORDS],
    count: u32,
}

impl Levels {
    const WORDS: usize = 16;

    fn open(&mut self, kind: Level, most: u32) -> Result<(), Halt> {
        if self.count >= most || self.count as usize >= 64 * Self::WORDS {
            return Err(Halt::Depth);
        }
        let (word, bit) = ((self.count / 64) as usize, 1_u64 << (self.count % 64));
        match kind {
            Level::List => self.bits[word] &= !bit,
            Level::Object => self.bits[word] |= bit,
        }
        self.count += 1;
        Ok(())
    }

    fn innermost(&self) -> Option<Level> {
        let last = self.count.checked_sub(1)?;
        let set = self.bits[(last / 64) as usize] >> (last % 64) & 1 == 1;
        Some(if set { Level::Object } else { Level::List })
    }

    fn close(&mut self) {
        self.count -= 1;
    }
}
