import { choosePort } from '../../scripts/local/ports.ts';

/**
 * A port for what listens in a moment, or again after a deploy. The system gives connections ports from 32,768 on: one of
 * those could be somebody's by then.
 */
export const ownPort = (): Promise<number> => choosePort(undefined, 20_000 + Math.floor(Math.random() * 12_000));
