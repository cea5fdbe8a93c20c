/** Plans as closures: what checks values where no text may become code. */

import { coerced, kindTests, testOf, unwrapped } from './kinds.js';
import { escaped, type SchemaError, type Validate } from './node.js';
import type { Defaults, Others, Plan, Said, Step, Target } from './plan.js';
import { saidOfTwins } from './plan-assertions.js';

/** What was found while a value is checked. */
interface Run {
  errors: SchemaError[];
  propertyName: string | undefined;
  /** Nothing is looked at any more. What a reference leads to only says no to whoever asked. */
  isOver: boolean;
}

type Holder = Record<PropertyKey, unknown> | undefined;

/** A value and where it stands: what it is turned into takes its place, and is what every schema of the place sees. */
interface Slot {
  value: unknown;
  readonly holder: Holder;
  readonly key: PropertyKey;
  /** What holds it; nothing at the root. */
  readonly up: Slot | undefined;
}

type Check = (slot: Slot, run: Run) => boolean;
type Members = Record<string, unknown>;

/** The check of a plan. */
export function checked(plan: Plan): Validate {
  const check = new Checks().of(plan);
  return (value, place) => {
    const run: Run = { errors: [], propertyName: undefined, isOver: false };
    const { parentData, parentDataProperty = '' } = place ?? {};
    const slot: Slot = { value, holder: parentData as Holder, key: parentDataProperty, up: undefined };
    return check(slot, run) ? undefined : run.errors;
  };
}

/** The closures of one schema, and of those it leads to. */
class Checks {
  readonly #targets = new Map<Target, { check: Check | undefined }>();

