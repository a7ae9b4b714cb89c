import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';

/** The first stop of the Tab key: past the rail, to the page's content (`<main id="content" tabIndex={-1}>`). */
export function SkipLink({ to = 'content' }: { to?: string }) {
  const w = useWords(kit);
  return (
    <a
      href={`#${to}`}
      onClick={(event) => {
        // The router would take the hash for a page.
        event.preventDefault();
        document.getElementById(to)?.focus();
      }}
      className="fixed top-2 left-2 z-(--layer-skip) -translate-y-20 rounded-lg bg-accent px-3 py-1.5 font-medium text-on-accent focus:translate-y-0"
    >
      {w.skip}
    </a>
  );
}
