// Which test belongs to which platform type.
import type { Testers } from './face.ts'
import { testAmazon } from './types/amazon.ts'
import { folderTester } from './types/folder.ts'
import { testGoogle } from './types/google.ts'
import { testLinkedIn } from './types/linkedin.ts'
import { testMeta } from './types/meta.ts'
import { testTheTradeDesk } from './types/the-trade-desk.ts'
import { testTikTok } from './types/tiktok.ts'
import { testWebhook } from './types/webhook.ts'

export const testers: Testers = {
  the_trade_desk: testTheTradeDesk,
  google_ads: testGoogle,
  meta: testMeta,
  amazon_dsp: testAmazon,
  linkedin: testLinkedIn,
  tiktok: testTikTok,
  folder: folderTester(),
  webhook: testWebhook,
}
