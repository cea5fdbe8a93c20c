//! The typed reader as `gati-host` asks for it.

use gati_host::{BodyProgram, Reading, TextForm};
use gati_validator::{Accepted, Form, Halt, form_of, latin1, utf16};

use crate::reader::Followed;

/// A program of JavaScript's reader.
#[derive(Debug)]
pub(super) struct SharedProgram(pub(super) Followed);

impl BodyProgram for SharedProgram {
    fn read(&self, bytes: &[u8], places: &mut [u64]) -> Reading {
        match self.0.program.read_counted(bytes, places) {
            Ok((Accepted::Ascii, taken)) => Reading::Whole(taken, TextForm::Ascii),
            Ok((Accepted::Utf8, taken)) => Reading::Whole(
                taken,
                match form_of(bytes) {
                    Form::Latin1 => TextForm::Latin1,
                    Form::Utf16 => TextForm::Utf16,
                },
            ),
            Err(Halt::Full) => Reading::NoRoom,
            Err(_) => Reading::HandedOver,
        }
    }

    fn issues(&self, bytes: &[u8], into: &mut String) -> Option<u32> {
        self.0.explainer.issues(bytes, into)
    }

    fn decode(&self, bytes: &[u8], form: TextForm, into: &mut [u8]) -> Option<usize> {
        match form {
            TextForm::Ascii => None,
            TextForm::Latin1 => latin1(bytes, into),
            TextForm::Utf16 => {
                let mut units = vec![0; bytes.len()];
                let taken = utf16(bytes, &mut units)?;
                let into = into.get_mut(..taken * 2)?;
                for (place, unit) in into.chunks_exact_mut(2).zip(&units) {
                    place.copy_from_slice(&unit.to_le_bytes());
                }
                Some(taken * 2)
            }
        }
    }
}
