//! One handler as an Operation Object.

use gati_router::RoutePattern;
use gati_types::{Deprecation, Handler};
use serde_json::{Map, Value, json};

use super::{
    Api,
    paths::{Template, operation_id},
};

impl<'a> Api<'a> {
    pub(crate) fn operation(
        &mut self,
        handler: &'a Handler,
        pattern: &RoutePattern,
        template: &Template,
    ) -> Value {
        let mut operation = Map::new();
        let docs = &handler.docs;
        if !docs.tags.is_empty() {
            operation.insert("tags".to_owned(), json!(docs.tags));
            for tag in &docs.tags {
                if !self.tags.contains(tag) {
                    self.tags.push(tag.clone());
                }
            }
        }
        if let Some(summary) = &docs.summary {
            operation.insert("summary".to_owned(), json!(summary));
        }
        let reason = match &docs.deprecated {
            Some(Deprecation::Reason(reason)) if !reason.is_empty() => {
                Some(format!("Deprecated: {reason}"))
            }
            _ => None,
        };
        let description: Vec<&str> =
            docs.description.as_deref().into_iter().chain(reason.as_deref()).collect();
        if !description.is_empty() {
            operation.insert("description".to_owned(), json!(description.join("\n\n")));
        }
        let id = self.unique_id(&operation_id(handler.method, pattern));
        operation.insert("operationId".to_owned(), json!(id));
        if matches!(docs.deprecated, Some(Deprecation::Flag(true) | Deprecation::Reason(_))) {
            operation.insert("deprecated".to_owned(), json!(true));
        }
        let (parameters, security) = self.parameters(handler, template);
        if !parameters.is_empty() {
            operation.insert("parameters".to_owned(), Value::Array(parameters));
        }
        if let Some(body) = &handler.contract.body {
            operation.insert(
                "requestBody".to_owned(),
                self.request_body(body, handler.contract.body_as),
            );
        }
        let responses = self.responses(handler, !template.parameters.is_empty());
        operation.insert("responses".to_owned(), Value::Object(responses));
        if let Some(security) = security {
            operation.insert("security".to_owned(), security);
        }
        Value::Object(operation)
    }

    /// Two paths may come to one name (`/a-b` and `/aB`): the later one is numbered.
    fn unique_id(&mut self, id: &str) -> String {
        let mut unique = id.to_owned();
        let mut number = 2;
        while !self.ids.insert(unique.clone()) {
            unique = format!("{id}_{number}");
            number += 1;
        }
        unique
    }
}
