/** One class for each error status handlers use: as a value to throw, as a type in a contract. */

import { HttpError, type HttpErrorOptions } from './http-error.js';

/** 400: the request cannot be understood. */
export class BadRequest extends HttpError<400> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(400, detail, options);
  }

  override get name(): 'BadRequest' {
    return 'BadRequest';
  }
}

/** 401: the client has not said who it is. */
export class Unauthorized extends HttpError<401> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(401, detail, options);
  }

  override get name(): 'Unauthorized' {
    return 'Unauthorized';
  }
}

/** 402: the client has to pay first. */
export class PaymentRequired extends HttpError<402> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(402, detail, options);
  }

  override get name(): 'PaymentRequired' {
    return 'PaymentRequired';
  }
}

/** 403: the client may not do this. */
export class Forbidden extends HttpError<403> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(403, detail, options);
  }

  override get name(): 'Forbidden' {
    return 'Forbidden';
  }
}

/** 404: there is no such thing. */
export class NotFound extends HttpError<404> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(404, detail, options);
  }

  override get name(): 'NotFound' {
    return 'NotFound';
  }
}

/** 405: the resource does not have this method. */
export class MethodNotAllowed extends HttpError<405> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(405, detail, options);
  }

  override get name(): 'MethodNotAllowed' {
    return 'MethodNotAllowed';
  }
}

/** 409: the request contradicts the state of the resource. */
export class Conflict extends HttpError<409> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(409, detail, options);
  }

  override get name(): 'Conflict' {
    return 'Conflict';
  }
}

/** 410: the resource was removed for good. */
export class Gone extends HttpError<410> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(410, detail, options);
  }

  override get name(): 'Gone' {
    return 'Gone';
  }
}

/** 412: a precondition of the request does not hold. */
export class PreconditionFailed extends HttpError<412> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(412, detail, options);
  }

  override get name(): 'PreconditionFailed' {
    return 'PreconditionFailed';
  }
}

/** 413: the body is larger than the server takes. */
export class PayloadTooLarge extends HttpError<413> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(413, detail, options);
  }

  override get name(): 'PayloadTooLarge' {
    return 'PayloadTooLarge';
  }
}

/** 415: the body has a content type the server does not take. */
export class UnsupportedMediaType extends HttpError<415> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(415, detail, options);
  }

  override get name(): 'UnsupportedMediaType' {
    return 'UnsupportedMediaType';
  }
}

/** 422: the request was understood and its content cannot be used. */
export class UnprocessableContent extends HttpError<422> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(422, detail, options);
  }

  override get name(): 'UnprocessableContent' {
    return 'UnprocessableContent';
  }
}

/** 429: the client asks too often. */
export class TooManyRequests extends HttpError<429> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(429, detail, options);
  }

  override get name(): 'TooManyRequests' {
    return 'TooManyRequests';
  }
}

/** 500: the server failed. */
export class InternalServerError extends HttpError<500> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(500, detail, options);
  }

  override get name(): 'InternalServerError' {
    return 'InternalServerError';
  }
}

/** 501: the server cannot do this. */
export class NotImplemented extends HttpError<501> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(501, detail, options);
  }

  override get name(): 'NotImplemented' {
    return 'NotImplemented';
  }
}

/** 502: a server behind this one gave a bad answer. */
export class BadGateway extends HttpError<502> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(502, detail, options);
  }

  override get name(): 'BadGateway' {
    return 'BadGateway';
  }
}

/** 503: the server cannot answer now. */
export class ServiceUnavailable extends HttpError<503> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(503, detail, options);
  }

  override get name(): 'ServiceUnavailable' {
    return 'ServiceUnavailable';
  }
}

/** 504: a server behind this one did not answer in time. */
export class GatewayTimeout extends HttpError<504> {
  constructor(detail?: string, options?: HttpErrorOptions) {
    super(504, detail, options);
  }

  override get name(): 'GatewayTimeout' {
    return 'GatewayTimeout';
  }
}
