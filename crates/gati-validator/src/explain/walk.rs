//! Following a table through a value: whether it fits, and what does not.
//!
//! Long because what is said of objects, unions and scalars is one walk, as in `collect.rs`, which
//! writes the same as JavaScript.

use std::{borrow::Cow, fmt::Write as _};

use super::{
    Unsure,
    list::{Issue, Issues},
    names::nearest,
    program::{Closest, Member, Node, NodeId, Object, Others, Said, Scalar, Table, Tagged, Words},
    rules::{Patterns, is_constant},
    text::{add_quoted, received, redacted, size},
    words,
};
use crate::{
    json::Json,
    rule::Parameters,
    secrecy::{Secrecy, pointer_looks_secret},
};

/// How many nodes are looked at before a value is left to JavaScript: alternatives inside
/// alternatives are walked again and again.
const MOST_STEPS: u32 = 1 << 20;
/// How many nodes are followed inside each other, each of which takes room on the stack. A value
/// of as many levels as are read needs fewer.
const MOST_OPEN: u32 = 600;

/// A value being walked.
pub(super) struct Walk<'t> {
    pub(super) table: &'t Table,
    pub(super) patterns: &'t Patterns,
    /// The pointer to what is looked at.
    pub(super) at: String,
    left: u32,
    open: u32,
}

impl<'t> Walk<'t> {
    pub(super) fn new(table: &'t Table, patterns: &'t Patterns) -> Self {
        Self { table, patterns, at: String::new(), left: MOST_STEPS, open: 0 }
    }

