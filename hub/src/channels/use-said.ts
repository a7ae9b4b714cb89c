import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { oneOf, type RawSearch, textIn } from '../app/use-search-state.ts';
import { platformLabel } from '../design/platform-mark.tsx';
import { toast } from '../design/toast.tsx';
import { channelWords } from '../words/channels.ts';
import { useWords } from '../words/use-words.ts';

const WHY = {
  denied: 'whyDenied',
  stale: 'whyStale',
  app: 'whyApp',
  account: 'whyAccount',
  scopes: 'whyScopes',
  elsewhere: 'whyElsewhere',
  unreachable: 'whyUnreachable',
  unreached: 'whyUnreached',
  'no-channel': 'whyNoChannel',
  'bot-account': 'whyBotAccount',
  failed: 'whyFailed',
} as const;
type Said = keyof typeof WHY | 'linked' | 'bot-connected';
const SAID = [...Object.keys(WHY), 'linked', 'bot-connected'] as readonly Said[];
const PLATFORMS = ['twitch', 'discord', 'slack', 'youtube', 'kick'] as const;

/**
 * Tells once how a consent went that somebody comes back from, and takes it out of the address. What stands there is one of a few
 * words (`workers/auth/channels.ts`): anything else is nobody's, and shown nowhere.
 */
export function useSaid(): void {
  const w = useWords(channelWords);
  const raw = useSearch({ strict: false }) as RawSearch;
  const navigate = useNavigate();
  const said = oneOf(raw, 'said', SAID);
  const platform = oneOf(raw, 'on', PLATFORMS);
  const isThere = textIn(raw, 'said') !== undefined || textIn(raw, 'on') !== undefined;
  useEffect(() => {
    if (!isThere) return;
    if (said && platform) {
      const name = platformLabel(platform);
      if (said === 'linked') toast({ key: 'said', title: w.saidLinked(name) });
      else if (said === 'bot-connected') toast({ key: 'said', title: w.saidBot(name) });
      else toast({ key: 'said', tone: 'danger', title: w.saidNot(name), description: w[WHY[said]] });
    }
    void navigate({
      to: '.',
      replace: true,
      search: ((before: RawSearch) => {
        const { said: _, on: __, platform: open, ...rest } = before;
        // What was open to link something is done with.
        return said === 'linked' || open === undefined ? rest : { ...rest, platform: open };
      }) as never,
    });
  }, [isThere, said, platform, navigate, w]);
}
