import { useQuery, useQueryClient } from '@tanstack/react-query';
import { COMMUNITY_KINDS, JOIN_MODES, VISIBILITIES } from '@waddlebot/core/communities.ts';
import type { ReactNode } from 'react';
import { api, read } from '../../api/client.ts';
import { ownCommunitiesQuery } from '../../api/session.ts';
import { tellFailure } from '../../app/tell-failure.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Code } from '../../design/code.tsx';
import { Combobox } from '../../design/combobox.tsx';
import { Field, type FieldControl } from '../../design/field.tsx';
import { Input, Textarea } from '../../design/input.tsx';
import { RadioGroup } from '../../design/radio-group.tsx';
import { Section } from '../../design/section.tsx';
import { Select } from '../../design/select.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Switch } from '../../design/switch.tsx';
import { toast } from '../../design/toast.tsx';
import { DraftFailure } from '../../edit/draft-failure.tsx';
import { keyOf, type Place, valueAt, withValueAt } from '../../edit/merge.ts';
import { type Seen, useDraft } from '../../edit/use-draft.ts';
import { settings } from '../../words/settings.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { LimitField } from './limit-field.tsx';
import { NotLoaded } from './not-loaded.tsx';
import { type CommunitySettings, communityQuery } from './queries.ts';
import { ReadOnlyNotice } from './read-only-notice.tsx';
import { Collisions, changedText, DraftStatus, isBeingTyped, SavingFields, SectionFrame } from './section-frame.tsx';
import { languagesFor, nameOfZone, useZones } from './zones.ts';

type Editable = Omit<CommunitySettings, 'id' | 'slug' | 'version'>;

/** Who a community is, how its bot speaks, and how people come in. */
export function CommunitySection() {
  const w = useWords(settings);
  const { slug } = useCommunity();
  const { data, error, refetch } = useQuery(communityQuery(slug));
  if (error && !data) return <NotLoaded error={error} onRetry={() => void refetch()} />;
  return data ? (
    <Form settled={data} />
  ) : (
    <SectionFrame title={w.community} description={w.communityWhy}>
      <Skeleton shape="card" lines={5} />
      <Skeleton shape="card" lines={5} />
    </SectionFrame>
  );
}

const seenIn = ({ id: _, slug: __, version, ...value }: CommunitySettings): Seen<Editable> => ({ value, version });

/** What of a community is changed is named alone, so that others may change the rest meanwhile. */
function changeOf(mine: Editable, places: readonly Place[]): Partial<Editable> {
  const fields = places.map((place) =>
    place[0] === 'limits' || place[0] === 'profile' ? place.slice(0, 2) : place.slice(0, 1),
  );
  return fields.reduce<Partial<Editable>>((change, field) => withValueAt(change, field, valueAt(mine, field)), {});
}

