/** The workspace's path on this server, with its trailing slash: `/g-0123456789/`. */
export const workspacePath: string = /^\/g-[0-9a-f]{10}\//.exec(location.pathname)?.[0] ?? '/';

declare global {
  interface Window {
    /** Where `@grafana/ui` looks for icons and fonts. Read once, at its first import. */
    __grafana_public_path__?: string;
  }
}
window.__grafana_public_path__ = `${workspacePath}public/`;

/** The page's token has become a cookie by now: it need not stay in the address bar, the history, or a copied link. */
const address = new URL(location.href);
if (address.searchParams.has('token')) {
  address.searchParams.delete('token');
  history.replaceState(null, '', address);
}
