// The table of all REST calls. What is served and what the document describes are both made of it.
import type { ServerConfig } from '../config.ts'
import type { EventStreams } from '../events.ts'
import { jobEnds } from '../job-end.ts'
import { openApiDocument } from '../openapi/document.ts'
import { DOCS_STYLE, docsPage } from '../openapi/page.ts'
import type { Route } from '../route.ts'
import { aboutRoutes } from './about.ts'
import { audienceRoutes } from './audiences.ts'
import { bigqueryRoutes } from './bigquery.ts'
import { distributionRoutes } from './distributions.ts'
import { fileRoutes } from './files.ts'
import { importRoutes } from './import.ts'
import { jobRoutes } from './jobs.ts'
import { operationRoutes } from './operations.ts'
import { platformRoutes } from './platforms.ts'
import { profileRoutes } from './profile.ts'

/** Made when it is first asked for: few runs of the program are asked. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

export function routesOf(config: ServerConfig, streams: EventStreams): Route[] {
  const document = once(() => openApiDocument(routes, config.appVersion))
  const ends = jobEnds(config.core)
  const routes: Route[] = [
    ...audienceRoutes,
    ...platformRoutes(ends),
    ...distributionRoutes,
    ...jobRoutes,
    ...fileRoutes(config),
    ...importRoutes(config, ends),
    ...profileRoutes,
    ...bigqueryRoutes,
    ...operationRoutes,
    ...aboutRoutes(config, streams, {
      document: once(async () => JSON.stringify(await document())),
      page: once(async () => docsPage(await document())),
      style: DOCS_STYLE,
    }),
  ]
  return routes
}
