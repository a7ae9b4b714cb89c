import { describe, expect, it } from 'vitest';
import { piecesOf } from './markup.ts';

describe('what a platform makes of a text', () => {
  it('is the text itself where there is no markup', () => {
    expect(piecesOf('twitch', '**no** &lt;b&gt;')).toEqual([{ text: '**no** &lt;b&gt;' }]);
  });
  it('is bold, struck and code on Discord', () => {
    expect(piecesOf('discord', 'a **b** ~~c~~ `d` snake_case_name')).toEqual([
      { text: 'a ' },
      { text: 'b', look: 'bold' },
      { text: ' ' },
      { text: 'c', look: 'strike' },
      { text: ' ' },
      { text: 'd', look: 'code' },
      { text: ' snake_case_name' },
    ]);
  });
  it('is read from entities and links on Slack, once', () => {
    expect(piecesOf('slack', '&lt;@U1&gt; &amp;lt; <https://a.example|there> *b*')).toEqual([
      { text: '<@U1> &lt; ' },
      { text: 'there', look: 'link' },
      { text: ' ' },
      { text: 'b', look: 'bold' },
    ]);
  });
});
