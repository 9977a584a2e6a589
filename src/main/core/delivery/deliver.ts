// Each platform type has its way to be delivered to.
import type { PlatformType } from '../../../shared/domain/platform.ts'
import type { Deliver } from './face.ts'
import { amazonDelivery } from './types/amazon.ts'
import { folderDelivery } from './types/folder.ts'
import { googleDelivery } from './types/google.ts'
import { linkedinDelivery } from './types/linkedin.ts'
import { metaDelivery } from './types/meta.ts'
import { theTradeDeskDelivery } from './types/the-trade-desk.ts'
import { tiktokDelivery } from './types/tiktok.ts'
import { webhookDelivery } from './types/webhook.ts'

const BY_TYPE: Readonly<Record<PlatformType, Deliver>> = {
  the_trade_desk: theTradeDeskDelivery,
  google_ads: googleDelivery,
  meta: metaDelivery,
  amazon_dsp: amazonDelivery,
  linkedin: linkedinDelivery,
  tiktok: tiktokDelivery,
  folder: folderDelivery(),
  webhook: webhookDelivery,
}

export const deliver: Deliver = input => BY_TYPE[input.platform.platform_type](input)
