//! Conditions on a single expression, shared by the check and by the collector of issues.

use gati_emit::string;
use gati_types::{Constraints, GType, Literal, Refined, Transform};

use crate::{
    CompileError,
    compiler::Compiler,
    format::{self, Known},
    reader::program::Constant,
    rule::{Asked, Parameters, Rule},
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
    /// What the sentence speaks of.
    pub(crate) parameters: Parameters,
    /// The same as data.
    pub(crate) asked: Asked,
}

/// A bound, the operators that keep and break it, its code, words, parameter and rule.
type Bound<'b> = (
    &'b Option<f64>,
    (&'static str, &'static str),
    &'static str,
    &'static str,
    &'static str,
    fn(f64) -> Rule,
);

/// The operators that say whether two values are the same.
const SAME: (&str, &str) = ("===", "!==");

impl Condition {
    fn new(phase: Phase, (yes, no): (String, String), code: &'static str, rule: Rule) -> Self {
        let (message, parameters) = (String::new(), Parameters::default());
        Self { phase, yes, no, code, implied: false, message, parameters, asked: rule.into() }
    }

    /// The same with a sentence.
    fn says(self, message: impl Into<String>, parameters: Parameters) -> Self {
        Self { message: message.into(), parameters, ..self }
    }

    fn kind(yes: String, rule: Rule) -> Self {
        let no = format!("!{yes}");
        Self::new(Phase::Type, (yes, no), "type", rule)
    }

    fn compare(value: &str, (operator, opposite): (&str, &str), other: &str, rule: Rule) -> Self {
        let yes = format!("{value} {operator} {other}");
        let no = format!("{value} {opposite} {other}");
        Self::new(Phase::Type, (yes, no), "type", rule)
    }
}

