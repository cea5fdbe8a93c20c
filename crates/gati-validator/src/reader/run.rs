//! Following a program through a text.

use super::{
    cursor::{Cursor, Escapes, Span},
    program::{Constant, KindsPlan, Node, NodeId, Program},
    sink::{ABSENT, ABSENT_NUMBER, NULL, NULL_NUMBER, Nowhere, Sink, Tape},
};

/// The longest text that is read, in bytes: places of a text are 31-bit integers.
const LIMIT: usize = (i32::MAX - 16) as usize;

/// A text that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// All of it is ASCII, so that bytes and UTF-16 units are the same.
    Ascii,
    /// It is to be decoded as UTF-8.
    Utf8,
}

/// What can be said of a text without JavaScript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It fits.
    Fits,
    /// It fits if JavaScript says so too, of what it has to look at itself.
    Undecided,
}

/// Why a text was handed over. Only for figures and tests: the verdict is JavaScript's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Halt {
    /// It is no JSON.
    Syntax,
    /// It is no UTF-8.
    Encoding,
    /// It does not fit the type.
    Misfit,
    /// It is nested too deeply.
    Depth,
    /// A key is one of those that change prototypes, or is written with an escape.
    Key,
    /// A member is there twice.
    Duplicate,
    /// A member that is not declared would have to be kept.
    Undeclared,
    /// A text with escapes stands where its characters matter.
    Escapes,
    /// The tape is too short.
    Full,
    /// The text is too long.
    Long,
    /// Somebody else was asked, and does not know.
    Foreign,
}

impl Halt {
    /// A number for each reason, from 1 on.
    pub const fn code(self) -> i32 {
        match self {
            Self::Syntax => 1,
            Self::Encoding => 2,
            Self::Misfit => 3,
            Self::Depth => 4,
            Self::Key => 5,
            Self::Duplicate => 6,
            Self::Undeclared => 7,
            Self::Escapes => 8,
            Self::Full => 9,
            Self::Long => 10,
            Self::Foreign => 11,
        }
    }
}

impl Program {
    /// Reads `bytes` into `places`.
    ///
    /// # Errors
    ///
    /// [`Halt`] where the text has to go to JavaScript; what is in `places` then means nothing.
    pub fn read(&self, bytes: &[u8], places: &mut [u64]) -> Result<Accepted, Halt> {
        self.read_counted(bytes, places).map(|(accepted, _)| accepted)
    }

    /// The same, and how many of the places were taken.
    ///
    /// # Errors
    ///
    /// As [`Program::read`].
    pub fn read_counted(
        &self,
        bytes: &[u8],
        places: &mut [u64],
    ) -> Result<(Accepted, usize), Halt> {
        let (accepted, _, tape) = self.follow(bytes, Tape::new(places))?;
        Ok((accepted, tape.taken()))
    }

    /// Whether `bytes` fit, as far as it can be said without JavaScript.
    ///
    /// # Errors
    ///
    /// [`Halt`] where JavaScript has to be asked, or says no as well.
    pub fn verify(&self, bytes: &[u8]) -> Result<Verdict, Halt> {
        self.follow(bytes, Nowhere).map(|(_, verdict, _)| verdict)
    }

    fn follow<S: Sink>(&self, bytes: &[u8], sink: S) -> Result<(Accepted, Verdict, S), Halt> {
        if bytes.len() > LIMIT {
            return Err(Halt::Long);
        }
        let form = if bytes.is_ascii() {
            Accepted::Ascii
        } else {
            simdutf8::basic::from_utf8(bytes).map_err(|_| Halt::Encoding)?;
            Accepted::Utf8
        };
        let cursor = Cursor::new(bytes);
        let (left, verdict) = (self.depth, Verdict::Fits);
        let mut run = Run { program: self, cursor, sink, left, verdict };
        let root = run.sink.room(self.width(self.root))?;
        run.value(self.root, root)?;
        if run.cursor.token() != 0 || run.cursor.at != bytes.len() {
            return Err(Halt::Syntax);
        }
        Ok((form, run.verdict, run.sink))
    }

    /// Follows the node `id` over the value that begins at `at`, for a verdict alone; gives back
    /// where the value ends. The bytes are UTF-8, which was proved before.
    pub(crate) fn pass(
        &self,
        id: NodeId,
        (bytes, at): (&[u8], usize),
        left: u32,
        sink: impl Sink,
    ) -> Result<usize, Halt> {
        let cursor = Cursor { at, ..Cursor::new(bytes) };
        let mut run = Run { program: self, cursor, sink, left, verdict: Verdict::Fits };
        run.value(id, 0)?;
        // What JavaScript looks at is not in a program of this kind.
        if run.verdict == Verdict::Fits { Ok(run.cursor.at) } else { Err(Halt::Foreign) }
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }
}

/// A reading under way.
pub(super) struct Run<'p, 'b, S> {
    pub(super) program: &'p Program,
    pub(super) cursor: Cursor<'b>,
    pub(super) sink: S,
    /// How many levels may still be opened.
    pub(super) left: u32,
    /// What is known so far.
    pub(super) verdict: Verdict,
}

