import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, read } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { tellFailure } from '../../app/tell-failure.ts';
import { useCommunity } from '../../app/use-community.ts';
import { SchemaForm } from '../../design/schema-form.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { toast } from '../../design/toast.tsx';
import { DraftFailure } from '../../edit/draft-failure.tsx';
import { type Place, valueAt, withValueAt } from '../../edit/merge.ts';
import { type Seen, useDraft } from '../../edit/use-draft.ts';
import { moduleFieldWords } from '../../words/module-settings.ts';
import { settings } from '../../words/settings.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { NotLoaded } from './not-loaded.tsx';
import { type ModuleSettings, moduleSettingsQuery } from './queries.ts';
import { ReadOnlyNotice } from './read-only-notice.tsx';
import { withoutEmptyTexts, withTextFields } from './schema-fields.ts';
import { Collisions, changedText, DraftStatus, isBeingTyped, SavingFields, SectionFrame } from './section-frame.tsx';

/** Settings of a module, as its schema has them: a module that gets settings has its page by itself. */
export function ModuleSection({ name }: { readonly name: string }) {
  const w = useWords(settings);
  const { slug } = useCommunity();
  const { data, error, refetch } = useQuery(moduleSettingsQuery(slug));
  const found = data?.find(({ module }) => module === name);
  if (error && !data) return <NotLoaded error={error} onRetry={() => void refetch()} />;
  if (found) return <Form of={found} />;
  return (
    <SectionFrame title={w.title}>
      <Skeleton shape="card" lines={5} />
    </SectionFrame>
  );
}

type Value = ModuleSettings['value'];

/** What is saved is whole fields of the first level: what is left out stays as it is. */
const changeOf = (value: Value, places: readonly Place[]): Value =>
  places.reduce<Value>((change, [field = '']) => withValueAt(change, [field], valueAt(value, [field])), {});

/** The API tells where in the request something is wrong; here it is told by the field. */
function byField(error: unknown): unknown {
  if (!(error instanceof ApiError) || error.issues.length === 0) return error;
  const { status, code, message, requestId } = error;
  const issues = error.issues.map((issue) => ({ ...issue, path: issue.path.replace(/^json\.value\./, '') }));
  return new ApiError({ status, code, message, requestId, issues });
}

function Form({ of }: { readonly of: ModuleSettings }) {
  const w = useWords(settings);
  const language = useLanguage();
  const client = useQueryClient();
  const { slug, may } = useCommunity();
  const mayWrite = may('settings', 'write');
  const { queryKey } = moduleSettingsQuery(slug);

  const change = async (value: Value, version: number): Promise<Seen<Value>> => {
    await client.cancelQueries({ queryKey });
    try {
      const param = { communityId: slug, module: of.module };
      const at = api.communities[':communityId'].settings[':module'];
      // What a schema takes is JSON.
      const json = { value: value as Parameters<typeof at.$patch>[0]['json']['value'], version };
      const now = await read(at.$patch({ param, json }));
      client.setQueryData(queryKey, (before) => before?.map((one) => (one.module === of.module ? now : one)));
      return now;
    } catch (error) {
      throw byField(error);
    }
  };
  const look = async (): Promise<ModuleSettings> => {
    const all = await client.fetchQuery({ ...moduleSettingsQuery(slug), staleTime: 0 });
    return all.find(({ module }) => module === of.module) ?? of;
  };
  const words = moduleFieldWords(of.module, language);
  const nameOf = (place: Place): string => {
    const [field = '', ...inner] = place;
    const schema = valueAt(of.schema, ['properties', field]);
    const title = words(field)?.label ?? valueAt(schema, ['title']);
    return [typeof title === 'string' ? title : field, ...inner].join(' · ');
  };
  const form = useMemo(() => withTextFields(of.schema), [of.schema]);
  const draft = useDraft<Value>({
    theirs: { value: of.value, version: of.version },
    look,
    send: ({ mine, base, places }) => change(changeOf(mine, places), Number(base.version)),
    onSaved: ({ base, places }) =>
      toast({
        key: 'settings',
        title: changedText(
          places.map((place) => nameOf(place.slice(0, 1))),
          w,
        ),
        undo: async () => {
          try {
            await change(changeOf(base.value, places), (await look()).version);
          } catch (error) {
            tellFailure(error);
          }
        },
      }),
  });
  return (
    <SectionFrame title={of.title} description={w.moduleWhy} state={mayWrite && <DraftStatus draft={draft} />}>
      {!mayWrite && <ReadOnlyNotice />}
      <SavingFields draft={draft} readOnly={!mayWrite}>
        <DraftFailure draft={draft} />
        <Collisions draft={draft} nameOf={nameOf} audited={{ target: `module:${of.module}` }} />
        <SchemaForm
          schema={form}
          value={draft.value}
          errors={draft.errors}
          words={words}
          disabled={!mayWrite}
          onChange={(value) => {
            draft.setAll(withoutEmptyTexts(value as Value, of.schema));
            if (!isBeingTyped()) draft.save();
          }}
        />
      </SavingFields>
    </SectionFrame>
  );
}
