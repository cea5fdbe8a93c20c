//! Following a program through a text.

use super::{
    cursor::{Cursor, Escapes, Span},
    program::{
        Chain, Constant, KindsPlan, ListPlan, Node, NodeId, ObjectPlan, Program, RecordPlan,
        TaggedPlan, TuplePlan, Unknown,
    },
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
        self.follow(bytes, Tape::new(places))
    }

    /// Whether `bytes` fit, as far as it can be said without JavaScript.
    ///
    /// # Errors
    ///
    /// [`Halt`] where JavaScript has to be asked. Deferred conditions are not looked at.
    pub fn verify(&self, bytes: &[u8]) -> Result<Accepted, Halt> {
        self.follow(bytes, Nowhere)
    }

    fn follow(&self, bytes: &[u8], sink: impl Sink) -> Result<Accepted, Halt> {
        if bytes.len() > LIMIT {
            return Err(Halt::Long);
        }
        let form = if bytes.is_ascii() {
            Accepted::Ascii
        } else {
            simdutf8::basic::from_utf8(bytes).map_err(|_| Halt::Encoding)?;
            Accepted::Utf8
        };
        let mut run = Run { program: self, cursor: Cursor::new(bytes), sink, left: self.depth };
        let root = run.sink.room(self.width(self.root))?;
        run.value(self.root, root)?;
        if run.cursor.token() != 0 || run.cursor.at != bytes.len() {
            return Err(Halt::Syntax);
        }
        Ok(form)
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }
}

/// A reading under way.
struct Run<'p, 'b, S> {
    program: &'p Program,
    cursor: Cursor<'b>,
    sink: S,
    /// How many levels may still be opened.
    left: u32,
}

