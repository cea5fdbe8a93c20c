//! What an operation answers: what its contract says, and the problems of the pipeline.

use gati_types::{GType, Handler, Method, ResponseContract};
use serde_json::{Map, Value, json};

use super::{Api, problems};

impl<'a> Api<'a> {
    pub(crate) fn responses(
        &mut self,
        handler: &'a Handler,
        has_params: bool,
    ) -> Map<String, Value> {
        let mut problems = self.problems_of(handler, has_params);
        let mut answers: Vec<(u16, Value)> = Vec::new();
        let mut declared: Vec<&ResponseContract> = handler.contract.responses.iter().collect();
        declared.sort_by_key(|response| response.status);
        for response in declared {
            let also_problem = problems
                .iter()
                .position(|status| *status == response.status)
                .map(|at| problems.remove(at))
                .is_some();
            answers.push((response.status, self.answer(handler, response, also_problem)));
        }
        for status in problems {
            // Nothing has a body that HEAD asks for.
            let answer = if handler.method == Method::Head {
                json!({ "description": problems::description(status) })
            } else {
                self.problems.insert(status);
                problems::mention(status)
            };
            answers.push((status, answer));
        }
        answers.sort_by_key(|(status, _)| *status);
        let mut responses: Map<String, Value> =
            answers.into_iter().map(|(status, answer)| (status.to_string(), answer)).collect();
        if handler.contract.responses.is_empty() {
            let unsaid = json!({ "description": "The contract does not say what is answered." });
            responses.insert("default".to_owned(), unsaid);
        }
        responses
    }

    /// The statuses of problems that this handler's requests can be answered with.
    fn problems_of(&self, handler: &'a Handler, has_params: bool) -> Vec<u16> {
        let contract = &handler.contract;
        let takes_body = contract.body.is_some();
        let may_misfit = contract.query.is_some()
            || contract.headers.is_some()
            || (takes_body && contract.body_as.is_whole())
            || !handler.validators.is_empty()
            || contract.params.as_ref().is_some_and(|params| self.narrows(params));
        let conditions = [
            (400, true),
            (413, takes_body),
            (414, has_params),
            (415, takes_body),
            (422, may_misfit),
            (500, true),
            (503, true),
        ];
        conditions.into_iter().filter(|(_, is_met)| *is_met).map(|(status, _)| status).collect()
    }

    /// Whether path parameters are more than text.
    fn narrows(&self, params: &'a GType) -> bool {
        match self.resolve(params) {
            GType::Object(object) => object.properties.iter().any(|property| {
                !matches!(
                    self.resolve(&property.gtype),
                    GType::String | GType::Unknown | GType::Any | GType::Unresolved(_)
                )
            }),
            _ => true,
        }
    }

    fn answer(
        &mut self,
        handler: &'a Handler,
        response: &'a ResponseContract,
        also_problem: bool,
    ) -> Value {
        let status = response.status;
        let mut content = Map::new();
        if let Some(gtype) = &response.gtype {
            self.bodies(gtype, &mut content);
        }
        if let Some(element) = &response.elements {
            self.streams(element, &mut content);
        }
        // An error of the framework is a status that is described and has no body of its own.
        let is_thrown =
            response.sent().is_none() && response.description.is_some() && status >= 400;
        let is_bodiless = handler.method == Method::Head || matches!(status, 204 | 205 | 304);
        if (is_thrown || also_problem) && !is_bodiless {
            let own = also_problem.then_some(status);
            if own == Some(422) {
                self.mentions_issues = true;
            } else {
                self.mentions_problem = true;
            }
            content
                .insert("application/problem+json".to_owned(), problems::content(self.names, own));
        }
        let said = response.description.as_deref().filter(|_| !is_thrown);
        let description = said.map_or_else(|| problems::description(status), ToOwned::to_owned);
        let mut answer = Map::new();
        answer.insert("description".to_owned(), json!(description));
        if !content.is_empty() && !is_bodiless {
            answer.insert("content".to_owned(), Value::Object(content));
        }
        Value::Object(answer)
    }

    /// OpenAPI 3.1 has no words for the elements of a stream (3.2 has `itemSchema`), and a schema
    /// of the element in the place of one for the body would say that the body is one of them. So
    /// the body is text, and its content is what 3.2 says that a sequence is like: a list.
    fn streams(&mut self, element: &'a GType, content: &mut Map<String, Value>) {
        let schema = self.output.node(element);
        let event = json!({
            "type": "object",
            "properties": {
                "event": { "type": "string" },
                "id": { "type": "string" },
                "data": {
                    "type": "string",
                    "contentMediaType": "application/json",
                    "contentSchema": schema,
                },
            },
            "required": ["data"],
        });
        let forms = [
            (
                "application/x-ndjson",
                schema,
                "One line of JSON for each element; `application/jsonl` where that is asked for.",
            ),
            ("text/event-stream", event, "One server-sent event for each element."),
        ];
        for (media, items, description) in forms {
            let text = json!({
                "type": "string",
                "description": description,
                "contentMediaType": media,
                "contentSchema": { "type": "array", "items": items },
            });
            content.insert(media.to_owned(), json!({ "schema": text }));
        }
    }

    /// Bytes leave as they are, everything else as JSON.
    fn bodies(&mut self, gtype: &'a GType, content: &mut Map<String, Value>) {
        let members = match self.resolve(gtype) {
            GType::Union(union) => union.members.as_slice(),
            other => std::slice::from_ref(other),
        };
        let (bytes, others): (Vec<&GType>, Vec<&GType>) =
            members.iter().partition(|member| self.is_bytes(member));
        if !others.is_empty() {
            let schema = if bytes.is_empty() {
                self.output.node(gtype)
            } else {
                self.output.node(&GType::union(others.into_iter().cloned()))
            };
            content.insert("application/json".to_owned(), json!({ "schema": schema }));
        }
        if !bytes.is_empty() {
            content.insert("application/octet-stream".to_owned(), json!({}));
        }
    }
}
