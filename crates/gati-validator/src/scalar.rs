//! Conditions on a single expression, shared by the check and by the collector of issues.

use gati_emit::string;
use gati_types::{Constraints, GType, Literal, Refined, Transform};

use crate::{
    CompileError,
    compiler::Compiler,
    format::{self, Known},
};

/// When a condition is looked at: cheap ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    Type,
    Nested,
    Bound,
    Format,
    Pattern,
}

/// One condition on a value.
pub(crate) struct Condition {
    pub(crate) phase: Phase,
    /// An expression that is true where it holds.
    pub(crate) yes: String,
    /// An expression that is true where it does not hold.
    pub(crate) no: String,
    /// The code of the issue.
    pub(crate) code: &'static str,
    /// Whether a later condition implies it, so that a check need not look.
    pub(crate) implied: bool,
    /// The sentence of the issue; the usual "expected …, received …" where it is empty.
    pub(crate) message: String,
    /// What the sentence speaks of, as an object literal; empty where it speaks of nothing more.
    pub(crate) parameters: String,
}

impl Condition {
    fn new(phase: Phase, yes: String, no: String, code: &'static str, message: &str) -> Self {
        let parameters = String::new();
        Self { phase, yes, no, code, implied: false, message: message.to_owned(), parameters }
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.parameters = format!("{{ {name}: {value} }}");
        self
    }

    fn kind(yes: String) -> Self {
        let no = format!("!{yes}");
        Self::new(Phase::Type, yes, no, "type", "")
    }

    fn compare(value: &str, operator: &str, opposite: &str, other: &str) -> Self {
        let yes = format!("{value} {operator} {other}");
        let no = format!("{value} {opposite} {other}");
        Self::new(Phase::Type, yes, no, "type", "")
    }
}

