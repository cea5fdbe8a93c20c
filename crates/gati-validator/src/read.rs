//! Functions that turn text into typed values, for params, query and headers. Text that is not
//! what it should be stays as it is: the check that follows says what is wrong with it.

use gati_emit::{key, string};
use gati_types::{
    ArrayType, GType, Literal, ObjectType, Property, Reading, SetType, UnionType, UnknownKeys,
    reading,
};

use crate::{
    collection::{Places, unwrap},
    compiler::{DEPTH_LIMIT, Kind, Wanted},
    facts::{Facts, is_anything},
    function::{Function, is_one_of, literal, read},
};

/// Writes the whole body.
pub(crate) fn write<'a>(function: &mut Function<'_, 'a>, wanted: &Wanted<'a>) {
    if wanted.recursive.is_some() {
        function.source.write(format_args!("if (depth > {DEPTH_LIMIT}) return value;"));
    }
    let headers = wanted.kind == Kind::ReadHeaders;
    match wanted.node {
        GType::Object(object) => function.read_object(object, headers),
        GType::Union(union) => function.read_union(union),
        other => match unwrap(other).0 {
            GType::Array(array) => function.read_items(&array.items),
            GType::Set(set) => function.read_items(&set.items),
            GType::Tuple(tuple) => function.read_tuple(&Places::of(tuple)),
            scalar => {
                let made = function.typed(scalar, "value", "");
                function.source.write(format_args!("return {made};"));
            }
        },
    }
}

/// Whether every text is read as itself.
fn is_text(facts: &Facts<'_>, node: &GType) -> bool {
    facts.is_scalar(node) && matches!(reading(node, facts.types), Reading::Text | Reading::Never)
}

