import path from 'node:path';
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/order.ts';

/** What runs at the edge is tested there, beside the same objects and queues. */
const inWorkerd = () => ({
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
          DISCORD_GATEWAY: { className: 'DiscordGateway', useSQLite: true },
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
});

/** Real parts: one PostgreSQL behind the bridge for all projects, workerd for what runs at the edge, Node for what does not. */
export default defineConfig({
  test: {
    globalSetup: ['./tests/support/database.ts'],
    // On two cores: journeys wait now and then, for queues and for what is to be done behind an answer.
    maxWorkers: 5,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        ...inWorkerd(),
        test: {
          name: 'workerd',
          include: ['workers/**/*.test.ts', 'durable-objects/**/*.test.ts', 'tests/fuzz/**/*.test.ts'],
          // A fresh workerd for each of two hundred files would cost more than what is tested in them.
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        ...inWorkerd(),
        test: {
          name: 'workerd-alone',
          // What counts calls of an isolate that knows nothing yet, and what others' types of the driver would change.
          include: ['db/neon.test.ts', 'db/rehearsal.test.ts', 'tests/cost/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        // As the hub's own build has it.
        resolve: { alias: { '@waddlebot': path.resolve(import.meta.dirname, 'workers') } },
        test: {
          name: 'node',
          include: [
            'db/local/**/*.test.ts',
            'db/migrate.test.ts',
            'db/schema.test.ts',
            'db/storage-page.test.ts',
            'hub/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'tests/{stand-ins,conformance,journeys,faults,security,hub,mutants}/**/*.test.ts',
          ],
          globalSetup: ['./tests/support/find-chromium.ts'],
          // Files that a process has one after the other share what is imported, and one browser: a third of the work.
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Browsers beside each other on two cores: what is waited for comes, but not within the second that is usual.
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
