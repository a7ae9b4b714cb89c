import { describe, expect, it } from 'vitest';
import { type ApiDocument, curlOf, exampleOf, fieldsOf, findOperations, operationsOf, typeText } from './document.ts';

const document: ApiDocument = {
  info: {},
  components: { schemas: { Quote: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] } } },
  paths: {
    '/api/v1/quotes/{communityId}/{number}': {
      put: {
        operationId: 'editQuote',
        summary: 'Changes a quote.',
        tags: ['Quotes'],
        security: [{ serviceKey: [] }, { scopedKey: ['memories:write'] }],
        parameters: [
          { name: 'communityId', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'number', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } },
          { name: 'loud', in: 'query', schema: { type: 'boolean' } },
          { name: 'why', in: 'query', required: true, schema: { type: 'string', enum: ['a b', 'c'] } },
        ],
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { text: { type: 'string' }, communityId: { type: 'string' }, more: { type: 'string' } },
                required: ['text', 'communityId'],
              },
            },
          },
        },
        responses: {
          200: {
            description: 'It.',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Quote' } } },
          },
        },
      },
    },
    '/api/v1/me': {
      get: { operationId: 'getMe', tags: ['Me'], security: [{ serviceKey: [] }, { scopedKey: ['person'] }] },
    },
    '/api/v1/keys': { get: { operationId: 'listKeys', tags: ['Keys'], security: [{ serviceKey: [] }] } },
    '/api/v1/own': { get: { operationId: 'own', tags: ['Keys'], security: [{ scopedKey: ['keys'] }] } },
  },
};
const operations = operationsOf(document);
const [edit] = operations;

describe('the API’s document', () => {
  it('tells who may do what', () => {
    expect(operations.map(({ id, access }) => [id, access])).toEqual([
      ['editQuote', { is: 'scope', scope: 'memories:write' }],
      ['getMe', { is: 'person' }],
      ['listKeys', { is: 'operator' }],
      ['own', { is: 'right', right: 'keys' }],
    ]);
  });

  it('is searched by all words, wherever they stand', () => {
    const found = (search: string) => findOperations(operations, search).map(({ id }) => id);
    expect(found('')).toHaveLength(4);
    expect(found('PUT quote')).toEqual(['editQuote']);
    expect(found('memories:write')).toEqual(['editQuote']);
    expect(found('quote nothing')).toEqual([]);
  });

  it('gives a call that can be tried, with this community and no key', () => {
    if (!edit) throw new Error('no operation');
    expect(curlOf(edit, document, { origin: 'https://bot.example', slug: "de'mo" })).toBe(
      `curl -X PUT 'https://bot.example/api/v1/quotes/de'\\''mo/1?why=a+b' \\
  -H 'Authorization: Bearer YOUR_KEY' \\
  -H 'Content-Type: application/json' \\
  -d '{"text":"text","communityId":"de'\\''mo"}'`,
    );
  });

  it('names types as short as can be, through references and what may be null', () => {
    const text = (schema: Parameters<typeof typeText>[0]) => typeText(schema, document);
    expect(text({ type: 'integer', minimum: 1, maximum: 100 })).toBe('integer ≥ 1 ≤ 100');
    expect(text({ type: 'integer', maximum: Number.MAX_SAFE_INTEGER })).toBe('integer');
    expect(text({ anyOf: [{ type: 'string', maxLength: 5 }, { type: 'null' }] })).toBe('string ≤ 5 | null');
    expect(text({ type: 'string', enum: ['off', 'link'] })).toBe('"off" | "link"');
    expect(text({ type: 'array', items: { $ref: '#/components/schemas/Quote' } })).toBe('object[]');
    expect(text({ type: ['string', 'null'] })).toBe('string | null');
    expect(fieldsOf({ type: 'array', items: { $ref: '#/components/schemas/Quote' } }, document)?.required).toEqual([
      'text',
    ]);
  });

  it('ends where a schema refers to itself', () => {
    const endless: ApiDocument = {
      ...document,
      components: { schemas: { Tree: { $ref: '#/components/schemas/Tree' } } },
    };
    expect(typeText({ $ref: '#/components/schemas/Tree' }, endless)).toBe('any');
    const nested: ApiDocument = {
      ...document,
      components: {
        schemas: {
          Node: { type: 'object', properties: { child: { $ref: '#/components/schemas/Node' } }, required: ['child'] },
        },
      },
    };
    expect(JSON.stringify(exampleOf({ $ref: '#/components/schemas/Node' }, nested, 'demo')).length).toBeLessThan(200);
  });
});
