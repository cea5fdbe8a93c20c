//! What can be said of operations, and what it comes to.

use super::Level::AtLeast;
use super::{Rule, rule};
use crate::report::Bump::{Major, Minor, Patch};
use crate::report::Transformer::{Auto, None, Stub};

/// What can be said of operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Event {
    OperationAdded,
    OperationRemoved,
    OperationShadowed,
    StatusAdded,
    SuccessAdded,
    StatusRemoved,
    OnlySuccessRemoved,
    AnyStatusAdded,
    AnyStatusRemoved,
    SecurityAdded,
    SecurityRemoved,
    SecurityChanged,
    Deprecated,
    NoLongerDeprecated,
    SunsetChanged,
    SunsetEarlier,
    OperationIdChanged,
    TagsChanged,
    Documentation,
    WebhookAdded,
    WebhookRemoved,
    WebhookStatusAdded,
    WebhookStatusRemoved,
    ServerAdded,
    ServerRemoved,
}

/// Every fact about operations.
pub(crate) const OPERATIONS: &[(Event, Rule)] = &[
    (Event::OperationAdded, rule("operation.added", AtLeast(Minor), "the operation is new", None)),
    (
        Event::OperationRemoved,
        rule("operation.removed", AtLeast(Major), "the operation is gone", Stub),
    ),
    (
        Event::OperationShadowed,
        rule("operation.shadowed", AtLeast(Major), "requests that went to {a} go to {b}", Auto),
    ),
    (Event::StatusAdded, rule("status.added", AtLeast(Minor), "the answer may be {b}", Auto)),
    (Event::SuccessAdded, rule("status.success-added", AtLeast(Major), "success may be {b}", Auto)),
    (
        Event::StatusRemoved,
        rule("status.removed", AtLeast(Minor), "the answer is never {a} any more", None),
    ),
    (
        Event::OnlySuccessRemoved,
        rule("status.success-removed", AtLeast(Major), "success is never {a} any more", Auto),
    ),
    (
        Event::AnyStatusAdded,
        rule("status.default-added", AtLeast(Minor), "other statuses are described", None),
    ),
    (
        Event::AnyStatusRemoved,
        rule(
            "status.default-removed",
            AtLeast(Minor),
            "other statuses are no longer described",
            None,
        ),
    ),
    (
        Event::SecurityAdded,
        rule("security.added", AtLeast(Major), "clients need {b}, they needed {a}", Stub),
    ),
    (
        Event::SecurityRemoved,
        rule("security.removed", AtLeast(Minor), "clients need {b}, they needed {a}", None),
    ),
    (
        Event::SecurityChanged,
        rule("security.changed", AtLeast(Major), "clients need {b}, they needed {a}", Stub),
    ),
    (
        Event::Deprecated,
        rule("operation.deprecated", AtLeast(Patch), "the operation is deprecated", None),
    ),
    (
        Event::NoLongerDeprecated,
        rule(
            "operation.undeprecated",
            AtLeast(Patch),
            "the operation is no longer deprecated",
            None,
        ),
    ),
    (
        Event::SunsetChanged,
        rule("operation.sunset", AtLeast(Patch), "the operation ends {b}", None),
    ),
    (
        Event::SunsetEarlier,
        rule(
            "operation.sunset-earlier",
            AtLeast(Patch),
            "the operation ends {b}, earlier than {a}",
            None,
        ),
    ),
    (
        Event::OperationIdChanged,
        rule(
            "operation.id",
            AtLeast(Patch),
            "the operation is called {b}, it was called {a}",
            None,
        ),
    ),
    (
        Event::TagsChanged,
        rule("operation.tags", AtLeast(Patch), "the operation has other tags", None),
    ),
    (
        Event::Documentation,
        rule(
            "operation.documentation",
            AtLeast(Patch),
            "the operation is described in other words",
            None,
        ),
    ),
    (Event::WebhookAdded, rule("webhook.added", AtLeast(Minor), "the webhook is new", None)),
    (Event::WebhookRemoved, rule("webhook.removed", AtLeast(Major), "the webhook is gone", Stub)),
    (
        Event::WebhookStatusAdded,
        rule("webhook.status-added", AtLeast(Minor), "the answer may be {b}", None),
    ),
    (
        Event::WebhookStatusRemoved,
        rule("webhook.status-removed", AtLeast(Major), "the answer may no longer be {a}", Stub),
    ),
    (Event::ServerAdded, rule("server.added", AtLeast(Minor), "requests may be sent to {b}", None)),
    (
        Event::ServerRemoved,
        rule("server.removed", AtLeast(Major), "requests may no longer be sent to {a}", Auto),
    ),
];
