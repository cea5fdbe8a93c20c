//! A module being written: functions call for functions, wave after wave, until none is missing.
//!
//! The functions of a wave are written at the same time, against what earlier waves settled.
//! Names are given between waves, in the order a single writer would have asked for them, so the
//! module does not depend on how many wrote it.

use std::{collections::BTreeSet, sync::Arc, thread};

use gati_emit::{Names, Source};
use gati_types::GType;
use rustc_hash::FxHashMap;

use crate::{
    CompileError,
    compiler::{Address, Asked, Compiler, Kind, Settled, Use, Wanted, address},
    facts::Facts,
    runtime,
    written::Written,
};

/// How many functions are worth a writer of their own.
const SHARE: usize = 128;
/// As many writers as ever work at the same time.
const MOST_WRITERS: usize = 8;
/// Types nest as deep as normal forms may, and writing follows them.
const STACK: usize = 32 << 20;

/// Writes functions one after the other.
type WriteOne = for<'a> fn(&mut Compiler<'a>, &Wanted<'a>, &mut Source);

pub(crate) struct Program<'a> {
    facts: &'a Facts<'a>,
    settled: Arc<Settled<'a>>,
    names: Names,
    titles: FxHashMap<Address, String>,
    wave: Vec<Wanted<'a>>,
    runtime: BTreeSet<usize>,
    constants: Vec<(Arc<str>, String)>,
    by_value: FxHashMap<String, Arc<str>>,
    failure: Option<CompileError>,
}

impl<'a> Program<'a> {
    pub(crate) fn new(facts: &'a Facts<'a>) -> Self {
        let mut names = Names::new();
        runtime::names().for_each(|name| names.reserve(name));
        let ids = facts.types.iter().map(|(id, named)| (address(&named.gtype), id)).collect();
        Self {
            facts,
            settled: Arc::new(Settled { ids, ..Settled::default() }),
            names,
            titles: FxHashMap::default(),
            wave: Vec::new(),
            runtime: BTreeSet::new(),
            constants: Vec::new(),
            by_value: FxHashMap::default(),
            failure: None,
        }
    }

    /// Writes what calls the first functions.
    pub(crate) fn write(&mut self, write: impl FnOnce(&mut Compiler<'a>, &mut Source)) -> Written {
        let mut source = Source::new();
        let mut compiler = Compiler::new(self.facts, Arc::clone(&self.settled));
        write(&mut compiler, &mut source);
        let found = compiler.into_use();
        self.settle(source.finish(), found)
    }

    /// Writes every function that is called.
    pub(crate) fn write_functions(&mut self, write_one: WriteOne) -> Vec<Written> {
        let mut written = Vec::new();
        while !self.wave.is_empty() {
            let wave = std::mem::take(&mut self.wave);
            for (text, found) in self.write_wave(&wave, write_one) {
                written.push(self.settle(text, found));
            }
        }
        written
    }

    fn write_wave(&self, wave: &[Wanted<'a>], write_one: WriteOne) -> Vec<(String, Use<'a>)> {
        let (facts, settled) = (self.facts, &self.settled);
        let write = |part: &[Wanted<'a>]| {
            let mut source = Source::new();
            let mut compiler = Compiler::new(facts, Arc::clone(settled));
            for wanted in part {
                write_one(&mut compiler, wanted, &mut source);
            }
            (source.finish(), compiler.into_use())
        };
        let useful = wave.len() / SHARE;
        if useful < 2 {
            return vec![write(wave)];
        }
        let most = thread::available_parallelism().map_or(1, usize::from).min(MOST_WRITERS);
        let mut parts = wave.chunks(wave.len().div_ceil(useful.min(most)));
        let first = parts.next().unwrap_or_default();
        thread::scope(|scope| {
            let write = &write;
            let others: Vec<_> = parts
                .map(|part| {
                    let builder = thread::Builder::new().stack_size(STACK);
                    (part, builder.spawn_scoped(scope, move || write(part)))
                })
                .collect();
            let mut written = vec![write(first)];
            for (part, writer) in others {
                // Where no thread can be had, the work is done on the caller's.
                let found = writer.ok().and_then(|writer| writer.join().ok());
                written.push(found.unwrap_or_else(|| write(part)));
            }
            written
        })
    }

    /// Gives the names that were asked for, and takes note of what else was used.
    fn settle(&mut self, text: String, found: Use<'a>) -> Written {
        let names = found.asked.into_iter().map(|asked| self.name(asked)).collect();
        let settled = Arc::make_mut(&mut self.settled);
        for (place, first) in found.shared {
            let first = settled.shared.get(&address(first)).copied().unwrap_or(first);
            settled.shared.insert(place, first);
        }
        self.runtime.extend(found.runtime);
        if self.failure.is_none() {
            self.failure = found.failure;
        }
        Written { text, names }
    }

    fn name(&mut self, asked: Asked<'a>) -> Arc<str> {
        match asked {
            Asked::Function { kind, node, shape, hint } => {
                let settled = Arc::make_mut(&mut self.settled);
                if let Some(shape) = shape {
                    let first = *settled.shapes.entry(shape).or_insert(node);
                    settled.shared.insert(address(node), first);
                }
                let node = settled.shared.get(&address(node)).copied().unwrap_or(node);
                self.function(kind, node, hint)
            }
            Asked::Constant { hint, value } => {
                if let Some(name) = self.by_value.get(&value) {
                    return Arc::clone(name);
                }
                let name: Arc<str> = Arc::from(self.names.unique("$", hint));
                self.by_value.insert(value.clone(), Arc::clone(&name));
                self.constants.push((Arc::clone(&name), value));
                name
            }
        }
    }

    fn function(&mut self, kind: Kind, node: &'a GType, hint: String) -> Arc<str> {
        let place = address(node);
        let settled = Arc::make_mut(&mut self.settled);
        if let Some(name) = settled.functions.get(&(kind, place)) {
            return Arc::clone(name);
        }
        let id = settled.ids.get(&place).copied();
        let title = match id {
            Some(id) => id.to_string(),
            None => self.titles.entry(place).or_insert(hint).clone(),
        };
        let name: Arc<str> = Arc::from(self.names.unique(kind.prefix(), &title));
        settled.functions.insert((kind, place), Arc::clone(&name));
        let recursive =
            id.filter(|id| self.facts.is_recursive(id.as_str())).map(ToString::to_string);
        let named = id.is_some();
        self.wave.push(Wanted { kind, node, name: Arc::clone(&name), title, named, recursive });
        name
    }

    /// The module: what it uses, its functions, and what calls them.
    pub(crate) fn finish(
        self,
        title: &str,
        functions: &[Written],
        body: &Written,
    ) -> Result<String, CompileError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let mut head = Source::new();
        head.line(title);
        head.blank();
        for piece in runtime::sources(&self.runtime) {
            head.line(piece.trim_end());
            head.blank();
        }
        for (name, value) in &self.constants {
            head.write(format_args!("const {name} = {value};"));
        }
        head.blank();
        let parts = || functions.iter().chain([body]);
        let mut module = head.finish();
        module.reserve(parts().map(Written::length).sum());
        parts().for_each(|part| part.add_to(&mut module));
        Ok(module)
    }
}
