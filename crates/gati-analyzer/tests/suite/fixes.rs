//! What a fix promises: after its edits the diagnostic is gone, and nothing else is wrong at that
//! place. Held over every page of the documentation and over a table of sources.

use std::collections::BTreeMap;

use crate::documentation::{ExampleFile, Page, project};
use gati_analyzer::{Code, Diagnostic, Fix, ProjectOptions, analyze};

/// The text after the edits of a fix.
fn edited(text: &str, file: &str, fix: &Fix) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut result = Vec::new();
    let mut at = 0;
    for edit in fix.edits.iter().filter(|edit| edit.place.file == file) {
        let (start, end) = (edit.place.offset as usize, edit.place.end_offset as usize);
        assert!(at <= start && start <= end, "edits are in order and apart: {fix:?}");
        let kept = String::from_utf16(&units[start..end]).expect("edits keep characters whole");
        assert!(edit.lines.contains(&kept), "{edit:?}");
        result.extend_from_slice(&units[at..start]);
        result.extend(edit.text.encode_utf16());
        at = end;
    }
    result.extend_from_slice(&units[at..]);
    String::from_utf16(&result).expect("edits keep characters whole")
}

fn diagnostics(files: &[ExampleFile]) -> Vec<Diagnostic> {
    analyze(&ProjectOptions::new("/app"), project(files)).diagnostics
}

fn fixed(files: &[ExampleFile], fix: &Fix) -> Vec<ExampleFile> {
    files
        .iter()
        .map(|(path, text)| (path.clone(), text.as_ref().map(|text| edited(text, path, fix))))
        .collect()
}

/// Applies every fix by itself and checks what it promises; answers with their titles.
fn check_each(name: &str, files: &[ExampleFile]) -> Vec<String> {
    let before = diagnostics(files);
    let mut titles = Vec::new();
    for diagnostic in &before {
        let Some(fix) = &diagnostic.fix else { continue };
        titles.push(fix.title.clone());
        let after = diagnostics(&fixed(files, fix));
        let count = |found: &[Diagnostic]| {
            let mut counts: BTreeMap<(&str, String), usize> = BTreeMap::new();
            for one in found {
                *counts.entry((one.code, one.message.clone())).or_default() += 1;
            }
            counts
        };
        let (was, is) = (count(&before), count(&after));
        let key = (diagnostic.code, diagnostic.message.clone());
        assert!(
            is.get(&key).unwrap_or(&0) < was.get(&key).unwrap_or(&0),
            "{name}: `{}` does not mend\n{}\n{:?}",
            fix.title,
            diagnostic.frame,
            fixed(files, fix)
        );
        for one in &after {
            let is_new = !was.contains_key(&(one.code, one.message.clone()));
            assert!(
                !is_new,
                "{name}: `{}` leads to\n{}\n{:?}",
                fix.title,
                one.frame,
                fixed(files, fix)
            );
        }
    }
    titles
}

#[test]
fn fixes_of_every_page_mend_it() {
    let mut with_fix = 0;
    for code in Code::ALL.iter().copied() {
        let titles = check_each(code.as_str(), &Page::of(code).bad);
        with_fix += usize::from(!titles.is_empty());
    }
    assert!(with_fix >= 8, "many kinds of mistakes have a fix, not {with_fix}");
}

