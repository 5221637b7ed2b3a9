import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

function files(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** A file's imports of other files of this project, types and lazy ones included. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
  return found.map((path) => relative(root, resolve(root, dirname(file), path)).replace(/\.js$/, '.ts'));
}

/** The room a file is in: the words that all share, a folder of src, or a top-level folder. */
function roomOf(file: string): string {
  if (/^src\/(events|errors|config|platform|package-root)\.ts$/.test(file)) return 'words';
  if (file === 'src/cli.ts') return 'cli';
  if (file === 'src/sql/tokenizer.ts') return 'tokenizer';
  if (file.startsWith('src/')) return file.split('/')[1] ?? '';
  return file.split('/')[0] ?? '';
}

/** Who may import whom: left to right in the picture of the design, never back. */
const allowed: Record<string, string[]> = {
  words: ['words'],
  tokenizer: [],
  cli: ['words', 'commands', 'ui'],
  commands: ['words', 'commands', 'questions', 'steps', 'target', 'sql', 'aws', 'ui', 'grafana'],
  questions: ['words', 'questions', 'target'],
  steps: ['words', 'steps', 'aws', 'sql', 'grafana', 'target', 'templates'],
  aws: ['words', 'aws', 'grafana', 'target'],
  sql: ['words', 'sql', 'aws', 'tokenizer'],
  grafana: ['words', 'grafana', 'aws'],
  target: ['words', 'target', 'local'],
  local: ['words', 'local', 'tokenizer'],
  page: ['page'],
  ui: ['words', 'ui', 'steps'],
  templates: ['templates', 'words'],
};

const sources = [...files('src'), ...files('templates')];

describe('the structure that the design names', () => {
  it('imports flow one way', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter((target) => !(allowed[roomOf(file)] ?? []).includes(roomOf(target)))
        .map((target) => `${file} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('no command imports another command', () => {
    const wrong = sources
      .filter((file) => file.startsWith('src/commands/') && file !== 'src/commands/frame.ts')
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => target.startsWith('src/commands/'))
          .filter((target) => target !== 'src/commands/frame.ts')
          .filter((target) => target.replace(/-run\.ts$/, '.ts') !== file.replace(/-run\.ts$/, '.ts'))
          .map((target) => `${file} → ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  it('services of the local cloud call one another over the wire, but for the stream reader', () => {
    const service = (file: string) => /^src\/local\/([^/]+)\//.exec(file)?.[1];
    // What is no service: the wire protocols, the language of policies.
    const shared = new Set(['protocol', 'policy']);
    const bridges = new Set(['src/local/kinesis/reader.ts', 'src/local/s3/aws-chunked.ts']);
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter((target) => {
          const [from, to] = [service(file), service(target)];
          return from && to && from !== to && !shared.has(to) && !bridges.has(target);
        })
        .map((target) => `${file} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no barrel and no utils', () => {
    const barrels = sources.filter((file) => {
      const code = readFileSync(join(root, file), 'utf8')
        .split('\n')
        .filter(
          (line) =>
            line.trim() &&
            !line.trim().startsWith('//') &&
            !line.trim().startsWith('*') &&
            !line.trim().startsWith('/*'),
        );
      return code.length > 0 && code.every((line) => /^export (type )?(\*|\{)/.test(line));
    });
    expect(barrels).toEqual([]);
    expect(sources.filter((file) => /\b(utils?|helpers?|misc|common)\b/.test(file))).toEqual([]);
  });

  it('keeps its rooms small', () => {
    const lengths = sources
      .map((file) => readFileSync(join(root, file), 'utf8').split('\n').length)
      .sort((a, b) => a - b);
    console.log(
      `source files: ${lengths.length}, median ${lengths[Math.floor(lengths.length / 2)]} lines, longest ${lengths.at(-1)}`,
    );
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(100);
    expect(lengths.at(-1)).toBeLessThanOrEqual(301);
  });
});
