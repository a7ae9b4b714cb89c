// Runs within pages. Types are stripped, so it may import nothing.

/** Reads a document by the XML parser, which forgives nothing, and by that of HTML, which mends what is wrong; and looks for what neither minds. */
function waddleValid(html: string) {
  const strict = new DOMParser().parseFromString(
    html.replace('<html ', '<html xmlns="http://www.w3.org/1999/xhtml" '),
    'application/xhtml+xml',
  );
  const failed = strict.querySelector('parsererror');
  const lenient = new DOMParser().parseFromString(html, 'text/html');
  const outline = (of: Document) =>
    Array.from(of.querySelectorAll('*'), (each) => {
      const names = [];
      for (let at: Element | null = each; at; at = at.parentElement) names.unshift(at.localName);
      return names.join('>');
    });
  const [one, other] = [outline(strict), outline(lenient)];
  const differs = one.findIndex((line, i) => line !== other[i]);
  const ids = Array.from(lenient.querySelectorAll('[id]'), ({ id }) => id);
  const levels = Array.from(lenient.querySelectorAll('h1,h2,h3,h4'), ({ localName }) => Number(localName[1]));
  return {
    wrong: failed
      ? (failed.textContent ?? '').slice(0, 300)
      : differs >= 0 || one.length !== other.length
        ? `${one[differs]} is ${other[differs]}`
        : null,
    found: {
      ids: new Set(ids).size === ids.length,
      h1: lenient.querySelectorAll('h1').length,
      main: lenient.querySelectorAll('main').length,
      lang: lenient.documentElement.lang,
      skipped: levels.filter((level, i) => i > 0 && level > (levels[i - 1] ?? 0) + 1),
      unlabelled:
        lenient.querySelectorAll('form input:not([type=hidden])').length -
        lenient.querySelectorAll('label input').length,
    },
  };
}

Object.assign(globalThis, { waddleValid });
