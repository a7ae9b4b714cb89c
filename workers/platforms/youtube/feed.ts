import { childOf, parseXml, textOf, type XmlElement } from './xml.ts';

/** An upload, or a change of its title or description. Times are ms since epoch. */
export interface FeedEntry {
  readonly videoId: string;
  readonly channelId: string;
  readonly title: string;
  /** The channel's name. */
  readonly author: string;
  readonly published: number;
  readonly updated: number;
  readonly link: string;
}

/** A video that is deleted, or not public any more (RFC 6721). */
export interface Tombstone {
  readonly videoId: string;
  /** The channel it names, which it need not. */
  readonly channelId: string | null;
  readonly author: string;
  /** ms since epoch; null where it does not say. */
  readonly when: number | null;
}

export interface Feed {
  readonly entries: readonly FeedEntry[];
  readonly deleted: readonly Tombstone[];
}

const ID = /^[\w-]{1,100}$/;

/**
 * What a notification tells of (YouTube: push notifications), or null where the body is no feed. Entries that lack what
 * they are known by are left out.
 */
export function parseFeed(source: string): Feed | null {
  const feed = parseXml(source);
  if (feed?.name !== 'feed') return null;
  const all = <T>(name: string, read: (element: XmlElement) => T | null): T[] =>
    feed.children.flatMap((child) => (child.name === name ? (read(child) ?? []) : []));
  return { entries: all('entry', readEntry), deleted: all('at:deleted-entry', readTombstone) };
}

function readEntry(entry: XmlElement): FeedEntry | null {
  const videoId = textOf(entry, 'yt:videoId');
  const channelId = textOf(entry, 'yt:channelId');
  const published = Date.parse(textOf(entry, 'published'));
  const updated = Date.parse(textOf(entry, 'updated') || textOf(entry, 'published'));
  if (!ID.test(videoId) || !ID.test(channelId) || !Number.isFinite(published) || !Number.isFinite(updated)) return null;
  const author = childOf(entry, 'author');
  return {
    videoId,
    channelId,
    title: textOf(entry, 'title'),
    author: author ? textOf(author, 'name') : '',
    published,
    updated,
    link: linkOf(entry, videoId),
  };
}

/** The address the feed gives (a Short has one of its own), if it is one of YouTube's. */
function linkOf(entry: XmlElement, videoId: string): string {
  const alternate = entry.children.find(
    ({ name, attributes }) => name === 'link' && attributes.get('rel') === 'alternate',
  );
  const url = URL.parse(alternate?.attributes.get('href') ?? '');
  const isTheirs = url && /^https?:$/.test(url.protocol) && /^(www\.)?youtube\.com$/.test(url.hostname);
  return isTheirs
    ? `https://www.youtube.com${url.pathname}${url.search}`
    : `https://www.youtube.com/watch?v=${videoId}`;
}

function readTombstone(entry: XmlElement): Tombstone | null {
  const [, videoId] = /^yt:video:([\w-]{1,100})$/.exec(entry.attributes.get('ref') ?? '') ?? [];
  if (videoId === undefined) return null;
  const by = childOf(entry, 'at:by');
  const [, channelId] = /\/channel\/([\w-]{1,100})$/.exec(by ? textOf(by, 'uri') : '') ?? [];
  const when = Date.parse(entry.attributes.get('when') ?? '');
  return {
    videoId,
    channelId: channelId ?? null,
    author: by ? textOf(by, 'name') : '',
    when: Number.isFinite(when) ? when : null,
  };
}
