import { vi } from 'vitest';
import { operationsOf } from '../../workers/api/openapi/document.ts';
import { createApp } from '../../workers/app.ts';
import { compose } from '../../workers/compose.ts';
import { buildRoad } from '../../workers/router/road.ts';
import type { Sample } from './api-samples.ts';

vi.stubGlobal('FAULTS', false);

/** The app as it is put together, to learn what is mounted; nothing is asked of it. */
export const APP = (() => {
  const secret = (seed: string) => Buffer.from(`${seed} of thirty-two different bytes?`).toString('base64');
  const vars = {
    PUBLIC_URL: 'https://bot.example.org',
    DATABASE_URL: 'postgres://user:password@database.example.org/waddlebot',
    SESSION_SECRET: secret('Session'),
    ENCRYPTION_KEY: secret('Sealing'),
  };
  const composition = compose(vars as unknown as Parameters<typeof compose>[0], () => {});
  return createApp(composition, buildRoad(composition.services));
})();

/** Every route of the admin API, with its contract. */
export const OPERATIONS = operationsOf(APP.routes);
export type Operation = (typeof OPERATIONS)[number];

/** Where a sample goes, under /api/v1. */
export function pathOf({ path }: Operation, { path: values = {}, query = {} }: Sample): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  const search = new URLSearchParams(query).toString();
  return filled.replace('/api/v1', '') + (search ? `?${search}` : '');
}