    /// The node `id`, which is followed from here on.
    fn enter(&mut self, id: NodeId) -> Result<&'t Node, Unsure> {
        self.left = self.left.checked_sub(1).ok_or(Unsure::Steps)?;
        self.open += 1;
        if self.open > MOST_OPEN {
            return Err(Unsure::Steps);
        }
        self.table.nodes.get(id as usize).ok_or(Unsure::Elsewhere)
    }

    /// Whether a value fits.
    pub(super) fn fits(&mut self, id: NodeId, value: &Json<'_>) -> Result<bool, Unsure> {
        let node = self.enter(id)?;
        let fits = self.node_fits(node, value)?;
        self.open -= 1;
        Ok(fits)
    }

    fn node_fits(&mut self, node: &Node, value: &Json<'_>) -> Result<bool, Unsure> {
        match node {
            Node::Anything => Ok(true),
            Node::Scalar(scalar) => {
                for test in &scalar.tests {
                    if !self.patterns.holds(&test.asked, value)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Node::Worded(_, inner) | Node::Same(inner) => self.fits(*inner, value),
            Node::Object(object) => self.object_fits(object, value),
            Node::Choice(choice) => self.any_fits(&choice.options, value),
            Node::Nullable(inner) => Ok(*value == Json::Null || self.fits(*inner, value)?),
            Node::Tagged(tagged) => {
                if self.any_fits(&tagged.scalars, value)? {
                    return Ok(true);
                }
                match case_of(tagged, value) {
                    Some(body) => self.fits(body, value),
                    None => Ok(false),
                }
            }
            Node::Closest(closest) => self.any_fits(&closest.members, value),
            Node::List(list) => self.list_fits(list, value),
            Node::Tuple(tuple) => self.tuple_fits(tuple, value),
            Node::Record(map) => self.record_fits(map, value),
            Node::Pairs(map) => self.pairs_fit(map, value),
        }
    }

    fn any_fits(&mut self, members: &[NodeId], value: &Json<'_>) -> Result<bool, Unsure> {
        for member in members {
            if self.fits(*member, value)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn object_fits(&mut self, object: &Object, value: &Json<'_>) -> Result<bool, Unsure> {
        let Json::Object(members) = value else { return Ok(false) };
        for (hint, member) in object.members.iter().enumerate() {
            let fits = match members.get(&member.name, hint) {
                Some(value) => self.fits(member.node, value)?,
                None => member.wanted.is_none(),
            };
            if !fits {
                return Ok(false);
            }
        }
        if object.index.is_empty() && object.others == Others::Ignored {
            return Ok(true);
        }
        for (key, value) in members.iter().filter(|(key, _)| !is_declared(object, key)) {
            let fits = match self.signature(object, key)? {
                Some(node) => self.fits(node, value)?,
                None => object.others == Others::Ignored,
            };
            if !fits {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What stands under a key that is not declared.
    fn signature(&self, object: &Object, key: &str) -> Result<Option<NodeId>, Unsure> {
        for signature in &object.index {
            if self.patterns.takes(&signature.key, key)? {
                return Ok(Some(signature.node));
            }
        }
        Ok(None)
    }

    /// Adds what does not fit in a value.
    pub(super) fn collect(
        &mut self,
        id: NodeId,
        value: &Json<'_>,
        secrecy: Secrecy,
        out: &mut Issues<'t>,
    ) -> Result<(), Unsure> {
        let node = self.enter(id)?;
        self.collect_node(node, value, secrecy, out)?;
        self.open -= 1;
        Ok(())
    }

    fn collect_node(
        &mut self,
        node: &'t Node,
        value: &Json<'_>,
        secrecy: Secrecy,
        out: &mut Issues<'t>,
    ) -> Result<(), Unsure> {
        match node {
            Node::Anything => Ok(()),
            Node::Scalar(scalar) => self.scalar(scalar, value, secrecy, out),
            Node::Worded(words, inner) => {
                let from = out.0.len();
                self.collect(*inner, value, secrecy, out)?;
                self.say(words, from, out)
            }
            Node::Object(object) => self.object(object, value, secrecy, out),
            Node::Choice(choice) => {
                if self.any_fits(&choice.options, value)? {
                    return Ok(());
                }
                self.misfit(Some(value), (&choice.wanted, words::ENUM), secrecy, out)
            }
            Node::Nullable(_) if *value == Json::Null => Ok(()),
            Node::Nullable(inner) | Node::Same(inner) => self.collect(*inner, value, secrecy, out),
            Node::Tagged(tagged) => self.tagged(tagged, value, secrecy, out),
            Node::Closest(closest) => self.closest(closest, value, secrecy, out),
            Node::List(list) => self.list(list, value, secrecy, out),
            Node::Tuple(tuple) => self.tuple(tuple, value, secrecy, out),
            Node::Record(map) => self.record(map, value, secrecy, out),
            Node::Pairs(map) => self.pairs(map, value, secrecy, out),
        }
    }

    /// Says the issues of the value itself in the words of the type's author.
    fn say(&self, words: &'t Words, from: usize, out: &mut Issues<'t>) -> Result<(), Unsure> {
        // Where there is no more room the written code may be left before the words are said.
        if out.is_over() {
            return Err(Unsure::Crowd);
        }
        for issue in out.0.iter_mut().skip(from).filter(|one| one.pointer == self.at) {
            if let Some(text) = words.get(issue.code).or_else(|| words.get("*")) {
                issue.message = Cow::Borrowed(text);
            }
        }
        Ok(())
    }

    /// Goes on below `piece`, which is escaped.
    pub(super) fn below<R>(&mut self, piece: &str, go: impl FnOnce(&mut Self) -> R) -> R {
        let end = self.at.len();
        self.at.push('/');
        self.at.push_str(piece);
        let result = go(self);
        self.at.truncate(end);
        result
    }

    /// Goes on below the item at `index`.
    pub(super) fn below_item<R>(&mut self, index: usize, go: impl FnOnce(&mut Self) -> R) -> R {
        let end = self.at.len();
        let _ = write!(self.at, "/{index}");
        let result = go(self);
        self.at.truncate(end);
        result
    }

    /// What an issue says the value is.
    fn received(
        &self,
        value: Option<&Json<'_>>,
        code: &str,
        of: Secrecy,
    ) -> Result<String, Unsure> {
        let secret = match of {
            Secrecy::Open => false,
            Secrecy::Secret => true,
            Secrecy::Keyed => pointer_looks_secret(&self.at),
        };
        match value {
            _ if secret => Ok(redacted(value)),
            Some(Json::Text(text)) if matches!(code, words::SHORT | words::LONG) => Ok(size(text)),
            _ => received(value),
        }
    }

    /// Adds the issue of a value that is something else than what was `wanted`.
    pub(super) fn misfit(
        &self,
        value: Option<&Json<'_>>,
        (wanted, code): (&'t str, &'t str),
        secrecy: Secrecy,
        out: &mut Issues<'t>,
    ) -> Result<(), Unsure> {
        let received = self.received(value, code, secrecy)?;
        let message = Cow::Owned(words::instead(wanted, &received));
        let parameters = Cow::Owned(Parameters::default());
        let pointer = self.at.clone();
        out.add(Issue { pointer, code, expected: wanted, received, message, parameters });
        Ok(())
    }

    /// Adds the issue that says `said`.
    pub(super) fn report(
        &self,
        value: &Json<'_>,
        (wanted, said): (&'t str, &'t Said),
        secrecy: Secrecy,
        out: &mut Issues<'t>,
    ) -> Result<(), Unsure> {
        if said.message.is_empty() {
            return self.misfit(Some(value), (wanted, &said.code), secrecy, out);
        }
        out.add(Issue {
            pointer: self.at.clone(),
            code: &said.code,
            expected: wanted,
            received: self.received(Some(value), &said.code, secrecy)?,
            message: Cow::Borrowed(&said.message),
            parameters: Cow::Borrowed(&said.parameters),
        });
        Ok(())
    }

    fn scalar(
        &self,
        scalar: &'t Scalar,
        value: &Json<'_>,
        secrecy: Secrecy,
        out: &mut Issues<'t>,
    ) -> Result<(), Unsure> {
        for test in &scalar.tests {
            if !self.patterns.holds(&test.asked, value)? {
                return self.report(value, (&scalar.wanted, &test.said), secrecy, out);
            }
        }
        Ok(())
    }

    fn object(
        &mut self,
        object: &'t Object,
        value: &Json<'_>,
        secrecy: Secrecy,
        out: &mut Issues<'t>,
    ) -> Result<(), Unsure> {
        let Json::Object(members) = value else {
            return self.misfit(Some(value), (&object.wanted, words::TYPE), secrecy, out);
        };
        for (hint, member) in object.members.iter().enumerate() {
            let end = self.at.len();
            self.at.push('/');
            add_escaped(&mut self.at, &member.name);
            self.member(member, members.get(&member.name, hint), secrecy, out)?;
            self.at.truncate(end);
        }
        if object.index.is_empty() && object.others == Others::Ignored {
            return Ok(());
        }
        for (key, value) in members.iter().filter(|(key, _)| !is_declared(object, key)) {
            if out.is_over() {
                return Ok(());
            }
            let end = self.at.len();
            self.at.push('/');
            add_escaped(&mut self.at, key);
            match self.signature(object, key)? {
                Some(node) => self.collect(node, value, secrecy.key(), out)?,
                None if object.others == Others::Ignored => {}
                None => self.unknown(object, key, value, out)?,
            }
            self.at.truncate(end);
        }
        Ok(())
    }

    fn member(
        &mut self,
        member: &'t Member,
        value: Option<&Json<'_>>,
        secrecy: Secrecy,
        out: &mut Issues<'t>,
    ) -> Result<(), Unsure> {
        let from = out.0.len();
        let secrecy = if member.secret { Secrecy::Secret } else { secrecy };
        match (value, &member.wanted) {
            (Some(value), _) => self.collect(member.node, value, secrecy, out)?,
            (None, None) => {}
            (None, Some(wanted)) => out.add(Issue {
                pointer: self.at.clone(),
                code: words::MISSING,
                expected: wanted,
                received: received(None)?,
                message: Cow::Borrowed(words::IS_REQUIRED),
                parameters: Cow::Owned(Parameters::default()),
            }),
        }
        if member.words.is_empty() { Ok(()) } else { self.say(&member.words, from, out) }
    }

    /// Adds the issue of the member at hand, which is not declared.
    fn unknown(
        &self,
        object: &'t Object,
        key: &str,
        value: &Json<'_>,
        out: &mut Issues<'t>,
    ) -> Result<(), Unsure> {
        let received = self.received(Some(value), words::UNKNOWN, Secrecy::Keyed)?;
        let (message, parameters) = match nearest(key, &object.names)? {
            None => (Cow::Borrowed(words::IS_NOT_DECLARED), Parameters::default()),
            Some(near) => {
                let mut message = words::DID_YOU_MEAN.to_owned();
                add_quoted(&mut message, near);
                message.push('?');
                (Cow::Owned(message), Parameters::of(words::SUGGESTION, near))
            }
        };
        let (pointer, expected) = (self.at.clone(), words::NEVER);
        let (code, parameters) = (words::UNKNOWN, Cow::Owned(parameters));
        out.add(Issue { pointer, code, expected, received, message, parameters });
        Ok(())
    }

    fn tagged(
        &mut self,
        tagged: &'t Tagged,
        value: &Json<'_>,
        secrecy: Secrecy,
        out: &mut Issues<'t>,
    ) -> Result<(), Unsure> {
        if self.any_fits(&tagged.scalars, value)? {
            return Ok(());
        }
        if !matches!(value, Json::Object(_)) {
            return self.misfit(Some(value), (&tagged.wanted, words::TYPE), secrecy, out);
        }
        if let Some(body) = case_of(tagged, value) {
            return self.collect(body, value, secrecy, out);
        }
        let secrecy = if tagged.secret { Secrecy::Secret } else { secrecy };
        let mut piece = String::new();
        add_escaped(&mut piece, &tagged.tag);
        let tag = member_of(value, &tagged.tag);
        self.below(&piece, |walk| walk.misfit(tag, (&tagged.allowed, words::TAG), secrecy, out))
    }

    /// The issues of the alternative that comes closest, as `runtime/closest.js` chooses it.
    fn closest(
        &mut self,
        closest: &'t Closest,
        value: &Json<'_>,
        secrecy: Secrecy,
        out: &mut Issues<'t>,
    ) -> Result<(), Unsure> {
        if self.any_fits(&closest.members, value)? {
            return Ok(());
        }
        let mut best: Option<(usize, usize, Issues<'t>)> = None;
        for member in &closest.others {
            let mut own = Issues::default();
            self.collect(*member, value, secrecy, &mut own)?;
            if own.0.is_empty() || own.0.iter().any(|issue| issue.pointer == self.at) {
                continue;
            }
            let is_constant =
                |issue: &&Issue<'_>| matches!(issue.code, words::CONST | words::ENUM | words::TAG);
            let weight = own.0.len() + 100 * own.0.iter().filter(is_constant).count();
            let levels = |issue: &Issue<'_>| issue.pointer.matches('/').count();
            let depth = own.0.iter().map(levels).min().unwrap_or_default();
            let is_better = best.as_ref().is_none_or(|(least, deepest, _)| {
                weight < *least || (weight == *least && depth > *deepest)
            });
            if is_better {
                best = Some((weight, depth, own));
            }
        }
        match best {
            Some((.., own)) => {
                for issue in own.0 {
                    out.take(issue);
                }
                Ok(())
            }
            None => self.misfit(Some(value), (&closest.wanted, words::UNION), secrecy, out),
        }
    }
}

/// What an object is by its tag.
fn case_of(tagged: &Tagged, value: &Json<'_>) -> Option<NodeId> {
    let tag = member_of(value, &tagged.tag)?;
    let is_case = |constants: &[_]| constants.iter().any(|one| is_constant(one, tag));
    tagged.cases.iter().find(|(constants, _)| is_case(constants)).map(|(_, body)| *body)
}

/// A member of what may be an object.
fn member_of<'v, 'b>(value: &'v Json<'b>, name: &str) -> Option<&'v Json<'b>> {
    match value {
        Json::Object(members) => members.get(name, 0),
        _ => None,
    }
}

fn is_declared(object: &Object, key: &str) -> bool {
    object.names.iter().any(|name| name == key)
}

/// Adds `name` as a piece of a pointer (RFC 6901).
pub(super) fn add_escaped(into: &mut String, name: &str) {
    for character in name.chars() {
        match character {
            '~' => into.push_str("~0"),
            '/' => into.push_str("~1"),
            other => into.push(other),
        }
    }
}