function Form({ settled }: { readonly settled: CommunitySettings }) {
  const w = useWords(settings);
  const language = useLanguage();
  const client = useQueryClient();
  const { slug, may } = useCommunity();
  const mayWrite = may('settings', 'write');
  const keep = (now: CommunitySettings): Seen<Editable> => {
    client.setQueryData(communityQuery(slug).queryKey, now);
    if (now.name !== settled.name) void client.invalidateQueries({ queryKey: ownCommunitiesQuery.queryKey });
    return seenIn(now);
  };
  const change = async (json: Partial<Editable> & { readonly version?: string }) => {
    await client.cancelQueries({ queryKey: communityQuery(slug).queryKey });
    return keep(await read(api.communities[':communityId'].$patch({ param: { communityId: slug }, json })));
  };
  const draft = useDraft<Editable>({
    theirs: seenIn(settled),
    look: async () => seenIn(await client.fetchQuery({ ...communityQuery(slug), staleTime: 0 })),
    send: ({ mine, base, places }) => change({ ...changeOf(mine, places), version: String(base.version) }),
    onSaved: ({ base, places }) =>
      toast({
        key: 'settings',
        title: changedText(places.map(nameOf), w),
        undo: () => change(changeOf(base.value, places)).then(() => {}, tellFailure),
      }),
  });

  const names: Readonly<Record<string, string>> = {
    name: w.name,
    kind: w.kind,
    'profile.about': w.about,
    'profile.website': w.website,
    'profile.avatar': w.avatar,
    language: w.language,
    zone: w.zone,
    prefix: w.prefix,
    unknownHint: w.unknownHint,
    recentLines: w.recentLines,
    isTest: w.isTest,
    visibility: w.visibility,
    joinMode: w.joinMode,
    'limits.command': w.limitCommand,
    'limits.channel': w.limitChannel,
    'limits.community': w.limitCommunity,
    'limits.reply': w.limitReply,
  };
  function nameOf(place: Place): string {
    return names[place.slice(0, 2).join('.')] ?? names[place[0] ?? ''] ?? place.join('.');
  }

  const { value } = draft;
  const zones = useZones(language, value.zone);
  /** Sets something that is chosen, not typed: it counts at once. */
  const choose = (place: Place, chosen: unknown) => {
    draft.set(place, chosen);
    if (!isBeingTyped()) draft.save();
  };
  const errorAt = (place: Place) => draft.errors[place.join('.')];
  const field = (place: Place, hint: ReactNode, children: (control: FieldControl) => ReactNode, layout?: 'row') => (
    <Field key={keyOf(place)} label={nameOf(place)} hint={hint} error={errorAt(place)} layout={layout ?? 'stack'}>
      {children}
    </Field>
  );
  const text = (place: Place, hint: ReactNode, mono = false) =>
    field(place, hint, (control) => (
      <Input
        {...control}
        mono={mono}
        readOnly={!mayWrite}
        spellCheck={false}
        value={String(valueAt(value, place) ?? '')}
        onChange={({ target }) => draft.set(place, emptyAsNull(place, target.value))}
      />
    ));
  const onOff = (place: Place, hint: ReactNode) =>
    field(
      place,
      hint,
      (control) => (
        <Switch
          id={control.id}
          aria-describedby={control['aria-describedby']}
          disabled={!mayWrite}
          checked={valueAt(value, place) === true}
          onChange={(checked) => choose(place, checked)}
        />
      ),
      'row',
    );

  return (
    <SectionFrame title={w.community} description={w.communityWhy} state={mayWrite && <DraftStatus draft={draft} />}>
      {!mayWrite && <ReadOnlyNotice />}
      <SavingFields draft={draft} readOnly={!mayWrite}>
        <DraftFailure draft={draft} />
        <Collisions draft={draft} nameOf={nameOf} audited={{ action: 'community.edit' }} />
        <Section aside title={w.groupAbout} description={w.groupAboutWhy}>
          <div className="space-y-5">
            {text(['name'], w.nameHint)}
            <div className="min-w-0 space-y-1.5">
              <p className="font-medium text-ink">{w.slug}</p>
              <p className="text-ink-faint text-sm">{w.slugHint}</p>
              <Code copy>{slug}</Code>
            </div>
            {field(['kind'], w.kindHint, (control) => (
              <Select
                {...control}
                disabled={!mayWrite}
                value={value.kind}
                options={COMMUNITY_KINDS.map((kind) => ({ value: kind, label: w[kind] }))}
                onChange={(kind) => choose(['kind'], kind)}
              />
            ))}
            {field(['profile', 'about'], w.aboutHint, (control) => (
              <Textarea
                {...control}
                readOnly={!mayWrite}
                value={value.profile.about ?? ''}
                onChange={({ target }) => draft.set(['profile', 'about'], emptyAsNull(['profile'], target.value))}
              />
            ))}
            {text(['profile', 'website'], w.addressHint)}
            {text(['profile', 'avatar'], `${w.avatarHint} ${w.addressHint}`)}
          </div>
        </Section>
        <Section aside title={w.groupBot} description={w.groupBotWhy}>
          <div className="space-y-5">
            {field(['language'], w.languageHint, (control) => (
              <Combobox
                {...control}
                disabled={!mayWrite}
                value={value.language}
                options={languagesFor(language)}
                onChange={(chosen) => choose(['language'], chosen)}
              />
            ))}
            {field(['zone'], w.zoneHint(nameOfZone(value.zone, language)), (control) => (
              // biome-ignore lint/a11y/noStaticElementInteractions: it only hears that somebody comes near.
              <span className="block" onPointerEnter={zones.prepare} onFocus={zones.prepare}>
                <Combobox
                  {...control}
                  disabled={!mayWrite}
                  value={value.zone}
                  options={zones.options}
                  onChange={(chosen) => choose(['zone'], chosen)}
                />
              </span>
            ))}
            {text(['prefix'], w.prefixHint, true)}
            {onOff(['unknownHint'], w.unknownHintHint)}
            {onOff(['recentLines'], w.recentLinesHint)}
            {onOff(['isTest'], w.isTestHint)}
          </div>
        </Section>
        <Section aside title={w.groupJoin} description={w.groupJoinWhy}>
          <div className="space-y-5">
            <div className="space-y-2">
              <p className="font-medium text-ink">{w.visibility}</p>
              <RadioGroup
                label={w.visibility}
                disabled={!mayWrite}
                value={value.visibility}
                options={VISIBILITIES.map((one) => ({ value: one, label: w[one], hint: w[`${one}Hint`] }))}
                onChange={(chosen) => choose(['visibility'], chosen)}
              />
            </div>
            <div className="space-y-2">
              <p className="font-medium text-ink">{w.joinMode}</p>
              <RadioGroup
                label={w.joinMode}
                disabled={!mayWrite}
                value={value.joinMode}
                options={JOIN_MODES.map((one) => ({ value: one, label: w[one], hint: w[`${one}Hint`] }))}
                onChange={(chosen) => choose(['joinMode'], chosen)}
              />
            </div>
          </div>
        </Section>
        <Section aside title={w.groupLimits} description={w.groupLimitsWhy}>
          <div className="space-y-5">
            {(['command', 'channel', 'community', 'reply'] as const).map((which) => (
              <LimitField
                key={which}
                which={which}
                limit={value.limits[which]}
                readOnly={!mayWrite}
                error={draft.errors[`limits.${which}.count`] ?? draft.errors[`limits.${which}.windowMs`]}
                onType={(limit) => draft.set(['limits', which], limit)}
                onChoose={(limit) => choose(['limits', which], limit)}
              />
            ))}
          </div>
        </Section>
      </SavingFields>
    </SectionFrame>
  );
}

/** What a profile does not say is not there; everything else is what was typed. */
const emptyAsNull = ([first]: Place, typed: string): string | null =>
  first === 'profile' && typed.trim() === '' ? null : typed;
