//! The typed reader of `gati-validator` for JavaScript.

use gati_validator::{Accepted, Halt, Program};
use napi::bindgen_prelude::BigUint64Array;
use napi_derive::napi;

use crate::error::{Result, coded};

/// The programs of one thread, and the tape they are read onto.
#[napi]
pub struct NativeReader {
    programs: Vec<Program>,
    tape: BigUint64Array,
}

#[napi]
impl NativeReader {
    /// A reader that writes to the memory of `tape`, which JavaScript keeps looking at.
    #[napi(constructor)]
    pub fn new(tape: BigUint64Array) -> Self {
        Self { programs: Vec::new(), tape }
    }

    /// Adds a program (its text); gives back its number.
    #[napi(catch_unwind)]
    pub fn add(&mut self, program: String) -> Result<u32> {
        let program = Program::parse(&program).map_err(|error| coded(error.code(), &error))?;
        self.programs.push(program);
        Ok(u32::try_from(self.programs.len() - 1).unwrap_or(u32::MAX))
    }

    /// Reads `bytes` onto the tape: 1 where the text is ASCII, 2 where it is UTF-8, a negative
    /// number where JavaScript has to look at it.
    #[napi(catch_unwind)]
    pub fn read(&mut self, program: u32, bytes: &[u8]) -> i32 {
        // SAFETY: the array was made by `src-ts/reader` of a buffer of its own, which is never
        // transferred, detached or handed to another thread, and which the reference in `tape`
        // keeps alive. JavaScript, the only other one to look at it, does not run during this
        // call, and `bytes` is never a view of the same buffer, so nothing else points there.
        let places = unsafe { self.tape.as_mut() };
        match self.programs.get(program as usize) {
            Some(program) => outcome(program.read(bytes, places)),
            None => outcome(Err(Halt::Misfit)),
        }
    }
}

fn outcome(found: std::result::Result<Accepted, Halt>) -> i32 {
    match found {
        Ok(Accepted::Ascii) => 1,
        Ok(Accepted::Utf8) => 2,
        Err(halt) => -halt.code(),
    }
}
