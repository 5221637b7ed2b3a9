import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores: more than two workers with a DuckDB and a local cloud each only wait for one another.
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    env: { WORKSHOP_STRICT_SHAPES: '1', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
