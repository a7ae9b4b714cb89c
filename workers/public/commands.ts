import { html } from 'hono/html';
import { normaliseName } from '../core/commands.ts';
import type { Platform } from '../core/ids.ts';
import type { Level } from '../core/levels.ts';
import { PLATFORM_NAMES } from './front.ts';
import {
  type CommandFilters,
  type CommandGroup,
  groupCommands,
  type PublicCommand,
  type SaidPiece,
} from './listed-commands.ts';
import { clean, type Markup, nothing, own, type Sheet, short, sitePage } from './page.ts';
import { emptyList, queryOf, searchForm, turnPages } from './parts.ts';
import type { PublicWords } from './words.ts';

export interface CommandsAsked extends CommandFilters {
  readonly page: number;
}

/** `90 s` and `5 min`: as short as it can be said in either language. */
const timeOf = (seconds: number): string =>
  seconds >= 3600 && seconds % 3600 === 0
    ? `${seconds / 3600} h`
    : seconds >= 120 && seconds % 60 === 0
      ? `${seconds / 60} min`
      : `${seconds} s`;

const whoOf = (level: Level, w: PublicWords): string =>
  level === 'everyone' || level === 'owner' ? w.level[level] : w.andUp(w.level[level]);

const saidOf = (pieces: readonly SaidPiece[]): Markup =>
  html`${pieces.map((piece) => ('text' in piece ? clean(piece.text) : html`<span class="var">${clean(piece.filledIn)}</span>`))}`;

const fact = (name: string, value: Markup | string): Markup => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

function factsOf({ level, waits, live, platforms }: PublicCommand, w: PublicWords): Markup {
  const times = [
    ...(waits.user > 0 ? [w.waitEach(timeOf(waits.user))] : []),
    ...(waits.channel > 0 ? [w.waitAll(timeOf(waits.channel))] : []),
  ];
  return html`<dl class="meta">${fact(w.who, whoOf(level, w))}${times.length > 0 ? fact(w.waits, times.join(', ')) : ''}${
    platforms === null ? '' : fact(w.only, platforms.map((name) => PLATFORM_NAMES[name]).join(', '))
  }</dl>${live === null ? '' : html`<p class="meta">${live === 'live' ? w.live : w.offline}</p>`}`;
}

const summaryOf = ({ summary, isProgram }: PublicCommand, w: PublicWords): Markup => {
  if (summary === '') return isProgram ? html`<p>${w.program}</p>` : nothing;
  return html`<p dir="auto">${clean(summary)}</p>`;
};

function commandItem(command: PublicCommand, prefix: string, w: PublicWords): Markup {
  const { name, aliases, usages, says, moreReplies, shortFor } = command;
  const parts = usages.filter(({ usage }) => usage !== `${prefix}${name}`);
  return html`<li><h3><code>${own(`${prefix}${name}`)}</code></h3>
${aliases.length === 0 ? '' : html`<p class="faint">${w.aliases} ${aliases.map((alias, i) => html`${i > 0 ? ', ' : ''}<code>${own(`${prefix}${alias}`)}</code>`)}</p>`}
${summaryOf(command, w)}
${says.map((pieces) => html`<p class="said" dir="auto">${saidOf(pieces)}</p>`)}${moreReplies > 0 ? html`<p class="faint">${w.moreReplies(moreReplies)}</p>` : ''}
${shortFor === null ? '' : html`<p>${w.shortFor} <code><bdi>${clean(prefix)}${saidOf(shortFor)}</bdi></code></p>`}
${
  parts.length === 0
    ? ''
    : html`<ul class="parts">${parts.map(
        ({ usage, level }) =>
          html`<li><code>${usage}</code>${level === command.level ? '' : html` <span class="faint">(${whoOf(level, w)})</span>`}</li>`,
      )}</ul>`
}
${factsOf(command, w)}</li>`;
}

/** What stands above a group; the community's own need no heading where nothing tells them apart. */
function headingOf({ kind, category }: CommandGroup, isOnlyOwn: boolean, w: PublicWords): Markup {
  const title = kind === 'builtin' ? w.builtIn : isOnlyOwn ? w.own : w.more;
  if (category === null) return html`<h2>${title}</h2>`;
  return html`<h2>${kind === 'builtin' ? html`${w.builtIn}: ` : ''}${own(short(category, 80))}</h2>`;
}

/** `/commands`: what can be typed in chat, who may, and how. */
export function commandsPage(sheet: Sheet, commands: readonly PublicCommand[], asked: CommandsAsked): string {
  const { site, base, words: w } = sheet;
  const { platform, words, page } = asked;
  const { groups, total, pages } = groupCommands(commands, asked, page);
  const at = `${base}/commands`;
  const isOnlyOwn = !groups.some(({ kind, category }) => kind === 'own' && category !== null);
  const platforms = [...new Set(site.platforms)];
  const choice = (to: Platform | null, label: string): Markup =>
    html`<a href="${at}${queryOf({ platform: to, q: words })}"${to === platform ? html` aria-current="true"` : ''}>${label}</a>`;
  const body = html`<h1>${w.commands}</h1><p class="soft">${w.commandsWhat}</p>
<div class="tools">${searchForm({ at, label: w.searchCommands, button: w.search, words, keep: { platform } })}</div>
${
  platforms.length < 2 && platform === null
    ? ''
    : html`<nav class="filter" aria-label="${w.platform}">${choice(null, w.allPlatforms)}${platforms.map((name) => choice(name, PLATFORM_NAMES[name]))}</nav>`
}
${words === '' ? '' : html`<p class="soft" role="status">${w.found(total)} <a href="${at}${queryOf({ platform })}">${w.clear}</a></p>`}
${groups.length === 0 ? emptyList(words === '' && platform === null ? w.noCommands : w.noCommandsFound) : ''}
${groups.map(
  (group) =>
    html`${headingOf(group, isOnlyOwn, w)}<ul class="rows">${group.commands.map((command) => commandItem(command, site.prefix, w))}</ul>`,
)}
${turnPages({ words: w, page, pages, to: (n) => `${at}${queryOf({ platform, q: words, page: n })}` })}`;
  return sitePage(sheet, {
    page: 'commands',
    path: '/commands',
    title: w.commands,
    description: `${w.commandsWhat} ${site.name}`,
    isListed: words === '' && platform === null && page === 1,
    body,
  });
}

/** What was typed as a search, in the form in which names are kept: with or without the prefix. */
export const searchedName = (typed: string, prefix: string): string =>
  normaliseName(typed.startsWith(prefix) ? typed.slice(prefix.length) : typed);
