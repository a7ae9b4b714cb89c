import { WaddleError } from './errors.ts';

/** The outcome of some work, or `UNAVAILABLE` when it is not there in time; the work itself goes on unwatched. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const late = scheduler.wait(ms).then(() => {
    throw new WaddleError('UNAVAILABLE', `${what} took longer than ${ms} ms`);
  });
  return Promise.race([work, late]);
}
