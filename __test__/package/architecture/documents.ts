/** Documents name only paths that exist. */
import { dirname, join } from 'node:path/posix';
import { lineAt, type SourceFile, type Violation } from './tree.js';

const rule = 'Documents name only paths that exist; correct the path or write the sentence without it.';

/** Documents that make promises about the tree. */
export const documents =
  /^(ARCHITECTURE|CONTRIBUTING|README)\.md$|^(crates|packages|npm|examples)\/[^/]+\/README\.md$|^(docs|benches)\/.*\.md$/;

/** Every backticked path and every relative link that leads nowhere. */
export function checkDocuments(files: readonly SourceFile[], paths: readonly string[]): readonly Violation[] {
  const known = new Set(paths.flatMap(withFolders));
  const roots = new Set(paths.map((path) => path.split('/')[0] ?? ''));
  return files.flatMap((file) => {
    const prose = file.text.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, ' '));
    return [...backticked(prose, roots, file.path), ...links(prose, file.path)]
      .filter(({ path }) => !exists(path, known))
      .map(({ path, offset }) => ({ place: `${file.path}:${lineAt(file.text, offset)} ${path}`, rule }));
  });
}

interface Named {
  readonly path: string;
  readonly offset: number;
}

/** A span is a path of ours if its first part is at the root, or if it is a Rust file of the document's own crate. */
function backticked(prose: string, roots: ReadonlySet<string>, document: string): readonly Named[] {
  return [...prose.matchAll(/`([^`\s]+)`/g)].flatMap((match) => {
    const path = (match[1] ?? '').replace(/^\.\//, '').replace(/:\d+$/, '');
    const first = path.split('/')[0] ?? '';
    if (/^(src|tests)\/.*\.rs$/.test(path)) return [{ path: join(dirname(document), path), offset: match.index }];
    const isOurs = path.includes('/') ? looksLikeRoom(first, roots) : /^[A-Z]+\.md$/.test(path);
    // `docs` and `examples` are also folders an application may have; with a slash they are meant as ours.
    return isOurs ? [{ path, offset: match.index }] : [];
  });
}

/** Rooms are checked even if the room itself is missing. */
function looksLikeRoom(first: string, roots: ReadonlySet<string>): boolean {
  const rooms = [
    'crates',
    'src-ts',
    'packages',
    'npm',
    'benches',
    '__test__',
    'examples',
    'docs',
    'scripts',
    '.github',
    '.ci',
  ];
  return rooms.includes(first) || (roots.has(first) && first.startsWith('.'));
}

function links(prose: string, document: string): readonly Named[] {
  return [...prose.matchAll(/\]\((?![a-z]+:|#)([^)\s#]+)/g)].map((match) => ({
    path: join(dirname(document), match[1] ?? ''),
    offset: match.index,
  }));
}

/** `*` and `<anything>` stand for any part of a name; the pattern has to fit something. */
function exists(path: string, known: ReadonlySet<string>): boolean {
  const plain = path.replace(/\/$/, '');
  if (!/[*<{]/.test(plain)) return known.has(plain);
  const source = plain
    .split(/(\*\*|\*|<[^>]+>|\{[^}]+\})/)
    .map((part) => {
      if (part === '**') return '.*';
      if (/^[*<{]/.test(part))
        return part.startsWith('{') ? `(?:${part.slice(1, -1).split(',').map(escape).join('|')})` : '[^/]*';
      return escape(part);
    })
    .join('');
  const pattern = new RegExp(`^${source}$`);
  return [...known].some((candidate) => pattern.test(candidate));
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function withFolders(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
}
