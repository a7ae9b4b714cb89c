/** Parameters that tell a site where its visitors come from, on any site. */
const TRACKING: ReadonlySet<string> = new Set(
  `fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id igshid igsh mibextid srsltid mc_cid mc_eid mkt_tok
  _hsenc _hsmi hsctatracking vero_id vero_conv oly_anon_id oly_enc_id _openstat s_cid cmpid wt_mc ref_src ref_url _ga _gl _gac
  pk_campaign pk_kwd pk_keyword pk_source pk_medium pk_content at_medium at_campaign`.split(/\s+/),
);
const TRACKING_FAMILY = /^(?:utm_|mtm_|__hs)/;

/** The same on single sites; a name is of the host and of all below it. */
const TRACKING_AT: Readonly<Record<string, ReadonlySet<string>>> = {
  'youtube.com': new Set(['si', 'feature', 'pp', 'ab_channel', 'app', 'cbrd', 'themerefresh']),
  'spotify.com': new Set(['si', 'context', 'nd', 'dlsi']),
  'x.com': new Set(['s', 't', 'src']),
  'twitch.tv': new Set(['tt_content', 'tt_medium', 'referrer', 'featured']),
  'tiktok.com': new Set(['is_from_webapp', 'sender_device', 'is_copy_url', '_r', '_t', 'web_id']),
  'reddit.com': new Set(['share_id', 'rdt']),
  'linkedin.com': new Set(['trk', 'trackingid', 'lipi', 'rcm']),
};

/** Hosts that show the same pages, for telephones or by an older name. `www.` goes everywhere. */
const SAME_HOSTS: Readonly<Record<string, string>> = {
  'm.youtube.com': 'youtube.com',
  'youtube-nocookie.com': 'youtube.com',
  'm.twitch.tv': 'twitch.tv',
  'go.twitch.tv': 'twitch.tv',
  'twitter.com': 'x.com',
  'mobile.twitter.com': 'x.com',
  'mobile.x.com': 'x.com',
  'old.reddit.com': 'reddit.com',
  'new.reddit.com': 'reddit.com',
  'm.facebook.com': 'facebook.com',
};

/** `www.com` is a name of its own. */
export const withoutWww = (host: string): string => host.replace(/^www\.(?=.+\.)/, '');

const isAt = (host: string, site: string): boolean => host === site || host.endsWith(`.${site}`);

function hostOf(url: URL): string {
  const host = withoutWww(url.host).replace(/\.m\.wikipedia\.org$/, '.wikipedia.org');
  return SAME_HOSTS[host] ?? host;
}

/** Percent-encoding in one spelling (RFC 3986 §6.2.2): capital letters, and none where it changes nothing. */
const unreserved = (path: string): string =>
  path.replace(/%[\da-f]{2}/gi, (code) => {
    const char = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /[\w.~-]/.test(char) ? char : code.toUpperCase();
  });

/** What tells a moment of a video from the whole: `t=90s` and `start=90` are one. */
function moment(query: URLSearchParams): string {
  const at = (query.get('t') ?? query.get('start') ?? '').replace(/^(\d+)s$/, '$1');
  return at === '' || at === '0' ? '' : `&t=${encodeURIComponent(at)}`;
}

const VIDEO_PATH = /^\/(?:shorts|live|embed|v|e)\/([\w-]{11})\/?$/;

/** A video by its id, however it is linked to: at youtu.be, as a short, a stream or embedded, out of a playlist. */
function videoKey(host: string, { pathname, searchParams }: URL): string | null {
  let id: string | null = null;
  if (host === 'youtu.be') id = pathname.slice(1).replace(/\/$/, '');
  else if (host === 'youtube.com')
    id = /^\/watch\/?$/.test(pathname) ? searchParams.get('v') : (VIDEO_PATH.exec(pathname)?.[1] ?? null);
  return id && /^[\w-]{11}$/.test(id) ? `youtube.com/watch?v=${id}${moment(searchParams)}` : null;
}

const SLUG = /^[\w-]{1,100}$/;

/** A clip by its slug, with its channel or without, and a recording by its number. */
function twitchKey(host: string, { pathname, searchParams }: URL): string | null {
  const parts = pathname.split('/').filter(Boolean);
  const [a = '', b = '', c = ''] = parts;
  let clip: string | null = null;
  if (host === 'clips.twitch.tv') clip = a === 'embed' ? searchParams.get('clip') : a;
  else if (host === 'twitch.tv') clip = b === 'clip' ? c : a === 'clip' ? b : null;
  if (clip && SLUG.test(clip)) return `twitch.tv/clip/${clip}`;
  if (host !== 'twitch.tv') return null;
  const video = a === 'videos' ? b : b === 'v' || b === 'video' ? c : '';
  return /^\d+$/.test(video) ? `twitch.tv/videos/${video}${moment(searchParams).replace('&', '?')}` : null;
}

function queryOf(host: string, given: URLSearchParams): string {
  const here = Object.entries(TRACKING_AT).filter(([site]) => isAt(host, site));
  const isTracking = (name: string) =>
    TRACKING.has(name) || TRACKING_FAMILY.test(name) || here.some(([, names]) => names.has(name));
  const kept = [...given].filter(([name]) => !isTracking(name.toLowerCase()));
  const query = new URLSearchParams(kept);
  query.sort();
  return kept.length > 0 ? `?${query}` : '';
}

/** Only where a fragment chooses the page, and not a place in it. */
const fragmentOf = ({ hash }: URL): string => (/^#[!/]/.test(hash) ? hash : '');

/**
 * What makes two URLs one page: neither the scheme nor `www.`, neither a slash at the end nor the order of parameters, nor
 * those for tracking, nor a place in the page.
 */
export function keyOf(url: URL): string {
  const host = hostOf(url);
  const known = videoKey(host, url) ?? twitchKey(host, url);
  if (known !== null) return known;
  const path = unreserved(url.pathname).replace(/\/+$/, '');
  return host + path + queryOf(host, url.searchParams) + fragmentOf(url);
}
