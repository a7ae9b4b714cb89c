import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { Code } from '../../design/code.tsx';
import { ConfirmByName } from '../../design/confirm-by-name.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { LoadMore } from '../../design/pagination.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../design/table.tsx';
import { Time } from '../../design/time.tsx';
import { toast } from '../../design/toast.tsx';
import { settings } from '../../words/settings.ts';
import { useWords } from '../../words/use-words.ts';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { NotLoaded } from './not-loaded.tsx';
import { keyPages } from './queries.ts';
import { SectionFrame } from './section-frame.tsx';

/** A community's own keys for programs. */
export function KeysSection() {
  const w = useWords(settings);
  const { slug } = useCommunity();
  const [isMaking, setMaking] = useState(false);
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(keyPages(slug));
  const keys = data?.pages.flatMap((page) => page.data) ?? [];
  const make = (
    <Button variant="primary" icon={<Plus />} onClick={() => setMaking(true)}>
      {w.newKey}
    </Button>
  );
  return (
    <SectionFrame
      title={w.keys}
      description={data && keys.length === 0 ? undefined : w.keysWhy}
      state={keys.length > 0 && make}
    >
      {error && !data && <NotLoaded error={error} onRetry={() => void refetch()} />}
      {!data && !error && (
        <Card flush>
          <Skeleton shape="table" lines={3} />
        </Card>
      )}
      {data && keys.length === 0 && (
        <EmptyState
          title={w.noKeys}
          action={make}
          example={<KeyTable keys={[{ ...EXAMPLE, name: w.keyExample }]} isExample />}
        >
          {w.keysWhy}
        </EmptyState>
      )}
      {keys.length > 0 && (
        <Card flush>
          <KeyTable keys={keys} />
          {hasNextPage && (
            <LoadMore
              className="border-line border-t py-2"
              shown={keys.length}
              hasMore
              loading={isFetchingNextPage}
              onMore={() => void fetchNextPage()}
            />
          )}
        </Card>
      )}
      <NewKeyDialog open={isMaking} onClose={() => setMaking(false)} />
    </SectionFrame>
  );
}

interface ShownKey {
  readonly id: string;
  readonly name: string;
  readonly start: string;
  readonly scopes: readonly string[];
  readonly shared: boolean;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}

const EXAMPLE: Omit<ShownKey, 'name'> = {
  id: 'example',
  start: 'wbk_7Qd2',
  scopes: ['commands:read', 'commands:write'],
  shared: false,
  createdAt: '2026-01-01T12:00:00Z',
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: '2026-01-02T12:00:00Z',
};

function KeyTable({ keys, isExample = false }: { readonly keys: readonly ShownKey[]; readonly isExample?: boolean }) {
  const w = useWords(settings);
  const now = Date.now();
  return (
    <Table label={w.keys}>
      <TableHead>
        <TableRow>
          <TableHeader>{w.keyName}</TableHeader>
          <TableHeader>{w.begins}</TableHeader>
          <TableHeader>{w.lastUsed}</TableHeader>
          <TableHeader>{w.expires}</TableHeader>
          <TableHeader>
            <span className="hidden-visually">{w.actions}</span>
          </TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {keys.map((key) => {
          const isOver = key.expiresAt !== null && Date.parse(key.expiresAt) <= now;
          const isOpen = key.revokedAt === null && !isOver;
          return (
            <TableRow key={key.id} className={isOpen ? undefined : 'text-ink-faint'}>
              <TableCell className="max-w-72">
                <span className="flex min-w-0 items-center gap-2">
                  <bdi className={`truncate ${isOpen ? 'font-medium' : 'text-ink-faint'}`}>{key.name}</bdi>
                  {key.revokedAt !== null && <Badge>{w.closed}</Badge>}
                  {key.revokedAt === null && isOver && <Badge>{w.expired}</Badge>}
                  {key.shared && <Badge tone="outline">{w.shared}</Badge>}
                </span>
                <span className="block truncate text-ink-faint text-sm" title={key.scopes.join(', ')}>
                  {key.scopes.join(', ')}
                </span>
              </TableCell>
              <TableCell>
                <Code className="whitespace-nowrap">{`${key.start}…`}</Code>
              </TableCell>
              <TableCell className="text-ink-soft">
                {key.lastUsedAt ? <Time at={key.lastUsedAt} /> : w.unused}
              </TableCell>
              <TableCell className="text-ink-soft">
                {key.expiresAt ? <Time at={key.expiresAt} as="date" /> : w.neverShort}
              </TableCell>
              <TableCell className="text-right">
                {isOpen && !key.shared && <CloseKey of={key} inert={isExample} />}
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

function CloseKey({ of: { id, name }, inert }: { readonly of: ShownKey; readonly inert: boolean }) {
  const w = useWords(settings);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const close = useMutation({
    mutationFn: () => api.communities[':communityId'].keys[':key'].$delete({ param: { communityId: slug, key: id } }),
    onSuccess: () => toast({ title: w.keyClosed(name) }),
    onSettled: () => client.invalidateQueries({ queryKey: keyPages(slug).queryKey }),
  });
  const button = (
    <Button size="sm" aria-label={w.closeKeyOf(name)}>
      {w.closeKey}
    </Button>
  );
  if (inert) return button;
  return (
    <ConfirmByName
      trigger={button}
      title={w.closeKeyOf(name)}
      description={w.closeKeyWhy}
      name={name}
      action={w.closeKey}
      onConfirm={async () => {
        await close.mutateAsync();
      }}
    />
  );
}
