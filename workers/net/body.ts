import { concat } from '../core/bytes.ts';
import { decodeHtml } from './html-encoding.ts';

export interface Body {
  readonly text: string;
  /** Whether there was more than fits the budget. */
  readonly isCut: boolean;
}

const TEXT_TYPES =
  /^(?:text\/[\w.+-]+|application\/(?:[\w.+-]+\+)?(?:json|xml|yaml)|application\/(?:x-)?(?:javascript|ecmascript|ndjson|www-form-urlencoded))$/;

/** The media type of a Content-Type header in lower case, without its parameters; empty where none is told. */
export const mediaType = (contentType: string | null): string =>
  (contentType ?? '').split(';')[0]!.trim().toLowerCase();

/** Whether a body of this type is text. What tells no type is taken for text. */
export const isText = (type: string): boolean => type === '' || TEXT_TYPES.test(type);

const charsetOf = (contentType: string | null): string | undefined =>
  /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1];

/** By the charset that the header names (`latin1` and its kin as browsers read them); UTF-8 where it names none, or none that is known. */
function decoderFor(charset: string | undefined): TextDecoder {
  try {
    return new TextDecoder(charset ?? 'utf-8');
  } catch {
    return new TextDecoder();
  }
}

/**
 * Reads a body up to a budget and gives up the rest. What counts is what is read after decompression, so a small body that
 * unpacks into a large one is cut like any other.
 * Time is not watched here: the request's signal ends its body, too.
 *
 * @param sniff `html`: what names no charset in its header may name it in its text.
 */
export async function readText(
  body: ReadableStream<Uint8Array>,
  contentType: string | null,
  maxBytes: number,
  sniff?: 'html',
): Promise<Body> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let left = maxBytes;
  let isCut = false;
  try {
    while (!isCut) {
      const { done, value } = await reader.read();
      if (done) break;
      isCut = value.length > left;
      chunks.push(value.subarray(0, left));
      left -= Math.min(left, value.length);
    }
  } finally {
    // Not awaited: a source may take its time to end, and nobody is interested any more.
    reader.cancel().catch(() => {});
  }
  const bytes = concat(...chunks);
  const charset = charsetOf(contentType);
  if (sniff === 'html') return { text: decodeHtml(bytes, charset, isCut), isCut };
  return { text: decoderFor(charset).decode(bytes, { stream: isCut }), isCut };
}
