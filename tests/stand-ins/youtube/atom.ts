import type { Video } from './videos.ts';

/** The two spellings of a channel's topic; a subscription hears of it under its own. */
const TOPIC = /^https:\/\/www\.youtube\.com\/(?:xml\/)?feeds\/videos\.xml\?channel_id=([\w-]+)$/;

/** The channel a topic is about, or undefined for any other address. */
export const channelOfTopic = (topic: string): string | undefined => TOPIC.exec(topic)?.[1];

const inXml = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => {
    const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
    return entities[char] ?? char;
  });

/** In whole seconds, as `published` is written. */
const seconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}+00:00`;

/** With nanoseconds, as `updated` is written. */
const nanoseconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 23)}394234+00:00`;

function entry(video: Video, author: string): string {
  return `  <entry>
    <id>yt:video:${inXml(video.id)}</id>
    <yt:videoId>${inXml(video.id)}</yt:videoId>
    <yt:channelId>${inXml(video.channel)}</yt:channelId>
    <title>${inXml(video.title)}</title>
    <link rel="alternate" href="https://www.youtube.com/watch?v=${inXml(video.id)}"/>
    <author>
     <name>${inXml(author)}</name>
     <uri>https://www.youtube.com/channel/${inXml(video.channel)}</uri>
    </author>
    <published>${seconds(video.published)}</published>
    <updated>${nanoseconds(video.updated)}</updated>
  </entry>
`;
}

/** The feed that tells of videos: one in a notification, the latest fifteen when it is read. */
export function videoFeed(videos: readonly Video[], author: string, topic: string, updated: number): string {
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns="http://www.w3.org/2005/Atom">
  <link rel="hub" href="https://pubsubhubbub.appspot.com"/>
  <link rel="self" href="${inXml(topic)}"/>
  <title>YouTube video feed</title>
  <updated>${nanoseconds(updated)}</updated>
${videos.map((video) => entry(video, author)).join('')}</feed>
`;
}

/** The feed that tells of a deleted video; it names the channel by its address only. */
export function deletedFeed(video: Video, author: string, when: number): string {
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns="http://www.w3.org/2005/Atom">
  <at:deleted-entry ref="yt:video:${inXml(video.id)}" when="${seconds(when)}">
    <link href="https://www.youtube.com/watch?v=${inXml(video.id)}"/>
    <at:by>
      <name>${inXml(author)}</name>
      <uri>https://www.youtube.com/channel/${inXml(video.channel)}</uri>
    </at:by>
  </at:deleted-entry>
</feed>
`;
}
