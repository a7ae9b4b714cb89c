import path from 'node:path';
import { messageOf, type Step, StepFailed, type Tools } from './step.ts';

const FOLDER = path.join(import.meta.dirname, '../../db/migrations');

/** Names of the migrations that are still to be applied. Fails for what would make `migrate` fail. */
export async function pendingMigrations({ migrationStatus }: Tools, url: string): Promise<string[]> {
  const statuses = await migrationStatus({ url, folder: FOLDER });
  const unsound = statuses.find(({ state }) => state !== 'applied' && state !== 'pending');
  if (unsound) {
    throw new Error(
      `${unsound.name} is ${unsound.state}; \`npm run db:status\` shows all, \`npm run db:migrate\` says what to do`,
    );
  }
  return statuses.filter(({ state }) => state === 'pending').map(({ name }) => name);
}

export const databaseStep: Step = {
  name: 'database',
  async run({ directUrl }, { migrate }) {
    const applied = await migrate({ url: directUrl, folder: FOLDER }).catch((error: unknown) => {
      throw new StepFailed(
        messageOf(error),
        'The Worker was not touched, and what a failed migration had begun was undone. Mend what is named.',
      );
    });
    if (applied.length === 0) return { state: 'already there', words: 'every migration is applied' };
    return { state: 'done', words: `applied ${applied.join(', ')}` };
  },
  async preview({ directUrl }, tools) {
    const pending = await pendingMigrations(tools, directUrl).catch((error: unknown) => {
      throw new StepFailed(messageOf(error), 'Mend what is named.');
    });
    if (pending.length === 0) return { state: 'already there', words: 'every migration is applied' };
    return { state: 'skipped', words: `would apply ${pending.join(', ')}` };
  },
};
