import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { bookmarks, bookmarkVisits } from '../../db/schema/index.ts';
import { hmacSha256, toHex, utf8 } from '../core/bytes.ts';
import { describeError } from '../core/errors.ts';
import type { Services } from './services.ts';

/** Nothing else is worth asking about. */
const CODE = /^[2-9b-z]{4,16}$/;
/** Who visited is kept this long, days; how many did stays. */
const KEPT_DAYS = 30;
const DAY_MS = 24 * 3600_000;
const FORGOTTEN_AT_ONCE = 5_000;

/** Programs that look a link up by themselves, by what they call themselves; they are sent on, and count for nothing. Cubot makes telephones. */
const PROGRAM =
  /(?<!cu)bot(?:\b|_)|crawl|spider|slurp|preview|fetch|scan|monitor|archive|facebookexternalhit|embedly|whatsapp|telegram|skype|slack|discord|headless|lighthouse|curl|wget|python|httpx?client|okhttp|axios|node|undici|go-http|java\/|libwww|feed|rss/i;
/** What browsers say of pages that nobody has asked for yet. */
const AHEAD = /prefetch|prerender|preview/i;

function counts(request: Request): boolean {
  if (request.method !== 'GET') return false;
  const { headers } = request;
  const agent = headers.get('user-agent') ?? '';
  if (agent === '' || PROGRAM.test(agent)) return false;
  return !['purpose', 'sec-purpose', 'x-purpose', 'x-moz'].some((name) => AHEAD.test(headers.get(name) ?? ''));
}

const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);

/**
 * What a visitor goes by on one day (UTC): a hash under a salt of that day. Nothing of the address can be read from it, and it is
 * another one the next day.
 */
async function visitorOf(secret: string, day: string, { headers }: Request): Promise<string> {
  const salt = toHex(await hmacSha256(secret, utf8(`bookmark visits of ${day}`)));
  const who = `${headers.get('cf-connecting-ip') ?? ''}\n${headers.get('user-agent') ?? ''}`;
  return toHex(await hmacSha256(salt, utf8(who))).slice(0, 32);
}

type Deps = Pick<Services, 'db' | 'clock' | 'log'> & {
  readonly settings: Pick<Services['settings'], 'SESSION_SECRET'>;
};

/** `GET /b/:code`: leads to a bookmark's page, and counts a visit per visitor and day. */
export function shortLinks({ db, clock, log, settings }: Deps): Hono {
  return new Hono().get('/b/:code', async (c) => {
    c.header('Referrer-Policy', 'no-referrer');
    c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
    const code = c.req.param('code').toLowerCase();
    if (!CODE.test(code)) return c.text(NO_LINK, 404);
    const day = dayOf(clock());
    const visitor = counts(c.req.raw) ? await visitorOf(settings.SESSION_SECRET, day, c.req.raw) : null;
    const found = db.run('bookmark.visit', (d) =>
      d.execute<{ url: string | null; title: string }>(sql`
        with found as (select id, url, title from ${bookmarks} where code = ${code} and deleted_at is null),
          visited as (
            insert into ${bookmarkVisits} (bookmark_id, day, visitor)
            select id, ${day}::date, ${visitor}::text from found where ${visitor}::text is not null
            on conflict do nothing returning bookmark_id),
          counted as (update ${bookmarks} b set visits = b.visits + 1 from visited where b.id = visited.bookmark_id)
        select url, title from found`),
    );
    try {
      const [link] = (await found).rows;
      if (!link) return c.text(NO_LINK, 404);
      return link.url === null ? c.text(link.title) : c.redirect(link.url, 302);
    } catch (error) {
      log('warn', 'short-link.not-looked-up', { error: describeError(error) });
      c.header('Retry-After', '30');
      return c.text(AWAY, 503);
    }
  });
}

const NO_LINK =
  'There is no page behind this link: it was mistyped, or its bookmark was deleted. Ask whoever gave it to you.\n';
const AWAY = 'This link cannot be looked up at the moment. Try again in half a minute.\n';

/** Deletes who visited longer ago than 30 days; the counts stay. */
export async function forgetVisits({ db }: Pick<Services, 'db'>, now: number): Promise<void> {
  const before = dayOf(now - KEPT_DAYS * DAY_MS);
  for (let round = 0; round < 100; round++) {
    const gone = await db.run('bookmark-visits.forget', (d) =>
      d.execute<{ n: number }>(sql`
        with gone as (
          delete from ${bookmarkVisits} where ctid = any(array(
            select ctid from ${bookmarkVisits} where day < ${before}::date limit ${FORGOTTEN_AT_ONCE}))
          returning 1)
        select count(*)::int as n from gone`),
    );
    if ((gone.rows[0]?.n ?? 0) < FORGOTTEN_AT_ONCE) return;
  }
}
