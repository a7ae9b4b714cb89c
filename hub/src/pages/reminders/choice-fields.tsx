import { Checkbox } from '../../design/checkbox.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { Select } from '../../design/select.tsx';
import { reminderEditor } from '../../words/reminders.ts';
import { useWords } from '../../words/use-words.ts';
import { type Choice, placeInMonth, REPEATS, WEEKDAYS, weekdayOf } from './when.ts';

/** A time by choosing: how often, on which days, at what time, until when. */
export function ChoiceFields({
  choice,
  error,
  onChange,
}: {
  readonly choice: Choice;
  readonly error: string | undefined;
  readonly onChange: (choice: Choice) => void;
}) {
  const w = useWords(reminderEditor);
  const { repeat, every, weekdays, monthly, date, time } = choice;
  const set = (change: Partial<Choice>) => onChange({ ...choice, ...change });
  const isOnce = repeat === 'once';
  const chosenDays = weekdays.length > 0 ? weekdays : date === '' ? [] : [weekdayOf(date)];
  const place = date === '' ? '1MO' : placeInMonth(date);
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap gap-4">
        <Field label={w.repeat} className="w-56">
          {(control) => (
            <Select
              {...control}
              value={repeat}
              options={REPEATS.map((one) => ({ value: one, label: w[one] }))}
              onChange={(next) => set({ repeat: next })}
            />
          )}
        </Field>
        {!isOnce && (
          <Field label={w.every}>
            {(control) => (
              <span className="flex items-center gap-2">
                <CountInput {...control} value={every} most={999} onChange={(next) => set({ every: next })} />
                <span className="text-ink-soft">{w.unit(repeat, every)}</span>
              </span>
            )}
          </Field>
        )}
      </div>
      {repeat === 'weeks' && (
        <fieldset>
          <legend className="mb-2 font-medium text-ink">{w.weekdays}</legend>
          <div className="flex flex-wrap gap-x-4 gap-y-2">
            {WEEKDAYS.map((day) => (
              <Checkbox
                key={day}
                label={w.weekday(day)}
                checked={chosenDays.includes(day)}
                onChange={(isOn) =>
                  set({ weekdays: isOn ? [...chosenDays, day] : chosenDays.filter((each) => each !== day) })
                }
              />
            ))}
          </div>
        </fieldset>
      )}
      <div className="flex flex-wrap gap-4">
        <Field label={isOnce ? w.day : w.firstDay} error={error} className="w-44">
          {(control) => (
            <Input {...control} type="date" value={date} onChange={({ target }) => set({ date: target.value })} />
          )}
        </Field>
        <Field label={w.time} className="w-32">
          {(control) => (
            <Input {...control} type="time" value={time} onChange={({ target }) => set({ time: target.value })} />
          )}
        </Field>
        {repeat === 'months' && date !== '' && (
          <Field label={w.monthly} className="w-56">
            {(control) => (
              <Select
                {...control}
                value={monthly}
                options={[
                  { value: 'date', label: w.byDate(Number(date.slice(8))) },
                  {
                    value: 'weekday',
                    label: w.byWeekday(Number.parseInt(place, 10), w.weekday(place.slice(-2))),
                  },
                ]}
                onChange={(next) => set({ monthly: next })}
              />
            )}
          </Field>
        )}
      </div>
      {!isOnce && <EndFields choice={choice} onChange={set} />}
    </div>
  );
}

function EndFields({
  choice: { ends, times, last, date },
  onChange,
}: {
  readonly choice: Choice;
  readonly onChange: (change: Partial<Choice>) => void;
}) {
  const w = useWords(reminderEditor);
  return (
    <div className="flex flex-wrap gap-4">
      <Field label={w.ends} className="w-56">
        {(control) => (
          <Select
            {...control}
            value={ends}
            options={(['never', 'after', 'on'] as const).map((one) => ({ value: one, label: w[one] }))}
            onChange={(next) => onChange({ ends: next })}
          />
        )}
      </Field>
      {ends === 'after' && (
        <Field label={w.times}>
          {(control) => (
            <CountInput {...control} value={times} most={10_000} onChange={(next) => onChange({ times: next })} />
          )}
        </Field>
      )}
      {ends === 'on' && (
        <Field label={w.last} className="w-44">
          {(control) => (
            <Input
              {...control}
              type="date"
              min={date}
              value={last}
              onChange={({ target }) => onChange({ last: target.value })}
            />
          )}
        </Field>
      )}
    </div>
  );
}

/** A whole number from 1 on. */
function CountInput({
  value,
  most,
  onChange,
  ...control
}: {
  readonly value: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
  readonly id?: string;
}) {
  return (
    <Input
      {...control}
      type="number"
      min={1}
      max={most}
      value={value}
      className="w-24"
      onChange={({ target }) => onChange(Math.min(most, Math.max(1, Math.floor(Number(target.value)) || 1)))}
    />
  );
}
