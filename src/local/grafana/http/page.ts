import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { packagePath } from '../../../package-root.js';
import { readPageToken, sameSecret } from '../page-token.js';
import { hasPageCookie, setPageCookie } from './authenticate.js';
import { commonHeaders } from './respond.js';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};

/** Everything from this workspace, nothing from anywhere else. Grafana's components write their styles at run time. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const folder = () => packagePath('dist', 'page');

/** The bundle's own files: public code, fonts and icons, the same for every workspace. */
export function isAsset(path: string): boolean {
  return path.startsWith('/assets/') || path.startsWith('/public/');
}

/** A file of the bundle. Names under `/assets` hold a hash of what is in them, so they never change. */
export async function serveAsset(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const file = normalize(join(folder(), decodeURIComponent(path)));
  const found = file.startsWith(folder() + sep) ? await stat(file).catch(() => undefined) : undefined;
  if (found?.isFile() !== true) return plain(response, 404, 'Not found\n');
  const etag = `"${found.size.toString(16)}-${Math.floor(found.mtimeMs).toString(16)}"`;
  const headers = {
    ...commonHeaders,
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'cache-control': path.startsWith('/assets/')
      ? 'public, max-age=31536000, immutable'
      : 'public, max-age=3600',
    etag,
  };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers);
    response.end();
    return;
  }
  const body = await readFile(file);
  response.writeHead(200, { ...headers, 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/**
 * The page itself, to whoever has its token in the URL (which becomes a cookie) or the cookie already. The page is
 * answered at once and not by a redirect: a redirect after a click elsewhere would not carry a strict cookie.
 */
export async function servePage(
  request: IncomingMessage,
  response: ServerResponse,
  workspaceId: string,
  search: URLSearchParams,
  cloud: { folder: string; name: string },
): Promise<void> {
  const secret = readPageToken(cloud.folder, workspaceId);
  const given = search.get('token');
  const opened = secret !== undefined && given !== null && sameSecret(given, secret);
  if (!opened && !hasPageCookie(request, workspaceId, cloud.folder)) {
    return plain(
      response,
      401,
      `This dashboard opens with its own link. To have it: workshop dashboard --name ${cloud.name}\n`,
    );
  }
  const html = await readFile(join(folder(), 'index.html'), 'utf8').catch(() => undefined);
  if (html === undefined) return plain(response, 503, 'The page is not built. To build it: npm run build\n');
  // The bundle's addresses are relative, and the page stands at any depth below the workspace's path.
  const body = Buffer.from(html.replace('<head>', `<head>\n    <base href="/${workspaceId}/" />`));
  response.writeHead(200, {
    ...commonHeaders,
    'content-type': types['.html'],
    'content-length': body.length,
    'content-security-policy': contentSecurityPolicy,
    'cache-control': 'no-cache',
    etag: `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`,
    ...(opened ? { 'set-cookie': setPageCookie(workspaceId, secret) } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

export function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...commonHeaders, 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}
