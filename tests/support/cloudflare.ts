import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The part of Cloudflare's API that `wrangler` needs to deploy us, on loopback (CLOUDFLARE_API_BASE_URL). */
export interface CloudflareApi {
  readonly url: string;
  readonly queues: Map<string, { queue_name: string; queue_id: string; settings?: unknown; consumers: unknown[] }>;
  /** What the uploads said of themselves, oldest first. */
  readonly uploads: { versionId: string; metadata: Metadata }[];
  readonly crons: string[];
  stop(): Promise<void>;
}

interface Metadata {
  readonly bindings: readonly { readonly name: string; readonly type: string; readonly text?: string }[];
  readonly migrations?: unknown;
}

const ACCOUNT = '/accounts/a1';
const SCRIPT = `${ACCOUNT}/workers/scripts/waddlebot`;

type Answer =
  | { readonly result: unknown }
  | { readonly status: number; readonly code: number; readonly message: string };
const ok = (result: unknown): Answer => ({ result });

export async function startCloudflareApi(): Promise<CloudflareApi> {
  const queues: CloudflareApi['queues'] = new Map();
  const uploads: CloudflareApi['uploads'] = [];
  const crons: string[] = [];
  const exists = () => uploads.length > 0;

  const upload = (body: string): Answer => {
    const metadata = JSON.parse(/name="metadata"\r\n\r\n(.*?)\r\n--/s.exec(body)?.[1] as string) as Metadata;
    const versionId = randomUUID();
    uploads.push({ versionId, metadata });
    return ok({
      id: versionId,
      deployment_id: versionId,
      tag: 't',
      etag: 'e',
      startup_time_ms: 9,
      number: uploads.length,
    });
  };
  const createQueue = (body: string): Answer => {
    const asked = JSON.parse(body) as { queue_name: string; settings?: unknown };
    if (queues.has(asked.queue_name)) {
      const message = `Queue name '${asked.queue_name}' is already taken. Please use a different name and try again.`;
      return { status: 409, code: 11009, message };
    }
    const queue = { ...asked, queue_id: `q${queues.size}`, consumers: [] };
    queues.set(asked.queue_name, queue);
    return ok(queue);
  };
  const schedule = (body: string): Answer => {
    const schedules = JSON.parse(body) as { cron: string }[];
    crons.splice(0, crons.length, ...schedules.map(({ cron }) => cron));
    return ok({ schedules });
  };

  const answer = (method: string, path: string, query: URLSearchParams, body: string): Answer => {
    switch (`${method} ${path}`) {
      case 'GET /user/tokens/verify':
        return ok({ id: 't', status: 'active' });
      case 'GET /user':
        return ok({ email: 'ann@example.org' });
      case 'GET /accounts':
        return ok([{ id: 'a1', name: 'Ann' }]);
      case 'GET /memberships':
        return ok([{ id: 'm', account: { id: 'a1', name: 'Ann' }, roles: [] }]);
      case `GET ${ACCOUNT}/queues`:
        return ok([...queues.values()].filter(({ queue_name: name }) => query.getAll('name').includes(name)));
      case `POST ${ACCOUNT}/queues`:
        return createQueue(body);
      case `GET ${ACCOUNT}/workers/subdomain`:
        return ok({ subdomain: 'ann' });
      case `GET ${ACCOUNT}/workers/scripts`:
        return ok(exists() ? [{ id: 'waddlebot', migration_tag: 'v1' }] : []);
      case `GET ${ACCOUNT}/workers/services/waddlebot`:
        return exists()
          ? ok({ default_environment: { script: { tag: 't', tags: [], last_deployed_from: 'wrangler' } } })
          : { status: 404, code: 10090, message: 'This Worker does not exist on your account.' };
      case `GET ${ACCOUNT}/workers/workers/waddlebot`:
        return ok({ id: 't', name: 'waddlebot', subdomain: { enabled: true, previews_enabled: false } });
      case `GET ${SCRIPT}/deployments`:
        return ok({ deployments: exists() ? [deploymentOf(uploads.at(-1)!.versionId)] : [] });
      case `GET ${SCRIPT}/secrets`:
        return ok([]);
      case `GET ${SCRIPT}/settings`:
        return ok({ bindings: [], tags: [] });
      case `POST ${SCRIPT}/assets-upload-session`:
        return ok({ jwt: 'j', buckets: [] });
      case `PUT ${SCRIPT}`:
      case `POST ${SCRIPT}/versions`:
        return upload(body);
      case `PUT ${SCRIPT}/schedules`:
        return schedule(body);
      default:
        // What is only told (subdomain, consumers, deployment): taken.
        return method === 'GET' ? { status: 404, code: 7003, message: `no route for ${path}` } : ok({});
    }
  };

  const server = createServer(async (incoming, outgoing) => {
    const url = new URL(incoming.url as string, 'http://127.0.0.1');
    const said = answer(incoming.method as string, url.pathname, url.searchParams, await bodyOf(incoming));
    const isOk = 'result' in said;
    outgoing.writeHead(isOk ? 200 : said.status, { 'content-type': 'application/json' });
    outgoing.end(
      JSON.stringify({
        success: isOk,
        errors: isOk ? [] : [{ code: said.code, message: said.message }],
        messages: [],
        result: isOk ? said.result : null,
        result_info: { page: 1, per_page: 100, total_pages: 1 },
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    queues,
    uploads,
    crons,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const deploymentOf = (versionId: string) => ({
  id: versionId,
  source: 'wrangler',
  author_email: 'ann@example.org',
  created_on: '2026-11-20T12:00:00Z',
  versions: [{ version_id: versionId, percentage: 100 }],
});

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}
