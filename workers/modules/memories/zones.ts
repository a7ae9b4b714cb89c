import { isZone, offsetNamed, zoneNamed } from '../../core/templates/time/zones.ts';

/** What a name that somebody typed for a time zone comes to. */
export type ZoneFound =
  | { readonly is: 'zone'; readonly zone: string }
  /** Several places go by it. */
  | { readonly is: 'several'; readonly zones: readonly string[] }
  | { readonly is: 'unknown' };

/** Abbreviations that stand for more than one zone, the likeliest first. */
const AMBIGUOUS: Readonly<Record<string, readonly string[]>> = {
  ast: ['America/Halifax', 'Asia/Riyadh'],
  bst: ['Europe/London', 'Asia/Dhaka'],
  cst: ['America/Chicago', 'Asia/Shanghai', 'America/Havana'],
  ist: ['Asia/Kolkata', 'Europe/Dublin', 'Asia/Jerusalem'],
  pst: ['America/Los_Angeles', 'Asia/Manila'],
};

/**
 * Abbreviations by which people mean a zone with its summer time. The time zone database has some of them as zones whose clocks
 * are never changed (EST), or as what is no place (CET).
 */
const ABBREVIATED: Readonly<Record<string, string>> = {
  z: 'UTC',
  gmt: 'UTC',
  est: 'America/New_York',
  mst: 'America/Denver',
  hst: 'Pacific/Honolulu',
  akst: 'America/Anchorage',
  akdt: 'America/Anchorage',
  adt: 'America/Halifax',
  brt: 'America/Sao_Paulo',
  art: 'America/Argentina/Buenos_Aires',
  cet: 'Europe/Berlin',
  met: 'Europe/Berlin',
  mez: 'Europe/Berlin',
  mesz: 'Europe/Berlin',
  eet: 'Europe/Athens',
  eest: 'Europe/Athens',
  wet: 'Europe/Lisbon',
  west: 'Europe/Lisbon',
  awst: 'Australia/Perth',
  acst: 'Australia/Adelaide',
  acdt: 'Australia/Adelaide',
  nzst: 'Pacific/Auckland',
  nzdt: 'Pacific/Auckland',
};

/** Cities that no zone is named after, and what German calls those that one is. */
const CITIES: Readonly<Record<string, readonly string[]>> = {
  'Europe/Berlin':
    'bonn bremen cologne dortmund dresden düsseldorf essen frankfurt hamburg hannover köln leipzig munich münchen nuremberg nürnberg stuttgart germany deutschland'.split(
      ' ',
    ),
  'Europe/Vienna': ['wien', 'graz', 'linz', 'salzburg', 'innsbruck', 'austria', 'österreich'],
  'Europe/Zurich': ['zürich', 'geneva', 'genf', 'basel', 'bern', 'switzerland', 'schweiz'],
  'Europe/London': [
    'birmingham',
    'bristol',
    'edinburgh',
    'glasgow',
    'leeds',
    'liverpool',
    'manchester',
    'cardiff',
    'uk',
    'england',
  ],
  'Europe/Paris': ['lyon', 'marseille', 'nice', 'toulouse', 'france', 'frankreich'],
  'Europe/Madrid': ['barcelona', 'seville', 'sevilla', 'valencia', 'spain', 'spanien'],
  'Europe/Rome': ['rom', 'milan', 'mailand', 'naples', 'neapel', 'turin', 'italy', 'italien'],
  'Europe/Amsterdam': ['rotterdam', 'the hague', 'den haag', 'utrecht', 'netherlands', 'niederlande'],
  'Europe/Brussels': ['brüssel', 'antwerp', 'antwerpen', 'belgium', 'belgien'],
  'Europe/Lisbon': ['lissabon', 'porto'],
  'Europe/Copenhagen': ['kopenhagen'],
  'Europe/Prague': ['prag'],
  'Europe/Warsaw': ['warschau', 'krakow', 'krakau', 'poland', 'polen'],
  'Europe/Athens': ['athen'],
  'Europe/Bucharest': ['bukarest'],
  'Europe/Moscow': ['moskau'],
  'Europe/Kyiv': ['kiev', 'kiew'],
  'Africa/Cairo': ['kairo'],
  'America/New_York': [
    'atlanta',
    'baltimore',
    'boston',
    'miami',
    'nyc',
    'orlando',
    'philadelphia',
    'pittsburgh',
    'washington',
  ],
  'America/Chicago': ['austin', 'dallas', 'houston', 'minneapolis', 'nashville', 'new orleans', 'san antonio'],
  'America/Denver': ['salt lake city', 'albuquerque'],
  'America/Los_Angeles': [
    'la',
    'las vegas',
    'portland',
    'sacramento',
    'san diego',
    'san francisco',
    'san jose',
    'seattle',
  ],
  'America/Toronto': ['montreal', 'ottawa', 'quebec'],
  'America/Edmonton': ['calgary'],
  'America/Sao_Paulo': ['são paulo', 'brasilia', 'brasília', 'rio', 'rio de janeiro'],
  'Asia/Kolkata': ['bangalore', 'bengaluru', 'chennai', 'delhi', 'hyderabad', 'mumbai', 'new delhi', 'india', 'indien'],
  'Asia/Shanghai': ['beijing', 'peking', 'shenzhen', 'guangzhou', 'china'],
  'Asia/Tokyo': ['tokio', 'kyoto', 'osaka', 'yokohama', 'japan'],
  'Asia/Seoul': ['busan', 'korea'],
  'Asia/Ho_Chi_Minh': ['hanoi', 'saigon'],
  'Asia/Dubai': ['abu dhabi'],
  'Australia/Sydney': ['canberra'],
};

