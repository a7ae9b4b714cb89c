import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { api } from '../../api/client.ts';
import { Button, LinkButton } from '../../design/button.tsx';
import { ConfirmByName } from '../../design/confirm-by-name.tsx';
import { Section } from '../../design/section.tsx';
import { account } from '../../words/account.ts';
import { useWords } from '../../words/use-words.ts';
import { List, Row } from './list.tsx';
import { useIsProved } from './proof.tsx';

/** What erasing asks to be typed, whatever the language: the API wants the same. */
const WORD = 'erase';

/** Everything that is kept of them: to take along, and to be rid of. */
export function OwnData() {
  const w = useWords(account);
  const isProved = useIsProved();
  const erase = useMutation({
    mutationFn: () => api.me.erase.$post({ json: { confirm: WORD } }),
    onSuccess: () => location.assign('/auth/sign-in'),
  });
  return (
    <Section aside title={w.data} description={w.dataWhy}>
      <List>
        <Row
          title={w.exportTitle}
          more={w.exportWhy}
          actions={
            isProved ? (
              <LinkButton href="/api/v1/me/export" download icon={<Download aria-hidden />}>
                {w.exportDo}
              </LinkButton>
            ) : (
              <Button disabled icon={<Download />}>
                {w.exportDo}
              </Button>
            )
          }
        />
        <Row
          title={w.eraseTitle}
          more={w.eraseWhy}
          actions={
            <ConfirmByName
              trigger={
                <Button variant="danger" disabled={!isProved}>
                  {w.eraseDo}
                </Button>
              }
              title={w.eraseTitle}
              description={w.eraseWhy}
              name={WORD}
              action={w.eraseDo}
              onConfirm={async () => {
                await erase.mutateAsync();
              }}
            />
          }
        />
      </List>
    </Section>
  );
}