impl<S: Sink> Run<'_, '_, S> {
    /// Reads one value into the places that start at `place`.
    fn value(&mut self, id: NodeId, place: u32) -> Result<(), Halt> {
        match self.program.node(id) {
            Node::Any => self.any(place),
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
                let span = self.text()?;
                self.cursor.text_holds(span, rule)?;
                self.put_text(place, span);
                Ok(())
            }
            Node::Constants(constants) => self.constant(constants, place),
            Node::List(plan) => self.list(plan, place),
            Node::Tuple(plan) => self.tuple(plan, place),
            Node::Record(plan) => self.record(plan, place),
            Node::Object(object) => self.object(&self.program.objects[*object as usize], place),
            Node::Linked(object) => self.linked(*object, place),
            Node::Tagged(plan) => self.tagged(plan, place),
            Node::Kinds(plan) => self.kinds(plan, place),
            Node::Nullable(inner) => {
                if self.cursor.token() == b'n' {
                    self.cursor.word(b"null")?;
                    self.mark(*inner, place, Mark::Null);
                    return Ok(());
                }
                self.value(*inner, place)
            }
        }
    }

    /// Says of the node at `place` that it is absent or null.
    fn mark(&mut self, id: NodeId, place: u32, mark: Mark) {
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
    fn text(&mut self) -> Result<Span, Halt> {
        if self.cursor.token() != b'"' {
            return Err(Halt::Misfit);
        }
        self.cursor.string()
    }

    fn put_text(&mut self, place: u32, span: Span) {
        let end = match span.escapes {
            Escapes::None => span.last,
            Escapes::Some => span.last.wrapping_neg(),
        };
        self.sink.halves(place, span.first, end);
    }

    fn constant(&mut self, constants: &[Constant], place: u32) -> Result<(), Halt> {
        let found = match self.cursor.token() {
            b'"' => {
                let span = self.cursor.string()?;
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
                position(constants, |one| matches!(one, Constant::Number(own) if *own == value))
            }
            _ => None,
        };
        self.sink.halves(place, found.ok_or(Halt::Misfit)?, 0);
        Ok(())
    }

    /// Opens a level.
    fn enter(&mut self) -> Result<(), Halt> {
        self.left = self.left.checked_sub(1).ok_or(Halt::Depth)?;
        Ok(())
    }

    fn list(&mut self, plan: &ListPlan, place: u32) -> Result<(), Halt> {
        if self.cursor.token() != b'[' {
            return Err(Halt::Misfit);
        }
        self.enter()?;
        self.cursor.at += 1;
        let mut count = 0_u32;
        let mut first = 0;
        let mut previous = None;
        if self.cursor.token() == b']' {
            self.cursor.at += 1;
        } else {
            loop {
                let block = self.sink.room(plan.width)?;
                match (plan.chain, previous) {
                    (Chain::Linked, Some(previous)) => self.sink.halves(previous, 2 * block, 0),
                    (_, None) => first = 2 * block,
                    (Chain::Adjacent, Some(_)) => {}
                }
                previous = Some(block);
                let at = if plan.chain == Chain::Linked { block + 1 } else { block };
                self.value(plan.items, at)?;
                count += 1;
                if !self.next(b']')? {
                    break;
                }
            }
        }
        if plan.min.is_some_and(|least| count < least) || plan.max.is_some_and(|most| count > most)
        {
            return Err(Halt::Misfit);
        }
        self.left += 1;
        self.sink.halves(place, count, first);
        Ok(())
    }

    /// After an item: whether another one follows. Takes the comma or the closing bracket.
    fn next(&mut self, close: u8) -> Result<bool, Halt> {
        let found = self.cursor.token();
        self.cursor.at += 1;
        match found {
            b',' => Ok(true),
            other if other == close => Ok(false),
            _ => Err(Halt::Syntax),
        }
    }

    fn tuple(&mut self, plan: &TuplePlan, place: u32) -> Result<(), Halt> {
        if self.cursor.token() != b'[' {
            return Err(Halt::Misfit);
        }
        self.enter()?;
        self.cursor.at += 1;
        let mut count = 0_u32;
        if self.cursor.token() == b']' {
            self.cursor.at += 1;
        } else {
            loop {
                let (node, offset) = plan.items.get(count as usize).ok_or(Halt::Misfit)?;
                self.value(*node, place + offset)?;
                count += 1;
                if !self.next(b']')? {
                    break;
                }
            }
        }
        if count < plan.least {
            return Err(Halt::Misfit);
        }
        self.left += 1;
        self.sink.halves(place, count, 0);
        Ok(())
    }

    fn record(&mut self, plan: &RecordPlan, place: u32) -> Result<(), Halt> {
        if self.cursor.token() != b'{' {
            return Err(Halt::Misfit);
        }
        self.enter()?;
        self.cursor.at += 1;
        let mut count = 0_u32;
        let mut first = 0;
        let mut previous = None;
        if self.cursor.token() == b'}' {
            self.cursor.at += 1;
        } else {
            loop {
                let key = self.key()?;
                self.cursor.refuse_key(key)?;
                let block = self.sink.room(plan.width)?;
                match previous {
                    Some(previous) => self.sink.halves(previous, 2 * block, 0),
                    None => first = 2 * block,
                }
                previous = Some(block);
                self.put_text(block + 1, key);
                self.value(plan.values, block + 2)?;
                count += 1;
                if !self.next(b'}')? {
                    break;
                }
            }
        }
        self.left += 1;
        self.sink.halves(place, count, first);
        Ok(())
    }

    /// Takes a key and its colon.
    fn key(&mut self) -> Result<Span, Halt> {
        if self.cursor.token() != b'"' {
            return Err(Halt::Syntax);
        }
        let key = self.cursor.string()?;
        self.cursor.take(b':')?;
        Ok(key)
    }

    fn linked(&mut self, object: u32, place: u32) -> Result<(), Halt> {
        let plan = &self.program.objects[object as usize];
        let block = self.sink.room(plan.width)?;
        self.object(plan, block)?;
        self.sink.halves(place, 2 * block, 0);
        Ok(())
    }

    fn object(&mut self, plan: &ObjectPlan, place: u32) -> Result<(), Halt> {
        if self.cursor.token() != b'{' {
            return Err(Halt::Misfit);
        }
        self.enter()?;
        self.cursor.at += 1;
        let mut seen = 0_u64;
        if self.cursor.token() == b'}' {
            self.cursor.at += 1;
        } else {
            let mut expected = 0;
            loop {
                match self.member(plan, expected)? {
                    Some(found) => {
                        let bit = 1_u64 << found;
                        if seen & bit != 0 {
                            return Err(Halt::Duplicate);
                        }
                        seen |= bit;
                        let member = &plan.members[found];
                        self.value(member.node, place + member.place)?;
                        expected = found + 1;
                    }
                    None => self.cursor.skip(self.left)?,
                }
                if !self.next(b'}')? {
                    break;
                }
            }
        }
        self.left += 1;
        if plan.required & !seen != 0 {
            return Err(Halt::Misfit);
        }
        self.mark_absent(plan, place, seen);
        Ok(())
    }

    /// Takes a key and its colon; tells which member it names. `expected` is looked at first, as
    /// most senders write members in one order.
    fn member(&mut self, plan: &ObjectPlan, expected: usize) -> Result<Option<usize>, Halt> {
        if self.cursor.token() != b'"' {
            return Err(Halt::Syntax);
        }
        if let Some(member) = plan.members.get(expected)
            && self.cursor.is_key(&member.name)
        {
            self.cursor.at += member.name.len() + 2;
            self.cursor.shrink += shrink_of(&member.name);
            self.cursor.take(b':')?;
            return Ok(Some(expected));
        }
        let key = self.cursor.string()?;
        self.cursor.take(b':')?;
        if key.escapes == Escapes::Some {
            return Err(Halt::Key);
        }
        let text = &self.cursor.bytes[key.start..key.end];
        if let Some(found) = plan.members.iter().position(|one| one.name.as_bytes() == text) {
            return Ok(Some(found));
        }
        self.cursor.refuse_key(key)?;
        match plan.unknown {
            Unknown::Skip => Ok(None),
            Unknown::HandOver => Err(Halt::Undeclared),
        }
    }

    fn mark_absent(&mut self, plan: &ObjectPlan, place: u32, seen: u64) {
        let all = if plan.members.len() == 64 { u64::MAX } else { (1 << plan.members.len()) - 1 };
        let mut missing = all & !seen;
        while missing != 0 {
            let member = &plan.members[missing.trailing_zeros() as usize];
            self.mark(member.node, place + member.place, Mark::Absent);
            missing &= missing - 1;
        }
    }

    /// Looks for the tag, which need not come first, and reads the object it stands for.
    fn tagged(&mut self, plan: &TaggedPlan, place: u32) -> Result<(), Halt> {
        if self.cursor.token() != b'{' {
            return Err(Halt::Misfit);
        }
        let (start, shrink) = (self.cursor.at, self.cursor.shrink);
        self.cursor.at += 1;
        let tag = self.tag(&plan.name)?;
        let text = &self.cursor.bytes[tag.start..tag.end];
        let case = plan.cases.iter().position(|(own, _)| own.as_bytes() == text);
        let case = case.ok_or(Halt::Misfit)?;
        (self.cursor.at, self.cursor.shrink) = (start, shrink);
        let object = &self.program.objects[plan.cases[case].1 as usize];
        let block = self.sink.room(object.width)?;
        self.object(object, block)?;
        let case = u32::try_from(case).map_err(|_| Halt::Full)?;
        self.sink.halves(place, 2 * block, case);
        Ok(())
    }

    /// The text in the member `name` of the object that has been opened.
    fn tag(&mut self, name: &str) -> Result<Span, Halt> {
        loop {
            if self.cursor.token() == b'}' {
                return Err(Halt::Misfit);
            }
            let key = self.key()?;
            if key.escapes == Escapes::Some {
                return Err(Halt::Key);
            }
            if &self.cursor.bytes[key.start..key.end] == name.as_bytes() {
                let tag = self.text()?;
                return if tag.escapes == Escapes::Some { Err(Halt::Escapes) } else { Ok(tag) };
            }
            self.cursor.skip(self.left)?;
            if !self.next(b'}')? {
                return Err(Halt::Misfit);
            }
        }
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

impl Cursor<'_> {
    /// Whether the string here is `name`, which needs no escapes.
    fn is_key(&self, name: &str) -> bool {
        let rest = &self.bytes[self.at + 1..];
        rest.len() > name.len()
            && rest[name.len()] == b'"'
            && &rest[..name.len()] == name.as_bytes()
    }
}

/// By how much the UTF-16 form of a declared name is shorter than its bytes.
fn shrink_of(name: &str) -> usize {
    if name.is_ascii() { 0 } else { name.len() - name.encode_utf16().count() }
}

fn position(constants: &[Constant], is: impl Fn(&Constant) -> bool) -> Option<u32> {
    constants.iter().position(is).and_then(|place| u32::try_from(place).ok())
}

/// What stands where nothing stands.
#[derive(Clone, Copy)]
enum Mark {
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
