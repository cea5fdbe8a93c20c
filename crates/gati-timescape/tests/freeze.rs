//! Contracts one by one: what is kept of a manifest, and how TypeScript is told of it.

use gati_timescape::{FrozenContract, declare_step, freeze};
use gati_types::{Manifest, UnknownKeys};

const MANIFEST: &str = r#"{
  "manifest": 1,
  "types": {
    "Zebra": { "type": { "kind": "string" } },
    "User": { "type": { "kind": "object", "properties": [
      { "name": "id", "type": { "kind": "string" } },
      { "name": "na\"me", "type": { "kind": "ref", "id": "Zebra" }, "optional": true },
      { "name": "born", "type": { "kind": "date" } },
      { "name": "friends", "type": { "kind": "array", "items": { "kind": "ref", "id": "User" } } }
    ] } },
    "Unused": { "type": { "kind": "number" } }
  },
  "handlers": [
    {
      "id": "GET /users/:id", "method": "GET", "path": "/users/:id",
      "source": { "file": "a.ts", "export": "GET", "line": 1, "column": 1 },
      "contract": {
        "params": { "kind": "object", "properties": [{ "name": "id", "type": { "kind": "string" } }] },
        "responses": [{ "status": 200, "type": { "kind": "ref", "id": "User" } }]
      }
    },
    {
      "id": "GET /", "method": "GET", "path": "/",
      "source": { "file": "b.ts", "export": "GET", "line": 1, "column": 1 },
      "contract": { "responses": [] }
    }
  ],
  "modules": []
}"#;

fn frozen(manifest: &str) -> Vec<(String, FrozenContract)> {
    freeze(&Manifest::from_json(manifest).expect("a manifest"), UnknownKeys::Strip)
}

fn text(contract: &FrozenContract) -> String {
    serde_json::to_string(contract).expect("JSON")
}

#[test]
fn a_contract_keeps_the_types_it_reaches_in_the_order_of_their_names() {
    let all = frozen(MANIFEST);
    let ids: Vec<&str> = all.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["GET /users/:id", "GET /"]);
    let kept: Vec<String> = all[0].1.types.iter().map(|(id, _)| id.to_string()).collect();
    assert_eq!(kept, ["User", "Zebra"]);
    assert!(all[1].1.types.is_empty());
}

#[test]
fn what_else_a_manifest_holds_does_not_change_the_text() {
    let other = MANIFEST.replace(
        r#""Unused": { "type": { "kind": "number" } }"#,
        r#""Another": { "type": { "kind": "null" } }, "Unused": { "type": { "kind": "bigint" } }"#,
    );
    assert_ne!(other, MANIFEST);
    assert_eq!(text(&frozen(&other)[0].1), text(&frozen(MANIFEST)[0].1));
}

#[test]
fn what_is_frozen_can_be_read() {
    for (_, contract) in frozen(MANIFEST) {
        assert_eq!(FrozenContract::from_json(&text(&contract)).expect("it reads"), contract);
    }
}

#[test]
fn both_sides_of_a_step_are_declared() {
    let all = frozen(MANIFEST);
    let declared = declare_step(&all[0].1, &all[1].1);
    let expected = r#"// Written by gatic; what is changed here is lost. The change file beside it is yours.

/** GET /users/:id: What clients of the older release send and get. */
export interface Old {
  request: {
    params: { id: string };
    query: unknown;
    headers: unknown;
    body: unknown;
  };
  responses: {
    200: OldUser;
  };
}

export type OldUser = { id: string; "na\"me"?: OldZebra; born: Date; friends: (OldUser)[] };

export type OldZebra = string;

/** GET /: What the handler takes and gives. */
export interface New {
  request: {
    params: unknown;
    query: unknown;
    headers: unknown;
    body: unknown;
  };
  responses: {
  };
}
"#;
    assert_eq!(declared, expected);
}
