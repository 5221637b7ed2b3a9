import { WorkshopError } from '../errors.js';

/** An answer of Grafana's HTTP API that is not 2xx. */
export class GrafanaError extends WorkshopError {
  readonly status: number;
  /** The answer's text as it came. */
  readonly body: string;

  constructor(method: string, path: string, status: number, body: string) {
    super({
      code: 'grafana-failed',
      message: `Grafana refused ${method} ${path} (${status}).`,
      why: messageOf(body),
    });
    this.status = status;
    this.body = body;
  }
}

/** A workspace's own HTTP API with a service account's token. */
export class GrafanaHttp {
  private readonly baseUrl: string;
  private readonly token: string;

  constructor(baseUrl: string, token: string) {
    this.baseUrl = baseUrl;
    this.token = token;
  }

  get<T>(path: string): Promise<T> {
    return this.send('GET', path);
  }
  post<T>(path: string, body: unknown): Promise<T> {
    return this.send('POST', path, body);
  }
  put<T>(path: string, body: unknown): Promise<T> {
    return this.send('PUT', path, body);
  }

  /** @throws GrafanaError */
  private async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      signal: AbortSignal.timeout(60_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new GrafanaError(method, path, response.status, text);
    return (text ? JSON.parse(text) : undefined) as T;
  }
}

function messageOf(text: string): string {
  try {
    return String((JSON.parse(text) as { message?: string }).message ?? text);
  } catch {
    return text.slice(0, 300);
  }
}
