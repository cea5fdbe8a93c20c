//! gati-jsonschema
