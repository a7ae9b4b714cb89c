import { Badge } from '../../design/badge.tsx';
import { commands } from '../../words/commands.ts';
import { useWords } from '../../words/use-words.ts';
import type { ListedCommand } from './queries.ts';

const TONES = { builtin: 'neutral', custom: 'accent', alias: 'outline', http: 'outline' } as const;

/** What a command is: built in, of the community's own, another name, or somebody else's. */
export function KindBadge({ kind }: { readonly kind: ListedCommand['kind'] }) {
  const w = useWords(commands);
  return <Badge tone={TONES[kind]}>{w[kind]}</Badge>;
}
