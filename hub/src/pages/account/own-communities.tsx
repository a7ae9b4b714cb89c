import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { api } from '../../api/client.ts';
import { type OwnCommunity, ownCommunitiesQuery } from '../../api/session.ts';
import { Badge } from '../../design/badge.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { Section } from '../../design/section.tsx';
import { Time } from '../../design/time.tsx';
import { toast } from '../../design/toast.tsx';
import { account } from '../../words/account.ts';
import { app } from '../../words/app.ts';
import { useWords } from '../../words/use-words.ts';
import { List, Row } from './list.tsx';

/** Where they have a role, and what of theirs is deleted but not gone. */
export function OwnCommunities() {
  const w = useWords(account);
  const roles = useWords(app);
  const client = useQueryClient();
  const { data: communities } = useSuspenseQuery(ownCommunitiesQuery);
  const haveBack = useMutation({
    mutationFn: ({ slug }: OwnCommunity) =>
      api.communities[':communityId'].undelete.$post({ param: { communityId: slug } }),
    onSuccess: async (_, { name }) => {
      await client.invalidateQueries({ queryKey: ['communities'] });
      toast({ title: w.isBack(name) });
    },
  });
  return (
    <Section aside title={w.communities} description={w.communitiesWhy}>
      <div className="space-y-3">
        {communities.length === 0 ? (
          <p className="text-ink-faint">{w.noCommunities}</p>
        ) : (
          <List>
            {communities.map((community) => {
              const { id, slug, name, role, goneAt } = community;
              return goneAt === null ? (
                <Row
                  key={id}
                  title={
                    <Link to="/c/$slug" params={{ slug }} className="rounded-sm hover:underline">
                      <bdi>{name}</bdi>
                    </Link>
                  }
                  mark={<Badge>{roles[role]}</Badge>}
                />
              ) : (
                <Row
                  key={id}
                  title={<bdi>{name}</bdi>}
                  more={
                    <>
                      {w.goneAt} <Time at={goneAt} />
                    </>
                  }
                  actions={<Button onClick={() => haveBack.mutate(community)}>{w.haveBack}</Button>}
                />
              );
            })}
          </List>
        )}
        <LinkButton asChild>
          <Link to="/start">
            <Plus aria-hidden />
            {w.newCommunity}
          </Link>
        </LinkButton>
      </div>
    </Section>
  );
}
