//! The answers of the pipeline: RFC 9457 problems, in the words of `src-ts/errors`.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{components::Names, status::phrase};

/// A problem that leaves without a handler, or instead of what it answered.
struct PipelineProblem {
    status: u16,
    /// The name under `components/responses`.
    name: &'static str,
    /// When it is answered, and its codes.
    description: &'static str,
}

/// In the order of their statuses. A test holds the codes to the catalogue.
const PROBLEMS: [PipelineProblem; 7] = [
    PipelineProblem {
        status: 400,
        name: "BadRequest",
        description: "The path, the query or the body cannot be read (`GATI_URL_INVALID`, `GATI_QUERY_INVALID`, `GATI_BODY_SYNTAX`, `GATI_BODY_ENCODING`, `GATI_BODY_INCOMPLETE`, `GATI_BODY_FORBIDDEN_KEY`, `GATI_BODY_TOO_DEEP`).",
    },
    PipelineProblem {
        status: 413,
        name: "PayloadTooLarge",
        description: "The body is too large (`GATI_BODY_TOO_LARGE`).",
    },
    PipelineProblem {
        status: 414,
        name: "UriTooLong",
        description: "A path parameter is too long (`GATI_PARAM_TOO_LONG`).",
    },
    PipelineProblem {
        status: 415,
        name: "UnsupportedMediaType",
        description: "The content type or content encoding is not accepted (`GATI_MEDIA_TYPE`, `GATI_CONTENT_ENCODING`).",
    },
    PipelineProblem {
        status: 422,
        name: "UnprocessableEntity",
        description: "The request does not fit the contract; `errors` lists every issue (`GATI_VALIDATION_FAILED`).",
    },
    PipelineProblem {
        status: 500,
        name: "InternalServerError",
        description: "The server failed to answer (`GATI_INTERNAL`; in development also `GATI_RESPONSE_MISFIT` and `GATI_RESPONSE_UNSERIALIZABLE`).",
    },
    PipelineProblem {
        status: 503,
        name: "ServiceUnavailable",
        description: "The answer took too long, or the server is stopping (`GATI_HANDLER_TIMEOUT`, `GATI_STOPPING`).",
    },
];

fn problem_of(status: u16) -> Option<&'static PipelineProblem> {
    PROBLEMS.iter().find(|problem| problem.status == status)
}

/// A mention of the pipeline's answer with this status.
pub(crate) fn mention(status: u16) -> Value {
    match problem_of(status) {
        Some(problem) => json!({ "$ref": format!("#/components/responses/{}", problem.name) }),
        None => json!({ "description": description(status) }),
    }
}

/// What is said of a status that nobody describes.
pub(crate) fn description(status: u16) -> String {
    phrase(status).map_or_else(|| format!("Status {status}."), ToOwned::to_owned)
}

/// The media type of problems, with their schema.
pub(crate) fn content(names: &Names, status: Option<u16>) -> Value {
    let name = if status == Some(422) { &names.validation } else { &names.problem };
    json!({ "schema": { "$ref": format!("#/components/schemas/{name}") } })
}

/// The answers with these statuses as Response Objects, by name.
pub(crate) fn responses(statuses: &BTreeSet<u16>, names: &Names) -> Map<String, Value> {
    let mut responses = Map::new();
    for problem in statuses.iter().filter_map(|status| problem_of(*status)) {
        let content = content(names, Some(problem.status));
        let mut response = Map::new();
        response.insert("description".to_owned(), json!(problem.description));
        if problem.status == 415 {
            response.insert(
                "headers".to_owned(),
                json!({
                    "Accept": { "description": "The content types that are accepted.", "schema": { "type": "string" } },
                    "Accept-Encoding": { "description": "The content encodings that are accepted.", "schema": { "type": "string" } },
                }),
            );
        }
        response.insert("content".to_owned(), json!({ "application/problem+json": content }));
        responses.insert(problem.name.to_owned(), Value::Object(response));
    }
    responses.sort_keys();
    responses
}

/// Adds the schemas of problems. Members that are not listed may be there: those a thrown error
/// brings along.
pub(crate) fn add_schemas(schemas: &mut Map<String, Value>, names: &Names) {
    let problem = json!({
        "type": "object",
        "description": "A problem, as RFC 9457 has it. Errors that handlers throw may add members.",
        "properties": {
            "type": { "type": "string", "format": "uri-reference" },
            "title": { "type": "string", "description": "The name of the status." },
            "status": { "type": "integer", "minimum": 400, "maximum": 599 },
            "detail": { "type": "string", "description": "What went wrong this time." },
            "code": { "type": "string", "description": "A stable code, such as `GATI_BODY_SYNTAX`." },
            "requestId": { "type": "string", "description": "The request, for who looks into the log." },
            "errors": {
                "type": "array",
                "description": "Everything that does not fit the contract.",
                "items": { "$ref": format!("#/components/schemas/{}", names.issue) },
            },
        },
        "required": ["type", "title", "status"],
    });
    let issue = json!({
        "type": "object",
        "description": "One value that does not fit the contract.",
        "properties": {
            "in": {
                "type": "string",
                "enum": ["params", "query", "headers", "body", "response"],
                "description": "The part of the request.",
            },
            "pointer": { "type": "string", "description": "The place in it, a JSON Pointer (RFC 6901)." },
            "code": { "type": "string", "description": "The kind of issue, such as `required` or `type`." },
            "expected": { "type": "string", "description": "What the contract says." },
            "received": { "type": "string", "description": "What came, shortened." },
            "message": { "type": "string", "description": "One sentence for people." },
        },
        "required": ["in", "pointer", "code", "expected", "received", "message"],
    });
    schemas.insert(names.problem.clone(), problem);
    schemas.insert(names.issue.clone(), issue);
}

/// Adds the schema of problems that list issues.
pub(crate) fn add_validation(schemas: &mut Map<String, Value>, names: &Names) {
    let validation = json!({
        "description": "A problem that lists what does not fit the contract.",
        "allOf": [{ "$ref": format!("#/components/schemas/{}", names.problem) }],
        "required": ["errors"],
    });
    schemas.insert(names.validation.clone(), validation);
}
