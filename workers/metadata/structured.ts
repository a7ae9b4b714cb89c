/** What JSON-LD scripts tell of a page, the likeliest first; nothing of it is cleaned. */
export interface Structured {
  readonly titles: readonly string[];
  /** Names of what else is on the page: better than none. */
  readonly otherTitles: readonly string[];
  readonly descriptions: readonly string[];
  readonly images: readonly string[];
  readonly sites: readonly string[];
  readonly languages: readonly string[];
}

type Node = Readonly<Record<string, unknown>>;

/** Things looked at, however many there are, and texts of a kind that are told. */
const MAX_NODES = 200;
const MAX_TEXTS = 10;

/**
 * What a page can be about. The rest of schema.org (shops, people, the site itself) stands on every page of a site, and says
 * nothing of the one.
 */
const WORK =
  /(?:Album|Application|Article|Blog|Book|Clip|Collection|Course|Dataset|Episode|Event|Game|Guide|HowTo|Movie|AudioObject|VideoObject|Page|Photograph|Play|Playlist|Posting|Product|ProductGroup|Question|Quiz|Recipe|Recording|Report|Review|Season|Series|Thesis|Work)$/;
const OWNER = /^(?:WebSite|Corporation|\w*Organization|\w*Business)$/;
/** Never what a page is called. */
const PART = /^(?:BreadcrumbList|ImageObject|Offer|Person|SearchAction)$/;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

const listed = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value.slice(0, MAX_NODES) : [value];

/** Texts of a value that may be one, several, or one in a language: `{"@value": "…", "@language": "en"}`. */
const texts = (value: unknown): string[] =>
  listed(value)
    .map((one) => (isNode(one) ? one['@value'] : one))
    .filter((one) => typeof one === 'string');

const urls = (value: unknown): string[] =>
  listed(value).flatMap((one) => (isNode(one) ? [...texts(one.url), ...texts(one.contentUrl)] : texts(one)));

const names = (value: unknown): string[] => listed(value).flatMap((one) => (isNode(one) ? texts(one.name) : []));

const typesOf = (node: Node): string[] => texts(node['@type']).map((type) => type.replace(/^.*[/:#]/, ''));

function parsed(script: string): unknown {
  try {
    return JSON.parse(script);
  } catch {
    return undefined;
  }
}

/** The things that scripts are about: what they hold, alone, in lists and in graphs, and what their page is for. */
function nodesOf(scripts: readonly string[]): Node[] {
  const waiting: unknown[] = scripts.map(parsed);
  for (let i = 0; i < waiting.length && i < MAX_NODES; i++) {
    const value = waiting[i];
    if (isNode(value)) waiting.push(...listed(value['@graph']), ...listed(value.mainEntity));
    else if (Array.isArray(value)) waiting.push(...listed(value));
  }
  return waiting.slice(0, MAX_NODES).filter(isNode);
}

/** Reads JSON-LD (schema.org as search engines ask pages for it). A script that is no JSON is as if it were not there. */
export function structuredOf(scripts: readonly string[]): Structured {
  const nodes = nodesOf(scripts);
  const is = (node: Node, kind: RegExp) => typesOf(node).some((type) => kind.test(type));
  const titlesOf = (node: Node) => [...texts(node.headline), ...texts(node.name)];
  const works = nodes.filter((node) => is(node, WORK));
  // A page is named after what it is about, and often after its site, too.
  const ordered = [...works.filter((node) => !is(node, /Page$/)), ...works.filter((node) => is(node, /Page$/))];
  const others = nodes.filter((node) => !is(node, WORK) && !is(node, PART));
  const told = (read: (node: Node) => string[]) => ordered.flatMap(read).slice(0, MAX_TEXTS);
  const owners = nodes.filter((node) => is(node, OWNER)).flatMap((node) => texts(node.name));
  return {
    titles: told(titlesOf),
    otherTitles: others.flatMap(titlesOf).slice(0, MAX_TEXTS),
    descriptions: told((node) => texts(node.description)),
    images: told((node) => [...urls(node.image), ...urls(node.thumbnailUrl)]),
    sites: [...told((node) => [...names(node.publisher), ...names(node.isPartOf)]), ...owners.slice(0, MAX_TEXTS)],
    languages: told((node) => texts(node.inLanguage)),
  };
}
