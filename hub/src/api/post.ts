import { read, request } from './client.ts';

/** Told of a failure: no part of the page waits for what leaves it. */
let onFailure: (error: unknown) => void = () => {};
export const whenPostFails = (tell: (error: unknown) => void): void => {
  onFailure = tell;
};

/**
 * Leaves the hub by a page of `/auth`: what signs in, proves or links goes through the platforms' own pages. The page says where to
 * go, and that is gone to from here: a form that is sent on to another site breaks the hub's policy (`form-action`), wherever in the
 * platform's own chain of redirects that happens.
 */
export function post(action: string, fields: Readonly<Record<string, string>> = {}): void {
  const sent = request(action, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(fields),
  }) as Promise<{ json(): Promise<{ readonly to: string }> }>;
  void read(sent).then(({ to }) => location.assign(to), onFailure);
}
