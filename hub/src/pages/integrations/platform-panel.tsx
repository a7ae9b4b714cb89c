import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { LinkPlatform } from '../../channels/link-platform.tsx';
import { NOUN } from '../../channels/platform-facts.ts';
import { type PlatformState, platformsQuery } from '../../channels/queries.ts';
import { Button } from '../../design/button.tsx';
import { FocusHere } from '../../design/focus-here.tsx';
import { platformLabel } from '../../design/platform-mark.tsx';
import { SidePanel } from '../../design/side-panel.tsx';
import { channelWords } from '../../words/channels.ts';
import { useWords } from '../../words/use-words.ts';

export interface PlatformPanelProps {
  readonly state: PlatformState;
  readonly slug: string;
  readonly isOperator: boolean;
  readonly onClose: () => void;
}

/** Linking by one platform, or what it lacks. */
export function PlatformPanel({ state, slug, isOperator, onClose }: PlatformPanelProps) {
  const w = useWords(channelWords);
  const client = useQueryClient();
  const isAsking = useIsFetching({ queryKey: platformsQuery.queryKey }) > 0;
  const name = platformLabel(state.platform);
  const isOff = state.missing.length > 0;
  return (
    <SidePanel
      open
      onClose={onClose}
      title={isOff ? w.offTitle(name) : w.link(w[NOUN[state.platform]], name)}
      footer={
        (isOff || state.bot === 'missing' || state.bot === 'refused') && (
          <Button
            icon={<RotateCw />}
            loading={isAsking}
            onClick={() => void client.invalidateQueries({ queryKey: platformsQuery.queryKey })}
          >
            {w.checkAgain}
          </Button>
        )
      }
    >
      <FocusHere>
        <LinkPlatform
          slug={slug}
          state={state}
          isOperator={isOperator}
          to={`/hub/c/${slug}/integrations?platform=${state.platform}`}
        />
      </FocusHere>
    </SidePanel>
  );
}
