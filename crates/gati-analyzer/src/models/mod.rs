//! Types that other tools make of models: each tool has an adapter of its own, which reads the
//! model the way the tool does. An adapter reads what it knows for certain; anything else is a
//! problem, never a guess.

mod drizzle;
