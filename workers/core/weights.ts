import type { CommandReply } from './command-options.ts';

/**
 * One of several replies, by weight. It is chosen by the invocation's id and not by chance, so that a second run says the
 * same.
 */
export function chooseReply(replies: readonly CommandReply[], id: string): string {
  const total = replies.reduce((sum, { weight }) => sum + weight, 0);
  let left = unitOf(id) * total;
  for (const { text, weight } of replies) {
    left -= weight;
    if (left < 0) return text;
  }
  return replies.at(-1)?.text ?? '';
}

/** A number from 0 up to 1 that looks random and is always the same for one text (FNV-1a with a final mix). */
export function unitOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) as number), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
