// Every platform's double behind one address, told apart by the host that was meant.
import { amazon } from './amazon.ts'
import { google } from './google.ts'
import { linkedin } from './linkedin.ts'
import { meta } from './meta.ts'
import { type Platform, startDouble } from './server.ts'
import { theTradeDesk } from './the-trade-desk.ts'
import { tiktok } from './tiktok.ts'
import { webhook } from './webhook.ts'

const BY_HOST: readonly [RegExp, Platform][] = [
  [/(^|\.)thetradedesk\.com$/, theTradeDesk],
  [/(^|\.)googleapis\.com$/, google],
  [/(^|\.)facebook\.com$/, meta],
  [/(^|\.)amazon\.(com|co\.uk|co\.jp)$/, amazon],
  [/(^|\.)linkedin\.com$/, linkedin],
  [/(^|\.)tiktok\.com$/, tiktok],
  [/(^|\.)hooks\.example$/, webhook],
]

/** For an application that is started with this address as the platforms' base URL. */
export const startPlatforms = () =>
  startDouble(request => {
    const platform = BY_HOST.find(([host]) => host.test(request.host))?.[1]
    return platform?.(request) ?? { status: 404, json: { message: `No double for ${request.host}` } }
  })
