//! gati-transpile
