//! The functions that printed transformers share. Each stands in a printed text once, if it is
//! called.

use std::collections::BTreeSet;

/// A routine: its name, its source, and the routines it calls.
struct Routine {
    name: &'static str,
    source: &'static str,
    calls: &'static [&'static str],
}

const ROUTINES: &[Routine] = &[
    Routine {
        name: "$isObject",
        source: r#"/** Whether a value is an object and no list. */
function $isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}"#,
        calls: &[],
    },
    Routine {
        name: "$own",
        source: r#"/** A member of the object's own. */
function $own(object, name) {
  return typeof object === "object" && object !== null && Object.hasOwn(object, name) ? object[name] : undefined;
}"#,
        calls: &[],
    },
    Routine {
        name: "$put",
        source: r#"/** Sets a member, never the prototype. */
function $put(object, key, value) {
  if (key === "__proto__") {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}"#,
        calls: &[],
    },
    Routine {
        name: "$without",
        source: r"/** A copy of an object without some of its members. */
function $without(object, names) {
  const made = {};
  for (const key of Object.keys(object)) {
    if (!names.includes(key)) $put(made, key, object[key]);
  }
  return made;
}",
        calls: &["$put"],
    },
    Routine {
        name: "$plain",
        source: r#"/** What says itself how it is written (a document of an ODM) is asked first. */
function $plain(value) {
  return typeof value === "object" && value !== null && typeof value.toJSON === "function" ? value.toJSON() : value;
}"#,
        calls: &[],
    },
    Routine {
        name: "$list",
        source: r#"/** The items of a list, whatever holds them; what is no list as it is. */
function $list(value) {
  if (Array.isArray(value) || typeof value !== "object" || value === null) return value;
  if (typeof value.toJSON === "function") return value.toJSON();
  return typeof value[Symbol.iterator] === "function" ? [...value] : value;
}"#,
        calls: &[],
    },
    Routine {
        name: "$each",
        source: r"/** A list or a set with every item, from a place on, made anew. */
function $each(value, start, make) {
  if (Array.isArray(value)) return value.map((item, i) => (i < start ? item : make(item)));
  if (value instanceof Set) return new Set([...value].map((item, i) => (i < start ? item : make(item))));
  return value;
}",
        calls: &[],
    },
    Routine {
        name: "$values",
        source: r"/** A record or a map with every member made anew, some excepted. */
function $values(value, except, make) {
  if (value instanceof Map) {
    const made = new Map();
    for (const [key, item] of value) made.set(key, make(item));
    return made;
  }
  if (!$isObject(value)) return value;
  const made = {};
  for (const key of Object.keys(value)) $put(made, key, except.includes(key) ? value[key] : make(value[key]));
  return made;
}",
        calls: &["$isObject", "$put"],
    },
    Routine {
        name: "$text",
        source: r#"/** A number, a bigint or a boolean as text. */
function $text(value) {
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean" ? String(value) : value;
}"#,
        calls: &[],
    },
    Routine {
        name: "$date",
        source: r#"/** A text as the point in time it means. */
function $date(value) {
  return typeof value === "string" ? new Date(value) : value;
}"#,
        calls: &[],
    },
    Routine {
        name: "$dateText",
        source: r"/** A point in time as text. */
function $dateText(value) {
  return value instanceof Date ? value.toISOString() : value;
}",
        calls: &[],
    },
    Routine {
        name: "$bigint",
        source: r#"/** An integer, or its digits, as a bigint. */
function $bigint(value) {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  return typeof value === "string" && /^-?\d+$/.test(value) ? BigInt(value) : value;
}"#,
        calls: &[],
    },
    Routine {
        name: "$url",
        source: r#"/** An address as a `URL`. */
function $url(value) {
  return typeof value === "string" && URL.canParse(value) ? new URL(value) : value;
}"#,
        calls: &[],
    },
    Routine {
        name: "$urlText",
        source: r"/** A `URL` as its address. */
function $urlText(value) {
  return value instanceof URL ? value.href : value;
}",
        calls: &[],
    },
    Routine {
        name: "$only",
        source: r"/** The only item of a list. */
function $only(value) {
  return Array.isArray(value) ? value[0] : value;
}",
        calls: &[],
    },
    Routine {
        name: "$one",
        source: r"/** A value as a list of it alone. */
function $one(value) {
  return value === undefined || value === null ? value : [value];
}",
        calls: &[],
    },
    Routine {
        name: "$set",
        source: r"/** A list as a set. */
function $set(value) {
  return Array.isArray(value) ? new Set(value) : value;
}",
        calls: &[],
    },
    Routine {
        name: "$items",
        source: r"/** A set as a list. */
function $items(value) {
  return value instanceof Set ? [...value] : value;
}",
        calls: &[],
    },
    Routine {
        name: "$mapOf",
        source: r"/** An object as a map. */
function $mapOf(value) {
  return $isObject(value) && !(value instanceof Map) ? new Map(Object.entries(value)) : value;
}",
        calls: &["$isObject"],
    },
    Routine {
        name: "$record",
        source: r"/** A map as an object. */
function $record(value) {
  if (!(value instanceof Map)) return value;
  const made = {};
  for (const [key, item] of value) $put(made, String(key), item);
  return made;
}",
        calls: &["$put"],
    },
    Routine {
        name: "$names",
        source: r#"/** Text that names members, with the names they have now. Signs before and members behind a name stay. */
function $names(value, names) {
  if (Array.isArray(value)) return value.map((item) => $names(item, names));
  if (typeof value !== "string") return value;
  return value.replace(/(^|[,\s])(\s*[-+]?)([^,\s.:]+)/g, (whole, before, sign, name) =>
    names.has(name) ? before + sign + names.get(name) : whole,
  );
}"#,
        calls: &[],
    },
    Routine {
        name: "$placed",
        source: r#"/** Where a JSON Pointer into a document leads now, by a tree of its places; nothing where that cannot be told. */
function $placed(pointer, tree) {
  const pieces = typeof pointer === "string" ? pointer.split("/").slice(1) : [];
  let node = tree;
  let base = "";
  let to = "";
  let any = [];
  for (let i = 0; i < pieces.length; i++) {
    if (node.closed || (node.shape !== undefined && to === undefined)) return undefined;
    if (node.shape !== undefined) {
      node = node.shape();
      base = to;
      any = [];
      if (node.closed) return undefined;
    }
    const own = node.below?.get(pieces[i].replaceAll("~1", "/").replaceAll("~0", "~"));
    const next = own ?? node.any;
    if (next === undefined) return to === undefined || node.to === undefined ? undefined : { to: [to, ...pieces.slice(i)].join("/") };
    if (own === undefined) any.push(pieces[i]);
    node = next;
    let taken = 0;
    to = node.to === undefined ? undefined : base + node.to.map((piece) => piece ?? "/" + any[taken++]).join("");
  }
  return to === undefined || pieces.length === 0 ? undefined : { to, node };
}"#,
        calls: &[],
    },
    Routine {
        name: "$patch",
        source: r#"/** The operations of a JSON Patch, with the places and values of the document as it is now. */
function $patch(value, tree, whole, at) {
  if (!Array.isArray(value)) return value;
  return value.map((operation, index) => {
    if (!$isObject(operation)) return operation;
    const { op } = operation;
    const refuse = (name) => {
      throw Object.assign(new Error("a JSON Patch cannot be followed"), { unfollowed: `${at}/${index}/${name}` });
    };
    const isSet = op === "add" || op === "replace" || op === "test";
    if (operation.path === "") {
      if (op === "remove") return operation;
      if (!isSet) refuse("path");
      return { ...operation, value: whole(operation.value) };
    }
    const path = $placed(operation.path, tree);
    if (path === undefined || (path.node?.wrapped && op !== "replace" && op !== "test")) refuse("path");
    if (op === "remove") {
      if (path.node?.needed) refuse("path");
      return { ...operation, path: path.to };
    }
    if (isSet) {
      if (path.node?.make === undefined) return { ...operation, path: path.to };
      const made = path.node.make === null ? undefined : path.node.make(operation.value);
      if (made === undefined) refuse("value");
      return { ...operation, path: path.to, value: made };
    }
    const from = $placed(operation.from, tree);
    if (from === undefined || (op === "move" && (from.node?.wrapped || from.node?.needed))) refuse("from");
    // A value goes as it is from one place of the document to another, so it has to be the same at both.
    if (from.node !== path.node && (from.node?.make !== undefined || path.node?.make !== undefined)) refuse("path");
    return { ...operation, from: from.to, path: path.to };
  });
}"#,
        calls: &["$isObject", "$placed"],
    },
    Routine {
        name: "$pointer",
        source: r#"/** A place (a position and a JSON Pointer) as it was before members got other names, by a tree of them. */
function $pointer(place, tree) {
  const pieces = place.split("/");
  const any = [];
  let found;
  let at = { below: tree };
  let i = 0;
  for (; i < pieces.length; i++) {
    const name = pieces[i].replaceAll("~1", "/").replaceAll("~0", "~");
    const own = at.below?.get(name);
    const next = own ?? at.below?.get("*");
    if (next === undefined) break;
    if (own === undefined) any.push(pieces[i]);
    at = next;
    if (next.to !== undefined) found = { to: next.to, any: [...any], rest: i + 1 };
  }
  if (found === undefined) return place;
  let taken = 0;
  const made = found.to.map((name) =>
    name === "*" ? (found.any[taken++] ?? name) : name.replaceAll("~", "~0").replaceAll("/", "~1"),
  );
  return [...made, ...pieces.slice(found.rest)].join("/");
}"#,
        calls: &[],
    },
];

/// The routines a text calls.
#[derive(Debug, Default)]
pub(crate) struct Routines {
    called: BTreeSet<&'static str>,
}

impl Routines {
    /// Notes a call; gives back the name, for the place that writes it.
    pub(crate) fn call(&mut self, name: &'static str) -> &'static str {
        if self.called.insert(name)
            && let Some(routine) = ROUTINES.iter().find(|routine| routine.name == name)
        {
            for other in routine.calls {
                self.call(other);
            }
        }
        name
    }

    /// The sources of what is called, in a fixed order.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &'static str> {
        ROUTINES
            .iter()
            .filter(|routine| self.called.contains(routine.name))
            .map(|routine| routine.source)
    }
}
