/** JavaScript's `encodeURIComponent`, as Nightbot does it: a blank is `%20`. */
export const uriEncoded = (text: string): string => encodeURIComponent(text.toWellFormed());

const percent = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

/** Go's `url.QueryEscape`: a blank is `+`, and only letters, digits and `-_.~` stay. */
export const queryEncoded = (text: string): string =>
  uriEncoded(text)
    .replace(/[!'()*]/g, percent)
    .replaceAll('%20', '+');

/** Go's `url.PathEscape`: a blank is `%20`, and `$&+=:@` stay too. */
export const pathEncoded = (text: string): string =>
  uriEncoded(text)
    .replace(/[!'()*]/g, percent)
    .replace(/%(?:24|26|2B|3D|3A|40)/g, decodeURIComponent);

/** Go's `url.PathUnescape`; null where an escape is broken. */
export function pathDecoded(text: string): string | null {
  if (/%(?![0-9a-f]{2})/i.test(text)) return null;
  const bytes = new TextEncoder().encode(text.toWellFormed());
  const decoded: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const isEscape = bytes[at] === 0x25;
    decoded.push(
      isEscape
        ? Number.parseInt(String.fromCharCode(bytes[at + 1] as number, bytes[at + 2] as number), 16)
        : (bytes[at] as number),
    );
    if (isEscape) at += 2;
  }
  return new TextDecoder().decode(new Uint8Array(decoded));
}

/** Go's `url.QueryUnescape`; null where an escape is broken. */
export const queryDecoded = (text: string): string | null => pathDecoded(text.replaceAll('+', ' '));
