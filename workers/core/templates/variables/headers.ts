import type { Scope } from '../scope.ts';
import { nightbotLevel } from './people.ts';

type Headers = Readonly<Record<string, string>>;

/** UTF-8 as a header carries it: one character per byte, and no control characters. */
const inHeader = (text: string): string =>
  String.fromCharCode(
    ...new TextEncoder().encode(
      text
        .toWellFormed()
        .slice(0, 500)
        .replace(/\p{Cc}/gu, ' '),
    ),
  );

/** Nightbot, "UrlFetch › Headers". Timers have no user. */
export function nightbotHeaders(scope: Scope): Headers {
  const { author, channel, platform, responseUrl } = scope;
  const channelFields = {
    name: channel.login,
    displayName: channel.displayName,
    provider: platform,
    providerId: channel.account,
  };
  const userFields = author && {
    name: author.login,
    displayName: author.displayName,
    provider: platform,
    providerId: author.account,
    userLevel: nightbotLevel(scope),
  };
  return {
    ...(responseUrl === undefined ? {} : { 'Nightbot-Response-Url': responseUrl }),
    'Nightbot-Channel': String(new URLSearchParams(channelFields)),
    ...(userFields ? { 'Nightbot-User': String(new URLSearchParams(userFields)) } : {}),
  };
}

/** Fossabot, "List of Common Headers" and "List of Message Headers". The token is as long as theirs and proves nothing. */
export function fossabotHeaders(scope: Scope): Headers {
  const { author, channel, community, platform, message } = scope;
  const common = {
    'x-fossabot-channelid': community.id,
    'x-fossabot-channeldisplayname': channel.displayName,
    'x-fossabot-channellogin': channel.login,
    'x-fossabot-channelslug': community.slug,
    'x-fossabot-channelprovider': platform,
    'x-fossabot-channelproviderid': channel.account,
    'x-fossabot-customapitoken': token(scope.random),
    'x-fossabot-hasmessage': String(author !== null),
  };
  const said = author && {
    'x-fossabot-message-id': message.id,
    'x-fossabot-message-userlogin': author.login,
    'x-fossabot-message-userdisplayname': author.displayName,
    'x-fossabot-message-userprovider': platform,
    'x-fossabot-message-userproviderid': author.account,
  };
  return Object.fromEntries(Object.entries({ ...common, ...said }).map(([name, text]) => [name, inHeader(text)]));
}

const token = (random: () => number): string =>
  Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
