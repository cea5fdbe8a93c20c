//! The typed reader, and what finds misfits, as `gati-host` asks for them.

use gati_host::{BodyProgram, BodyTold, Fit, Reading, RefusedBody, TextForm, TextProgram};
use gati_validator::{
    Accepted, Form, Halt, Refused, TextExplainer, TextsFit, Verdict, form_of, latin1, utf16,
};

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

    fn fits(&self, bytes: &[u8]) -> bool {
        self.0.program.verify(bytes) == Ok(Verdict::Fits)
    }

    fn tell(&self, bytes: &[u8], into: &mut String) -> BodyTold {
        if let Some(count) = self.0.explainer.issues(bytes, into) {
            return BodyTold::Issues(count);
        }
        match self.0.explainer.refused(bytes) {
            Some(Refused::Encoding) => BodyTold::Refused(RefusedBody::Encoding),
            Some(Refused::Syntax(reason)) => BodyTold::Refused(RefusedBody::Syntax(reason)),
            Some(Refused::Depth) => BodyTold::Refused(RefusedBody::Depth),
            Some(Refused::Key(key)) => BodyTold::Refused(RefusedBody::Key(key)),
            None => BodyTold::Unsure,
        }
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

/// What looks at the texts of one part of a head.
#[derive(Debug)]
pub(super) struct HeadProgram {
    names: Vec<String>,
    explainer: TextExplainer,
}

impl HeadProgram {
    /// From the text that a written module carries; nothing where it is of another version.
    pub(super) fn new(table: &str) -> Option<Self> {
        let explainer = TextExplainer::parse(table).ok()?;
        Some(Self { names: explainer.names().map(str::to_owned).collect(), explainer })
    }
}

impl TextProgram for HeadProgram {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn look(&self, given: &[(&str, &str)]) -> Fit {
        match self.explainer.look(given) {
            TextsFit::Yes => Fit::Yes,
            TextsFit::No => Fit::No,
            TextsFit::Unsure => Fit::Unsure,
        }
    }

    fn issues(&self, part: &str, given: &[(&str, &str)], into: &mut String) -> Option<u32> {
        self.explainer.issues(part, given, into)
    }
}
