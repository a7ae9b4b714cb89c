import { describe, expect, it } from 'vitest';
import { callerHeaders } from './caller-headers.ts';

describe('the headers of a caller', () => {
  it('are sent as they are', () => {
    const given = {
      'Nightbot-User': 'name=pia&displayName=Pia',
      'x-empty': '',
      Authorization: 'Bearer a.b-c',
      'x-tab': 'a\tb',
    };
    const headers = callerHeaders(given);
    expect(headers instanceof Headers && Object.fromEntries(headers)).toEqual({
      'nightbot-user': 'name=pia&displayName=Pia',
      'x-empty': '',
      authorization: 'Bearer a.b-c',
      'x-tab': 'a\tb',
    });
  });

  it.each([
    ['a line that is another header', { 'x-name': 'a\r\nx-injected: b' }],
    ['a line feed', { 'x-name': 'a\nb' }],
    ['a carriage return', { 'x-name': 'a\rb' }],
    ['a NUL', { 'x-name': 'a\0b' }],
    ['a DEL', { 'x-name': 'a\x7fb' }],
    ['more than ASCII', { 'x-name': 'Grüße' }],
    ['something that folds into ASCII', { 'x-name': 'a\u010d\u010ab' }],
    ['more than 1,024 characters', { 'x-name': 'x'.repeat(1_025) }],
    ['a name that is two headers', { 'x-name\r\nx-injected': 'b' }],
    ['a name with a space', { 'x name': 'b' }],
    ['a name with a colon', { 'x:name': 'b' }],
    ['a name with a Kelvin sign', { 'coo\u212Aie': 'b' }],
    ['no name', { '': 'b' }],
    ['a name of more than 64 characters', { ['x'.repeat(65)]: 'b' }],
    ['more than 32 of them', Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`x-${i}`, '1']))],
  ])('are refused with %s', (_, given) => {
    expect(callerHeaders(given)).toMatchObject({ ok: false, reason: 'request' });
  });

  it.each(
    `Host cookie Content-Length transfer-encoding CONNECTION keep-alive upgrade te trailer expect via forwarded origin referer
    user-agent accept accept-encoding proxy-authorization proxy-connection x-forwarded-for X-Forwarded-Host x-real-ip
    CF-Connecting-IP cf-worker sec-fetch-site Sec-WebSocket-Key`.split(/\s+/),
  )('are not about the request itself: %s', (name) => {
    expect(callerHeaders({ [name]: 'x' })).toMatchObject({
      ok: false,
      message: expect.stringContaining('not for callers'),
    });
  });
});
