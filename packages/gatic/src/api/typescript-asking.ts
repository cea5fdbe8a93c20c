/** Whether TypeScript may be asked for types that the analyzer does not know. */

/** Where somebody sits in front of it. A machine that checks has to come to what is committed. */
export function typescriptAsking(): 'ask' | 'locked' {
  const { CI } = process.env;
  return CI === undefined || CI === '' || CI === 'false' ? 'ask' : 'locked';
}
