import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { archive } from '../../words/archive.ts';
import { useWords } from '../../words/use-words.ts';
import { ChooseFile, Refused } from '../move/archive/choose-file.tsx';
import { Made } from '../move/archive/made.tsx';
import { broughtQuery } from '../move/archive/queries.ts';
import { TakeIn, type TakenIn } from '../move/archive/take-in.tsx';

export interface ArchiveStepProps {
  /** The archive that is looked at. */
  readonly importId: string | undefined;
  readonly onBrought: (importId: string | undefined) => void;
  readonly onBack: () => void;
  readonly onConnect: (slug: string) => void;
}

/** The way in for who comes from another WaddleBot: choose a file, look at it, take it in. */
export function ArchiveStep({ importId, onBrought, onBack, onConnect }: ArchiveStepProps) {
  const w = useWords(archive);
  const client = useQueryClient();
  const [made, setMade] = useState<TakenIn | null>(null);
  const { data: brought, error } = useQuery({ ...broughtQuery(importId ?? ''), enabled: importId !== undefined });
  const here = useFocusOnceChanged(importId);
  if (made) return <Made made={made} onConnect={() => onConnect(made.slug)} />;
  return (
    <div ref={here} tabIndex={-1} className="outline-none">
      <PageHeader
        title={w.inTitle}
        description={w.inWhy}
        actions={
          <Button variant="ghost" icon={<ArrowLeft />} onClick={onBack}>
            {w.back}
          </Button>
        }
      />
      {importId !== undefined && !brought && !error && <Skeleton shape="card" lines={8} />}
      {importId !== undefined && error && <Refused title={w.gone} error={error} />}
      {importId !== undefined && brought ? (
        <TakeIn brought={brought} onMade={setMade} onPutAway={() => onBrought(undefined)} />
      ) : (
        (importId === undefined || error) && (
          <ChooseFile
            onBrought={(found) => {
              client.setQueryData(broughtQuery(found.id).queryKey, found);
              onBrought(found.id);
            }}
          />
        )
      )}
    </div>
  );
}

/** What was pressed to get from the file to what is in it, and back, is gone then: keys go on from the top. */
function useFocusOnceChanged(importId: string | undefined): RefObject<HTMLDivElement | null> {
  const here = useRef<HTMLDivElement>(null);
  const before = useRef(importId);
  useEffect(() => {
    if (before.current === importId) return;
    before.current = importId;
    here.current?.focus();
  }, [importId]);
  return here;
}
