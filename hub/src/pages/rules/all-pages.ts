interface Page<Row> {
  readonly data: readonly Row[];
  readonly next: string | null;
}

/** So many rows come at a time: the most that there may be. */
const PAGE = '100';

/** All rows of a list that is never long, page after page. */
export async function allPages<Row>(
  ask: (query: { limit: string; cursor?: string }) => Promise<Page<Row>>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let next: string | null = null;
  do {
    const page: Page<Row> = await ask({ limit: PAGE, ...(next === null ? {} : { cursor: next }) });
    rows.push(...page.data);
    next = page.next;
  } while (next !== null);
  return rows;
}
