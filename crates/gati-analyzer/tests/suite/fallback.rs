//! Types of answers that somebody else found out: texts that are read in the file of the handler.

use std::path::PathBuf;
use std::sync::Arc;

use gati_analyzer::{
    Analysis, Analyzer, FallbackKey, FallbackPosition, GivenFallback, ProjectOptions,
};
use gati_types::ProvenanceSource;

use crate::support::MemoryHost;

const PROJECT: &str = "\
-- src/model.ts --
export interface User { id: number }
-- node_modules/lib/package.json --
{ \"types\": \"./index.d.ts\" }
-- node_modules/lib/index.d.ts --
export interface Row { at: Date }
export declare const opaque: any;
-- src/handlers/a.ts --
import { opaque } from 'lib';
import type { User } from '../model.js';
interface Local { name: string }
export const GET = async () => opaque.deep(() => 1);
export const POST = async (req: unknown, res: unknown) => opaque.deep(res);
";

fn asked(given: Option<&GivenFallback>) -> (Vec<FallbackKey>, Analysis) {
    let host = MemoryHost::from_archive(PROJECT);
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), Arc::clone(&host) as _);
    analyzer.analyze();
    let requests = analyzer.fallback_requests();
    for request in &requests {
        let expected = [PathBuf::from("/app/node_modules/lib/index.d.ts")];
        assert_eq!(request.packages, expected, "what the type may depend on");
        if let Some(given) = given {
            analyzer.give_fallback(&request.key, given);
        }
    }
    (requests.into_iter().map(|request| request.key).collect(), analyzer.analyze())
}

/// The type of the answer, where the type came from, and the findings about the handler.
fn answer(given: &GivenFallback) -> (String, Option<ProvenanceSource>, Vec<String>) {
    let (_, analysis) = asked(Some(given));
    let handler = analysis.manifest.handlers.iter().find(|handler| handler.id.starts_with("GET"));
    let handler = handler.expect("the handler");
    let shown = handler.contract.responses.iter().map(|response| {
        let gtype = response.gtype.as_ref().map_or_else(String::new, ToString::to_string);
        format!("{} {gtype}", response.status)
    });
    let said = analysis
        .diagnostics
        .iter()
        .filter(|found| found.place.line == 4)
        .map(|found| format!("{} {}", found.code, found.help.as_deref().unwrap_or_default()));
    (shown.collect::<Vec<_>>().join(", "), handler.provenance.responses, said.collect())
}

#[test]
fn only_what_a_handler_returns_is_asked_for() {
    let (keys, _) = asked(None);
    let shown: Vec<&FallbackPosition> = keys.iter().map(|key| &key.position).collect();
    let expected = FallbackPosition::Response { export: "GET".to_owned() };
    assert_eq!(shown, [&expected], "POST has `res` within reach");
}

#[test]
fn the_names_of_a_type_are_those_of_its_file() {
    let texts = [
        ("Promise<{ n: number }>", "200 { n: number }"),
        ("User[]", "200 User[]"),
        ("Promise<Local>", "200 Local"),
        ("import(\"lib\").Row", "200 Row"),
        ("import(\"../model.js\").User | undefined", "200 User, 204 "),
    ];
    for (text, expected) in texts {
        let (shown, source, said) = answer(&GivenFallback::Type(text.to_owned()));
        assert_eq!(shown, expected, "{text}");
        assert_eq!((source, said), (Some(ProvenanceSource::Fallback), Vec::new()), "{text}");
    }
}

#[test]
fn what_is_no_type_here_stays_unresolved() {
    let texts = ["Nowhere", "{ deep: Nowhere[] }", "any", "void", "string }", "1 +"];
    for text in texts {
        let (_, source, said) = answer(&GivenFallback::Type(text.to_owned()));
        assert!(!said.is_empty(), "{text} is reported");
        let deep = text.starts_with('{');
        assert_eq!(source == Some(ProvenanceSource::Unresolved), !deep, "{text}");
    }
}

#[test]
fn who_could_not_find_out_says_what_to_do() {
    let (shown, _, said) = answer(&GivenFallback::Unknown("install it".to_owned()));
    assert_eq!(shown, "");
    assert_eq!(said.len(), 1);
    assert!(said[0].starts_with("GT") && said[0].ends_with("; install it"), "{said:?}");
    let (_, _, silent) = answer(&GivenFallback::Unknown(String::new()));
    assert!(silent[0].ends_with("Promise<User>"), "{silent:?}");
}
