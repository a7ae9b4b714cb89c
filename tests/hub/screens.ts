import { ask } from '../support/api.ts';
import type { Hub, Visitor } from '../support/hub.ts';
import { until, type World } from '../support/world.ts';

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

/** Has the demo community something to show; what is there already stays. */
async function asDemo(world: World, method: string, path: string, body: unknown): Promise<void> {
  const { status, text } = await ask(world, method, path, { body });
  if (status >= 400 && status !== 409) throw new Error(`nothing to picture: ${text}`);
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
    name: 'take-in',
    path: '/hub/start?step=archive',
    role: 'member',
    shows: ['The way in for who comes from another WaddleBot: “Take an archive in”, “Choose a file”'],
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
    name: 'move-out',
    path: '/hub/c/demo/move?tab=out',
    role: 'owner',
    shows: [
      'What leaves, and what stays: “Take everything along”, “In the file”, “Not in the file”',
      'How it is taken along: “Download the archive”',
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
    name: 'commands',
    path: '/hub/c/demo/commands?q=p',
    role: 'owner',
    shows: ['What the bot answers to: “!ping”', 'How to narrow it: “Kind”, “Platform”, “State”'],
  },
  {
    name: 'commands-editor',
    path: '/hub/c/demo/commands?edit=quote',
    role: 'owner',
    shows: [
      'How it is typed, and each of its parts: “How to type it”, “Part of the command”',
      'Who may, and how often: “At least”, “Waits”, “per person”',
      'Who changed it: “History”',
      'That it is saved: “Everything is saved”',
    ],
  },
  {
    name: 'commands-new',
    path: '/hub/c/demo/commands?make=command',
    role: 'owner',
    shows: [
      'What a command needs: “Name”, “Reply”',
      'What it can use: “Variables”',
      'What it would look like: “What chat would see”',
    ],
  },
  {
    name: 'quotes',
    path: '/hub/c/demo/memories',
    role: 'owner',
    shows: [
      'What was said, to look through: “The ice is never too thin for a good plan.”',
      'What waits to be approved: “Shown”, “Waiting”',
      'The way in and out: “Import”, “Export CSV”, “New quote”',
    ],
    showsOnDesktop: ['How to narrow it: “Who said it”'],
  },
  {
    name: 'quote',
    path: '/hub/c/demo/memories?quote=1',
    role: 'owner',
    shows: [
      'One quote, to edit: “What was said”, “Who said it”, “Category”, “Said on”, “Game”, “Title of the stream”',
      'Who changed it: “History”, “added a quote”',
      'What can be done: “Delete”, “Save”',
    ],
  },
  {
    name: 'quotes-waiting',
    path: '/hub/c/demo/memories?tab=waiting',
    role: 'owner',
    shows: ['That nothing waits, and what would: “Nothing waits”, “Have quotes approved”'],
  },
  {
    name: 'bookmarks',
    path: '/hub/c/demo/memories/bookmarks',
    role: 'owner',
    shows: ['What it is for, and how it will be: “Nothing is bookmarked yet”, “An example”, “New bookmark”'],
  },
  {
    name: 'bookmark-new',
    path: '/hub/c/demo/memories/bookmarks?bookmark=new',
    role: 'owner',
    shows: ['What a bookmark takes: “Address”, “Title”, “Description”, “Tags”, “Add”'],
  },
  {
    name: 'statistics',
    path: '/hub/c/demo/memories/statistics',
    role: 'owner',
    shows: [
      'Quotes in numbers and pictures: “Quotes shown”, “By month”, “Quotes by category”, “Best liked”',
      'What is not there yet: “Nothing is bookmarked yet”, “Nothing was to be remembered yet”',
    ],
  },
  {
    name: 'modules',
    path: '/hub/c/demo/commands/modules',
    role: 'owner',
    shows: [
      'What modules are for: “HTTP modules”, “Your own code behind a command”, “New module”',
      'How a program answers: “How to answer”',
    ],
  },
  {
    name: 'reminders',
    path: '/hub/c/demo/memories/reminders',
    role: 'owner',
    shows: ['What reminders are for: “Nobody has to remember this”, “New reminder”', 'How one looks: “An example”'],
  },
  {
    name: 'reminder-editor',
    path: '/hub/c/demo/memories/reminders?make=reminder',
    role: 'owner',
    prepare: async ({ page }) => {
      await page.getByLabel('Time in words').fill('every 2 weeks on friday 17:00 fish for all');
      await page.getByRole('list', { name: 'The next dates' }).waitFor();
    },
    shows: [
      'A time in words, by choosing, or as a rule: “In words”, “Choose”, “Rule”',
      'What it means: “Every 2 weeks on Friday at 17:00, UTC”, “The next dates”',
    ],
  },
  {
    name: 'members',
    path: '/hub/c/demo/members',
    role: 'owner',
    shows: ['Who belongs here: “Members”, “Requests”, “Invites”, “Bans”', 'How to narrow it: “Role”, “Platform”'],
  },
  {
    name: 'operations',
    path: '/hub/c/demo/operations',
    role: 'owner',
    shows: [
      'What no try brought through: “Dead letters”, “No dead letters”',
      'How to narrow it: “State”, “Kind”, “Queue”',
    ],
    showsOnDesktop: ['What else went wrong: “Unseen answers”, “Executions”, “Limits”, “Breakers”'],
  },
  {
    name: 'operations-way',
    path: '/hub/c/demo/operations?tab=executions',
    role: 'owner',
    prepare: async ({ page }, world) => {
      const user = { id: '9301', login: 'ann_on_ice', role: 'moderator' as const };
      await world.twitch.chat({ user, text: '!command add pictured for a picture' });
      await until('it ran', async () => {
        const rows = await world.rows(`select from deliveries where status = 'sent' and reply like '%!pictured%'`);
        return rows.length > 0;
      });
      await page.reload();
      await page.getByRole('grid', { name: 'Executions' }).locator('tr[data-index]').first().click();
      await page.getByRole('table', { name: 'The way of the command' }).waitFor();
    },
    shows: [
      'Each step of a command’s way: “Platform to WaddleBot”, “Waiting in the queue”, “Effect and commit”, “Sending”',
      'How long all of it took: “All of it”',
    ],
  },
  {
    name: 'installation',
    path: '/hub/operations?tab=versions',
    role: 'operator',
    shows: [
      'What runs: “Build”, “Database”, “PostgreSQL”, “Durable Objects”',
      'How the database came to be as it is: “Migrations”, “applied”',
    ],
  },
  {
    name: 'move-in',
    path: '/hub/c/demo/move',
    role: 'owner',
    shows: [
      'Where a file may come from: “Nightbot”, “StreamElements”, “Fossabot”, “A table of quotes”',
      'How to get it, and how to give it: “How to get the file”, “Choose a file”, “Try it with an example”',
      'What was brought before: “Last imports”',
    ],
  },
  {
    name: 'move-in-lines',
    path: '/hub/c/demo/move',
    role: 'owner',
    shows: [
      'Each line of a file with its status: “OK”, “Look at it”, “Conflict”, “Does not come”',
      'How many will come: “Bring 4 lines”',
    ],
    showsOnDesktop: ['One of them beside: “What it becomes”, “What chat would see”'],
    prepare: async ({ page }) => {
      await page.getByRole('button', { name: 'Try it with an example' }).click();
      await page.getByRole('grid').waitFor();
      if ((page.viewportSize()?.width ?? 0) < 1024) return;
      await page.locator('[data-index="0"]').click();
      await page.getByText('jumps into the pond. Jump number 1').waitFor();
    },
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
    name: 'settings-public',
    path: '/hub/c/demo/settings/public',
    role: 'owner',
    shows: [
      'Who reads the pages: “Nobody”, “Who has the link”, “Everybody”',
      'Where they are: “Address”, “/c/demo”, “Open”',
      'Which there are: “Commands”, “Quotes”',
      'How people stay unnamed: “!privacy hide”',
    ],
  },
  {
    name: 'settings-api',
    path: '/hub/c/demo/settings/api?q=quotes&open=addQuote',
    role: 'owner',
    shows: [
      'What programs can do, by words: “operations”, “/api/v1/quotes”',
      'What a call needs and takes: “a key with memories:write”, “Body”, “Answers”',
      'How it is tried, without a key in it: “Bearer YOUR_KEY”',
    ],
  },
  {
    name: 'public-front',
    path: '/c/demo',
    role: 'nobody',
    shows: ['Who this is, and what there is to read: “Waddle Demo”, “To read here”, “Where to find us”'],
  },
  {
    name: 'public-commands',
    path: '/c/demo/commands',
    role: 'nobody',
    shows: [
      'What can be typed, and what it says: “!fish”, “One fish for”, “everyone”',
      'What is built in: “Built in”, “!quote add”',
    ],
  },
  {
    name: 'public-quotes',
    path: '/c/demo/quotes',
    role: 'nobody',
    shows: [
      'What was said, by whom: “The ice is never too thin for a good plan.”, “Ann”',
      'The search: “Find a quote”',
    ],
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
    shows: ['Who changed what: “Audit log”, “The operator’s programs”, “added a quote”'],
  },
  {
    name: 'kit',
    path: '/hub/kit?theme=dark',
    role: 'viewer',
    shows: ['Every part of the design system: “Kit”'],
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
  {
    name: 'aliases',
    path: '/hub/c/demo/commands/aliases',
    role: 'owner',
    prepare: async ({ page }, world) => {
      await asDemo(world, 'POST', '/aliases/demo', { name: 'cheer', command: 'ping && uptime' });
      await page.reload();
      await page.getByText('!cheer').waitFor();
    },
    shows: ['Each alias, with what it stands for: “!cheer”, “ping && uptime”', 'The way to another: “New alias”'],
  },
  {
    name: 'aliases-editor',
    path: '/hub/c/demo/commands/aliases?new=yes',
    role: 'owner',
    prepare: async ({ page }) => {
      await page.getByLabel('What it stands for').fill('ping && help {args}');
      await page.getByText('!help @Robin').waitFor();
    },
    shows: [
      'What an alias is: “What it stands for”, “Put in a placeholder”, “Who and when”',
      'What it comes to, step by step: “What it comes to”, “so these run, one after the other”, “!help @Robin”',
    ],
  },
  {
    name: 'keywords',
    path: '/hub/c/demo/commands/keywords',
    role: 'owner',
    prepare: async ({ page }, world) => {
      await asDemo(world, 'POST', '/keywords/demo', {
        name: 'spam',
        match: 'regex',
        pattern: 'buy\\s+followers',
        action: { is: 'delete' },
        priority: 10,
      });
      await page.reload();
      await page.getByLabel('What somebody might write').fill('Buy followers here');
      await page.getByText('The rule “spam” acts').waitFor();
    },
    shows: [
      'Each rule in the order in which they are tried: “spam”',
      'What a line would come to: “Test box”, “A line of yours”, “Recent lines”, “The rule “spam” acts: it takes the line away.”',
    ],
    showsOnDesktop: ['What it does: “takes the line away”'],
  },
  {
    name: 'keywords-editor',
    path: '/hub/c/demo/commands/keywords?new=yes',
    role: 'owner',
    prepare: async ({ page }) => {
      await page.getByLabel('Pattern').fill('chess');
      await page.getByLabel('What it says').fill('Checkmate, $(user).');
      await page.getByLabel('What somebody might write').fill('who plays chess?');
      await page.getByText('It matches, and says').waitFor();
    },
    shows: [
      'What a rule is: “What it listens for”, “What it does”, “Where and how often”',
      'What it would do with a line: “Test box”, “It matches, and says “Checkmate, $(user).”.”',
    ],
  },
  {
    name: 'timers',
    path: '/hub/c/demo/commands/timers',
    role: 'owner',
    prepare: async ({ page }, world) => {
      await asDemo(world, 'POST', '/timers/demo', {
        name: 'follow',
        texts: ['Like it here? Follow us.'],
        schedule: { every: 15 },
        minLines: 5,
      });
      await page.reload();
      await page.getByText('follow', { exact: true }).waitFor();
    },
    shows: ['Each timer with its next times, and on what condition: “follow”, “if 5 lines were written since”'],
    showsOnDesktop: ['How often: “every 15 minutes”'],
  },
  {
    name: 'timers-editor',
    path: '/hub/c/demo/commands/timers?new=yes',
    role: 'owner',
    prepare: async ({ page }) => {
      await page.getByText('At set times (cron)').click();
      await page.getByLabel('Cron expression').fill('0 18 * * 5');
      await page.getByText('at 18:00, on Friday').waitFor();
    },
    shows: [
      'What a timer is: “What it says”, “How it is set”, “Where, and when it stays quiet”',
      'When it speaks, in words and in dates: “When it speaks”, “at 18:00, on Friday”, “If you save it now”',
    ],
  },
  {
    name: 'counters',
    path: '/hub/c/demo/commands/counters?counter=deaths',
    role: 'owner',
    prepare: async ({ page }, world) => {
      await asDemo(world, 'PUT', '/counters/demo/deaths', { value: 42 });
      await page.reload();
      await page.getByText('Set it to').waitFor();
    },
    shows: ['One counter, to set and to count: “Set it to”, “Add”, “Reset to 0”', 'Who set it: “History”'],
    showsOnDesktop: ['All of them: “Stands at”'],
  },
];
