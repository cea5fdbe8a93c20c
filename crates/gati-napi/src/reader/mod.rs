//! The typed reader of `gati-validator` for JavaScript.

mod later;
mod raw;

use std::{cell::RefCell, rc::Rc, sync::Arc};

use gati_validator::{Accepted, Form, Halt, Program, Verdict, decode};
use napi::{
    Env,
    bindgen_prelude::{AsyncTask, BigUint64Array, Uint8Array, Unknown},
};
use napi_derive::napi;

use crate::error::{Result, coded};

/// The programs of one thread, the tape they are read onto, and the memory for decoded texts.
#[napi]
pub struct NativeReader {
    inner: Rc<RefCell<Reader>>,
}

/// What the functions of a reader share.
pub(crate) struct Reader {
    programs: Vec<Arc<Program>>,
    tape: BigUint64Array,
    text: Uint8Array,
}

#[napi]
impl NativeReader {
    /// A reader that writes to the memory of `tape` and `text`, which JavaScript keeps looking at.
    #[napi(constructor)]
    pub fn new(tape: BigUint64Array, text: Uint8Array) -> Self {
        Self { inner: Rc::new(RefCell::new(Reader { programs: Vec::new(), tape, text })) }
    }

    /// Adds a program (its text), which follows at most so many levels of lists and objects; gives
    /// back its number.
    #[napi(catch_unwind)]
    pub fn add(&mut self, program: String, depth: u32) -> Result<u32> {
        let program = Program::parse(&program).map_err(|error| coded(error.code(), &error))?;
        let program = program.no_deeper_than(depth);
        let programs = &mut self.inner.borrow_mut().programs;
        programs.push(Arc::new(program));
        Ok(u32::try_from(programs.len() - 1).unwrap_or(u32::MAX))
    }

    /// The function `(program, bytes) => outcome` that reads bytes onto the tape. An outcome above
    /// zero is 8 times the length of the text in the memory for texts, and 1 for a text that is
    /// ASCII or 2 for one that is UTF-8, neither of which is there, 3 for Latin-1, 4 for UTF-16.
    /// Otherwise JavaScript has to look at the text.
    #[napi(ts_return_type = "(program: number, bytes: Uint8Array) => number")]
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
        let program = Arc::clone(self.inner.borrow().programs.get(program as usize)?);
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

impl Reader {
    fn read(&mut self, program: u32, bytes: &[u8]) -> i32 {
        let Some(program) = self.programs.get(program as usize) else {
            return -Halt::Misfit.code();
        };
        // SAFETY: both arrays were made by `src-ts/reader` of buffers of their own, which are
        // never transferred, detached or handed to another thread, and which the references in
        // `self` keep alive. JavaScript, the only other one to look at them, does not run during
        // this call, and `bytes` is never a view of them, so nothing else points there.
        let (places, memory) = unsafe { (self.tape.as_mut(), self.text.as_mut()) };
        match program.read(bytes, places) {
            Ok(Accepted::Ascii) => 1,
            Ok(Accepted::Utf8) => match decode(bytes, memory) {
                Some((form, length)) => {
                    i32::try_from(8 * length).map_or(2, |at| at + code_of(form))
                }
                None => 2,
            },
            Err(halt) => -halt.code(),
        }
    }

    fn verify(&mut self, program: u32, bytes: &[u8]) -> i32 {
        match self.programs.get(program as usize) {
            Some(program) => verdict(program, bytes),
            None => -Halt::Misfit.code(),
        }
    }
}

fn verdict(program: &Program, bytes: &[u8]) -> i32 {
    match program.verify(bytes) {
        Ok(Verdict::Fits) => 1,
        Ok(Verdict::Undecided) => 0,
        Err(halt) => -halt.code(),
    }
}

fn code_of(form: Form) -> i32 {
    match form {
        Form::Latin1 => 3,
        Form::Utf16 => 4,
    }
}
