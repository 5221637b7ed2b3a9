import { onPath } from '../platform.js';

/** Flags that say which workshop is meant; a command that is proposed must carry them on. */
export interface WhichWorkshop {
  name?: string | undefined;
  target?: string | undefined;
  region?: string | undefined;
  profile?: string | undefined;
}

const command =
  /(?<![\w./'-])(?:npx )?workshop (setup|sql(?: (?:list|show|run|query))?|status|dashboard|teardown|synth|local(?: (?:start|stop|logs|env))?)\b/g;

/** How this user types the command: `workshop` where it is installed on the PATH, else `npx workshop`. */
export function commandWord(): string {
  return onPath('workshop') ? 'workshop' : 'npx workshop';
}

/**
 * A text whose commands can be copied as they stand: with the word that this user types, and with the flags of the
 * workshop they speak of, where the text doesn't give them itself.
 */
export function typeable(text: string, which: WhichWorkshop = {}, word = commandWord()): string {
  return text.replace(command, (_, verb: string) => {
    const flags = /^sql (list|show)$/.test(verb) ? [] : missingFlags(text, which);
    return [word, verb, ...flags].join(' ');
  });
}

function missingFlags(text: string, which: WhichWorkshop): string[] {
  const flags: (keyof WhichWorkshop)[] = text.includes('--target local')
    ? ['name']
    : ['name', 'target', 'region', 'profile'];
  return flags.flatMap((flag) => {
    const value = which[flag];
    return value === undefined || text.includes(`--${flag}`) ? [] : [`--${flag} ${value}`];
  });
}
