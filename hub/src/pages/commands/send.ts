import { ApiError } from '../../api/errors.ts';
import { issuesOf } from '../../design/use-zod-form.ts';
import type { commands } from '../../words/commands.ts';
import { atForm, type CommandForm, problemsOf } from './form.ts';

/** Does what sends a form, unless the form itself says that it is not ready; complaints come back by the form's own fields. @throws ApiError */
export async function sendForm<Answer>(
  form: CommandForm,
  w: (typeof commands)['en'],
  send: () => Promise<Answer>,
): Promise<Answer> {
  const problems = problemsOf(form, w);
  if (problems.size > 0) {
    const issues = [...problems].map(([path, message]) => ({ path, message }));
    throw new ApiError({ status: 400, code: 'INVALID', message: issues[0]?.message ?? '', issues });
  }
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof ApiError) || error.issues.length === 0) throw error;
    const { status, code, message, requestId } = error;
    const issues = issuesOf(error).map((issue) => ({ path: atForm(issue.path), message: issue.message }));
    throw new ApiError({ status, code, message, requestId, issues });
  }
}
