/**
 * The ways from the bytes of a body to its checked value. Each makes two functions: `read` gives the value or
 * `undefined`, `fits` says whether there is one.
 */
import { importTooling } from '../../harness/ours.mjs';
import { gtypeOf } from '../validator/libraries.mjs';
import { bodyShape } from './texts.mjs';

/** @type {Readonly<Record<string, { peer: boolean, make: (payload: string) => Promise<{ read: (bytes: Buffer) => unknown, fits: (bytes: Buffer) => boolean }> }>>} */
export const ways = {
  'gati, from bytes': {
    peer: false,
    make: async (payload) => {
      const compiled = await compiledType(payload);
      return {
        read: (bytes) => {
          const result = compiled.read(bytes);
          return result.ok ? result.value : undefined;
        },
        fits: (bytes) => compiled.validateBytes(bytes).ok,
      };
    },
  },
  'JSON.parse + gati': {
    peer: true,
    make: async (payload) => {
      const { validate, is } = await compiledType(payload);
      return {
        read: (bytes) => {
          const value = parsed(bytes);
          if (value === undefined) return undefined;
          const result = validate(value);
          return result.ok ? result.value : undefined;
        },
        fits: (bytes) => is(parsed(bytes)),
      };
    },
  },
  'JSON.parse + typia': {
    peer: true,
    make: async (payload) => {
      const generated = await import(`../../data/typia/${payload}.js`);
      // typia's `is` leaves unknown members where they are, which the texts have none of.
      const is = payload === 'items' ? generated.is : listOf(generated.is);
      return {
        read: (bytes) => {
          const value = parsed(bytes);
          return is(value) ? value : undefined;
        },
        fits: (bytes) => is(parsed(bytes)),
      };
    },
  },
};

async function compiledType(payload) {
  const { compile } = await importTooling();
  return compile({ gtype: 1, root: gtypeOf(bodyShape(payload)) });
}

function listOf(is) {
  return (value) =>
    typeof value === 'object' && value !== null && Array.isArray(value.items) && value.items.every((item) => is(item));
}

function parsed(bytes) {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
