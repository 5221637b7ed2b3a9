import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * What is handed to clients and comes back: shard iterators and page tokens. Encrypted and authenticated with a key
 * kept on disk, so nobody can make one up and they outlive the process.
 */
export class OpaqueTokens {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  seal(content: object): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const sealed = cipher.update(JSON.stringify(content), 'utf8');
    return Buffer.concat([nonce, sealed, cipher.final(), cipher.getAuthTag()]).toString('base64');
  }

  /** Undefined when the text is not one that this cloud sealed. */
  open<T extends object>(text: string): T | undefined {
    const bytes = Buffer.from(text, 'base64');
    if (bytes.length <= NONCE_BYTES + TAG_BYTES || bytes.toString('base64') !== text) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const content = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      return JSON.parse(Buffer.concat([content, decipher.final()]).toString('utf8')) as T;
    } catch {
      return undefined;
    }
  }
}
