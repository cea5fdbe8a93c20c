//! Types that other tools make of models: each tool has an adapter of its own, which reads the
//! model the way the tool does. An adapter reads what it knows for certain; anything else is a
//! problem, never a guess. Where a tool generates declarations, as Prisma does, they are evaluated
//! like any other; what stands in for them before that is among what is [given](crate::given).

mod drizzle;
