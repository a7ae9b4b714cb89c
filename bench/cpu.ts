import { readdirSync, readFileSync } from 'node:fs';

/** The kernel's clock ticks per second, 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Processes that this one started, by id; none where there is no /proc. */
function childPids(): number[] {
  try {
    return readdirSync('/proc/self/task').flatMap((thread) =>
      readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

/** Runs `start` and says which processes it brought to life. */
export async function withPids<T>(start: () => Promise<T>): Promise<{ readonly started: T; readonly pids: number[] }> {
  const before = new Set(childPids());
  const started = await start();
  return { started, pids: childPids().filter((pid) => !before.has(pid)) };
}

/** CPU seconds these processes have used, all threads together; NaN where it cannot be told. */
export function cpuSeconds(pids: readonly number[]): number {
  if (pids.length === 0) return Number.NaN;
  try {
    return pids.reduce((sum, pid) => {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name before the last bracket may hold spaces; user and system time are fields 14 and 15.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return sum + (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    }, 0);
  } catch {
    return Number.NaN;
  }
}