impl<'a> Function<'_, 'a> {
    /// The expression for the typed form of the text `value`.
    pub(crate) fn typed(&mut self, node: &'a GType, value: &str, hint: &str) -> String {
        let facts = self.compiler.facts;
        let name = match reading(node, facts.types) {
            Reading::Number => "$readNumber",
            Reading::Boolean => "$readBoolean",
            Reading::Null => "$readNull",
            Reading::Text | Reading::Never => return value.to_owned(),
            Reading::Parts => return self.parts(node, value, hint),
        };
        format!("{}({value})", self.compiler.runtime(name))
    }

    /// The same of what is made of several texts.
    fn parts(&mut self, node: &'a GType, value: &str, hint: &str) -> String {
        let facts = self.compiler.facts;
        match unwrap(node).0 {
            GType::Union(union) if union.members.iter().all(|one| is_text(facts, one)) => {
                value.to_owned()
            }
            GType::Array(ArrayType { items, .. }) | GType::Set(SetType { items, .. }) => {
                let list = self.compiler.runtime("$readList");
                let made = self.typed(items, "item", &format!("{hint} item"));
                if made == "item" {
                    format!("{list}({value})")
                } else {
                    format!("{list}({value}, (item) => {made})")
                }
            }
            _ => self.call(Kind::Read, node, hint, value),
        }
    }

    fn read_object(&mut self, object: &'a ObjectType, headers: bool) {
        let facts = self.compiler.facts;
        let is_object = self.compiler.runtime("$isObject");
        // Where a member that is required is missing, the check that follows says so.
        let first = object
            .properties
            .iter()
            .position(|one| facts.may_be_absent(one))
            .unwrap_or(object.properties.len());
        let (required, rest) = object.properties.split_at(first);
        let mut parts = Vec::with_capacity(required.len());
        for property in required {
            let (_, made) = self.read_member(property, headers);
            parts.push(format!("{}: {made}", key(&property.name)));
        }
        let made = literal(&parts);
        let keeps = facts.mode(object) != UnknownKeys::Strip && !headers;
        if rest.is_empty() && !keeps && object.index.is_empty() {
            self.source.write(format_args!("return {is_object}(value) ? {made} : value;"));
            return;
        }
        self.source.write(format_args!("if (!{is_object}(value)) return value;"));
        self.source.write(format_args!("const made = {made};"));
        for property in rest {
            let (place, made) = self.read_member(property, headers);
            let store = if crate::function::is_plain_name(&property.name) {
                format!("made{} = {made};", gati_emit::member(&property.name))
            } else {
                let put = self.compiler.runtime("$put");
                format!("{put}(made, {}, {made});", string(&property.name))
            };
            self.source.write(format_args!("if ({place} !== undefined) {store}"));
        }
        if keeps || !object.index.is_empty() {
            let put = self.compiler.runtime("$put");
            let names: Vec<&str> = object.properties.iter().map(|one| one.name.as_str()).collect();
            self.source.open("for (const key of Object.keys(value)) {");
            let declared = is_one_of("key", &names);
            self.source
                .write(format_args!("if (value[key] === undefined || {declared}) continue;"));
            for signature in &object.index {
                let fits = self.key_fits(&signature.key, "key");
                let made = self.typed(&signature.value, "value[key]", "value");
                self.source
                    .write(format_args!("if ({fits}) {{ {put}(made, key, {made}); continue; }}"));
            }
            if keeps {
                self.source.write(format_args!("{put}(made, key, value[key]);"));
            }
            self.source.close("}");
        }
        self.source.line("return made;");
    }

    /// The expressions that read a member, and that make its typed form.
    fn read_member(&mut self, property: &'a Property, headers: bool) -> (String, String) {
        let name = if headers { property.name.to_lowercase() } else { property.name.clone() };
        let place = read("value", &name);
        let made = self.typed(&property.gtype, &place, &property.name);
        (place, made)
    }

    /// One text is a list of one; none is none.
    fn read_items(&mut self, items: &'a GType) {
        let list = self.compiler.runtime("$readList");
        let made = self.typed(items, "item", "item");
        let each = if made == "item" { String::new() } else { format!(", (item) => {made}") };
        self.source.write(format_args!("return {list}(value{each});"));
    }

    fn read_tuple(&mut self, places: &Places<'a>) {
        self.source.line("if (value === undefined || value === null) return value;");
        self.source.line("const list = Array.isArray(value) ? value.slice() : [value];");
        for (index, (gtype, _)) in places.before.iter().enumerate() {
            let place = format!("list[{index}]");
            let made = self.typed(gtype, &place, &index.to_string());
            if made != place {
                self.source.write(format_args!("if (list.length > {index}) {place} = {made};"));
            }
        }
        if let Some(rest) = places.rest {
            let made = self.typed(rest, "list[i]", "rest");
            let (start, after) = (places.before.len(), places.after.len());
            self.source.write(format_args!(
                "for (let i = {start}; i < list.length - {after}; i++) list[i] = {made};"
            ));
        }
        for (index, gtype) in places.after.iter().enumerate() {
            let place = format!("list[list.length - {}]", places.after.len() - index);
            let made = self.typed(gtype, &place, &format!("last {index}"));
            if made != place {
                self.source.write(format_args!(
                    "if (list.length >= {}) {place} = {made};",
                    places.least()
                ));
            }
        }
        self.source.line("return list;");
    }

    /// Literals that are the text itself first, then what is narrower than text, then lists and
    /// objects.
    fn read_union(&mut self, union: &'a UnionType) {
        let facts = self.compiler.facts;
        if union.members.iter().any(|one| is_anything(facts.resolve(one))) {
            self.source.line("return value;");
            return;
        }
        if let Some(only) = crate::project::only_solid(union)
            && !facts.is_scalar(only)
        {
            let made = self.typed(only, "value", "");
            self.source.write(format_args!("return {made};"));
            return;
        }
        self.source.open("if (typeof value === \"string\") {");
        for member in &union.members {
            if let GType::Literal(Literal::String(text)) = facts.resolve(member) {
                self.source.write(format_args!("if (value === {}) return value;", string(text)));
            }
        }
        for member in union.members.iter().filter(|one| facts.is_scalar(one)) {
            let made = self.typed(member, "value", "");
            if made == "value" {
                continue;
            }
            let next = self.local("next");
            self.source.write(format_args!("const {next} = {made};"));
            let fits = self.fits(member, &next);
            self.source.write(format_args!("if ({fits}) return {next};"));
        }
        for member in &union.members {
            let target = facts.resolve(member);
            if matches!(target, GType::Literal(Literal::String(_))) {
                continue;
            }
            if facts.is_scalar(target) && self.typed(member, "value", "") == "value" {
                let fits = self.fits(member, "value");
                self.source.write(format_args!("if ({fits}) return value;"));
            }
        }
        self.source.close("}");
        for member in union.members.iter().filter(|one| !facts.is_scalar(one)) {
            let next = self.local("next");
            let made = self.typed(member, "value", "member");
            self.source.write(format_args!("const {next} = {made};"));
            let fits = self.fits(member, &next);
            self.source.write(format_args!("if ({fits}) return {next};"));
        }
        self.source.line("return value;");
    }
}
