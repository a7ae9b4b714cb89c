import { useCommunity } from '../../app/use-community.ts';
import { Alert } from '../../design/alert.tsx';
import { app } from '../../words/app.ts';
import { settings } from '../../words/settings.ts';
import { useWords } from '../../words/use-words.ts';

/** Says to who may only read that it is so, and who may more. */
export function ReadOnlyNotice() {
  const w = useWords(settings);
  const roles = useWords(app);
  const { role } = useCommunity();
  return (
    <Alert tone="info" title={w.readOnly}>
      {w.readOnlyWhy(roles[role])}
    </Alert>
  );
}
