import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { api, read } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { Code } from '../../design/code.tsx';
import { Dialog, DialogClose } from '../../design/dialog.tsx';
import { httpModules } from '../../words/http-modules.ts';
import { kit } from '../../words/kit.ts';
import { useWords } from '../../words/use-words.ts';

/** Shows a secret, this once. Null: it was told before, and is not kept in the open. */
export function SecretDialog({ secret, onClose }: { readonly secret: string | null; readonly onClose: () => void }) {
  const w = useWords(httpModules);
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={w.secretMade}
      description={secret === null ? w.secretGone : w.secretOnce}
      footer={
        <DialogClose>
          <Button variant="primary">{w.done}</Button>
        </DialogClose>
      }
    >
      {secret !== null && (
        <Code block copy>
          {secret}
        </Code>
      )}
    </Dialog>
  );
}

/** What signs, and another one of it. */
export function SecretCard({ name }: { readonly name: string }) {
  const w = useWords(httpModules);
  const k = useWords(kit);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const [made, setMade] = useState<{ readonly secret: string | null } | null>(null);
  const renew = useMutation({
    mutationFn: () => read(api.modules[':communityId'][':name'].secret.$post({ param: { communityId: slug, name } })),
    onSuccess: ({ secret }) => {
      setAsking(false);
      setMade({ secret });
    },
    onSettled: () => client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'http-modules'] }),
  });
  return (
    <Card title={w.secret} description={w.secretWhy}>
      <Button icon={<KeyRound />} onClick={() => setAsking(true)}>
        {w.renew}
      </Button>
      <Dialog
        open={isAsking}
        onOpenChange={setAsking}
        title={w.renewTitle}
        description={w.renewWhat}
        footer={
          <>
            <DialogClose>
              <Button>{k.cancel}</Button>
            </DialogClose>
            <Button variant="primary" loading={renew.isPending} onClick={() => renew.mutate()}>
              {w.renew}
            </Button>
          </>
        }
      />
      {made && <SecretDialog secret={made.secret} onClose={() => setMade(null)} />}
    </Card>
  );
}
