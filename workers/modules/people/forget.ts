import * as z from 'zod';
import type { AccountPlatform } from '../../core/ids.ts';
import type { Module } from '../../core/modules.ts';

const erased = z.object({
  accounts: z.array(
    z.object({ platform: z.string().transform((name) => name as AccountPlatform), account: z.string() }),
  ),
});

/** A community's objects forget what an erased person wrote: tried again until all of them were reached. */
export const peopleJobs: NonNullable<Module['jobs']> = {
  forget: async (data, ctx) => ctx.forgetAuthors(erased.parse(data).accounts),
};
