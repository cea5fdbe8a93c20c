//! The list that issues are added to, and how it is written.

use std::borrow::Cow;

use super::{
    text::{add_quoted, number},
    words,
};
use crate::rule::{Parameter, Parameters};

/// How many issues are listed before the one that says that there are more.
const MOST: usize = 100;

/// One issue.
#[derive(Debug, Clone)]
pub(super) struct Issue<'t> {
    pub(super) pointer: String,
    pub(super) code: &'t str,
    pub(super) expected: &'t str,
    pub(super) received: String,
    pub(super) message: Cow<'t, str>,
    pub(super) parameters: Cow<'t, Parameters>,
}

/// Issues in the order they are found.
#[derive(Debug, Default)]
pub(super) struct Issues<'t>(pub(super) Vec<Issue<'t>>);

impl<'t> Issues<'t> {
    /// Adds one. After the last there is room for, it says that there are more.
    pub(super) fn add(&mut self, issue: Issue<'t>) {
        if self.0.len() < MOST {
            self.0.push(issue);
        } else if self.0.len() == MOST {
            self.0.push(Issue {
                pointer: String::new(),
                code: words::TRUNCATED,
                expected: words::AT_MOST,
                received: words::MORE.to_owned(),
                message: Cow::Borrowed(words::THERE_ARE_MORE),
                parameters: Cow::Owned(Parameters::default()),
            });
        }
    }

    /// Adds one of those that were listed apart, as far as there is room.
    pub(super) fn take(&mut self, issue: Issue<'t>) {
        if self.0.len() < MOST {
            self.0.push(issue);
        }
    }

    /// Whether nothing is added any more.
    pub(super) fn is_over(&self) -> bool {
        self.0.len() > MOST
    }

    /// How many there are.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// Adds them as `JSON.stringify` writes the items of a list. Each begins with `lead`.
    pub(super) fn write_items(&self, lead: &str, into: &mut String) {
        for (index, issue) in self.0.iter().enumerate() {
            into.push_str(if index == 0 { "{" } else { ",{" });
            into.push_str(lead);
            let members = [
                ("\"pointer\":", issue.pointer.as_str()),
                (",\"code\":", issue.code),
                (",\"expected\":", issue.expected),
                (",\"received\":", &issue.received),
                (",\"message\":", &issue.message),
            ];
            for (name, text) in members {
                into.push_str(name);
                add_quoted(into, text);
            }
            add_parameters(into, &issue.parameters);
            into.push('}');
        }
    }
}

fn add_parameters(into: &mut String, parameters: &Parameters) {
    if parameters.is_empty() {
        return;
    }
    let mut lead = ",\"params\":{";
    for (name, value) in &parameters.0 {
        into.push_str(lead);
        add_quoted(into, name);
        into.push(':');
        match value {
            Parameter::Number(value) => into.push_str(&number(*value)),
            Parameter::Text(text) => add_quoted(into, text),
        }
        lead = ",";
    }
    into.push('}');
}
