// Reads which modules a source file imports: static, re-exported, dynamic, and named in a type.
import { parseSync } from 'vite'

export type Import = {
  /** As written, without a bundler's query; null when it is worked out at run time. */
  request: string | null
  /** Only types come from it, so nothing of it is there when the program runs. */
  typeOnly: boolean
}

type Node = { type: string; [key: string]: unknown }
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

const literal = (value: unknown): string | null =>
  isNode(value) && value.type === 'Literal' && typeof value.value === 'string' ? value.value : null

const isType = (value: unknown) => value === 'type'

function importOf(node: Node): Import | null {
  switch (node.type) {
    case 'ImportDeclaration': {
      const names = node.specifiers as Node[]
      const typeOnly = isType(node.importKind) || (names.length > 0 && names.every(n => isType(n.importKind)))
      return { request: literal(node.source), typeOnly }
    }
    case 'ExportNamedDeclaration': {
      if (!isNode(node.source)) return null
      const names = node.specifiers as Node[]
      const typeOnly = isType(node.exportKind) || (names.length > 0 && names.every(n => isType(n.exportKind)))
      return { request: literal(node.source), typeOnly }
    }
    case 'ExportAllDeclaration':
      return { request: literal(node.source), typeOnly: isType(node.exportKind) }
    case 'ImportExpression':
      return { request: literal(node.source), typeOnly: false }
    case 'TSImportType':
      return { request: literal(node.source ?? node.argument), typeOnly: true }
    case 'TSImportEqualsDeclaration':
      return { request: null, typeOnly: false }
    case 'CallExpression': {
      const callee = node.callee
      if (!isNode(callee) || callee.type !== 'Identifier' || callee.name !== 'require') return null
      return { request: literal((node.arguments as unknown[])[0]), typeOnly: false }
    }
    default:
      return null
  }
}

export function importsOf(file: string, source: string): Import[] {
  const parsed = parseSync(file, source)
  if (parsed.errors.length > 0) throw new Error(`${file}: ${parsed.errors[0]?.message}`)
  const found: Import[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item)
    } else if (isNode(value)) {
      const one = importOf(value)
      if (one) found.push({ ...one, request: one.request?.replace(/\?.*$/, '') ?? null })
      for (const child of Object.values(value)) visit(child)
    }
  }
  visit(parsed.program)
  return found
}
