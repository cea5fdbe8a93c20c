/** Generated code that is walked as a tree does what it does as a function, statement by statement. */
import { describe, expect, test } from 'vitest';
import { interpret } from '../../src-ts/interpreter/interpret.js';
import { evaluate } from '../conformance/validator-source.js';

const bodies: readonly (readonly [what: string, body: string])[] = [
  ['nothing', ''],
  ['values', 'return [1, -0, 1e21, "a\\u2028", true, null, 12n, undefined, NaN];'],
  ['templates', 'const a = 1; return `x${a}y${[1, 2]}z`;'],
  [
    'operators',
    'return [7 % 4, 2 ** 3, 1 << 3, -9 >>> 28, 5 & 3, 5 | 3, 5 ^ 3, ~5, +"3", 1 < 2, 2 <= 1, "a" in { a: 1 }];',
  ],
  ['more operators', 'return [typeof null, void 0, null ?? 1, 0 || 2, 1 && 3, !1, [] instanceof Array];'],
  [
    'what is not looked at',
    'let n = 0; const f = () => (n += 1); false && f(); true || f(); 1 ?? f(); true ? 0 : f(); return n;',
  ],
  [
    'assignments',
    'let a = 1; a += 2; a *= 5; a ??= 9; let b; b ??= a; b ||= 3; b &&= 4; const o = { x: 1 }; o.x -= 3; return [a, b, o];',
  ],
  ['counting', 'let i = 5; const o = { n: 1n }; return [i++, i, ++i, --i, i--, i, o.n++, o.n];'],
  ['sequences', 'let a; return [(a = 1, a + 1), a];'],
  ['objects', 'const k = "b"; return { a: 1, [k + 1]: 2, ...{ c: 3 }, "d e": 4, ["__proto__"]: 5, ...null };'],
  ['a prototype', 'const o = { __proto__: null, a: 1 }; return [Object.getPrototypeOf(o) === null, Object.keys(o)];'],
  ['lists', 'return [1, ...[2, 3], ..."ab", ...new Set([4])];'],
  [
    'members',
    'const o = { a: { b: [1, 2] } }; delete o.x; delete o.a.b[0]; return [o.a["b"].length, o.a.b[1], 0 in o.a.b];',
  ],
  [
    'optional chains',
    'const o = { a: null, f: () => 1 }; return [o.a?.b.c.d, o.x?.[o.y.z], o.f?.(), o.g?.(1), o.a?.b(), o.f?.name.length > 9];',
  ],
  [
    'calls',
    'const f = (a, b, c, d, e) => [a, b, c, d, e]; return [f(), f(1), f(1, 2), f(1, 2, 3), f(1, 2, 3, 4), f(1, 2, 3, 4, 5), f(...[1, 2], 3)];',
  ],
  [
    'methods',
    'const list = [3, 1, 2]; return [list.map((x) => x * 2).sort().join("-"), list.includes(1), "a-b".replaceAll("-", "/")];',
  ],
  [
    'new',
    'return [new Map([["a", 1]]).get("a"), new Date(0).getTime(), new (class_())()]; function class_() { return Set; }',
  ],
  [
    'parameters',
    'const f = ({ a, b: [c = 2, ...d], ...e }, g = a + c, ...h) => [a, c, d, e, g, h]; return [f({ a: 1, b: [undefined, 3, 4], z: 0 }), f({ a: 1, b: "xy" }, 5, 6, 7)];',
  ],
  [
    'functions before they are written',
    'return f(3); function f(n) { return n === 0 ? "end" : g(n); } function g(n) { return f(n - 1); }',
  ],
  [
    'closures',
    'let n = 0; const add = (by) => { n += by; return () => n; }; const read = add(2); add(3); return [read(), n];',
  ],
  ['names of blocks', 'let a = 1; { let a = 2; { const a = 3; } a += 5; } if (a === 1) { let a = 9; } return a;'],
  [
    'if',
    'const f = (x) => { if (x > 1) return "a"; else if (!(x > 0)) return "b"; if (!x) return 1; return "c"; }; return [f(2), f(0), f(1)];',
  ],
  [
    'for',
    'let s = ""; for (let i = 0, j = 9; i < j; i++, j--) { if (i === 1) continue; if (i === 4) break; s += i; } return s;',
  ],
  ['for of', 'const s = []; for (const [k, { v }] of [["a", { v: 1 }], ["b", { v: 2 }]]) s.push(k + v); return s;'],
  [
    'for in',
    'const s = []; for (const k in Object.create({ b: 1 }, { a: { value: 1, enumerable: true } })) s.push(k); return s;',
  ],
  [
    'while',
    'let n = 0; while (true) { n++; if (n > 3) break; } do { n *= 2; } while (n < 20); do { n++; continue; } while (false); return n;',
  ],
  [
    'labels',
    'let s = ""; outer: for (const a of "ab") { for (const b of "xy") { if (b === "y") continue outer; s += a + b; } } block: { s += 1; break block; s += 2; } return s;',
  ],
  ['labels out of two loops', 'let n = 0; out: for (;;) { while (true) { n++; if (n > 2) break out; } } return n;'],
  [
    'switch',
    'const f = (x) => { let s = ""; switch (x) { case 1: s += "1"; case 2: s += "2"; break; default: s += "d"; case 3: { s += "3"; } } return s; }; return [f(1), f(2), f(3), f(4)];',
  ],
  [
    'switch in a loop',
    'let s = ""; for (const c of "abc") { switch (c) { case "a": continue; case "b": s += "b"; break; default: return s + c; } } return s;',
  ],
  [
    'throwing',
    'const f = (x) => { try { if (x) throw new RangeError("r"); return "no"; } catch (e) { return e.message; } }; return [f(0), f(1)];',
  ],
  ['throwing on', 'try { try { null.x; } catch (e) { throw e; } } catch { return "caught"; }'],
  ['regular expressions', 'const r = /a(b)?/gi; return ["xABab".match(r), /^\\p{L}$/u.exec("é")?.[0], /a/.test("b")];'],
  [
    'too many calls',
    'function f(n) { return f(n + 1) + 1; } try { return f(0); } catch (e) { return e instanceof RangeError; }',
  ],
  ['names that are not there', 'try { return nothingOfThatName; } catch (e) { return e instanceof ReferenceError; }'],
  ['what is no function', 'const o = {}; try { return o.x(); } catch (e) { return e instanceof TypeError; }'],
  ['what has no members', 'try { const { a } = null; return a; } catch (e) { return e instanceof TypeError; }'],
];

test.each(bodies)('%s', (_what, body) => {
  expect(interpret(body)).toEqual(evaluate(body));
});

test('what makes code of text is not there', () => {
  expect(() => interpret('return eval("1");')).toThrow(ReferenceError);
  expect(() => interpret('return Function("1");')).toThrow(ReferenceError);
});

describe('what generated code never says is an error that names it', () => {
  test.each([
    ['var a = 1;', '`var`'],
    ['return this;', '`this`'],
    ['try { f(); } finally { g(); }', '`finally`'],
    ['return 1 == 2;', '`==`'],
    ['class A {}', 'classes'],
    ['return async () => 1;', 'expression'],
    ['function* f() {}', 'functions that wait'],
    ['return { get a() { return 1; } };', 'methods and accessors'],
    ['let a; [a] = [1];', 'takes a value apart'],
    ['return "\\ud800";', 'half a character'],
    ['return (', 'no JavaScript'],
  ])('%s', (body, told) => {
    expect(() => interpret(body)).toThrow(told);
  });
});
