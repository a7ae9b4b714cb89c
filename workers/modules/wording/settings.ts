import * as z from 'zod';

/** Longest sentence, in UTF-16 units: with names filled in it still fits every platform's line. */
export const MAX_SENTENCE = 400;
/** They travel with every command. */
export const MAX_SENTENCES = 100;

/** The community's own sentences, by module and key: `general.ping`. */
export const settings = z.object({ texts: z.record(z.string(), z.string().max(MAX_SENTENCE)).default({}) });
