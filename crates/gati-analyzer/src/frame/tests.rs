//! Frames, drawn.

use super::{Label, excerpt};
use crate::ir::Span;

fn span(text: &str, part: &str) -> Span {
    let start = text.find(part).expect("the part is in the text");
    Span {
        start: u32::try_from(start).expect("short"),
        end: u32::try_from(start + part.len()).expect("short"),
    }
}

/// The frame of labels on parts of a text, without the indentation the tests have.
fn drawn(text: &str, labels: &[(&str, &str)]) -> String {
    let labels: Vec<Label<'_>> =
        labels.iter().map(|(part, label)| Label { span: span(text, part), text: label }).collect();
    excerpt("a.ts", text, &labels)
}

#[test]
fn the_underline_stands_below_the_place() {
    for text in ["let x = Usr;", "\tlet x = Usr;", "'é' + '字' + Usr;\r\nnext", "a\r\n\r\nUsr"] {
        let shown = drawn(text, &[("Usr", "")]);
        let lines: Vec<&str> = shown.lines().collect();
        let marked = lines.iter().position(|line| line.contains(" · ")).expect("an underline");
        let column = |line: &str, needle: char| {
            line.chars()
                .take_while(|character| *character != needle)
                .map(|character| if character == '字' { 2 } else { 1 })
                .sum::<usize>()
        };
        assert_eq!(column(lines[marked - 1], 'U'), column(lines[marked], '─'), "{shown}");
    }
}

#[test]
fn empty_spans_and_the_end_of_the_file_are_shown() {
    for (text, start) in [("", 0), ("abc", 3), ("abc\n", 4), ("abc\r\n", 90)] {
        let label = Label { span: Span { start, end: start }, text: "here" };
        let shown = excerpt("a.ts", text, &[label]);
        assert!(shown.contains('┬') && shown.contains("╰── here"), "{shown}");
    }
}

#[test]
fn several_places_of_a_file_share_a_frame() {
    let text = "export type Usr = 1;\n\n\n\nconst a: Usr, b: User;\nrest\n";
    let expected = "   ╭─[a.ts:5:18]
 1 │ export type Usr = 1;
   ·             ─┬─
   ·              ╰── declared here
   ⋮
 5 │ const a: Usr, b: User;
   ·                  ─┬──
   ·                   ╰── not found
   ╰────
";
    assert_eq!(drawn(text, &[("User", "not found"), ("Usr", "declared here")]), expected);
}

#[test]
fn a_place_over_several_lines_stands_in_the_gutter() {
    let text = "before\nparams: {\n\ta: string;\n\tb: Usr;\n\tc: string;\n\td: 字;\n}\nafter\n";
    let params = &text[7..text.len() - 7];
    let expected = "   ╭─[a.ts:2:1]
 1 │     before
 2 │ ╭─▶ params: {
 3 │ │       a: string;
   ⋮ │
 6 │ │       d: 字;
 7 │ ├─▶ }
   · ╰──── too much
   ╰────
";
    assert_eq!(drawn(text, &[(params, "too much")]), expected);
    let expected = "   ╭─[a.ts:2:1]
 1 │     before
 2 │ ╭─▶ params: {
 3 │ │       a: string;
 4 │ │       b: Usr;
   · │          ─┬─
   · │           ╰── here
 5 │ │       c: string;
 6 │ │       d: 字;
 7 │ ╰─▶ }
   ╰────
";
    assert_eq!(drawn(text, &[(params, ""), ("Usr", "here")]), expected);
}

#[test]
fn a_long_line_is_cut_on_both_sides() {
    let text = format!("let {} = Usr{};", "a".repeat(200), "b".repeat(200));
    let shown = drawn(&text, &[("Usr", "here")]);
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines[1].contains("│ …aaa") && lines[1].ends_with("bbb…"), "{shown}");
    let place = lines[1].chars().position(|character| character == 'U');
    assert_eq!(place, lines[2].chars().position(|character| character == '─'), "{shown}");
}
