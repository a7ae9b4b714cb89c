import type { CallResult, CallUpstream } from '../../workers/platforms/call.ts';

export interface SeenCall {
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

/** An upstream that answers every call the same way, or by its address, and remembers what it was asked. */
export function answering(by: Response | CallResult | ((url: string) => Response | CallResult)): {
  readonly call: CallUpstream;
  readonly seen: SeenCall[];
} {
  const seen: SeenCall[] = [];
  const call: CallUpstream = async (url, request) => {
    const { headers, body } = request('token-1');
    seen.push({ url, headers: new Headers(headers), body: String(body) });
    const answer = typeof by === 'function' ? by(url) : by;
    if (!(answer instanceof Response)) return answer;
    const text = await answer.clone().text();
    return { ok: true, response: answer, json: text === '' ? undefined : JSON.parse(text) };
  };
  return { call, seen };
}
