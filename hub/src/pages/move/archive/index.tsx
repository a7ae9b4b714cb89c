import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download, PackageOpen } from 'lucide-react';
import { useCommunity } from '../../../app/use-community.ts';
import { Alert } from '../../../design/alert.tsx';
import { Button, LinkButton } from '../../../design/button.tsx';
import { Card } from '../../../design/card.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { archive } from '../../../words/archive.ts';
import { useWords } from '../../../words/use-words.ts';
import { waysInQuery } from '../../account/queries.ts';
import { Contents } from './contents.tsx';
import { contentsQuery } from './queries.ts';

/** Everything of a community in one file: what is in it, and taking it along. */
export function ArchiveTab() {
  return (
    <div className="max-w-3xl space-y-6">
      <TakeAlong />
      <TakeInHint />
    </div>
  );
}

function TakeAlong() {
  const w = useWords(archive);
  const { slug } = useCommunity();
  const { data: contents, error, refetch } = useQuery(contentsQuery(slug));
  const { data: ways } = useQuery(waysInQuery);
  const here = `${location.pathname}${location.search}`;
  if (error && !contents) return <ErrorState title={error.message} onRetry={() => void refetch()} />;
  if (!contents || !ways) return <Skeleton shape="card" lines={8} />;
  const download = `/api/v1/communities/${encodeURIComponent(slug)}/export`;
  return (
    <Card title={w.out} description={w.outWhy}>
      <div className="space-y-5">
        <section className="space-y-3">
          <h3 className="font-medium text-ink">{w.holds}</h3>
          <Contents counts={contents.counts} />
          <p className="text-ink-soft">{w.holdsMore}</p>
        </section>
        <section className="space-y-2">
          <h3 className="font-medium text-ink">{w.stays}</h3>
          <ul className="list-disc space-y-1 pl-5 text-ink-soft marker:text-ink-faint">
            <li>{w.staysSecrets}</li>
            <li>{w.staysChannels}</li>
            <li>{w.staysAudit}</li>
            <li>{w.staysLocal}</li>
          </ul>
        </section>
        <Alert tone="warning" title={w.careful} />
        {ways.isFresh ? (
          <LinkButton variant="primary" href={download} download icon={<Download aria-hidden />}>
            {w.download}
          </LinkButton>
        ) : (
          <>
            <Alert
              title={w.proveTitle}
              action={
                <LinkButton variant="primary" href={`/auth/prove?${new URLSearchParams({ to: here })}`}>
                  {w.prove}
                </LinkButton>
              }
            >
              {w.proveWhy}
            </Alert>
            <Button disabled icon={<Download />}>
              {w.download}
            </Button>
          </>
        )}
      </div>
    </Card>
  );
}

function TakeInHint() {
  const w = useWords(archive);
  return (
    <Card title={w.inTitle} description={w.inWhy}>
      <LinkButton asChild>
        <Link to="/start" search={{ step: 'archive' } as never}>
          <PackageOpen aria-hidden />
          {w.inGo}
        </Link>
      </LinkButton>
    </Card>
  );
}
