//! Checks of unions: by the literal that tells members apart, or one member after the other.

use gati_types::{GType, Literal, UnionType};

use crate::{
    check::{Check, REFUSAL},
    function::read,
    scalar::Phase,
    steps::{Step, Steps, all_of, block, is_no_object},
    union::Tagged,
};

impl<'a> Check<'_, '_, 'a> {
    /// The expression for a union whose members are tried one by one.
    pub(crate) fn alternatives(
        &mut self,
        union: &'a UnionType,
        value: &str,
        positive: bool,
    ) -> String {
        let tests: Vec<String> = union
            .members
            .iter()
            .map(|member| {
                let test = self.expression(member, value, positive);
                let inner = if positive { " && " } else { " || " };
                if test.contains(inner) { format!("({test})") } else { test }
            })
            .collect();
        if tests.iter().any(|test| test == if positive { "true" } else { "false" }) {
            return positive.to_string();
        }
        let joined = tests.join(if positive { " || " } else { " && " });
        if tests.len() > 1 && positive { format!("({joined})") } else { joined }
    }

    /// The steps of a union.
    pub(crate) fn union(&mut self, union: &'a UnionType, value: &str, hint: &str) -> Steps {
        let facts = self.function.compiler.facts;
        let members = facts.members(union);
        let Some(tagged) = members.tagged else {
            let misfit = self.alternatives(union, value, false);
            let flat = members.others.is_empty();
            let phase = if flat { Phase::Type } else { Phase::Nested };
            return vec![(phase, Step::Misfit(misfit))];
        };
        let scalars = self.scalar_misfits(&members.scalars, value);
        let lines = self.tagged(&tagged, value, hint);
        if scalars.is_empty() {
            return vec![(Phase::Nested, Step::Lines(lines))];
        }
        let guarded = block(&format!("if ({}) {{", all_of(&scalars)), lines);
        vec![(Phase::Nested, Step::Lines(guarded))]
    }

    fn scalar_misfits(&mut self, scalars: &[&'a GType], value: &str) -> Vec<String> {
        scalars.iter().map(|one| self.misfits(one, value)).collect()
    }

    /// A switch on the member that tells objects apart.
    fn tagged(&mut self, tagged: &Tagged<'a>, value: &str, hint: &str) -> Vec<String> {
        let facts = self.function.compiler.facts;
        let tag = self.function.local(&tagged.name);
        let mut lines = vec![
            is_no_object(value, REFUSAL),
            format!("const {tag} = {};", read(value, &tagged.name)),
            format!("switch ({tag}) {{"),
        ];
        for (literals, member) in &tagged.cases {
            for literal in literals {
                lines.push(format!("  case {}:", self.literal(literal)));
            }
            if let (false, Some(object)) = (matches!(member, GType::Ref(_)), facts.object(member)) {
                let body = self.object(object, value, Some((&tagged.name, &tag)));
                if let Some(last) = lines.last_mut() {
                    last.push_str(" {");
                }
                lines.extend(body.into_iter().map(|line| format!("    {line}")));
                lines.push("    break;".to_owned());
                lines.push("  }".to_owned());
            } else {
                let body = self.called(member, value, hint);
                if let (true, Some(last)) = (body.len() > 1, lines.last_mut()) {
                    last.push_str(" {");
                }
                let braced = body.len() > 1;
                lines.extend(body.into_iter().map(|line| format!("    {line}")));
                lines.push("    break;".to_owned());
                if braced {
                    lines.push("  }".to_owned());
                }
            }
        }
        lines.push("  default:".to_owned());
        lines.push(format!("    {REFUSAL}"));
        lines.push("}".to_owned());
        lines
    }

    fn literal(&mut self, literal: &Literal) -> String {
        crate::value::literal(self.function.compiler, literal)
    }
}
