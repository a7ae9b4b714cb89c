// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the language under test
import { describe, expect, it } from 'vitest';
import type { Node } from './nodes.ts';
import { parse } from './parse.ts';

/** Nodes in short: a variable as its references and their arguments. */
const short = (nodes: readonly Node[]): unknown[] =>
  nodes.map((node) =>
    node.kind === 'text'
      ? node.text
      : node.alternatives.map(({ ref, args, words }) => ({
          ...(ref?.is === 'name' ? { name: [ref.name, ...ref.members].join('.') } : {}),
          ...(ref?.is === 'range' ? { from: ref.from, to: ref.to } : {}),
          ...(args.length > 0 ? { args: short(args) } : {}),
          ...(ref === null ? { words: short(words) } : {}),
        })),
  );

describe('a command’s text', () => {
  it('is text and variables, by place', () => {
    const { nodes, problems } = parse('hi $(user mo) ${1}');
    expect(nodes.map(({ start, end }) => [start, end])).toEqual([
      [0, 3],
      [3, 13],
      [13, 14],
      [14, 18],
    ]);
    expect(short(nodes)).toEqual(['hi ', [{ name: 'user', args: ['mo'] }], ' ', [{ from: 1, to: null }]]);
    expect(problems).toEqual([]);
  });

  it.each<[string, unknown[]]>([
    ['$(1:)', [[{ from: 1, to: 'end' }]]],
    ['$(1:3 a $(2) b )', [[{ from: 1, to: 3, args: ['a ', [{ from: 2, to: null }], ' b'] }]]],
    ['$(fromindex12)', [[{ from: 12, to: 'end' }]]],
    ['$(Random.1-6)', [[{ name: 'random.1-6' }]]],
    ['$(time.America/New_York)', [[{ name: 'time.America/New_York' }]]],
    [
      '$(customapi.https://x.y/z?a=$(1))',
      [[{ name: 'customapi', args: ['https://x.y/z?a=', [{ from: 1, to: null }]] }]],
    ],
    [
      '$(1|user mo)',
      [
        [
          { from: 1, to: null },
          { name: 'user', args: ['mo'] },
        ],
      ],
    ],
    [
      '$(1 | $(2)| "a|b" |)',
      [[{ from: 1, to: null }, { words: [[{ from: 2, to: null }]] }, { words: ['a|b'] }, { words: [] }]],
    ],
    ['$(1|user$(2))', [[{ from: 1, to: null }, { words: ['user', [{ from: 2, to: null }]] }]]],
    ['$(math 3 | 4)', [[{ name: 'math', args: ['3 | 4'] }]]],
    ['$(eval `${(1)}\\$` )', [[{ name: 'eval', args: ['`${(1)}\\$`'] }]]],
    ['${eval f({}) + `${1}`}', [[{ name: 'eval', args: ['f({}) + `${1}`'] }]]],
    ['$(evaluate ${1})', [[{ name: 'evaluate', args: [[{ from: 1, to: null }]] }]]],
  ])('%s', (text, nodes) => {
    expect(short(parse(text).nodes)).toEqual(nodes);
  });

  it('tells what it leaves as typed, and why', () => {
    expect(parse('$(a $() ${b').problems).toEqual([
      { problem: 'unclosed', start: 0, end: 11 },
      { problem: 'no-name', start: 4, end: 7 },
      { problem: 'unclosed', start: 8, end: 11 },
    ]);
    expect(parse(`${'$(echo '.repeat(21)}x${')'.repeat(21)}`).problems).toEqual([
      { problem: 'too-deep', start: 140, end: 142 },
    ]);
  });

  it('is read once while it is in use, and forgotten when many others were', () => {
    const first = parse('kept $(user)');
    expect(parse('kept $(user)')).toBe(first);
    expect(parse('kept $(user)', 'nightbot')).not.toBe(first);
    for (let i = 0; i < 300; i++) parse(`other ${i}`);
    expect(parse('kept $(user)')).not.toBe(first);
  });
});
