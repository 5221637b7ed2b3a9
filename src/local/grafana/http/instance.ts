import type { Route } from './route.js';

/** GET /api/org and /api/user: one organisation, and whoever asks. */
export const instanceRoutes: Route[] = [
  {
    method: 'GET',
    path: '/api/org',
    role: 'VIEWER',
    handle: () => ({
      body: {
        id: 1,
        name: 'Main Org.',
        address: { address1: '', address2: '', city: '', zipCode: '', state: '', country: '' },
      },
    }),
  },
  {
    method: 'GET',
    path: '/api/user',
    role: 'VIEWER',
    handle: ({ visitor }) => {
      const name = visitor.account?.name ?? 'page';
      return {
        body: {
          id: Number(visitor.account?.id ?? 0),
          email: '',
          name,
          login: visitor.account === undefined ? name : `sa-1-${name}`,
          theme: '',
          orgId: 1,
          isGrafanaAdmin: false,
          isDisabled: false,
          isExternal: false,
          authLabels: [],
        },
      };
    },
  },
];
