/**
 * Constraint and brand types. They exist for the type checker and the analyzer alone: the analyzer recognises them
 * by name when they come from `@gati-framework/core`, so each name and its meaning is a contract. The exact meaning
 * of every one is the table `__test__/conformance/brands.json`, which the analyzer is tested against as well.
 *
 * Two kinds, on purpose different:
 * - a *constraint* (`number & Min<18>`) leaves ordinary values assignable; the validator enforces it at the edge;
 * - a *brand* (`Email`) is a promise that the value was checked. A plain string is not assignable to it, and two
 *   brands do not mix. A value becomes branded by passing a validator (a request of a handler always has), or by
 *   {@link asBrand} where the developer vouches for it.
 */

declare const constraint: unique symbol;
declare const brand: unique symbol;

/** The optional mark of a constraint; `unknown` keeps two limits of the same kind assignable to each other. */
type Constrained<Name extends string, Argument = unknown> = {
  readonly [constraint]?: { readonly [K in Name]?: Argument | unknown };
};

// Numbers.

/** At least `N`. */
export type Min<N extends number> = Constrained<'minimum', N>;

/** At most `N`. */
export type Max<N extends number> = Constrained<'maximum', N>;

/** More than `N`. */
export type ExclusiveMin<N extends number> = Constrained<'exclusiveMinimum', N>;

/** Less than `N`. */
export type ExclusiveMax<N extends number> = Constrained<'exclusiveMaximum', N>;

/** A whole multiple of `N`. */
export type MultipleOf<N extends number> = Constrained<'multipleOf', N>;

/** More than 0. */
export type Positive = Constrained<'exclusiveMinimum', 0>;

/** Less than 0. */
export type Negative = Constrained<'exclusiveMaximum', 0>;

/** A whole number. */
export type Integer = Constrained<'integer'>;

// Strings. Lengths count Unicode code points.

/** At least `N` code points. */
export type MinLen<N extends number> = Constrained<'minLength', N>;

/** At most `N` code points. */
export type MaxLen<N extends number> = Constrained<'maxLength', N>;

/** Matches the ECMAScript pattern `S`, tested with the `u` flag and not anchored. */
export type Pattern<S extends string> = Constrained<'patterns', S>;

/** White space at both ends is removed before anything else is tested. */
export type Trim = Constrained<'trim'>;

/** Turned into lower case before anything else is tested. */
export type Lowercase = Constrained<'lowercase'>;

/** Turned into upper case before anything else is tested. */
export type Uppercase = Constrained<'uppercase'>;

// Arrays.

/** At least `N` items. */
export type MinItems<N extends number> = Constrained<'minItems', N>;

/** At most `N` items. */
export type MaxItems<N extends number> = Constrained<'maxItems', N>;

/** No two items are equal. */
export type UniqueItems = Constrained<'uniqueItems'>;

// Wrappers.

/**
 * A nominal mark of your own: `type OrderId = string & Brand<'OrderId'>`. It is required, so a plain value is not
 * assignable, and a set, so one value can carry several brands.
 */
export type Brand<Name extends string> = { readonly [brand]: { readonly [K in Name]: true } };

/** One of the members of a union of literals; the same as writing the union. */
export type Enum<T extends string | number | boolean> = T;

/** The value or `null`. */
export type Nullable<T> = T | null;

/** The value or `undefined`. */
export type Optional<T> = T | undefined;

/** What a branded type is made of: `string` for `Email`, `number` for `PortNumber`. */
export type Unbranded<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends bigint
      ? bigint
      : T extends boolean
        ? boolean
        : unknown;

/**
 * Marks a value as branded **without checking it**: for values that are known to be right, such as a generated id
 * or a row that was validated when it was stored. Everything that comes with a request has been checked already.
 */
export function asBrand<T>(value: Unbranded<T>): T {
  return value as T;
}

// Brands.

/** An e-mail address (format `email`). */
export type Email = string & Brand<'Email'>;

/** The same type as {@link Email}. */
export type EmailString = Email;

/** A UUID of any version, in the hyphenated form of RFC 9562 (format `uuid`). */
export type Uuid = string & Brand<'Uuid'>;

