interface Place {
  readonly start: number;
  readonly end: number;
}

/** A line with what a rule found in it. */
export function MarkedLine({ text, places }: { readonly text: string; readonly places: readonly Place[] }) {
  const pieces = places.flatMap(({ start, end }, i) => [
    { text: text.slice(places[i - 1]?.end ?? 0, start), at: places[i - 1]?.end ?? 0, isFound: false },
    { text: text.slice(start, end), at: start, isFound: true },
  ]);
  const behind = places.at(-1)?.end ?? 0;
  return (
    <bdi className="line-clamp-4 overflow-hidden whitespace-pre-wrap [overflow-wrap:anywhere]">
      {[...pieces, { text: text.slice(behind), at: behind, isFound: false }].map((piece) =>
        piece.isFound ? (
          <mark
            key={`${piece.at} found`}
            className="rounded-xs bg-accent-soft font-medium text-ink underline decoration-accent-ink underline-offset-2"
          >
            {piece.text}
          </mark>
        ) : (
          piece.text
        ),
      )}
    </bdi>
  );
}
