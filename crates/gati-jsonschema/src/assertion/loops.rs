//! References that come back to where they started with the same value in hand would be followed
//! for ever. They are found once, before anything is checked.

use gati_types::assertion::{Assertions, SchemaId};

use super::error::SchemaError;

/// What is known of a schema on the way.
#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    /// On the path that is being followed.
    Open,
    Done,
}

/// Refuses schemas that a value would be held against again and again.
pub(super) fn refuse(assertions: &Assertions) -> Result<(), SchemaError> {
    let mut states = vec![State::New; assertions.schemas.len()];
    for start in 0..assertions.schemas.len() {
        if states[start] != State::New {
            continue;
        }
        states[start] = State::Open;
        // The program's own stack: references may be chained as long as the document is.
        let mut path = vec![(start, targets(assertions, start))];
        while let Some((schema, left)) = path.last_mut() {
            let Some(next) = left.pop() else {
                states[*schema] = State::Done;
                path.pop();
                continue;
            };
            match states[next] {
                State::Done => {}
                State::New => {
                    states[next] = State::Open;
                    path.push((next, targets(assertions, next)));
                }
                State::Open => {
                    let place = assertions.schemas[next].place.clone();
                    return Err(SchemaError::Loop { place });
                }
            }
        }
    }
    Ok(())
}

fn targets(assertions: &Assertions, schema: usize) -> Vec<usize> {
    let mut found = Vec::new();
    assertions.schemas[schema].for_each_in_place(&mut |id: SchemaId| found.push(id.index()));
    found
}
