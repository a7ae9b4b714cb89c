/** What is still selected once something was done to some: what somebody marked meanwhile stays marked. */
export const without = (selected: ReadonlySet<string>, done: Iterable<string>): ReadonlySet<string> => {
  const left = new Set(selected);
  for (const id of done) left.delete(id);
  return left;
};
