import { useQueries, useSuspenseQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { meQuery } from '../../api/session.ts';
import { oneOf, type RawSearch, useSearchState } from '../../app/use-search-state.ts';
import { useTitle } from '../../app/use-title.ts';
import { Badge } from '../../design/badge.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { toast } from '../../design/toast.tsx';
import { account } from '../../words/account.ts';
import { useWords } from '../../words/use-words.ts';
import { LinkCode } from './link-code.tsx';
import { Merges } from './merges.tsx';
import { OwnAccounts } from './own-accounts.tsx';
import { OwnCommunities } from './own-communities.tsx';
import { OwnData } from './own-data.tsx';
import { namingQuery, OwnNaming } from './own-naming.tsx';
import { ProofNeeded } from './proof.tsx';
import { linkCodesQuery, mergesQuery, sessionsQuery, waysInQuery } from './queries.ts';
import { Sessions } from './sessions.tsx';
import { WaysIn } from './ways-in.tsx';

/** What pages of /auth say of what they did, on the way back here: a word, never a text. */
const SAID = ['linked', 'own-already', 'merged'] as const;
const readState = (raw: RawSearch) => ({ said: oneOf(raw, 'said', SAID) });

/** `/hub/account`: what is a person's own, whichever community they look at. */
export default function AccountPage() {
  const w = useWords(account);
  useTitle(w.title);
  const { data: me } = useSuspenseQuery(meQuery);
  const [{ said }, change] = useSearchState(readState);
  useEffect(() => {
    if (!said) return;
    toast({ key: said, title: { linked: w.linked, 'own-already': w.ownAlready, merged: w.merged }[said] });
    change({ said: undefined });
  }, [said, change, w]);
  const found = useQueries({ queries: [waysInQuery, linkCodesQuery, sessionsQuery, mergesQuery, namingQuery] });
  for (const { error, data } of found) if (error && data === undefined) throw error;
  return (
    <>
      <PageHeader
        title={<bdi>{me.displayName}</bdi>}
        description={w.intro}
        mark={me.isOperator && <Badge tone="accent">{w.operator}</Badge>}
      />
      {found.every(({ data }) => data !== undefined) ? (
        <div className="space-y-10">
          <ProofNeeded />
          <OwnAccounts />
          <LinkCode />
          <WaysIn />
          <Sessions />
          <Merges />
          <OwnCommunities />
          <OwnNaming />
          <OwnData />
        </div>
      ) : (
        <div className="space-y-6">
          <Skeleton shape="card" lines={2} />
          <Skeleton shape="card" lines={3} />
        </div>
      )}
    </>
  );
}
