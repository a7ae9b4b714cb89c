import { useMutation } from '@tanstack/react-query';
import { Power, PowerOff } from 'lucide-react';
import { api, read } from '../../api/client.ts';
import { tellFailure } from '../../app/tell-failure.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Button } from '../../design/button.tsx';
import { toast } from '../../design/toast.tsx';
import { commands } from '../../words/commands.ts';
import { useWords } from '../../words/use-words.ts';

/** As many as the API changes in one step. */
const MOST = 100;

/** Switches all that are selected on or off, in one step that can be taken back. */
export function BulkSwitch({ names, onDone }: { readonly names: readonly string[]; readonly onDone: () => void }) {
  const w = useWords(commands);
  const { slug } = useCommunity();
  const send = (of: readonly string[], enabled: boolean) =>
    read(
      api.commands[':communityId'].$patch({
        param: { communityId: slug },
        json: { names: [...of], options: { enabled } },
      }),
    );
  const change = useMutation({
    mutationFn: ({ enabled }: { readonly enabled: boolean }) => send(names, enabled),
    onSuccess: ({ changed, missing }, { enabled }) => {
      const left = missing.length > 0 ? { description: w.leftOut(missing.length) } : {};
      if (changed.length === 0) toast({ tone: 'info', title: w.wereSo, ...left });
      else
        toast({
          title: enabled ? w.switchedOn(changed.length) : w.switchedOff(changed.length),
          ...left,
          undo: () => send(changed, !enabled).then(() => {}, tellFailure),
        });
    },
  });
  const switchAll = (enabled: boolean) => change.mutate({ enabled }, { onSuccess: onDone });
  if (names.length > MOST) return <span className="text-ink-soft">{w.tooMany(MOST)}</span>;
  return (
    <>
      <Button size="sm" icon={<Power />} loading={change.isPending} onClick={() => switchAll(true)}>
        {w.switchOn}
      </Button>
      <Button size="sm" icon={<PowerOff />} loading={change.isPending} onClick={() => switchAll(false)}>
        {w.switchOff}
      </Button>
    </>
  );
}
