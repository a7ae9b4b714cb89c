import { describe, expect, it } from 'vitest';
import page from '../../docs/communities.md?raw';
import { SCOPE_NAMES } from './api.ts';
import { ROLES } from './levels.ts';
import { AREAS, type Area, hasRight, levelIn, mayGrant, mayHandOut, neededFor, RIGHTS, type Right } from './rights.ts';

const AREA_NAMES = Object.keys(AREAS) as Area[];
const may = (right: Right) => ({ none: 0, read: 1, write: 2 })[right];

describe('the table of rights', () => {
  it('gives owners all, and every role no more than the one above it', () => {
    for (const area of AREA_NAMES) {
      const held = ROLES.map((role) => may(RIGHTS[role][area]));
      expect([area, held]).toEqual([area, held.toSorted((one, other) => other - one)]);
      if (area !== 'audit') expect([area, RIGHTS.owner[area]]).toEqual([area, 'write']);
    }
  });

  it('lets moderators change no settings, wipe nothing, and give no roles', () => {
    for (const area of ['settings', 'loyalty-wipes', 'roles', 'keys', 'integrations', 'ai', 'ownership'] as const)
      expect([area, hasRight('moderator', { area, right: 'write' })]).toEqual([area, false]);
    expect(hasRight('admin', { area: 'loyalty-wipes', right: 'write' })).toBe(false);
    expect(hasRight('admin', { area: 'ownership', right: 'write' })).toBe(false);
    expect(hasRight('admin', { area: 'operations', right: 'read' })).toBe(false);
  });

  it('lets editors write commands and memories alone, and viewers nothing', () => {
    const written = (role: 'editor' | 'viewer') => AREA_NAMES.filter((area) => RIGHTS[role][area] === 'write');
    expect(written('editor')).toEqual(['commands', 'memories']);
    expect(written('viewer')).toEqual([]);
  });

  it('shows what is said in chat to nobody who may just have joined', () => {
    for (const role of ['editor', 'viewer'] as const) {
      expect(hasRight(role, neededFor('feed:read') as NonNullable<ReturnType<typeof neededFor>>)).toBe(false);
      expect(hasRight(role, { area: 'members', right: 'read' })).toBe(false);
    }
  });

  it('raises editors for commands and memories, viewers for nothing', () => {
    expect(levelIn('editor', 'commands')).toBe('moderator');
    expect(levelIn('editor', 'memories')).toBe('moderator');
    expect(levelIn('editor', 'calendar')).toBe('everyone');
    expect(levelIn('editor', null)).toBe('everyone');
    for (const area of AREA_NAMES) expect(levelIn('viewer', area)).toBe('everyone');
  });
});

describe('what is handed on', () => {
  it('is a role below one’s own, but for owners', () => {
    const given = (role: (typeof ROLES)[number]) => ROLES.filter((other) => mayHandOut(role, other));
    expect(given('owner')).toEqual([...ROLES]);
    expect(given('admin')).toEqual(['moderator', 'editor', 'viewer']);
    for (const role of ['moderator', 'editor', 'viewer'] as const) expect(given(role)).toEqual([]);
  });

  it('is a scope for what one may do oneself', () => {
    expect(SCOPE_NAMES.filter((scope) => !mayGrant('owner', scope))).toEqual([]);
    expect(SCOPE_NAMES.filter((scope) => !mayGrant('admin', scope))).toEqual(['roles:write', 'events:actor']);
    expect(SCOPE_NAMES.filter((scope) => mayGrant('viewer', scope)).sort()).toEqual(
      ['channels:read', 'commands:read', 'communities:read', 'memories:read'].sort(),
    );
  });
});

/** The table as docs/communities.md has it. */
function printed(): string {
  const rows = [
    ['Area', ...ROLES, 'Is'],
    ...AREA_NAMES.map((area) => [
      `\`${area}\``,
      ...ROLES.map((role) => RIGHTS[role][area].replace('none', '–')),
      AREAS[area],
    ]),
  ];
  const widths = (rows[0] as string[]).map((_, i) => Math.max(...rows.map((row) => (row[i] as string).length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] as number)).join(' | ')} |`;
  const [head, ...body] = rows as [string[], ...string[][]];
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

it('docs/communities.md prints the table as it is', () => {
  const [, table] = /<!-- roles: begin.*-->\n+([\s\S]*?)\n+<!-- roles: end -->/.exec(page) ?? [];
  expect(table?.trim()).toBe(printed());
});
