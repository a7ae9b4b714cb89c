import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { mismatches } from './cases.ts';

const run = promisify(execFile);

/** The same in a process whose own clocks are elsewhere: nothing may come to depend on them. */
async function mismatchesIn(zone: string): Promise<ReturnType<typeof mismatches> & { readonly noon: string }> {
  const code = `import(${JSON.stringify(new URL('cases.ts', import.meta.url).href)}).then(({ mismatches }) =>
    console.log(JSON.stringify({ ...mismatches(), noon: new Date(Date.UTC(2026, 0, 1, 12)).toString() })))`;
  const { stdout } = await run(process.execPath, ['--no-warnings', '-e', code], {
    env: { ...process.env, TZ: zone },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout);
}

describe('recurrence rules against python-dateutil and zoneinfo', () => {
  it('come out the same in this process', () => {
    const { cases, wrong } = mismatches();
    expect(wrong).toEqual([]);
    expect(cases).toBeGreaterThanOrEqual(1_500);
  });

  it.each([
    ['UTC', '12:00:00 GMT+0000'],
    ['America/New_York', '07:00:00 GMT-0500'],
    ['Pacific/Apia', '01:00:00 GMT+1300'],
  ])('come out the same where the process lives in %s', async (zone, clock) => {
    const { wrong, noon } = await mismatchesIn(zone);
    expect(noon).toContain(clock);
    expect(wrong).toEqual([]);
  });
});
