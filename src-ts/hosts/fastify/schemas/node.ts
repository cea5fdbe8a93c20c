/** What the parts of a compiled JSON Schema have in common. */

/** What does not fit, in the words that Fastify applications know: those of ajv. */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
  /** The name that was checked, below `propertyNames`. */
  readonly propertyName?: string;
}

/** A JSON Schema that is no boolean. */
export type SchemaObject = Readonly<Record<string, unknown>>;

/** What was found while a value is checked. */
export interface Run {
  errors: SchemaError[];
  propertyName: string | undefined;
  /** Nothing is looked at any more. What a reference leads to only says no to whoever asked. */
  isOver: boolean;
}

/** A value and where it stands: what it is turned into takes its place, and is what every schema of the place sees. */
export interface Slot {
  value: unknown;
  readonly holder: Record<PropertyKey, unknown> | undefined;
  readonly key: PropertyKey;
  /** What holds it; nothing at the root. */
  readonly up: Slot | undefined;
}

/** Whether a value fits and stays as it is. A no says only that it has to be looked at. */
export type Test = (value: unknown) => boolean;

/** Checks a value at a place, and whatever it holds. */
export interface Check {
  (slot: Slot, run: Run): boolean;
  /** Absent where a value may be changed although it fits. */
  fits?: Test | undefined;
}

/** One keyword on a value of the right kind. */
export interface KeywordCheck {
  (data: never, slot: Slot, run: Run): boolean;
  /** The same without a word about what does not fit. */
  fits?: ((data: never) => boolean) | undefined;
}

/** Where a schema stands in a document, and how its errors are reported. */
export interface Context {
  /** The document, which `#` means. */
  readonly root: SchemaObject;
  /** What references are relative to. */
  readonly base: string;
  readonly schemaPath: string;
  /** One of several that are tried: its errors are kept beside others, and defaults are not filled in. */
  readonly isTried: boolean;
}

/** Turns a schema into a check. */
export interface Compiles {
  compile(schema: unknown, context: Context): Check;
  /** The check behind the `$ref` of a schema. */
  reference(reference: string, context: Context, from: SchemaObject): Check;
}

/** A member of an object, or an item of a list. */
export function slotIn(up: Slot, holder: object, key: PropertyKey): Slot {
  const members = holder as Record<PropertyKey, unknown>;
  return { value: members[key], holder: members, key, up };
}

/** The pointer to a value. It is put together when there is something to say. */
export function pathOf({ up, key }: Slot): string {
  if (up === undefined) return '';
  return `${pathOf(up)}/${typeof key === 'number' ? key : escaped(String(key))}`;
}

/** Keeps an error; alone, unless several schemas are tried. */
export function report(run: Run, { isTried }: Context, error: SchemaError): false {
  const named = run.propertyName === undefined ? error : { ...error, propertyName: run.propertyName };
  if (isTried) {
    run.errors.push(named);
  } else {
    run.errors = [named];
    run.isOver = true;
  }
  return false;
}

/** Keeps an error behind those that led to it. */
export function reportAlso(run: Run, { isTried }: Context, error: SchemaError): false {
  run.errors.push(run.propertyName === undefined ? error : { ...error, propertyName: run.propertyName });
  if (!isTried) run.isOver = true;
  return false;
}

/** A name as a piece of a JSON Pointer. */
export function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A name as a piece of the path of a schema, which is part of a URI. */
export function fragment(name: string): string {
  return encodeURIComponent(escaped(name));
}

/** The names of a map of schemas. */
export function namesOf(map: unknown): string[] {
  return typeof map === 'object' && map !== null ? Object.keys(map).filter((name) => name !== '__proto__') : [];
}

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether two JSON values are the same. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return Number.isNaN(left) && Number.isNaN(right);
  }
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => isEqual(item, right[index]));
  }
  const [one, other] = [left as Record<string, unknown>, right as Record<string, unknown>];
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isEqual(one[key], other[key]))
  );
}
