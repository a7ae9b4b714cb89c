import { html } from 'hono/html';
import type { Markup } from '../page.ts';

const COLOURS: Readonly<Record<string, string>> = {
  twitch: '#7d3bf0',
  discord: '#4752c4',
  slack: '#611f69',
  youtube: '#c4302b',
  kick: '#176b2c',
  local: '#3b4a63',
};

/** A platform's first letter on its colour: told apart at a glance, and read by nobody who hears the page. */
export const mark = (platform: string, title: string): Markup =>
  html`<svg class="mark" width="22" height="22" viewBox="0 0 22 22" aria-hidden="true"><rect width="22" height="22" rx="6" fill="${COLOURS[platform] ?? '#3b4a63'}"/><text x="11" y="15.5" text-anchor="middle" font-family="system-ui,sans-serif" font-size="13" font-weight="700" fill="#fff">${title.slice(0, 1)}</text></svg>`;
