import type { StreamAnswer, StreamRefusal } from '../../core/stream.ts';
import { oneLine } from '../../core/text.ts';
import type { CallUpstream } from '../call.ts';
import { limited, noToken, notAllowed, ownersCall, refusal, unclearAnswer } from '../owner.ts';
import { type BroadcastReader, broadcastList, ON_AIR } from './broadcasts.ts';
import { type Called, LACKS_SCOPE, readCall } from './errors.ts';
import { UNITS, unitBudget } from './quota.ts';

const OWNERS = {
  title: 'YouTube',
  /** What allows it: asked of streamers who want it. */
  connect: '`npm run connect youtube -- --with stream`',
};
const NOT_SAID = refusal('upstream', 'YouTube did not say what is on the air, so nothing was done. Try again soon.');

/** YouTube: a title has 1 to 100 characters, with neither `<` nor `>`. */
const LONGEST_TITLE = 100;

/** Sets the title of what is on the air (`liveBroadcasts.update`): 51 units. */
export async function setTitle(
  reader: BroadcastReader,
  channel: string,
  given: string,
): Promise<StreamAnswer<{ readonly title: string }>> {
  const title = oneLine(given);
  if (title === '') return refusal('refused', 'A title needs at least one character.');
  if (title.length > LONGEST_TITLE)
    return refusal(
      'refused',
      `A title on YouTube has at most ${LONGEST_TITLE} characters; this one has ${title.length}.`,
    );
  if (/[<>]/.test(title)) return refusal('refused', 'A title on YouTube cannot have < or > in it.');

  const call = await ownersCall({ ...OWNERS, asOwner: reader.asOwner }, channel);
  if (typeof call !== 'function') return call;
  const listed = await ask(reader, call, UNITS.list, `liveBroadcasts?${new URLSearchParams(ON_AIR)}`);
  if (!listed.ok) return refusalOf(listed, NOT_SAID);
  const parsed = broadcastList.safeParse(listed.json);
  if (!parsed.success) return NOT_SAID;
  const [broadcast] = parsed.data.items ?? [];
  if (!broadcast) return refusal('not-live', 'There is no title to set: the channel is not on the air.');

  // An update takes away whatever of the part it does not name.
  const { description, scheduledStartTime, scheduledEndTime } = broadcast.snippet;
  const updated = await ask(reader, call, UNITS.updateBroadcast, 'liveBroadcasts?part=id,snippet', {
    id: broadcast.id,
    snippet: { title, description, scheduledStartTime, scheduledEndTime },
  });
  return updated.ok ? { ok: true, title } : refusalOf(updated, unclearAnswer(OWNERS.title));
}

/** Pays for a call and makes it. */
async function ask(
  { apiUrl, spend, unitsPerDay, clock }: BroadcastReader,
  call: CallUpstream,
  cost: number,
  path: string,
  body?: object,
): Promise<Called> {
  const now = clock();
  const units = unitBudget(cost, unitsPerDay, now);
  if (!(await spend(units).catch(() => false)))
    return { ok: false, why: 'quota', reason: 'spent', afterMs: units.resetAt - now };
  const result = await call(`${apiUrl}/${path}`, (token) => ({
    method: body ? 'PUT' : 'GET',
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }));
  return readCall(result, clock());
}

/** @param ifUnclear what is to be said where nobody knows what came of it. */
function refusalOf(called: Exclude<Called, { readonly ok: true }>, ifUnclear: StreamRefusal): StreamRefusal {
  switch (called.why) {
    case 'quota':
      return refusal(
        'limited',
        'The units that YouTube gives WaddleBot a day are used up. They are back at midnight in California.',
        called.afterMs,
      );
    case 'rate':
      return limited(OWNERS.title, called.afterMs);
    case 'token':
      return noToken(OWNERS, called.afterMs);
    case 'unclear':
      return ifUnclear;
    case 'refused':
      return called.reason === LACKS_SCOPE || called.status === 401
        ? notAllowed(OWNERS)
        : (REFUSALS[called.reason] ?? refusal('refused', `YouTube says no: ${called.reason}`));
  }
}

/** YouTube Live Streaming API: errors of `liveBroadcasts.update`. */
const REFUSALS: Readonly<Record<string, StreamRefusal>> = {
  liveBroadcastNotFound: refusal('not-live', 'There is no title to set: the broadcast is over.'),
  invalidTitle: refusal('refused', 'YouTube does not take this title.'),
  insufficientLivePermissions: refusal('forbidden', 'YouTube does not let this channel change its broadcasts.'),
  livePermissionBlocked: refusal('forbidden', 'YouTube has blocked live streaming on this channel.'),
  liveStreamingNotEnabled: refusal('forbidden', 'Live streaming is not switched on for this channel.'),
};
