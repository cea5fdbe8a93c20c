//! Texts that are looked at on another thread.

use std::sync::Arc;

use gati_validator::{Accepted, Form, Halt, Program, form_of, latin1, utf16};
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
    /// Above zero where it was read: 1 for a text in Latin-1, 2 for UTF-16.
    pub outcome: i32,
    /// The tape.
    pub tape: BigUint64Array,
    /// The text in the form that the outcome says.
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
        let bytes = &self.bytes;
        match form_of(bytes) {
            Form::Latin1 => {
                let mut memory = vec![0; bytes.len()];
                let length = latin1(bytes, &mut memory)?;
                memory.truncate(length);
                Some((1, memory))
            }
            Form::Utf16 => {
                let mut memory = vec![0; bytes.len()];
                let length = utf16(bytes, &mut memory)?;
                Some((2, memory[..length].iter().flat_map(|unit| unit.to_le_bytes()).collect()))
            }
        }
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
