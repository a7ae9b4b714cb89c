/** A description of the API's document, which is English: what stands between backticks is code. */
export const Prose = ({ children }: { readonly children: string }) => (
  <span lang="en">
    {children.split('`').map((part, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text that does not change.
      <Part key={at} isCode={at % 2 === 1}>
        {part}
      </Part>
    ))}
  </span>
);

const Part = ({ isCode, children }: { readonly isCode: boolean; readonly children: string }) =>
  isCode ? <code className="font-mono text-[0.92em] text-ink">{children}</code> : children;
