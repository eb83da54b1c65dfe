import { hash } from 'node:crypto';
import type { OpenApiDocument, Operation } from './openapi-parts.js';
import type { Schema } from './schemas.js';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
code,pre{font:14px/1.4 ui-monospace,monospace;background:#f2f2f0;border-radius:4px}code{padding:.1em .3em}pre{padding:.8em;overflow:auto}
details{border-top:1px solid #ccc;padding:.5rem 0}summary{cursor:pointer}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;border-bottom:1px solid #ddd;padding:.25rem .5rem}.says{color:#444}
@media (prefers-color-scheme:dark){body{color:#eee;background:#181818}code,pre{background:#2a2a2a}.says{color:#bbb}}`;

/** The page loads nothing: one style, named by its digest. */
export const DOCS_POLICY = `default-src 'none'; style-src 'sha256-${hash('sha256', STYLE, 'base64')}'; frame-ancestors 'none'`;

/** The OpenAPI document as a page to read. */
export function docsPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const part = (title: string, of: (path: string) => boolean) =>
    `<h2>${title}</h2>${operations
      .filter(({ path }) => of(path))
      .map(({ path, method, operation }) => section(path, method, operation))
      .join('')}`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(document.info.title)}</title><style>${STYLE}</style></head><body><main>
<h1>${escaped(document.info.title)}</h1><p>${escaped(document.info.description)}</p>
<p>The same as a machine reads it: <a href="/openapi.json">/openapi.json</a>. Every request but those about the service needs
<code>Authorization: Bearer &lt;token&gt;</code>.</p>
${part('Actions', (path) => path.startsWith('/actions/'))}
${part('Views', (path) => path.startsWith('/views/') || path === '/replay' || path === '/events')}
${part('The service', (path) => !path.startsWith('/actions/') && !path.startsWith('/views/') && path !== '/replay' && path !== '/events')}
</main></body></html>
`;
}

function section(path: string, method: string, operation: Operation): string {
  const body = operation.requestBody?.content['application/json'];
  return `<details id="${escaped(operation.operationId)}"><summary><code>${method.toUpperCase()} ${escaped(path)}</code> ${escaped(operation.summary)}</summary>
${operation.description ? `<p class="says">${escaped(operation.description)}</p>` : ''}
${body ? properties(body.schema) : ''}
${body?.example === undefined ? '' : `<pre>${escaped(JSON.stringify(body.example, null, 2))}</pre>`}
${parameters(operation.parameters ?? [])}${answers(operation.responses)}</details>`;
}

function properties(schema: Schema): string {
  const required = new Set((schema['required'] ?? []) as readonly string[]);
  const rows = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>).map(
    ([name, shape]) =>
      `<tr><td><code>${escaped(name)}</code>${required.has(name) ? '' : ' (optional)'}</td><td>${escaped(typeOf(shape))}</td></tr>`,
  );
  return `<table><thead><tr><th>property</th><th>what it is</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function typeOf(shape: Schema): string {
  const { type, format, enum: codes, items, minimum, maxLength, description } = shape;
  const said = Array.isArray(codes)
    ? codes.join(' | ')
    : type === 'array'
      ? `list of ${typeOf((items ?? {}) as Schema)}`
      : type === 'object'
        ? `record of ${Object.keys((shape['properties'] ?? {}) as object).join(', ')}`
        : String(format ?? type ?? 'anything');
  return [
    said,
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maxLength === undefined ? [] : [`at most ${maxLength} characters`]),
    ...(description === undefined ? [] : [String(description)]),
  ].join(', ');
}

function parameters(given: readonly Schema[]): string {
  if (given.length === 0) return '';
  const rows = given.map(
    (p) =>
      `<tr><td><code>${escaped(String(p['name']))}</code></td><td>${escaped(String(p['in']))}</td><td>${escaped(String(p['description']))}</td></tr>`,
  );
  return `<table><thead><tr><th>parameter</th><th>in</th><th>what it does</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

const answers = (responses: Operation['responses']): string =>
  `<table><thead><tr><th>status</th><th>when</th></tr></thead><tbody>${Object.entries(responses)
    .map(
      ([status, { description }]) =>
        `<tr><td>${status}</td><td>${escaped(String(description)).replaceAll('\n\n', '<br>')}</td></tr>`,
    )
    .join('')}</tbody></table>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
