import { Badge } from '../design/badge.tsx';
import { Code } from '../design/code.tsx';
import { channelWords } from '../words/channels.ts';
import { useWords } from '../words/use-words.ts';
import { CONSOLE, SECRET } from './platform-facts.ts';
import type { PlatformState } from './queries.ts';

/** What it takes to switch a platform on: for whoever runs the installation. */
export function PlatformSetup({ state }: { readonly state: PlatformState }) {
  const w = useWords(channelWords);
  const { platform, needs, missing, redirectUri } = state;
  const { name, url } = CONSOLE[platform];
  return (
    <ol className="list-decimal space-y-3 pl-5 marker:text-ink-faint">
      <li>
        <a className="text-accent-ink underline underline-offset-2" href={url} target="_blank" rel="noreferrer">
          {w.stepRegister(name)}
        </a>
      </li>
      <li className="min-w-0 space-y-2">
        <p>{w.stepRedirect}</p>
        <Code copy>{redirectUri}</Code>
      </li>
      <li className="min-w-0 space-y-2">
        <p>{w.stepSecrets}</p>
        <ul className="divide-y divide-line rounded-lg border border-line">
          {needs.map((secret) => {
            const where = SECRET[secret];
            const isMissing = missing.includes(secret);
            return (
              <li key={secret} className="flex items-start justify-between gap-3 px-3 py-2">
                <div className="min-w-0">
                  <Code>{secret}</Code>
                  {where && <p className="mt-0.5 text-ink-faint text-sm">{w[where] as string}</p>}
                </div>
                <Badge tone={isMissing ? 'warning' : 'ok'}>{isMissing ? w.isMissing : w.isSet}</Badge>
              </li>
            );
          })}
        </ul>
      </li>
      <li>{w.stepRestart}</li>
      <li className="text-ink-soft">
        {w.read} <Code>{`docs/platforms/${platform}.md`}</Code>
      </li>
    </ol>
  );
}
