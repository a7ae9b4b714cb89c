import * as z from 'zod';
import { type Deployment, messageOf, type Outcome, type Step, StepFailed, type Tools } from './step.ts';

/** A new name under workers.dev takes about a minute, a custom domain's certificate a few. */
const PATIENCE_MS = 5 * 60_000;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 15_000;
const PROBE_LIMIT_MS = 10_000;
/** How Kick's deliveries introduce themselves. Bot protection sorts by that, before the Worker is asked. */
const KICK_USER_AGENT = 'Go-http-client/1.1';

const readyAnswer = z.object({
  status: z.string(),
  database: z.boolean().optional(),
  objects: z.boolean().optional(),
  /** The id of the version that answers. */
  version: z.string().optional(),
});
const refusal = z.object({ error: z.object({ message: z.string() }) });

type Probe =
  | { readonly ready: true; readonly version: string | undefined }
  | { readonly ready: false; readonly reason: string; readonly next: string };

const NEXT = {
  away: 'A new address takes a few minutes: `npm run deploy -- --only ready` looks again. Is PUBLIC_URL the address that the Worker has?',
  guarded:
    'Something before the Worker refuses requests: Bot Fight Mode, a WAF rule or Cloudflare Access of this zone (docs/deploy.md, “Let the platforms in”).',
  settings: 'Mend the settings and run `npm run deploy` again.',
  parts: 'Look at the Worker’s own words: npx wrangler tail waddlebot --status error.',
  older: 'Another deployment or a rollback came in between: `npx wrangler deployments list` shows them.',
} as const;

async function probe(url: string, { fetch }: Tools, userAgent: string): Promise<Response> {
  return fetch(url, {
    redirect: 'manual',
    headers: { 'user-agent': userAgent, accept: 'application/json' },
    signal: AbortSignal.timeout(PROBE_LIMIT_MS),
  });
}

async function ask(deployment: Deployment, tools: Tools): Promise<Probe> {
  const url = `${deployment.settings.PUBLIC_URL}/ready`;
  let response: Response;
  let body: unknown;
  try {
    response = await probe(url, tools, 'waddlebot-deploy');
    body = await response.text();
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { ready: false, reason: `${url} does not answer: ${messageOf(cause)}`, next: NEXT.away };
  }
  try {
    body = JSON.parse(body as string);
  } catch {
    // Cloudflare's own pages are HTML.
  }
  return judge(url, response, body, deployment);
}

function judge(url: string, response: Response, body: unknown, { online }: Deployment): Probe {
  const { status } = response;
  const answer = readyAnswer.safeParse(body).data;
  if (answer && status === 200) {
    if (online && answer.version && answer.version !== online.versionId) {
      return { ready: false, reason: `${url} is still answered by version ${answer.version}`, next: NEXT.older };
    }
    return { ready: true, version: answer.version };
  }
  if (answer) {
    const away = [
      ...(answer.database === false ? ['the database'] : []),
      ...(answer.objects === false ? ['the Durable Objects'] : []),
    ];
    return {
      ready: false,
      reason: `${url} says ${answer.status}${away.length > 0 ? `: ${away.join(' and ')} did not answer` : ''}`,
      next: NEXT.parts,
    };
  }
  const refused = refusal.safeParse(body).data;
  if (status === 503 && refused) {
    return { ready: false, reason: `${url} says: ${refused.error.message}`, next: NEXT.settings };
  }
  if (status === 401 || status === 403 || status === 429 || (status >= 300 && status < 400)) {
    return { ready: false, reason: `${url} is answered with ${status}, not by the Worker`, next: NEXT.guarded };
  }
  return { ready: false, reason: `${url} is answered with ${status}`, next: NEXT.away };
}

/** Whether a delivery that looks like Kick's reaches the Worker. */
async function refuseIfKickIsShutOut({ on, settings }: Deployment, tools: Tools): Promise<void> {
  if (!on.includes('kick')) return;
  const url = `${settings.PUBLIC_URL}/health`;
  const response = await probe(url, tools, KICK_USER_AGENT);
  await response.body?.cancel();
  if (response.ok) return;
  throw new StepFailed(
    `the Worker is ready, but ${url} is answered with ${response.status} when asked as Kick asks (User-Agent: ${KICK_USER_AGENT})`,
    NEXT.guarded,
  );
}

async function waitUntilReady(deployment: Deployment, tools: Tools): Promise<Outcome> {
  const until = tools.now() + PATIENCE_MS;
  let pause = FIRST_PAUSE_MS;
  let seen = await ask(deployment, tools);
  while (!seen.ready) {
    if (tools.now() + pause > until) {
      const named = deployment.online?.targets.filter((target) => target.includes('://')) ?? [];
      const hint = named.length > 0 ? ` wrangler says it is at ${named.join(' and ')}.` : '';
      throw new StepFailed(`${seen.reason} (waited ${PATIENCE_MS / 60_000} minutes)`, `${seen.next}${hint}`);
    }
    await tools.sleep(pause);
    pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS);
    seen = await ask(deployment, tools);
  }
  await refuseIfKickIsShutOut(deployment, tools);
  const version = seen.version ? `version ${seen.version}` : 'the Worker (it does not tell its version)';
  return { state: 'done', words: `${version} answers at ${deployment.settings.PUBLIC_URL}` };
}

export const readyStep: Step = {
  name: 'ready',
  run: waitUntilReady,
  preview: async ({ settings }) => ({ state: 'skipped', words: `would ask ${settings.PUBLIC_URL} for /ready` }),
};