impl Compiler<'_> {
    /// The conditions a scalar in normal form puts on the expression `value`. With `exact`, only
    /// values that are handed on as they are meet them.
    pub(crate) fn conditions(&mut self, node: &GType, value: &str, exact: bool) -> Vec<Condition> {
        let of_type = |name: &str| {
            vec![Condition::compare(&format!("typeof {value}"), "===", "!==", &string(name))]
        };
        let instance = |class: &str| vec![Condition::kind(format!("({value} instanceof {class})"))];
        match node {
            GType::Null => vec![Condition::compare(value, "===", "!==", "null")],
            GType::Undefined | GType::Void => {
                vec![Condition::compare(value, "===", "!==", "undefined")]
            }
            GType::Boolean => of_type("boolean"),
            GType::String => of_type("string"),
            GType::Symbol => of_type("symbol"),
            GType::Function => of_type("function"),
            GType::Number => vec![Condition::kind(format!("Number.isFinite({value})"))],
            GType::BigInt if exact => of_type("bigint"),
            GType::Bytes if exact => instance("Uint8Array"),
            GType::Url if exact => instance("URL"),
            GType::RegExp => instance("RegExp"),
            GType::Date if exact => self.runtime_condition("$isDateObject", value),
            GType::Date => self.runtime_condition("$isDateValue", value),
            GType::BigInt => self.runtime_condition("$isBigintValue", value),
            GType::Bytes => self.runtime_condition("$isBytesValue", value),
            GType::Url => self.runtime_condition("$isUrlValue", value),
            GType::File => self.runtime_condition("$isFile", value),
            GType::NonPrimitive => self.runtime_condition("$isNonPrimitive", value),
            GType::Literal(literal) => vec![self.literal(literal, value, exact)],
            GType::Template(template) => {
                let name = self.pattern(&template.to_pattern());
                let mut conditions = of_type("string");
                let yes = format!("{name}.test({value})");
                let no = format!("!{yes}");
                conditions.push(Condition::new(Phase::Pattern, yes, no, "string.pattern", ""));
                conditions
            }
            GType::Refined(refined) => self.refined(refined, value, exact),
            GType::Never => {
                let (yes, no) = ("false".to_owned(), "true".to_owned());
                vec![Condition::new(Phase::Type, yes, no, "type", "must not be there")]
            }
            _ => Vec::new(),
        }
    }

    fn runtime_condition(&mut self, name: &'static str, value: &str) -> Vec<Condition> {
        let name = self.runtime(name);
        vec![Condition::kind(format!("{name}({value})"))]
    }

    fn literal(&mut self, literal: &Literal, value: &str, exact: bool) -> Condition {
        let written = match literal {
            Literal::String(text) => string(text),
            Literal::Boolean(flag) => flag.to_string(),
            Literal::Number(number) => self.number(*number, "a literal"),
            Literal::BigInt(digits) if exact => format!("{digits}n"),
            Literal::BigInt(digits) => {
                let yes = format!("({value} === {digits}n || {value} === {})", string(digits));
                let no = format!("!{yes}");
                return Condition::new(Phase::Type, yes, no, "const", "");
            }
        };
        Condition { code: "const", ..Condition::compare(value, "===", "!==", &written) }
    }

    fn refined(&mut self, refined: &Refined, value: &str, exact: bool) -> Vec<Condition> {
        let mut conditions = self.conditions(&refined.base, value, exact);
        let constraints = &refined.constraints;
        match &*refined.base {
            GType::Number | GType::Literal(Literal::Number(_)) => {
                if constraints.integer
                    && let Some(first) = conditions.first_mut()
                    && *refined.base == GType::Number
                {
                    first.implied = true;
                    conditions.push(Condition {
                        code: "number.integer",
                        message: "must be an integer".to_owned(),
                        ..Condition::kind(format!("Number.isInteger({value})"))
                    });
                }
                self.numeric(constraints, value, &mut conditions);
            }
            GType::BigInt => {
                let big = format!("{}({value})", self.runtime("$toBigint"));
                self.numeric(constraints, &big, &mut conditions);
            }
            _ => self.textual(constraints, value, exact, &mut conditions),
        }
        conditions
    }

    fn numeric(&mut self, constraints: &Constraints, value: &str, into: &mut Vec<Condition>) {
        let bounds = [
            (constraints.minimum, ">=", "<", "number.min", "must be at least", "min"),
            (constraints.exclusive_minimum, ">", "<=", "number.min", "must be more than", "above"),
            (constraints.maximum, "<=", ">", "number.max", "must be at most", "max"),
            (constraints.exclusive_maximum, "<", ">=", "number.max", "must be less than", "below"),
        ];
        for (bound, operator, opposite, code, words, name) in bounds {
            if let Some(bound) = bound {
                let bound = self.number(bound, "a bound");
                into.push(Condition {
                    phase: Phase::Bound,
                    code,
                    message: format!("{words} {bound}"),
                    parameters: format!("{{ {name}: {bound} }}"),
                    ..Condition::compare(value, operator, opposite, &bound)
                });
            }
        }
        for divisor in &constraints.multiple_of {
            let number = self.number(*divisor, "`multipleOf`");
            let big = value.starts_with("$toBigint");
            let (yes, no) = if big && divisor.fract() == 0.0 {
                (format!("{value} % {number}n === 0n"), format!("{value} % {number}n !== 0n"))
            } else if divisor.fract() == 0.0 {
                (format!("{value} % {number} === 0"), format!("{value} % {number} !== 0"))
            } else {
                let name = self.runtime("$isMultiple");
                let yes = format!("{name}(Number({value}), {number})");
                (yes.clone(), format!("!{yes}"))
            };
            let message = format!("must be a multiple of {number}");
            let condition = Condition::new(Phase::Bound, yes, no, "number.multipleOf", &message);
            into.push(condition.with("multipleOf", &number));
        }
    }

    fn textual(
        &mut self,
        constraints: &Constraints,
        value: &str,
        exact: bool,
        into: &mut Vec<Condition>,
    ) {
        let text = transformed(value, &constraints.transforms);
        if exact && text != value {
            let (yes, no) = (format!("{text} === {value}"), format!("{text} !== {value}"));
            into.push(Condition::new(Phase::Bound, yes, no, "type", ""));
        }
        if let Some(least) = constraints.min_length {
            let (yes, no) = match least {
                0 => ("true".to_owned(), "false".to_owned()),
                1 => (format!("{text} !== \"\""), format!("{text} === \"\"")),
                _ => {
                    let name = self.runtime("$isShorter");
                    (format!("!{name}({text}, {least})"), format!("{name}({text}, {least})"))
                }
            };
            let message = format!("must have at least {}", plural(least, "character"));
            let condition = Condition::new(Phase::Bound, yes, no, "string.min", &message);
            into.push(condition.with("min", &least.to_string()));
        }
        if let Some(most) = constraints.max_length {
            let name = self.runtime("$isLonger");
            // Most texts are short enough in code units, which is asked without a call.
            let yes = format!("({text}.length <= {most} || !{name}({text}, {most}))");
            let no = format!("{text}.length > {most} && {name}({text}, {most})");
            let message = format!("must have at most {}", plural(most, "character"));
            let condition = Condition::new(Phase::Bound, yes, no, "string.max", &message);
            into.push(condition.with("max", &most.to_string()));
        }
        if let Some(wanted) = &constraints.format {
            match format::find(wanted) {
                Some(Known::Checked(name)) => {
                    let yes = format!("{}({text})", self.runtime(name));
                    let no = format!("!{yes}");
                    let message = format!("must be {}", format::describe(wanted));
                    let condition =
                        Condition::new(Phase::Format, yes, no, "string.format", &message);
                    into.push(condition.with("format", &string(wanted)));
                }
                Some(Known::Annotation) => {}
                None => self.fail(CompileError::Format { format: wanted.clone() }),
            }
        }
        for pattern in &constraints.patterns {
            let yes = format!("{}.test({text})", self.pattern(pattern));
            let no = format!("!{yes}");
            let message = format!("must match {pattern}");
            let condition = Condition::new(Phase::Pattern, yes, no, "string.pattern", &message);
            into.push(condition.with("pattern", &string(pattern)));
        }
    }
}

/// The expression for `value` after `transforms`.
pub(crate) fn transformed(value: &str, transforms: &[Transform]) -> String {
    let mut text = value.to_owned();
    for transform in transforms {
        text.push_str(match transform {
            Transform::Trim => ".trim()",
            Transform::Lowercase => ".toLowerCase()",
            Transform::Uppercase => ".toUpperCase()",
        });
    }
    text
}

/// `1 item`, `2 items`.
pub(crate) fn plural(count: u32, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
