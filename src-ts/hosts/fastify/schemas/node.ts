/** What the parts of the compiler of JSON Schemas have in common. */

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

/** What holds a value that is checked, so that another one can be put there. */
export interface ValuePlace {
  readonly parentData?: object;
  readonly parentDataProperty?: PropertyKey;
}

/** Checks a value in its place, if it has one; says what does not fit. */
export type Validate = (data: unknown, place?: ValuePlace) => SchemaError[] | undefined;

/** How plans are carried out: as code, or as closures where that is forbidden. */
export type Way = 'code' | 'closures';

/** A JSON Schema that is no boolean. */
export type SchemaObject = Readonly<Record<string, unknown>>;

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
