import type { ArchivedTable } from '../core/archive.ts';
import { modules } from '../modules/index.ts';

/** What of a community all modules hold, in the order in which it is written and taken in. */
export const ARCHIVED: readonly ArchivedTable[] = modules
  .flatMap(({ archive = [] }) => archive)
  .toSorted((one, other) => Number(one.late ?? false) - Number(other.late ?? false));

export const ARCHIVED_BY_NAME: ReadonlyMap<string, ArchivedTable> = new Map(ARCHIVED.map((each) => [each.table, each]));
