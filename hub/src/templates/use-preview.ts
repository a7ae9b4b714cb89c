import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useCommunity } from '../app/use-community.ts';
import { type PreviewOf, previewQuery } from './queries.ts';

/** Asked when nobody types for so long, ms. */
const SETTLES_MS = 250;

/** What was said last, once it stays as it is for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLES_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** What chat would see of a text, a moment after it was typed. `isOf`: whether that is the text as it stands. */
export function usePreview(of: PreviewOf) {
  const { slug } = useCommunity();
  const text = useSettled(of.text);
  const { data, error, isPlaceholderData } = useQuery({
    ...previewQuery(slug, { ...of, text }),
    enabled: text.trim() !== '',
  });
  const isEmpty = of.text.trim() === '';
  return {
    preview: isEmpty ? null : (data ?? null),
    error,
    isOf: !isPlaceholderData && text === of.text,
  };
}
