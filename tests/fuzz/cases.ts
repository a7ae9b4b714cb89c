import fc from 'fast-check';

declare global {
  interface ImportMeta {
    /** Vite hands variables that begin with `VITE_` on to the tests inside workerd. */
    readonly env?: Readonly<Record<string, string | undefined>>;
  }
}

const all = import.meta.env?.VITE_FUZZ === '1';
const givenSeed = import.meta.env?.VITE_FUZZ_SEED;

/** One seed for everything in a file, printed so that a failing run can be run again with `VITE_FUZZ_SEED`. */
export const seed: number = givenSeed ? Number(givenSeed) : Date.now() % 0x7fffffff;
fc.configureGlobal({ seed });
console.info(`fast-check seed ${seed}${all ? ', all cases' : ', a tenth of the cases'}`);

/** How many cases a property runs: all of them under `npm run fuzz` (`VITE_FUZZ=1`), a tenth in `npm test`. */
export const cases = (full: number): number => (all ? full : Math.ceil(full / 10));
