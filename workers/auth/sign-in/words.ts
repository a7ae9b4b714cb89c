import type { FailureReason } from './failure.ts';

export interface Told {
  readonly status: 400 | 403 | 502;
  readonly title: string;
  /** @param title the platform's, as people call it */
  readonly text: (title: string) => string;
}

/** What people are told of a sign-in that came to nothing: what it was, and what to do. */
export const TOLD: Readonly<Record<FailureReason, Told>> = {
  denied: {
    status: 403,
    title: 'You said no',
    text: (title) =>
      `You did not agree at ${title}, so it told us nothing, and nothing was changed. Start again, or choose another way.`,
  },
  state: {
    status: 400,
    title: 'This way back has ended',
    text: () =>
      'It counts once, for ten minutes, in the browser that began it and for who began it. Nothing was changed. Start again.',
  },
  down: {
    status: 502,
    title: 'No answer just now',
    text: (title) =>
      `${title} did not answer properly, so nobody was signed in. Try again in a minute, or choose another way.`,
  },
  code: {
    status: 400,
    title: 'That took too long',
    text: (title) => `What ${title} sent us had been used already, or was too old. Nothing was changed. Start again.`,
  },
  refused: {
    status: 502,
    title: 'Not set up rightly',
    text: (title) =>
      `${title} does not take this WaddleBot as it is registered there. Tell who runs it to compare the client id, the secret and the redirect address; choose another way until then.`,
  },
  garbage: {
    status: 502,
    title: 'An answer that says nothing',
    text: (title) => `${title} answered with something we cannot read, so nobody was signed in. Try again in a minute.`,
  },
  proof: {
    status: 400,
    title: 'That proves nothing',
    text: (title) =>
      `What came back does not prove that it is ${title}’s answer to you, so nobody was signed in. Start again.`,
  },
  scope: {
    status: 403,
    title: 'One thing was left out',
    text: (title) =>
      `${title} may not tell us who you are there, so nobody was signed in. Start again, and leave what it asks for ticked.`,
  },
  'no-channel': {
    status: 403,
    title: 'No YouTube channel',
    text: () =>
      'People on YouTube are known by their channel, and this Google account has none. Make one on youtube.com, or start again and choose another account.',
  },
  'sign-up-closed': {
    status: 403,
    title: 'No new people just now',
    text: () =>
      'Nobody has signed in here with this account yet, and this WaddleBot takes no new people. If you have signed in by another platform, use that one.',
  },
  'sign-up-invited': {
    status: 403,
    title: 'By invitation',
    text: () =>
      'Nobody has signed in here with this account yet, and this WaddleBot takes new people by invitation. Open the link of your invitation and sign in from there.',
  },
  'somebody-else': {
    status: 403,
    title: 'Another account',
    text: (title) =>
      `That is a ${title} account, but not one of yours here, so it does not prove that you are you. Start again with your own.`,
  },
};

/** What is said on a page after something was done. */
const SAID = {
  'signed-out': 'You are signed out of this browser.',
  linked: 'That account is yours now. You can sign in with any of your accounts.',
  merged: 'You are one now. Sign in with any of your accounts.',
  'own-already': 'That account was yours already.',
  'session-ended': 'That session has ended.',
  'others-ended': 'You are signed out everywhere else.',
} as const;
export type Said = keyof typeof SAID;

export const saidIn = (query: string | undefined): string | null =>
  query !== undefined && Object.hasOwn(SAID, query) ? SAID[query as Said] : null;
