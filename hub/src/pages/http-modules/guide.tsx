import { Code } from '../../design/code.tsx';
import { Section } from '../../design/section.tsx';
import { httpModules } from '../../words/http-modules.ts';
import { useWords } from '../../words/use-words.ts';

/** The heart of a module: who asks is checked, and a text answers. */
const SAMPLE = `import { createHmac, timingSafeEqual } from 'node:crypto';

const key = Buffer.from(process.env.MODULE_SECRET.replace(/^whsec_/, ''), 'base64');

// Standard Webhooks: v1,base64(HMAC-SHA256(id.timestamp.body))
function isGenuine(headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': at } = headers;
  if (!(Math.abs(Date.now() / 1000 - Number(at)) < 300)) return false;
  const hmac = createHmac('sha256', key).update(\`\${id}.\${at}.\`).update(body);
  const expected = Buffer.from(\`v1,\${hmac.digest('base64')}\`);
  return String(headers['webhook-signature']).split(' ').map((each) => Buffer.from(each))
    .some((each) => each.length === expected.length && timingSafeEqual(each, expected));
}

// The same webhook-id may come again: give the same answer.
const answer = ({ actor, args }) => ({ text: \`\${actor.displayName} asked for \${args}\` });`;

/** How a program answers, in short. */
export function Guide() {
  const w = useWords(httpModules);
  return (
    <Section title={w.guide} description={w.guideWhy}>
      <Code block copy>
        {SAMPLE}
      </Code>
      <p className="mt-2 text-ink-faint text-sm">{w.guideMore}</p>
    </Section>
  );
}
