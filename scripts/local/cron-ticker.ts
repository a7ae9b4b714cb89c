import type { LocalWorker } from './workerd.ts';

export interface Ticker {
  /** Fires the minute's trigger now. */
  tick(): void;
  stop(): Promise<void>;
}

/** Fires the Worker's Cron Triggers at the start of each minute: on this machine they do not fire by themselves. */
export function startTicker(worker: LocalWorker): Ticker {
  let timer: NodeJS.Timeout | undefined;
  let firing: Promise<unknown> = Promise.resolve();
  let stopped = false;

  const fire = (at: Date) => {
    const nightly = at.getUTCHours() === 3 && at.getUTCMinutes() === 0;
    firing = Promise.all([worker.cron('* * * * *', at), ...(nightly ? [worker.cron('0 3 * * *', at)] : [])]).catch(
      (error: unknown) => {
        if (!stopped) console.error(`a cron could not be fired: ${error instanceof Error ? error.message : error}`);
      },
    );
  };
  const schedule = () => {
    timer = setTimeout(
      () => {
        fire(new Date());
        schedule();
      },
      60_000 - (Date.now() % 60_000),
    );
  };
  schedule();
  return {
    tick: () => fire(new Date()),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await firing;
    },
  };
}
