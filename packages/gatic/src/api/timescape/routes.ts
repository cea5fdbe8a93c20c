/** Which handler of a release a route or a request belongs to. */

import type { ReleaseFile } from '@gati-framework/core/tooling';

/** The handler of a release that serves a path, as the routers choose: static text before a parameter before the rest. */
export function handlerAt(
  { handlers }: Pick<ReleaseFile, 'handlers'>,
  method: string,
  path: string,
): string | undefined {
  const wanted = path.split('/');
  const fitting = Object.keys(handlers).filter((id) => {
    const [itsMethod, itsPath = ''] = id.split(' ');
    return (itsMethod === method || (method === 'HEAD' && itsMethod === 'GET')) && fits(itsPath.split('/'), wanted);
  });
  // Segment by segment: what is written out comes before a parameter, and that before everything that is left.
  const weight = (id: string): string =>
    (id.split(' ')[1] ?? '')
      .split('/')
      .map((segment) => (segment.startsWith('*') ? '2' : segment.startsWith(':') ? '1' : '0'))
      .join('');
  return fitting.sort((left, right) => (weight(left) < weight(right) ? -1 : 1))[0];
}

function fits(pattern: readonly string[], path: readonly string[]): boolean {
  const rest = pattern.findIndex((segment) => segment.startsWith('*'));
  if (rest === -1 ? pattern.length !== path.length : path.length <= rest) return false;
  return pattern.every(
    (segment, index) => segment.startsWith('*') || segment.startsWith(':') || segment === path[index],
  );
}
