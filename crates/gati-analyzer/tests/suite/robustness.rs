//! Whatever the sources hold, there is an answer: fixtures cut off, spliced and scrambled.

#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::hostile::harness::survives;

/// The fixtures of the other tests.
fn fixtures() -> Vec<String> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut paths: Vec<PathBuf> = ["types", "projects"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(tests.join(folder)).expect("the folder is there"))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).expect("a fixture can be read")).collect()
}

/// A small generator of numbers: the same ones on every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("33 bits fit") % limit.max(1)
    }
}

fn boundary(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[test]
fn fixtures_cut_off_anywhere() {
    let mut numbers = Numbers(1);
    for fixture in fixtures() {
        for _ in 0..12 {
            let end = boundary(&fixture, numbers.below(fixture.len()));
            let start = boundary(&fixture, numbers.below(end + 1));
            survives(&fixture[start..end]);
        }
    }
}

#[test]
fn fixtures_spliced_and_scrambled() {
    const PIECES: [&str; 24] = [
        "<",
        ">",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        " extends ",
        " & ",
        " | ",
        "keyof ",
        "infer X",
        "...",
        "?",
        ":",
        "=>",
        "typeof ",
        "`${",
        "`",
        "'",
        "export type T = ",
        "/** @minimum x */",
        "import(\"./x\")",
    ];
    let mut numbers = Numbers(7);
    let all = fixtures();
    for fixture in &all {
        for block in fixture.split("```ts\n").skip(1) {
            let block = block.split("```").next().unwrap_or_default();
            for _ in 0..25 {
                let mut text = block.to_owned();
                for _ in 0..=numbers.below(4) {
                    let at = boundary(&text, numbers.below(text.len() + 1));
                    let to = boundary(&text, (at + numbers.below(6)).min(text.len()));
                    text.replace_range(at..to, PIECES[numbers.below(PIECES.len())]);
                }
                survives(&text);
            }
        }
    }
}

#[test]
fn types_without_an_end_end() {
    let cases = [
        "type G<T> = G<T[]>; export type A = G<1>;",
        "type G<T> = { a: G<{ x: T }> }; export type A = G<1>;",
        "type G<T> = T extends 1 ? G<T> : G<[T]>; export type A = G<2>;",
        "export type A = B; export type B = C; export type C = A;",
        "export interface A extends A {} export interface B extends C {} export interface C extends B {}",
        "type U = '1'|'2'|'3'|'4'|'5'|'6'|'7'|'8'|'9'; export type A = `${U}${U}${U}${U}${U}${U}${U}`;",
        "type M<T> = { [K in keyof T]: M<T> }; export type A = M<{ a: 1; b: M<{ c: 1 }> }>;",
        "export type A = A['x']; export type B = keyof B; export type C = [...C]; export type D = `${D}`;",
        "type P<T> = Partial<P<T>>; export type A = P<1>; export type B = Omit<B, 'x'>; export type C = C & { a: 1 };",
        "export enum E { A = E.B, B = E.A } export const x = y; const y = x; export type X = typeof x;",
        "type F<T> = T extends [infer H, ...infer R] ? F<R> : F<[...T, 1]>; export type A = F<[]>;",
        "export type A<T = A> = { t: T }; export type B = A; type C<T = C<T>> = T; export type D = C;",
        "type I<T> = { a: I<I<T>> }; export type A = I<1>;",
        "interface R { a: R; b: Q } interface Q { a: Q; b: R } export type A = R & Q;",
        "type B<T> = { v: T; n: B<T[]> }; export type A = B<1> & B<2>; export type C = B<1> extends B<infer X> ? X : 0;",
        "type F<T> = T extends infer X ? X extends infer Y ? F<[X, Y]> : 0 : 1; export type A = F<1>;",
        "export type A = A extends infer X ? X : 0; export type B = [...B] extends [...infer X] ? X : 0;",
    ];
    for case in cases {
        survives(case);
    }
    for operator in ["!", "-", "~ ", "typeof ", "void ", "await ", "delete ", "new "] {
        survives(&format!(
            "export const a = {}1; export type A = typeof a;",
            operator.repeat(200_000)
        ));
    }
    for operator in ["keyof ", "readonly ", "unique "] {
        survives(&format!("export type A = {}string;", operator.repeat(200_000)));
    }
    let deep = format!("export type A = {}1{};", "[".repeat(5_000), "]".repeat(5_000));
    survives(&deep);
    let nested = format!("export type A = {}1{};", "[".repeat(550), "]".repeat(550));
    survives(&nested);
    let mut wide = String::new();
    for index in 0..12_000 {
        let _ = write!(wide, "| 'v{index}'");
    }
    survives(&format!("export type A = {wide};"));
    let mut chain = String::new();
    for index in 0..2_000 {
        let _ = writeln!(chain, "export type T{index} = T{}[];", index + 1);
    }
    survives(&format!("{chain}export type T2000 = 1;"));
}
