import fc from 'fast-check';

/** Any code point but lone surrogates, with more of those that a chat bot stumbles over. */
const codePoint = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0x00, 0x0a, 0x0d, 0x85, 0xa0, 0x034f, 0x200b, 0x200d, 0x202e, 0x2028, 0x2800),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0xfe0f, 0x1f3fb, 0x1f427, 0x1f469, 0x1f1e9, 0x1f1ea, 0xe0001, 0x0301, 0x2764),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0x10_ffff }).filter((point) => point < 0xd800 || point > 0xdfff) },
);

export const anyText = (maxLength = 30): fc.Arbitrary<string> =>
  fc.array(codePoint, { maxLength, size: 'max' }).map((points) => String.fromCodePoint(...points));
