import { Card } from '../../design/card.tsx';
import { Penguin, PenguinMark } from '../../design/penguin.tsx';
import { Section } from '../../design/section.tsx';
import { kitPage } from '../../words/kit-page.ts';
import { useWords } from '../../words/use-words.ts';

/** Tailwind finds classes as whole words only, so each is written out. */
const SWATCHES = {
  ground: {
    canvas: 'bg-canvas',
    sunken: 'bg-sunken',
    surface: 'bg-surface',
    raised: 'bg-raised',
    hover: 'bg-hover',
    pressed: 'bg-pressed',
    selected: 'bg-selected',
  },
  ink: { ink: 'bg-ink', 'ink-soft': 'bg-ink-soft', 'ink-faint': 'bg-ink-faint', edge: 'bg-edge', line: 'bg-line' },
  accent: { accent: 'bg-accent', 'accent-ink': 'bg-accent-ink', 'accent-soft': 'bg-accent-soft', focus: 'bg-focus' },
  state: {
    ok: 'bg-ok',
    warning: 'bg-warning',
    danger: 'bg-danger',
    info: 'bg-info',
    'danger-solid': 'bg-danger-solid',
  },
  platform: { twitch: 'bg-twitch', discord: 'bg-discord', slack: 'bg-slack', youtube: 'bg-youtube', kick: 'bg-kick' },
  data: {
    'data-1': 'bg-data-1',
    'data-2': 'bg-data-2',
    'data-3': 'bg-data-3',
    'data-4': 'bg-data-4',
    'data-5': 'bg-data-5',
    'data-6': 'bg-data-6',
    'data-7': 'bg-data-7',
    'data-8': 'bg-data-8',
  },
} as const;

const SIZES = [
  'text-2xl font-semibold',
  'text-xl font-semibold',
  'text-lg font-semibold',
  'text-base',
  'text-sm',
] as const;

export function ColourSamples() {
  const w = useWords(kitPage);
  return (
    <>
      <Section title={w.colours} description={w.coloursWhy}>
        <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          {Object.entries(SWATCHES).map(([group, swatches]) => (
            <Card key={group} title={group}>
              <div className="flex flex-wrap gap-3">
                {Object.entries(swatches).map(([name, className]) => (
                  <div key={name} className="w-16">
                    <div className={`h-8 rounded-md border border-line ${className}`} />
                    <div className="mt-1 truncate text-ink-faint text-sm">{name}</div>
                  </div>
                ))}
              </div>
            </Card>
          ))}
        </div>
      </Section>
      <Section title={w.type}>
        <Card>
          <div className="space-y-2">
            {SIZES.map((size) => (
              <div key={size} className="flex items-baseline gap-6">
                <code className="w-40 shrink-0 font-mono text-ink-faint text-sm">{size}</code>
                <span className={`min-w-0 truncate ${size}`}>{w.typeSample}</span>
              </div>
            ))}
          </div>
        </Card>
      </Section>
      <Section title={w.marks}>
        <Card>
          <div className="flex flex-wrap items-end gap-8">
            <PenguinMark className="size-4" />
            <PenguinMark />
            <PenguinMark className="size-12" />
            <Penguin mood="ok" />
            <Penguin mood="sleepy" />
            <Penguin mood="alert" />
          </div>
        </Card>
      </Section>
    </>
  );
}
