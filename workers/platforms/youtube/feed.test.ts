import { describe, expect, it } from 'vitest';
import deleted from '../../../tests/samples/youtube/feed.deleted.xml?raw';
import edited from '../../../tests/samples/youtube/feed.edited.xml?raw';
import published from '../../../tests/samples/youtube/feed.published.xml?raw';
import { parseFeed } from './feed.ts';

const entryOf = (source: string) => parseFeed(source)?.entries[0];

describe('a feed', () => {
  it('tells of an upload', () => {
    expect(parseFeed(published)).toEqual({
      entries: [
        {
          videoId: 'wadVideo001',
          channelId: 'UCdemo0000000000000000000',
          title: 'Penguins & pebbles: how to "waddle" — part 1 🐧',
          author: 'Waddle Demo',
          published: Date.UTC(2026, 9, 4, 11, 57, 40),
          updated: Date.UTC(2026, 9, 4, 11, 58, 21, 417),
          link: 'https://www.youtube.com/watch?v=wadVideo001',
        },
      ],
      deleted: [],
    });
  });

  it('tells of what is gone, and of whom', () => {
    expect(parseFeed(deleted)).toEqual({
      entries: [],
      deleted: [
        {
          videoId: 'wadVideo001',
          channelId: 'UCdemo0000000000000000000',
          author: 'Waddle Demo',
          when: Date.UTC(2026, 9, 4, 11, 59, 30, 250),
        },
      ],
    });
  });

  it('need not say who deleted, or when', () => {
    expect(parseFeed('<feed><at:deleted-entry ref="yt:video:wadVideo001"/></feed>')?.deleted).toEqual([
      { videoId: 'wadVideo001', channelId: null, author: '', when: null },
    ]);
  });

  it('may tell of several, and of other things', () => {
    const entry = published.slice(published.indexOf('<entry>'), published.indexOf('</feed>'));
    const gone = '<at:deleted-entry ref="yt:video:a"/><at:deleted-entry ref="tag:other"/><media:group/>';
    const feed = parseFeed(`<feed>${entry}${gone}${entry}</feed>`);
    expect(feed?.entries).toHaveLength(2);
    expect(feed?.deleted.map(({ videoId }) => videoId)).toEqual(['a']);
  });

  it('links to the video on YouTube, and nowhere else', () => {
    const linked = (href: string) => entryOf(published.replace(/href="[^"]*watch[^"]*"/, `href="${href}"`))?.link;
    const plain = 'https://www.youtube.com/watch?v=wadVideo001';
    expect(entryOf(edited)?.link).toBe('https://www.youtube.com/shorts/wadVideo000');
    expect(linked('http://www.youtube.com/watch?v=wadVideo001')).toBe(plain);
    for (const href of [
      'https://evil.example/',
      'https://www.youtube.com.evil.example/x',
      'javascript:alert(1)',
      'x',
      '',
    ])
      expect(linked(href), href).toBe(plain);
    expect(entryOf(published.replace('rel="alternate" ', ''))?.link).toBe(plain);
  });

  it.each([
    ['its video', /<yt:videoId>.*<\/yt:videoId>/],
    ['its channel', /<yt:channelId>.*<\/yt:channelId>/],
    ['when it came out', /<published>.*<\/published>/],
  ])('is left out an entry that lacks %s', (_, part) => {
    expect(parseFeed(published.replace(part, ''))).toEqual({ entries: [], deleted: [] });
  });

  it('takes an entry that was never touched as it came out', () => {
    const entry = entryOf(published.replace(/<updated>[^<]*<\/updated>\s*<\/entry>/, '</entry>'));
    expect(entry?.updated).toBe(entry?.published);
  });

  it.each(['../../x', 'a b', 'x'.repeat(101), '&#10;'])('knows that %j is the id of no video', (id) => {
    expect(entryOf(published.replaceAll('wadVideo001', id))).toBeUndefined();
  });

  it.each(['', '{}', '<html></html>', '<feed>', '<rss><entry/></rss>'])('is not %j', (source) => {
    expect(parseFeed(source)).toBeNull();
  });
});
