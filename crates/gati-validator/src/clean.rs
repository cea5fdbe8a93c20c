//! Functions that turn a value that fits into the value that is handed on: undeclared members
//! dropped, defaults filled, text converted. What needs no change stays the same object.

use gati_emit::key;
use gati_types::{GType, MapType, ObjectType, Property, UnionType, UnknownKeys};

use crate::{
    check::{Check, Question},
    collection::{Places, travels_as_object, unwrap},
    compiler::{Kind, Wanted},
    function::{Function, destructure, is_one_of, listed, literal as object_literal, read},
    scalar::transformed,
    value::{json, literal},
};

/// Writes the whole body.
pub(crate) fn write<'a>(function: &mut Function<'_, 'a>, wanted: &Wanted<'a>) {
    let node = wanted.node;
    match node {
        GType::Object(object) if object.index.is_empty() => function.clean_object(object),
        GType::Object(object) => function.clean_index(object),
        GType::Union(union) => function.clean_union(union),
        other if function.compiler.facts.is_scalar(other) => {
            let clean = function.cleaned(other, "value", "");
            function.source.write(format_args!("return {clean};"));
        }
        other => match unwrap(other).0 {
            GType::Array(array) => function.clean_items(&array.items, 0, 0),
            GType::Tuple(tuple) => function.clean_tuple(&Places::of(tuple)),
            GType::Set(set) => function.clean_set(&set.items),
            GType::Map(map) => function.clean_map(map),
            _ => function.source.line("return value;"),
        },
    }
}

