import { expect } from 'vitest';
import { type Abuse, crossed } from './site.ts';

const ELSEWHERE = [
  'https://evil.example/',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/.//evil.example',
  '/%2f/evil.example',
  '/%5cevil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '/\tevil.example',
  ' //evil.example',
  'http:evil.example',
  '@evil.example',
  '/a/..//evil.example',
];

/** Pages that send people on, once they are who they say. */
const SENDERS = ['/auth/sign-in', '/auth/local/sign-in', '/auth/local/sign-up'];

export const redirects: readonly Abuse[] = crossed(ELSEWHERE, SENDERS, (to, from) => ({
  name: `${JSON.stringify(to)} from ${from}`,
  attack: async (site) => {
    const { text, headers } = await site.raw('GET', `${from}?${new URLSearchParams({ to })}`, { accept: 'text/html' });
    const kept = Array.from(text.matchAll(/name="to" value="([^"]*)"/g), ([, value = '']) => value);
    for (const value of kept) {
      expect(value).toMatch(/^\/(?![/\\])/);
      expect(new URL(value, site.world.publicUrl).origin).toBe(site.world.publicUrl);
    }
    expect(kept.length).toBeGreaterThan(0);
    expect(String(headers.location)).not.toContain('evil');
  },
}));
