import { describe, expect, it } from 'vitest';
import { bestMatch } from './best-match.ts';

const GAMES = [
  'Grand Theft Auto V',
  'Counter-Strike 2',
  'Counter-Strike: Global Offensive',
  'Minecraft Dungeons',
  'Minecraft',
  'Pokémon Legends: Arceus',
  'The Witcher 3: Wild Hunt',
  'Just Chatting',
  'Fall Guys',
];
const named = (names: readonly string[]) => names.map((name, id) => ({ id: String(id), name }));
const order = (typed: string, names: readonly string[] = GAMES) =>
  bestMatch(typed, named(names)).map(({ name }) => name);
const best = (typed: string) => order(typed)[0];

describe('the best match', () => {
  it.each([
    ['minecraft', 'Minecraft'],
    ['counter strike 2', 'Counter-Strike 2'],
    ['POKEMON legends', 'Pokémon Legends: Arceus'],
    ['just', 'Just Chatting'],
    ['gta', 'Grand Theft Auto V'],
    ['gta v', 'Grand Theft Auto V'],
    ['cs2', 'Counter-Strike 2'],
    ['csgo', 'Counter-Strike: Global Offensive'],
    ['witcher', 'The Witcher 3: Wild Hunt'],
    ['counter 2', 'Counter-Strike 2'],
    ['craft dungeons', 'Minecraft Dungeons'],
    ['mincraft', 'Minecraft'],
    ['fal guyz', 'Fall Guys'],
  ])('of %j is %j', (typed, name) => {
    expect(best(typed)).toBe(name);
  });

  it('is the same name before one that begins so, and that before one that only holds it', () => {
    expect(order('rust', ['Trust', 'Rusty Lake', 'Rust', 'Rust Console Edition'])).toEqual([
      'Rust',
      'Rusty Lake',
      'Rust Console Edition',
      'Trust',
    ]);
  });

  it('leaves what does not fit at the end, in the order it came in: the platform may know why it is there', () => {
    expect(order('zelda', ['Tetris', 'Chess', 'The Legend of Zelda'])).toEqual([
      'The Legend of Zelda',
      'Tetris',
      'Chess',
    ]);
  });

  it('takes a letter alone for no initial', () => {
    expect(order('m', ['Grand Mal', 'Maze Machine', 'Myst'])[0]).toBe('Myst');
  });

  it('changes nothing where nothing was typed, and takes signs for what they are', () => {
    expect(order(' ')).toEqual(GAMES);
    expect(order('!!', ['Hm', '!!', ''])).toEqual(['!!', 'Hm', '']);
    expect(order('ニーア', ['Nier', 'ニーア オートマタ'])[0]).toBe('ニーア オートマタ');
  });

  it('is found among nothing, too', () => {
    expect(order('minecraft', [])).toEqual([]);
  });
});