/// A source of `src/handlers/a.ts`, beside [`BESIDE`], and the fixes it gets.
const CASES: &[(&str, &[&str])] = &[
    // A name.
    (
        "interface User { a: 1 }\nexport const POST: Handler<{ body: Usr }> = () => 1;",
        &["replace `Usr` with `User`"],
    ),
    (
        "interface User { a: 1 }\nexport const POST: Handler<{ body: { é: '字', u: Usr[] } }> = () => 1;",
        &["replace `Usr` with `User`"],
    ),
    (
        "interface Page<T> { a: T }\nexport const POST: Handler<{ body: Pag<string> }> = () => 1;",
        &["replace `Pag` with `Page`"],
    ),
    (
        "export const POST: Handler<{ body: { a: Strin } }> = () => 1;",
        &["replace `Strin` with `string`"],
    ),
    (
        "export const POST: Handler<{ body: { a: Uuid; b: Email } }> = () => 1;",
        &["import `Uuid`", "import `Email`"],
    ),
    // An import.
    (
        "import type { Usr } from '../models.js';\nexport const POST: Handler<{ body: Usr }> = () => 1;",
        &["replace `Usr` with `User`"],
    ),
    (
        "import type { Usr as U } from '../models.js';\nexport const POST: Handler<{ body: U }> = () => 1;",
        &["replace `Usr` with `User`"],
    ),
    (
        "import type { Usr } from '../models.js';\ntype B = { Usr: Usr };\nexport const POST: Handler<{ body: B }> = () => 1;",
        &["replace `Usr` with `User`"],
    ),
    (
        "import type { Usr } from '../models.js';\ninterface User { b: 1 }\nexport const POST: Handler<{ body: Usr | User }> = () => 1;",
        &["replace `Usr` with `User`"],
    ),
    (
        "import type { Hidden } from '../models.js';\nexport const POST: Handler<{ body: Hidden }> = () => 1;",
        &["export `Hidden`"],
    ),
    (
        "export const POST: Handler<{ body: import('../models.js').Hidden }> = () => 1;",
        &["export `Hidden`"],
    ),
    (
        "import type { Usr } from '../barrel.js';\nexport const POST: Handler<{ body: Usr }> = () => 1;",
        &["replace `Usr` with `User`"],
    ),
    // The path of an import.
    (
        "import type { User } from '../modles.js';\nexport const POST: Handler<{ body: User }> = () => 1;",
        &["replace `../modles.js` with `../models.js`"],
    ),
    (
        "export const POST: Handler<{ body: import(\"../modls\").User }> = () => 1;",
        &["replace `../modls` with `../models`"],
    ),
    // A member.
    (
        "interface User { name: string }\nexport const POST: Handler<{ body: User['nmae'] }> = () => 1;",
        &["replace `nmae` with `name`"],
    ),
    (
        "interface nmae { name: string }\nexport const POST: Handler<{ body: nmae['nmae'] }> = () => 1;",
        &["replace `nmae` with `name`"],
    ),
    (
        "enum Color { Red, Green }\nexport const POST: Handler<{ body: { c: Color.Rde } }> = () => 1;",
        &["replace `Rde` with `Red`"],
    ),
    // A value.
    (
        "const defaults = { a: 1 };\nexport const POST: Handler<{ body: defaults }> = () => 1;",
        &["write `typeof defaults`"],
    ),
    // Positions and parameters.
    ("export const POST: Handler<{ bdy: { a: 1 } }> = () => 1;", &["replace `bdy` with `body`"]),
    ("export const POST: Handler<{ boddy: { a: 1 }; body: { b: 1 } }> = () => 1;", &[]),
    (
        "export const route = 'GET /a/:id';\nexport const handler: Handler<{ params: { ide: string } }> = () => 1;",
        &["replace `ide` with `id`"],
    ),
    (
        "export const route = 'GET /a/:id';\nexport const handler: Handler<{ params: {} }> = () => 1;",
        &["declare `id`"],
    ),
    (
        "export const route = 'GET /a/:id/:b';\nexport const handler: Handler<{ params: { id: string } }> = () => 1;",
        &["declare `b`"],
    ),
    (
        "export const route = 'GET /a/:id/:b';\nexport const handler: Handler<{\r\n  params: {\r\n    id: string;\r\n  };\r\n}> = () => 1;",
        &["declare `b`"],
    ),
    // Exports.
    ("export const hanlder: Handler = () => 1;", &["rename `hanlder` to `handler`"]),
    ("const hanlder: Handler = () => 1;\nexport { hanlder };", &["rename `hanlder` to `handler`"]),
    (
        "export const rout = 'POST /x';\nexport const handler: Handler = () => 1;",
        &["rename `rout` to `route`"],
    ),
    ("export const get: Handler = () => 1;", &["rename `get` to `GET`"]),
    // Routes.
    (
        "export const route = 'PSOT /x';\nexport const handler: Handler = () => 1;",
        &["replace `PSOT` with `POST`"],
    ),
    (
        "export const METHOD = 'Delte';\nexport const handler: Handler = () => 1;",
        &["replace `Delte` with `DELETE`"],
    ),
    // Comments.
    (
        "interface U { /** @minimun 3 */ a: number }\nexport const POST: Handler<{ body: U }> = () => 1;",
        &["replace `minimun` with `minimum`"],
    ),
    (
        "interface U { /** How old. @maxLenght 3 */ a: string }\nexport const POST: Handler<{ body: U }> = () => 1;",
        &["replace `maxLenght` with `maxLength`"],
    ),
    (
        "interface U { /** @param x @internal @custom */ a: string }\nexport const POST: Handler<{ body: U }> = () => 1;",
        &[],
    ),
];

const BESIDE: &[(&str, &str)] = &[
    (
        "src/models.ts",
        "export interface User { a: 1 }\ninterface Hidden { b: 2 }\nexport type H = Hidden;\n",
    ),
    ("src/barrel.ts", "export type { Usr } from './models.js';\n"),
];

#[test]
fn fixes_mend_what_they_are_for_and_nothing_else_breaks() {
    for (source, expected) in CASES {
        for head in ["", "\u{feff}", "// über\n"] {
            let text =
                format!("{head}import type {{ Handler }} from '@gati-framework/core';\n{source}\n");
            let mut files = vec![("src/handlers/a.ts".to_owned(), Some(text))];
            let beside =
                BESIDE.iter().map(|(path, text)| ((*path).to_owned(), Some((*text).to_owned())));
            files.extend(beside);
            let titles = check_each(source, &files);
            assert_eq!(titles, *expected, "{source}");
        }
    }
}

