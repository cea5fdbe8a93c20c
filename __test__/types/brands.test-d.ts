import {
  asBrand,
  type Brand,
  type Email,
  type EmailString,
  type Enum,
  type Integer,
  type MaxLen,
  type Min,
  type MinItems,
  type MinLen,
  type Nullable,
  type Optional,
  type Pattern,
  type PortNumber,
  type Positive,
  type Trim,
  type UniqueItems,
  type URLString,
  type UUID,
  type Uuid,
} from '@gati-framework/core';

import { holds, type Same } from './expect.js';

declare const email: Email;
declare const id: Uuid;
declare const port: PortNumber;

// A brand is what it is made of, and nothing else becomes a brand.
const text: string = email;
const upper: string = email.toUpperCase();
const number: number = port + 1;
// @ts-expect-error a plain string was not checked
const unchecked: Email = 'nope';
// @ts-expect-error a plain number was not checked
const uncheckedPort: PortNumber = 80;
// @ts-expect-error two brands do not mix
const mixed: Email = id;
// @ts-expect-error a brand of numbers is none of texts
const crossed: Email = port;
const vouched: Email = asBrand<Email>('ann@example.org');
// @ts-expect-error a number is not what an Email is made of
asBrand<Email>(7);

// The two spellings are one type.
holds<Same<Email, EmailString>>();
holds<Same<UUID, Uuid>>();
// @ts-expect-error an e-mail address is no URL
holds<Same<Email, URLString>>();

// Brands of one's own, also several at once.
type OrderId = string & Brand<'OrderId'>;
type Both = Email & Brand<'Verified'>;
declare const both: Both;
const one: Email = both;
// @ts-expect-error not verified
const verified: Both = email;
// @ts-expect-error not an order
const order: OrderId = 'x';

// Constraints leave ordinary values assignable, in both directions and among each other.
const age: number & Min<18> = 20;
const other: number & Min<0> & Integer & Positive = age;
const name: string & MinLen<1> & MaxLen<10> & Pattern<'^a'> & Trim = 'abc';
const plain: string = name;
const tags: string[] & MinItems<1> & UniqueItems = ['a'];
// @ts-expect-error a constraint on numbers makes no text of them
const wrong: number & Min<18> = '20';
const constrainedBrand: Email & MaxLen<50> = email;

// Wrappers.
const role: Enum<'admin' | 'user'> = 'admin';
// @ts-expect-error not a member
const noRole: Enum<'admin' | 'user'> = 'guest';
holds<Same<Nullable<string>, string | null>>();
holds<Same<Optional<string>, string | undefined>>();