/** The same type as {@link Uuid}. */
export type UUID = Uuid;

/** An absolute URL (format `url`). */
export type Url = string & Brand<'Url'>;

/** The same type as {@link Url}. */
export type URLString = Url;

/** An RFC 3339 date and time with an offset (format `date-time`). */
export type Timestamp = string & Brand<'Timestamp'>;

/** The same type as {@link Timestamp}. */
export type TimestampString = Timestamp;

/** A cuid (25 characters) or a cuid2 of the default length (24 characters). Constraints: patterns `^(?:c[a-z0-9]{24}|[a-z][a-z0-9]{23})$`. */
export type Cuid = string & Brand<'Cuid'>;

/** The same type as {@link Cuid}. */
export type CUID = Cuid;

/** An E.164 telephone number: `+` and 7 to 15 digits. Constraints: patterns `^\+[1-9][0-9]{6,14}$`. */
export type PhoneString = string & Brand<'PhoneString'>;

/** 8 to 128 characters. */
export type PasswordString = string & Brand<'PasswordString'>;

/** 12 to 128 characters with a lower-case letter, an upper-case letter, a digit and another character. Constraints: minLength 12; maxLength 128; patterns `[a-z]`, `[A-Z]`, `[0-9]`, `[^A-Za-z0-9]`. */
export type StrongPassword = string & Brand<'StrongPassword'>;

/** Three base64url parts with dots between. The signature is not verified. Constraints: patterns `^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$`. */
export type JWTString = string & Brand<'JWTString'>;

/** 24 hexadecimal digits. Constraints: patterns `^[0-9a-fA-F]{24}$`. */
export type ObjectId = string & Brand<'ObjectId'>;

/** Lower-case words and digits joined by single hyphens. Constraints: patterns `^[a-z0-9]+(?:-[a-z0-9]+)*$`. */
export type SlugString = string & Brand<'SlugString'>;

/** One or more hexadecimal digits. Constraints: patterns `^[0-9a-fA-F]+$`. */
export type HexString = string & Brand<'HexString'>;

/** Standard base64 with padding. Constraints: patterns `^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$`. */
export type Base64String = string & Brand<'Base64String'>;

/** Text that `JSON.parse` accepts (format `json`). */
export type JSONString = string & Brand<'JSONString'>;

/** 3 to 32 of the characters A-Z a-z 0-9 _ . -, not starting with a dot or hyphen. Constraints: minLength 3; maxLength 32; patterns `^[A-Za-z0-9_][A-Za-z0-9_.\-]*$`. */
export type UsernameString = string & Brand<'UsernameString'>;

/** A person's name: 1 to 100 letters, marks, spaces, dots, apostrophes and hyphens, starting with a letter. Constraints: minLength 1; maxLength 100; patterns `^\p{L}[\p{L}\p{M} .'\u2019\-]*$`. */
export type NameString = string & Brand<'NameString'>;

/** A calendar date, `2026-11-21` (format `date`). */
export type DateString = string & Brand<'DateString'>;

/** An RFC 3339 time of day (format `time`). */
export type TimeString = string & Brand<'TimeString'>;

/** Greater than 0. */
export type PositiveNumber = number & Brand<'PositiveNumber'>;

/** Less than 0. */
export type NegativeNumber = number & Brand<'NegativeNumber'>;

/** A whole number. */
export type IntegerNumber = number & Brand<'IntegerNumber'>;

/** Any finite number. */
export type FloatNumber = number & Brand<'FloatNumber'>;

/** 0 to 100. */
export type Percentage = number & Brand<'Percentage'>;

/** A whole number from 1 to 65535. */
export type PortNumber = number & Brand<'PortNumber'>;

/** A whole number from 100 to 599. */
export type HttpStatus = number & Brand<'HttpStatus'>;

/** A whole number, 0 or more. */
export type PriceInCents = number & Brand<'PriceInCents'>;

/** A whole number, 0 or more. */
export type QuantityNumber = number & Brand<'QuantityNumber'>;

/** Whole seconds since 1970, 0 or more. */
export type UnixTimestamp = number & Brand<'UnixTimestamp'>;
