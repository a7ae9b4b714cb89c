import { useEffect, useRef, useState } from 'react';

/** How long after the last letter the address follows, ms. */
const SETTLES_MS = 200;

/**
 * A text that is typed and kept in the address: what is typed shows at once, the address follows, and where the address is changed by
 * other means, so is the text.
 */
export function useTypedText(kept: string, keep: (text: string) => void) {
  const [text, setText] = useState(kept);
  const written = useRef(kept);
  const keeping = useRef(keep);
  keeping.current = keep;
  useEffect(() => {
    if (kept === written.current) return;
    written.current = kept;
    setText(kept);
  }, [kept]);
  useEffect(() => {
    if (text === written.current) return;
    const timer = setTimeout(() => {
      written.current = text;
      keeping.current(text);
    }, SETTLES_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return { text, set: setText };
}