  of(plan: Plan): Check {
    if (plan.plan === 'always') return () => true;
    if (plan.plan === 'never') return (slot, run) => report(run, plan, slot, plan.said);
    const { kinds, to, isLate, misfit } = plan;
    const isOfKinds = isLate ? () => true : testOf(kinds);
    const groups = plan.groups.map(({ kind, isAsked, defaults, steps }) => {
      const fits = kind === undefined || !isAsked ? undefined : kindTests[kind];
      return { kind, fits, defaults, checks: steps.map((step) => this.#step(step, plan)) };
    });
    const ofAnything = plan.isTried ? plan.ofAnything.map((step) => this.#step(step, plan)) : [];
    return (slot, run) => {
      if (!isOfKinds(slot.value)) {
        const made = to.length === 0 ? undefined : coerced(slot.value, kinds, to);
        if (made === undefined) {
          // What does not become the kind stays without its list for the schemas that follow.
          if (to.length > 0) slot.value = unwrapped(slot.value);
          report(run, plan, slot, misfit);
          ofAnything.every((check) => check(slot, run));
          return false;
        }
        slot.value = made;
        if (slot.holder !== undefined) slot.holder[slot.key] = made;
      }
      for (const { kind, fits, defaults, checks } of groups) {
        if (fits === undefined || fits(slot.value)) {
          if (defaults.length > 0) fillIn(slot.value as Members, defaults);
          if (!checks.every((check) => check(slot, run))) return false;
        } else if (isLate && kind === kinds[0]) {
          return report(run, plan, slot, misfit);
        }
      }
      return true;
    };
  }

  #step(step: Step, at: { readonly isTried: boolean }): Check {
    switch (step.step) {
      case 'rule': {
        const holds = step.rule.holds as (data: unknown) => boolean;
        return (slot, run) => holds(slot.value) || report(run, at, slot, step.said);
      }
      case 'required':
        return (slot, run) => {
          const missing = step.names.find(({ name }) => (slot.value as Members)[name] === undefined);
          return missing === undefined || report(run, at, slot, missing.said);
        };
      case 'unique':
        return (slot, run) => {
          const found = step.find(slot.value as readonly unknown[]);
          return found === undefined || report(run, at, slot, saidOfTwins(step.schemaPath, found));
        };
      case 'refuse':
        return (slot, run) => report(run, at, slot, step.said);
      case 'items':
      case 'tuple':
      case 'contains':
        return this.#list(step, at);
      case 'names':
      case 'remove':
      case 'additional':
      case 'members':
      case 'patterns':
      case 'dependencies':
        return this.#object(step, at);
      default:
        return this.#choice(step, at);
    }
  }

  #choice(
    step: Extract<Step, { step: 'call' | 'all' | 'not' | 'any' | 'one' | 'if' }>,
    at: { isTried: boolean },
  ): Check {
    switch (step.step) {
      case 'call':
        return this.#call(step.target);
      case 'all': {
        const checks = step.plans.map((plan) => this.of(plan));
        return (slot, run) => checks.every((check) => check(slot, run));
      }
      case 'not': {
        const check = this.of(step.plan);
        return (slot, run) => {
          const before = run.errors.length;
          if (check(slot, run)) return report(run, at, slot, step.said);
          run.errors.length = before;
          return true;
        };
      }
      case 'any': {
        const checks = step.plans.map((plan) => this.of(plan));
        return (slot, run) => {
          const before = run.errors.length;
          if (!checks.some((check) => check(slot, run))) return reportAlso(run, at, slot, step.said);
          run.errors.length = before;
          return true;
        };
      }
      case 'one': {
        const checks = step.plans.map((plan) => this.of(plan));
        return (slot, run) => {
          const before = run.errors.length;
          let passing: number | null = null;
          for (const [index, check] of checks.entries()) {
            if (!check(slot, run)) continue;
            if (passing !== null) {
              return reportAlso(run, at, slot, { ...step.said, params: { passingSchemas: [passing, index] } });
            }
            passing = index;
          }
          if (passing === null) return reportAlso(run, at, slot, step.said);
          run.errors.length = before;
          return true;
        };
      }
      case 'if':
        return this.#conditional(step, at);
    }
  }

  #conditional(step: Extract<Step, { step: 'if' }>, at: { readonly isTried: boolean }): Check {
    const check = this.of(step.test);
    const [yes, no] = [step.yes, step.no].map((plan) => (plan === undefined ? undefined : this.of(plan)));
    return (slot, run) => {
      const before = run.errors.length;
      const failing = check(slot, run) ? 'then' : 'else';
      run.errors.length = before;
      const next = failing === 'then' ? yes : no;
      if (next === undefined || next(slot, run)) return true;
      return run.isOver ? false : reportAlso(run, at, slot, step.said(failing));
    };
  }

