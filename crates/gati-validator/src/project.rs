//! Functions that turn an answer into plain data for `JSON.stringify`: declared members only,
//! dates and their like as text. They do not check: a number where text was promised passes,
//! an object where a scalar was promised does not, because nothing declared what is in it.

use gati_emit::{key, string};
use gati_types::{
    ArrayType, GType, ObjectType, SetType, TextForm, Travel, UnionType, UnknownKeys, travel,
};

use crate::{
    collection::{Places, travels_as_object, unwrap},
    compiler::{DEPTH_LIMIT, Kind, Wanted},
    facts::is_anything,
    function::{Function, is_one_of, read},
    value::{literal, spelled},
};

/// Writes the whole body.
pub(crate) fn write<'a>(function: &mut Function<'_, 'a>, wanted: &Wanted<'a>) {
    if let Some(name) = &wanted.recursive {
        let limit = function.compiler.runtime("$tooDeep");
        let name = string(name);
        function
            .source
            .write(format_args!("if (depth > {DEPTH_LIMIT}) {limit}({name}, {DEPTH_LIMIT});"));
    }
    let node = wanted.node;
    match node {
        GType::Object(object) => function.project_object(object),
        GType::Union(union) => function.project_union(union),
        other => match unwrap(other).0 {
            GType::Array(array) => {
                let wanted = string(&spelled(other));
                function.project_list(&wanted);
                function.project_items(&array.items, "0", "list.length");
                function.source.line("return made;");
            }
            GType::Set(set) => {
                let wanted = string(&spelled(other));
                function.project_list(&wanted);
                function.project_items(&set.items, "0", "list.length");
                function.source.line("return made;");
            }
            GType::Tuple(tuple) => {
                let wanted = string(&spelled(other));
                function.project_list(&wanted);
                function.project_tuple(&Places::of(tuple));
            }
            GType::Map(map) => {
                let object = travels_as_object(map, function.compiler.facts.types);
                function.project_map(&map.key, &map.value, object);
            }
            scalar => {
                let made = function.projected(scalar, "value", "");
                function.source.write(format_args!("return {made};"));
            }
        },
    }
}

/// Writes the function that makes the JSON text.
pub(crate) fn write_stringify<'a>(function: &mut Function<'_, 'a>, wanted: &Wanted<'a>) {
    if crate::text::is_eligible(function.compiler.facts, wanted.node) {
        let joins = function.compiler.runtime("$joins");
        let text = function.compiler.function(Kind::Text, wanted.node, &wanted.title);
        function.source.write_open(format_args!("if ({joins}) {{"));
        function.source.write(format_args!("const text = {text}(value);"));
        function.source.line("if (text !== undefined) return text;");
        function.source.close("}");
    }
    let made = if wanted.recursive.is_some() {
        let name = function.compiler.function(Kind::Project, wanted.node, &wanted.title);
        format!("{name}(value, 0)")
    } else {
        function.projected(wanted.node, "value", "")
    };
    // What has no JSON form (`undefined`) is `null`: the caller was promised a text.
    function.source.write(format_args!("return JSON.stringify({made}) ?? \"null\";"));
}

/// The one member that is neither `null` nor `undefined`.
pub(crate) fn only_solid(union: &UnionType) -> Option<&GType> {
    let mut solid = union
        .members
        .iter()
        .filter(|one| !matches!(one, GType::Null | GType::Undefined | GType::Void));
    match (solid.next(), solid.next()) {
        (only, None) => only,
        _ => None,
    }
}

