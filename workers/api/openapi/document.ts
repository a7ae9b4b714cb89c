import type { RouterRoute } from 'hono/types';
import type { Contract, Input } from '../../core/api.ts';
import { contractOf, inputOf, SCOPES } from '../../core/api.ts';
import { printOperation } from './operation.ts';
import { ERROR_SCHEMA, HEADERS, type Json } from './parts.ts';
import { Schemas } from './schemas.ts';

/** A route with all it promises and takes. */
export interface Operation {
  readonly method: string;
  /** `/api/v1/communities/{communityId}` */
  readonly path: string;
  readonly contract: Contract;
  readonly inputs: readonly Input[];
}

/**
 * The OpenAPI 3.1 document of all routes that have a contract.
 * @param routes `app.routes`
 * @param publicUrl where this deployment is reached
 * @throws where two operations go by one id: clients name their functions by it
 */
export function printOpenApi(routes: readonly RouterRoute[], publicUrl: string): Json {
  const schemas = new Schemas();
  const paths: Record<string, Record<string, Json>> = {};
  const ids = new Set<string>();
  for (const operation of operationsOf(routes)) {
    const { operationId } = operation.contract;
    if (ids.has(operationId)) throw new Error(`two operations are named ${operationId}`);
    ids.add(operationId);
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: printOperation(operation, schemas),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'WaddleBot',
      version: 'v1',
      summary: 'The admin API of a community bot.',
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl.replace(/\/+$/, '') }],
    paths,
    components: {
      securitySchemes: {
        serviceKey: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Service-Key',
          description: 'Of who runs this installation.',
        },
        scopedKey: {
          type: 'http',
          scheme: 'bearer',
          description: `A key that \`npm run key\` or \`POST /api/v1/keys\` made. Its scopes:\n\n${printScopes()}`,
        },
      },
      headers: HEADERS,
      schemas: { ...schemas.named, Error: ERROR_SCHEMA },
    },
  };
}

const INTRODUCTION = [
  'Failures are `{"error": {code, message, requestId, issues?, changed?}}` with codes of a closed set.',
  'Lists come page by page: ask with the `next` of the page before as `cursor`, until it is null.',
  'Writes take an `Idempotency-Key`, reads an `If-None-Match`; every answer says how the limits stand.',
].join(' ');

const printScopes = (): string =>
  Object.entries(SCOPES)
    .map(([scope, meaning]) => `- \`${scope}\`: ${meaning}`)
    .join('\n');

/** The routes with a contract, which stands on the first of a route's handlers. */
export function operationsOf(routes: readonly RouterRoute[]): readonly Operation[] {
  const operations = new Map<string, { readonly contract: Contract; readonly inputs: Input[] }>();
  for (const { method, path, handler } of routes) {
    const key = `${method} ${path}`;
    const contract = contractOf(handler);
    if (contract) operations.set(key, { contract, inputs: [] });
    const input = inputOf(handler);
    if (input) operations.get(key)?.inputs.push(input);
  }
  return Array.from(operations, ([key, operation]) => {
    const [method = '', path = ''] = key.split(' ');
    return { method, path: path.replace(/:(\w+)(?:\{[^}]*\})?/g, '{$1}'), ...operation };
  });
}
