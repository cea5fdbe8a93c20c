//! Texts that are looked at on another thread.

use std::sync::Arc;

use gati_validator::{Accepted, Form, Halt, Program, decode};
use napi::{
    Env, Task,
    bindgen_prelude::{BigUint64Array, Uint8Array},
};
use napi_derive::napi;

/// A tape has a place for so many bytes of a text. Numbers of one digit need no more; a text that
/// does, such as one of empty lists alone, is handed over.
const BYTES_OF_A_PLACE: usize = 2;
/// Places that there are however short a text is.
const LEAST: usize = 1024;

/// Whether a text fits.
pub struct Verifying {
    program: Arc<Program>,
    bytes: Vec<u8>,
}

impl Verifying {
    pub(super) fn new(program: &Arc<Program>, bytes: Vec<u8>) -> Self {
        Self { program: Arc::clone(program), bytes }
    }
}

impl Task for Verifying {
    type Output = i32;
    type JsValue = i32;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        Ok(super::verdict(&self.program, &self.bytes))
    }

    fn resolve(&mut self, _env: Env, output: Self::Output) -> napi::Result<Self::JsValue> {
        Ok(output)
    }
}

/// A text being read.
pub struct Reading {
    program: Arc<Program>,
    bytes: Vec<u8>,
}

/// What a text was read as.
#[napi(object)]
pub struct NativeReading {
    /// As of `reading`; the length in it counts for nothing.
    pub outcome: i32,
    /// The tape.
    pub tape: BigUint64Array,
    /// The text in the form that the outcome says: ASCII, Latin-1 or UTF-16.
    pub text: Uint8Array,
}

impl Reading {
    pub(super) fn new(program: &Arc<Program>, bytes: Vec<u8>) -> Self {
        Self { program: Arc::clone(program), bytes }
    }

    fn text(&mut self, accepted: Accepted) -> Option<(i32, Vec<u8>)> {
        if accepted == Accepted::Ascii {
            return Some((1, std::mem::take(&mut self.bytes)));
        }
        let mut memory = vec![0; 2 * self.bytes.len()];
        let (form, length) = decode(&self.bytes, &mut memory)?;
        memory.truncate(length);
        Some((if form == Form::Latin1 { 3 } else { 4 }, memory))
    }
}

impl Task for Reading {
    type Output = (i32, Vec<u64>, Vec<u8>);
    type JsValue = NativeReading;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        // Memory that is never written to is never there.
        let mut places = vec![0; self.bytes.len() / BYTES_OF_A_PLACE + LEAST];
        let (outcome, text) = match self.program.read(&self.bytes, &mut places) {
            Ok(accepted) => self.text(accepted).unwrap_or((-Halt::Encoding.code(), Vec::new())),
            Err(halt) => (-halt.code(), Vec::new()),
        };
        if outcome < 0 {
            places = Vec::new();
        }
        Ok((outcome, places, text))
    }

    fn resolve(&mut self, _env: Env, output: Self::Output) -> napi::Result<Self::JsValue> {
        let (outcome, tape, text) = output;
        Ok(NativeReading {
            outcome,
            tape: BigUint64Array::from(tape),
            text: Uint8Array::from(text),
        })
    }
}
