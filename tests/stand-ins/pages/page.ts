import type { Metadata } from '../../../workers/metadata/metadata.ts';

/** A body that is made while it is sent. */
export interface Stream {
  readonly start?: string;
  readonly chunk: string | Uint8Array;
  /** How often the chunk comes; it may be more than anybody will ever read. */
  readonly times: number;
  /** Between two chunks. */
  readonly everyMs?: number;
}

/** What a server answers. */
export interface Page {
  readonly status?: number;
  /** The Content-Type header; null: none. HTML without a charset where it is left out. */
  readonly type?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | Stream;
  /** Before the first byte. */
  readonly delayMs?: number;
}

/** A page as they are all over the web, and what a person would say of it. */
export interface OrdinaryPage extends Page {
  readonly name: string;
  readonly body: string | Uint8Array;
  readonly is: Partial<Metadata> & Pick<Metadata, 'title'>;
}
