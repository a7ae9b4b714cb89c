import { VIEWPORTS } from '../support/hub-page.ts';
import type { Screen } from './screens.ts';

const WHO: Readonly<Record<Screen['role'], string>> = {
  nobody: 'somebody who is not signed in',
  member: 'a member without a role',
  viewer: 'a viewer of the community’s hub',
  editor: 'an editor',
  moderator: 'a moderator',
  admin: 'an admin',
  owner: 'the community’s owner',
  operator: 'an operator of the installation',
};

const sizeOf = ({ width, height }: { readonly width: number; readonly height: number }) => `${width} × ${height}`;

const HEAD = `# Screens

Every page and what it has to show, in both themes, on a desktop (${sizeOf(VIEWPORTS.desktop)}) and on a phone (${sizeOf(VIEWPORTS.phone)}). What stands in
“quotes” is looked for by a test, as are axe's rules and that nothing is wider than the screen. This page is written out of
\`tests/hub/screens.ts\` by \`npm run shots\`, which puts pictures of all of them into \`.data/shots\`.
`;

/** docs/screens.md. */
export function screensPage(screens: readonly Screen[]): string {
  const sections = screens.map(({ name, path, role, shows, showsOnDesktop = [] }) => {
    const lines = [...shows, ...showsOnDesktop.map((line) => `${line} (on a desktop)`)].map((line) => `- ${line}`);
    return `\n## ${name}\n\n\`${path}\`, as ${WHO[role]} sees it.\n\n${lines.join('\n')}\n`;
  });
  return HEAD + sections.join('');
}

/** What stands in quotes in a sentence. */
export const quotedIn = (sentence: string): readonly string[] =>
  Array.from(sentence.matchAll(/“([^”]+)”/g), ([, words = '']) => words);
