import { parseArgs } from 'node:util';
import { and, eq, or, sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { channels, communities, WEBHOOK_VERIFIERS } from '../db/schema/index.ts';
import { type CommunityId, PLATFORMS } from '../workers/core/ids.ts';
import {
  type CreatedWebhook,
  createWebhook,
  listWebhooks,
  removeWebhook,
  type WebhookVerifier,
} from '../workers/router/webhooks.ts';
import { type Env, printOutcome, Refused, type Surroundings, withSurroundings } from './local/surroundings.ts';

const USAGE = `Incoming webhooks: addresses at which your own programs say things in chat.

  npm run webhook -- add --channel twitch:1000001 --name "Deploys" [--room <id>] [--verifier bearer] [--template '…']
  npm run webhook -- list [--community <slug>]
  npm run webhook -- remove <id> [--community <slug>]

  --channel    platform:id of a linked channel; Discord and Slack also need --room, the id of the conversation
  --verifier   standard  senders sign by Standard Webhooks
               github    senders sign by X-Hub-Signature-256, as GitHub does
               bearer    knowing the address is enough (the default)
  --template   what is said of payloads without a "text": '$(data.sender.login) did $(event) in $(data.repository.name)'

It works on the database of the running \`npm start\`, or on the one that DATABASE_URL names.`;

interface Asked {
  readonly channel?: string | undefined;
  readonly room?: string | undefined;
  readonly name?: string | undefined;
  readonly verifier?: string | undefined;
  readonly template?: string | undefined;
  readonly community?: string | undefined;
}

async function add({ db, keys, publicUrl }: Surroundings, asked: Asked): Promise<string> {
  const [, platformName, channel] = /^([a-z]+):(\S+)$/.exec(asked.channel ?? '') ?? [];
  const platform = PLATFORMS.find((known) => known === platformName);
  if (!platform || !channel)
    throw new Refused(`Say which channel: --channel <platform>:<id>, with one of ${PLATFORMS.join(', ')}.`);
  if (!asked.name) throw new Refused('Give it a name that people will know it by: --name "Deploys"');
  const verifier = WEBHOOK_VERIFIERS.find((known) => known === (asked.verifier ?? 'bearer'));
  if (!verifier)
    throw new Refused(`There is no verifier "${asked.verifier}". Choose one of ${WEBHOOK_VERIFIERS.join(', ')}.`);

  // Both before anything is made: the address and the secret can be shown only once.
  const base = publicUrl();
  const keyring = verifier === 'bearer' ? { current: '' } : keys();
  const [linked] = await db.run('webhook.community', (d) =>
    d
      .select({ communityId: channels.communityId })
      .from(channels)
      .where(and(eq(channels.platform, platform), eq(channels.platformId, channel))),
  );
  if (!linked)
    throw new Refused(`The channel ${asked.channel} is not linked to a community. Linked are: ${await linkedIn(db)}.`);
  const made = await createWebhook(db, keyring, {
    communityId: linked.communityId as CommunityId,
    platform,
    channel,
    name: asked.name,
    verifier,
    ...(asked.room === undefined ? {} : { room: asked.room }),
    ...(asked.template === undefined ? {} : { template: asked.template }),
  });
  const heading = `Made the webhook "${asked.name.trim()}" (${made.id}) for ${asked.channel}.`;
  return [heading, '', ...instructions(made, verifier, `${base}/webhooks/in/${made.token}`, asked.template)].join('\n');
}

async function linkedIn(db: Database): Promise<string> {
  const rows = await db.run('webhook.channels', (d) =>
    d.select({ key: sql<string>`platform || ':' || platform_id` }).from(channels).orderBy(sql`1`).limit(20),
  );
  return rows.map(({ key }) => key).join(', ') || 'none yet';
}

/** What the sender's side needs; the address and the secret are shown here and never again. */
function instructions(
  { secret }: CreatedWebhook,
  verifier: WebhookVerifier,
  address: string,
  template: string | undefined,
): readonly string[] {
  const lines = [`  address   ${address}`, ...(secret === null ? [] : [`  secret    ${secret}`]), ''];
  lines.push(
    `Keep ${secret === null ? 'it like a password: it is' : 'them like passwords: they are'} shown this once and cannot be looked up again.`,
    '',
  );
  switch (verifier) {
    case 'bearer':
      lines.push('Try it:', `  curl -H 'content-type: application/json' -d '{"text":"It works!"}' '${address}'`);
      break;
    case 'github':
      lines.push('On GitHub (Settings, Webhooks): that address, content type application/json, that secret.');
      if (!template)
        lines.push(
          'GitHub’s payloads have no "text", so without a --template this webhook stays silent. Remove it and add it with one.',
        );
      break;
    case 'standard':
      lines.push('Senders sign by Standard Webhooks (https://www.standardwebhooks.com) and send {"text":"…"}.');
      break;
  }
  return lines;
}

/** The community that was named, or the only one there is. */
async function communityFor(db: Database, named: string | undefined): Promise<CommunityId> {
  const found = await db.run('webhook.communities', (d) =>
    d
      .select({ id: communities.id, slug: communities.slug })
      .from(communities)
      .where(named === undefined ? undefined : or(eq(communities.slug, named), sql`${communities.id}::text = ${named}`))
      .orderBy(communities.slug)
      .limit(20),
  );
  const [community, ...others] = found;
  if (!community)
    throw new Refused(
      named === undefined ? 'There is no community in this database yet.' : `There is no community "${named}" here.`,
    );
  if (others.length > 0)
    throw new Refused(
      `Say which community: --community <slug>. There are: ${found.map(({ slug }) => slug).join(', ')}.`,
    );
  return community.id as CommunityId;
}

async function list({ db }: Surroundings, asked: Asked): Promise<string> {
  const hooks = await listWebhooks(db, await communityFor(db, asked.community));
  const lines = hooks.flatMap(
    ({ id, name, platform, channel, room, verifier, tokenStart, lastUsedAt, template }): readonly string[] => {
      const where = `${platform}:${channel}${room === channel ? '' : ` room ${room}`}`;
      const used = lastUsedAt ? `last used ${lastUsedAt.toISOString()}` : 'never used';
      return [
        `${id}  ${name}`,
        `  ${where}, ${verifier}, address …/webhooks/in/${tokenStart}…, ${used}`,
        ...(template === null ? [] : [`  says ${JSON.stringify(template)}`]),
      ];
    },
  );
  return lines.length > 0
    ? lines.join('\n')
    : 'There are no incoming webhooks. Make one: npm run webhook -- add --channel <platform>:<id> --name <name>';
}

async function remove({ db }: Surroundings, asked: Asked, id: string | undefined): Promise<string> {
  if (!id) throw new Refused('Say which one: npm run webhook -- remove <id>. `npm run webhook -- list` shows them.');
  const removed = await removeWebhook(db, await communityFor(db, asked.community), id);
  if (!removed)
    throw new Refused(`There is no webhook ${id} in this community. \`npm run webhook -- list\` shows them.`);
  return 'Removed. Its address answers 404 from now on.';
}

const option = { type: 'string' } as const;
const OPTIONS = { channel: option, room: option, name: option, verifier: option, template: option, community: option };

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new Refused(`${(error as Error).message}\n\n${USAGE}`);
  }
}

/**
 * Does what the words after `npm run webhook --` ask for, and returns what is to be printed.
 * @throws Error whose message says what to do
 */
export async function webhookCommand(args: readonly string[], env: Env): Promise<string> {
  const { values, positionals } = parsed(args);
  const [verb, id] = positionals;
  if (verb !== 'add' && verb !== 'list' && verb !== 'remove') throw new Refused(USAGE);
  return withSurroundings(env, (surroundings) => {
    if (verb === 'add') return add(surroundings, values);
    if (verb === 'list') return list(surroundings, values);
    return remove(surroundings, values, id);
  });
}

if (import.meta.main) printOutcome(webhookCommand(process.argv.slice(2), process.env));