impl<'a> Function<'_, 'a> {
    /// The expression for what `value`, which fits, is handed on as.
    fn cleaned(&mut self, node: &'a GType, value: &str, hint: &str) -> String {
        let facts = self.compiler.facts;
        if !facts.changes(node) {
            return value.to_owned();
        }
        match facts.resolve(node) {
            GType::Refined(refined) if facts.is_scalar(&refined.base) => {
                match transformed(value, &refined.constraints.transforms) {
                    text if text == value => self.cleaned(&refined.base, value, hint),
                    text => text,
                }
            }
            GType::Date => format!("{}({value})", self.compiler.runtime("$toDate")),
            GType::BigInt => format!("{}({value})", self.compiler.runtime("$toBigint")),
            GType::Bytes => format!("{}({value})", self.compiler.runtime("$toBytes")),
            GType::Url => format!("{}({value})", self.compiler.runtime("$toUrl")),
            GType::Literal(one) => literal(self.compiler, one),
            _ => self.call(Kind::Clean, node, hint, value),
        }
    }

    fn clean_object(&mut self, object: &'a ObjectType) {
        let facts = self.compiler.facts;
        let locals: Vec<(&'a Property, String)> =
            object.properties.iter().map(|one| (one, self.local(&one.name))).collect();
        // What decides whether the value stays the same is read first.
        let (deciding, rest): (Vec<_>, Vec<_>) = locals
            .iter()
            .partition(|(one, _)| facts.may_be_absent(one) || facts.changes(&one.gtype));
        self.read_all(&deciding);
        let mut same = Vec::new();
        let mut made = Vec::with_capacity(locals.len());
        for (property, local) in &locals {
            let next = self.member(property, local);
            if next != *local {
                same.push(format!("{next} === {local}"));
            }
            made.push((*property, next));
        }
        if facts.mode(object) == UnknownKeys::Strip {
            same.push(self.has_only(object, &locals));
        }
        match same.as_slice() {
            [] => {}
            [only] => {
                let only =
                    only.strip_prefix('(').and_then(|one| one.strip_suffix(')')).unwrap_or(only);
                self.source.write(format_args!("if ({only}) return value;"));
            }
            several => {
                self.source.write(format_args!("if ({}) return value;", several.join(" && ")));
            }
        }
        self.read_all(&rest);
        let rest = (facts.mode(object) == UnknownKeys::Open).then_some("...value");
        match self.literal(&made, rest) {
            (whole, later) if later.is_empty() => {
                self.source.write(format_args!("return {whole};"));
            }
            _ => {
                self.build(&made, rest);
                self.source.line("return made;");
            }
        }
    }

    fn read_all(&mut self, members: &[&(&'a Property, String)]) {
        let members: Vec<(&str, &str)> =
            members.iter().map(|(one, local)| (one.name.as_str(), local.as_str())).collect();
        for line in destructure("value", &members) {
            self.source.line(&line);
        }
    }

    /// The condition that all members of an object that fits are declared. As many keys as there
    /// are declared members prove it; only where their number differs are they looked at.
    fn has_only(&mut self, object: &ObjectType, locals: &[(&'a Property, String)]) -> String {
        let facts = self.compiler.facts;
        let (count, only) = (self.compiler.runtime("$count"), self.compiler.runtime("$hasOnly"));
        let (optional, required): (Vec<_>, Vec<_>) =
            locals.iter().partition(|(one, _)| facts.may_be_absent(one));
        let number: String = std::iter::once(required.len().to_string())
            .chain(optional.iter().map(|(_, local)| format!(" + ({local} === undefined ? 0 : 1)")))
            .collect();
        format!("({count}(value) === {number} || {only}(value, [{}]))", listed(object))
    }

    /// The name of what the member is handed on as.
    fn member(&mut self, property: &'a Property, local: &str) -> String {
        let facts = self.compiler.facts;
        let hint = property.name.clone();
        let absent = facts.may_be_absent(property);
        let clean = self.cleaned(&property.gtype, local, &hint);
        if clean == local && property.docs.default.is_none() {
            return local.to_owned();
        }
        let made = self.local(&format!("{local} made"));
        let value = match &property.docs.default {
            Some(default) => {
                let filled = self.cleaned(&property.gtype, &format!("({})", json(default)), &hint);
                format!("{local} === undefined ? {filled} : {clean}")
            }
            None if absent => {
                format!("{local} === undefined ? undefined : {clean}")
            }
            None => clean,
        };
        self.source.write(format_args!("const {made} = {value};"));
        made
    }

    /// The literal of the members that are always there, in the order of the type, and the others.
    fn literal<'m>(
        &self,
        members: &'m [(&'a Property, String)],
        rest: Option<&str>,
    ) -> (String, Vec<&'m (&'a Property, String)>) {
        // What a default fills is there as surely as what is required.
        let (there, later): (Vec<_>, Vec<_>) = members.iter().partition(|(property, _)| {
            !self.compiler.facts.may_be_absent(property) || property.docs.default.is_some()
        });
        let mut parts: Vec<String> = rest.into_iter().map(str::to_owned).collect();
        parts.extend(there.into_iter().map(|(property, made)| {
            if property.name == *made {
                made.clone()
            } else {
                format!("{}: {made}", key(&property.name))
            }
        }));
        (object_literal(&parts), later)
    }

    /// Makes the object `made`.
    fn build(&mut self, members: &[(&'a Property, String)], rest: Option<&str>) {
        let (whole, later) = self.literal(members, rest);
        self.source.write(format_args!("const made = {whole};"));
        for (property, made) in later {
            let store = if property.name == "__proto__" {
                let put = self.compiler.runtime("$put");
                format!("{put}(made, \"__proto__\", {made});")
            } else {
                format!("made{} = {made};", gati_emit::member(&property.name))
            };
            self.source.write(format_args!("if ({made} !== undefined) {store}"));
        }
    }

    fn clean_index(&mut self, object: &'a ObjectType) {
        let facts = self.compiler.facts;
        let names: Vec<&str> = object.properties.iter().map(|one| one.name.as_str()).collect();
        let put = self.compiler.runtime("$put");
        self.source.line("let changed = false;");
        let mut members = Vec::new();
        for property in &object.properties {
            let local = self.local(&property.name);
            self.source.write(format_args!("const {local} = {};", read("value", &property.name)));
            let next = self.member(property, &local);
            if next != local {
                self.source.write(format_args!("if ({next} !== {local}) changed = true;"));
            }
            members.push((property, next));
        }
        self.build(&members, None);
        self.source.open("for (const key of Object.keys(value)) {");
        if !names.is_empty() {
            self.source.write(format_args!("if ({}) continue;", is_one_of("key", &names)));
        }
        for signature in &object.index {
            let fits = self.key_fits(&signature.key, "key");
            self.source.write_open(format_args!("if (key !== \"__proto__\" && {fits}) {{"));
            let made = self.cleaned(&signature.value, "value[key]", "value");
            self.source.write(format_args!("const next = {made};"));
            self.source.line("if (next !== value[key]) changed = true;");
            self.source.write(format_args!("{put}(made, key, next);"));
            self.source.line("continue;");
            self.source.close("}");
        }
        if facts.mode(object) == UnknownKeys::Open {
            self.source.write(format_args!("{put}(made, key, value[key]);"));
        } else {
            self.source.line("changed = true;");
        }
        self.source.close("}");
        self.source.line("return changed ? made : value;");
    }

    /// Items copied only from the first that changes on.
    fn clean_items(&mut self, items: &'a GType, start: usize, after: usize) {
        self.source.line("let made = value;");
        self.each_place(items, start, after);
        self.source.line("return made;");
    }

    fn each_place(&mut self, items: &'a GType, start: usize, after: usize) {
        let end = if after == 0 { String::new() } else { format!(" - {after}") };
        let clean = self.cleaned(items, "value[i]", "item");
        if clean == "value[i]" {
            return;
        }
        self.source
            .write_open(format_args!("for (let i = {start}; i < value.length{end}; i++) {{"));
        self.source.write(format_args!("const next = {clean};"));
        self.source.line("if (next === value[i]) continue;");
        self.source.line("if (made === value) made = value.slice();");
        self.source.line("made[i] = next;");
        self.source.close("}");
    }

    /// Puts what the item at `index` is handed on as in its place.
    fn replace(&mut self, items: &'a GType, index: &str, optional: bool) {
        let clean = self.cleaned(items, "item", &format!("item {}", index.replace('-', "")));
        if clean == "item" {
            return;
        }
        let clean = if optional { format!("item === undefined ? item : {clean}") } else { clean };
        self.source.write(format_args!("const item = value[{index}];"));
        self.source.write(format_args!("const next = {clean};"));
        self.source.line("if (next !== item && made === value) made = value.slice();");
        self.source.write(format_args!("if (next !== item) made[{index}] = next;"));
    }

    fn clean_tuple(&mut self, places: &Places<'a>) {
        self.source.line("let made = value;");
        for (index, (gtype, optional)) in places.before.iter().enumerate() {
            let lead =
                if *optional { format!("if (value.length > {index}) ") } else { String::new() };
            self.source.write_open(format_args!("{lead}{{"));
            self.replace(gtype, &index.to_string(), *optional);
            self.source.close("}");
        }
        if let Some(rest) = places.rest {
            self.each_place(rest, places.before.len(), places.after.len());
        }
        for (index, gtype) in places.after.iter().enumerate() {
            self.source.open("{");
            self.replace(gtype, &format!("value.length - {}", places.after.len() - index), false);
            self.source.close("}");
        }
        self.source.line("return made;");
    }

    fn clean_set(&mut self, items: &'a GType) {
        self.source.line("const made = new Set();");
        let clean = self.cleaned(items, "item", "item");
        self.source.write(format_args!("for (const item of value) made.add({clean});"));
        self.source.line("return made;");
    }

    fn clean_map(&mut self, map: &'a MapType) {
        let name = if travels_as_object(map, self.compiler.facts.types) {
            "$entriesOfObject"
        } else {
            "$entriesOfPairs"
        };
        let name = self.compiler.runtime(name);
        self.source.line("const made = new Map();");
        let clean_key = self.cleaned(&map.key, "key", "key");
        let clean = self.cleaned(&map.value, "item", "value");
        self.source.write(format_args!(
            "for (const [key, item] of {name}(value)) made.set({clean_key}, {clean});"
        ));
        self.source.line("return made;");
    }

    /// The first member the value is handed on as unchanged; else the one it fits. A value that
    /// fits several object types keeps the declared members of each.
    fn clean_union(&mut self, union: &'a UnionType) {
        let facts = self.compiler.facts;
        let members = facts.members(union);
        for member in members.scalars {
            let exact = self.exact(member, "value");
            self.source.write(format_args!("if ({exact}) return value;"));
        }
        for member in &union.members {
            if facts.is_scalar(member) && facts.changes(member) {
                let fits = self.fits(member, "value");
                let clean = self.cleaned(member, "value", "");
                self.source.write(format_args!("if ({fits}) return {clean};"));
            }
        }
        if let Some(tagged) = members.tagged {
            let tag = read("value", &tagged.name);
            self.source.write_open(format_args!("switch ({tag}) {{"));
            for (literals, member) in &tagged.cases {
                for one in literals {
                    let one = literal(self.compiler, one);
                    self.source.write(format_args!("case {one}:"));
                }
                let clean = self.cleaned(member, "value", "member");
                self.source.write(format_args!("  return {clean};"));
            }
            self.source.close("}");
            self.source.line("return value;");
            return;
        }
        if let [only] = members.others.as_slice() {
            // What fits no scalar fits this.
            let clean = self.cleaned(only, "value", "member");
            self.source.write(format_args!("return {clean};"));
            return;
        }
        for (index, member) in members.others.iter().enumerate() {
            let hint = format!("member {index}");
            let exact = self.call(Kind::Exact, member, &hint, "value");
            self.source.write(format_args!("if ({exact}) return value;"));
        }
        let objects: Vec<&GType> = members
            .others
            .iter()
            .copied()
            .filter(|member| {
                facts.object(member).is_some_and(|one| facts.mode(one) == UnknownKeys::Strip)
            })
            .collect();
        for member in members.others.iter().filter(|member| {
            objects.len() < 2 || !objects.iter().any(|object| std::ptr::eq(*object, **member))
        }) {
            let fits = self.call(Kind::Is, member, "member", "value");
            let clean = self.cleaned(member, "value", "member");
            self.source.write(format_args!("if ({fits}) return {clean};"));
        }
        if objects.len() < 2 {
            self.source.line("return value;");
            return;
        }
        let join = self.compiler.runtime("$join");
        self.source.line("let made;");
        for member in objects {
            let fits = self.call(Kind::Is, member, "member", "value");
            let clean = self.cleaned(member, "value", "member");
            self.source.write(format_args!("if ({fits}) made = {join}(made, {clean});"));
        }
        self.source.line("return made;");
    }

    fn exact(&mut self, node: &'a GType, value: &str) -> String {
        Check::new(self, Question::Same).fits(node, value)
    }

    pub(crate) fn fits(&mut self, node: &'a GType, value: &str) -> String {
        Check::new(self, Question::Fits).fits(node, value)
    }
}