  #call(target: Target): Check {
    let known = this.#targets.get(target);
    if (known === undefined) {
      known = { check: undefined };
      this.#targets.set(target, known);
      known.check = this.of(target.plan!);
    }
    const behind = known;
    return (slot, run) => {
      const inner: Run = { errors: [], propertyName: undefined, isOver: false };
      if (behind.check!({ ...slot }, inner)) return true;
      run.errors.push(...inner.errors);
      return false;
    };
  }

  #list(step: Extract<Step, { step: 'items' | 'tuple' | 'contains' }>, at: { readonly isTried: boolean }): Check {
    if (step.step === 'tuple') {
      const checks = step.plans.map((plan) => this.of(plan));
      return (slot, run) => {
        const data = slot.value as unknown[];
        return checks.every((check, index) => index >= data.length || check(slotIn(slot, data, index), run));
      };
    }
    const check = this.of(step.plan);
    if (step.step === 'items') {
      return (slot, run) => {
        const data = slot.value as unknown[];
        for (let index = step.from; index < data.length; index += 1) {
          if (!check(slotIn(slot, data, index), run)) return false;
        }
        return true;
      };
    }
    return (slot, run) => {
      const data = slot.value as unknown[];
      const before = run.errors.length;
      for (let index = 0; index < data.length; index += 1) {
        if (!check(slotIn(slot, data, index), run)) continue;
        run.errors.length = before;
        return true;
      }
      return report(run, at, slot, step.said);
    };
  }

  #object(
    step: Extract<Step, { step: 'names' | 'remove' | 'additional' | 'members' | 'patterns' | 'dependencies' }>,
    at: { readonly isTried: boolean },
  ): Check {
    switch (step.step) {
      case 'names': {
        const check = this.of(step.plan);
        return (slot, run) => {
          const outer = run.propertyName;
          for (const propertyName in slot.value as Members) {
            run.propertyName = propertyName;
            const fits = check({ ...slot, value: propertyName, holder: undefined }, run);
            run.propertyName = outer;
            if (!fits) return reportAlso(run, at, slot, step.said(propertyName));
          }
          return true;
        };
      }
      case 'remove': {
        const isAdditional = additional(step.others);
        return (slot) => {
          const data = slot.value as Members;
          for (const key in data) if (isAdditional(key)) delete data[key];
          return true;
        };
      }
      case 'additional':
        return each(this.of(step.plan), additional(step.others));
      case 'patterns': {
        const checks = step.patterns.map(({ pattern, plan }) => each(this.of(plan), (key) => pattern.test(key)));
        return (slot, run) => checks.every((check) => check(slot, run));
      }
      case 'members': {
        const rows = step.members.map(({ name, plan }) => ({ name, check: this.of(plan) }));
        return (slot, run) => {
          const data = slot.value as Members;
          return rows.every(({ name, check }) => data[name] === undefined || check(slotIn(slot, data, name), run));
        };
      }
      case 'dependencies': {
        const rows = step.schemas.map(({ name, plan }) => ({ name, check: this.of(plan) }));
        return (slot, run) => {
          const data = slot.value as Members;
          for (const { name, wanted } of step.lists) {
            if (data[name] === undefined) continue;
            const missing = wanted.find((one) => data[one.name] === undefined);
            if (missing !== undefined) return report(run, at, slot, missing.said);
          }
          return rows.every(({ name, check }) => data[name] === undefined || check(slot, run));
        };
      }
    }
  }
}

/** Members whose names are wanted. */
function each(check: Check, isWanted: (key: string) => boolean): Check {
  return (slot, run) => {
    const data = slot.value as Members;
    for (const key in data) if (isWanted(key) && !check(slotIn(slot, data, key), run)) return false;
    return true;
  };
}

function additional({ names, patterns }: Others): (key: string) => boolean {
  const declared = new Set(names);
  return (key) => !declared.has(key) && !patterns.some((pattern) => pattern.test(key));
}

function fillIn(members: Members, defaults: Defaults): void {
  for (const [name, value] of defaults) {
    if (members[name] === undefined) members[name] = structuredClone(value);
  }
}

function slotIn(up: Slot, holder: object, key: PropertyKey): Slot {
  const members = holder as Record<PropertyKey, unknown>;
  return { value: members[key], holder: members, key, up };
}

/** The pointer to a value. It is put together when there is something to say. */
function pathOf({ up, key }: Slot): string {
  if (up === undefined) return '';
  return `${pathOf(up)}/${typeof key === 'number' ? key : escaped(String(key))}`;
}

function errorOf({ propertyName }: Run, slot: Slot, { schemaPath, keyword, params, message }: Said): SchemaError {
  const error = { instancePath: pathOf(slot), schemaPath, keyword, params: { ...params }, message };
  return propertyName === undefined ? error : { ...error, propertyName };
}

/** Keeps an error; alone, unless several schemas are tried. */
function report(run: Run, at: { readonly isTried: boolean }, slot: Slot, said: Said): false {
  if (at.isTried) {
    run.errors.push(errorOf(run, slot, said));
  } else {
    run.errors = [errorOf(run, slot, said)];
    run.isOver = true;
  }
  return false;
}

/** Keeps an error behind those that led to it. */
function reportAlso(run: Run, at: { readonly isTried: boolean }, slot: Slot, said: Said): false {
  run.errors.push(errorOf(run, slot, said));
  if (!at.isTried) run.isOver = true;
  return false;
}
