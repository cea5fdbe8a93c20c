//! What changed between two contracts, for whom it breaks, and a value that shows it.

mod frozen;
pub mod transform;

pub use frozen::FrozenContract;
