//! `import.meta` of a module that runs from another place than its source.

use oxc_allocator::Allocator;
use oxc_ast::ast::{Expression, Program, Str};
use oxc_ast::builder::AstBuilder;
use oxc_ast_visit::{VisitMut, walk_mut};

/// Where a module's source stands, in the three spellings Node offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleUrl {
    /// `import.meta.url`: a `file:` URL.
    pub href: String,
    /// `import.meta.filename`: an absolute path.
    pub filename: String,
    /// `import.meta.dirname`: an absolute path.
    pub dirname: String,
}

/// Replaces `import.meta.url`, `.filename` and `.dirname` by the values of `url`.
pub(crate) fn replace_import_meta<'a>(
    allocator: &'a Allocator,
    program: &mut Program<'a>,
    url: &ModuleUrl,
) {
    Replacement { ast: AstBuilder::new(allocator), url }.visit_program(program);
}

struct Replacement<'a, 'u> {
    ast: AstBuilder<'a>,
    url: &'u ModuleUrl,
}

impl Replacement<'_, '_> {
    fn value(&self, expression: &Expression<'_>) -> Option<&str> {
        let Expression::StaticMemberExpression(member) = expression else { return None };
        let Expression::ImportMeta(_) = &member.object else { return None };
        match member.property.name.as_str() {
            "url" => Some(&self.url.href),
            "filename" => Some(&self.url.filename),
            "dirname" => Some(&self.url.dirname),
            _ => None,
        }
    }
}

impl<'a> VisitMut<'a> for Replacement<'a, '_> {
    fn visit_expression(&mut self, expression: &mut Expression<'a>) {
        if let Some(value) = self.value(expression) {
            let value = Str::from_str_in(value, &self.ast);
            *expression = Expression::new_string_literal(oxc_span::SPAN, value, None, &self.ast);
            return;
        }
        walk_mut::walk_expression(self, expression);
    }
}
