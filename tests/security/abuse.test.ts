import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../support/world.ts';
import { forgedRequests, framing, scripts, sockets } from './browser.ts';
import { massAssignment, prototypePollution, sqlInjection } from './injection.ts';
import { redirects } from './redirects.ts';
import { type Abuse, Site } from './site.ts';
import { caches, enumeration, fixation, headers, paths } from './transport.ts';

let world: World;
let site: Site;
beforeAll(async () => {
  world = await startWorld();
  site = await Site.open(world);
});
afterAll(() => world?.close());

/** What is tried, by the kind of attack. */
const CLASSES: Readonly<Record<string, readonly Abuse[]>> = {
  'cross-site scripting': scripts,
  'cross-site request forgery': forgedRequests,
  'SQL injection': sqlInjection,
  'forged headers': headers,
  'climbing paths': paths,
  'prototype pollution': prototypePollution,
  'mass assignment': massAssignment,
  'open redirects': redirects,
  clickjacking: framing,
  enumeration,
  'session fixation': fixation,
  'cross-site sockets': sockets,
  'cache poisoning': caches,
};

for (const [name, abuses] of Object.entries(CLASSES))
  describe(name, () => {
    it.each(abuses)('$name', ({ attack }) => attack(site));
  });

it('tries at least two hundred', () => {
  expect(Object.values(CLASSES).flat().length).toBeGreaterThanOrEqual(200);
});
