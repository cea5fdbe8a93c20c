//! Any text as a JSON Schema: what is imported can be written down, and exported again.
#![no_main]

use gati_jsonschema::{ImportOptions, Options, Untyped, import_json, to_json_schema};
use gati_types::Document;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for untyped in [Untyped::Exact, Untyped::Implied] {
        let options = ImportOptions { untyped, ..ImportOptions::default() };
        let Ok(imported) = import_json(text, &options) else { return };
        let written = imported.document.to_json();
        let read = Document::from_json(&written).expect("a document can be read back");
        assert_eq!(read, imported.document, "what is read back is what was written");
        let exported = to_json_schema(&imported.document, &Options::default()).to_string();
        import_json(&exported, &options).expect("an exported schema is JSON");
    }
});
