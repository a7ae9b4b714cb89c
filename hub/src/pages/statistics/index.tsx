import { useTitle } from '../../app/use-title.ts';
import { PageHeader } from '../../design/page-header.tsx';
import { statistics } from '../../words/statistics.ts';
import { useWords } from '../../words/use-words.ts';
import { BookmarksPart } from './bookmarks-part.tsx';
import { QuotesPart } from './quotes-part.tsx';
import { RemindersPart } from './reminders-part.tsx';

/** How what is kept here grows, and what of it people like. */
export default function StatisticsPage() {
  const w = useWords(statistics);
  useTitle(w.title);
  return (
    <>
      <PageHeader title={w.title} description={w.description} />
      <div className="space-y-10">
        <QuotesPart />
        <BookmarksPart />
        <RemindersPart />
      </div>
    </>
  );
}