/** What the time zone database calls differently than Intl, which keeps old names. */
const RENAMED: Readonly<Record<string, string>> = {
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Europe/Kiev': 'Europe/Kyiv',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
};

const ascii = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const keyOf = (typed: string): string =>
  typed
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, ' ');

interface Names {
  /** Zones as they are written, by their names in lower case. */
  readonly zones: ReadonlyMap<string, string>;
  readonly cities: ReadonlyMap<string, readonly string[]>;
}
let known: Names | null = null;

function names(): Names {
  if (known) return known;
  const zones = new Map<string, string>();
  const cities = new Map<string, readonly string[]>();
  const add = (city: string, zone: string) => {
    const others = cities.get(city) ?? [];
    if (!others.includes(zone)) cities.set(city, [...others, zone]);
  };
  for (const listed of Intl.supportedValuesOf('timeZone')) {
    const zone = RENAMED[listed] ?? listed;
    zones.set(zone.toLowerCase(), zone);
    if (zone.includes('/')) add(keyOf(zone.slice(zone.lastIndexOf('/') + 1)), zone);
  }
  for (const [zone, called] of Object.entries(CITIES))
    for (const city of called) for (const key of new Set([city, ascii(city)])) add(key, zone);
  known = { zones, cities };
  return known;
}

/** `America/Port-au-Prince`, `Europe/Isle_of_Man`: how the database writes what Intl does not list. */
const written = (name: string): string =>
  /^[a-z]+$/i.test(name) && name.length <= 4
    ? name.toUpperCase()
    : name.replace(/[a-z]+/gi, (part) =>
        /^(?:au|es|of|da)$/i.test(part)
          ? part.toLowerCase()
          : /^(?:us|utc|gmt|nz|gb)$/i.test(part)
            ? part.toUpperCase()
            : part.charAt(0).toUpperCase() + part.slice(1).toLowerCase(),
      );

/** Whole hours east of UTC; the database counts them the other way round. */
function zoneOfOffset(minutes: number): ZoneFound {
  const hours = minutes / 60;
  if (!Number.isInteger(hours) || hours < -12 || hours > 14) return { is: 'unknown' };
  return { is: 'zone', zone: hours === 0 ? 'UTC' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}` };
}

const one = (zone: string): ZoneFound => ({ is: 'zone', zone });

/** The time zone that somebody means by an IANA name in any case, a city, an abbreviation or whole hours (`UTC+2`). */
export function findZone(typed: string): ZoneFound {
  const name = typed.trim();
  const key = keyOf(name);
  if (key === '' || key.length > 64) return { is: 'unknown' };
  const ambiguous = Object.hasOwn(AMBIGUOUS, key) ? AMBIGUOUS[key] : undefined;
  if (ambiguous) return { is: 'several', zones: ambiguous };
  const abbreviated = Object.hasOwn(ABBREVIATED, key) ? ABBREVIATED[key] : undefined;
  if (abbreviated) return one(abbreviated);
  const path = key.replaceAll(' ', '_');
  const listed = names().zones.get(path);
  if (listed) return one(listed);
  const cities = names().cities.get(key) ?? names().cities.get(ascii(key));
  if (cities) return cities.length === 1 ? one(cities[0] as string) : { is: 'several', zones: cities };
  const offset = offsetNamed(key);
  if (offset !== null && /[+-]/.test(key)) return zoneOfOffset(offset);
  if (isZone(path))
    return one(Object.entries(RENAMED).find(([old]) => old.toLowerCase() === path)?.[1] ?? written(path));
  const alias = zoneNamed(key);
  return alias !== null && isZone(alias) ? one(alias) : { is: 'unknown' };
}
