import { someAddress } from './api.ts';
import type { TestPerson } from './sign-in.ts';
import type { World } from './world.ts';

/** Sends a form of a page of ours, as the browser of somebody who is signed in. @param path as `/auth/join/…` */
export function asPage(
  world: World,
  who: TestPerson,
  path: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const { 'x-csrf-token': csrf = '', ...headers } = who.asked.headers;
  return fetch(world.worker.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...headers, 'cf-connecting-ip': someAddress(), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ _csrf: csrf, ...fields }).toString(),
  });
}
