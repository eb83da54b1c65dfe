/** A page as the generator makes it: its name under `docs/` and its whole text. */
export interface Page {
  readonly name: string;
  readonly text: string;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A table; empty when there are no rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A name as code. */
export const code = (name: string): string => `\`${name}\``;

/** Names as code, or a dash when there are none. */
export const codes = (names: readonly string[]): string => (names.length === 0 ? '—' : names.map(code).join(', '));

/** A page of paragraphs, with the note that it is generated. */
export const page = (name: string, title: string, ...paragraphs: readonly string[]): Page => ({
  name,
  text: `${[
    `# ${title}`,
    '<!-- Generated from the catalogue by `npm run docs`: change the source, not this page. -->',
    ...paragraphs.filter((one) => one !== ''),
  ].join('\n\n')}\n`,
});
