//! References that come back to where they started with the same value in hand would be followed
//! for ever, and a long row of them would exhaust the stack. Both are found once, before anything
//! is checked.

use gati_types::assertion::{Assertions, SchemaId};

use super::error::SchemaError;

/// How many schemas in a row a value is held against; each is a call inside the one before.
const ROW_LIMIT: usize = 256;

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
    // How many schemas the longest row from here on has.
    let mut lengths = vec![1_usize; assertions.schemas.len()];
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
                let (schema, length) = (*schema, lengths[*schema]);
                states[schema] = State::Done;
                path.pop();
                if length > ROW_LIMIT {
                    let place = assertions.schemas[schema].place.clone();
                    return Err(SchemaError::TooDeep { place, limit: ROW_LIMIT });
                }
                if let Some((outer, _)) = path.last() {
                    lengths[*outer] = lengths[*outer].max(length + 1);
                }
                continue;
            };
            match states[next] {
                State::Done => lengths[*schema] = lengths[*schema].max(lengths[next] + 1),
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
