import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { renderTemplate } from './template.ts';

const scope = (query = '', displayName = 'Pia') => ({ author: { displayName }, query });

describe('a custom command’s text', () => {
  it('names who typed it, what was typed, and its words', () => {
    expect(renderTemplate('$(user): $(query) / $(2)-$(1)', scope('one  two'))).toBe('Pia: one  two / two-one');
  });

  it('greets the one who is named, without @, or else the one who typed', () => {
    expect(renderTemplate('hi $(touser)', scope('@Mo you'))).toBe('hi Mo');
    expect(renderTemplate('hi $(touser)', scope())).toBe('hi Pia');
    expect(renderTemplate('hi $(touser)', scope('@'))).toBe('hi Pia');
  });

  it('prints nothing for a word that was not typed', () => {
    expect(renderTemplate('[$(1)][$(3)][$(99)]', scope('a b'))).toBe('[a][][]');
  });

  it('leaves what it does not know as it was typed', () => {
    const text = '$(nobody) $(0) $(100) $user $( ) $(user.name) $(constructor)';
    expect(renderTemplate(text, scope('a'))).toBe(text);
  });

  it('does not mind case or blanks inside a variable', () => {
    expect(renderTemplate('$( USER ) $(Query)', scope('x'))).toBe('Pia x');
  });

  it('expands nothing that came out of a name or of what was typed', () => {
    expect(renderTemplate('$(query) $(user) $(1)', scope('$(user) $(1)', '$(query)'))).toBe(
      '$(user) $(1) $(query) $(user)',
    );
    expect(renderTemplate('$$(1)', scope('(user)'))).toBe('$(user)');
    fc.assert(
      fc.property(fc.string(), fc.string(), (query, displayName) => {
        expect(renderTemplate('<$(query)|$(user)>', scope(query, displayName))).toBe(`<${query}|${displayName}>`);
      }),
      { numRuns: cases(2_000) },
    );
  });
});
