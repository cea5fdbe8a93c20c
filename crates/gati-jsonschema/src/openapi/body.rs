//! Request bodies, by the media types that `src-ts/pipeline/body.ts` reads.

use gati_types::{BodyAs, GType, Literal, ObjectType, Travel, travel};
use serde_json::{Map, Value, json};

use super::Api;

impl<'a> Api<'a> {
    pub(crate) fn request_body(&mut self, body: &'a GType, body_as: BodyAs) -> Value {
        if body_as == BodyAs::Stream {
            // The bytes are the handler's, whatever they are called. The first name is for clients
            // that have to choose one.
            return json!({ "content": { "application/octet-stream": {}, "*/*": {} } });
        }
        let schema = self.input.node(body);
        let mut content = Map::new();
        if self.is_text(body) {
            content.insert("text/plain".to_owned(), json!({ "schema": schema }));
        }
        if self.is_bytes(body) {
            // Any media type but JSON and forms; the bytes arrive as they are.
            content.insert("application/octet-stream".to_owned(), json!({}));
        }
        content.insert("application/json".to_owned(), json!({ "schema": schema }));
        if self.is_form(body) {
            content.insert(
                "application/x-www-form-urlencoded".to_owned(),
                json!({ "schema": schema }),
            );
        }
        let mut request = Map::new();
        request.insert("content".to_owned(), Value::Object(content));
        if !self.input.accepts_undefined(body) {
            request.insert("required".to_owned(), json!(true));
        }
        Value::Object(request)
    }

    /// Whether text is a body, however the type is named and narrowed.
    fn is_text(&self, gtype: &'a GType) -> bool {
        match self.resolve(gtype) {
            GType::String | GType::Template(_) => true,
            GType::Refined(refined) => self.is_text(&refined.base),
            _ => false,
        }
    }

    /// Whether bytes are a body or an answer, however the type is named and narrowed.
    pub(crate) fn is_bytes(&self, gtype: &'a GType) -> bool {
        match self.resolve(gtype) {
            GType::Bytes => true,
            GType::Refined(refined) => self.is_bytes(&refined.base),
            _ => false,
        }
    }

    /// Whether a form can be such a body: its fields are text and stay text.
    fn is_form(&self, gtype: &'a GType) -> bool {
        match self.resolve(gtype).base() {
            GType::Object(object) => self.has_fields(object),
            GType::Union(union) => {
                union.members.iter().all(|member| match self.resolve(member).base() {
                    GType::Undefined => true,
                    GType::Object(object) => self.has_fields(object),
                    _ => false,
                })
            }
            _ => false,
        }
    }

    fn has_fields(&self, object: &'a ObjectType) -> bool {
        object.properties.iter().all(|property| self.is_field(&property.gtype))
            && object.index.iter().all(|signature| self.is_field(&signature.value))
    }

    fn is_field(&self, gtype: &'a GType) -> bool {
        match self.resolve(gtype) {
            // A field that may be missing or `null` can be sent all the same.
            GType::Union(union) => {
                let is_sent = |member| self.is_field_text(member);
                union.members.iter().any(is_sent)
                    && union.members.iter().all(|member| {
                        matches!(self.resolve(member), GType::Undefined | GType::Null)
                            || is_sent(member)
                    })
            }
            _ => self.is_field_text(gtype),
        }
    }

    fn is_field_text(&self, gtype: &'a GType) -> bool {
        match self.resolve(gtype).base() {
            GType::String | GType::Template(_) | GType::Literal(Literal::String(_)) => true,
            other => matches!(travel(other, &self.manifest.types), Travel::Text(_)),
        }
    }
}
