import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useCommunity } from '../../app/use-community.ts';
import { useTitle } from '../../app/use-title.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { settings } from '../../words/settings.ts';
import { useWords } from '../../words/use-words.ts';
import { AuditSection } from './audit-section.tsx';
import { CommunitySection } from './community-section.tsx';
import { DangerSection } from './danger-section.tsx';
import { KeysSection } from './keys-section.tsx';
import { ModuleSection } from './module-section.tsx';
import { PublicSection } from './public-section.tsx';
import { RolesSection } from './roles-section.tsx';
import { SectionList } from './section-list.tsx';
import { isOwnSection, type OwnSection, useSections } from './sections.ts';

/** The API's description is long: who does not look at it does not wait for what shows it. */
const ApiSection = lazy(() => import('./api/index.tsx'));

const OWN: Readonly<Record<OwnSection, React.ComponentType>> = {
  community: CommunitySection,
  roles: RolesSection,
  public: PublicSection,
  keys: KeysSection,
  api: ApiSection,
  audit: AuditSection,
  danger: DangerSection,
};

/** All that a community is set to: a list of sections, and one of them. */
export default function SettingsPage() {
  const { section = 'community' } = useParams({ strict: false });
  const { slug } = useCommunity();
  const { own, modules, isPending } = useSections();
  const isThere = isOwnSection(section)
    ? own.some(({ id }) => id === section)
    : isPending || modules.some(({ module }) => module === section);
  const Own = isOwnSection(section) ? OWN[section] : null;
  return (
    <div className="gap-8 lg:grid lg:grid-cols-[12rem_minmax(0,1fr)]">
      <SectionList open={section} />
      {!isThere && <NoSection />}
      {isThere && Own && (
        <Suspense fallback={<Skeleton shape="card" lines={6} />}>
          <Own key={slug} />
        </Suspense>
      )}
      {isThere && !Own && <ModuleSection key={`${slug} ${section}`} name={section} />}
    </div>
  );
}

function NoSection() {
  const w = useWords(settings);
  useTitle(w.noSection);
  return (
    <EmptyState mood="sleepy" title={w.noSection}>
      {w.noSectionWhy}
    </EmptyState>
  );
}
