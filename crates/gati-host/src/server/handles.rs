//! Bytes that are handed over by a number.

use std::sync::{Arc, Mutex, PoisonError};

/// Bytes by their numbers, until they are asked for. Clones are the same ones, so that another thread may put and take.
#[derive(Debug, Default, Clone)]
pub struct Handles(Arc<Mutex<Places>>);

#[derive(Debug, Default)]
struct Places {
    places: Vec<Option<Vec<u8>>>,
    free: Vec<u32>,
}

impl Handles {
    /// Takes bytes, and answers their number.
    pub fn put(&self, bytes: Vec<u8>) -> u32 {
        self.with(|Places { places, free }| {
            let handle = free.pop().unwrap_or_else(|| {
                places.push(None);
                u32::try_from(places.len() - 1).unwrap_or(u32::MAX)
            });
            if let Some(place) = places.get_mut(handle as usize) {
                *place = Some(bytes);
            }
            handle
        })
    }

    /// Gives them back, once.
    pub fn take(&self, handle: u32) -> Option<Vec<u8>> {
        self.with(|Places { places, free }| {
            let taken = places.get_mut(handle as usize)?.take()?;
            free.push(handle);
            Some(taken)
        })
    }

    fn with<T>(&self, run: impl FnOnce(&mut Places) -> T) -> T {
        // Nothing in here panics halfway.
        run(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
