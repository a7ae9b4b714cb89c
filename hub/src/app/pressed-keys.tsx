import { Kbd } from '../design/kbd.tsx';

const isApple = (): boolean => /Mac|iP(?:hone|ad|od)/.test(navigator.userAgent);

/** What is pressed, together or one after the other; `mod` is ⌘ on Apple's keyboards and Ctrl elsewhere. */
export const PressedKeys = ({ keys }: { readonly keys: readonly string[] }) => (
  <span className="inline-flex shrink-0 gap-1">
    {keys.map((key) => (
      <Kbd key={key}>{key === 'mod' ? (isApple() ? '⌘' : 'Ctrl') : key}</Kbd>
    ))}
  </span>
);
