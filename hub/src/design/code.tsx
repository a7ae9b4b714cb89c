import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { IconButton } from './button.tsx';
import { cn } from './cn.ts';

/** How long "Copied" is shown. */
const COPIED_MS = 2_000;

/** Puts text on the clipboard and says so. */
export function CopyButton({ text, label, className }: { text: string; label?: string; className?: string }) {
  const w = useWords(kit);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <>
      <IconButton
        size="sm"
        label={copied ? w.copied : (label ?? w.copy)}
        icon={copied ? <Check className="text-ok" /> : <Copy />}
        className={className}
        onClick={() =>
          navigator.clipboard.writeText(text).then(
            () => setCopied(true),
            // Refused by the browser: the text still stands there to be marked by hand.
            () => undefined,
          )
        }
      />
      <span role="status" className="hidden-visually">
        {copied ? w.copied : ''}
      </span>
    </>
  );
}

export interface CodeProps {
  children: string;
  /** A box of its own, with lines as they are; else it stands within a sentence. */
  block?: boolean;
  /** Offers to copy it. */
  copy?: boolean;
  className?: string;
}

/** Commands, templates, ids: what a machine reads. */
export function Code({ children, block, copy, className }: CodeProps) {
  if (!block) {
    const code = (
      <code
        className={cn(
          'rounded-sm bg-hover px-1 py-0.5 font-mono text-[0.92em] text-ink [overflow-wrap:anywhere]',
          className,
        )}
      >
        {children}
      </code>
    );
    if (!copy) return code;
    return (
      <span className="inline-flex max-w-full items-center gap-0.5">
        {code}
        <CopyButton text={children} />
      </span>
    );
  }
  return (
    <div className={cn('flex min-w-0 items-start rounded-lg border border-line bg-sunken', className)}>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must reach what is cut off
        tabIndex={0}
        className="focus-inset min-w-0 flex-1 overflow-x-auto rounded-lg p-3 font-mono text-ink text-sm leading-5"
      >
        <code>{children}</code>
      </pre>
      {copy && <CopyButton text={children} className="m-2 ml-0 shrink-0" />}
    </div>
  );
}
