/** TLS, as it is configured. Files are read when the server listens, and again when they are renewed. */

import type { Settings } from './problems.js';

/** The versions that may be the least. */
export type TlsVersion = 'TLSv1.2' | 'TLSv1.3';

/** Resolved: each of the first three is PEM text or a path. */
export interface TlsSettings {
  readonly cert: string;
  readonly key: string;
  /** Where clients have to show a certificate. */
  readonly ca: string | undefined;
  readonly minVersion: TlsVersion;
}

const versions: readonly TlsVersion[] = ['TLSv1.2', 'TLSv1.3'];

/** Reads `server.tls`. */
export function resolveTls(server: Settings): TlsSettings | undefined {
  if (server.raw('tls') === undefined) return undefined;
  const tls = server.group('tls', ['cert', 'key', 'ca', 'requestCert', 'minVersion']);
  const needed = (key: string): string => {
    const value = tls.raw(key);
    if (typeof value === 'string' && value !== '') return value;
    // What is there instead may be a secret.
    tls.problems.push(`${tls.at(key)} has to be PEM text, or the path of a file with it`);
    return '';
  };
  const isAsked = tls.flag('requestCert', false);
  const ca = tls.raw('ca') === undefined ? undefined : needed('ca');
  if (isAsked && ca === undefined)
    tls.problems.push(
      `${tls.at('requestCert')} needs ${tls.at('ca')}, the authorities that sign certificates of clients`,
    );
  if (!isAsked && ca !== undefined)
    tls.problems.push(
      `${tls.at('ca')} is for certificates of clients: add ${tls.at('requestCert')}: true, or put certificates that lead to an authority behind the one in ${tls.at('cert')}`,
    );
  return {
    cert: needed('cert'),
    key: needed('key'),
    ca,
    minVersion: tls.word('minVersion', versions, 'TLSv1.2'),
  };
}
