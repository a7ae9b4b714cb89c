import type { IncomingHttpHeaders } from 'node:http';
import type { RejectFault } from './faults.ts';

/** A request as a handler sees it: the body read whole, path parameters by name. */
export interface StandInRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  params: Record<string, string>;
  headers: IncomingHttpHeaders;
  body: string;
  /** Set when a fault asks the handler to refuse in the platform's own words. */
  reject?: RejectFault;
}

/** `status` 200 unless given; `json` and `text` exclude each other; neither means an empty body. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  text?: string;
}

/** `path` may hold `:name` segments; faults find the route by `op`, `aliases` or the request's path. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  op: string;
  aliases?: readonly string[];
  handle(request: StandInRequest): Answer | Promise<Answer>;
}

export interface RouteMatch {
  route: Route;
  params: Record<string, string>;
}

/** Compiles routes into one lookup by method and path. */
export function router(routes: readonly Route[]): (method: string, path: string) => RouteMatch | undefined {
  const compiled = routes.map((route) => ({
    route,
    pattern: new RegExp(`^${route.path.replaceAll('.', '\\.').replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
  }));
  return (method, path) => {
    for (const { route, pattern } of compiled) {
      const found = route.method === method ? pattern.exec(path) : null;
      if (found) return { route, params: { ...found.groups } };
    }
    return undefined;
  };
}

/** A JSON body, or undefined when it is not JSON. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
