export interface Position {
  Line: number;
  Column: number;
}

/**
 * Where each statement of a policy stands in its text: the positions after its `{` and after its `}`, as the simulator
 * reports them (1-based). Source: recorded `test_simulate_principle_policy` (columns 41 and 113).
 * @param text a document that parses as JSON
 */
export function statementPositions(text: string): { start: Position; end: Position }[] {
  const found: { start: Position; end: Position }[] = [];
  const keys: (string | undefined)[] = [];
  const starts: number[] = [];
  let lastString = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const from = at + 1;
      for (at = from; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++;
      lastString = text.slice(from, at);
    } else if (character === ':') {
      keys[keys.length - 1] = lastString;
    } else if (character === '{' || character === '[') {
      keys.push(undefined);
      starts.push(at);
    } else if (character === '}' || character === ']') {
      keys.pop();
      const start = starts.pop() ?? 0;
      // A statement closes at depth 1 (`"Statement": {…}`) or 2 (`"Statement": [{…}]`).
      if (character === '}' && keys[0] === 'Statement' && (keys.length === 1 || keys.length === 2))
        found.push({ start: position(text, start + 1), end: position(text, at + 1) });
    }
  }
  return found;
}

function position(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { Line: before.length, Column: (before.at(-1)?.length ?? 0) + 1 };
}
