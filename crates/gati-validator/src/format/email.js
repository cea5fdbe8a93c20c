/** Whether a text is an address as HTML defines it (one `@`, a host name after it), of at most 254 characters. */
function $isEmail(text) {
  return (
    text.length <= 254 &&
    /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/.test(
      text,
    ) &&
    !/^\.|\.\.|\.@/.test(text)
  );
}
