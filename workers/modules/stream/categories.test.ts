import { expect, it } from 'vitest';
import { chooseCategory } from './categories.ts';

const among = (...names: string[]) => names.map((name, at) => ({ id: String(at), name }));
const chosen = (typed: string, ...names: string[]) => {
  const choice = chooseCategory(typed, among(...names));
  return choice.is === 'clear' ? choice.category.name : choice.near.map(({ name }) => name);
};

it('takes the category that is called so, whatever else begins so', () => {
  expect(chosen('minecraft', 'Minecraft Dungeons', 'Minecraft')).toBe('Minecraft');
  expect(chosen('pokemon gold', 'Pokémon: Gold', 'Pokémon: Gold & Silver')).toBe('Pokémon: Gold');
  expect(chosen('!?', '!!', '!?')).toBe('!?');
});

it('takes the only one there is, and the only one that begins so', () => {
  expect(chosen('gta', 'Grand Theft Auto V')).toBe('Grand Theft Auto V');
  expect(chosen('just ch', 'Chess', 'Just Chatting')).toBe('Just Chatting');
});

it('does not guess among several', () => {
  expect(chosen('mine', 'Minecraft', 'Minecraft Dungeons')).toEqual(['Minecraft', 'Minecraft Dungeons']);
  expect(chosen('craft', 'Minecraft', 'Warcraft')).toEqual(['Minecraft', 'Warcraft']);
  expect(chosen('nothing')).toEqual([]);
});
