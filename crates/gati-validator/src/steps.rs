//! The steps of a check, and statements made of them.

use crate::scalar::Phase;

/// One step of a check.
pub(crate) enum Step {
    /// The value does not fit where this expression is true.
    Misfit(String),
    /// Statements that say no where the value does not fit.
    Lines(Vec<String>),
}

/// Steps in the order they are best taken.
pub(crate) type Steps = Vec<(Phase, Step)>;

/// The condition that all of `tests` hold.
pub(crate) fn all_of(tests: &[String]) -> String {
    let tests: Vec<String> = tests
        .iter()
        .map(|test| if test.contains(" || ") { format!("({test})") } else { test.clone() })
        .collect();
    tests.join(" && ")
}

/// `header`, the lines indented, and a closing brace.
pub(crate) fn block(header: &str, lines: Vec<String>) -> Vec<String> {
    let mut all = vec![header.to_owned()];
    all.extend(lines.into_iter().map(|line| format!("  {line}")));
    all.push("}".to_owned());
    all
}

/// The statement that refuses what is no object.
pub(crate) fn is_no_object(value: &str, refusal: &str) -> String {
    format!(
        "if (typeof {value} !== \"object\" || {value} === null || Array.isArray({value})) {refusal}"
    )
}

/// One declaration for all members, a few on a line.
pub(crate) fn declare(reads: &[String]) -> Vec<String> {
    const WIDTH: usize = 96;
    let mut lines: Vec<String> = Vec::new();
    for read in reads {
        match lines.last_mut() {
            Some(last) if last.len() + read.len() + 2 <= WIDTH => {
                last.push_str(", ");
                last.push_str(read);
            }
            Some(last) => {
                last.push(',');
                lines.push(format!("  {read}"));
            }
            None => lines.push(format!("const {read}")),
        }
    }
    if let Some(last) = lines.last_mut() {
        last.push(';');
    }
    lines
}

/// The steps as statements: in the order of their phases, conditions of one phase together.
/// `refusal` is the statement that says no.
pub(crate) fn merge(mut steps: Steps, refusal: &str) -> Vec<String> {
    const WIDTH: usize = 96;
    steps.sort_by_key(|(phase, _)| *phase);
    let mut lines = Vec::new();
    let mut tests: Vec<String> = Vec::new();
    let mut current = Phase::Type;
    for (phase, step) in steps {
        if phase != current {
            flush(&mut tests, &mut lines, refusal);
            current = phase;
        }
        match step {
            Step::Misfit(misfit) if misfit == "false" => {}
            Step::Misfit(misfit) => {
                let width: usize = tests.iter().map(|test| test.len() + 4).sum();
                if width + misfit.len() > WIDTH {
                    flush(&mut tests, &mut lines, refusal);
                }
                tests.push(misfit);
            }
            Step::Lines(more) => {
                flush(&mut tests, &mut lines, refusal);
                lines.extend(more);
            }
        }
    }
    flush(&mut tests, &mut lines, refusal);
    lines
}

fn flush(tests: &mut Vec<String>, lines: &mut Vec<String>, refusal: &str) {
    if tests.len() > 1 {
        for test in tests.iter_mut().filter(|test| test.contains(" && ")) {
            *test = format!("({test})");
        }
    }
    if !tests.is_empty() {
        lines.push(format!("if ({}) {refusal}", tests.join(" || ")));
        tests.clear();
    }
}
