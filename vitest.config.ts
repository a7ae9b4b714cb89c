import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/** Real parts: one PostgreSQL behind the bridge for all projects, workerd for what runs at the edge, Node for what does not. */
export default defineConfig({
  test: {
    globalSetup: ['./tests/support/database.ts'],
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        define: { FAULTS: 'false' },
        plugins: [
          cloudflareTest({
            main: './tests/support/workerd-entry.ts',
            miniflare: {
              compatibilityDate: '2026-11-01',
              // As wrangler does by itself; without it Vite would link the module's imports.
              modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
              durableObjects: {
                CHANNEL: { className: 'Channel', useSQLite: true },
                UPSTREAM: { className: 'Upstream', useSQLite: true },
                AGENDA: { className: 'Agenda', useSQLite: true },
                LIVE_CHAT: { className: 'LiveChat', useSQLite: true },
                RATE_LIMITER: { className: 'RateLimiter', useSQLite: true },
                COMMUNITY: { className: 'Community', useSQLite: true },
                FEEDS: { className: 'Feeds', useSQLite: true },
              },
              queueProducers: {
                INVOCATIONS: 'waddlebot-invocations',
                DELIVERIES: 'waddlebot-deliveries',
                ACTIVITY: 'waddlebot-activity',
                JOBS: 'waddlebot-jobs',
                DEAD_LETTERS: 'waddlebot-dead-letters',
              },
            },
          }),
        ],
        test: {
          name: 'workerd',
          include: [
            'workers/**/*.test.ts',
            'durable-objects/**/*.test.ts',
            'db/neon.test.ts',
            'tests/fuzz/**/*.test.ts',
            'tests/cost/**/*.test.ts',
          ],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'node',
          include: [
            'db/local/**/*.test.ts',
            'db/migrate.test.ts',
            'db/schema.test.ts',
            'db/storage-page.test.ts',
            'scripts/**/*.test.ts',
            'tests/stand-ins/**/*.test.ts',
            'tests/conformance/**/*.test.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 90_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['tests/journeys/**/*.test.ts', 'tests/faults/**/*.test.ts', 'tests/security/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
