//! The issues of arrays, tuples, sets and maps.

use gati_types::{Constraints, GType, MapType};

use crate::{
    collect::{Spot, below, below_index},
    collection::{Places, travels_as_object, unwrap},
    compiler::Kind,
    facts::is_anything,
    function::Function,
    sentence::Sentence,
};

impl<'a> Function<'_, 'a> {
    /// Statements for an array, a tuple, a set or a map.
    pub(crate) fn list_like(&mut self, node: &'a GType, spot: Spot<'_>) {
        let Spot { value, at, .. } = spot;
        let (base, constraints) = unwrap(node);
        let list = match base {
            GType::Array(_) | GType::Tuple(_) => value.to_owned(),
            _ => self.local("list"),
        };
        let inner = Spot { value: &list, ..spot };
        let open = |function: &mut Self, made: &str| {
            let report = function.report(spot, "type", "");
            if made != list {
                function.source.write(format_args!("const {list} = {made};"));
            }
            function.source.write(format_args!("if (!Array.isArray({list})) {report}"));
            function.source.open("else {");
        };
        match base {
            GType::Array(array) if constraints.is_none() => {
                let report = self.report(spot, "type", "");
                self.source.write(format_args!("if (!Array.isArray({list})) {report}"));
                self.items(&array.items, &list, at, "else ");
                return;
            }
            GType::Array(array) => {
                open(self, value);
                self.sizes(constraints, inner);
                self.items(&array.items, &list, at, "");
            }
            GType::Set(set) => {
                open(self, &format!("{value} instanceof Set ? [...{value}] : {value}"));
                self.sizes(constraints, inner);
                self.items(&set.items, &list, at, "");
            }
            GType::Tuple(tuple) => {
                open(self, value);
                self.sizes(constraints, inner);
                self.tuple(&Places::of(tuple), inner);
            }
            GType::Map(map) => {
                let object = travels_as_object(map, self.compiler.facts.types);
                let name = if object { "$entriesOfObject" } else { "$entriesOfPairs" };
                let name = self.compiler.runtime(name);
                open(self, &format!("{name}({value})"));
                self.entries(map, object, inner);
            }
            _ => return,
        }
        self.source.close("}");
    }

    /// Statements for each entry of a map.
    fn entries(&mut self, map: &'a MapType, object: bool, spot: Spot<'_>) {
        let Spot { value: list, at, .. } = spot;
        let (index, key, item) = (self.local("index"), self.local("key"), self.local("item"));
        self.source.write_open(format_args!(
            "for (let {index} = 0; {index} < {list}.length && out.length <= 100; {index}++) {{"
        ));
        self.source.write(format_args!("const [{key}, {item}] = {list}[{index}];"));
        let place = self.local("place");
        if object {
            let slash = self.compiler.runtime("$below");
            self.source.write(format_args!("const {place} = {slash}({at}, {key});"));
            let outer = self.secrecy;
            self.secrecy = outer.key();
            self.node(&map.key, &key, &place, None);
            self.node(&map.value, &item, &place, None);
            self.secrecy = outer;
        } else {
            self.source.write(format_args!("const {place} = {};", below_index(at, &index)));
            self.node(&map.key, &key, &below(&place, "/0"), None);
            self.node(&map.value, &item, &below(&place, "/1"), None);
        }
        self.source.close("}");
    }

    fn sizes(&mut self, constraints: Option<&Constraints>, spot: Spot<'_>) {
        let list = spot.value;
        let Some(constraints) = constraints else { return };
        let mut tests = Vec::new();
        if let Some(least) = constraints.min_items {
            let report = self.report_sentence(spot, &Sentence::too_few(least));
            tests.push((format!("{list}.length < {least}"), report));
        }
        if let Some(most) = constraints.max_items {
            let report = self.report_sentence(spot, &Sentence::too_many(most));
            tests.push((format!("{list}.length > {most}"), report));
        }
        if constraints.unique_items {
            let name = self.compiler.runtime("$isUnique");
            let report = self.report_sentence(spot, &Sentence::not_unique());
            tests.push((format!("!{name}({list})"), report));
        }
        let mut lead = "";
        for (test, report) in tests {
            self.source.write(format_args!("{lead}if ({test}) {report}"));
            lead = "else ";
        }
    }

    fn items(&mut self, items: &'a GType, list: &str, at: &str, lead: &str) {
        let facts = self.compiler.facts;
        if is_anything(facts.resolve(items)) {
            return;
        }
        let index = self.local("index");
        let item = format!("{list}[{index}]");
        self.source.write_open(format_args!(
            "{lead}for (let {index} = 0; {index} < {list}.length && out.length <= 100; {index}++) {{"
        ));
        let place = below_index(at, &index);
        if facts.is_repeated(items) {
            let is = self.shared(Kind::Is, items, &item);
            let arguments = format!("{item}, {place}, out");
            let call = self.shared(self.secrecy.collector(), items, &arguments);
            self.source.write(format_args!("if (!{is}) {call};"));
        } else if facts.is_flat(items) || facts.is_deep(items) {
            self.node(items, &item, &place, None);
        } else {
            // Most items fit. A type that mentions itself would be walked once for each level.
            let misfit = self.misfit(items, &item);
            let lead = format!("if ({misfit}) ");
            if matches!(items, GType::Ref(_)) {
                self.source.write_open(format_args!("{lead}{{"));
                self.node(items, &item, &place, None);
                self.source.close("}");
            } else {
                let arguments = format!("{item}, {place}, out");
                let call = self.call(self.secrecy.collector(), items, "item", &arguments);
                self.source.write(format_args!("{lead}{call};"));
            }
        }
        self.source.close("}");
    }

    fn tuple(&mut self, places: &Places<'a>, spot: Spot<'_>) {
        let Spot { value: list, at, .. } = spot;
        let (least, most) = (places.least(), places.most());
        let mut test = format!("{list}.length < {least}");
        if let Some(most) = most {
            test = format!("{test} || {list}.length > {most}");
        }
        let report = self.report_sentence(spot, &Sentence::other_length(places));
        self.source.write(format_args!("if ({test}) {report}"));
        self.source.open("else {");
        for (index, (gtype, optional)) in places.before.iter().enumerate() {
            let item = self.local("item");
            self.source.write(format_args!("const {item} = {list}[{index}];"));
            if *optional {
                self.source.write_open(format_args!("if ({item} !== undefined) {{"));
            }
            self.node(gtype, &item, &below(at, &format!("/{index}")), None);
            if *optional {
                self.source.close("}");
            }
        }
        let after = places.after.len();
        if let Some(rest) = places.rest {
            let (index, item) = (self.local("index"), self.local("item"));
            let start = places.before.len();
            self.source.write_open(format_args!(
                "for (let {index} = {start}; {index} < {list}.length - {after} && out.length <= 100; {index}++) {{"
            ));
            self.source.write(format_args!("const {item} = {list}[{index}];"));
            self.node(rest, &item, &below_index(at, &index), None);
            self.source.close("}");
        }
        for (index, gtype) in places.after.iter().enumerate() {
            let place = format!("({list}.length - {})", after - index);
            let item = self.local("item");
            self.source.write(format_args!("const {item} = {list}[{place}];"));
            self.node(gtype, &item, &below_index(at, &place), None);
        }
        self.source.close("}");
    }
}
