import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { cn } from './cn.ts';
import { FLOAT_BOX } from './popover.tsx';
import { useFloatContainer } from './theme.tsx';

export interface MenuItem {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly onSelect: () => void;
  /** The key that does the same. */
  readonly keys?: string;
  /** For what cannot be taken back. */
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Given: the item is one that is on or off. */
  readonly checked?: boolean;
}

export interface DropdownMenuProps {
  /** The button that opens it. */
  trigger: ReactNode;
  /** Groups, parted by a hairline; a group may have a name. */
  groups: readonly { readonly label?: string; readonly items: readonly MenuItem[] }[];
  /** What the actions are on; "More" where it is left out. */
  label?: string;
  align?: 'start' | 'center' | 'end';
  className?: string;
}

const ITEM =
  'relative flex min-h-8 cursor-pointer select-none items-center gap-2.5 rounded-md px-2 text-ink outline-none data-[highlighted]:bg-hover data-[disabled]:cursor-not-allowed data-[disabled]:opacity-50 pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0';

/** Actions on one thing. Arrow keys and first letters move in it. */
export function DropdownMenu({ trigger, groups, label, align = 'end', className }: DropdownMenuProps) {
  const w = useWords(kit);
  const container = useFloatContainer();
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={container}>
        {/* A landmark of its own: it is put at the page's end, outside of all others. */}
        <section aria-label={label ?? w.more}>
          <Radix.Content
            align={align}
            sideOffset={4}
            collisionPadding={12}
            className={cn(
              FLOAT_BOX,
              'max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-80 overflow-y-auto p-1',
              className,
            )}
          >
            {groups.map((group, index) => (
              <Radix.Group key={group.items[0]?.label ?? group.label}>
                {index > 0 && <Radix.Separator className="-mx-1 my-1 h-px bg-line" />}
                {group.label && (
                  <Radix.Label className="truncate px-2 py-1.5 font-medium text-ink-faint text-sm">
                    {group.label}
                  </Radix.Label>
                )}
                {group.items.map((item) => (
                  <Item key={item.label} item={item} indent={group.items.some(({ icon }) => icon)} />
                ))}
              </Radix.Group>
            ))}
          </Radix.Content>
        </section>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** `indent`: others of its group have an icon, so that its words stand under theirs. */
function Item({ item, indent }: { item: MenuItem; indent: boolean }) {
  const inside = (
    <>
      {item.icon && <span className={cn('contents', item.danger ? 'text-danger' : 'text-ink-faint')}>{item.icon}</span>}
      {!item.icon && indent && <span aria-hidden className="w-4 shrink-0" />}
      <span className="flex-1 truncate">{item.label}</span>
      {item.keys && <span className="text-ink-faint text-sm">{item.keys}</span>}
    </>
  );
  if (item.checked !== undefined) {
    return (
      <Radix.CheckboxItem checked={item.checked} disabled={item.disabled} onSelect={item.onSelect} className={ITEM}>
        {inside}
        <Check aria-hidden className={cn('text-accent-ink', !item.checked && 'invisible')} />
      </Radix.CheckboxItem>
    );
  }
  return (
    <Radix.Item
      disabled={item.disabled}
      onSelect={item.onSelect}
      className={cn(ITEM, item.danger && 'text-danger data-[highlighted]:bg-danger-soft')}
    >
      {inside}
    </Radix.Item>
  );
}
