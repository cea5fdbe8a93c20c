//! The typed reader of `gati-validator` for JavaScript.

pub(crate) mod explain;
mod later;
pub(crate) mod raw;

use std::{cell::RefCell, rc::Rc, sync::Arc};

use gati_validator::{Accepted, Form, Halt, Program, Verdict, form_of, latin1, utf16};
use napi::{
    Env,
    bindgen_prelude::{AsyncTask, BigUint64Array, Unknown},
};
use napi_derive::napi;

use self::{explain::LaterExplainer, raw::Answer};
use crate::error::{Result, coded};

/// The programs of one thread, and the tape they are read onto.
#[napi]
pub struct NativeReader {
    inner: Rc<RefCell<Reader>>,
}

/// Texts of more bytes are decoded by V8, which takes several times as long, so that a large text
/// leaves no large memory behind.
const MOST_DECODED: usize = 1 << 20;

/// A program, and what says of texts why they do not fit it.
#[derive(Debug, Clone)]
pub(crate) struct Followed {
    pub(crate) program: Arc<Program>,
    pub(crate) explainer: Arc<LaterExplainer>,
}

/// What the functions of a reader share.
pub(crate) struct Reader {
    programs: Vec<Followed>,
    tape: BigUint64Array,
    /// Texts that are not all ASCII, decoded.
    narrow: Vec<u8>,
    wide: Vec<u16>,
}

#[napi]
impl NativeReader {
    /// A reader that writes to the memory of `tape`, which JavaScript keeps looking at.
    #[napi(constructor)]
    pub fn new(tape: BigUint64Array) -> Self {
        let reader = Reader { programs: Vec::new(), tape, narrow: Vec::new(), wide: Vec::new() };
        Self { inner: Rc::new(RefCell::new(reader)) }
    }

    /// Adds a program (its text), which follows at most so many levels of lists and objects, and
    /// the table by which issues are found; gives back its number.
    #[napi(catch_unwind)]
    pub fn add(&mut self, program: String, depth: u32, table: Option<String>) -> Result<u32> {
        let program = Program::parse(&program).map_err(|error| coded(error.code(), &error))?;
        let program = Arc::new(program.no_deeper_than(depth));
        let explainer = Arc::new(LaterExplainer::new(table, depth));
        let programs = &mut self.inner.borrow_mut().programs;
        programs.push(Followed { program, explainer });
        Ok(u32::try_from(programs.len() - 1).unwrap_or(u32::MAX))
    }

    /// The function `(program, bytes) => text` that reads bytes onto the tape and gives back their
    /// text, or a number below zero where JavaScript has to look at them.
    #[napi(ts_return_type = "(program: number, bytes: Uint8Array) => string | number")]
    pub fn reading<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        raw::function(env, c"read", Reader::read, &self.inner)
    }

    /// The function `(program, bytes) => outcome` that only says whether bytes fit: 1 if they do, 0
    /// where JavaScript knows, below zero if not.
    #[napi(ts_return_type = "(program: number, bytes: Uint8Array) => number")]
    pub fn verifying<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        raw::function(env, c"verify", Reader::verify, &self.inner)
    }

    /// Begins a text whose pieces are given one after the other.
    #[napi]
    pub fn open(&self, program: u32, length: u32) -> Option<NativeText> {
        let program = Arc::clone(&self.inner.borrow().programs.get(program as usize)?.program);
        Some(NativeText { program, bytes: Vec::with_capacity(length as usize) })
    }
}

/// A text that is looked at on another thread. It has bytes of its own, so that the caller may do
/// with the original what they like meanwhile.
#[napi]
pub struct NativeText {
    program: Arc<Program>,
    bytes: Vec<u8>,
}

#[napi]
impl NativeText {
    /// Adds a piece.
    #[napi]
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// What `verifying` says of the whole, which is gone then.
    #[napi]
    pub fn verify(&mut self) -> AsyncTask<later::Verifying> {
        AsyncTask::new(later::Verifying::new(&self.program, std::mem::take(&mut self.bytes)))
    }

    /// What `reading` says of the whole, which is gone then, with a tape of its own and the text.
    #[napi]
    pub fn read(&mut self) -> AsyncTask<later::Reading> {
        AsyncTask::new(later::Reading::new(&self.program, std::mem::take(&mut self.bytes)))
    }
}

impl NativeReader {
    /// A program that was added.
    pub(crate) fn program(&self, number: u32) -> Option<Followed> {
        self.inner.borrow().programs.get(number as usize).cloned()
    }
}

impl Reader {
    fn read<'a>(&'a mut self, program: u32, bytes: &'a [u8]) -> Answer<'a> {
        let Some(Followed { program, .. }) = self.programs.get(program as usize) else {
            return Answer::Number(-Halt::Misfit.code());
        };
        // SAFETY: the array was made by `src-ts/reader` of a buffer of its own, which is never
        // transferred, detached or handed to another thread, and which the reference in `self`
        // keeps alive. JavaScript, the only other one to look at it, does not run during this
        // call, and `bytes` is never a view of it, so nothing else points there.
        let places = unsafe { self.tape.as_mut() };
        match program.read(bytes, places) {
            Ok(Accepted::Ascii) => Answer::Latin1(bytes),
            Ok(Accepted::Utf8) => self.text(bytes),
            Err(halt) => Answer::Number(-halt.code()),
        }
    }

    /// The text of bytes that are not all ASCII.
    fn text<'a>(&'a mut self, bytes: &'a [u8]) -> Answer<'a> {
        if bytes.len() > MOST_DECODED {
            return Answer::Utf8(bytes);
        }
        let text = match form_of(bytes) {
            Form::Latin1 => {
                self.narrow.resize(self.narrow.len().max(bytes.len()), 0);
                latin1(bytes, &mut self.narrow).map(|end| Answer::Latin1(&self.narrow[..end]))
            }
            Form::Utf16 => {
                self.wide.resize(self.wide.len().max(bytes.len()), 0);
                utf16(bytes, &mut self.wide).map(|end| Answer::Utf16(&self.wide[..end]))
            }
        };
        text.unwrap_or(Answer::Number(-Halt::Encoding.code()))
    }

    fn verify<'a>(&'a mut self, program: u32, bytes: &'a [u8]) -> Answer<'a> {
        Answer::Number(match self.programs.get(program as usize) {
            Some(Followed { program, .. }) => verdict(program, bytes),
            None => -Halt::Misfit.code(),
        })
    }
}

fn verdict(program: &Program, bytes: &[u8]) -> i32 {
    match program.verify(bytes) {
        Ok(Verdict::Fits) => 1,
        Ok(Verdict::Undecided) => 0,
        Err(halt) => -halt.code(),
    }
}
