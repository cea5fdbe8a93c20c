//! The rule table: what a fact is called, how it is said, and what can be written for it. Whether
//! a change of values breaks is never decided here: sets do that. The table decides where sets
//! do not, and it is kept in one place, long as it is, so that it can be read whole.

mod events;

pub(crate) use events::{Event, OPERATIONS};

use crate::report::{Bump, Transformer};

/// What a fact about values comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// What the sets say.
    Sets,
    /// This, whatever the sets say; their break still counts.
    AtLeast(Bump),
}

/// A row for one direction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    pub(crate) id: &'static str,
    pub(crate) level: Level,
    /// `{p}` is the place, `{a}` and `{b}` are what was there and what is.
    pub(crate) text: &'static str,
    pub(crate) transformer: Transformer,
}

/// What can be said of values, in both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Fact {
    TypeChanged,
    TypeAdded,
    TypeRemoved,
    NullAdded,
    NullRemoved,
    EnumSet,
    EnumRemoved,
    ValueAdded,
    ValueRemoved,
    LengthTightened,
    LengthLoosened,
    PatternAdded,
    PatternRemoved,
    PatternChanged,
    FormatAdded,
    FormatRemoved,
    FormatChanged,
    RangeTightened,
    RangeLoosened,
    StepChanged,
    ItemCountTightened,
    ItemCountLoosened,
    UniqueSet,
    UniqueUnset,
    PlacesChanged,
    MemberAddedOptional,
    MemberAddedRequired,
    MemberRemovedOptional,
    MemberRemovedRequired,
    MemberBecameRequired,
    MemberBecameOptional,
    Closed,
    Opened,
    UndeclaredChanged,
    MemberCountTightened,
    MemberCountLoosened,
    AlternativeAdded,
    AlternativeRemoved,
    ConditionAdded,
    ConditionRemoved,
    DefaultAdded,
    DefaultChanged,
    DefaultRemoved,
    BecameReadOnly,
    NoLongerReadOnly,
    BecameWriteOnly,
    NoLongerWriteOnly,
    SetChanged,
    TagsChanged,
    Documentation,
    Deprecated,
    NoLongerDeprecated,
    MediaAdded,
    MediaRemoved,
    MediaForced,
    MediaDropped,
    EncodingChanged,
    ParameterAddedOptional,
    ParameterAddedRequired,
    ParameterRemovedOptional,
    ParameterRemovedRequired,
    ParameterBecameRequired,
    ParameterBecameOptional,
    ParameterRenamed,
    StyleChanged,
    BodyAddedOptional,
    BodyAddedRequired,
    BodyRemoved,
    BodyBecameRequired,
    BodyBecameOptional,
    Revived,
}

const fn rule(
    id: &'static str,
    level: Level,
    text: &'static str,
    transformer: Transformer,
) -> Rule {
    Rule { id, level, text, transformer }
}

use Bump::{Major, Minor, Patch};
use Level::{AtLeast, Sets};
use Transformer::{Auto, None, Partial, Stub};

/// A fact with its row for requests and its row for answers.
pub(crate) type Row = (Fact, Rule, Rule);

