// biome-ignore-all lint/performance/useDomNodeTextContent: what people read is what is shown, and not all that is there.
// Runs within pages, before anything of theirs: what tests look for there. Types are stripped, so it may import nothing.

interface Stop {
  /** `button "Save"`, as findings name it. */
  readonly name: string;
  /** Which element it is, over a walk. */
  readonly id: number;
  readonly isPage: boolean;
  readonly isVisible: boolean;
  readonly hasRing: boolean;
  /** Whether Tab stops at parts of it: day, month, hour. */
  readonly hasParts: boolean;
}

const look = (() => {
  const boxOf = (element: Element) => element.getBoundingClientRect();

  const describe = (element: Element): string => {
    const label = (element as HTMLInputElement).labels?.[0]?.innerText;
    const words = (element.getAttribute('aria-label') ?? label ?? (element as HTMLElement).innerText ?? '')
      .replace(/\s+/g, ' ')
      .trim();
    const own = element.id
      ? `#${element.id}`
      : (element.getAttribute('name') ?? element.getAttribute('data-slot') ?? '');
    const role = element.getAttribute('role');
    const tag = element.tagName.toLowerCase() + (role ? `[${role}]` : '');
    return `${tag}${own && ` ${own}`}${words && ` “${words.length > 50 ? `${words.slice(0, 50)}…` : words}”`}`;
  };

  const isVisible = (element: Element): boolean => {
    const { width, height } = boxOf(element);
    return width > 1 && height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };

  /** Boxes around an element, nearest first. */
  const around = function* (element: Element): Generator<Element> {
    for (let each = element.parentElement; each; each = each.parentElement) yield each;
  };

  /** Whether what sticks out of an element's sides is cut off or scrolled to, by itself or by a box around it within the page. */
  const isContained = (element: Element): boolean =>
    [element, ...around(element)].some(
      (each) =>
        each !== document.documentElement && each !== document.body && getComputedStyle(each).overflowX !== 'visible',
    );

  const isBlock = (element: Element): boolean => !/^(?:inline|contents)$/.test(getComputedStyle(element).display);

  /** What is wider than the room it has: the page, boxes beyond its edge, words beyond their box. */
  const overflow = (): string[] => {
    const found: string[] = [];
    const page = document.scrollingElement ?? document.documentElement;
    const right = document.documentElement.clientWidth;
    if (page.scrollWidth > right) found.push(`the page is ${page.scrollWidth} px wide, of ${right}`);
    for (const element of document.body.querySelectorAll('*')) {
      if (!isVisible(element) || element.closest('svg svg, svg *')) continue;
      const box = boxOf(element);
      if ((box.right > right + 1 || box.left < -1) && !isContained(element))
        found.push(
          `${describe(element)} reaches from ${Math.round(box.left)} to ${Math.round(box.right)} px, of ${right}`,
        );
      else found.push(...wordsOutOf(element));
    }
    return found;
  };

  /** Words of an element's own that stick out of the nearest box that does not cut them off. */
  const wordsOutOf = (element: Element): string[] => {
    const texts = [...element.childNodes].filter(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
    );
    if (texts.length === 0) return [];
    const block = [element, ...around(element)].find(isBlock) ?? document.body;
    if (isContained(block)) return [];
    const box = boxOf(block);
    const range = document.createRange();
    return texts.flatMap((text) => {
      range.selectNodeContents(text);
      const words = range.getBoundingClientRect();
      return words.width > 0 && (words.right > box.right + 1 || words.left < box.left - 1)
        ? [
            `the words of ${describe(element)} stick out of their box: ${Math.round(words.right)} px, of ${Math.round(box.right)}`,
          ]
        : [];
    });
  };

  /** Everything that is to be read: words, names of what has none, and what fields hold. */
  const read = (): string => {
    const named = [
      ...document.querySelectorAll('[aria-label], [alt], [placeholder], [title], input, textarea, select'),
    ];
    const said = named.filter(isVisible).flatMap((element) => {
      const value = /^(?:INPUT|TEXTAREA|SELECT)$/.test(element.tagName) ? (element as HTMLInputElement).value : '';
      return [value, ...['aria-label', 'alt', 'placeholder', 'title'].map((name) => element.getAttribute(name) ?? '')];
    });
    return [document.body.innerText, ...said].join('\n').replace(/\s+/g, ' ');
  };

  const ringOf = (element: Element): string => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor } = getComputedStyle(element);
    const hasOutline = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1 && !isClear(outlineColor);
    return `${hasOutline ? `${outlineStyle} ${outlineWidth} ${outlineColor}` : ''}|${boxShadow}|${borderColor}`;
  };
  const isClear = (colour: string): boolean => colour === 'transparent' || /[,/] ?0\)$/.test(colour);

  let before = new WeakMap<Element, string>();
  let ids = new WeakMap<Element, number>();
  let reached = new Set<Element>();

  const active = (): Element | null => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
  };

  /** Begins a walk by Tab, at the top of the page: what everything looks like without focus. */
  const begin = (): void => {
    // From the page's top, wherever the focus was: Tab goes on from there, and ends at the page's end.
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
    (document.activeElement as HTMLElement | null)?.blur();
    getSelection()?.removeAllRanges();
    before = new WeakMap();
    ids = new WeakMap();
    reached = new Set();
    for (const element of document.querySelectorAll('*')) before.set(element, ringOf(element));
  };

  /** The element that has focus now. */
  const stop = (): Stop => {
    const element = active();
    const isPage = !element || element === document.body || element === document.documentElement;
    if (isPage) return { name: 'the page', id: -1, isPage, isVisible: true, hasRing: true, hasParts: false };
    const id = ids.get(element) ?? reached.size;
    ids.set(element, id);
    reached.add(element);
    const { left, top, right, bottom } = boxOf(element);
    const isInView = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
    // A field in a frame may have the ring of its frame.
    const ringed = [element, ...around(element)].slice(0, 4);
    const hasRing = ringed.some((each) => {
      const [outline, shadow] = ringOf(each).split('|');
      const was = before.get(each);
      if (was === undefined) return outline !== '' || shadow !== 'none';
      return ringOf(each) !== was;
    });
    const hasParts = element.matches('[type=date], [type=time], [type=datetime-local]');
    return { name: describe(element), id, isPage, isVisible: isVisible(element) && isInView, hasRing, hasParts };
  };

  const INTERACTIVE =
    'a[href], button, input, select, textarea, summary, [role=button], [role=link], [role=tab], [role=switch]';

  /** What can be clicked, and was not come to. Of radio buttons and tabs the browser stops at one. */
  const missed = (): string[] =>
    [...document.querySelectorAll<HTMLElement>(INTERACTIVE)]
      .filter((element) => !element.matches(':disabled, [aria-disabled=true], [type=hidden], [type=radio]'))
      .filter(
        (element) => isVisible(element) && !element.closest('[inert], [aria-hidden=true]') && !reached.has(element),
      )
      .filter(
        (element) =>
          element.tabIndex >= 0 ||
          !element.closest(
            '[role=radiogroup], [role=tablist], [role=menu], [role=menubar], [role=toolbar], [role=group], [role=listbox], [role=grid]',
          ),
      )
      .map(describe);

  return { overflow, read, begin, stop, missed };
})();

Object.assign(globalThis, { waddleLook: look });
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
  const { waddleTold } = globalThis as { waddleTold?: (what: string) => void };
  waddleTold?.(`the policy forbids ${violatedDirective}: ${blockedURI} (${sourceFile}:${lineNumber})`);
});
