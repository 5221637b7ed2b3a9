import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

type Reply = Record<string, unknown>;
/** Plays one recorded test on the local cloud and gives its replies by the recording's labels. */
export type Scenario = (recorded: Reply, title: string) => Promise<Record<string, unknown>>;

export interface RecordedFile {
  present: boolean;
  /** By test id without its file. */
  cases: Map<string, Reply>;
}

/** The recorded cases of one file, `iam/test_iam.snapshot.json`; none where the folder is absent, which is said. */
export function readRecorded(file: string): RecordedFile {
  const path = join(process.env.WORKSHOP_RECORDED ?? '../shared/aws-recorded', file);
  const present = existsSync(path);
  if (!present) console.log(`${file}: no recorded cases at ${path}`);
  const content: Record<string, { 'recorded-content': Reply }> = present
    ? JSON.parse(readFileSync(path, 'utf8'))
    : {};
  const cases = Object.entries(content).map(
    ([id, entry]) => [id.slice(id.indexOf('::') + 2), entry['recorded-content']] as const,
  );
  return { present, cases: new Map(cases) };
}

/**
 * One test a recorded case: those with a scenario (the first whose pattern fits) are compared, those of `different` are
 * passed over with their reason; a case with neither fails. Prints how many agree.
 */
export function compareRecorded(
  service: string,
  { cases }: RecordedFile,
  scenarios: readonly (readonly [pattern: RegExp | string, play: Scenario])[],
  different: readonly (readonly [pattern: RegExp, reason: string])[],
): void {
  let agreed = 0;
  const replyCounts = { compared: 0, recorded: 0 };
  const reasons = new Map<string, number>();
  for (const [title, recorded] of cases) {
    const fits = (pattern: RegExp | string) =>
      typeof pattern === 'string' ? title.includes(pattern) : pattern.test(title);
    const reason = different.find(([pattern]) => fits(pattern))?.[1];
    if (reason !== undefined) {
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      continue;
    }
    const play = scenarios.find(([pattern]) => fits(pattern))?.[1];
    it(title, async () => {
      if (!play) throw new Error(`no scenario plays ${title}`);
      const replies = await play(recorded, title);
      expect(Object.keys(replies).length).toBeGreaterThan(0);
      for (const [label, reply] of Object.entries(replies)) expectLike(reply, recorded[label], label);
      agreed++;
      replyCounts.compared += Object.keys(replies).length;
      replyCounts.recorded += Object.keys(recorded).length;
    });
  }
  afterAll(() => {
    console.log(`${service}: ${agreed} of ${cases.size} recorded cases agree`);
    console.log(`  in them ${replyCounts.compared} of ${replyCounts.recorded} replies were replayed`);
    for (const [reason, number] of reasons) console.log(`  ${number} not compared: ${reason}`);
  });
}

/** The reply of an SDK call without its metadata, or its error in the recording's form. */
export async function replyOf(call: Promise<object>): Promise<Reply> {
  try {
    const { $metadata: _metadata, ...reply } = (await call) as Reply & { $metadata?: unknown };
    return withoutAbsent(reply) as Reply;
  } catch (error) {
    const { name, message } = error as Error;
    return { Error: { Code: name, Message: message } };
  }
}

/** Members, types and every value that the recording did not replace. */
export function expectLike(actual: unknown, recorded: unknown, at: string): void {
  if (typeof recorded === 'string') {
    if (/^(datetime|timestamp|date)$|^<datetime>$/.test(recorded)) expect(actual, at).toBeDefined();
    else if (recorded.includes('<')) expect(String(actual), at).toMatch(patternOf(recorded));
    else expect(plain(actual), at).toBe(recorded);
  } else if (Array.isArray(recorded)) {
    expect(actual, at).toHaveLength(recorded.length);
    for (const [index, item] of recorded.entries())
      expectLike((actual as unknown[])[index], item, `${at}[${index}]`);
  } else if (typeof recorded === 'object' && recorded !== null) {
    const wanted = Object.entries(recorded).filter(
      ([key]) => key !== 'ResponseMetadata' && !isEcho(recorded, key),
    );
    if (isErrorReply(recorded)) {
      expectError(actual, recorded.Error, at);
      return;
    }
    const placeholders = wanted.some(([key]) => key.includes('<'));
    if (placeholders) expect(Object.keys(actual as object).length, at).toBe(wanted.length);
    else expect(Object.keys(actual as object).sort(), at).toEqual(wanted.map(([key]) => key).sort());
    for (const [key, item] of wanted)
      if (!key.includes('<')) expectLike((actual as Reply)[key], item, `${at}.${key}`);
  } else {
    expect(actual, at).toBe(recorded);
  }
}

function expectError(actual: unknown, recorded: Reply, at: string): void {
  const error = (actual as Reply).Error as Reply | undefined;
  // SDK v3 names an error by its shape, the recording by the code on the wire.
  const bare = (code: unknown) => String(code).replace(/Exception$/, '');
  expect(bare(error?.Code), `${at} code (${error?.Message})`).toBe(bare(recorded.Code));
  expect(String(error?.Message), at).toMatch(patternOf(String(recorded.Message)));
}

/** A member `Error` may also be a service's own, which is a text (a Step Functions catcher's input). */
function isErrorReply(recorded: object): recorded is { Error: Reply } {
  return 'Error' in recorded && typeof recorded.Error === 'object';
}

/** boto repeats an error's message beside it. */
function isEcho(recorded: object, key: string): boolean {
  return key === 'Message' && isErrorReply(recorded);
}

function patternOf(recorded: string): RegExp {
  const parts = recorded.split(/<[^<>]*>/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*').replace(/\b1{12}\b/g, '\\d{12}')}$`, 's');
}

function plain(actual: unknown): unknown {
  return typeof actual === 'string' ? actual.replace(/\b\d{12}\b/g, '111111111111') : actual;
}

function withoutAbsent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAbsent);
  if (value instanceof Date || value instanceof Uint8Array || typeof value !== 'object' || value === null)
    return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, withoutAbsent(item)]),
  );
}
