import { useState } from 'react';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { Field } from '../../design/field.tsx';
import { Input, Textarea } from '../../design/input.tsx';
import type { JsonSchema } from '../../design/json-schema.ts';
import { SchemaForm } from '../../design/schema-form.tsx';
import { Section } from '../../design/section.tsx';
import { toast } from '../../design/toast.tsx';
import { useZodForm } from '../../design/use-zod-form.ts';
import { z } from '../../design/zod.ts';
import { kitPage } from '../../words/kit-page.ts';
import { useWords } from '../../words/use-words.ts';

const quoteInput = z.object({ text: z.string().min(3).max(400), author: z.string().min(1).max(25) });

/** As a module's settings come from the API: names and sentences are the module's own. */
const settings = z.object({
  goal: z.int().min(2).max(500).default(10).describe('Different people within a minute.'),
  raids: z.boolean().default(false).describe('Whether the guests of a raid are told of it.'),
  words: z.array(z.string()).default(['hype', 'train']),
  limits: z
    .object({
      restMinutes: z.int().min(1).max(1_440).default(5),
      order: z.enum(['newest', 'oldest', 'mostVoted']).default('newest'),
      kinds: z.array(z.enum(['message', 'raid', 'gift', 'follow'])).default(['message']),
      texts: z.record(z.string(), z.string()).default({}),
    })
    .describe('What is held back so that nothing floods the chat.')
    .prefault({}),
});
const settingsSchema = z.toJSONSchema(settings, { io: 'input' }) as JsonSchema;

export function FormSamples() {
  const w = useWords(kitPage);
  const [value, setValue] = useState<Readonly<Record<string, unknown>>>({});
  const form = useZodForm(quoteInput, { text: '', author: '' });
  const text = form.field('text');
  const author = form.field('author');
  return (
    <Section title={w.forms} description={w.formsWhy}>
      <div className="space-y-6">
        <Card title={w.newQuote}>
          <form noValidate className="max-w-xl space-y-4" onSubmit={form.submit(() => void toast({ title: w.shown }))}>
            <Field label={w.text} hint={w.textHint} error={text.error} required>
              {(control) => (
                <Textarea
                  {...control}
                  value={text.value}
                  onChange={(event) => text.onChange(event.target.value)}
                  onBlur={text.onBlur}
                />
              )}
            </Field>
            <Field label={w.author} error={author.error} required>
              {(control) => (
                <Input
                  {...control}
                  value={author.value}
                  onChange={(event) => author.onChange(event.target.value)}
                  onBlur={author.onBlur}
                />
              )}
            </Field>
            <div className="flex gap-2">
              <Button type="submit" variant="primary" loading={form.isSubmitting}>
                {w.save}
              </Button>
              <Button variant="ghost" disabled={!form.isDirty} onClick={() => form.reset()}>
                {w.notNow}
              </Button>
            </div>
          </form>
        </Card>
        <SchemaForm schema={settingsSchema} value={value} onChange={setValue} errors={{ goal: w.nameError }} />
      </div>
    </Section>
  );
}
