import { useSuspenseQuery } from '@tanstack/react-query';
import { KeyRound, ShieldCheck } from 'lucide-react';
import { LinkButton } from '../../design/button.tsx';
import { Section } from '../../design/section.tsx';
import { account } from '../../words/account.ts';
import { useWords } from '../../words/use-words.ts';
import { List, Row } from './list.tsx';
import { Passkeys } from './passkeys.tsx';
import { waysInQuery } from './queries.ts';

const ICON = 'size-4 shrink-0 text-ink-faint';

/** How somebody signs in besides their linked accounts. What is typed there is typed on pages of /auth alone. */
export function WaysIn() {
  const w = useWords(account);
  const { data } = useSuspenseQuery(waysInQuery);
  const { name, hasPassword, asksCode, codesLeft } = data;
  return (
    <Section aside title={w.waysIn} description={w.waysInWhy}>
      <div className="space-y-4">
        <List>
          <Row
            before={<KeyRound aria-hidden className={ICON} />}
            title={w.password}
            more={hasPassword && name !== null ? w.passwordAs(name) : w.noPassword}
            actions={
              <LinkButton href="/auth/local/password">{hasPassword ? w.changePassword : w.setPassword}</LinkButton>
            }
          />
          <Row
            before={<ShieldCheck aria-hidden className={ICON} />}
            title={w.app}
            more={asksCode ? w.appOn(codesLeft) : hasPassword ? w.appOff : w.appNeedsPassword}
            actions={(hasPassword || asksCode) && <LinkButton href="/auth/local">{w.manage}</LinkButton>}
          />
        </List>
        <Passkeys waysIn={data} />
      </div>
    </Section>
  );
}
