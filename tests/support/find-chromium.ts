import type { TestProject } from 'vitest/node';
import { type Chromium, findChromium, HOW_TO_GET_ONE } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What the hub's journeys run in; null where there is none. */
    chromium: Chromium | null;
  }
}

/** Vitest's globalSetup of the hub's project: looks for a browser once, and says which it is. */
export default async function setup(project: TestProject): Promise<void> {
  const found = await findChromium({ fetch: true });
  console.log(
    found
      ? `The hub's journeys run in ${found.version} (${found.from}: ${found.path})`
      : `no Chromium: ${HOW_TO_GET_ONE}`,
  );
  project.provide('chromium', found);
}
