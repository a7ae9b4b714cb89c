import { Link } from '@tanstack/react-router';
import { PartyPopper } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Badge } from '../../../design/badge.tsx';
import { Button, LinkButton } from '../../../design/button.tsx';
import { Card } from '../../../design/card.tsx';
import { Code } from '../../../design/code.tsx';
import { archive } from '../../../words/archive.ts';
import { useWords } from '../../../words/use-words.ts';
import type { TakenIn } from './take-in.tsx';

/** An archive became a community: its new secrets, and the way on. */
export function Made({ made, onConnect }: { readonly made: TakenIn; readonly onConnect: () => void }) {
  const w = useWords(archive);
  const { slug, name, secrets } = made;
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => here.current?.focus(), []);
  return (
    <div ref={here} tabIndex={-1} className="space-y-6 outline-none">
      <section role="status" className="flex flex-wrap items-center gap-4 rounded-lg bg-ok-soft px-4 py-4">
        <PartyPopper aria-hidden className="size-5 shrink-0 text-ok" />
        <div className="min-w-0 flex-1 basis-56">
          <h1 className="line-clamp-2 break-words font-semibold text-ink text-lg">
            <bdi>{w.made(name)}</bdi>
          </h1>
          <p className="text-ink-soft">{w.madeWhy}</p>
        </div>
      </section>
      {secrets.length > 0 && (
        <Card title={w.secrets} description={w.secretsWhy}>
          <ul className="space-y-5">
            {secrets.map((told) => (
              <Secret key={told.url ?? `${told.of} ${told.name}`} told={told} />
            ))}
          </ul>
        </Card>
      )}
      <div className="flex flex-wrap gap-3">
        <Button variant="primary" size="lg" onClick={onConnect}>
          {w.connect}
        </Button>
        <LinkButton asChild size="lg">
          <Link to="/c/$slug" params={{ slug }}>
            {w.open}
          </Link>
        </LinkButton>
      </div>
    </div>
  );
}

function Secret({ told: { of, name, secret, url } }: { readonly told: TakenIn['secrets'][number] }) {
  const w = useWords(archive);
  return (
    <li className="space-y-2">
      <p className="flex min-w-0 items-center gap-2">
        <Badge tone="outline">{of === 'module' ? w.ofModule : w.ofWebhook}</Badge>
        <bdi className="truncate font-medium text-ink">{name}</bdi>
      </p>
      {url !== undefined && <Shown label={w.address} text={url} />}
      {secret !== null && <Shown label={w.secret} text={secret} />}
    </li>
  );
}

function Shown({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <div className="space-y-1">
      <p className="text-ink-faint text-sm">{label}</p>
      <Code block copy>
        {text}
      </Code>
    </div>
  );
}
