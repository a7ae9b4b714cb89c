/** Vite hands over the files that match, by their paths; of its options, those that are used here. */
interface ImportMeta {
  glob<File>(
    patterns: readonly string[],
    options: { readonly query: '?raw'; readonly import: 'default'; readonly eager: true },
  ): Readonly<Record<string, File>>;
}
