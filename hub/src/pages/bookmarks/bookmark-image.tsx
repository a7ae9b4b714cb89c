import { StickyNote } from 'lucide-react';
import { useState } from 'react';
import type { Bookmark } from './queries.ts';

/** The picture that a page gives itself, on a tile of its own size: where there is none, or it does not come, the tile stays. */
export function BookmarkImage({ of: { image, site, title, url } }: { readonly of: Bookmark }) {
  const [broken, setBroken] = useState<string | null>(null);
  const [first = ''] = [...(site ?? title)].filter((char) => /[\p{L}\p{N}]/u.test(char));
  return (
    <span
      aria-hidden
      className="relative grid size-14 shrink-0 select-none place-items-center overflow-hidden rounded-md border border-line bg-sunken font-semibold text-ink-faint text-lg uppercase [&_svg]:size-5"
    >
      {url === null ? <StickyNote /> : first}
      {image?.startsWith('https:') && image !== broken && (
        <img
          src={image}
          alt=""
          width={56}
          height={56}
          loading="lazy"
          decoding="async"
          referrerPolicy="no-referrer"
          onError={() => setBroken(image)}
          className="absolute inset-0 size-full bg-sunken object-cover"
        />
      )}
    </span>
  );
}
