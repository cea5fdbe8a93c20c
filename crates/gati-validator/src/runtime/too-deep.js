/** Ends the walk of a value that refers to itself. */
function $tooDeep(name, limit) {
  throw new TypeError(`cannot write a value of type ${name}: it is circular or nested deeper than ${limit} levels`);
}
