//! Functions that turn text into typed values, for params, query and headers. Text that is not
//! what it should be stays as it is: the check that follows says what is wrong with it.

use gati_emit::string;
use gati_types::{GType, Literal, ObjectType, Reading, UnionType, UnknownKeys, reading};

use crate::{
    collection::{Places, unwrap},
    compiler::{DEPTH_LIMIT, Kind, Wanted},
    facts::is_anything,
    function::{Function, is_one_of, read},
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

impl<'a> Function<'_, 'a> {
    /// The expression for the typed form of the text `value`.
    pub(crate) fn typed(&mut self, node: &'a GType, value: &str, hint: &str) -> String {
        let facts = self.compiler.facts;
        let name = match reading(node, facts.types) {
            Reading::Number => "$readNumber",
            Reading::Boolean => "$readBoolean",
            Reading::Null => "$readNull",
            Reading::Text | Reading::Never => return value.to_owned(),
            Reading::Parts => return self.call(Kind::Read, node, hint, value),
        };
        format!("{}({value})", self.compiler.runtime(name))
    }

    fn read_object(&mut self, object: &'a ObjectType, headers: bool) {
        let facts = self.compiler.facts;
        self.source.line("if (typeof value !== \"object\" || value === null || Array.isArray(value)) return value;");
        self.source.line("const made = {};");
        let put = self.compiler.runtime("$put");
        for property in &object.properties {
            let name = if headers { property.name.to_lowercase() } else { property.name.clone() };
            let local = self.local(&property.name);
            let made = self.typed(&property.gtype, &read("value", &name), &property.name);
            self.source.write(format_args!("const {local} = {made};"));
            let store = if crate::function::is_plain_name(&property.name) {
                format!("made{} = {local};", gati_emit::member(&property.name))
            } else {
                format!("{put}(made, {}, {local});", string(&property.name))
            };
            self.source.write(format_args!("if ({local} !== undefined) {store}"));
        }
        let keeps = facts.mode(object) != UnknownKeys::Strip && !headers;
        if keeps || !object.index.is_empty() {
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

    /// One text is a list of one; none is none.
    fn read_items(&mut self, items: &'a GType) {
        self.source.line("if (value === undefined || value === null) return value;");
        self.source.line("const list = Array.isArray(value) ? value : [value];");
        let made = self.typed(items, "item", "item");
        if made == "item" {
            self.source.line("return list;");
        } else {
            self.source.line("const made = [];");
            self.source.write(format_args!("for (const item of list) made.push({made});"));
            self.source.line("return made;");
        }
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
