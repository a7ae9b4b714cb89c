import { Link, useNavigate } from '@tanstack/react-router';
import { useCommunity } from '../../app/use-community.ts';
import { Select } from '../../design/select.tsx';
import { settings } from '../../words/settings.ts';
import { useWords } from '../../words/use-words.ts';
import { useSections } from './sections.ts';

const LINK =
  'flex min-h-8 items-center gap-2 py-1.5 rounded-lg px-2.5 text-ink-soft hover:bg-hover hover:text-ink focus-inset aria-[current=page]:bg-selected aria-[current=page]:font-medium aria-[current=page]:text-ink';

/** The sections: a list at the side, one choice on a phone. */
export function SectionList({ open }: { readonly open: string }) {
  const w = useWords(settings);
  const { slug } = useCommunity();
  const navigate = useNavigate();
  const { own, modules } = useSections();
  const groups = [
    { label: w.ofCommunity, items: own.map(({ id, word }) => ({ id: id as string, title: w[word] })) },
    { label: w.ofModules, items: modules.map(({ module, title }) => ({ id: module, title })) },
  ].filter(({ items }) => items.length > 0);
  const all = groups.flatMap(({ items }) => items);
  const go = (section: string) =>
    section === 'community'
      ? navigate({ to: '/c/$slug/settings', params: { slug } })
      : navigate({ to: '/c/$slug/settings/$section', params: { slug, section } });
  return (
    <nav aria-label={w.sections} className="mb-6 min-w-0 lg:mb-0">
      <div className="lg:hidden">
        <Select
          aria-label={w.sections}
          size="lg"
          value={all.some(({ id }) => id === open) ? open : ''}
          placeholder={w.sections}
          options={all.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(section) => void go(section)}
        />
      </div>
      <div className="sticky top-6 hidden space-y-5 lg:block">
        {groups.map(({ label, items }) => (
          <div key={label}>
            <p className="px-2.5 pb-1 text-ink-faint text-sm">{label}</p>
            <ul className="flex flex-col gap-0.5">
              {items.map(({ id, title }) => (
                <li key={id}>
                  {id === 'community' ? (
                    <Link to="/c/$slug/settings" params={{ slug }} activeOptions={{ exact: true }} className={LINK}>
                      <span className="line-clamp-2">{title}</span>
                    </Link>
                  ) : (
                    <Link
                      to="/c/$slug/settings/$section"
                      params={{ slug, section: id }}
                      activeOptions={{ includeSearch: false }}
                      className={LINK}
                    >
                      <span className="line-clamp-2">{title}</span>
                    </Link>
                  )}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </nav>
  );
}
