/**
 * Generated code as a tree: what `gati-transpile` makes of the body of a function. A node is a list, a word and its
 * parts; `null` stands where a part may be left out.
 */

/** The name a value goes by, or a value that is taken apart. */
export type Pattern =
  | readonly ['name', name: string]
  | readonly ['default', pattern: Pattern, otherwise: Expression]
  | readonly ['members', members: readonly (readonly [key: Expression, pattern: Pattern])[], rest: Pattern | null]
  | readonly ['items', items: readonly (Pattern | null)[], rest: Pattern | null]
  | readonly ['rest', pattern: Pattern];

/** What a value is assigned to. */
export type Target =
  readonly ['name', name: string] | readonly ['member' | 'member?', object: Expression, key: Expression];

/** `...x` among arguments, items or members. */
export type Spread = readonly ['spread', from: Expression];

/** A member of an object that is written out. */
export type MemberEntry = Spread | readonly ['member' | 'inherits', key: Expression, value: Expression];

export type Expression =
  | Target
  | readonly ['value', value: string | number | boolean | null]
  | readonly ['bigint', digits: string]
  | readonly ['regex', source: string, flags: string]
  | readonly ['template', texts: readonly string[], parts: readonly Expression[]]
  | readonly ['array', items: readonly (Expression | Spread)[]]
  | readonly ['object', members: readonly MemberEntry[]]
  | readonly ['closure', parameters: readonly Pattern[], body: readonly Statement[]]
  | readonly ['call' | 'call?', callee: Expression, given: readonly (Expression | Spread)[]]
  | readonly ['new', callee: Expression, given: readonly (Expression | Spread)[]]
  | readonly ['chain', inner: Expression]
  | readonly ['unary', operator: string, of: Expression]
  | readonly ['update', operator: '++' | '--', order: 'before' | 'after', target: Target]
  | readonly ['binary' | 'logical', operator: string, left: Expression, right: Expression]
  | readonly ['assign', operator: string, target: Target, value: Expression]
  | readonly ['choose', test: Expression, then: Expression, otherwise: Expression]
  | readonly ['sequence', all: readonly Expression[]];

export type Statement =
  | readonly ['do', expression: Expression]
  | readonly ['let', declared: readonly (readonly [pattern: Pattern, value: Expression | null])[]]
  | readonly ['function', name: string, parameters: readonly Pattern[], body: readonly Statement[]]
  | readonly ['return', value: Expression | null]
  | readonly ['if', test: Expression, then: Statement, otherwise: Statement | null]
  | readonly ['block', body: readonly Statement[]]
  | readonly ['throw', value: Expression]
  | readonly ['try', body: readonly Statement[], handler: readonly [thrown: Pattern | null, body: readonly Statement[]]]
  | readonly [
      'switch',
      on: Expression,
      cases: readonly (readonly [test: Expression | null, body: readonly Statement[]])[],
    ]
  | readonly ['break' | 'continue', label: string | null]
  | readonly ['label', name: string, body: Statement]
  | readonly ['for', start: Statement | null, test: Expression | null, update: Expression | null, body: Statement]
  | readonly ['repeat', body: Statement, test: Expression]
  | readonly ['for of' | 'for in', pattern: Pattern, over: Expression, body: Statement];
