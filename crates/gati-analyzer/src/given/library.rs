//! How libraries spell "the type of this schema value" in a type position.

use super::Side;

/// A type of a package that stands for one side of the schema value in its argument.
struct Spelling {
    /// The package; subpaths of it are meant as well.
    package: &'static str,
    /// The last word of the type's name.
    name: &'static str,
    side: Side,
}

const fn gives(package: &'static str, name: &'static str) -> Spelling {
    Spelling { package, name, side: Side::Output }
}

const fn takes(package: &'static str, name: &'static str) -> Spelling {
    Spelling { package, name, side: Side::Input }
}

/// `z.infer<typeof S>` and its kin.
const SPELLINGS: &[Spelling] = &[
    gives("zod", "infer"),
    gives("zod", "output"),
    gives("zod", "TypeOf"),
    takes("zod", "input"),
    gives("valibot", "InferOutput"),
    takes("valibot", "InferInput"),
    gives("typebox", "Static"),
    gives("typebox", "StaticDecode"),
    takes("typebox", "StaticEncode"),
    gives("@sinclair/typebox", "Static"),
    gives("@sinclair/typebox", "StaticDecode"),
    takes("@sinclair/typebox", "StaticEncode"),
    gives("@standard-schema/spec", "InferOutput"),
    takes("@standard-schema/spec", "InferInput"),
    gives("arktype", "infer"),
    gives("json-schema-to-ts", "FromSchema"),
];

/// `typeof S.infer`: properties of a value that exist as types alone.
const PROPERTIES: &[Spelling] =
    &[gives("arktype", "infer"), gives("arktype", "inferOut"), takes("arktype", "inferIn")];

/// Whether any library has a type of this name for it.
pub(crate) fn is_spelling(name: &str) -> bool {
    SPELLINGS.iter().any(|spelling| spelling.name == name)
}

/// The side that the type `name` of `package` stands for.
pub(crate) fn side_of(package: &str, name: &str) -> Option<Side> {
    find(SPELLINGS, package, name)
}

/// Whether any library's values have a property of this name for it.
pub(crate) fn is_property(name: &str) -> bool {
    PROPERTIES.iter().any(|spelling| spelling.name == name)
}

/// The side that the property `name` of a value of `package` stands for.
pub(crate) fn property_of(package: &str, name: &str) -> Option<Side> {
    find(PROPERTIES, package, name)
}

fn find(spellings: &[Spelling], package: &str, name: &str) -> Option<Side> {
    spellings
        .iter()
        .find(|spelling| spelling.package == package && spelling.name == name)
        .map(|spelling| spelling.side)
}

/// `zod` for `zod/v4`, `@a/b` for `@a/b/c`.
pub(crate) fn package_of(specifier: &str) -> &str {
    let words = if specifier.starts_with('@') { 2 } else { 1 };
    let end = specifier.match_indices('/').nth(words - 1).map_or(specifier.len(), |(at, _)| at);
    &specifier[..end]
}

/// The package that a file below `node_modules` belongs to.
pub(crate) fn package_of_file(path: &str) -> Option<&str> {
    let (_, inside) = path.rsplit_once("/node_modules/")?;
    Some(package_of(inside))
}
