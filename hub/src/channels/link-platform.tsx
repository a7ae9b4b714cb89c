import { Plug } from 'lucide-react';
import { useState } from 'react';
import { Alert } from '../design/alert.tsx';
import { Button } from '../design/button.tsx';
import { Checkbox } from '../design/checkbox.tsx';
import { platformLabel } from '../design/platform-mark.tsx';
import { channelWords } from '../words/channels.ts';
import { useWords } from '../words/use-words.ts';
import { goLink } from './go-link.ts';
import { NOUN } from './platform-facts.ts';
import { PlatformSetup } from './platform-setup.tsx';
import type { PlatformState } from './queries.ts';

export interface LinkPlatformProps {
  readonly slug: string;
  readonly state: PlatformState;
  readonly isOperator: boolean;
  /** Where they come back to. */
  readonly to: string;
}

/** Linking a channel of one platform, or what has to be done before that can be. */
export function LinkPlatform({ slug, state, isOperator, to }: LinkPlatformProps) {
  const w = useWords(channelWords);
  const [withStream, setWithStream] = useState(false);
  const { platform, missing, bot, canSteer } = state;
  const name = platformLabel(platform);
  if (missing.length > 0) {
    return isOperator ? (
      <div className="space-y-4">
        <p className="text-ink-soft">{w.offMissing(missing.length)}</p>
        <PlatformSetup state={state} />
      </div>
    ) : (
      <p className="text-ink-soft">{w.offForOthers}</p>
    );
  }
  if (bot === 'missing' || bot === 'refused') {
    return (
      <Alert
        tone="warning"
        title={bot === 'missing' ? w.botMissing(name) : w.botRefused(name)}
        action={
          isOperator && (
            <Button variant="primary" onClick={() => goLink({ slug, platform, asBot: true }, to)}>
              {w.connectBot}
            </Button>
          )
        }
      >
        {isOperator ? w.botForOperator : w.botForOthers}
      </Alert>
    );
  }
  return (
    <div className="space-y-4">
      <p className="text-ink-soft">{state.standIn ? w.standIn(name) : w.agree(name)}</p>
      {canSteer && (
        <Checkbox checked={withStream} onChange={setWithStream} label={w.withStream} hint={w.withStreamWhy} />
      )}
      <Button variant="primary" icon={<Plug />} onClick={() => goLink({ slug, platform, withStream }, to)}>
        {w.link(w[NOUN[platform]], name)}
      </Button>
    </div>
  );
}