/// A project without a mistake, with most of what can be misspelt.
const SOUND: &[(&str, &str)] = &[
    (
        "src/models.ts",
        "import type { Email, Min } from '@gati-framework/core';\n\
         export enum Role { Admin = 'admin', Member = 'member' }\n\
         export interface Account {\n  email: Email;\n  role: Role;\n  /** @minimum 18 */\n  years: number & Min<1>;\n}\n\
         export interface Listing<Item> { items: Item[]; following?: string }\n\
         interface Internal { secret: string }\n\
         export type Public = Omit<Account & Internal, 'secret'>;\n\
         export const defaults = { size: 20, order: 'asc' };\n",
    ),
    (
        "src/barrel.ts",
        "export type { Account, Listing as Page } from './models.js';\nexport { Role, defaults } from './models.js';\n",
    ),
    (
        "src/handlers/accounts/[account].ts",
        "import type { Handler, Status } from '@gati-framework/core';\n\
         import { Role, type Account, type Page } from '../../barrel.js';\n\
         import type { Public } from '../../models.js';\n\
         interface Query { sort?: keyof Account; role?: Role.Admin }\n\
         export const GET: Handler<{ params: { account: string }; query: Query; response: Page<Public> | Status<404, { reason: string }> }> = () => ({ items: [] });\n\
         export const PUT: Handler<{ params: { account: string }; body: { email: Account['email']; when: Date } }> = () => ({ changed: true });\n",
    ),
    (
        "src/handlers/defaults.ts",
        "import type { Handler } from '@gati-framework/core';\nimport { defaults } from '../barrel.js';\n\
         export const route = 'POST /defaults';\n\
         export const handler: Handler<{ body: { reset: boolean }; response: typeof defaults }> = () => defaults;\n",
    ),
];

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

/// One word of a text with one slip: a letter missing, doubled, replaced, or two swapped.
fn with_a_slip(text: &str, dice: &mut Dice) -> Option<String> {
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        match (start, character.is_ascii_alphabetic()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push((from, &text[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    words.retain(|(_, word)| word.len() > 3);
    let (at, word) = *words.get(dice.below(words.len()))?;
    let mut letters: Vec<char> = word.chars().collect();
    let place = dice.below(letters.len() - 1);
    match dice.below(4) {
        0 => drop(letters.remove(place)),
        1 => letters.insert(place, letters[place]),
        2 => letters[place] = 'q',
        _ => letters.swap(place, place + 1),
    }
    let slipped: String = letters.into_iter().collect();
    Some(format!("{}{slipped}{}", &text[..at], &text[at + word.len()..]))
}

#[test]
fn a_slip_anywhere_is_mended_by_its_fix_or_has_none() {
    let sound: Vec<ExampleFile> =
        SOUND.iter().map(|(path, text)| ((*path).to_owned(), Some((*text).to_owned()))).collect();
    assert_eq!(diagnostics(&sound), [], "the project is sound");
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let (mut found, mut with_fix) = (0, 0);
    for _ in 0..600 {
        let mut files = sound.clone();
        let chosen = dice.below(files.len());
        let Some(slipped) =
            files[chosen].1.as_deref().and_then(|text| with_a_slip(text, &mut dice))
        else {
            continue;
        };
        files[chosen].1 = Some(slipped);
        let before = diagnostics(&files);
        found += usize::from(!before.is_empty());
        for diagnostic in &before {
            let Some(fix) = &diagnostic.fix else { continue };
            with_fix += 1;
            let changed = fixed(&files, fix);
            let after = diagnostics(&changed);
            let of_before = |one: &Diagnostic| (one.code, one.message.clone());
            assert!(
                !after.iter().any(|one| of_before(one) == of_before(diagnostic)
                    && one.place.file == diagnostic.place.file),
                "`{}` does not mend\n{}\n{changed:?}",
                fix.title,
                diagnostic.frame
            );
            let is_new =
                |one: &&Diagnostic| !before.iter().any(|old| of_before(old) == of_before(one));
            let at_an_edit = |one: &&Diagnostic| {
                fix.edits.iter().any(|edit| {
                    edit.place.file == one.place.file && edit.place.line == one.place.line
                })
            };
            let worse = after.iter().filter(is_new).find(at_an_edit);
            assert!(
                worse.is_none(),
                "`{}` of\n{}\nleads to\n{}\n{changed:?}",
                fix.title,
                diagnostic.frame,
                worse.map_or("", |one| one.frame.as_str())
            );
        }
    }
    assert!(found > 300 && with_fix > 200, "slips are noticed ({found}) and mended ({with_fix})");
}

#[test]
fn nothing_of_a_package_is_edited() {
    let files = [
        (
            "src/handlers/a.ts",
            "import type { Handler } from '@gati-framework/core';\nimport type { Dog } from 'pets';\nexport const POST: Handler<{ body: Dog }> = () => 1;\n",
        ),
        ("node_modules/pets/package.json", r#"{ "name": "pets", "types": "./index.d.ts" }"#),
        (
            "node_modules/pets/index.d.ts",
            "interface Owner { a: 1 }\nexport interface Dog { owner: Ownr }\n",
        ),
    ];
    let files: Vec<ExampleFile> =
        files.map(|(path, text)| (path.to_owned(), Some(text.to_owned()))).into();
    let found = diagnostics(&files);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].place.file, "src/handlers/a.ts");
    assert_eq!(found[0].secondary[0].place.file, "node_modules/pets/index.d.ts");
    assert_eq!(found[0].fix, None);
}
