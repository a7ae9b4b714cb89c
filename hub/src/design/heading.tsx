import { createContext, type ReactNode, useContext } from 'react';

type Level = 1 | 2 | 3 | 4;

const CurrentLevel = createContext<Level>(2);

/** What is inside stands one level deeper, so that no level of headings is left out on any page. */
export function DeeperHeadings({ children }: { children: ReactNode }) {
  const level = useContext(CurrentLevel);
  return <CurrentLevel value={Math.min(level + 1, 4) as Level}>{children}</CurrentLevel>;
}

/** What stands alone on a page without a PageHeader: its heading is the page's own. */
export const PageHeadings = ({ children }: { children: ReactNode }) => (
  <CurrentLevel value={1}>{children}</CurrentLevel>
);

/** A heading of the level that is right where it stands; the page's own (h1) is PageHeader's. */
export function Heading({ className, children }: { className?: string; children: ReactNode }) {
  const Tag = `h${useContext(CurrentLevel)}` as const;
  return <Tag className={className}>{children}</Tag>;
}
