import type { Email, MinLen, Uuid } from '@gati-framework/core';

/** Someone who uses this API. Constraints are types: what does not fit is answered with 422 before a handler runs. */
export interface User {
  id: Uuid;
  name: string & MinLen<1>;
  email: Email;
}
