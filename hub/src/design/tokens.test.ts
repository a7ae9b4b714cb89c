import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** The contrast of each pair of tokens that meet on a page, as WCAG 2.2 reckons it (1.4.3 text, 1.4.11 what is not text). */

type Tokens = Readonly<Record<string, string>>;

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function tokensOf(selector: string): Tokens {
  const block = css.slice(css.indexOf(`${selector} {`)).split('\n}')[0] ?? '';
  return Object.fromEntries(
    Array.from(block.matchAll(/--([\w-]+): (oklch\([^)]*\));/g), ([, name, value]) => [name, value]),
  );
}

const themes = { dark: tokensOf('[data-theme="dark"]'), light: tokensOf('[data-theme="light"]') };

/** Linear sRGB of an `oklch(L% C H)`, by the matrices of CSS Color 4. */
function linear(colour: string): readonly [number, number, number] {
  const [l = 0, c = 0, h = 0] = Array.from(colour.matchAll(/[\d.]+/g), Number);
  const [lightness, a, b] = [l / 100, c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)];
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
  ];
}

function luminance(colour: string): number {
  const [red, green, blue] = linear(colour).map((part) => Math.min(1, Math.max(0, part)));
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['canvas', 'surface', 'raised', 'sunken', 'field', 'hover', 'selected'];
const STATES = ['ok', 'warning', 'danger', 'info'];
const PLATFORMS = ['twitch', 'discord', 'slack', 'youtube', 'kick'];
const DATA = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `data-${n}`);

const pairs = (texts: readonly string[], grounds: readonly string[]) =>
  texts.flatMap((text) => grounds.map((ground) => [text, ground] as const));

const TEXT = [
  ...pairs(['ink', 'ink-soft', 'ink-faint', 'accent-ink', ...STATES], GROUNDS),
  ...pairs(['ink', 'ink-soft'], ['pressed', 'accent-soft', ...STATES.map((state) => `${state}-soft`)]),
  ...STATES.map((state) => [state, `${state}-soft`] as const),
  ...pairs(['accent-ink'], ['accent-soft']),
  ...pairs(['on-accent'], ['accent', 'accent-hover']),
  ...pairs(['on-danger'], ['danger-solid', 'danger-solid-hover']),
];

const SIGNS = [
  ...pairs(['edge', 'accent', 'focus'], ['canvas', 'surface', 'raised', 'sunken', 'field']),
  ...pairs([...PLATFORMS, ...DATA, 'penguin-coat'], ['canvas', 'surface', 'raised']),
  ...pairs(['penguin-eye', 'penguin-coat'], ['penguin-belly']),
];

for (const [theme, tokens] of Object.entries(themes)) {
  const told = (list: readonly (readonly [string, string])[], least: number) =>
    list
      .map(([front, back]) => [front, back, contrast(tokens[front] ?? '', tokens[back] ?? '')] as const)
      .filter(([, , ratio]) => !(ratio >= least))
      .map(([front, back, ratio]) => `${front} on ${back}: ${ratio.toFixed(2)}, needs ${least}`);

  it(`lets every text be read on its ground (${theme})`, () => {
    expect(told(TEXT, 4.5)).toEqual([]);
  });

  it(`lets every edge, ring, marker and line of a chart be seen (${theme})`, () => {
    expect(told(SIGNS, 3)).toEqual([]);
  });

  it(`stays within what every screen can show (${theme})`, () => {
    const outside = Object.entries(tokens).filter(([, colour]) =>
      linear(colour).some((part) => part < -0.002 || part > 1.002),
    );
    expect(outside.map(([name, colour]) => `${name} ${colour}`)).toEqual([]);
  });
}

it('gives both themes the same colours', () => {
  expect(Object.keys(themes.light)).toEqual(Object.keys(themes.dark));
});