impl<'a> Function<'_, 'a> {
    /// The expression for the plain form of `value`.
    fn projected(&mut self, node: &'a GType, value: &str, hint: &str) -> String {
        let facts = self.compiler.facts;
        let target = facts.resolve(node);
        if is_anything(target) {
            return value.to_owned();
        }
        if let (Travel::Text(form), true) = (travel(target, facts.types), facts.is_scalar(target)) {
            let name = match form {
                TextForm::Time => "$dateText",
                TextForm::Digits => "$bigintText",
                TextForm::Base64 => "$bytesText",
                TextForm::Address | TextForm::Expression => "$objectText",
            };
            return format!("{}({value})", self.compiler.runtime(name));
        }
        let name = match target {
            GType::NonPrimitive => return value.to_owned(),
            GType::Symbol | GType::Function | GType::File => return "undefined".to_owned(),
            GType::Refined(refined) if facts.is_scalar(&refined.base) => {
                return self.projected(&refined.base, value, hint);
            }
            other if facts.is_scalar(other) => "$scalar",
            GType::Union(union) if union.members.iter().all(|one| self.is_plain(one)) => "$scalar",
            GType::Union(union) => match only_solid(union) {
                Some(only) => return self.projected(only, value, hint),
                None => return self.call(Kind::Project, node, hint, value),
            },
            other => match unwrap(other).0 {
                GType::Array(ArrayType { items, .. }) | GType::Set(SetType { items, .. })
                    if self.is_plain(items) =>
                {
                    let scalars = self.compiler.runtime("$scalars");
                    return format!("{scalars}({value}, {})", string(&spelled(other)));
                }
                _ => return self.call(Kind::Project, node, hint, value),
            },
        };
        format!("{}({value})", self.compiler.runtime(name))
    }

    /// Whether the JSON form of such values is the value itself.
    fn is_plain(&self, gtype: &GType) -> bool {
        match self.compiler.facts.resolve(gtype) {
            GType::Null
            | GType::Undefined
            | GType::Void
            | GType::Boolean
            | GType::Number
            | GType::String
            | GType::Template(_)
            | GType::Never => true,
            GType::Literal(literal) => !matches!(literal, gati_types::Literal::BigInt(_)),
            GType::Refined(refined) => self.is_plain(&refined.base),
            _ => false,
        }
    }

    fn project_object(&mut self, object: &'a ObjectType) {
        let names: Vec<&str> = object.properties.iter().map(|one| one.name.as_str()).collect();
        if !names.contains(&"toJSON") {
            // What says itself how it is written (a document of an ODM) is asked first.
            self.source.line("if (typeof value?.toJSON === \"function\") value = value.toJSON();");
        }
        self.source.line("if (typeof value !== \"object\" || value === null) return value;");
        let mut lines = Vec::new();
        for property in &object.properties {
            let made =
                self.projected(&property.gtype, &read("value", &property.name), &property.name);
            lines.push(format!("{}: {made},", key(&property.name)));
        }
        let open = object.unknown_keys == Some(UnknownKeys::Open);
        if object.index.is_empty() && !open {
            self.source.open("return {");
            for line in &lines {
                self.source.line(line);
            }
            self.source.close("};");
            return;
        }
        self.source.open("const made = {");
        for line in &lines {
            self.source.line(line);
        }
        self.source.close("};");
        let put = self.compiler.runtime("$put");
        self.source.open("for (const key of Object.keys(value)) {");
        if !names.is_empty() {
            self.source.write(format_args!("if ({}) continue;", is_one_of("key", &names)));
        }
        for signature in &object.index {
            let fits = self.key_fits(&signature.key, "key");
            let made = self.projected(&signature.value, "value[key]", "value");
            self.source.write(format_args!(
                "if (key !== \"__proto__\" && {fits}) {{ {put}(made, key, {made}); continue; }}"
            ));
        }
        if open {
            self.source.write(format_args!("{put}(made, key, value[key]);"));
        }
        self.source.close("}");
        self.source.line("return made;");
    }

    /// Opens a function whose value is a list: declares `list` and `made`.
    fn project_list(&mut self, wanted: &str) {
        let name = self.compiler.runtime("$listOf");
        self.source.line("if (typeof value !== \"object\" || value === null) return value;");
        self.source.write(format_args!("const list = {name}(value, {wanted});"));
        self.source.line("const made = [];");
    }

    fn project_items(&mut self, items: &'a GType, start: &str, end: &str) {
        let made = self.projected(items, "list[i]", "item");
        self.source.write(format_args!("for (let i = {start}; i < {end}; i++) made.push({made});"));
    }

    fn project_tuple(&mut self, places: &Places<'a>) {
        for (index, (gtype, _)) in places.before.iter().enumerate() {
            let made = self.projected(gtype, &format!("list[{index}]"), &index.to_string());
            self.source.write(format_args!("if (list.length > {index}) made.push({made});"));
        }
        let (before, after) = (places.before.len(), places.after.len());
        if let Some(rest) = places.rest {
            self.project_items(rest, &before.to_string(), &format!("list.length - {after}"));
        }
        for (index, gtype) in places.after.iter().enumerate() {
            let place = format!("list[list.length - {}]", after - index);
            let made = self.projected(gtype, &place, &format!("last {index}"));
            self.source.write(format_args!("made.push({made});"));
        }
        self.source.line("return made;");
    }

    fn project_map(&mut self, keys: &'a GType, values: &'a GType, object: bool) {
        let name = if object { "$entriesOfObject" } else { "$entriesOfPairs" };
        let name = self.compiler.runtime(name);
        self.source.line("if (typeof value !== \"object\" || value === null) return value;");
        self.source.write(format_args!("const entries = {name}(value) ?? [];"));
        let made = self.projected(values, "item", "value");
        if object {
            let put = self.compiler.runtime("$put");
            self.source.line("const made = {};");
            self.source.write(format_args!(
                "for (const [key, item] of entries) {put}(made, String(key), {made});"
            ));
        } else {
            let made_key = self.projected(keys, "key", "key");
            self.source.line("const made = [];");
            self.source.write(format_args!(
                "for (const [key, item] of entries) made.push([{made_key}, {made}]);"
            ));
        }
        self.source.line("return made;");
    }

    /// By what the value is: its class, its tag, or the members it fits.
    fn project_union(&mut self, union: &'a UnionType) {
        let facts = self.compiler.facts;
        if union
            .members
            .iter()
            .any(|one| is_anything(facts.resolve(one)) || *one == GType::NonPrimitive)
        {
            self.source.line("return value;");
            return;
        }
        for member in &union.members {
            let test = match facts.resolve(member) {
                GType::BigInt | GType::Literal(gati_types::Literal::BigInt(_)) => {
                    "typeof value === \"bigint\""
                }
                GType::Date => "value instanceof Date",
                GType::Url => "value instanceof URL",
                GType::RegExp => "value instanceof RegExp",
                GType::Bytes => "value instanceof Uint8Array || value instanceof ArrayBuffer",
                _ => match unwrap(facts.resolve(member)).0 {
                    GType::Map(_) => "value instanceof Map",
                    GType::Set(_) => "value instanceof Set",
                    _ => continue,
                },
            };
            let made = self.projected(member, "value", "member");
            self.source.write(format_args!("if ({test}) return {made};"));
        }
        self.source.line("if (typeof value !== \"object\" || value === null) return value;");
        self.project_lists(union);
        let members = facts.members(union);
        let objects: Vec<&GType> =
            union.members.iter().filter(|member| facts.object(member).is_some()).collect();
        if let Some(tagged) = &members.tagged {
            self.source.write_open(format_args!("switch ({}) {{", read("value", &tagged.name)));
            for (literals, member) in &tagged.cases {
                for one in literals {
                    let one = literal(self.compiler, one);
                    self.source.write(format_args!("case {one}:"));
                }
                let made = self.projected(member, "value", "member");
                self.source.write(format_args!("  return {made};"));
            }
            self.source.close("}");
        }
        match objects.as_slice() {
            [] => {
                let scalar = self.compiler.runtime("$scalar");
                self.source.write(format_args!("return {scalar}(value);"));
            }
            [only] => {
                let made = self.projected(only, "value", "member");
                self.source.write(format_args!("return {made};"));
            }
            several => self.project_several(several, members.tagged.is_some()),
        }
    }

    fn project_lists(&mut self, union: &'a UnionType) {
        let facts = self.compiler.facts;
        let lists: Vec<&GType> = union
            .members
            .iter()
            .filter(|member| {
                matches!(unwrap(facts.resolve(member)).0, GType::Array(_) | GType::Tuple(_))
            })
            .collect();
        let Some((last, first)) = lists.split_last() else { return };
        self.source.open("if (Array.isArray(value)) {");
        for member in first {
            let fits = self.fits(member, "value");
            let made = self.projected(member, "value", "member");
            self.source.write(format_args!("if ({fits}) return {made};"));
        }
        let made = self.projected(last, "value", "member");
        self.source.write(format_args!("return {made};"));
        self.source.close("}");
    }

    /// The declared members of every alternative the value fits, of all if it fits none.
    fn project_several(&mut self, objects: &[&'a GType], tagged: bool) {
        let join = self.compiler.runtime("$join");
        self.source.line("let made;");
        if !tagged {
            for member in objects {
                let fits = self.fits(member, "value");
                let made = self.projected(member, "value", "member");
                self.source.write(format_args!("if ({fits}) made = {join}(made, {made});"));
            }
            self.source.line("if (made !== undefined) return made;");
        }
        for member in objects {
            let made = self.projected(member, "value", "member");
            self.source.write(format_args!("made = {join}(made, {made});"));
        }
        self.source.line("return made;");
    }
}
