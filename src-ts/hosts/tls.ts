/** Certificates and keys of a configuration, read and checked alike for every host, which know less to say of what is wrong. */

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import type { Logger } from '../api/contexts.js';
import type { TlsSettings } from '../config/resolve-tls.js';
import { GatiError, reasonOf } from '../errors/gati-error.js';

/** What a host needs: PEM text. */
export type TlsTexts = TlsSettings & {
  /** Whose certificate it is, and until when, for the log. */
  readonly shown: { readonly subject: string; readonly validTo: string };
};

/** Text of a setting, and what messages call it. */
interface Source {
  readonly text: string;
  readonly name: string;
}

/** Reads the files. A certificate whose time is over, or has not come, is one nevertheless, which the log says. */
export async function readTls(settings: TlsSettings, root: string, logger: Logger): Promise<TlsTexts> {
  const [cert, key, ca] = await Promise.all([
    sourceOf('cert', settings.cert, root),
    sourceOf('key', settings.key, root),
    settings.ca === undefined ? undefined : sourceOf('ca', settings.ca, root),
  ]);
  const [own, ...others] = certificatesIn(cert) as [X509Certificate, ...X509Certificate[]];
  if (ca !== undefined) certificatesIn(ca);
  checkKey(privateKeyIn(key), own, others, { cert, key });
  const shown = { subject: own.subject.replaceAll('\n', ', '), validTo: own.validTo };
  const now = Date.now();
  if (Date.parse(own.validTo) < now)
    logger.warn(shown, `the certificate in ${cert.name} expired on ${own.validTo}: clients refuse it`);
  else if (Date.parse(own.validFrom) > now)
    logger.warn(shown, `the certificate in ${cert.name} is valid from ${own.validFrom}: clients refuse it until then`);
  return { cert: cert.text, key: key.text, ca: ca?.text, minVersion: settings.minVersion, shown };
}

/** Has certificates exchanged, and says in the log what came of it. */
export async function renewTls(
  logger: Logger,
  read: () => Promise<TlsTexts | undefined>,
  show: (tls: TlsTexts) => void,
): Promise<void> {
  try {
    const tls = await read();
    if (tls === undefined) return;
    show(tls);
    logger.info(
      tls.shown,
      `certificates were read again; who connects from now on is shown one until ${tls.shown.validTo}`,
    );
  } catch (error) {
    logger.error({ err: error }, 'certificates were read again and cannot be used; those that are there stay');
  }
}

/** What the addon says is wrong. */
export function invalidTls(cause: unknown): GatiError {
  return invalid(`server.tls.${reasonOf(cause)}`, cause);
}

async function sourceOf(setting: string, value: string, root: string): Promise<Source> {
  const name = `server.tls.${setting}`;
  if (value.includes('-----BEGIN ')) return { text: value, name };
  const path = resolve(root, value);
  try {
    return { text: await readFile(path, 'utf8'), name: `${name} (${path})` };
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw invalid(
      isMissing
        ? `${name} is ${JSON.stringify(value)}, and there is no file ${path}`
        : `${name} is ${JSON.stringify(value)}, which cannot be read: ${reasonOf(cause)}`,
      cause,
    );
  }
}

/** The certificates of a text, at least one. */
function certificatesIn({ text, name }: Source): X509Certificate[] {
  const blocks = text.match(/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^]*?-----END [A-Z0-9 ]+-----/g) ?? [];
  if (blocks.length === 0) throw invalid(`${name} has no certificate in PEM`);
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch (cause) {
      throw invalid(`certificate ${index + 1} in ${name} cannot be read: ${reasonOf(cause)}`, cause);
    }
  });
}

function privateKeyIn({ text, name }: Source): KeyObject {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) throw invalid(`${name} has no private key in PEM`);
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(text))
    throw invalid(`${name} is protected by a password; openssl pkey -in key.pem -out plain.pem takes it off`);
  try {
    return createPrivateKey(text);
  } catch (cause) {
    throw invalid(`the private key in ${name} cannot be read: ${reasonOf(cause)}`, cause);
  }
}

function checkKey(
  secret: KeyObject,
  own: X509Certificate,
  others: readonly X509Certificate[],
  { cert, key }: { readonly cert: Source; readonly key: Source },
): void {
  if (own.checkPrivateKey(secret)) return;
  if (others.some((other) => other.checkPrivateKey(secret)))
    throw invalid(
      `the certificate of ${key.name} is not the first one in ${cert.name}; those that lead from it to an authority come behind it`,
    );
  throw invalid(`${key.name} is not the private key of the certificate in ${cert.name}`);
}

function invalid(reason: string, cause?: unknown): GatiError {
  return new GatiError('GATI_TLS_INVALID', { values: { reason }, ...(cause === undefined ? {} : { cause }) });
}
