type Level = 'debug' | 'info' | 'warn' | 'error';
type Field = string | number | boolean | null | undefined;

/** Structured lines for Workers Logs. Fields are scalars on purpose: nothing that could hold a message or a token fits in. */
export type Log = (level: Level, event: string, fields?: Readonly<Record<string, Field>>) => void;

export const consoleLog: Log = (level, event, fields = {}) => {
  // biome-ignore lint/suspicious/noConsole: the one place where a line leaves the Worker
  console[level](JSON.stringify({ level, event, ...fields }));
};
