import type { KeyboardEvent, ReactNode, Ref } from 'react';

/** The form of a panel: sent by its button in the panel's footer, and by Ctrl+Enter from within a text of several lines. */
export function PanelForm({
  ref,
  id,
  onSend,
  children,
}: {
  readonly ref: Ref<HTMLFormElement>;
  /** By which the footer's button finds it. */
  readonly id: string;
  readonly onSend: () => void;
  readonly children: ReactNode;
}) {
  const sendByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    onSend();
  };
  return (
    <form
      ref={ref}
      id={id}
      tabIndex={-1}
      noValidate
      className="space-y-5 outline-none"
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
      onKeyDown={sendByKey}
    >
      {children}
    </form>
  );
}
