// The readable page of the API, made of its document: plain HTML and one style sheet, no script, nothing from elsewhere.
import { pacer } from '../../core/pace.ts'
import type { OpenApi } from './document.ts'
import { type Field, fieldsOf } from './fields.ts'
import type { Json } from './schemas.ts'

export { DOCS_STYLE } from './style.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: unknown) => String(text ?? '').replace(/[&<>"']/g, char => ESCAPES[char] ?? char)
const code = (text: string) => `<code>${escaped(text)}</code>`
const slug = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-')

type Parameter = { name: string; in: string; required?: boolean; schema: Json; description?: string }
type Operation = {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  security?: unknown[]
  parameters?: (Parameter | { $ref: string })[]
  requestBody?: { required?: boolean; content: Record<string, { schema: Json }> }
  responses: Record<string, { description?: string; content?: Record<string, { schema: Json }> }>
  'x-effect': 'read' | 'write'
}

/** A type's words; the names of components lead to them. */
const typeText = (type: string, document: OpenApi) =>
  type
    .split(' ')
    .map(word =>
      Object.hasOwn(document.components.schemas, word)
        ? `<a href="#schema-${slug(word)}">${escaped(word)}</a>`
        : escaped(word),
    )
    .join(' ')

/** `marked`: what has to be sent is told. In an answer everything is there that isn't told of as optional. */
function fieldTable(caption: string, fields: readonly Field[], document: OpenApi, marked = true): string {
  const rows = fields.map(
    ({ path, type, needed, note }) =>
      `<tr><th scope="row">${path === '' ? 'the value' : code(path)}${marked && needed && path !== '' ? ' <span class="needed">needed</span>' : ''}</th><td>${typeText(type, document)}</td><td>${escaped(note)}</td></tr>`,
  )
  if (rows.length === 0) return ''
  return `<div class="wide" tabindex="0" role="region" aria-label="${escaped(caption)}"><table><caption>${escaped(caption)}</caption><thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">What it must be</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

function parametersOf({ parameters = [] }: Operation, document: OpenApi): Field[] {
  return parameters.flatMap(given => {
    const found =
      '$ref' in given
        ? (document.components.parameters[given.$ref.split('/').at(-1) ?? ''] as Parameter | undefined)
        : given
    if (!found) return []
    const [field] = fieldsOf(found.schema)
    const { name, required = false, description } = found
    const note = [description, field?.note].filter(Boolean).join(' · ')
    return [
      { path: name, type: field?.type ?? '', needed: required, note: `${note || `in the ${found.in}`}` },
    ]
  })
}

function bodyTables(
  { requestBody, responses, operationId }: Operation,
  path: string,
  document: OpenApi,
): string {
  const sent = Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) =>
    fieldTable(
      `Body of ${operationId}, ${type}${requestBody?.required ? '' : ', may be left out'}`,
      fieldsOf(schema),
      document,
    ),
  )
  const answered = Object.entries(responses).flatMap(([status, { content = {} }]) =>
    status.startsWith('2')
      ? Object.entries(content).map(([type, { schema }]) =>
          fieldTable(`Answer ${status} of ${path}, ${type}`, fieldsOf(schema), document, false),
        )
      : [],
  )
  return [...sent, ...answered].join('')
}

function operationText(method: string, path: string, operation: Operation, document: OpenApi): string {
  const { operationId, summary, description, security } = operation
  const who = security ? 'no token' : operation['x-effect'] === 'read' ? 'reads' : 'writes'
  const refused = Object.keys(operation.responses).filter(status => /^[45]/.test(status))
  return `<details id="${escaped(operationId)}"><summary><span class="method ${method}">${method.toUpperCase()}</span> <span class="path">${escaped(path)}</span> <span class="summary">${escaped(summary)}</span> <span class="who">${who}</span></summary><div class="body">${description ? `<p>${escaped(description)}</p>` : ''}${fieldTable(`Parameters of ${operationId}`, parametersOf(operation, document), document)}${bodyTables(operation, path, document)}<p class="refused">Refused with ${refused.map(code).join(' ')}</p></div></details>`
}

async function section(tag: string, document: OpenApi, rest: () => Promise<void> | undefined) {
  const parts = [`<section aria-labelledby="${slug(tag)}"><h2 id="${slug(tag)}">${escaped(tag)}</h2>`]
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods) as [string, Operation][]) {
      if (!operation.tags.includes(tag)) continue
      await rest()
      parts.push(operationText(method, path, operation, document))
    }
  return [...parts, '</section>']
}

const schemaSection = (document: OpenApi) =>
  `<section aria-labelledby="records"><h2 id="records">Records</h2>${Object.entries(
    document.components.schemas,
  )
    .map(
      ([name, schema]) =>
        `<h3 id="schema-${slug(name)}">${escaped(name)}</h3>${fieldTable(`Fields of ${name}`, fieldsOf(schema as Json), document)}`,
    )
    .join('')}</section>`

const refusedSection = (document: OpenApi) =>
  `<section aria-labelledby="refusals"><h2 id="refusals">Refusals</h2><p>Every refusal is an <a href="#schema-error">Error</a>: what happened, its code, and what to do next.</p><dl>${Object.entries(
    document.components.responses,
  )
    .filter(([status]) => /^\d/.test(status))
    .map(
      ([status, response]) =>
        `<dt>${code(status)}</dt><dd>${escaped((response as { description: string }).description)}</dd>`,
    )
    .join('')}</dl></section>`

const paragraphs = (text: string) =>
  text
    .split('\n\n')
    .map(part => `<p>${escaped(part).replace(/`([^`]+)`/g, '<code>$1</code>')}</p>`)
    .join('')

/** In slices, as the document itself. */
export async function docsPage(document: OpenApi): Promise<string> {
  const tags = document.tags.map(({ name }) => name)
  const rest = pacer()
  const parts: string[] = []
  for (const tag of tags) {
    parts.push(...(await section(tag, document, rest)))
  }
  const links = [...tags, 'Refusals', 'Records'].map(
    name => `<li><a href="#${slug(name)}">${escaped(name)}</a></li>`,
  )
  const { title, version, description } = document.info
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escaped(title)} API</title><link rel="stylesheet" href="/api/docs.css"></head><body><header><h1>${escaped(title)} <span>API ${escaped(version)}</span></h1><a href="/api/openapi.json">OpenAPI document</a></header><nav aria-label="Parts of the API"><ul>${links.join('')}</ul></nav><main>${paragraphs(String(description))}${parts.join('')}${refusedSection(document)}${schemaSection(document)}</main></body></html>`
}
