/** Reads JSON without making values of it: a number keeps every digit, an object stays the text that it was. */

const blank = /[ \t\r\n]/;

/** Where the value that begins at `from` ends; undefined when the text ends first. The text need not be sound JSON. */
export function valueEnd(text: string, from: number): number | undefined {
  const first = text[from];
  if (first === '"') return stringEnd(text, from);
  if (first !== '{' && first !== '[') {
    let at = from;
    while (at < text.length && !/[,\]} \t\r\n]/.test(text[at] as string)) at++;
    return at;
  }
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '"') {
      const end = stringEnd(text, at);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if (char === '{' || char === '[') depth++;
    else if ((char === '}' || char === ']') && --depth === 0) return at + 1;
  }
  return undefined;
}

function stringEnd(text: string, from: number): number | undefined {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return undefined;
}

/** The members of a sound object's text, each value as its text; of two members of a name the last counts. */
export function memberTexts(object: string): Map<string, string> {
  const found = new Map<string, string>();
  let at = skipBlank(object, 1);
  while (object[at] === '"') {
    const nameEnd = stringEnd(object, at) ?? object.length;
    const name = JSON.parse(object.slice(at, nameEnd)) as string;
    const from = skipBlank(object, skipBlank(object, nameEnd) + 1);
    const end = valueEnd(object, from) ?? object.length;
    found.set(name, object.slice(from, end));
    at = skipBlank(object, skipBlank(object, end) + 1);
  }
  return found;
}

/** The items of a sound array's text. */
export function itemTexts(array: string): string[] {
  const found: string[] = [];
  let at = skipBlank(array, 1);
  while (at < array.length && array[at] !== ']') {
    const end = valueEnd(array, at) ?? array.length;
    found.push(array.slice(at, end));
    at = skipBlank(array, end);
    if (array[at] === ',') at = skipBlank(array, at + 1);
  }
  return found;
}

export function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && blank.test(text[at] as string)) at++;
  return at;
}