/// Every fact about values.
pub(crate) const VALUES: &[Row] = &[
    (
        Fact::TypeChanged,
        rule("request.type.changed", Sets, "{p} takes {b} where it took {a}", Stub),
        rule("response.type.changed", Sets, "{p} is {b} where it was {a}", Stub),
    ),
    (
        Fact::TypeAdded,
        rule("request.type.added", Sets, "{p} takes {b} as well", None),
        rule("response.type.added", Sets, "{p} may be {b} as well", Stub),
    ),
    (
        Fact::TypeRemoved,
        rule("request.type.removed", Sets, "{p} no longer takes {a}", Stub),
        rule("response.type.removed", Sets, "{p} is never {a} any more", None),
    ),
    (
        Fact::NullAdded,
        rule("request.null.added", Sets, "{p} takes null as well", None),
        rule("response.null.added", Sets, "{p} may be null", Partial),
    ),
    (
        Fact::NullRemoved,
        rule("request.null.removed", Sets, "{p} no longer takes null", Partial),
        rule("response.null.removed", Sets, "{p} is never null any more", None),
    ),
    (
        Fact::EnumSet,
        rule("request.enum.set", Sets, "{p} takes {b} alone", Stub),
        rule("response.enum.set", Sets, "{p} is one of {b}", None),
    ),
    (
        Fact::EnumRemoved,
        rule("request.enum.removed", Sets, "{p} takes more than {a}", None),
        rule("response.enum.removed", Sets, "{p} may be more than {a}", Stub),
    ),
    (
        Fact::ValueAdded,
        rule("request.value.added", Sets, "{p} takes {b} as well", None),
        rule("response.value.added", Sets, "{p} may be {b}", Stub),
    ),
    (
        Fact::ValueRemoved,
        rule("request.value.removed", Sets, "{p} no longer takes {a}", Stub),
        rule("response.value.removed", Sets, "{p} is never {a} any more", None),
    ),
    (
        Fact::LengthTightened,
        rule(
            "request.length.tightened",
            Sets,
            "the length of {p} must be {b}, it could be {a}",
            Stub,
        ),
        rule("response.length.tightened", Sets, "the length of {p} is {b}, it could be {a}", None),
    ),
    (
        Fact::LengthLoosened,
        rule(
            "request.length.loosened",
            Sets,
            "the length of {p} may be {b}, it had to be {a}",
            None,
        ),
        rule("response.length.loosened", Sets, "the length of {p} may be {b}, it was {a}", Stub),
    ),
    (
        Fact::PatternAdded,
        rule("request.pattern.added", Sets, "{p} must match {b}", Stub),
        rule("response.pattern.added", Sets, "{p} matches {b}", None),
    ),
    (
        Fact::PatternRemoved,
        rule("request.pattern.removed", Sets, "{p} need not match {a}", None),
        rule("response.pattern.removed", Sets, "{p} may not match {a}", Stub),
    ),
    (
        Fact::PatternChanged,
        rule("request.pattern.changed", Sets, "{p} must match {b}, it had to match {a}", Stub),
        rule("response.pattern.changed", Sets, "{p} matches {b}, it matched {a}", Stub),
    ),
    (
        Fact::FormatAdded,
        rule("request.format.added", Sets, "{p} must be a {b}", Stub),
        rule("response.format.added", Sets, "{p} is a {b}", None),
    ),
    (
        Fact::FormatRemoved,
        rule("request.format.removed", Sets, "{p} need not be a {a}", None),
        rule("response.format.removed", Sets, "{p} may be no {a}", Stub),
    ),
    (
        Fact::FormatChanged,
        rule("request.format.changed", Sets, "{p} must be a {b}, it had to be a {a}", Stub),
        rule("response.format.changed", Sets, "{p} is a {b}, it was a {a}", Stub),
    ),
    (
        Fact::RangeTightened,
        rule("request.range.tightened", Sets, "{p} must be {b}, it could be {a}", Stub),
        rule("response.range.tightened", Sets, "{p} is {b}, it could be {a}", None),
    ),
    (
        Fact::RangeLoosened,
        rule("request.range.loosened", Sets, "{p} may be {b}, it had to be {a}", None),
        rule("response.range.loosened", Sets, "{p} may be {b}, it was {a}", Stub),
    ),
    (
        Fact::StepChanged,
        rule("request.step.changed", Sets, "{p} takes {b} where it took {a}", Stub),
        rule("response.step.changed", Sets, "{p} is {b} where it was {a}", Stub),
    ),
    (
        Fact::ItemCountTightened,
        rule(
            "request.item-count.tightened",
            Sets,
            "{p} must have {b} items, it could have {a}",
            Stub,
        ),
        rule("response.item-count.tightened", Sets, "{p} has {b} items, it could have {a}", None),
    ),
    (
        Fact::ItemCountLoosened,
        rule(
            "request.item-count.loosened",
            Sets,
            "{p} may have {b} items, it had to have {a}",
            None,
        ),
        rule("response.item-count.loosened", Sets, "{p} may have {b} items, it had {a}", Stub),
    ),
    (
        Fact::UniqueSet,
        rule("request.unique.set", Sets, "items of {p} must differ from each other", Stub),
        rule("response.unique.set", Sets, "items of {p} differ from each other", None),
    ),
    (
        Fact::UniqueUnset,
        rule("request.unique.unset", Sets, "items of {p} may be repeated", None),
        rule("response.unique.unset", Sets, "items of {p} may be repeated", Partial),
    ),
    (
        Fact::PlacesChanged,
        rule("request.places.changed", Sets, "the places of {p} changed", Stub),
        rule("response.places.changed", Sets, "the places of {p} changed", Stub),
    ),
    (
        Fact::MemberAddedOptional,
        rule("request.member.added", Sets, "{p} may be sent", None),
        rule("response.member.added", Sets, "{p} may be answered", Auto),
    ),
    (
        Fact::MemberAddedRequired,
        rule("request.member.added-required", Sets, "{p} must be sent", Stub),
        rule("response.member.added-required", Sets, "{p} is answered", Auto),
    ),
    (
        Fact::MemberRemovedOptional,
        rule("request.member.removed", AtLeast(Minor), "{p} is no longer looked at", Auto),
        rule(
            "response.member.removed",
            AtLeast(Minor),
            "{p} is no longer answered; it was not always",
            Auto,
        ),
    ),
    (
        Fact::MemberRemovedRequired,
        rule("request.member.removed-required", AtLeast(Minor), "{p} is no longer looked at", Auto),
        rule("response.member.removed-required", Sets, "{p} is no longer answered", Stub),
    ),
    (
        Fact::MemberBecameRequired,
        rule("request.member.required", Sets, "{p} must be sent, it was optional", Stub),
        rule("response.member.required", Sets, "{p} is always answered, it was optional", None),
    ),
    (
        Fact::MemberBecameOptional,
        rule("request.member.optional", Sets, "{p} need not be sent", None),
        rule("response.member.optional", Sets, "{p} may be missing from the answer", Stub),
    ),
    (
        Fact::Closed,
        rule(
            "request.object.closed",
            AtLeast(Major),
            "{p} refuses members it does not declare",
            Auto,
        ),
        rule("response.object.closed", Sets, "{p} has declared members alone", None),
    ),
    (
        Fact::Opened,
        rule("request.object.opened", Sets, "{p} takes members it does not declare", None),
        rule("response.object.opened", Sets, "{p} may have members it does not declare", Auto),
    ),
    (
        Fact::UndeclaredChanged,
        rule("request.undeclared.changed", Sets, "undeclared members of {p} changed", Stub),
        rule("response.undeclared.changed", Sets, "undeclared members of {p} changed", Stub),
    ),
    (
        Fact::MemberCountTightened,
        rule(
            "request.member-count.tightened",
            Sets,
            "{p} must have {b} members, it could have {a}",
            Stub,
        ),
        rule(
            "response.member-count.tightened",
            Sets,
            "{p} has {b} members, it could have {a}",
            None,
        ),
    ),
    (
        Fact::MemberCountLoosened,
        rule(
            "request.member-count.loosened",
            Sets,
            "{p} may have {b} members, it had to have {a}",
            None,
        ),
        rule("response.member-count.loosened", Sets, "{p} may have {b} members, it had {a}", Stub),
    ),
    (
        Fact::AlternativeAdded,
        rule("request.alternative.added", Sets, "{p} takes {b} as well", None),
        rule("response.alternative.added", Sets, "{p} may be {b}", Stub),
    ),
    (
        Fact::AlternativeRemoved,
        rule("request.alternative.removed", Sets, "{p} no longer takes {a}", Stub),
        rule("response.alternative.removed", Sets, "{p} is never {a} any more", None),
    ),
    (
        Fact::ConditionAdded,
        rule("request.condition.added", Sets, "{p} must meet a condition ({b})", Stub),
        rule("response.condition.added", Sets, "{p} meets a condition ({b})", None),
    ),
    (
        Fact::ConditionRemoved,
        rule("request.condition.removed", Sets, "{p} need not meet a condition ({a})", None),
        rule("response.condition.removed", Sets, "{p} may not meet a condition ({a})", Stub),
    ),
    (
        Fact::DefaultAdded,
        rule("request.default.added", AtLeast(Minor), "{p} left out means {b}", None),
        rule("response.default.added", AtLeast(Patch), "{p} has the default {b}", None),
    ),
    (
        Fact::DefaultChanged,
        rule(
            "request.default.changed",
            AtLeast(Major),
            "{p} left out means {b}, it meant {a}",
            Auto,
        ),
        rule(
            "response.default.changed",
            AtLeast(Patch),
            "{p} has the default {b}, it was {a}",
            None,
        ),
    ),
    (
        Fact::DefaultRemoved,
        rule("request.default.removed", AtLeast(Major), "{p} left out no longer means {a}", Auto),
        rule("response.default.removed", AtLeast(Patch), "{p} has no default, it was {a}", None),
    ),
    (
        Fact::BecameReadOnly,
        rule("request.member.read-only", AtLeast(Major), "{p} may no longer be sent", Auto),
        rule("response.member.read-only", AtLeast(Patch), "{p} is only answered", None),
    ),
    (
        Fact::NoLongerReadOnly,
        rule("request.member.writable", Sets, "{p} may be sent", Stub),
        rule("response.member.writable", AtLeast(Patch), "{p} may be sent as well", None),
    ),
    (
        Fact::BecameWriteOnly,
        rule("request.member.write-only", AtLeast(Patch), "{p} is only sent", None),
        rule("response.member.write-only", AtLeast(Major), "{p} is no longer answered", Stub),
    ),
    (
        Fact::NoLongerWriteOnly,
        rule("request.member.readable", AtLeast(Patch), "{p} is answered as well", None),
        rule("response.member.readable", Sets, "{p} is answered", Auto),
    ),
    (
        Fact::SetChanged,
        rule("request.values.changed", Sets, "{p} takes other values than before", Stub),
        rule("response.values.changed", Sets, "{p} has other values than before", Stub),
    ),
    (
        Fact::TagsChanged,
        rule(
            "request.tags.changed",
            AtLeast(Major),
            "values of {b} stand for something else in {p}, where {a} told it",
            Stub,
        ),
        rule(
            "response.tags.changed",
            AtLeast(Major),
            "values of {b} stand for something else in {p}, where {a} told it",
            Stub,
        ),
    ),
    (
        Fact::Documentation,
        rule(
            "request.documentation.changed",
            AtLeast(Patch),
            "{p} is described in other words",
            None,
        ),
        rule(
            "response.documentation.changed",
            AtLeast(Patch),
            "{p} is described in other words",
            None,
        ),
    ),
    (
        Fact::Deprecated,
        rule("request.deprecated.set", AtLeast(Patch), "{p} is deprecated", None),
        rule("response.deprecated.set", AtLeast(Patch), "{p} is deprecated", None),
    ),
    (
        Fact::NoLongerDeprecated,
        rule("request.deprecated.unset", AtLeast(Patch), "{p} is no longer deprecated", None),
        rule("response.deprecated.unset", AtLeast(Patch), "{p} is no longer deprecated", None),
    ),
    (
        Fact::MediaAdded,
        rule("request.media.added", AtLeast(Minor), "{p} may be sent as {b}", None),
        rule(
            "response.media.added",
            AtLeast(Minor),
            "{p} is answered as {b} to who asks for it",
            None,
        ),
    ),
    (
        Fact::MediaRemoved,
        rule("request.media.removed", AtLeast(Major), "{p} may no longer be sent as {a}", Stub),
        rule("response.media.removed", AtLeast(Major), "{p} is no longer answered as {a}", Stub),
    ),
    (
        Fact::MediaForced,
        rule("request.media.forced", AtLeast(Minor), "{p} may be sent as {b}", None),
        rule("response.media.forced", AtLeast(Major), "{p} may be sent as {b} unasked", Stub),
    ),
    (
        Fact::MediaDropped,
        rule("request.media.dropped", AtLeast(Major), "{p} may no longer be sent as {a}", Stub),
        rule("response.media.dropped", AtLeast(Minor), "{p} is never sent as {a} any more", None),
    ),
    (
        Fact::EncodingChanged,
        rule(
            "request.encoding.changed",
            AtLeast(Major),
            "parts of {p} are encoded in another way",
            Stub,
        ),
        rule(
            "response.encoding.changed",
            AtLeast(Major),
            "parts of {p} are encoded in another way",
            Stub,
        ),
    ),
    (
        Fact::ParameterAddedOptional,
        rule("request.parameter.added", AtLeast(Minor), "{p} may be sent", None),
        rule("response.header.added", AtLeast(Minor), "{p} may be answered", Auto),
    ),
    (
        Fact::ParameterAddedRequired,
        rule("request.parameter.added-required", AtLeast(Major), "{p} must be sent", Stub),
        rule("response.header.added-required", AtLeast(Minor), "{p} is answered", Auto),
    ),
    (
        Fact::ParameterRemovedOptional,
        rule("request.parameter.removed", AtLeast(Minor), "{p} is no longer looked at", Auto),
        rule(
            "response.header.removed",
            AtLeast(Minor),
            "{p} is no longer answered; it was not always",
            Auto,
        ),
    ),
    (
        Fact::ParameterRemovedRequired,
        rule(
            "request.parameter.removed-required",
            AtLeast(Minor),
            "{p} is no longer looked at",
            Auto,
        ),
        rule("response.header.removed-required", AtLeast(Major), "{p} is no longer answered", Stub),
    ),
    (
        Fact::ParameterBecameRequired,
        rule(
            "request.parameter.required",
            AtLeast(Major),
            "{p} must be sent, it was optional",
            Stub,
        ),
        rule("response.header.required", AtLeast(Minor), "{p} is always answered", None),
    ),
    (
        Fact::ParameterBecameOptional,
        rule("request.parameter.optional", AtLeast(Minor), "{p} need not be sent", None),
        rule(
            "response.header.optional",
            AtLeast(Major),
            "{p} may be missing from the answer",
            Stub,
        ),
    ),
    (
        Fact::ParameterRenamed,
        rule(
            "request.parameter.renamed",
            AtLeast(Major),
            "{a} seems to be called {b}; under its old name it would be ignored",
            Auto,
        ),
        rule("response.header.renamed", AtLeast(Minor), "{a} seems to be called {b}", Auto),
    ),
    (
        Fact::StyleChanged,
        rule(
            "request.style.changed",
            AtLeast(Major),
            "{p} is written as {b}, it was written as {a}",
            Auto,
        ),
        rule(
            "response.style.changed",
            AtLeast(Major),
            "{p} is written as {b}, it was written as {a}",
            Auto,
        ),
    ),
    (
        Fact::BodyAddedOptional,
        rule("request.body.added", AtLeast(Minor), "a body may be sent", None),
        rule("response.body.added", AtLeast(Minor), "{p} has a body", Auto),
    ),
    (
        Fact::BodyAddedRequired,
        rule("request.body.added-required", AtLeast(Major), "a body must be sent", Stub),
        rule("response.body.added-required", AtLeast(Minor), "{p} has a body", Auto),
    ),
    (
        Fact::BodyRemoved,
        rule("request.body.removed", AtLeast(Minor), "the body is no longer looked at", Auto),
        rule("response.body.removed", AtLeast(Major), "{p} has no body", Stub),
    ),
    (
        Fact::BodyBecameRequired,
        rule("request.body.required", AtLeast(Major), "a body must be sent, it was optional", Stub),
        rule("response.body.required", AtLeast(Minor), "{p} always has a body", None),
    ),
    (
        Fact::BodyBecameOptional,
        rule("request.body.optional", AtLeast(Minor), "no body need be sent", None),
        rule("response.body.optional", AtLeast(Major), "{p} may have no body", Stub),
    ),
    (
        Fact::Revived,
        rule(
            "request.member.revived",
            AtLeast(Major),
            "{p} is back, and clients of an earlier release send something else",
            Stub,
        ),
        rule(
            "response.member.revived",
            AtLeast(Major),
            "{p} is back, and clients of an earlier release expect something else",
            Stub,
        ),
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn directions_are_symmetric() {
        // Headers of an answer are what parameters of a request are.
        let stem = |id: &str| {
            let (_, rest) = id.split_once('.').expect("a direction in front");
            rest.replace("header.", "parameter.")
        };
        for (fact, request, response) in VALUES {
            assert!(request.id.starts_with("request."), "{fact:?}");
            assert!(response.id.starts_with("response."), "{fact:?}");
            assert_eq!(stem(request.id), stem(response.id), "{fact:?}");
        }
    }

    #[test]
    fn ids_are_unique_and_every_fact_has_a_row() {
        let mut ids = HashSet::new();
        let mut facts = HashSet::new();
        for (fact, request, response) in VALUES {
            assert!(facts.insert(fact), "{fact:?}");
            assert!(ids.insert(request.id) && ids.insert(response.id), "{fact:?}");
        }
        for (event, row) in OPERATIONS {
            assert!(ids.insert(row.id), "{event:?}");
        }
        // The last of each enum; rows stand in the order of their facts.
        assert_eq!(VALUES.len(), Fact::Revived as usize + 1);
        assert_eq!(OPERATIONS.len(), Event::ServerRemoved as usize + 1);
        assert!(VALUES.iter().enumerate().all(|(place, (fact, ..))| *fact as usize == place));
        assert!(OPERATIONS.iter().enumerate().all(|(place, (event, _))| *event as usize == place));
    }
}
