import { Dialog } from '../design/dialog.tsx';
import { app } from '../words/app.ts';
import { useWords } from '../words/use-words.ts';
import { type KeyHelp, useShownKeyHelp } from './key-help.ts';
import { PressedKeys } from './pressed-keys.tsx';
import type { PageKey } from './use-page-keys.ts';

export interface KeysDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly pages: readonly PageKey[];
}

/** What can be pressed here. */
export function KeysDialog({ open, onClose, pages }: KeysDialogProps) {
  const w = useWords(app);
  const keys: readonly KeyHelp[] = [
    ...useShownKeyHelp(),
    { press: ['mod', 'K'], does: w.keyPalette },
    { press: ['?'], does: w.keyHelp },
    { press: ['Esc'], does: w.keyClose },
    ...pages.map(({ key, title }) => ({ press: ['G', key.toUpperCase()], does: w.keyGoTo(title) })),
  ];
  return (
    <Dialog open={open} onOpenChange={(isOpen) => !isOpen && onClose()} title={w.keys} description={w.keysIntro}>
      <dl className="grid grid-cols-[1fr_auto] items-center gap-x-6 gap-y-2">
        {keys.map(({ press, does }) => (
          <div key={does} className="contents">
            <dt>{does}</dt>
            <dd>
              <PressedKeys keys={press} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