impl Compiler<'_> {
    /// The conditions a scalar in normal form puts on the expression `value`. With `exact`, only
    /// values that are handed on as they are meet them.
    pub(crate) fn conditions(&mut self, node: &GType, value: &str, exact: bool) -> Vec<Condition> {
        let of_type = |name: &str, rule| {
            vec![Condition::compare(&format!("typeof {value}"), SAME, &string(name), rule)]
        };
        let instance = |class: &str| {
            vec![Condition::kind(format!("({value} instanceof {class})"), Rule::Nothing)]
        };
        let mut told = |name, rule| {
            let name = self.runtime(name);
            vec![Condition::kind(format!("{name}({value})"), rule)]
        };
        match node {
            GType::Null => vec![Condition::compare(value, SAME, "null", Rule::Null)],
            GType::Undefined | GType::Void => {
                vec![Condition::compare(value, SAME, "undefined", Rule::Nothing)]
            }
            GType::Boolean => of_type("boolean", Rule::Boolean),
            GType::String => of_type("string", Rule::Text),
            GType::Symbol => of_type("symbol", Rule::Nothing),
            GType::Function => of_type("function", Rule::Nothing),
            GType::Number => {
                vec![Condition::kind(format!("Number.isFinite({value})"), Rule::Number)]
            }
            GType::BigInt if exact => of_type("bigint", Rule::Nothing),
            GType::Bytes if exact => instance("Uint8Array"),
            GType::Url if exact => instance("URL"),
            GType::RegExp => instance("RegExp"),
            GType::Date if exact => told("$isDateObject", Rule::Nothing),
            GType::Date => told("$isDateValue", Rule::Moment),
            GType::BigInt => told("$isBigintValue", Rule::Digits),
            GType::Bytes => told("$isBytesValue", Rule::Base64),
            GType::Url => told("$isUrlValue", Rule::Url),
            GType::File => told("$isFile", Rule::Nothing),
            GType::NonPrimitive => told("$isNonPrimitive", Rule::Compound),
            GType::Literal(literal) => vec![self.literal(literal, value, exact)],
            GType::Template(template) => {
                let pattern = template.to_pattern();
                let name = self.pattern(&pattern);
                let mut conditions = of_type("string", Rule::Text);
                let yes = format!("{name}.test({value})");
                let no = format!("!{yes}");
                let (code, rule) = ("string.pattern", Rule::Pattern(pattern));
                conditions.push(Condition::new(Phase::Pattern, (yes, no), code, rule));
                conditions
            }
            GType::Refined(refined) => self.refined(refined, value, exact),
            GType::Never => {
                let tests = ("false".to_owned(), "true".to_owned());
                let never = Condition::new(Phase::Type, tests, "type", Rule::Nothing);
                vec![never.says("must not be there", Parameters::default())]
            }
            _ => Vec::new(),
        }
    }

    fn literal(&mut self, literal: &Literal, value: &str, exact: bool) -> Condition {
        let (written, constant) = match literal {
            Literal::String(text) => (string(text), Constant::Text(text.clone())),
            Literal::Boolean(flag) => (flag.to_string(), Constant::Boolean(*flag)),
            Literal::Number(number) => {
                (self.number(*number, "a literal"), Constant::Number(*number))
            }
            Literal::BigInt(digits) if exact => {
                (format!("{digits}n"), Constant::Text(digits.clone()))
            }
            Literal::BigInt(digits) => {
                let yes = format!("({value} === {digits}n || {value} === {})", string(digits));
                let no = format!("!{yes}");
                let rule = Rule::Constant(Constant::Text(digits.clone()));
                return Condition::new(Phase::Type, (yes, no), "const", rule);
            }
        };
        let condition = Condition::compare(value, SAME, &written, Rule::Constant(constant));
        Condition { code: "const", ..condition }
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
                    let integer = format!("Number.isInteger({value})");
                    let integer = Condition::kind(integer, Rule::Integer)
                        .says("must be an integer", Parameters::default());
                    conditions.push(Condition { code: "number.integer", ..integer });
                }
                self.numeric(constraints, value, &mut conditions);
            }
            GType::BigInt => {
                let big = format!("{}({value})", self.runtime("$toBigint"));
                let from = conditions.len();
                self.numeric(constraints, &big, &mut conditions);
                // Integers of any size are compared.
                conditions[from..].iter_mut().for_each(|one| one.asked = Rule::Elsewhere.into());
            }
            _ => self.textual(constraints, value, exact, &mut conditions),
        }
        conditions
    }

    fn numeric(&mut self, constraints: &Constraints, value: &str, into: &mut Vec<Condition>) {
        let Constraints { minimum, exclusive_minimum, maximum, exclusive_maximum, .. } =
            constraints;
        let bounds: [Bound<'_>; 4] = [
            (minimum, (">=", "<"), "number.min", "must be at least", "min", Rule::Minimum),
            (
                exclusive_minimum,
                (">", "<="),
                "number.min",
                "must be more than",
                "above",
                Rule::Above,
            ),
            (maximum, ("<=", ">"), "number.max", "must be at most", "max", Rule::Maximum),
            (
                exclusive_maximum,
                ("<", ">="),
                "number.max",
                "must be less than",
                "below",
                Rule::Below,
            ),
        ];
        for (bound, operators, code, words, name, rule) in bounds {
            if let Some(bound) = *bound {
                let number = self.number(bound, "a bound");
                let condition = Condition::compare(value, operators, &number, rule(bound))
                    .says(format!("{words} {number}"), Parameters::of(name, bound));
                into.push(Condition { phase: Phase::Bound, code, ..condition });
            }
        }
        for divisor in &constraints.multiple_of {
            let number = self.number(*divisor, "`multipleOf`");
            let big = value.starts_with("$toBigint");
            let tests = if big && divisor.fract() == 0.0 {
                (format!("{value} % {number}n === 0n"), format!("{value} % {number}n !== 0n"))
            } else if divisor.fract() == 0.0 {
                (format!("{value} % {number} === 0"), format!("{value} % {number} !== 0"))
            } else {
                let name = self.runtime("$isMultiple");
                let yes = format!("{name}(Number({value}), {number})");
                (yes.clone(), format!("!{yes}"))
            };
            let rule = Rule::MultipleOf(*divisor);
            let condition = Condition::new(Phase::Bound, tests, "number.multipleOf", rule);
            let message = format!("must be a multiple of {number}");
            into.push(condition.says(message, Parameters::of("multipleOf", *divisor)));
        }
    }

    fn textual(
        &mut self,
        constraints: &Constraints,
        value: &str,
        exact: bool,
        into: &mut Vec<Condition>,
    ) {
        let from = into.len();
        let text = transformed(value, &constraints.transforms);
        if exact && text != value {
            let tests = (format!("{text} === {value}"), format!("{text} !== {value}"));
            into.push(Condition::new(Phase::Bound, tests, "type", Rule::Elsewhere));
        }
        if let Some(least) = constraints.min_length {
            let tests = match least {
                0 => ("true".to_owned(), "false".to_owned()),
                1 => (format!("{text} !== \"\""), format!("{text} === \"\"")),
                _ => {
                    let name = self.runtime("$isShorter");
                    (format!("!{name}({text}, {least})"), format!("{name}({text}, {least})"))
                }
            };
            let condition =
                Condition::new(Phase::Bound, tests, "string.min", Rule::MinLength(least));
            let message = format!("must have at least {}", plural(least, "character"));
            into.push(condition.says(message, Parameters::of("min", least)));
        }
        if let Some(most) = constraints.max_length {
            let name = self.runtime("$isLonger");
            // Most texts are short enough in code units, which is asked without a call.
            let yes = format!("({text}.length <= {most} || !{name}({text}, {most}))");
            let no = format!("{text}.length > {most} && {name}({text}, {most})");
            let rule = Rule::MaxLength(most);
            let condition = Condition::new(Phase::Bound, (yes, no), "string.max", rule);
            let message = format!("must have at most {}", plural(most, "character"));
            into.push(condition.says(message, Parameters::of("max", most)));
        }
        if let Some(wanted) = &constraints.format {
            match format::find(wanted) {
                Some(Known::Checked(name)) => {
                    let yes = format!("{}({text})", self.runtime(name));
                    let no = format!("!{yes}");
                    let rule = Rule::Format(wanted.clone());
                    let condition = Condition::new(Phase::Format, (yes, no), "string.format", rule);
                    let message = format!("must be {}", format::describe(wanted));
                    into.push(condition.says(message, Parameters::of("format", wanted.as_str())));
                }
                Some(Known::Annotation) => {}
                None => self.fail(CompileError::Format { format: wanted.clone() }),
            }
        }
        for pattern in &constraints.patterns {
            let yes = format!("{}.test({text})", self.pattern(pattern));
            let no = format!("!{yes}");
            let rule = Rule::Pattern(pattern.clone());
            let condition = Condition::new(Phase::Pattern, (yes, no), "string.pattern", rule);
            let message = format!("must match {pattern}");
            into.push(condition.says(message, Parameters::of("pattern", pattern.as_str())));
        }
        for condition in &mut into[from..] {
            condition.asked.after.clone_from(&constraints.transforms);
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
