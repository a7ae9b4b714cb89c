/** One guard taken out, and the test that must notice. `find` stands exactly once in `file`. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  readonly project: 'workerd' | 'journeys';
  readonly test: string;
  /** Part of the names of the tests to run; one of them has to fail. */
  readonly named: string;
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a Twitch signature is not compared',
    file: 'workers/platforms/twitch/verify.ts',
    find: '!(await verifyHmac(secret, concat(utf8(messageId + timestamp), body), signature))',
    replace: '!secret || !concat || !utf8 || !verifyHmac',
    project: 'workerd',
    test: 'tests/fuzz/twitch-webhook.test.ts',
    named: '',
  },
  {
    name: 'an old Twitch message is taken',
    file: 'workers/platforms/twitch/verify.ts',
    find: ' || Math.abs(now - sentAt) > WINDOW_MS',
    replace: ' || (now < 0 && WINDOW_MS < 0)',
    project: 'workerd',
    test: 'workers/platforms/twitch/verify.test.ts',
    named: '',
  },
  {
    name: 'an old Slack request is taken',
    file: 'workers/platforms/slack/verify.ts',
    find: 'Math.abs(now / 1000 - Number(timestamp)) > WINDOW_SECONDS',
    replace: 'now < 0 && WINDOW_SECONDS < 0',
    project: 'workerd',
    test: 'workers/platforms/slack/verify.test.ts',
    named: '',
  },
  {
    name: 'the Channel forgets what it has seen',
    file: 'durable-objects/channel.ts',
    find: "if (this.#seen.has(id)) return { decision: 'duplicate' };",
    replace: '',
    project: 'workerd',
    test: 'durable-objects/channel.test.ts',
    named: '',
  },
  {
    name: 'copies that come at once are decided one by one',
    file: 'durable-objects/channel.ts',
    find: 'const pending = this.#pending.get(id);',
    replace: 'const pending = undefined as Promise<Admission> | undefined;',
    project: 'workerd',
    test: 'durable-objects/channel.test.ts',
    named: '',
  },
  {
    name: 'a refused queue eats the cooldown',
    file: 'durable-objects/channel.ts',
    find: '      undo();\n',
    replace: '',
    project: 'workerd',
    test: 'durable-objects/channel.test.ts',
    named: '',
  },
  {
    name: 'a command that is too old is admitted',
    file: 'durable-objects/channel.ts',
    find: '!options.inline && now - event.at >',
    replace: 'now < 0 && now - event.at >',
    project: 'journeys',
    test: 'tests/journeys/once.test.ts',
    named: 'more than a minute old',
  },
  {
    name: 'a second run of an invocation is not noticed',
    file: 'workers/router/execute.ts',
    find: '          expiresAt: new Date(now + REMEMBERED_FOR_MS),\n        }),',
    replace: '          expiresAt: new Date(now + REMEMBERED_FOR_MS),\n        }).onConflictDoNothing(),',
    project: 'journeys',
    test: 'tests/faults/road.test.ts',
    named: 'the second run changes nothing',
  },
  {
    name: 'a delivery can be claimed twice',
    file: 'workers/router/deliver.ts',
    find: "and(ofInvocation(invocation), eq(deliveries.status, 'pending'))",
    replace: 'ofInvocation(invocation)',
    project: 'journeys',
    test: 'tests/journeys/interactions.test.ts',
    named: 'acknowledged in time and answered once',
  },
  {
    name: 'an unclear message is sent again without a look',
    file: 'workers/router/deliver.ts',
    find: 'const found = await readBack(services, invocation, message, i, progress.unclearSince);',
    replace: "const found = 'not-posted' as string;",
    project: 'journeys',
    test: 'tests/journeys/once.test.ts',
    named: 'cut after it was posted: it is not doubled',
  },
  {
    name: 'a place in the send budget is given twice for one message',
    file: 'durable-objects/upstream.ts',
    find: "if ((this.#claimed.get(sendId) ?? 0) > now) return { permit: 'already' };",
    replace: '',
    project: 'journeys',
    test: 'tests/faults/road.test.ts',
    named: 'admit:after-queue: a command without an effect',
  },
  {
    name: 'a reply may start with a slash',
    file: 'workers/core/guard.ts',
    find: 'return /^[/.]/.test(seen) || seen.startsWith(prefix)',
    replace: 'return seen.startsWith(prefix)',
    project: 'workerd',
    test: 'workers/core/guard.test.ts',
    named: '',
  },
  {
    name: 'a sealed token opens in another row',
    file: 'workers/core/sealed.ts',
    find: "{ name: 'AES-GCM', iv, additionalData: utf8(context) }",
    replace: "{ name: 'AES-GCM', iv, additionalData: utf8('') }",
    project: 'workerd',
    test: 'workers/core/sealed.test.ts',
    named: '',
  },
  {
    name: 'what a variable prints is expanded again',
    file: 'workers/core/template.ts',
    find: 'return text.replace(VARIABLE,',
    replace:
      'return text.replace(VARIABLE, (all, name: string) => (name === "query" ? scope.query : all)).replace(VARIABLE,',
    project: 'workerd',
    test: 'workers/core/template.test.ts',
    named: '',
  },
  {
    name: 'the outbox is not drained',
    file: 'workers/scheduler/index.ts',
    find: 'for (const { communityId } of rows) await pushSettings(services, communityId as CommunityId);',
    replace: 'void pushSettings;',
    project: 'journeys',
    test: 'tests/journeys/crons.test.ts',
    named: 'tells the Channels what the writer could not tell them',
  },
  {
    name: 'an unclaimed delivery is not woken',
    file: 'workers/scheduler/index.ts',
    find: 'if (woken.length > 0) {',
    replace: 'if (woken.length < 0) {',
    project: 'journeys',
    test: 'tests/journeys/crons.test.ts',
    named: 'wakes a delivery that nobody claimed',
  },
];
