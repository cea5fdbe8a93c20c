/** Projects in Markdown, and the OpenAPI documents that follow from them. */
import { readFileSync, readdirSync } from 'node:fs';

/** One project: the chapter of a file, or the whole file if it has no chapters. */
export interface CorpusProject {
  readonly title: string;
  /** Sources by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly config: object;
  /** The YAML that was expected last. */
  readonly expected: string;
}

/** A file of the corpus, and how to write it again. */
export interface CorpusFile {
  readonly url: URL;
  readonly name: string;
  readonly projects: readonly CorpusProject[];
  /** The text with other expectations, in the order of the projects. */
  readonly withExpected: (expected: readonly string[]) => string;
}

const folder = new URL('./openapi/', import.meta.url);
const fence = /^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gmu;

/** Every file of the corpus. */
export function readCorpus(): CorpusFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => readCorpusFile(new URL(name, folder), name));
}

function readCorpusFile(url: URL, name: string): CorpusFile {
  const text = readFileSync(url, 'utf8');
  const starts = [0, ...[...text.matchAll(/^## /gmu)].map(({ index }) => index)];
  const chapters = starts
    .map((start, index) => text.slice(start, starts[index + 1]))
    .map((chapter) => ({ chapter, project: readProject(chapter) }));
  return {
    url,
    name,
    projects: chapters.flatMap(({ project }) => project ?? []),
    withExpected(expected) {
      let next = 0;
      return `${chapters
        .map(({ chapter, project }) => {
          if (project === undefined) return chapter.trimEnd();
          const without = chapter.replaceAll(fence, (all, language) => (language === 'yaml' ? '' : all)).trimEnd();
          return `${without}\n\n\`\`\`yaml expected\n${expected[next++]!}\`\`\``;
        })
        .join('\n\n')}\n`;
    },
  };
}

function readProject(chapter: string): CorpusProject | undefined {
  const files: Record<string, string> = {};
  let config: object = {};
  let expected = '';
  for (const [, language, name, content] of chapter.matchAll(fence)) {
    if (language === 'ts' && name !== undefined) files[name] = content!;
    else if (language === 'json') config = JSON.parse(content!) as object;
    else if (language === 'yaml') expected = content!;
  }
  if (Object.keys(files).length === 0) return undefined;
  return { title: /^##? (.*)$/mu.exec(chapter)?.[1] ?? '', files, config, expected };
}
