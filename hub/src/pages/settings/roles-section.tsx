import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Eye, Minus, Pencil } from 'lucide-react';
import { useCommunity } from '../../app/use-community.ts';
import { Badge } from '../../design/badge.tsx';
import { LinkButton } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { LoadMore } from '../../design/pagination.tsx';
import { Person } from '../../design/person.tsx';
import { Section } from '../../design/section.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../design/table.tsx';
import { Time } from '../../design/time.tsx';
import { app } from '../../words/app.ts';
import { areas, settings } from '../../words/settings.ts';
import { useWords } from '../../words/use-words.ts';
import { NotLoaded } from './not-loaded.tsx';
import { rightsQuery, rolePages } from './queries.ts';
import { SectionFrame } from './section-frame.tsx';

/** Who has which role, and what each may. */
export function RolesSection() {
  const w = useWords(settings);
  const { slug, may } = useCommunity();
  return (
    <SectionFrame
      title={w.roles}
      description={w.rolesWhy}
      state={
        may('members') &&
        may('roles', 'write') && (
          <LinkButton asChild>
            <Link to="/c/$slug/members" params={{ slug }}>
              {w.toMembers}
            </Link>
          </LinkButton>
        )
      }
    >
      <Holders />
      <RightsTable />
    </SectionFrame>
  );
}

function Holders() {
  const w = useWords(settings);
  const roles = useWords(app);
  const { slug } = useCommunity();
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(rolePages(slug));
  const held = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Section title={w.holders}>
      {error && !data ? (
        <NotLoaded error={error} onRetry={() => void refetch()} />
      ) : (
        <Card flush>
          {data ? (
            <Table label={w.holders}>
              <TableHead>
                <TableRow>
                  <TableHeader>{w.person}</TableHeader>
                  <TableHeader>{w.role}</TableHeader>
                  <TableHeader>{w.since}</TableHeader>
                </TableRow>
              </TableHead>
              <TableBody>
                {held.map(({ account, displayName, login, role, since }) => (
                  <TableRow key={account}>
                    <TableCell className="max-w-64 sm:max-w-96">
                      <Person
                        name={displayName}
                        size="sm"
                        accounts={[{ platform: account.slice(0, account.indexOf(':')), name: login }]}
                      />
                    </TableCell>
                    <TableCell>
                      <Badge tone="outline">{roles[role]}</Badge>
                    </TableCell>
                    <TableCell className="text-ink-soft">
                      <Time at={since} as="date" />
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          ) : (
            <Skeleton shape="table" lines={4} />
          )}
          {data && (hasNextPage || held.length > 20) && (
            <LoadMore
              className="border-line border-t py-2"
              shown={held.length}
              hasMore={hasNextPage}
              loading={isFetchingNextPage}
              onMore={() => void fetchNextPage()}
            />
          )}
        </Card>
      )}
    </Section>
  );
}

const SIGNS = {
  none: { Icon: Minus, look: 'text-ink-faint' },
  read: { Icon: Eye, look: 'text-ink-soft' },
  write: { Icon: Pencil, look: 'text-accent-ink' },
} as const;

function RightsTable() {
  const w = useWords(settings);
  const roles = useWords(app);
  const names: Readonly<Record<string, string>> = useWords(areas);
  const { data, error, refetch } = useQuery(rightsQuery);
  return (
    <Section title={w.rights} description={w.rightsWhy}>
      {error && !data ? (
        <NotLoaded error={error} onRetry={() => void refetch()} />
      ) : (
        <Card flush>
          {data ? (
            <Table label={w.rights}>
              <TableHead>
                <TableRow>
                  <TableHeader>{w.area}</TableHeader>
                  {data.roles.map(({ role }) => (
                    <TableHeader key={role}>{roles[role]}</TableHeader>
                  ))}
                </TableRow>
              </TableHead>
              <TableBody>
                {data.areas.map(({ area, means }) => (
                  <TableRow key={area}>
                    <th
                      scope="row"
                      title={means}
                      className="h-9 whitespace-nowrap px-3 pl-4 text-left font-normal text-ink"
                    >
                      {names[area] ?? area}
                    </th>
                    {data.roles.map(({ role, rights }) => {
                      const right = rights[area];
                      const { Icon, look } = SIGNS[right];
                      return (
                        <TableCell key={role} className="h-9">
                          <span className={`flex items-center gap-1.5 whitespace-nowrap ${look}`}>
                            <Icon aria-hidden className="size-3.5 shrink-0" />
                            <span className={right === 'none' ? 'hidden-visually' : undefined}>{w[right]}</span>
                          </span>
                        </TableCell>
                      );
                    })}
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          ) : (
            <Skeleton shape="table" lines={8} />
          )}
        </Card>
      )}
    </Section>
  );
}
