import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { tellFailure } from '../../app/tell-failure.ts';
import { useCommunity } from '../../app/use-community.ts';
import { toast } from '../../design/toast.tsx';
import { app } from '../../words/app.ts';
import { members } from '../../words/members.ts';
import { useWords } from '../../words/use-words.ts';
import { nameOf } from './names.ts';
import type { Member } from './queries.ts';
import { mayChangeRoleOf, type Role } from './roles.ts';

type Holder = Pick<Member, 'id' | 'role' | 'banned' | 'accounts'>;

/** Where one of many fails the others are done: what failed is told once. */
async function forEach<Row>(rows: readonly Row[], act: (row: Row) => Promise<unknown>) {
  const ends = await Promise.allSettled(rows.map(act));
  return {
    done: rows.filter((_, i) => ends[i]?.status === 'fulfilled'),
    failures: ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : [])),
  };
}

function useTelling() {
  const w = useWords(members);
  return (failures: readonly unknown[], all: number) => {
    if (failures.length === 0) return;
    if (failures.length === 1 && all === 1) return tellFailure(failures[0]);
    const [first] = failures;
    toast({
      tone: 'danger',
      title: w.someFailed(failures.length, all),
      ...(first instanceof Error ? { description: first.message } : {}),
    });
  };
}

/** Gives a role to members, or takes theirs away (null); each can be had back as it was. */
export function useRoleChange() {
  const w = useWords(members);
  const roles = useWords(app);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const tell = useTelling();
  const settle = () => client.invalidateQueries({ queryKey: ofCommunity(slug) });
  const set = async ({ accounts: [first] }: Holder, role: Role | null) => {
    const at = api.communities[':communityId'].roles[':account'];
    const param = { communityId: slug, account: first?.account ?? '' };
    if (role === null) await at.$delete({ param });
    else await at.$put({ param, json: { role } });
  };
  return useMutation({
    mutationFn: ({ of, role }: { readonly of: readonly Holder[]; readonly role: Role | null }) =>
      forEach(
        of.filter((one) => one.role !== role),
        (one) => set(one, role),
      ),
    onSuccess: ({ done, failures }, { of, role }) => {
      tell(failures, of.length);
      const [only] = done;
      if (!only) return;
      const undo = async () => {
        const back = await forEach(done, (one) => set(one, one.role));
        tell(back.failures, done.length);
        await settle();
      };
      const title =
        done.length === 1
          ? role === null
            ? w.roleTaken(nameOf(only))
            : w.roleGiven(nameOf(only), roles[role])
          : role === null
            ? w.rolesTaken(done.length)
            : w.rolesGiven(done.length, roles[role]);
      toast({ key: 'role', title, undo });
    },
    onSettled: settle,
  });
}

/** Bans members; undone, the role comes back, too, where whoever bans may give it. */
export function useBan() {
  const w = useWords(members);
  const { slug, role: mine } = useCommunity();
  const client = useQueryClient();
  const tell = useTelling();
  const settle = () => client.invalidateQueries({ queryKey: ofCommunity(slug) });
  const at = api.communities[':communityId'].bans[':member'];
  const paramOf = ({ id }: Holder) => ({ communityId: slug, member: id });
  const lift = async (one: Holder) => {
    await at.$delete({ param: paramOf(one) });
    const account = one.accounts[0]?.account;
    if (one.role !== null && account !== undefined && mayChangeRoleOf(mine, one.role))
      await api.communities[':communityId'].roles[':account'].$put({
        param: { communityId: slug, account },
        json: { role: one.role },
      });
  };
  return useMutation({
    mutationFn: ({ of, reason }: { readonly of: readonly Holder[]; readonly reason: string }) =>
      forEach(of, (one) => at.$put({ param: paramOf(one), json: { reason } })),
    onSuccess: ({ done, failures }, { of }) => {
      tell(failures, of.length);
      const [only] = done;
      if (!only) return;
      const losesRole = done.some((one) => one.role !== null && !mayChangeRoleOf(mine, one.role));
      toast({
        key: 'ban',
        title: done.length === 1 ? w.bannedNow(nameOf(only)) : w.bannedMany(done.length),
        ...(losesRole ? { description: w.roleStaysGone } : {}),
        undo: async () => {
          const back = await forEach(done, lift);
          tell(back.failures, done.length);
          await settle();
        },
      });
    },
    onSettled: settle,
  });
}