impl<S: Sink> Run<'_, '_, S> {
    /// Reads one value into the places that start at `place`.
    #[expect(clippy::inline_always, reason = "what it gives back stays in registers")]
    #[inline(always)]
    pub(super) fn value(&mut self, id: NodeId, place: u32) -> Result<(), Halt> {
        match self.program.node(id) {
            Node::Any => self.any(place),
            Node::Checked => {
                self.verdict = Verdict::Undecided;
                self.any(place)
            }
            Node::Boolean => self.boolean(place),
            Node::Number(rule) => {
                if !matches!(self.cursor.token(), b'-' | b'0'..=b'9') {
                    return Err(Halt::Misfit);
                }
                let value = self.cursor.number()?;
                if !rule.holds(value) {
                    return Err(Halt::Misfit);
                }
                self.sink.put(place, value.to_bits());
                Ok(())
            }
            Node::Text(rule) => {
                let mut span = Span::default();
                if self.cursor.token() != b'"' {
                    return Err(Halt::Misfit);
                }
                self.cursor.string_into(&mut span)?;
                if rule.asks {
                    self.text_holds(span, rule)?;
                }
                self.put_text(place, span);
                Ok(())
            }
            Node::Constants(constants) => self.constant(constants, place),
            Node::List(plan) => self.list(plan, place),
            Node::Tuple(plan) => self.tuple(plan, place),
            Node::Record(plan) => self.record(plan, place),
            Node::Object(object) => self.object(*object, place),
            Node::Linked(object) => self.linked(*object, place),
            Node::Tagged(plan) => self.tagged(plan, place),
            Node::Keyed(plan) => self.keyed(plan, place),
            Node::Kinds(plan) => self.kinds(plan, place),
            Node::Nullable(inner) => {
                if self.cursor.token() == b'n' {
                    self.cursor.word(b"null")?;
                    self.mark(*inner, place, Mark::Null);
                    return Ok(());
                }
                self.value(*inner, place)
            }
            Node::Foreign(number) => self.sink.decide(*number, &mut self.cursor, self.left),
        }
    }

    /// Says of the node at `place` that it is absent or null.
    pub(super) fn mark(&mut self, id: NodeId, place: u32, mark: Mark) {
        match self.program.node(id) {
            Node::Number(_) => self.sink.put(place, mark.number()),
            Node::Nullable(inner) => self.mark(*inner, place, mark),
            _ => self.sink.halves(place, mark.low(), 0),
        }
    }

    fn any(&mut self, place: u32) -> Result<(), Halt> {
        self.cursor.token();
        let first = self.cursor.units();
        self.cursor.skip(self.left)?;
        let last = self.cursor.units();
        self.sink.halves(place, first, last);
        Ok(())
    }

    fn boolean(&mut self, place: u32) -> Result<(), Halt> {
        let value = match self.cursor.token() {
            b't' => self.cursor.word(b"true").map(|()| 1)?,
            b'f' => self.cursor.word(b"false").map(|()| 0)?,
            _ => return Err(Halt::Misfit),
        };
        self.sink.halves(place, value, 0);
        Ok(())
    }

    /// Takes a string.
    #[inline]
    pub(super) fn put_text(&mut self, place: u32, span: Span) {
        let end = match span.escapes {
            Escapes::None => span.last,
            Escapes::Some => span.last.wrapping_neg(),
        };
        self.sink.halves(place, span.first, end);
    }

    fn constant(&mut self, constants: &[Constant], place: u32) -> Result<(), Halt> {
        let found = self.one_of(constants)?;
        self.sink.halves(place, found, 0);
        Ok(())
    }

    /// Takes one of a few scalars; gives back which.
    pub(super) fn one_of(&mut self, constants: &[Constant]) -> Result<u32, Halt> {
        let found = match self.cursor.token() {
            b'"' => {
                let mut span = Span::default();
                self.cursor.string_into(&mut span)?;
                if span.escapes == Escapes::Some {
                    return Err(Halt::Escapes);
                }
                let text = &self.cursor.bytes[span.start..span.end];
                position(
                    constants,
                    |one| matches!(one, Constant::Text(own) if own.as_bytes() == text),
                )
            }
            b't' => {
                self.cursor.word(b"true")?;
                position(constants, |one| *one == Constant::Boolean(true))
            }
            b'f' => {
                self.cursor.word(b"false")?;
                position(constants, |one| *one == Constant::Boolean(false))
            }
            b'n' => {
                self.cursor.word(b"null")?;
                position(constants, |one| *one == Constant::Null)
            }
            b'-' | b'0'..=b'9' => {
                let value = self.cursor.number()?;
                // JavaScript takes -0 for 0 and hands on -0: that is left to it.
                position(
                    constants,
                    |one| matches!(one, Constant::Number(own) if own.to_bits() == value.to_bits()),
                )
            }
            _ => None,
        };
        found.ok_or(Halt::Misfit)
    }

    fn kinds(&mut self, plan: &KindsPlan, place: u32) -> Result<(), Halt> {
        let (kind, node) = match self.cursor.token() {
            b'n' if plan.null => {
                self.cursor.word(b"null")?;
                self.sink.halves(place, NULL, 0);
                return Ok(());
            }
            b't' | b'f' => (0, plan.boolean),
            b'-' | b'0'..=b'9' => (1, plan.number),
            b'"' => (2, plan.text),
            b'[' => (3, plan.list),
            b'{' => (4, plan.object),
            _ => return Err(Halt::Misfit),
        };
        self.value(node.ok_or(Halt::Misfit)?, place + 1)?;
        self.sink.halves(place, kind, 0);
        Ok(())
    }
}

fn position(constants: &[Constant], is: impl Fn(&Constant) -> bool) -> Option<u32> {
    constants.iter().position(is).and_then(|place| u32::try_from(place).ok())
}

/// What stands where nothing stands.
#[derive(Clone, Copy)]
pub(super) enum Mark {
    Absent,
    Null,
}

impl Mark {
    const fn low(self) -> u32 {
        match self {
            Self::Absent => ABSENT,
            Self::Null => NULL,
        }
    }

    const fn number(self) -> u64 {
        match self {
            Self::Absent => ABSENT_NUMBER,
            Self::Null => NULL_NUMBER,
        }
    }
}
