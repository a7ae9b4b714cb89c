const FORM = /^[a-z0-9](?:-?[a-z0-9]){2,39}$/;
const LONGEST = 40;

/** Whether something has the form of a slug (`newCommunity` of the API says the same); which are kept or taken the server knows. */
export const isSlug = (text: string): boolean => text.length <= LONGEST && FORM.test(text);

const SPELLED: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd' };
const GERMAN: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue' };

/** The slug that a name suggests: without accents, signs as hyphens; empty where nothing of it can be written so. */
export function slugOf(name: string): string {
  const plain = name
    .toLowerCase()
    .normalize('NFC')
    .replace(/[äöü]/g, (letter) => GERMAN[letter] ?? letter)
    .replace(/[ßæœøłđ]/g, (letter) => SPELLED[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, LONGEST)
    .replace(/-+$/, '');
  return plain.length > 0 && plain.length < 3 ? `${plain}-hq` : plain;
}
