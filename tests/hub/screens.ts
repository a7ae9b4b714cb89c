import type { Hub, Visitor } from '../support/hub.ts';
import type { World } from '../support/world.ts';

/** A page of WaddleBot's, and what everybody sees there who may open it. */
export interface Screen {
  /** Of its pictures: `feed-dark-phone.png`. */
  readonly name: string;
  readonly path: string;
  /** Whose screen is pictured. */
  readonly role: NonNullable<Visitor['role']>;
  /** Sentences for docs/screens.md; what stands in “quotes” has to be readable on the page. */
  readonly shows: readonly string[];
  /** The same, of what a phone has no room for. */
  readonly showsOnDesktop?: readonly string[];
  /** What happens before the picture is taken: a dialog is opened, a message comes. */
  readonly prepare?: (hub: Hub, world: World) => Promise<void>;
}

/** Every page, in the order of docs/screens.md. `npm run shots` takes pictures of them, and a journey looks at each. */
export const SCREENS: readonly Screen[] = [
  {
    name: 'welcome',
    path: '/',
    role: 'nobody',
    shows: [
      'That WaddleBot runs: “WaddleBot is awake.”',
      'How to talk to it on this machine: “npm run chat”',
      'Where to go next: “Sign in”, “What is connected”',
    ],
  },
  {
    name: 'sign-in',
    path: '/auth/sign-in',
    role: 'nobody',
    shows: ['Each way to sign in: “Twitch”, “Discord”, “Slack”, “YouTube”, “Kick”'],
  },
  {
    name: 'first-run',
    path: '/hub/start',
    role: 'member',
    shows: [
      'How far it is: “Community”, “Connect”, “Hello”',
      'What a community needs: “What is it called?”, “Address”, “The bot speaks”, “Time zone”',
      'The way on for who makes none: “Or join one that is there”',
    ],
  },
  {
    name: 'first-run-connect',
    path: '/hub/start?step=connect&community=demo&platform=twitch',
    role: 'owner',
    shows: [
      'Each platform: “Twitch”, “Discord”, “Slack”, “YouTube”, “Kick”',
      'What linking takes: “Link a channel on Twitch”, “Also steer the stream”',
      'The way without any: “Try it without one”',
    ],
  },
  {
    name: 'first-run-hello',
    path: '/hub/start?step=hello&community=demo&via=test',
    role: 'owner',
    shows: ['The first command: “Let the bot say hello”, “What !hello answers”, “Make !hello”'],
  },
  {
    name: 'integrations',
    path: '/hub/c/demo/integrations?channel=slack:T0DEMO',
    role: 'owner',
    shows: ['What can be done about a channel: “Check again”, “Unlink”', 'When it was last heard: “Last heard”'],
    showsOnDesktop: [
      'Each channel with how it does: “Linked”, “waddle_demo”',
      'What else can be linked: “Link another”',
    ],
  },
  {
    name: 'account',
    path: '/hub/account',
    role: 'owner',
    shows: [
      'Their accounts, and how to add one: “Linked accounts”, “Twitch”, “Add an account”, “Link by a code in chat”',
      'How they sign in, and where: “Password”, “Authenticator app”, “Passkeys”, “This browser”',
      'What is kept of them: “Take it along”, “Erase yourself”',
    ],
  },
  {
    name: 'home',
    path: '/hub/c/demo',
    role: 'owner',
    shows: [
      'Whether all is well, or what needs somebody first',
      'The day in numbers: “Messages per minute”, “Commands in a day”, “Answer time”, “Channels”',
      'Charts with a table behind each: “Commands per hour”, “Show as a table”',
    ],
  },
  {
    name: 'feed',
    path: '/hub/c/demo/feed',
    role: 'owner',
    shows: ['That it is live, and how to stop it: “Live”, “Pause”', 'How to narrow it: “Platform”, “Kind”'],
  },
  {
    name: 'members',
    path: '/hub/c/demo/members',
    role: 'owner',
    shows: ['Who belongs here: “Members”, “Requests”, “Invites”, “Bans”', 'How to narrow it: “Role”, “Platform”'],
  },
  {
    name: 'settings',
    path: '/hub/c/demo/settings/community',
    role: 'owner',
    shows: [
      'What people see of it: “Name”, “Address”, “Kind”, “Description”',
      'How the bot speaks: “Language”, “Time zone”, “A test community”',
      'That it is saved: “Saved”',
    ],
    showsOnDesktop: ['Every part: “Roles”, “API keys”, “Audit log”, “Danger zone”, “Greetings”, “Hype”'],
  },
  {
    name: 'settings-module',
    path: '/hub/c/demo/settings/memories',
    role: 'owner',
    shows: ['A module’s own settings, made of its schema: “Quotes, bookmarks and reminders”'],
  },
  {
    name: 'settings-roles',
    path: '/hub/c/demo/settings/roles',
    role: 'owner',
    shows: ['Who may what: “Roles”'],
  },
  {
    name: 'settings-audit',
    path: '/hub/c/demo/settings/audit',
    role: 'owner',
    shows: ['Who changed what: “Audit log”'],
  },
  {
    name: 'kit',
    path: '/hub/kit?theme=dark',
    role: 'viewer',
    shows: ['Every part of the design system'],
  },
  {
    name: 'simulator',
    path: '/hub/c/demo/simulator?platform=discord&name=Ann',
    role: 'owner',
    prepare: async ({ page }) => {
      await page.getByRole('combobox', { name: 'What is said' }).fill('!ping');
      await page.keyboard.press('Enter');
      await page.getByRole('log').getByText('Pong!', { exact: true }).waitFor();
    },
    shows: [
      'Who speaks where: “Platform”, “Channel”, “Speaks as”, “Called”, “Stream”',
      'What was said and answered, as the platform shows it: “!ping”, “Pong!”, “Simulated”',
      'Each step, with its time: “Put together”, “Decided”, “Ran !ping”, “!ping answered”',
      'That nothing of it stays: “Rolled back”',
    ],
  },
];
