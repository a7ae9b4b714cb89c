import type { ListedModule, Options } from './queries.ts';

/** A module as the editor holds it. */
export interface ModuleDraft {
  readonly name: string;
  readonly url: string;
  readonly summary: string;
  readonly cacheSeconds: number;
  readonly enabled: boolean;
  readonly options: Options;
}

export const FRESH: ModuleDraft = { name: '', url: '', summary: '', cacheSeconds: 0, enabled: true, options: {} };

export const draftOf = ({ name, url, summary, cacheSeconds, enabled, options }: ListedModule): ModuleDraft => ({
  name,
  url,
  summary,
  cacheSeconds,
  enabled,
  options,
});

/** The options with one of them set; `undefined` goes back to what is usual. */
export function withOption<Key extends keyof Options>(
  options: Options,
  key: Key,
  value: Options[Key] | undefined,
): Options {
  const { [key]: _, ...others } = options;
  return value === undefined ? (others as Options) : { ...options, [key]: value };
}

/** The same of a wait. */
export function withWait(options: Options, key: 'user' | 'channel', seconds: number | undefined): Options {
  const { [key]: _, ...others } = options.cooldown ?? {};
  const cooldown = seconds === undefined ? others : { ...others, [key]: seconds };
  return withOption(options, 'cooldown', Object.keys(cooldown).length > 0 ? cooldown : undefined);
}
