import { post } from '../api/post.ts';

/** Ends this browser's session and goes to where one signs in. */
export const signOut = (): void => post('/auth/sign-out');
